"""What a page asks of the window and cannot do itself: go elsewhere and back, act on a record."""

from typing import TYPE_CHECKING, Final

from desktop.pages.history_page import HistoryPage

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

KEPT: Final = 50  # pages to go back through


class Routes:
    """Remembers which pages one came from; pages know nothing of one another."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._behind: list[int] = []
        self._at = 0
        window.list.currentRowChanged.connect(self._moved)
        history = window.page("history", HistoryPage)
        history.then_asked.connect(window.moment.show_position)

    def back(self) -> None:
        """The page before this one, as it was left."""
        if self._behind:
            place = self._behind.pop()
            self._at = place
            self._window.list.setCurrentRow(place)
            self._window.pages[place].setFocus()

    def _moved(self, place: int) -> None:
        if place != self._at:
            self._behind = [*self._behind[-KEPT:], self._at]
            self._at = place
