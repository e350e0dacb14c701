"""The device's own profile: who works here, with which key, and which journals it may continue.

A journal is continued only when its mark says that this machine closed it at exactly the place
where the ledger file ends; otherwise a new journal begins. The marks live outside the ledger
file, because a restored or copied file cannot know that it was.
"""

import base64
import getpass
import json
import os
import platform
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock
import platformdirs
from nacl.signing import SigningKey

from domain.journal import Head
from domain.model.refusal import Refused


@dataclass(frozen=True, slots=True)
class Missing:
    """Changes that this device wrote and the ledger file does not hold."""

    journal: str
    changes: int
    written: str  # the day of the last one, ISO 8601


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A sitting that was not closed: it goes on in another process, or it broke off."""

    written: str  # the day on which it began, ISO 8601
    goes_on: bool


@dataclass(slots=True)
class Sitting:
    """One stretch of writing to one journal, from its first entry until the ledger is closed.

    `head` is empty for a journal that begins now; `before` is the journal it goes on from and
    `why` it could not be continued: in_use, not_closed, other_machine, behind or forked.
    """

    head: Head
    mark_path: Path
    lock: filelock.BaseFileLock
    ledger: str
    before: Head | None = None
    why: str = ""


@dataclass(slots=True)
class Profile:
    """Operator's name, language, device id and signing key, kept in one private folder."""

    folder: Path
    operator: str
    language: str
    device: str
    key: SigningKey

    @classmethod
    def load(cls, folder: Path | None = None, *, language: str = "en") -> "Profile":
        """The profile in `folder` (by default the user's data folder), made at first use."""
        place = folder or platformdirs.user_data_path("exchange-ledger", appauthor=False)
        path = place / "profile.json"
        if not path.exists():
            made = cls(place, _login(), language, str(uuid.uuid4()), SigningKey.generate())
            (_private(place) / "journals").mkdir(exist_ok=True)
            made.save()
            return made
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                place,
                stored["operator"],
                stored["language"],
                stored["device"],
                SigningKey(base64.b64decode(stored["key"])),
            )
        except (ValueError, TypeError, KeyError) as damage:
            raise Refused("profile_damaged", file=str(path)) from damage

    @property
    def keys(self) -> Path:
        """Where this device keeps a copy of the key slots of every encrypted ledger it opened."""
        return self.folder / "keys"

    def save(self) -> None:
        stored = {
            "device": self.device,
            "key": base64.b64encode(bytes(self.key)).decode(),
            "language": self.language,
            "operator": self.operator,
        }
        _write(self.folder / "profile.json", stored)

    def begin(self, ledger: str, heads: Mapping[str, Head]) -> Sitting:
        """Choose the journal to write in, lock it and mark it open, on disk before returning.

        `heads` are the journals in the ledger file.
        """
        folder = _private(self.folder) / "journals"
        folder.mkdir(exist_ok=True)
        before: Head | None = None
        why = ""
        for path, mark in self._marks(ledger):
            head = heads.get(mark["journal"])
            if head is None:
                continue  # the file has nothing of it that could be gone on from
            lock = filelock.FileLock(path.with_suffix(".lock"), timeout=0)
            try:
                lock.acquire()
            except filelock.Timeout:
                reason = "in_use"
            else:
                # read again: from here on nobody else writes it
                reason = self._why_not(_read_mark(path) or {}, head)
                if not reason:
                    sitting = Sitting(head, path, lock, ledger)
                    self._mark(sitting, "open")
                    return sitting
                lock.release()
            if before is None or (why == "in_use" and reason != "in_use"):
                before, why = head, reason
        journal = str(uuid.uuid4())
        path = folder / f"{journal}.json"
        lock = filelock.FileLock(path.with_suffix(".lock"), timeout=0)
        lock.acquire()
        sitting = Sitting(Head(journal), path, lock, ledger, before, why)
        self._mark(sitting, "open")
        return sitting

    def end(self, sitting: Sitting) -> None:
        """Mark the journal closed where its head now is, and let it go."""
        self._mark(sitting, "closed")
        sitting.lock.release()

    def behind(self, ledger: str, heads: Mapping[str, Head]) -> list[Missing]:
        """What this device wrote to the ledger and the file does not hold."""
        found = []
        for _, mark in self._marks(ledger):
            held = heads[mark["journal"]].index if mark["journal"] in heads else 0
            if mark["index"] > held:
                found.append(Missing(mark["journal"], mark["index"] - held, mark["written"]))
        return found

    def unclosed(self, ledger: str) -> Unclosed | None:
        """This device's last sitting at the ledger, where its mark says that it is not closed."""
        path, mark = next(self._marks(ledger), (Path(), {"state": "closed"}))
        if mark["state"] == "closed":
            return None
        lock = filelock.FileLock(path.with_suffix(".lock"), timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout:
            return Unclosed(mark["written"], goes_on=True)
        lock.release()
        return Unclosed(mark["written"], goes_on=False)

    def _why_not(self, mark: Mapping[str, Any], head: Head) -> str:
        if head.forked:
            return "forked"
        if not mark:
            return "not_closed"
        if mark["machine"] != machine():
            return "other_machine"
        if mark["state"] != "closed":
            return "not_closed"
        return "" if (mark["index"], mark["id"]) == (head.index, head.id) else "behind"

    def _marks(self, ledger: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        marks = []
        for path in (self.folder / "journals").glob("*.json"):
            mark = _read_mark(path)
            if mark and mark["ledger"] == ledger:
                marks.append((mark["written"], path, mark))
        for _, path, mark in sorted(marks, key=lambda found: found[0], reverse=True):
            yield path, mark

    def _mark(self, sitting: Sitting, state: str) -> None:
        _write(
            sitting.mark_path,
            {
                "id": sitting.head.id,
                "index": sitting.head.index,
                "journal": sitting.head.journal,
                "ledger": sitting.ledger,
                "machine": machine(),
                "state": state,
                "written": datetime.now().astimezone().isoformat(timespec="microseconds"),
            },
        )


def _private(folder: Path) -> Path:
    """The profile's folder, which nobody else looks into: it holds a signing key."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _read_mark(path: Path) -> dict[str, Any] | None:
    """A journal's mark; None where it is damaged, and the journal is then not continued."""
    try:
        mark = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    known = {"id", "index", "journal", "ledger", "machine", "state", "written"}
    return mark if isinstance(mark, dict) and known <= mark.keys() else None


def machine() -> str:
    """What tells this machine from one that holds a copy of its files."""
    try:
        known = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except OSError:
        known = f"{uuid.getnode():012x}"
    return f"{platform.node()}/{known}"


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "operator"


def _write(path: Path, data: Mapping[str, Any]) -> None:
    """Replace a small file as a whole, on disk before returning; readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
