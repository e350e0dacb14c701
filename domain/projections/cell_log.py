"""The log of what happened to every cell, its checkpoints, and the cells' values now."""

from collections.abc import Mapping
from typing import Final

from domain.projections.cells import Amounts, Cell
from domain.projections.share import Share
from domain.projections.versions import Cursor

CHECKPOINT_EVERY: Final = 4096  # positions
_NOTHING: Final[Share] = {}


class CellLog:
    """Gathers changes of cells until they are written. Cells have numbers in order of need."""

    def __init__(self, cursor: Cursor) -> None:
        self._numbers: dict[Cell, int] = {}
        self._values: dict[int, int] = {}
        self._twins: dict[str, int] = {}  # those met until now
        self._moved_twins: set[str] = set()
        self._made: list[tuple[int | str, ...]] = []
        self._changed: set[int] = set()  # by the event at hand
        self._log: list[tuple[int, int, int]] = []
        self._checkpoints: list[tuple[int, int, int]] = []
        cursor.execute("SELECT cell, stages, year, kind, measure, line, within, value FROM cells")
        for number, stages, year, kind, measure, line, within, value in cursor.fetchall():
            self._numbers[(stages, year, kind, measure, line, within)] = number
            self._values[number] = value
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM twins)")
        self._has_met_all = bool(cursor.fetchone()[0])

    def move(self, old: Amounts, new: Amounts) -> None:
        """Something that added `old` to the cells now adds `new`."""
        moved: list[tuple[Cell, int]] = []
        for place, share in new.items():
            before = old.get(place, _NOTHING)
            if share is before:
                continue
            for item, n in share.items():
                if n != before.get(item, 0):
                    moved.append(((*place, *item), n - before.get(item, 0)))
            if len(before) > len(share) or not before.keys() <= share.keys():
                moved += [((*place, *i), -n) for i, n in before.items() if n and i not in share]
        for place, before in old.items():
            if place not in new:
                moved += [((*place, *item), -n) for item, n in before.items() if n]
        if len(moved) > 1:
            moved.sort()  # new cells are numbered alike in every rebuild
        for cell, difference in moved:
            self._add(cell, difference)

    def move_twins(self, cursor: Cursor, old: Mapping[str, int], new: Mapping[str, int]) -> None:
        """The same for twin keys: each record beyond the first of a key looks like a duplicate."""
        if old == new:
            return
        for twin in sorted(old.keys() | new.keys()):
            difference = new.get(twin, 0) - old.get(twin, 0)
            if not difference:
                continue
            before = self._twin(cursor, twin)
            after = self._twins[twin] = before + difference
            self._moved_twins.add(twin)
            alike = max(0, after - 1) - max(0, before - 1)
            if alike:
                occurred, kind, _ = twin.split("|")
                self._add(("both", occurred[:4], kind, "likely_duplicates", "", ""), alike)

    def end_of_event(self, position: int) -> None:
        """What the event at `position` changed goes into the log; now and then all values do."""
        values = self._values
        for number in sorted(self._changed):
            self._log.append((position, number, values[number]))
        self._changed.clear()
        if position % CHECKPOINT_EVERY == 0:
            self._checkpoints += [(position, number, n) for number, n in values.items() if n]

    def write(self, cursor: Cursor) -> None:
        many = cursor.executemany
        values = self._values
        many("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, 0)", self._made)
        changed = {number for _, number, _ in self._log}
        many("UPDATE cells SET value = ? WHERE cell = ?", [(values[c], c) for c in changed])
        many("INSERT INTO cell_changes VALUES (?, ?, ?)", self._log)
        many("INSERT INTO cell_checkpoints VALUES (?, ?, ?)", self._checkpoints)
        twins = [(twin, self._twins[twin]) for twin in self._moved_twins]
        many("INSERT OR REPLACE INTO twins VALUES (?, ?)", twins)
        self._made, self._log, self._checkpoints = [], [], []
        self._moved_twins.clear()

    def _add(self, cell: Cell, difference: int) -> None:
        number = self._numbers.get(cell)
        if number is None:
            number = self._numbers[cell] = len(self._numbers) + 1
            self._values[number] = 0
            self._made.append((number, *cell))
        self._values[number] += difference
        self._changed.add(number)

    def _twin(self, cursor: Cursor, twin: str) -> int:
        found = self._twins.get(twin)
        if found is None and not self._has_met_all:
            cursor.execute("SELECT records FROM twins WHERE twin = ?", (twin,))
            row = cursor.fetchone()
            found = row[0] if row else 0
        return found or 0
