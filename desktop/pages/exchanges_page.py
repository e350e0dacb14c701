"""The table of exchanges with its filter bar, and the selected exchange beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QWidget,
)

from desktop.cells import cell_text
from desktop.models.columns import columns_of
from desktop.models.exchanges_model import ExchangesModel
from desktop.pages.exchange_text import exchange_text
from desktop.pages.page import Page
from desktop.theme import SPACE, current_theme
from desktop.widgets.table_view import TableView
from desktop.workspace import Workspace
from domain.model.vocabulary import KINDS, Vocabulary, mediator_name
from domain.projections.exchange_list import Filter, mediators_listed, years
from domain.projections.questions import Row


class ExchangesPage(Page):
    """Which exchanges there are; `shown` gives the line for the status bar."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        super().__init__(workspace, say("Exchanges"), parent)
        self._words = Vocabulary()
        self.year = self._choice(say("year"))
        self.kind = self._choice(say("kind"))
        self.mediator = self._choice(say("mediator"))
        self.does_not_close = QCheckBox(say("does not close"))
        self.in_conflict = QCheckBox(say("in conflict"))
        self.corrected = QCheckBox(say("corrected since"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(say("filter"))
        self.filter.setAccessibleName(say("filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.refresh)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE)
        for box in (self.year, self.kind, self.mediator):
            bar.addWidget(box)
        for check in (self.does_not_close, self.in_conflict, self.corrected):
            check.toggled.connect(self.refresh)
            bar.addWidget(check)
        bar.addStretch(1)
        bar.addWidget(self.filter, 1)
        self.body.addLayout(bar)

        self.model = ExchangesModel(workspace, columns_of("exchanges", say), self._cell, self)
        self.view = TableView("exchanges", workspace.settings, self.title)
        self.view.setModel(self.model)
        self.view.selectionModel().selectionChanged.connect(self._select)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(say("selected exchange"))
        self.detail.setOpenLinks(False)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(self.detail)
        split.setSizes([300, 300])
        split.setChildrenCollapsible(False)
        self.body.addWidget(split, 1)

    def refresh(self) -> None:
        say = self.workspace.say
        chosen = self.selected()
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self._fill(self.year, say("every year"), {year: year for year in years(view)})
            kinds = {code: name.in_language(say.code) for code, name in KINDS.items()}
            self._fill(self.kind, say("every kind"), kinds)
            codes = {code: mediator_name(code, say.code) for code in mediators_listed(view)}
            self._fill(self.mediator, say("every mediator"), codes)
        self.model.filter = Filter(
            text=self.filter.text(),
            year=str(self.year.currentData() or ""),
            kind=str(self.kind.currentData() or ""),
            mediator=str(self.mediator.currentData() or ""),
            does_not_close=self.does_not_close.isChecked(),
            in_conflict=self.in_conflict.isChecked(),
            corrected=self.corrected.isChecked(),
        )
        self.model.refresh()
        self.view.fit_columns()
        if chosen is None or not self.show_exchange(str(chosen["id"])):
            self._show_last()
        self._select()

    def selected(self) -> Row | None:
        """The exchange one looks at."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def show_exchange(self, exchange: str) -> bool:
        """Select an exchange; whether the list holds it."""
        place = self.model.place_of(exchange)
        if place >= 0:
            self._select_row(place)
        return place >= 0

    def chosen(self) -> list[Row]:
        """The selected exchanges, in the order of the list."""
        return [self.model.row(place) for place in self._selected_places()]

    def summary(self) -> str:
        say = self.workspace.say
        rows = self.chosen()
        people = sum(row["returned"] for row in rows if isinstance(row["returned"], int))
        listed = say.plural("{n} exchange", "{n} exchanges", self.model.rowCount())
        chosen = say.plural("{n} selected", "{n} selected", len(rows))
        returned = say.plural("{n} person returned", "{n} people returned", people)
        return f"{listed} · {chosen}, {returned}" if rows else listed

    def _selected_places(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _show_last(self) -> None:
        if self.model.rowCount():
            self._select_row(self.model.rowCount() - 1)

    def _select_row(self, place: int) -> None:
        self.view.setCurrentIndex(self.model.index(place, 0))
        self.view.scrollTo(self.model.index(place, 0))

    def _select(self, *_: object) -> None:
        row = self.selected()
        if row is None:
            self.detail.setPlainText(self._nothing())
        else:
            with self.workspace.view() as view:
                say = self.workspace.say
                self.detail.setHtml(exchange_text(view, row, say, current_theme()))
        self.shown.emit(self.summary())

    def _nothing(self) -> str:
        say = self.workspace.say
        if self.model.filter != Filter():
            return say("No exchange fits the filter. Clear it to see all of them.")
        return say("This ledger is empty. Record the first exchange, or open the sample.")

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.activated.connect(self.refresh)
        return box

    def _fill(self, box: QComboBox, every: str, entries: dict[str, str]) -> None:
        if [box.itemData(place) for place in range(1, box.count())] == list(
            entries
        ) and box.count():
            return
        chosen = box.currentData()
        box.clear()
        box.addItem(every, "")
        for data, text in entries.items():
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _cell(self, column: str, row: Row) -> str:
        return cell_text(column, row, self.workspace.say, self._words)
