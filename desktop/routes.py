"""What a page asks of the window and cannot do itself: go elsewhere and back, act on a record."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog, QWidget

from desktop import actions
from desktop.pages.claims_page import ClaimsPage
from desktop.pages.history_page import HistoryPage
from desktop.pages.restated_page import RestatedPage
from desktop.pages.sources_page import SourcesPage
from desktop.workspace import Workspace
from domain.projections.questions import Row

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

Open = Callable[[Workspace, Row, QWidget], QDialog | None]
KEPT: Final = 50  # pages to go back through


class Routes:
    """Remembers which pages one came from; pages know nothing of one another."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._behind: list[int] = []
        self._at = 0
        window.list.currentRowChanged.connect(self._moved)
        window.page("history", HistoryPage).then_asked.connect(window.moment.show_position)
        claims, history = window.page("claims", ClaimsPage), window.page("history", HistoryPage)
        claims.dispose_asked.connect(lambda _: self._act(claims.current(), actions.dispose))
        history.undo_asked.connect(lambda _: self._act(history.current(), actions.undo))
        window.page("restated", RestatedPage).event_asked.connect(self._to_event)
        window.page("sources", SourcesPage).claim_asked.connect(self._to_claim)

    def back(self) -> None:
        """The page before this one, as it was left."""
        if self._behind:
            place = self._behind.pop()
            self._at = place
            self._window.list.setCurrentRow(place)
            self._window.pages[place].setFocus()

    def _act(self, row: Row | None, open_form: Open) -> None:
        """Open the form of an action on the selected row of a page."""
        if row is not None:
            self._window.form = open_form(self._window.workspace, row, self._window)

    def _to_event(self, position: int) -> None:
        self._window.show_page("history")
        history = self._window.page("history", HistoryPage)
        if not history.show_event(position):
            history.clear_filters()
            history.show_event(position)

    def _to_claim(self, claim: str) -> None:
        self._window.show_page("claims")
        claims = self._window.page("claims", ClaimsPage)
        if not claims.select(claim):
            claims.clear_filters()
            claims.select(claim)

    def _moved(self, place: int) -> None:
        if place != self._at:
            self._behind = [*self._behind[-KEPT:], self._at]
            self._at = place
