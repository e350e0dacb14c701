"""The table of exchanges: an ordered list of numbers from the ledger, and the rows one looks at."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from desktop.models.columns import Column
from desktop.models.exchange_cells import exchange_colour
from desktop.models.rows_model import ROOT, CellText, Index
from desktop.theme import current_theme
from desktop.workspace import Workspace
from domain.projections.exchange_list import (
    ORDERS,
    Filter,
    exchange_numbers,
    exchange_page,
    ordinals_of,
)
from domain.projections.questions import Row
from domain.projections.view import View

PAGE: Final = 48  # rows that are read at once: about what a window shows
KEPT_PAGES: Final = 64

RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._ordinals: dict[str, dict[int, int]] = {}  # by year
        self._asked: tuple[int | None, int] | None = None  # the moment that `_ordinals` are of
        self._order = ("occurred", True)
        self._collator = QCollator(QLocale(workspace.say.code))
        self._collator.setNumericMode(True)

    def refresh(self) -> None:
        """Ask the ledger again, with the same filter and order."""
        with self.workspace.view() as view:
            order, descending = self._order
            numbers = exchange_numbers(
                view, self.filter, order, descending=descending, key=self._key
            )
            if self._asked != (self.workspace.position, view.last):
                self._asked = (self.workspace.position, view.last)
                self._ordinals = {}
        self.beginResetModel()
        self._numbers = numbers
        self._pages.clear()
        self.endResetModel()

    @property
    def numbers(self) -> Sequence[int]:
        """The subject numbers of the listed exchanges, in order."""
        return self._numbers

    def row(self, place: int) -> Row:
        page, offset = divmod(place, PAGE)
        if page not in self._pages:
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            with self.workspace.view() as view:
                self._pages[page] = self._read(view, numbers)
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return self._pages[page][offset]

    def number(self, place: int) -> int:
        """The ledger's number of the exchange in a row."""
        return self._numbers[place]

    def place_of(self, exchange: str) -> int:
        """Where an exchange stands in the list; -1 where it is not in it."""
        with self.workspace.view() as view:
            row = view.first("SELECT subject FROM subjects WHERE id = ?", exchange)
        return self.place_of_number(row[0]) if row else -1

    def place_of_number(self, number: int) -> int:
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    def places_of_numbers(self, numbers: Collection[int]) -> list[int]:
        """Where several exchanges stand, those that are in the list, from the top."""
        wanted = set(numbers)
        return [place for place, number in enumerate(self._numbers) if number in wanted]

    def set_order(self, column: int, order: Qt.SortOrder) -> None:
        """What the next refresh puts the list in order by."""
        name = self.columns[column].name if 0 <= column < len(self.columns) else "occurred"
        if name in ORDERS:
            self._order = (name, order == Qt.SortOrder.DescendingOrder)

    # --- Qt's questions ----------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.is_number else None
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._text(column.name, self.row(index.row()))
        if role == Qt.ItemDataRole.EditRole:  # the plain value, as it is copied
            value = self.row(index.row()).get(column.name)
            return value if column.is_number and isinstance(value, int) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            colour = exchange_colour(column.name, self.row(index.row()), current_theme())
            return QBrush(QColor(colour)) if colour else None
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
            return RIGHT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        before = self._order
        self.set_order(column, order)
        if self._order != before:
            self.refresh()

    # --- reading -----------------------------------------------------------------------------

    def _read(self, view: View, numbers: Sequence[int]) -> list[Row]:
        """Rows with their ordinals, which are kept by year until the ledger changes."""
        marks = ", ".join("?" * len(numbers))
        days = view.all(
            f"SELECT DISTINCT substr(first_day, 1, 4) FROM exchanges WHERE subject IN ({marks}) "
            f"AND {view.known}",
            *numbers,
        )
        places: dict[int, int] = {}
        for (year,) in days:
            if year and year not in self._ordinals:
                self._ordinals[year] = ordinals_of(view, year)
            places |= {
                number: self._ordinals[year][number]
                for number in numbers
                if year and number in self._ordinals[year]
            }
        found = exchange_page(view, numbers, self.workspace.say.code, places)
        return [
            {**asdict(listed.row), "misfits": listed.misfits, "checked": listed.checked}
            for listed in found
        ]

    def _key(self, word: str) -> Any:
        """Where a word of the column in order stands in the operator's language, as it is shown."""
        name = self._order[0]
        shown = word if name in ("closure", "place") else self._text(name, {name: word})
        return self._collator.sortKey(shown)
