"""Long work on one worker thread: progress, cancelling, errors in plain words.

A ledger must not be closed while another thread reads it, so whoever closes one calls `stop` first.
"""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.language import Language
from domain.model.refusal import Refused

Result = TypeVar("Result")
TOLD_EVERY: Final = 0.05  # seconds between two reports of progress


class Cancelled(Exception):
    """Ends a piece of work that the operator does not want any more; it then wrote nothing."""


class Progress:
    """How far a piece of work is. Called from the worker; raises Cancelled when it is to stop."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._told_at = 0.0

    def __call__(self, done: int, of: int) -> None:
        self.check()
        if monotonic() - self._told_at >= TOLD_EVERY:
            self._told_at = monotonic()
            self._tell(done, of)

    def check(self) -> None:
        """Stop here if the operator cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled.set()


Work = Callable[[Progress], Result]


@dataclass(frozen=True, slots=True)
class Task:
    """What is being done. `writes` keeps entry off meanwhile, `remakes` says that the tables are
    not whole meanwhile; `counted` says how far it is."""

    title: str
    writes: bool = False
    remakes: bool = False
    can_cancel: bool = True
    counted: Callable[[int, int], str] | None = None
    has_end: bool = True  # whether the second number of its progress is where it ends


class Tasks(QObject):
    """One piece of long work at a time, on one thread of its own."""

    started = Signal(Task)
    progressed = Signal(int, int)
    ended = Signal()
    _came_out = Signal(object, object)

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self.task: Task | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._progress: Progress | None = None
        self._future: Future[None] | None = None
        self._then: tuple[Callable[[Any], object], Callable[[str], object]] | None = None
        self._came_out.connect(self._finish)

    @property
    def is_busy(self) -> bool:
        return self.task is not None

    def run(
        self,
        task: Task,
        work: Work[Result],
        done: Callable[[Result], object],
        failed: Callable[[str], object],
    ) -> bool:
        """Let the worker do `work`; `done` or `failed` is called here afterwards.

        `failed` gets a sentence, empty where the operator cancelled. Returns False, and does
        nothing, while other work goes on.
        """
        if self.is_busy:
            return False
        self.task = task
        self._then = (done, failed)
        progress = self._progress = Progress(self.progressed.emit)
        self.started.emit(task)
        self._future = self._thread.submit(self._work, work, progress)
        return True

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next report of progress."""
        if self._progress is not None:
            self._progress.cancel()

    def stop(self) -> None:
        """Cancel what goes on and wait until the worker is done with it. Nothing is told."""
        self._then = None
        self.cancel()
        self._thread.shutdown(wait=True)

    def _work(self, work: Work[Any], progress: Progress) -> None:
        try:
            self._came_out.emit(work(progress), None)
        except BaseException as error:
            self._came_out.emit(None, error)

    def _finish(self, result: object, error: BaseException | None) -> None:
        then, self._then = self._then, None
        self.task = self._progress = self._future = None
        self.ended.emit()
        if then is None:
            return
        done, failed = then
        if error is None:
            done(result)
        elif isinstance(error, Cancelled):
            failed("")
        else:
            failed(in_words(error, self.say))
            if not isinstance(error, Refused | OSError):
                sys.excepthook(type(error), error, error.__traceback__)


def in_words(error: BaseException, say: Language) -> str:
    """What went wrong, as an operator can understand it."""
    if isinstance(error, Refused):
        return say.refusal(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return say("This did not work, because of a fault in the program. Nothing recorded was lost.")
