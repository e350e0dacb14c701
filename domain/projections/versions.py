"""Versioned rows: each says from which position, and up to which, it was what a table showed."""

from collections.abc import Sequence
from typing import Any, Protocol


class Cursor(Protocol):
    """The part of a database cursor that projections use (PEP 249)."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...
    def executemany(self, sql: str, parameters: Any, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


class VersionedRows:
    """The new versions of one table's rows, gathered until they are written."""

    def __init__(self, table: str, width: int) -> None:
        self._insert = f"INSERT INTO {table} VALUES ({', '.join('?' * (width + 3))})"
        self._end = f"UPDATE {table} SET to_position = ? WHERE subject = ? AND to_position IS NULL"
        self._ended: list[tuple[int, int]] = []
        self._done: list[list[Any]] = []
        self._open: dict[int, list[Any]] = {}

    def change(self, position: int, subject: int, row: Sequence[Any], *, is_new: bool) -> None:
        """From `position` on, `subject` shows `row`."""
        newest = self._open.get(subject)
        if newest is not None and newest[1] != position:
            newest[2] = position
            self._done.append(newest)
        elif newest is None and not is_new:
            self._ended.append((position, subject))
        self._open[subject] = [subject, position, None, *row]

    def write(self, cursor: Cursor) -> None:
        cursor.executemany(self._end, self._ended)
        cursor.executemany(self._insert, [*self._done, *self._open.values()])
        self._ended, self._done, self._open = [], [], {}
