"""The one table view: rows of an even height, columns one chooses, copy as a table."""

from functools import partial

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.language import Language
from desktop.settings import Settings
from desktop.theme import SPACE, figures, row_height
from desktop.widgets.copied_table import as_mime, copied_cells

WIDEST_AT_FIRST = 420
COPY_WITH_HEADERS = QKeySequence("Ctrl+Shift+C")


class TableView(QTableView):
    """Shows a model; Ctrl+C copies the selected rows for a spreadsheet, Ctrl+Shift+C with headers.

    Widths, order and choice of the columns, and what the rows are sorted by, are remembered under
    `name`. The menu key and the header's menu choose columns.
    """

    def __init__(
        self,
        name: str,
        settings: Settings,
        title: str,
        say: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = f"columns/{name}"
        self._settings = settings
        self.say = say
        self._is_sized = False
        self._is_restored = False
        self.setAccessibleName(title)
        self.setFont(figures())
        # Room between a number and the word beside it; the selected row needs no frame in it.
        self.setStyleSheet(
            f"QTableView {{ outline: 0 }} QTableView::item {{ padding: 0 {SPACE // 4}px }}"
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(0)  # only what is seen: the rest would have to be read
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionResized.connect(self._remember)
        header.sectionMoved.connect(self._remember)
        header.sortIndicatorChanged.connect(self._remember)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    # --- columns -----------------------------------------------------------------------------

    def restore_columns(self) -> bool:
        """Put the columns as they were left, before any row is read; whether anything was."""
        self._is_restored = self._restored()
        return self._is_restored

    def fit_columns(self) -> None:
        """Widths as remembered, or, the first time there is something to show, as it needs."""
        if self._is_sized or self.model() is None or not self.model().rowCount():
            return
        header = self.horizontalHeader()
        header.blockSignals(True)
        if not self._is_restored and not self._restored():
            for section in range(header.count()):
                needed = max(self.sizeHintForColumn(section), header.sectionSizeHint(section))
                self.setColumnWidth(section, min(needed + SPACE, WIDEST_AT_FIRST))
        header.blockSignals(False)
        self._is_sized = True

    def columns_menu(self, parent: QWidget) -> QMenu:
        """A menu that shows and hides columns; the last one shown stays."""
        header, model = self.horizontalHeader(), self.model()
        menu = QMenu(self.say("Columns"), parent)
        shown = header.count() - header.hiddenSectionCount()
        for place in range(header.count()):
            section = header.logicalIndex(place)
            title = str(model.headerData(section, Qt.Orientation.Horizontal))
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(section))
            action.setEnabled(header.isSectionHidden(section) or shown > 1)
            action.toggled.connect(partial(self.show_column, section))
        return menu

    def show_column(self, section: int, is_shown: bool) -> None:
        self.setColumnHidden(section, not is_shown)
        if is_shown:
            needed = max(
                self.sizeHintForColumn(section), self.horizontalHeader().sectionSizeHint(section)
            )
            self.setColumnWidth(section, min(needed + SPACE, WIDEST_AT_FIRST))
        self._remember()

    # --- rows --------------------------------------------------------------------------------

    def places(self) -> list[int]:
        """The selected rows, from the top; quick for very many."""
        found: set[int] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            part = selection.at(place)
            found.update(range(part.top(), part.bottom() + 1))
        return sorted(found)

    def shown_sections(self) -> list[int]:
        """The columns that one sees, from left to right."""
        header = self.horizontalHeader()
        sections = (header.logicalIndex(place) for place in range(header.count()))
        return [section for section in sections if not header.isSectionHidden(section)]

    def copied(self, *, with_headers: bool = True) -> str:
        """The selected rows (or all) as text with tabs, as spreadsheets paste it."""
        return as_mime(self._cells(with_headers=with_headers)).text()

    def copy(self, *, with_headers: bool) -> None:
        """Put the selected rows (or all) on the clipboard, as text and as a table."""
        QGuiApplication.clipboard().setMimeData(as_mime(self._cells(with_headers=with_headers)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(with_headers=False)
        elif QKeySequence(event.keyCombination()) == COPY_WITH_HEADERS:
            self.copy(with_headers=True)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu.popup(self._below_current() if is_key else event.globalPos())

    def menu(self) -> QMenu:
        """What one can do with the rows: subclasses and pages add to it."""
        menu = QMenu(self)
        copy = menu.addAction(self.say("Copy"))
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(lambda: self.copy(with_headers=False))
        headed = menu.addAction(self.say("Copy with headers"))
        headed.setShortcut(COPY_WITH_HEADERS)
        headed.triggered.connect(lambda: self.copy(with_headers=True))
        everything = menu.addAction(self.say("Select all"))
        everything.setShortcut(QKeySequence.StandardKey.SelectAll)
        everything.triggered.connect(self.selectAll)
        menu.addSeparator()
        menu.addMenu(self.columns_menu(menu))
        for action in menu.findChildren(QAction):
            action.setShortcutVisibleInContextMenu(True)
        return menu

    # --- small things ------------------------------------------------------------------------

    def _cells(self, *, with_headers: bool) -> list[list[object]]:
        places = self.places() or range(self.model().rowCount())
        return copied_cells(self.model(), places, self.shown_sections(), with_headers=with_headers)

    def _below_current(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _show_header_menu(self, place: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _restored(self) -> bool:
        header = self.horizontalHeader()
        state = self._settings.state(f"{self._name}/{header.count()}")
        return not state.isEmpty() and header.restoreState(state)

    def _remember(self, *_: object) -> None:
        if self._is_sized:
            header = self.horizontalHeader()
            self._settings.remember_state(f"{self._name}/{header.count()}", header.saveState())
