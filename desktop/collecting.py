"""Collects Python's cyclic garbage on the window's thread only.

A closed window is a cycle of widgets and of what they call. The collector runs in whichever thread
happens to allocate; widgets that it finds from another thread would be taken apart there, while Qt
still delivers events to them, and that ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  # milliseconds


class Collector(QObject):
    """Takes the collector's place while a window is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start(EVERY)
        gc.disable()

    def release(self) -> None:
        """Let the collector run by itself again."""
        self._timer.stop()
        gc.enable()


def collect_if_due() -> None:
    """What the collector would do by itself by now: the oldest generation that is full."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
