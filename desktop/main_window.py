"""The window: pages on the left, the chosen one beside them, one control for the moment."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QDate, QDateTime, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QPagedPaintDevice, QPdfWriter, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from desktop import actions
from desktop import help as helps
from desktop.actions import Action
from desktop.asking import documents
from desktop.background import Background
from desktop.badges import badges
from desktop.dialogs.about import show_about
from desktop.dialogs.export_dialog import ExportDialog, Listed
from desktop.dialogs.help_window import HelpWindow
from desktop.finding import commands_found, records_found
from desktop.menus import Group, add_menus
from desktop.pages.exchanges_page import ExchangesPage
from desktop.pages.page import Page
from desktop.pages.table_page import TablePage
from desktop.printing import print_page
from desktop.routes import Routes
from desktop.stamp import stamp
from desktop.tasks import Task, Tasks, in_words
from desktop.theme import SPACE, sized
from desktop.widgets.ask_path import ask_new_file
from desktop.widgets.ask_printer import ask_printer
from desktop.widgets.find_field import FindField
from desktop.widgets.message_area import MessageArea
from desktop.widgets.moment_bar import MomentBar
from desktop.widgets.moment_button import MomentButton
from desktop.widgets.page_list import PageList
from desktop.widgets.progress_dialog import ProgressDialog, cursor_while
from desktop.window_commands import commands
from desktop.window_pages import PAGES
from desktop.work import backed_up_at
from desktop.workspace import Workspace
from domain.projections.find import Found, find
from domain.projections.last_act import last_act
from domain.projections.questions import Row

LET_GO: Final = 400  # milliseconds after a change before badges are counted: several come at once

Kind = TypeVar("Kind", bound=Page)


class MainWindow(QMainWindow):
    """One ledger's window."""

    open_asked = Signal()
    new_asked = Signal()
    start_asked = Signal()
    lock_asked = Signal(str)  # what is to be done about its encryption, see locking
    preferences_asked = Signal()
    closed = Signal()

    def __init__(self, workspace: Workspace, tasks: Tasks | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        say = workspace.say
        self.form: QDialog | None = None
        self.help: HelpWindow | None = None
        self._is_laid_out = False
        self.tasks = tasks or Tasks(say, self)
        self.background = Background(self)
        self.pages: list[Page] = [kind.build(workspace) for kind in PAGES]
        self.exchanges = self.page("exchanges", ExchangesPage)
        self.exchanges.record_asked.connect(self.record)
        self.exchanges.statement_offered.connect(self.record)
        self.list = PageList(
            say, [(kind.name, page.title) for kind, page in zip(PAGES, self.pages, strict=True)]
        )
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
            page.opened.connect(self.open_exchange)
            page.shown.connect(partial(self._say_summary, page))
        self.list.currentRowChanged.connect(self._show_page)
        self.messages = MessageArea(say)
        self.moment = MomentBar(workspace)
        self.moment.compared.connect(lambda: self.show_page("restated"))
        self.moment.left.connect(self._focus_page)
        self.search = FindField(say, self)
        self.search.asked.connect(self._find)
        self.search.left.connect(self._focus_page)
        self.finder = Background(self)
        self.routes = Routes(self)
        self._lay_out()
        groups = commands(self)
        self.actions_by_name = add_menus(self, groups)
        self._entry = self._needing(groups, "entry")
        self._working = self._needing(groups, "worker")
        self._toolbar()
        self._status_bar()
        self._follow()
        self.progress = ProgressDialog(self.tasks, self)
        cursor_while(self.tasks, self)
        with workspace.ledger.view() as view:
            self.setWindowTitle(f"{view.name} — Exchange Ledger")
            self._is_complete = view.newer_events == 0
        room = self.screen().availableSize()
        self.resize(QSize(sized(1180), sized(760)).boundedTo(room))
        self._remembered()
        self._look_what_can_be_done()

    # --- what can be asked of the window -----------------------------------------------------

    def page(self, name: str, kind: type[Kind]) -> Kind:
        """The page of a name, which is of a known kind."""
        found = self.pages[self.place_of(name)]
        assert isinstance(found, kind)
        return found

    @staticmethod
    def place_of(name: str) -> int:
        return [kind.name for kind in PAGES].index(name)

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return PAGES[max(0, self.list.currentRow())].name

    def show_page(self, name: str) -> None:
        self.list.setCurrentRow(self.place_of(name))

    def open_exchange(self, exchange: str) -> None:
        """Go to one exchange."""
        self.show_page("exchanges")
        self.exchanges.show_exchange(exchange)

    def act(self, action: Action) -> None:
        """Open the form of an action about what is selected; says so where nothing fitting is."""
        say = self.workspace.say
        if action.needs == "nothing":
            self.form = action.open(self.workspace, self)
        elif action.needs == "exchanges":
            chosen = self.exchanges.chosen() if self.page_name == "exchanges" else []
            if len(chosen) < 2:
                self.messages.tell(say("Select the records that are one exchange first."), True)
                return
            self.form = action.open(self.workspace, chosen, self)
        else:
            exchange = self._exchange_looked_at()
            if exchange is None:
                self.messages.tell(say("Select an exchange first."), True)
                return
            self.form = action.open(self.workspace, exchange, self)

    def record(self, statement: str = "") -> None:
        """Open the record form, with a statement beside it if there is one."""
        self.form = actions.record(self.workspace, self, statement)

    def undo(self) -> None:
        """Offer to take back what was recorded last, by a correction that says so."""
        with self.workspace.ledger.view() as view:
            position = last_act(view)
        if position:
            self.form = actions.undo(self.workspace, {"position": position}, self)

    def _exchange_looked_at(self) -> str | None:
        """The exchange of the row that is selected on the page one sees, never on another one."""
        page = self.pages[self.list.currentRow()]
        row = page.selected() if isinstance(page, ExchangesPage) else _row_of(page)
        if row is None:
            return None
        key = row.get("id") if page is self.exchanges else row.get("exchange")
        return str(key) if key else None

    def export(self) -> None:
        """Ask what to give out; the table that is looked at is offered first."""
        page = self.exchanges
        listed = Listed(page.model.filter, page.model.numbers)
        shown = listed if self.page_name == "exchanges" else None
        self.form = ExportDialog(self.workspace, self.tasks, self.page_name, self, shown)
        self.form.open()

    def print_page(self) -> None:
        """Ask for a printer, then print the page that is looked at."""
        ask_printer(self, self._print_on)

    def save_pdf(self) -> None:
        """Ask for a file, then keep the page that is looked at as PDF."""
        say, page = self.workspace.say, self.pages[self.list.currentRow()]
        name = documents() / f"{self.workspace.ledger.path.stem} {page.title}.pdf"
        ask_new_file(self, say, say("Save the page as PDF"), name, self.print_to, "PDF (*.pdf)")

    def print_to(self, path: Path) -> None:
        """Keep the page as PDF; an existing file stays as it is."""
        say = self.workspace.say
        place = path if path.suffix else path.with_suffix(".pdf")
        try:
            place.open("xb").close()
        except FileExistsError:
            said = say("The file exists already and stays as it is.")
            self.workspace.told.emit(f"{place}: {said}", True)
            return
        except OSError as error:
            self.workspace.told.emit(in_words(error, say), True)
            return
        writer = QPdfWriter(str(place))
        writer.setTitle(self.windowTitle())
        self._print_on(writer)
        self.workspace.told.emit(say("Saved: {path}", path=place), False)

    def _print_on(self, device: QPagedPaintDevice) -> None:
        work = self.workspace
        with work.view() as view:
            line = stamp(view, work.say)
        print_page(self.pages[self.list.currentRow()], device, line, work.say)

    def help_on(self, topic: str) -> None:
        """Open the help at a page."""
        if self.help is None:
            pages = helps.pages(self.workspace.say, self.actions_by_name.values())
            self.help = HelpWindow(self.workspace.say, pages, self)
        self.help.show_topic(topic)

    def help_here(self) -> None:
        """Open the help at the page that is looked at."""
        self.help_on(self.page_name if self.workspace.position is None else "moment")

    def about(self) -> None:
        show_about(self.workspace.say, self)

    def start_filter(self) -> None:
        self.pages[self.list.currentRow()].start_filter()

    def stop(self) -> None:
        """Wait until no thread reads the ledger any more; it may be closed then."""
        self.tasks.stop()
        self.background.stop()
        self.finder.stop()

    # --- events ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_laid_out:  # a splitter without its width would forget what it is told
            self._is_laid_out = True
            self.split.restoreState(self.workspace.settings.state("splitter"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        self.stop()
        super().closeEvent(event)
        self.closed.emit()

    def remember(self) -> None:
        """Keep where the window, its parts and its page were."""
        settings = self.workspace.settings
        settings.remember_state("window", self.saveGeometry())
        settings.remember_state("splitter", self.split.saveState())
        settings.remember_text("page", self.page_name)
        settings.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.messages.isHidden():
            self.messages.hide()
            return
        super().keyPressEvent(event)

    def _needing(self, groups: Sequence[Group], needs: str) -> list[QAction]:
        known = [command for group in groups for command in group.commands()]
        return [self.actions_by_name[each.name] for each in known if each.needs == needs]

    # --- building ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        self.split = QSplitter()
        self.split.addWidget(self.list)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([sized(180), sized(1000)])
        self.split.setChildrenCollapsible(False)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.moment)
        rows.addWidget(self.split, 1)
        self.setCentralWidget(whole)

    def _toolbar(self) -> None:
        say, known = self.workspace.say, self.actions_by_name
        bar = QToolBar(say("actions"))
        bar.setObjectName("actions")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in ("record", "correct", "note"):
            bar.addAction(known[name])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addWidget(self.search)
        bar.addWidget(MomentButton(self.workspace, known["moment"], known["now"], self))
        bar.setContentsMargins(SPACE // 2, 0, SPACE, 0)
        self.addToolBar(bar)

    def _status_bar(self) -> None:
        self.status = QLabel()
        self.saved = QLabel()
        self.saved.setContentsMargins(0, 0, SPACE, 0)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(SPACE, 0, SPACE, 0)
        bar.addWidget(self.status, 1)
        bar.addPermanentWidget(self.saved)
        self._say_saved()

    def _follow(self) -> None:
        work = self.workspace
        work.told.connect(self.messages.tell)
        work.told.connect(self._say_saved)
        work.copied.connect(self._say_saved)
        work.moment_changed.connect(self._look_what_can_be_done)
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(LET_GO)
        self._count_later.timeout.connect(self._count)
        work.changed.connect(self._count_later.start)
        work.moment_changed.connect(self._count_later.start)
        self._count_later.start(0)
        self.tasks.started.connect(self._work_started)
        self.tasks.ended.connect(self._work_ended)
        self.messages.earlier_asked.connect(self.actions_by_name["messages"].trigger)

    def _remembered(self) -> None:
        settings = self.workspace.settings
        self.restoreGeometry(settings.state("window"))
        names = [kind.name for kind in PAGES]
        page = settings.text("page")
        self.list.setCurrentRow(names.index(page) if page in names else 0)
        self._focus_page()

    # --- following what happens --------------------------------------------------------------

    def _look_what_can_be_done(self) -> None:
        """Entry is off while the window does not show now, and while long work writes."""
        task = self.tasks.task
        is_free = task is None or not task.writes
        can_enter = self.workspace.position is None and is_free and self._is_complete
        for action in self._entry:
            action.setEnabled(can_enter)
        for action in self._working:
            action.setEnabled(task is None)
        # The page of history has an undo of its own, for whichever event is selected there.
        can_undo = can_enter and self.page_name != "history"
        self.actions_by_name["undo"].setEnabled(can_undo)
        self.actions_by_name["now"].setEnabled(self.workspace.position is not None)

    def _work_started(self, task: Task) -> None:
        self._look_what_can_be_done()
        # While the tables are made again they say too little: better no figure than a wrong one.
        self.stack.setHidden(task.remakes)

    def _work_ended(self) -> None:
        self.stack.show()
        self._look_what_can_be_done()
        self._say_saved()

    def _show_page(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._say_summary(self.pages[place], self.pages[place].summary())
        if hasattr(self, "progress"):  # the window is built
            self._look_what_can_be_done()

    def _say_summary(self, page: Page, text: str) -> None:
        if page is self.pages[self.list.currentRow()]:
            self.status.setText(text)

    def _say_saved(self, *_: object) -> None:
        """What has returned is on disk already; a copy elsewhere is the operator's to make."""
        say = self.workspace.say
        stored = self.workspace.settings.text(backed_up_at(self.workspace))
        moment = QDateTime.fromString(stored, Qt.DateFormat.ISODate)
        if not moment.isValid():
            self.saved.setText(say("saved · no copy yet"))
            return
        is_today = moment.date() == QDate.currentDate()
        when = QLocale(say.code).toString(moment, "HH:mm" if is_today else "d MMMM yyyy")
        self.saved.setText(say("saved · backed up {when}", when=when))

    def _count(self) -> None:
        position, ledger = self.workspace.position, self.workspace.ledger

        def counted() -> Mapping[str, int]:
            with ledger.view(position) as view:
                return badges(view)

        self.background.ask(counted, self.list.show_badges)

    def _find(self, text: str) -> None:
        """Look on another thread: typing goes on meanwhile, and the last words count."""
        work, say = self.workspace, self.workspace.say
        position, ledger = work.position, work.ledger

        def asked() -> Sequence[Found]:
            with ledger.view(position) as view:
                return find(view, text, say.code)

        def answered(found: Sequence[Found]) -> None:
            records = records_found(found, say, self.open_exchange, self._open_source)
            self.search.show_hits([*records, *commands_found(text, self.actions_by_name, say)])

        self.finder.ask(asked, answered)

    def _open_source(self, words: str) -> None:
        """Show a source on its page, by the words that it is known by."""
        self.show_page("sources")
        page = self.pages[self.list.currentRow()]
        field = getattr(page, "filter", None)
        if isinstance(field, QLineEdit):
            field.setText(words.rpartition(", ")[2])

    def _focus_page(self) -> None:
        page = self.pages[self.list.currentRow()]
        table = page.findChild(QTableView)
        (table or page).setFocus()


def _row_of(page: Page) -> Row | None:
    """The selected row of a page that is a table."""
    if not isinstance(page, TablePage):
        return None
    index = page.view.currentIndex()
    return page.model.row(index) if index.isValid() else None
