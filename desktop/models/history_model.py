"""The list of events: positions from the ledger, and the rows one looks at, a page at a time."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.models.columns import Column
from desktop.models.rows_model import ROOT, CellText, Index
from desktop.models.signed_rows_model import CellSign, SignedRowsModel, signed
from desktop.workspace import Workspace
from domain.projections.history_list import EventRow, event_page
from domain.projections.questions import Row

PAGE = 128
KEPT = 64  # pages; a million events are never all in memory


class HistoryModel(SignedRowsModel):
    """Rows by position, the newest first or last; nothing is read before it is looked at."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Sequence[Column],
        text: CellText,
        sign: CellSign,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, text, sign, workspace.say.code, parent)
        self.workspace = workspace
        self.newest_first = True
        self._positions: Sequence[int] = ()
        self._pages: dict[int, list[Row]] = {}

    def show_positions(self, positions: Sequence[int], *, newest_first: bool) -> None:
        """Show these events; `positions` rise."""
        self.beginResetModel()
        self._positions, self.newest_first, self._pages = positions, newest_first, {}
        self.endResetModel()

    def position(self, place: int) -> int:
        """The position of the event in a row."""
        many = len(self._positions)
        return self._positions[many - 1 - place if self.newest_first else place]

    def place_of(self, position: int) -> int:
        """The row of a position; -1 where it is not shown."""
        at = bisect_left(self._positions, position)
        if at == len(self._positions) or self._positions[at] != position:
            return -1
        return len(self._positions) - 1 - at if self.newest_first else at

    def row(self, index: Index) -> Row:
        page, offset = divmod(index.row(), PAGE)
        if page not in self._pages:
            if len(self._pages) >= KEPT:
                self._pages.pop(next(iter(self._pages)))
            places = range(page * PAGE, min((page + 1) * PAGE, len(self._positions)))
            with self.workspace.view() as view:
                found = event_page(view, [self.position(place) for place in places])
            self._pages[page] = [self._as_row(row) for row in found]
        return self._pages[page][offset]

    @staticmethod
    def _as_row(row: EventRow) -> Row:
        return {**asdict(row), "changes": row.changes}

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._positions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._text(column.name, self.row(index)) or None
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole):
            return signed(self._sign(column.name, self.row(index)), role)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By position only: what was recorded when is the order of a history."""
        if column >= 0 and self.columns[column].name in ("position", "recorded"):
            newest = order == Qt.SortOrder.DescendingOrder
            self.show_positions(self._positions, newest_first=newest)
