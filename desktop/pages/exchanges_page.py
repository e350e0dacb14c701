"""The table of exchanges with its filter, and the selected exchange beside it."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.figures import people_text
from desktop.models.columns import exchange_columns
from desktop.models.exchange_cells import exchange_cell
from desktop.models.exchanges_model import ExchangesModel
from desktop.pages.exchange_panel import ExchangePanel
from desktop.pages.page import Page
from desktop.theme import sized
from desktop.widgets.empty_list import EmptyList
from desktop.widgets.exchange_filter import ExchangeFilter
from desktop.widgets.table_view import TableView
from desktop.workspace import Workspace
from domain.model.vocabulary import KINDS, Vocabulary, mediator_name
from domain.projections.exchange_list import Filter, mediators_listed, years
from domain.projections.people import people_returned
from domain.projections.questions import Row

BESIDE = 1100  # from this width on (at 100 %) the panel stands beside the table, not below it
_REMEMBERED = 2_000  # selected rows that stay selected when the list is read again


class ExchangesPage(Page):
    """Which exchanges there are; `shown` gives the line for the status bar.

    `record_asked` and `statement_offered` come from an empty ledger, which says how to begin.
    """

    record_asked = Signal()
    statement_offered = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        super().__init__(workspace, say("Exchanges"), parent)
        self._words = Vocabulary()
        self.filters = ExchangeFilter(say, workspace.settings, workspace.ledger.id)
        self.filters.changed.connect(self.refresh)
        self.filter = self.filters.text
        self.body.addWidget(self.filters)

        columns = exchange_columns(say)
        self.model = ExchangesModel(workspace, columns, self._cell, self)
        self.view = TableView("exchanges", workspace.settings, self.title, say)
        self.view.setModel(self.model)
        self._order_as_left()
        self._kept: tuple[int | None, list[int]] = (None, [])
        self.model.modelAboutToBeReset.connect(self._keep)
        self.model.modelReset.connect(self._put_back)
        self.view.selectionModel().selectionChanged.connect(self._select)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.filters.left.connect(self.view.setFocus)
        self.detail = ExchangePanel(workspace)
        self.detail.opened.connect(self.show_exchange)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.view)
        self.split.addWidget(self.detail)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([300, 300])
        self.split.splitterMoved.connect(self._remember_split)
        self.nothing = EmptyList(say)
        self.nothing.clear_asked.connect(self.filters.clear_all)
        self.nothing.record_asked.connect(self.record_asked)
        self.nothing.statement_offered.connect(self.statement_offered)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.nothing)
        self.body.addWidget(self.stack, 1)
        history = QShortcut(QKeySequence("Alt+H"), self)
        history.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        history.activated.connect(self._show_history)

    # --- what the window asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again; what was selected stays selected where it is still listed."""
        say = self.workspace.say
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self.filters.offer(
                {year: year for year in years(view)},
                {code: name.in_language(say.code) for code, name in KINDS.items()},
                {code: mediator_name(code, say.code) for code in mediators_listed(view)},
            )
        self.model.filter = self.filters.chosen()
        self.model.refresh()
        self.view.fit_columns()

    def selected(self) -> Row | None:
        """The exchange one looks at."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def show_exchange(self, exchange: str) -> bool:
        """Select an exchange, clearing a filter that hides it; whether the ledger has it."""
        place = self.model.place_of(exchange)
        if place < 0 and self.filters.chosen() != Filter():
            self.filters.clear_all()
            place = self.model.place_of(exchange)
        if place >= 0:
            self._select_row(place)
        return place >= 0

    def chosen(self) -> list[Row]:
        """The selected exchanges, in the order of the list."""
        return [self.model.row(place) for place in self.view.places()]

    def summary(self) -> str:
        say = self.workspace.say
        listed = say.plural("{n} exchange", "{n} exchanges", self.model.rowCount())
        places = self.view.places()
        if not places:
            return listed
        with self.workspace.view() as view:
            people = people_returned(view, [self.model.number(place) for place in places])
        chosen = say.plural("{n} selected", "{n} selected", len(places))
        return f"{listed} · {chosen}, {people_text(people, say)}"

    # --- selection ---------------------------------------------------------------------------

    def _keep(self) -> None:
        """The list is about to be another one: keep which exchanges are current and selected."""
        index = self.view.currentIndex()
        current = self.model.number(index.row()) if index.isValid() else self._kept[0]
        places = self.view.places()
        few = places if len(places) <= _REMEMBERED else []
        self._kept = (current, [self.model.number(place) for place in few])

    def _put_back(self) -> None:
        """Select in the new list what was selected in the old one, or else its first row."""
        self._show_what_there_is()
        current, chosen = self._kept
        places = [p for p in map(self.model.place_of_number, chosen) if p >= 0] if chosen else []
        place = self.model.place_of_number(current) if current is not None else -1
        if place < 0:
            place = places[0] if places else 0
        if not self.model.rowCount():
            self._select()
            return
        if len(places) < 2:
            self._select_row(place)
            return
        model = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for found in places:
            selection.select(self.model.index(found, 0), self.model.index(found, 0))
        model.setCurrentIndex(self.model.index(place, 0), flags.NoUpdate)
        model.select(selection, flags.ClearAndSelect | flags.Rows)

    def _select_row(self, place: int) -> None:
        section = next(iter(self.view.shown_sections()), 0)
        index = self.model.index(place, section)
        self.view.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.view.scrollTo(index)

    def _select(self, *_: object) -> None:
        row = self.selected()
        if row is None:
            self.detail.show_nothing(self.nothing.sentence())
        else:
            self.detail.show_exchange(str(row["id"]))
        self.shown.emit(self.summary())

    # --- small things ------------------------------------------------------------------------

    def _show_what_there_is(self) -> None:
        has_rows = self.model.rowCount() > 0
        had_focus = self.view.hasFocus()
        self.nothing.explain(
            is_filtered=self.model.filter != Filter(), is_now=self.workspace.position is None
        )
        self.stack.setCurrentIndex(0 if has_rows else 1)
        if had_focus and not has_rows:
            self.nothing.focus_first()

    def _order_as_left(self) -> None:
        """Sorted as it was left, or the latest first, before anything is read."""
        header = self.view.horizontalHeader()
        header.blockSignals(True)
        if not self.view.restore_columns():
            for section, column in enumerate(self.model.columns):
                self.view.setColumnHidden(section, not column.is_shown)
            header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        header.blockSignals(False)
        self.model.set_order(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def _show_history(self) -> None:
        """The history of the figure one is at: in the panel, or in the table's current cell."""
        index = self.view.currentIndex()
        if self.view.hasFocus() and index.isValid():
            self.detail.show_history(self.model.columns[index.column()].name)
        else:
            self.detail.show_history_here()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= sized(BESIDE)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if wanted != self.split.orientation() or not self.split.property("placed"):
            self.split.setOrientation(wanted)
            self.split.setProperty("placed", True)
            state = self.workspace.settings.state(self._split_name())
            if state.isEmpty() or not self.split.restoreState(state):
                room = self.width() if is_wide else self.height()
                share = 0.62 if is_wide else 0.45
                self.split.setSizes([round(room * share), round(room * (1 - share))])

    def _split_name(self) -> str:
        is_beside = self.split.orientation() == Qt.Orientation.Horizontal
        return f"split/exchanges/{'beside' if is_beside else 'below'}"

    def _remember_split(self, *_: int) -> None:
        self.workspace.settings.remember_state(self._split_name(), self.split.saveState())

    def _cell(self, column: str, row: Row) -> str:
        return exchange_cell(column, row, self.workspace.say, self._words)
