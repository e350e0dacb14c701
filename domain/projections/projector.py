"""Keeps every table up to date, event by event, inside the transaction that stores the event."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from domain import merkle
from domain.events import Event, JournalOpened, leaf_hash
from domain.family import judge
from domain.model.exchange import from_fields
from domain.projections import tables
from domain.projections.cells import Amounts, Cell, amounts, gather
from domain.projections.rows import ExchangeRow, RecordRow, exchange_row, record_row
from domain.projections.versions import Cursor, VersionedRows
from domain.state import LINK_FIELDS, Subject, Touch, apply, touches

FAMILIES_KEPT: Final = 8_000  # in memory between transactions; the rest is read when needed

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[Subject]).decode


class _Family:
    """A family in memory, with what it last put into the tables."""

    __slots__ = ("amounts", "changed", "number", "rows", "subjects", "twins")

    def __init__(self, number: int, subjects: dict[str, Subject]) -> None:
        self.number = number
        self.subjects = subjects
        self.amounts: dict[int, int] = {}  # cell number -> n
        self.twins: dict[str, int] = {}
        self.rows: dict[str, ExchangeRow | RecordRow] = {}
        self.changed = False

    def outputs(self) -> tuple[Amounts, dict[str, int], dict[str, ExchangeRow | RecordRow]]:
        """What the family adds to the totals, and the row of each of its recorded subjects."""
        verdicts = judge(self.subjects)
        exchanges = {key: from_fields(self.subjects[key].fields()) for key in verdicts}
        family = gather(self.subjects, verdicts, exchanges)
        rows: dict[str, ExchangeRow | RecordRow] = {}
        for key, subject in self.subjects.items():
            if key in verdicts:
                rows[key] = exchange_row(subject, exchanges[key], verdicts[key], family)
            elif subject.kind:
                rows[key] = record_row(subject)
        return (*(amounts(family) if verdicts else ({}, {})), rows)


class Projector:
    """Folds events into the tables. One per open ledger; it remembers what it has just written.

    `project` must be called inside the transaction that inserts the events; when that
    transaction fails, call `forget`.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop everything remembered: the tables may no longer be as this projector left them."""
        self.position = -1
        self._families: OrderedDict[int, _Family] = OrderedDict()
        self._members: dict[str, tuple[int, int]] = {}  # id -> subject number, family
        self._cells: dict[Cell, int] = {}  # cell -> its number
        self._values: dict[int, int] = {}  # number -> the cell's value
        self._journals: dict[str, list[Any]] = {}
        self._subjects = 0
        self._reset_pending()

    def project(self, cursor: Cursor, events: Iterable[tuple[int, Event]]) -> None:
        """Fold events, given with their positions in rising order, into the tables."""
        for position, event in events:
            if position != self.position + 1 or self.position < 0:
                self._start(cursor, position)
            self._fold(cursor, position, event)
            self.position = position
            if position % tables.CHECKPOINT_EVERY == 0:
                self._checkpoint(position)
        self.flush(cursor)

    # --- one event ---------------------------------------------------------------------------

    def _start(self, cursor: Cursor, position: int) -> None:
        self.flush(cursor)
        self.forget()
        cursor.execute("SELECT cell, stages, year, kind, measure, line, within, value FROM cells")
        for number, *cell, value in cursor.fetchall():
            stages, year, kind, measure, line, within = cell
            self._cells[(stages, year, kind, measure, line, within)] = number
            self._values[number] = value
        cursor.execute("SELECT coalesce(max(subject), 0) FROM subjects")
        self._subjects = cursor.fetchone()[0]
        self.position = position - 1

    def _fold(self, cursor: Cursor, position: int, event: Event) -> None:
        self._journal(cursor, position, event)
        if event.body is None:
            self._newer.append((position, event.header.topic))
            return
        found: dict[int, _Family] = {}
        for touch in touches(event):
            family = self._apply(cursor, position, touch, event)
            found[family.number] = family
        for family in found.values():
            if self._families.get(family.number) is family:
                self._emit(cursor, position, family)

    def _apply(self, cursor: Cursor, position: int, touch: Touch, event: Event) -> _Family:
        family = self._family_of(cursor, touch.subject)
        subject = family.subjects[touch.subject]
        apply(subject, touch, event)
        self._events.append((self._members[touch.subject][0], position))
        if touch.kind:
            self._kinds.append((touch.kind, self._members[touch.subject][0]))
        if touch.basis is not None or any(write.field in LINK_FIELDS for write in touch.writes):
            for target in subject.links():
                family = self._join(cursor, family, self._family_of(cursor, target))
        return family

    def _emit(self, cursor: Cursor, position: int, family: _Family) -> None:
        new, new_twins, new_rows = family.outputs()
        new_amounts = {self._cell_number(cell): n for cell, n in new.items()}
        for cell in new_amounts.keys() | family.amounts.keys():
            difference = new_amounts.get(cell, 0) - family.amounts.get(cell, 0)
            if difference:
                self._change(position, cell, difference)
        if new_twins != family.twins:
            self._change_twins(cursor, position, family.twins, new_twins)
        for key, row in new_rows.items():
            old = family.rows.get(key)
            if old != row:
                table = self._exchanges if isinstance(row, ExchangeRow) else self._records
                table.change(position, self._members[key][0], row, is_new=old is None)
        family.amounts, family.twins, family.rows = new_amounts, new_twins, new_rows
        family.changed = True

    # --- families ----------------------------------------------------------------------------

    def _family_of(self, cursor: Cursor, subject_id: str) -> _Family:
        place = self._members.get(subject_id)
        if place is None:
            cursor.execute("SELECT subject, family FROM subjects WHERE id = ?", (subject_id,))
            row = cursor.fetchone()
            if row is None:
                return self._new_family(subject_id)
            place = self._members[subject_id] = (row[0], row[1])
        family = self._families.get(place[1])
        if family is None:
            family = self._load(cursor, place[1])
        else:
            self._families.move_to_end(place[1])
        return family

    def _new_family(self, subject_id: str) -> _Family:
        self._subjects += 1
        family = _Family(self._subjects, {subject_id: Subject(subject_id)})
        self._families[family.number] = family
        self._members[subject_id] = (self._subjects, family.number)
        self._new_subjects[subject_id] = self._subjects
        return family

    def _load(self, cursor: Cursor, number: int) -> _Family:
        cursor.execute("SELECT state FROM families WHERE family = ?", (number,))
        subjects = {subject.id: subject for subject in _decode(cursor.fetchone()[0])}
        family = _Family(number, subjects)
        found, family.twins, family.rows = family.outputs()
        family.amounts = {self._cell_number(cell): n for cell, n in found.items()}
        self._families[number] = family
        for subject_id in subjects:
            if subject_id not in self._members:
                cursor.execute("SELECT subject FROM subjects WHERE id = ?", (subject_id,))
                self._members[subject_id] = (cursor.fetchone()[0], number)
        return family

    def _join(self, cursor: Cursor, family: _Family, other: _Family) -> _Family:
        """One family out of two that turned out to be linked; the older one's number stays."""
        if family is other:
            return family
        keep, gone = (family, other) if family.number < other.number else (other, family)
        for subject_id in gone.subjects:
            self._members[subject_id] = (self._members[subject_id][0], keep.number)
            self._moved[subject_id] = keep.number
        keep.subjects.update(gone.subjects)
        keep.rows.update(gone.rows)
        for cell, n in gone.amounts.items():
            keep.amounts[cell] = keep.amounts.get(cell, 0) + n
        for twin, n in gone.twins.items():
            keep.twins[twin] = keep.twins.get(twin, 0) + n
        del self._families[gone.number]
        cursor.execute("DELETE FROM families WHERE family = ?", (gone.number,))
        return keep

    # --- cells -------------------------------------------------------------------------------

    def _cell_number(self, cell: Cell) -> int:
        number = self._cells.get(cell)
        if number is None:
            number = self._cells[cell] = len(self._cells) + 1
            self._values[number] = 0
            self._new_cells.append((number, *cell))
        return number

    def _change(self, position: int, cell: int, difference: int) -> None:
        self._values[cell] += difference
        self._cell_changes[(position, cell)] = self._values[cell]

    def _change_twins(
        self, cursor: Cursor, position: int, old: dict[str, int], new: dict[str, int]
    ) -> None:
        for twin in sorted(old.keys() | new.keys()):
            difference = new.get(twin, 0) - old.get(twin, 0)
            if not difference:
                continue
            if twin not in self._twins:
                cursor.execute("SELECT records FROM twins WHERE twin = ?", (twin,))
                row = cursor.fetchone()
                self._twins[twin] = row[0] if row else 0
            before = self._twins[twin]
            after = self._twins[twin] = before + difference
            alike = max(0, after - 1) - max(0, before - 1)
            if alike:
                occurred, kind, _ = twin.split("|")
                cell = ("both", occurred[:4], kind, "likely_duplicates", "", "")
                self._change(position, self._cell_number(cell), alike)

    def _checkpoint(self, position: int) -> None:
        self._checkpoints += [(position, cell, n) for cell, n in self._values.items() if n]

    # --- rows and journals -------------------------------------------------------------------

    def _journal(self, cursor: Cursor, position: int, event: Event) -> None:
        header = event.header
        place = self._journals.get(header.journal)
        if place is None:
            cursor.execute(
                "SELECT head_index, frontier, opened_position, public_key, device, operator, "
                "head_id, last_position FROM journals WHERE journal = ?",
                (header.journal,),
            )
            row = cursor.fetchone()
            place = list(row) if row else [0, "", position, "", "", header.by, "", position]
            place[1] = tuple(bytes.fromhex(edge) for edge in place[1].split())
            self._journals[header.journal] = place
        if isinstance(event.body, JournalOpened):
            place[3], place[4] = event.body.key, event.body.device
        if header.index == place[0] + 1:
            leaf = leaf_hash(event.stored.partition(b"\n")[0])
            place[1] = merkle.append(place[1], place[0], leaf)
            place[0] = header.index
            place[6] = event.id
        place[7] = position
        self._journals_moved.add(header.journal)

    # --- writing -----------------------------------------------------------------------------

    def _reset_pending(self) -> None:
        self._new_subjects: dict[str, int] = {}
        self._kinds: list[tuple[str, int]] = []
        self._moved: dict[str, int] = {}
        self._events: list[tuple[int, int]] = []
        self._newer: list[tuple[int, str]] = []
        self._new_cells: list[tuple[int | str, ...]] = []
        self._cell_changes: dict[tuple[int, int], int] = {}
        self._checkpoints: list[tuple[int, int, int]] = []
        self._twins: dict[str, int] = {}
        self._exchanges = VersionedRows("exchanges", len(ExchangeRow._fields))
        self._records = VersionedRows("records", len(RecordRow._fields))
        self._journals_moved: set[str] = set()

    def flush(self, cursor: Cursor) -> None:
        """Write what was folded since the last flush."""
        many = cursor.executemany
        numbers = {number: subject_id for subject_id, number in self._new_subjects.items()}
        kinds = {number: kind for kind, number in self._kinds}
        many(
            "INSERT INTO subjects VALUES (?, ?, ?, ?)",
            [
                (number, subject_id, kinds.pop(number, ""), self._members[subject_id][1])
                for number, subject_id in numbers.items()
            ],
        )
        many("UPDATE subjects SET kind = ? WHERE subject = ?", [(k, n) for n, k in kinds.items()])
        many(
            "UPDATE subjects SET family = ? WHERE id = ?",
            [(n, key) for key, n in self._moved.items() if key not in self._new_subjects],
        )
        many("INSERT OR IGNORE INTO subject_events VALUES (?, ?)", self._events)
        many("INSERT INTO newer_events VALUES (?, ?)", self._newer)
        many("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, 0)", self._new_cells)
        newest = {cell: value for (_, cell), value in self._cell_changes.items()}
        many("UPDATE cells SET value = ? WHERE cell = ?", [(v, c) for c, v in newest.items()])
        many(
            "INSERT OR REPLACE INTO cell_changes VALUES (?, ?, ?)",
            [(position, cell, value) for (position, cell), value in self._cell_changes.items()],
        )
        many("INSERT INTO cell_checkpoints VALUES (?, ?, ?)", self._checkpoints)
        many("INSERT OR REPLACE INTO twins VALUES (?, ?)", list(self._twins.items()))
        self._exchanges.write(cursor)
        self._records.write(cursor)
        self._write_journals(cursor)
        self._write_families(cursor)
        self._reset_pending()

    def _write_journals(self, cursor: Cursor) -> None:
        rows = []
        for journal in self._journals_moved:
            index, frontier, opened, key, device, operator, head_id, position = self._journals[
                journal
            ]
            edges = " ".join(edge.hex() for edge in frontier)
            rows.append((journal, index, head_id, edges, position, opened, key, device, operator))
        cursor.executemany(
            "INSERT OR REPLACE INTO journals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )

    def _write_families(self, cursor: Cursor) -> None:
        changed = [family for family in self._families.values() if family.changed]
        cursor.executemany(
            "INSERT OR REPLACE INTO families VALUES (?, ?)",
            [(family.number, _encode(list(family.subjects.values()))) for family in changed],
        )
        for family in changed:
            family.changed = False
        while len(self._families) > FAMILIES_KEPT:
            _, family = self._families.popitem(last=False)
            for subject_id in family.subjects:
                self._members.pop(subject_id, None)
