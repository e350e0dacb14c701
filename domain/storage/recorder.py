"""The library's SQLite recorder on SQLCipher, with explicit positions and append-only tables.

The recorder stores what it is given and never looks inside. What must happen in the same
transaction as the events (their arrival, the projections) is up to whoever opened it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    Notification,
    NotSupportedError,
    OperationalError,
    PersistenceError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)
from eventsourcing.utils import Environment
from sqlcipher3 import dbapi2 as sqlite

from domain.storage.connection import BUSY_SECONDS, connect

_ERRORS: Final[tuple[tuple[type[Exception], type[PersistenceError]], ...]] = (
    (sqlite.InterfaceError, InterfaceError),
    (sqlite.DataError, DataError),
    (sqlite.OperationalError, OperationalError),
    (sqlite.IntegrityError, IntegrityError),
    (sqlite.InternalError, InternalError),
    (sqlite.ProgrammingError, ProgrammingError),
    (sqlite.NotSupportedError, NotSupportedError),
    (sqlite.DatabaseError, DatabaseError),
    (sqlite.Error, PersistenceError),
)

CREATE: Final = (
    """CREATE TABLE IF NOT EXISTS stored_events (
        position INTEGER PRIMARY KEY, originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL, topic TEXT, state BLOB,
        UNIQUE (originator_id, originator_version)
    )""",
    """CREATE TABLE IF NOT EXISTS arrivals (
        first_position INTEGER PRIMARY KEY, last_position INTEGER NOT NULL,
        at INTEGER NOT NULL, origin TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS arrivals_at ON arrivals (at)",
    "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    *(
        f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT raise(ABORT, '{table} is append-only'); END"""
        for table in ("stored_events", "arrivals")
        for verb in ("UPDATE", "DELETE")
    ),
)


@contextmanager
def _library_errors() -> Iterator[None]:
    """Raise the library's errors for the driver's."""
    try:
        yield
    except sqlite.Error as error:
        for ours, theirs in _ERRORS:
            if isinstance(error, ours):
                raise theirs(error) from error
        raise


class LedgerTransaction(SQLiteTransaction):
    """A transaction that takes the write lock at once when it is going to write, be it only to
    try something out."""

    def __init__(
        self, connection: SQLiteConnection, *, commit: bool = False, writes: bool = False
    ) -> None:
        super().__init__(connection, commit=commit)
        self.writes = writes or commit

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        with _library_errors():
            cursor.execute("BEGIN IMMEDIATE" if self.writes else "BEGIN")
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        with _library_errors():
            super().__exit__(exc_type, exc_val, exc_tb)


class LedgerConnection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with LedgerTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class LedgerConnectionPool(SQLiteConnectionPool):
    """A pool of connections to one ledger file; one of them writes at a time."""

    def __init__(self, path: str, key: bytes | None, *, read_only: bool) -> None:
        super().__init__(db_name=path, pool_timeout=BUSY_SECONDS)
        self._key = key
        self._read_only = read_only

    def _create_connection(self) -> SQLiteConnection:
        with _library_errors():
            raw = connect(self.db_name, self._key, read_only=self._read_only)
        return LedgerConnection(sqlite_conn=raw, max_age=self.max_age)


class LedgerDatastore(SQLiteDatastore):
    def __init__(self, path: str, key: bytes | None = None, *, read_only: bool = False) -> None:
        super().__init__(path)
        self.pool = LedgerConnectionPool(path, key, read_only=read_only)


class LedgerRecorder(SQLiteApplicationRecorder):
    """Stores events under rising positions; nothing stored is ever changed or removed."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        super().__init__(datastore)
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
            "VALUES (?, ?, ?, ?)"
        )
        self.select_max_notification_id_statement = "SELECT max(position) FROM stored_events"

    def construct_create_table_statements(self) -> list[str]:
        return list(CREATE)

    def insert_within(self, cursor: Any, stored_events: Sequence[StoredEvent]) -> Sequence[int]:
        """Store events in a transaction that somebody else opened; returns their positions."""
        return self._insert_events(cursor, stored_events) or ()

    @contextmanager
    def undone(self) -> Iterator[SQLiteCursor]:
        """A transaction in which things can be tried out; afterwards they never happened."""
        with (
            self.datastore.get_connection(commit=True) as connection,
            LedgerTransaction(connection, writes=True) as cursor,
            cursor,
        ):
            yield cursor

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events in order of position, from `start` (or after it), at most `limit` of them."""
        where, parameters = ["TRUE"], list[int | str]()
        if start is not None:
            where.append("position >= ?" if inclusive_of_start else "position > ?")
            parameters.append(start)
        if stop is not None:
            where.append("position <= ?")
            parameters.append(stop)
        if topics:
            where.append(f"topic IN ({', '.join('?' * len(topics))})")
            parameters += topics
        statement = (
            "SELECT position, originator_id, originator_version, topic, state "
            f"FROM stored_events WHERE {' AND '.join(where)} ORDER BY position LIMIT ?"
        )
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, (*parameters, limit))
            return [
                Notification(
                    originator_id=UUID(row["originator_id"]),
                    originator_version=row["originator_version"],
                    topic=row["topic"],
                    state=row["state"],
                    id=row["position"],
                )
                for row in c.fetchall()
            ]


class LedgerFactory(SQLiteFactory):
    """Builds the recorder of one ledger file; reads nothing from the process environment."""

    application_recorder_class = LedgerRecorder  # type: ignore[assignment]

    def __init__(
        self, environment: Environment, key: bytes | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(environment)
        path = self.datastore.pool.db_name
        self.datastore = LedgerDatastore(path, key, read_only=read_only)
