"""The tables against a rebuild: made again in memory from the events, and compared row by row."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from domain.events import Event, read_event
from domain.projections import tables
from domain.projections.projector import Projector
from domain.verification.file import fresh
from domain.verification.findings import Findings
from domain.verification.reading import DAMAGE, show_damaged_text

Progress = Callable[[int, int], None]
ROWS_NAMED = 5  # differing rows named for each table; more would say the same
_CHUNK = 4096

Row = tuple[Any, ...]


def compare_tables(connection: Any, findings: Findings, of: int, progress: Progress | None) -> None:
    """Make the tables again beside the ledger, and name the rows that differ.

    The rebuild is held in memory (about a kilobyte an event) and never written to disk.
    """
    show_damaged_text(connection)
    with contextlib.closing(fresh()) as made:
        try:
            _rebuild(connection, made, of, progress)
        except Exception as error:  # whatever signed events can make the projections do
            findings.add("tables_impossible", why=f"{type(error).__name__}: {error}")
            return
        for table in tables.NAMES:
            _compare(connection, made, table, findings)


def _rebuild(connection: Any, made: Any, of: int, progress: Progress | None) -> None:
    projector, cursor = Projector(), made.cursor()
    rows = connection.execute("SELECT position, state FROM stored_events ORDER BY position")
    made.execute("BEGIN")
    while chunk := rows.fetchmany(_CHUNK):
        events: list[tuple[int, Event]] = [(row[0], read_event(row[1])) for row in chunk]
        projector.project(cursor, events)
        if progress is not None:
            progress(events[-1][0], of)
    made.execute("COMMIT")


def _compare(connection: Any, made: Any, table: str, findings: Findings) -> None:
    columns = list(made.execute(f"PRAGMA table_info({table})"))
    key = [row[0] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
    names = [str(row[1]) for row in columns]
    order = ", ".join(names[place] for place in key)
    select = f"SELECT * FROM {table} ORDER BY {order}"
    differing = 0
    try:
        for ours, theirs in _beside(made.execute(select), connection.execute(select), key):
            differing += 1
            if differing > ROWS_NAMED:
                break
            row = ours if ours is not None else theirs
            assert row is not None
            where = [f"{names[place]} {row[place]}" for place in key]
            if ours is not None and theirs is not None:
                pairs = zip(names, ours, theirs, strict=True)
                where += [name for name, a, b in pairs if not _same(a, b)][:3]
            event_id = _record_of(made, names, row)
            findings.add("table_differs", id=event_id, table=table, key=", ".join(where))
    except DAMAGE as error:
        findings.add("table_unreadable", table=table, why=error)


def _beside(
    ours: Iterator[Row], theirs: Iterator[Row], key: Sequence[int]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows that differ, side by side by their key; None where one side lacks the row."""
    ours, theirs = iter(ours), iter(theirs)
    a, b = next(ours, None), next(theirs, None)
    while a is not None or b is not None:
        here = _key(a, key) if a is not None else None
        there = _key(b, key) if b is not None else None
        if b is None or (here is not None and there is not None and here < there):
            yield a, None
            a = next(ours, None)
        elif a is None or (here is not None and there is not None and there < here):
            yield None, b
            b = next(theirs, None)
        else:
            if a != b or not all(map(_same, a, b)):
                yield a, b
            a, b = next(ours, None), next(theirs, None)


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)


def _key(row: Row, key: Sequence[int]) -> tuple[tuple[int, Any], ...]:
    """A row's key, in SQLite's order of kinds: nothing, numbers, text (as bytes), blobs."""
    return tuple(_ranked(row[place]) for place in key)


def _ranked(value: Any) -> tuple[int, Any]:
    if value is None:
        return 0, 0
    if isinstance(value, int | float):
        return 1, value
    if isinstance(value, str):
        return 2, value.encode("utf-8", "surrogateescape")
    return 3, bytes(value)


def _record_of(made: Any, names: Sequence[str], row: Row) -> str:
    """The id of the record that a row is about, where it is about one."""
    if "subject" not in names:
        return ""
    subject = row[names.index("subject")]
    found = made.execute("SELECT id FROM subjects WHERE subject = ?", (subject,)).fetchone()
    return str(found[0]) if found else ""
