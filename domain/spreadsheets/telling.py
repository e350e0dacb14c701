"""How far an export is: rows written, of those that are to be expected."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.application import Progress
from domain.projections.view import View
from domain.spreadsheets.sheets import Cell, Sheet

TOLD_EVERY: Final = 256  # rows
# Rows for each exchange or event; what has no such rule counts as a few.
_PER_EXCHANGE: Final = {"exchanges": 1, "closures": 2, "quality": 1}
_PER_EVENT: Final = {"history": 8}
_FEW: Final = 50
_CLOSING: Final = 0.1  # of the whole, for packing what was written


class Telling:
    """Counts the rows that go by; the number told never falls and ends at the whole."""

    def __init__(self, progress: Progress | None, view: View, tables: Sequence[str]) -> None:
        self._progress = progress
        exchanges = view.one(f"SELECT count(*) FROM exchanges WHERE {view.known}")
        self._expected = {
            table: _PER_EXCHANGE.get(table, 0) * exchanges
            + _PER_EVENT.get(table, 0) * view.position
            + _FEW
            for table in tables
        }
        rows = sum(self._expected.values())
        self._whole = rows + int(rows * _CLOSING) + 1
        self._before = 0
        self._tell(0)

    def through(self, sheet: Sheet) -> Sheet:
        """The sheet, its rows counted as they are read."""
        rows = sheet.rows
        if isinstance(rows, list):  # small, and read more than once
            self._finish(sheet.table)
            return sheet
        return replace(sheet, rows=self._counted(sheet.table, iter(rows)))

    def end(self) -> None:
        """All is written; the last chance to stop."""
        self._tell(self._whole)

    def _counted(self, table: str, rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        most = self._expected[table]
        for count, row in enumerate(rows, 1):
            if count % TOLD_EVERY == 0:
                self._tell(self._before + min(count, most))
            yield row
        self._finish(table)

    def _finish(self, table: str) -> None:
        self._before += self._expected[table]
        self._tell(self._before)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, self._whole)
