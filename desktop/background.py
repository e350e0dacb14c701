"""Questions that nobody waits for: badges, finding. Asked on a thread of their own, latest wins."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from domain.model.refusal import Refused

Answer = TypeVar("Answer")


class Background(QObject):
    """Answers the last question asked; an older one's answer is dropped.

    As with tasks, `stop` before the ledger that is read is closed.
    """

    _came = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._number = 0
        self._waiting: Future[None] | None = None
        self._then: Callable[[Any], object] | None = None
        self._is_stopped = False
        self._came.connect(self._give)

    def ask(self, question: Callable[[], Answer], then: Callable[[Answer], object]) -> None:
        """Let `then` have the answer, unless something else is asked before it is there."""
        if self._is_stopped:
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._number += 1
        self._then = then
        self._waiting = self._thread.submit(self._work, self._number, question)

    def drop(self) -> None:
        """Nobody wants the answer any more."""
        self._number += 1

    def stop(self) -> None:
        """Wait until the thread reads nothing any more."""
        self._is_stopped = True
        self.drop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _work(self, number: int, question: Callable[[], Any]) -> None:
        # What cannot be answered now (the file is busy) is asked again at the next change.
        with contextlib.suppress(Refused, OSError):
            self._came.emit(number, question())

    def _give(self, number: int, answer: object) -> None:
        if number == self._number and self._then is not None:
            self._then(answer)
