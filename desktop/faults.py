"""Faults of the program: caught wherever they happen, told in a sentence, kept as a report.

A report names the place in the program and the machine it ran on. It holds nothing of the ledger:
messages of errors can quote what was typed, so only their kinds are kept.
"""

import logging
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from domain.journal import APP

KEPT: Final = 50  # of Qt's own messages
GRAVE: Final = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)

log = logging.getLogger(__name__)


class Faults(QObject):
    """Where faults come together: from this thread, from others, from Qt."""

    happened = Signal(str)  # the report

    def __init__(self, where: Callable[[], str]) -> None:
        """`where` says what the window was showing: the name of a page, nothing of its content."""
        super().__init__()
        self._where = where
        self._said_by_qt: deque[str] = deque(maxlen=KEPT)

    def catch(self) -> None:
        """From now on, faults come here."""
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread
        qInstallMessageHandler(self._said)

    def release(self) -> None:
        """Faults go where they went before."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def report(self, kind: type[BaseException], trace: TracebackType | None) -> str:
        """What an engineer needs to know, without anything of the ledger's content."""
        frames = [
            f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join(
            (
                f"Exchange Ledger {APP}",
                f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}",
                f"{platform.platform()}, Python {platform.python_version()}, Qt {qVersion()}",
                f"Page: {self._where()}",
                "",
                f"{kind.__module__}.{kind.__qualname__}",
                *frames,
                "",
                *self._said_by_qt,
                "",
            )
        )

    def _raised(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("A fault", exc_info=(kind, error, trace))
        self.happened.emit(self.report(kind, trace))

    def _raised_in_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._raised(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def _said(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        self._said_by_qt.append(f"Qt {kind.name}: {context.category}")
        log.log(logging.ERROR if kind in GRAVE else logging.WARNING, "Qt: %s", text)
        if kind in GRAVE:
            self.happened.emit(self.report(QtFault, None))


class QtFault(RuntimeError):
    """Names a grave message of Qt's own in a report."""
