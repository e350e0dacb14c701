"""The table of exchanges: an ordered list of numbers from the ledger, and the rows one looks at."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from desktop.models.columns import Column
from desktop.models.rows_model import ROOT, CellText, Index
from desktop.workspace import Workspace
from domain.projections.exchange_list import ORDERS, Filter, exchange_numbers, exchange_page
from domain.projections.questions import Row

PAGE = 128


class ExchangesModel(QAbstractTableModel):
    """Sorting and filtering happen in the ledger; rows are read a page at a time."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Sequence[Column],
        text: CellText,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.columns = columns
        self.filter = Filter()
        self._text = text
        self._numbers: list[int] = []
        self._pages: dict[int, list[Row]] = {}
        self._order = ("occurred", False)

    def refresh(self) -> None:
        """Ask the ledger again, with the same filter and order."""
        with self.workspace.view() as view:
            order, descending = self._order
            numbers = exchange_numbers(view, self.filter, order, descending=descending)
        self.beginResetModel()
        self._numbers = numbers
        self._pages = {}
        self.endResetModel()

    def row(self, place: int) -> Row:
        page, offset = divmod(place, PAGE)
        if page not in self._pages:
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            with self.workspace.view() as view:
                found = exchange_page(view, numbers, self.workspace.say.code)
            self._pages[page] = [asdict(row) for row in found]
        return self._pages[page][offset]

    def place_of(self, exchange: str) -> int:
        """Where an exchange stands in the list; -1 where it is not in it."""
        with self.workspace.view() as view:
            row = view.first("SELECT subject FROM subjects WHERE id = ?", exchange)
        number = row[0] if row else None
        return self._numbers.index(number) if number in self._numbers else -1

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return right if column.is_number else None
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._text(column.name, self.row(index.row()))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = self.columns[column].name if 0 <= column < len(self.columns) else "occurred"
        if name in ORDERS:
            self._order = (name, order == Qt.SortOrder.DescendingOrder)
            self.refresh()
