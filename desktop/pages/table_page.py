"""A page that is one table of the domain, with the choices that the table understands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.cells import cell_text
from desktop.models.columns import columns_of
from desktop.models.rows_model import RowsModel
from desktop.pages.page import Page
from desktop.tables import Question, Row
from desktop.theme import SPACE
from desktop.widgets.table_view import TableView
from desktop.workspace import Workspace
from domain.model.policy import NAMES
from domain.model.vocabulary import Vocabulary


class TablePage(Page):
    """Choices above, the table below; `opened` says which exchange was meant."""

    def __init__(
        self,
        workspace: Workspace,
        table: str,
        title: str,
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, title, parent)
        self.table = table
        say = workspace.say
        self._words = Vocabulary()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(say("filter"))
        self.filter.setAccessibleName(say("filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(280)
        self.filter.textChanged.connect(self.refresh)
        self.policy = self._choice(say("counting policy")) if "policy" in choices else None
        self.dimension = self._choice(say("dimension")) if "dimension" in choices else None
        bar = QHBoxLayout()
        bar.setSpacing(SPACE)
        for widget, name in ((self.policy, "counting policy"), (self.dimension, "dimension")):
            if widget is not None:
                label = QLabel(say(name))
                label.setBuddy(widget)
                bar.addWidget(label)
                bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.filter)
        self.body.addLayout(bar)
        self.model = RowsModel(columns_of(table, say), self._cell, say.code, self)
        self.view = TableView(table, workspace.settings, title)
        self.view.setModel(self.model)
        self.view.activated.connect(self._open)
        self.body.addWidget(self.view, 1)
        self.empty = QLabel(say("Nothing matches."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.empty, 1)

    def refresh(self) -> None:
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self._fill(self.policy, {name: self._policy_name(name) for name in view.policies})
            known = view.vocabulary.dimensions
            code = self.workspace.say.code
            names = {name: view.vocabulary.dimension_name(name, code) for name in known}
            self._fill(self.dimension, {"": self.workspace.say("all"), **names})
        rows = self.workspace.rows(self.table, self._question(), self.filter.text())
        self.model.show_rows(rows)
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.view.fit_columns()
        self.shown.emit(self.summary())

    def summary(self) -> str:
        n = self.model.rowCount()
        return self.workspace.say.plural("{n} row", "{n} rows", n)

    def _question(self) -> Question:
        return Question(
            policy=str(self.policy.currentData() or "") if self.policy else "",
            dimension=str(self.dimension.currentData() or "") if self.dimension else "",
            language=self.workspace.say.code,
        )

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.activated.connect(self.refresh)
        return box

    def _fill(self, box: QComboBox | None, entries: dict[str, str]) -> None:
        if box is None or [box.itemData(place) for place in range(box.count())] == list(entries):
            return
        chosen = box.currentData()
        box.clear()
        for data, text in entries.items():
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _policy_name(self, name: str) -> str:
        return NAMES[name].in_language(self.workspace.say.code) if name in NAMES else name

    def _cell(self, column: str, row: Row) -> str:
        return cell_text(column, row, self.workspace.say, self._words)

    def _open(self) -> None:
        row = self.model.row(self.view.currentIndex())
        exchange = row.get("exchange")
        if exchange:
            self.opened.emit(str(exchange))
