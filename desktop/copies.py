"""Automatic copies of the open ledger: after some changes, and when it is closed.

They are made on a thread of their own and never in the way: one that fails is told, and one that
lasts at closing is given up.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.settings import Settings
from desktop.tasks import Cancelled, Progress, in_words
from desktop.work import backed_up_at
from desktop.workspace import Workspace
from domain.storage.automatic import copy_and_clear
from domain.storage.rolling import mark_of

EVERY: Final = 50  # events between two copies while the ledger is open
AT_CLOSING: Final = 10.0  # seconds that closing waits for its copy
KEPT_IN: Final = "backup/kept_in"  # the setting of the folder; empty for the device's own

Copy = Callable[[Progress], object]


class Copies(QObject):
    """The copies of one open ledger, through whichever window shows it."""

    _came_out = Signal(int, str, bool)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        ledger = workspace.ledger
        self._mark = mark_of(ledger.id, ledger.profile.device, str(ledger.path.resolve()))
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copies")
        self._going: Future[None] | None = None
        self._progress = Progress(lambda *_: None)
        self._tried = self._copied = self._made = self._begin()
        self._came_out.connect(self._finish)
        self.follow(workspace)

    def follow(self, workspace: Workspace) -> None:
        """Another window shows the ledger now: look at what is recorded through it."""
        self._workspace = workspace
        workspace.changed.connect(self._changed)

    @property
    def folder(self) -> Path:
        return copies_folder(self._workspace)

    def close(self) -> str:
        """Copy what is not copied yet, for as long as closing may last; returns what went wrong."""
        say, last = self._workspace.say, self._last()
        why = ""
        try:
            if self._going is not None:
                self._going.result(AT_CLOSING)
                self._remember(self._made)
            if last not in (self._copied, self._stored()):
                self._thread.submit(self._copy(), self._progress).result(AT_CLOSING)
                self._remember(last)
        except (TookTooLong, Cancelled):
            why = say("it took too long")
        except Exception as error:
            why = in_words(error, say)
        self._progress.cancel()
        self._thread.shutdown(wait=True)
        self._came_out.disconnect(self._finish)
        return say("No automatic copy was made: {why}", why=why) if why else ""

    # --- while it is open --------------------------------------------------------------------

    def _changed(self) -> None:
        last = self._last()
        if self._going is None and abs(last - self._tried) >= EVERY:
            self._tried = last
            self._going = self._thread.submit(self._work, self._copy(), last)

    def _work(self, copy: Copy, last: int) -> None:
        try:
            copy(self._progress)
        except Cancelled:
            return
        except Exception as error:
            self._came_out.emit(last, in_words(error, self._workspace.say), True)
        else:
            self._made = last
            self._came_out.emit(last, "", False)

    def _finish(self, last: int, why: str, is_error: bool) -> None:
        self._going = None
        if is_error:
            say = self._workspace.say
            self._workspace.told.emit(say("No automatic copy was made: {why}", why=why), True)
            return
        self._remember(last)
        self._workspace.copied.emit()

    # --- what is copied ----------------------------------------------------------------------

    def _copy(self) -> Copy:
        """The work of one copy, with everything that it needs read here, on the window's thread."""
        work, folder, mark = self._workspace, self.folder, self._mark
        path, lock, now = work.ledger.path, work.lock, datetime.now(UTC)
        return lambda progress: copy_and_clear(path, folder, mark, now, lock, progress)

    def _begin(self) -> int:
        """How far the copies go. A ledger that was never copied counts from where it is found."""
        stored = self._stored()
        if stored is None:
            stored = self._last()
            self._settings.remember_text(self._setting, str(stored))
        return stored

    def _stored(self) -> int | None:
        stored = self._settings.text(self._setting)
        return int(stored) if stored.isdecimal() else None

    def _remember(self, last: int) -> None:
        self._copied = self._tried = last
        self._settings.remember_text(self._setting, str(last))
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        self._settings.remember_text(backed_up_at(self._workspace), now)

    def _last(self) -> int:
        with self._workspace.ledger.view() as view:
            return view.last

    @property
    def _settings(self) -> Settings:
        return self._workspace.settings

    @property
    def _setting(self) -> str:
        return f"copied/{self._mark}"


def copies_folder(workspace: Workspace) -> Path:
    """Where the copies of a ledger are kept: as the operator chose, or in the device's own data."""
    chosen = workspace.settings.text(KEPT_IN)
    ledger = workspace.ledger
    return Path(chosen) if chosen else ledger.profile.folder / "backups" / ledger.id
