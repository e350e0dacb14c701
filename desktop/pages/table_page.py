"""A page with a table: choices and a filter above, more about it below, and what to do if empty."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.cells import cell_text
from desktop.models.columns import Column, columns_of
from desktop.models.rows_model import RowsModel
from desktop.models.signed_rows_model import SignedRowsModel
from desktop.pages.page import Page
from desktop.theme import SPACE, current_theme
from desktop.widgets.choice import Choice
from desktop.widgets.table_view import TableView
from desktop.workspace import Workspace
from domain.model.policy import NAMES
from domain.model.vocabulary import Vocabulary
from domain.projections.questions import Question, Row
from domain.projections.view import View


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
        clear = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.filter)
        clear.setContext(Qt.ShortcutContext.WidgetShortcut)
        clear.activated.connect(self.filter.clear)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(SPACE)
        self.bar.addStretch(1)
        self.bar.addWidget(self.filter)
        self.policy = self.choice("policy", say("counting policy")) if "policy" in choices else None
        self.body.addLayout(self.bar)
        self.model = self._make_model()
        self.view = TableView(table, workspace.settings, title, say)
        self.view.setModel(self.model)
        self.view.horizontalHeader().setResizeContentsPrecision(0)  # only rows that are seen
        self.view.activated.connect(self._open)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(SPACE)
        above = QWidget()
        self.above = QVBoxLayout(above)
        self.above.setContentsMargins(0, 0, 0, 0)
        self.above.setSpacing(SPACE)
        self.above.addWidget(self._main_view(), 1)
        self.above.addWidget(self.empty, 1)
        self.split.addWidget(above)
        self.body.addWidget(self.split, 1)
        self._main_view().setFocus()  # the part of the page that one comes to first

    # --- what a page may say differently -----------------------------------------------------

    def _columns(self) -> Sequence[Column]:
        return columns_of(self.table, self.workspace.say)

    def _make_model(self) -> RowsModel:
        columns, language = self._columns(), self.workspace.say.code
        return SignedRowsModel(columns, self._cell, self._sign, language, self)

    def _main_view(self) -> QAbstractItemView:
        return self.view

    def _nothing(self) -> str:
        """What to do where there is nothing to show, and no filter hides it."""
        return self.workspace.say("There is nothing here yet.")

    def _rows(self) -> list[Row]:
        return self.workspace.rows(self.table, self._question(), self.filter.text())

    def _sign(self, column: str, row: Row) -> str:  # noqa: ARG002
        return ""

    def _offer(self, view: View) -> None:
        """Fill in the choices."""
        if self.policy is not None:
            self.policy.offer({name: self.policy_name(name) for name in view.policies})

    # --- what every page does ----------------------------------------------------------------

    def add_below(self, widget: QWidget, table_share: int = 1, share: int = 1) -> None:
        """Something under the table; the share of each is remembered once it was moved."""
        self.split.addWidget(widget)
        self.split.setStretchFactor(0, table_share)
        self.split.setStretchFactor(1, share)
        self.split.setSizes([1000 * table_share, 1000 * share])
        name = f"split/{self.table}"
        self.split.restoreState(self.workspace.settings.state(name))
        self.split.splitterMoved.connect(
            lambda *_: self.workspace.settings.remember_state(name, self.split.saveState())
        )

    def choice(self, name: str, title: str) -> Choice:
        """Another choice, with its label, left of the filter."""
        box = Choice(name, title, self.workspace.settings)
        box.chosen.connect(self.refresh)
        place = self.bar.count() - 2
        self.bar.insertWidget(place, box.label)
        self.bar.insertWidget(place + 1, box)
        return box

    def refresh(self) -> None:
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self._offer(view)
        rows = self._rows()
        self.model.show_rows(rows)
        self.say_empty(bool(rows))
        self.view.fit_columns()
        self.shown.emit(self.summary())

    def say_empty(self, is_filled: bool) -> None:
        """Show the table, or, in its place, why there is none and what to do."""
        say = self.workspace.say
        has_filter = bool(self.filter.text().strip())
        self.empty.setText(
            say(
                "Nothing holds “{words}”. Press Esc in the filter to clear it.",
                words=self.filter.text(),
            )
            if has_filter
            else self._nothing()
        )
        self.empty.setStyleSheet(f"color: {current_theme().quiet};")
        self._main_view().setVisible(is_filled)
        self.empty.setVisible(not is_filled)

    def summary(self) -> str:
        n = self.model.rowCount()
        return self.workspace.say.plural("{n} row", "{n} rows", n)

    def policy_name(self, name: str) -> str:
        return NAMES[name].in_language(self.workspace.say.code) if name in NAMES else name

    def current(self) -> Row | None:
        """The row one looks at."""
        index = self.view.currentIndex()
        return self.model.row(index) if index.isValid() else None

    def _question(self) -> Question:
        return Question(
            policy=self.policy.value if self.policy else "", language=self.workspace.say.code
        )

    def _cell(self, column: str, row: Row) -> str:
        return cell_text(column, row, self.workspace.say, self._words)

    def _open(self) -> None:
        row = self.current()
        if row and row.get("exchange"):
            self.opened.emit(str(row["exchange"]))
