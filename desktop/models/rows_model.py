"""A table that is held as a whole: totals, breakdowns, claims and the like."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QObject, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent

from desktop.models.columns import Column
from domain.projections.questions import Row

CellText = Callable[[str, Row], str]
Index = QModelIndex | Persistent
ROOT = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows of a table in columns; sorts text as the operator's language does."""

    def __init__(
        self,
        columns: Sequence[Column],
        text: CellText,
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self._text = text
        self._rows: list[Row] = []
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._collator = QCollator(QLocale(language))
        self._collator.setNumericMode(True)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._sort()
        self.endResetModel()

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(column.name, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(column.name, row) or None
        if role == Qt.ItemDataRole.EditRole:  # the plain value, as it is copied
            value = row.get(column.name)
            return value if column.is_number and isinstance(value, int) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        if self._order is None:
            return
        name = self.columns[self._order[0]].name
        self._rows.sort(
            key=lambda row: self._key(name, row),
            reverse=self._order[1] == Qt.SortOrder.DescendingOrder,
        )

    def _key(self, name: str, row: Row) -> Any:
        value = row[name]
        if isinstance(value, int):
            return (1, value)
        return (0, 0) if value in (None, "") else (2, self._collator.sortKey(self._text(name, row)))
