"""The one table view: rows of an even height, remembered columns, copy as a table."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.settings import Settings
from desktop.theme import figures, row_height

WIDEST_AT_FIRST = 420


class TableView(QTableView):
    """Shows a model; Ctrl+C copies the selected rows, with their headers, for a spreadsheet."""

    def __init__(
        self, name: str, settings: Settings, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = f"columns/{name}"
        self._settings = settings
        self._is_sized = False
        self.setAccessibleName(title)
        self.setFont(figures())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionResized.connect(self._remember)
        header.sectionMoved.connect(self._remember)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def fit_columns(self) -> None:
        """Widths as remembered, or, the first time there is something to show, as it needs."""
        if self._is_sized or self.model() is None or not self.model().rowCount():
            return
        header = self.horizontalHeader()
        header.blockSignals(True)
        if not header.restoreState(self._settings.state(self._name)):
            for section in range(header.count()):
                needed = max(self.sizeHintForColumn(section), header.sectionSizeHint(section))
                self.setColumnWidth(section, min(needed + 16, WIDEST_AT_FIRST))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        self._is_sized = True

    def copied(self, *, with_headers: bool = True) -> str:
        """The selected rows (or all) as text with tabs, as spreadsheets paste it."""
        model = self.model()
        header = self.horizontalHeader()
        sections = [header.logicalIndex(place) for place in range(header.count())]
        sections = [section for section in sections if not self.isColumnHidden(section)]
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        places = chosen or range(model.rowCount())
        lines = [
            "\t".join(str(model.index(place, section).data() or "") for section in sections)
            for place in places
        ]
        if with_headers:
            titles = (model.headerData(section, Qt.Orientation.Horizontal) for section in sections)
            lines.insert(0, "\t".join(str(title) for title in titles))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)

    def _remember(self, *_: int) -> None:
        if self._is_sized:
            self._settings.remember_state(self._name, self.horizontalHeader().saveState())
