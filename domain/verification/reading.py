"""Reads a ledger file that may be damaged: every record that can still be read, one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from domain.storage.connection import connect

Row = tuple[Any, Any, Any, Any, Any]  # position, address, index, topic, state

# what a damaged file raises: the driver cannot always decode SQLite's own words about it
DAMAGE: Final = (sqlite.Error, UnicodeError)

_SELECT: Final = (
    "SELECT position, originator_id, originator_version, topic, state FROM stored_events"
)
_ADDRESSES: Final = (
    "SELECT position, originator_id, originator_version FROM stored_events "
    "INDEXED BY sqlite_autoindex_stored_events_1"
)


class Unreadable:
    """Stands for the topic and text of a record whose part of the file is damaged."""

    def __init__(self, why: str) -> None:
        self.why = why


@contextmanager
def reading(path: Path, key: bytes | None = None) -> Iterator[Any]:
    """A connection that sees one moment of the file and writes nothing."""
    connection = connect(str(path), key, read_only=True)
    try:
        connection.row_factory = None
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


def stored(connection: Any) -> Iterator[Row]:
    """Every stored event in order of position; around a damaged page the others still come."""
    position = 0
    try:
        for row in connection.execute(f"{_SELECT} ORDER BY position"):
            yield row
            position = row[0]
    except DAMAGE as error:
        show_damaged_text(connection)
        yield from _one_by_one(connection, position + 1, str(error))


def at_address(connection: Any, address: str, index: int) -> Row | None:
    """The record at an address, None where there is none that can be read."""
    sql = f"{_SELECT} WHERE originator_id = ? AND originator_version = ?"
    row: Row | None = one(connection, sql, (address, index))
    return row


def show_damaged_text(connection: Any) -> None:
    """From here on a text that is not UTF-8 is shown as it is, not an error (and slower)."""
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")


def one(connection: Any, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
    """The first row, None where there is none that can be read."""
    try:
        return connection.execute(sql, parameters).fetchone()
    except DAMAGE:
        return None


def _one_by_one(connection: Any, first: int, why: str) -> Iterator[Row]:
    """Each record from position `first` on by itself; the index knows the names of lost ones."""
    names = _names(connection)
    row = one(connection, "SELECT max(last_position) FROM arrivals")
    last = max([first, *names, *([row[0]] if row and isinstance(row[0], int) else [])])
    for position in range(first, min(last, first + len(names) + 100_000) + 1):
        try:
            found = connection.execute(f"{_SELECT} WHERE position = ?", (position,)).fetchone()
        except DAMAGE as error:
            why = str(error)
            found = (position, *names.get(position, ("", 0)), None, Unreadable(why))
        if found is not None:
            yield found


def _names(connection: Any) -> dict[int, tuple[str, int]]:
    """Position -> address and index, as far as the index of the events can be read."""
    names: dict[int, tuple[str, int]] = {}
    try:
        for position, address, index in connection.execute(_ADDRESSES):
            names[position] = (address, index)
    except DAMAGE:
        pass
    return names
