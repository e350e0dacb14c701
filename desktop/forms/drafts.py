"""Half-typed forms on disk: they survive a kill and a power cut, and are offered again.

Each form that is open keeps one draft, a small JSON file. A thread of its own writes it: beside
the old one, fsync, rename, fsync of the folder, so that at any moment the disk holds either what
was typed last or what was typed just before, and never a torn file. Typing waits for none of it.
"""

import json
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

Typed = Mapping[str, Any]

PAUSE: Final = 0.25  # seconds between two writes while somebody types
GONE: Final = ".discarded"
KEPT_DISCARDED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft on disk. `form` says which form it fills, `about` which record it is about."""

    name: str
    form: str
    about: str
    at: datetime
    typed: Typed


class Shelf:
    """The drafts of one ledger, in the operator's own folder."""

    def __init__(self, folder: Path, ledger: str, key: bytes | None = None) -> None:
        """`key` encrypts the drafts: what is typed into an encrypted ledger is as secret as it."""
        self.folder = folder / "drafts" / ledger
        self._key = key

    def kept(self, form: str = "", about: str | None = None) -> list[Kept]:
        """The drafts that can be taken up again, latest first; of one form and record, if said."""
        found = [read for path in self._files(".json") if (read := _read(path, self._key))]
        return sorted(
            (draft for draft in found if form in ("", draft.form) and about in (None, draft.about)),
            key=lambda draft: draft.at,
            reverse=True,
        )

    def draft(self, form: str, about: str = "", name: str = "") -> "Draft":
        """A place to keep what is typed; `name` goes on with a draft that is there already."""
        return Draft(self.folder / f"{name or uuid4().hex}.json", form, about, self._key)

    def discard(self, name: str) -> None:
        """Take a draft off the offer; it can be put back for some days."""
        path = self.folder / f"{name}.json"
        if path.exists():
            path.replace(path.with_suffix(GONE))
        for old in self._files(GONE):
            age = datetime.now(UTC).timestamp() - old.stat().st_mtime
            if age > KEPT_DISCARDED.total_seconds():
                old.unlink(missing_ok=True)

    def put_back(self, name: str) -> None:
        path = self.folder / f"{name}{GONE}"
        if path.exists():
            path.replace(path.with_suffix(".json"))

    def _files(self, suffix: str) -> list[Path]:
        return sorted(self.folder.glob(f"*{suffix}")) if self.folder.is_dir() else []


class Draft:
    """What one open form holds. `keep` returns at once; a thread sees to the disk."""

    def __init__(self, path: Path, form: str, about: str, key: bytes | None = None) -> None:
        self.path = path
        self._key = key
        self.form = form
        self.about = about
        self.failed: Callable[[str], None] = lambda _: None  # called from the thread
        self._wanted: dict[str, Any] | None = None
        self._is_waiting = False
        self._is_closed = False
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        return self.path.stem

    def keep(self, typed: Typed) -> None:
        """Have this on disk soon."""
        with self._news:
            self._wanted = dict(typed)
            self._is_waiting = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="draft", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def flush(self) -> None:
        """Return when everything typed is on disk."""
        with self._news:
            self._news.wait_for(lambda: not self._is_waiting or self._is_closed)

    def close(self) -> None:
        """Everything on disk, and the thread ended."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._is_closed = False

    def forget(self) -> None:
        """Recorded, or emptied: nothing is left to take up."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._is_waiting or self._is_closed)
                if not self._is_waiting:
                    return
                wanted = self._wanted
            try:
                self._write(wanted or {})
            except OSError as error:
                self.failed(str(error.strerror or error))
            with self._news:
                if wanted is self._wanted:
                    self._is_waiting = False
                    self._news.notify_all()
                self._news.wait_for(lambda: self._is_closed, timeout=PAUSE)

    def _write(self, typed: Typed) -> None:
        if not has_text(typed):
            self.path.unlink(missing_ok=True)
            return
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        stored = {
            "form": self.form,
            "about": self.about,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "typed": typed,
        }
        handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_sealed(stored, self._key))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(folder)


def has_text(typed: Any) -> bool:
    """Whether anything was typed at all."""
    if isinstance(typed, Mapping):
        return any(has_text(part) for part in typed.values())
    if isinstance(typed, list | tuple):
        return any(has_text(part) for part in typed)
    return bool(typed.strip()) if isinstance(typed, str) else False


def _sync_folder(folder: Path) -> None:
    """The rename itself on disk; systems that cannot open a folder see to it themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sealed(stored: Mapping[str, Any], key: bytes | None) -> bytes:
    text = json.dumps(stored, ensure_ascii=False, indent=1).encode()
    return text if key is None else bytes(SecretBox(key).encrypt(text))


def _read(path: Path, key: bytes | None) -> Kept | None:
    """The draft in a file; None where it is none, or was made under another key."""
    try:
        content = path.read_bytes()
        stored = json.loads(content if key is None else SecretBox(key).decrypt(content))
        return Kept(
            path.stem,
            str(stored["form"]),
            str(stored["about"]),
            datetime.fromisoformat(stored["at"]),
            dict(stored["typed"]),
        )
    except (OSError, ValueError, KeyError, TypeError, CryptoError):
        return None
