"""What each cell counts, by its number: kept from one look at a ledger to the next.

Cells are only ever added, in order of their numbers, until the tables are made again; a rebuild
numbers them alike. So an earlier look never has to be taken back.
"""

from domain.projections.cells import Cell
from domain.projections.versions import Cursor


class CellNames:
    """The names of the cells met until now. Give it to committed looks of one file only."""

    def __init__(self) -> None:
        self._known: dict[int, Cell] = {}

    def read(self, cursor: Cursor) -> dict[int, Cell]:
        """The names of all cells, of which only the new ones are read."""
        cursor.execute(
            "SELECT cell, stages, year, kind, measure, line, within FROM cells WHERE cell > ?",
            (len(self._known),),
        )
        for number, *cell in cursor.fetchall():
            stages, year, kind, measure, line, within = cell
            self._known[number] = (stages, year, kind, measure, line, within)
        return self._known
