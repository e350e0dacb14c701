"""Keeps every table up to date, event by event, inside the transaction that stores the event."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from domain.events import Event
from domain.projections.cell_log import CellLog
from domain.projections.entries import EntryLog
from domain.projections.families import Families, Family
from domain.projections.journals import JournalHeads
from domain.projections.rows import ExchangeRow, RecordRow
from domain.projections.texts import Texts
from domain.projections.versions import Cursor, VersionedRows
from domain.state import touches


class Projector:
    """Folds events into the tables. One per open ledger; it remembers what it has just written.

    `project` must be called inside the transaction that inserts the events; when that
    transaction fails, call `forget`.
    """

    def __init__(self) -> None:
        self._at_work: _AtWork | None = None

    def forget(self) -> None:
        """Drop everything remembered: the tables may no longer be as this projector left them."""
        self._at_work = None

    def project(self, cursor: Cursor, events: Iterable[tuple[int, Event]]) -> None:
        """Fold events, given with their positions in rising order, into the tables."""
        work = self._at_work
        for position, event in events:
            if work is None or position != work.position + 1:
                if work is not None:
                    work.write(cursor)
                work = self._at_work = _AtWork(cursor)
            work.fold(cursor, position, event)
        if work is not None:
            work.write(cursor)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the cyclic collector away while very many events are folded: families hold many objects
    and no cycles, and walking them again and again took a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _AtWork:
    """What is remembered while one event follows the other."""

    def __init__(self, cursor: Cursor) -> None:
        self.position = -1
        self._journals = JournalHeads()
        self._families = Families(cursor)
        self._cells = CellLog(cursor)
        self._entries = EntryLog(cursor)
        self._exchanges = VersionedRows("exchanges", len(ExchangeRow._fields))
        self._records = VersionedRows("records", len(RecordRow._fields))
        self._texts = Texts()
        self._events: list[tuple[int, int]] = []
        self._newer: list[tuple[int, str]] = []
        self._malformed: list[tuple[int, str, str]] = []

    def fold(self, cursor: Cursor, position: int, event: Event) -> None:
        self.position = position
        self._journals.add(cursor, position, event)
        if event.flaw is not None:
            self._malformed.append((position, event.header.topic, str(event.flaw)))
        elif event.body is None:
            self._newer.append((position, event.header.topic))
        touched: list[Family] = []
        done = touches(event)
        self._entries.add(position, event, done)
        for touch in done:
            family = self._families.apply(cursor, touch, event)
            self._events.append((family.numbers[touch.subject], position))
            touched = [*(other for other in touched if other.number != family.number), family]
        for family in touched:
            if family.touched:
                self._show(cursor, position, family)
        self._cells.end_of_event(position)

    def _show(self, cursor: Cursor, position: int, family: Family) -> None:
        """Let the tables say, from `position` on, what the family comes to now."""
        last, new = family.last, family.outcome()
        self._cells.move(last.amounts, new.amounts)
        self._cells.move_twins(cursor, last.twins, new.twins)
        for key, row in new.rows.items():
            old = last.rows.get(key)
            if old is not row and old != row:
                table = self._exchanges if isinstance(row, ExchangeRow) else self._records
                table.change(position, family.numbers[key], row, is_new=old is None)
                self._texts.change(position, family.numbers, row, old)
        family.last = new

    def write(self, cursor: Cursor) -> None:
        """Write what was folded since the last time."""
        many = cursor.executemany
        self._families.write(cursor)
        many("INSERT INTO subject_events VALUES (?, ?)", self._events)
        many("INSERT INTO newer_events VALUES (?, ?)", self._newer)
        many("INSERT INTO malformed_events VALUES (?, ?, ?)", self._malformed)
        self._cells.write(cursor)
        self._entries.write(cursor)
        self._exchanges.write(cursor)
        self._records.write(cursor)
        self._texts.write(cursor)
        self._journals.write(cursor)
        self._events, self._newer, self._malformed = [], [], []
