"""Rows within rows: breakdowns as statements nest them, restated figures with their events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from desktop.models.rows_model import ROOT, Index
from desktop.models.signed_rows_model import signed


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row as it is shown. `key` is what opening it opens; `signs` colour single cells."""

    texts: Sequence[str]
    children: Sequence["TreeRow"] = ()
    key: str = ""
    signs: Sequence[str] = ()
    tip: str = ""


@dataclass(frozen=True, slots=True)
class TreeColumn:
    title: str
    is_number: bool = False


class TreeModel(QAbstractItemModel):
    """A tree that is held as a whole; rows are numbered, and an index knows its row's number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[TreeColumn] = ()
        self._rows: list[TreeRow] = []
        self._parents: list[int] = []
        self._places: list[int] = []
        self._children: list[list[int]] = []
        self._top: list[int] = []

    def show_rows(self, columns: Sequence[TreeColumn], rows: Sequence[TreeRow]) -> None:
        self.beginResetModel()
        self.columns = columns
        self._rows, self._parents, self._places, self._children = [], [], [], []
        self._top = [self._add(row, -1, place) for place, row in enumerate(rows)]
        self.endResetModel()

    def row(self, index: Index) -> TreeRow:
        return self._rows[index.internalId()]

    def _add(self, row: TreeRow, parent: int, place: int) -> int:
        number = len(self._rows)
        self._rows.append(row)
        self._parents.append(parent)
        self._places.append(place)
        self._children.append([])
        for at, child in enumerate(row.children):
            self._children[number].append(self._add(child, number, at))
        return number

    def _below(self, parent: Index) -> Sequence[int]:
        if not parent.isValid():
            return self._top
        return self._children[parent.internalId()] if parent.column() == 0 else ()

    # --- what Qt asks ------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        below = self._below(parent)
        if not (0 <= row < len(below) and 0 <= column < len(self.columns)):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = ROOT) -> Any:  # Qt has a second `parent`, without an index
        if not index.isValid():
            return QModelIndex()
        number = self._parents[index.internalId()]
        return self.createIndex(self._places[number], 0, number) if number >= 0 else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: ARG002
        return len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or row.texts[index.column()] or None
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole):
            sign = row.signs[index.column()] if index.column() < len(row.signs) else ""
            return signed(sign, role)
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[index.column()].is_number:
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
