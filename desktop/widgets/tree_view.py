"""The one view of rows within rows: even rows, copy as a table, open with Enter."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop.models.rows_model import Index
from desktop.theme import ROW_HEIGHT, figures

WIDEST_FIRST = 360
INDENT = "    "


class _EvenRows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(max(size.height(), ROW_HEIGHT))
        return size


class TreeView(QTreeView):
    """Shows a TreeModel; the arrow keys open and close rows, Ctrl+C copies them all."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setFont(figures())
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_EvenRows(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setHighlightSections(False)

    def fit_columns(self, stretched: int = 0) -> None:
        """As wide as the figures need; one column takes what is left."""
        header = self.header()
        for section in range(header.count()):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if section == stretched
                else QHeaderView.ResizeMode.Interactive
            )
            header.setSectionResizeMode(section, mode)
            if section != stretched:
                needed = max(self.sizeHintForColumn(section), header.sectionSizeHint(section))
                self.setColumnWidth(section, min(needed + 16, WIDEST_FIRST))

    def copied(self) -> str:
        """Every row as text with tabs, nested ones indented, as spreadsheets paste it."""
        model = self.model()
        sections = range(model.columnCount())
        titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in sections]
        lines = ["\t".join(str(title) for title in titles)]
        for depth, index in _every(model, QModelIndex(), 0):
            cells = [str(index.siblingAtColumn(n).data() or "") for n in sections]
            lines.append("\t".join([INDENT * depth + cells[0], *cells[1:]]))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)


def _every(
    model: QAbstractItemModel, parent: QModelIndex, depth: int
) -> Iterator[tuple[int, QModelIndex]]:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield depth, index
        yield from _every(model, index, depth + 1)
