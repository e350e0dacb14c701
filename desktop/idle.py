"""Notices that nobody has touched the program for a while."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer

_TOUCHES: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)


class Idle(QObject):
    """Calls `then` after a time without a key or the mouse; again and again until it is touched."""

    def __init__(
        self, application: QObject, then: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._timer = QTimer(self)
        self._timer.timeout.connect(then)

    def watch(self, seconds: float) -> None:
        """Begin to wait so long; 0 is not at all."""
        self._application.removeEventFilter(self)
        self._timer.stop()
        if seconds:
            self._application.installEventFilter(self)
            self._timer.start(round(1000 * seconds))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)
