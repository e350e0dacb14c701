"""A PostgreSQL database that ledgers merge through: the library's own recorder, events only.

Never used to read or enter; a ledger file is enough for that. Its order of commits is the order
of its notification ids, because every writer takes the table's lock first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

import psycopg
import psycopg_pool
from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.utils import retry
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from domain.events import JournalOpened, NotAnEvent, leaf_hash, read_event
from domain.model.refusal import Refused

SCHEMES: Final = ("postgresql://", "postgres://")
SET_UP: Final = files("domain.storage").joinpath("postgres.sql")  # what an administrator runs once
_CONNECT_SECONDS: Final = 10
_POOL_SECONDS: Final = 1.0  # to wait for a connection; the library tries ten times
_HEADS: Final = """
WITH RECURSIVE journals AS (
    (SELECT originator_id FROM public.stored_events ORDER BY originator_id LIMIT 1)
    UNION ALL
    SELECT (SELECT originator_id FROM public.stored_events
            WHERE originator_id > journals.originator_id ORDER BY originator_id LIMIT 1)
    FROM journals WHERE originator_id IS NOT NULL
)
SELECT head.originator_id, head.originator_version, head.state
FROM journals CROSS JOIN LATERAL (
    SELECT * FROM public.stored_events
    WHERE originator_id = journals.originator_id ORDER BY originator_version DESC LIMIT 1
) AS head
"""


@dataclass(frozen=True, slots=True)
class SharedHead:
    """An event in the database, mostly the last one under its address."""

    address: str
    journal: str
    index: int
    id: str


class _Datastore(PostgresDatastore):
    """The library's, but reached by a libpq address: TLS, service and password files included."""

    def __init__(self, address: str) -> None:
        super().__init__("", "", "", "", "", connect_timeout=_POOL_SECONDS)
        self.pool.close()
        self.pool = psycopg_pool.ConnectionPool(  # type: ignore[assignment]
            address,
            connection_class=psycopg.Connection[DictRow],
            kwargs={"row_factory": dict_row},
            configure=self.after_connect_func(),
            min_size=1,
            max_size=1,
            open=False,
            timeout=_POOL_SECONDS,
            reconnect_timeout=_POOL_SECONDS,
        )


class _Recorder(PostgresApplicationRecorder):
    """The library's; it makes sure, under the table's lock, that the database has one ledger.

    It does without the library's pipeline, which never returns from sending a megabyte or more.
    """

    ledger = ""

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            self._insert_stored_events(cursor, stored_events, **kwargs)
            return self._fetch_ids_after_insert_events(cursor, stored_events)

    def _lock_table(self, curs: psycopg.Cursor[DictRow]) -> None:
        super()._lock_table(curs)
        curs.execute("SELECT state FROM public.stored_events ORDER BY notification_id LIMIT 1")
        row = curs.fetchone()
        if row is not None and _ledger_of(bytes(row["state"])) != self.ledger:
            raise Refused("merge_other_ledger")


class SharedLedger:
    """A database that holds one ledger's events; every method raises Refused when it is away."""

    def __init__(self, address: str) -> None:
        """Connects; `address` is a libpq URL without a password."""
        self.name = checked_address(address)
        self._try(address)
        self._datastore = _Datastore(address)
        with _reachable():
            try:
                self._recorder = _Recorder(self._datastore)
            except BaseException:
                self._datastore.close()
                raise

    def close(self) -> None:
        self._datastore.close()

    def _try(self, address: str) -> None:
        """Connect once, for the server's own words if it cannot be done."""
        try:
            with psycopg.connect(address, connect_timeout=_CONNECT_SECONDS) as connection:
                connection.execute("SELECT notification_id FROM public.stored_events LIMIT 1")
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege) as error:
            raise Refused("postgres_not_set_up", self.name, file=str(SET_UP)) from error
        except psycopg.Error as error:
            raise Refused("postgres_unreachable", self.name, why=_first_line(error)) from error

    # --- reading -----------------------------------------------------------------------------

    def ledger_id(self) -> str:
        """The id of the ledger; empty while the database holds none."""
        with _reachable():
            first = self._recorder.select_notifications(1, 1)
        return _ledger_of(first[0].state) if first else ""

    def heads(self) -> list[SharedHead]:
        """Where every address ends."""
        return [_head(row) for row in self._all(_HEADS)]

    def id_at(self, head: SharedHead, index: int) -> str:
        """The id of an event before a head, or at it; empty where it is not there."""
        if index == head.index:
            return head.id
        rows = self._all(
            "SELECT * FROM public.stored_events "
            "WHERE originator_id = %s AND originator_version = %s",
            UUID(head.address),
            index,
        )
        return _head(rows[0]).id if rows else ""

    def number(self, address: str, index: int) -> int:
        """The notification id of one event; 0 where it is not there."""
        rows = self._all(
            "SELECT notification_id FROM public.stored_events "
            "WHERE originator_id = %s AND originator_version = %s",
            UUID(address),
            index,
        )
        return int(rows[0]["notification_id"]) if rows else 0

    def first_index(self, address: str) -> int:
        """The index of the first event under an address: above 1 for a second continuation."""
        rows = self._all(
            "SELECT min(originator_version) AS first FROM public.stored_events "
            "WHERE originator_id = %s",
            UUID(address),
        )
        return int(rows[0]["first"] or 1)

    def events_under(self, addresses: Sequence[str]) -> Iterator[SharedHead]:
        """Every event stored under the addresses."""
        for row in self._all(
            "SELECT * FROM public.stored_events WHERE originator_id = ANY(%s)",
            [UUID(address) for address in addresses],
        ):
            yield _head(row)

    def after(self, number: int, limit: int) -> list[tuple[int, StoredEvent]]:
        """Events after a notification id in order of commit, with theirs."""
        with _reachable():
            found = self._recorder.select_notifications(number, limit, inclusive_of_start=False)
        return [(notification.id, notification) for notification in found]

    def _all(self, query: str, *parameters: object) -> list[DictRow]:
        with _reachable(), self._datastore.transaction() as cursor:
            cursor.execute(query, parameters, prepare=True)
            return list(cursor.fetchall())

    # --- writing -----------------------------------------------------------------------------

    def push(self, ledger: str, events: Sequence[StoredEvent]) -> bool:
        """Add events in this order, all or none; False where some of them came in meanwhile."""
        self._recorder.ledger = ledger
        with _reachable():
            try:
                self._recorder.insert_events(events)
            except IntegrityError:
                return False
        return True


def checked_address(address: str) -> str:
    """What a shared ledger is called in tables and messages; an address with a password is
    refused, because others can read it on the command line and in settings."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        why = _first_line(error)
        raise Refused("postgres_unreachable", "postgresql://…", why=why) from error
    if parts.get("password"):
        raise Refused("postgres_password", "postgresql://…")
    return " ".join(f"{name}={parts[name]}" for name in ("host", "port", "dbname") if name in parts)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (PersistenceError, psycopg.Error) as error:
        raise Refused("postgres_unreachable", why=_first_line(error)) from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _head(row: DictRow) -> SharedHead:
    first = bytes(row["state"]).partition(b"\n")[0]
    try:
        journal = read_event(bytes(row["state"])).header.journal
    except NotAnEvent:
        journal = str(row["originator_id"])
    return SharedHead(
        str(row["originator_id"]), journal, row["originator_version"], leaf_hash(first).hex()
    )


def _ledger_of(state: bytes) -> str:
    try:
        body = read_event(state).body
    except NotAnEvent:
        body = None
    if not isinstance(body, JournalOpened):
        raise Refused("merge_opening", journal="")
    return body.ledger
