"""The window: pages on the left, the chosen one beside them, one control for the moment."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import actions
from desktop.pages.breakdowns_page import BreakdownsPage
from desktop.pages.claims_page import ClaimsPage
from desktop.pages.exchanges_page import ExchangesPage
from desktop.pages.history_page import HistoryPage
from desktop.pages.mediators_page import MediatorsPage
from desktop.pages.page import Page
from desktop.pages.table_page import TablePage
from desktop.pages.totals_page import TotalsPage
from desktop.tables import Row
from desktop.theme import ROW_HEIGHT
from desktop.widgets.message_area import MessageArea
from desktop.widgets.moment_bar import MomentBar
from desktop.workspace import Workspace


class MainWindow(QMainWindow):
    """One ledger's window."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        say = workspace.say
        self.form: QDialog | None = None
        self._entry: list[QAction] = []
        self.exchanges = ExchangesPage(workspace)
        self.pages: list[Page] = [
            self.exchanges,
            TotalsPage(workspace),
            BreakdownsPage(workspace),
            MediatorsPage(workspace),
            ClaimsPage(workspace),
            HistoryPage(workspace),
            TablePage(workspace, "sources", say("Sources")),
            TablePage(workspace, "quality", say("Quality")),
            TablePage(workspace, "restated", say("Restated"), ("policy",)),
        ]
        self.list = QListWidget()
        self.list.setAccessibleName(say("pages"))
        self.stack = QStackedWidget()
        for number, page in enumerate(self.pages, 1):
            item = QListWidgetItem(page.title)
            item.setSizeHint(QSize(0, ROW_HEIGHT + 4))
            item.setToolTip(f"Ctrl+{number}")
            self.list.addItem(item)
            self.stack.addWidget(page)
            if isinstance(page, TablePage):
                page.opened.connect(self.open_exchange)
                page.shown.connect(self._say_status)
        self.exchanges.shown.connect(self._say_status)
        self.list.currentRowChanged.connect(self._show_page)

        self.messages = MessageArea(say)
        self.moment = MomentBar(workspace)
        self.moment.compared.connect(lambda: self.list.setCurrentRow(len(self.pages) - 1))
        workspace.told.connect(self.messages.tell)
        workspace.moment_changed.connect(self._moment_moved)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.moment)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([180, 1000])
        split.setChildrenCollapsible(False)
        self.setCentralWidget(split)
        self.status = QLabel()
        self.statusBar().addWidget(self.status, 1)
        self._menus()
        with workspace.ledger.view() as view:
            name = view.name
        self.setWindowTitle(f"{name} — Exchange Ledger")
        self.resize(1180, 760)
        self.restoreGeometry(workspace.settings.state("window"))
        self.list.setCurrentRow(0)
        self.exchanges.view.setFocus()

    def open_exchange(self, exchange: str) -> None:
        """Go to one exchange."""
        self.list.setCurrentRow(0)
        self.exchanges.show_exchange(exchange)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.settings.remember_state("window", self.saveGeometry())
        self.workspace.settings.save()
        super().closeEvent(event)

    def _menus(self) -> None:
        say = self.workspace.say
        file = self.menuBar().addMenu(say("&Ledger"))
        bar = self.addToolBar(say("actions"))
        bar.setObjectName("actions")
        bar.setMovable(False)
        for text, keys, act in (
            (say("Record"), "Ctrl+N", self._record),
            (say("Correct"), "F2", self._correct),
            (say("Mediator note"), "Ctrl+M", self._note),
            (say("Retract"), "Del", self._retract),
            (say("Reinstate"), "Shift+Del", self._reinstate),
            (say("Merge duplicates"), "Ctrl+Shift+M", self._merge),
        ):
            action = self._action(file, text, QKeySequence(keys), act)
            self._entry.append(action)
            if keys in ("Ctrl+N", "F2", "Ctrl+M"):
                bar.addAction(action)
        file.addSeparator()
        self._action(file, say("Quit"), QKeySequence.StandardKey.Quit, self.close)
        pages = self.menuBar().addMenu(say("&Pages"))
        for number, page in enumerate(self.pages, 1):
            self._action(
                pages,
                page.title,
                QKeySequence(f"Ctrl+{number}"),
                partial(self.list.setCurrentRow, number - 1),
            )
        view = self.menuBar().addMenu(say("&View"))
        self._action(view, say("As known at…"), QKeySequence("Ctrl+T"), self.moment.enter)
        self._action(view, say("Back to now"), QKeySequence("Ctrl+Shift+T"), self.moment.leave)
        self._action(view, say("Filter"), QKeySequence.StandardKey.Find, self._find)

    def _action(
        self,
        menu: QMenu,
        text: str,
        keys: QKeySequence | QKeySequence.StandardKey,
        do: Callable[[], object],
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})")
        action.triggered.connect(lambda _=False: do())
        menu.addAction(action)
        return action

    # --- what an operator does ---------------------------------------------------------------

    def _moment_moved(self) -> None:
        """Entry is off while the window does not show now."""
        for action in self._entry:
            action.setEnabled(self.workspace.position is None)

    def _record(self) -> None:
        self.form = actions.record(self.workspace, self)

    def _correct(self) -> None:
        self._with_selected(actions.correct)

    def _note(self) -> None:
        self._with_selected(actions.add_note)

    def _retract(self) -> None:
        self._with_selected(actions.retract)

    def _reinstate(self) -> None:
        self._with_selected(actions.reinstate)

    def _merge(self) -> None:
        chosen = self.exchanges.chosen()
        if len(chosen) < 2:
            say = self.workspace.say
            self.messages.tell(say("Select the records that are one exchange first."), True)
            return
        self.form = actions.merge(self.workspace, chosen, self)

    def _with_selected(self, act: Callable[[Workspace, Row, QWidget], QDialog | None]) -> None:
        row = self.exchanges.selected()
        if row is None:
            self.messages.tell(self.workspace.say("Select an exchange first."), True)
            return
        self.form = act(self.workspace, row, self)

    def _find(self) -> None:
        page = self.pages[self.list.currentRow()]
        if isinstance(page, TablePage | ExchangesPage):
            page.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            page.filter.selectAll()

    def _show_page(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._say_status(self.pages[place].summary())

    def _say_status(self, text: str) -> None:
        self.status.setText(text)
