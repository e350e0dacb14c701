"""A ledger file, open: one command is one transaction of events, their arrival and every table."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import SQLiteCursor
from eventsourcing.utils import Environment, EnvType

from domain import events as e
from domain.journal import APP, Author, Head, Step, new_journal, public_key, write
from domain.mapper import EventMapper
from domain.model.refusal import Refused
from domain.model.vocabulary import check_text
from domain.projections import tables
from domain.projections.cell_names import CellNames
from domain.projections.projector import Projector, uncollected
from domain.projections.versions import Cursor
from domain.projections.view import View, position_at
from domain.storage.connection import APPLICATION_ID, FORMAT, is_writable
from domain.storage.keys import has_slots, is_encrypted
from domain.storage.profile import Missing, Profile, Sitting
from domain.storage.recorder import CREATE as EVENT_TABLES
from domain.storage.recorder import LedgerDatastore, LedgerFactory, LedgerRecorder

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
Plan = Callable[[View], Sequence[Step]]
Arrival = tuple[int, int, int, str]  # first and last position, milliseconds since 1970, where from
_REBUILD_CHUNK = 4096
_CHUNK = 512  # events between two looks at whether an operator cancelled

log = logging.getLogger(__name__)


def local_now() -> datetime:
    return datetime.now().astimezone()


class LedgerApplication(Application[UUID]):
    """One ledger file, open. Reading never writes; the first entry of a sitting takes a journal."""

    def __init__(
        self,
        path: Path,
        profile: Profile,
        *,
        operator: str = "",
        clock: Clock = local_now,
        key: bytes | None = None,
        read_only: bool = False,
    ) -> None:
        self.path = path
        self.profile = profile
        self.operator = check_text(operator or profile.operator, "operator")
        self.clock = clock
        self._key = key
        self._read_only = read_only
        self._projector = Projector()
        self._cell_names = CellNames()
        self._sitting: Sitting | None = None
        self.id = ""
        super().__init__()

    # --- the library's slots -----------------------------------------------------------------

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what is given here: variables of the process must not change a file's form."""
        return Environment(
            name, {"SQLITE_DBNAME": str(self.path), "CREATE_TABLE": "no", **(env or {})}
        )

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return LedgerFactory(env, self._key, read_only=self._read_only)

    def construct_mapper(self) -> EventMapper:
        return EventMapper()

    @property
    def datastore(self) -> LedgerDatastore:
        assert isinstance(self.factory, LedgerFactory)
        assert isinstance(self.factory.datastore, LedgerDatastore)
        return self.factory.datastore

    @property
    def side_key(self) -> bytes | None:
        """Encrypts what is kept beside the file, such as half-typed forms; None where the file
        itself is not encrypted."""
        if self._key is None:
            return None
        return hashlib.blake2b(b"kept beside the ledger", key=self._key, digest_size=32).digest()

    # --- opening and closing -----------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, profile: Profile, *, name: str = "", joins: str = "", **options: Any
    ) -> Self:
        """A new ledger in a file that must not exist yet.

        `joins` is the id of the ledger of which it is going to be another file: it stays empty
        until that one's events come in.
        """
        if path.exists():
            raise Refused("file_exists", str(path))
        if not path.parent.is_dir():
            raise Refused("folder_missing", str(path.parent))
        called = check_text(name.strip() or path.stem, "name")
        ledger = cls(path, profile, **options)
        with ledger.datastore.get_connection(commit=True) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        with ledger.datastore.transaction(commit=True) as cursor:
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.execute(f"PRAGMA user_version = {FORMAT}")
            for statement in EVENT_TABLES:
                cursor.execute(statement)
            _create(cursor, tables.CREATE)
            _create(cursor, tables.INDEXES)
            facts = {"ledger": joins or str(uuid4()), "projections": str(tables.VERSION)}
            cursor.executemany("INSERT INTO facts VALUES (?, ?)", list(facts.items()))
        ledger.id = facts["ledger"]
        if not joins:
            ledger.append([e.LedgerNamed(salt="", name=called)])
        return ledger

    @classmethod
    def open(
        cls, path: Path, profile: Profile, *, progress: Progress | None = None, **options: Any
    ) -> Self:
        """An existing ledger; its tables are made again first where they are out of date.

        Where it cannot be written, it opens for reading only.
        """
        ledger = cls.open_events(path, profile, **options)
        try:
            if not ledger._tables_are_current():
                if ledger._read_only:
                    raise Refused("tables_old", str(path))
                ledger.rebuild(progress)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @classmethod
    def open_events(cls, path: Path, profile: Profile, **options: Any) -> Self:
        """An existing ledger whose events are to be read; its tables may be out of date."""
        if not path.is_file():
            raise Refused("file_missing", str(path))
        if not _looks_like_a_database(path):
            raise Refused("file_not_ledger", str(path))
        if options.get("key") is None and is_encrypted(path) and has_slots(path, profile.keys):
            raise Refused("passphrase_needed", str(path))
        options.setdefault("read_only", not is_writable(path))
        ledger = cls(path, profile, **options)
        try:
            ledger._check(str(path))
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _check(self, where: str) -> None:
        try:
            with self.datastore.transaction(commit=False) as cursor:
                cursor.execute("PRAGMA application_id")
                if cursor.fetchone()[0] != APPLICATION_ID:
                    raise Refused("file_not_ledger", where)
                cursor.execute("PRAGMA user_version")
                form = cursor.fetchone()[0]
                if form > FORMAT:
                    raise Refused("file_newer", where, found=form)
                cursor.execute("SELECT value FROM facts WHERE name = 'ledger'")
                row = cursor.fetchone()
                if row is None:
                    raise Refused("file_not_ledger", where)
                self.id = row[0]
        except OperationalError as error:
            if "locked" in str(error):
                raise Refused("file_locked", where) from error
            raise self._unreadable(where) from error
        except PersistenceError as error:
            raise self._unreadable(where) from error

    def _unreadable(self, where: str) -> Refused:
        if self._key is not None:
            return Refused("keys_other", where)
        return Refused("file_not_ledger", where)

    def _tables_are_current(self) -> bool:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT value FROM facts WHERE name = 'projections'")
            row = cursor.fetchone()
            if row is None or row[0] != str(tables.VERSION):
                return False
            cursor.execute(
                "SELECT coalesce((SELECT max(position) FROM stored_events), 0), "
                "coalesce((SELECT max(last_position) FROM journals), 0)"
            )
            stored, projected = cursor.fetchone()
            return bool(stored == projected)

    def missing(self) -> list[Missing]:
        """Changes this device wrote that the file lacks: it was put back from a copy."""
        with self.datastore.transaction(commit=False) as cursor:
            return self.profile.behind(self.id, _heads(cursor))

    def close(self) -> None:
        sitting, self._sitting = self._sitting, None
        if sitting is not None:
            self.profile.end(sitting)
        super().close()

    def __del__(self) -> None:
        """A ledger that nobody closed stays marked open: its journal is not continued."""

    # --- reading -----------------------------------------------------------------------------

    @contextmanager
    def view(self, as_of: str | int | None = None) -> Iterator[View]:
        """A consistent look at the ledger now, or as known at a position, date or date-time."""
        with self.datastore.transaction(commit=False) as cursor:
            position = position_at(cursor, as_of) if isinstance(as_of, str) else as_of
            yield View(cursor, position, self._cell_names)

    # --- writing -----------------------------------------------------------------------------

    def append(self, steps: Sequence[Step], progress: Progress | None = None) -> list[e.Event]:
        """Record one command; returns its events. Nothing is recorded where it is refused."""
        return self.carry_out(lambda _: steps, progress)

    def carry_out(self, plan: Plan, progress: Progress | None = None) -> list[e.Event]:
        """Check and record one command in one transaction; returns its events.

        `plan` looks at the ledger as it is and nobody changes meanwhile, and says what to record.
        Where it is refused, nothing is recorded. `progress` is told (events written, of how many)
        until the last of them; what it raises leaves the ledger as it was.
        """
        with self._writing() as cursor:
            view = View(cursor)
            steps = plan(view)
            sitting = self._sit_down(view)
            opening = None if sitting.head.index else self._opening(sitting.before, sitting.why)
            recorded, head = self._write(cursor, sitting.head, opening, steps)
            self._take_in(cursor, recorded, "", progress)
        sitting.head = head
        return recorded[1:] if opening else recorded

    def receive(self, foreign: Sequence[e.Event], origin: str) -> None:
        """Take in events that others recorded, bytes unchanged, as one arrival from `origin`.

        The caller has checked them. An event that is here already is an IntegrityError, and then
        none is taken in.
        """
        if foreign:
            with self._writing() as cursor:
                self._take_in(cursor, foreign, origin)

    @contextmanager
    def _writing(self) -> Iterator[SQLiteCursor]:
        """One transaction that writes all or nothing."""
        try:
            with self.datastore.transaction(commit=True) as cursor:
                yield cursor
        except Refused:  # by a check, which comes before anything is written
            raise
        except BaseException as error:
            self._projector.forget()
            if isinstance(error, OperationalError):
                raise Refused("file_unwritable", str(self.path), why=error) from error
            raise

    def _take_in(
        self,
        cursor: SQLiteCursor,
        made: Sequence[e.Event],
        origin: str,
        progress: Progress | None = None,
    ) -> None:
        """Store events, their arrival and what every table then says."""
        assert isinstance(self.recorder, LedgerRecorder)
        positions = self.recorder.insert_within(cursor, [*map(self.mapper.to_stored_event, made)])
        _arrive(cursor, positions, self.clock(), origin)
        placed = zip(positions, made, strict=True)
        if progress is None:
            self._projector.project(cursor, placed)
            return
        for done in range(0, len(made), _CHUNK):
            progress(done, len(made))
            self._projector.project(cursor, islice(placed, _CHUNK))
        progress(len(made), len(made))

    @contextmanager
    def bring_in(
        self, origin: str, *, arrivals: Sequence[Arrival] = (), undo: bool = False
    ) -> Iterator["Intake"]:
        """One transaction that takes in what others recorded, as one arrival from `origin`.

        `arrivals` are given where this file begins with the same ones as another. With `undo` it
        is undone at the end, and nothing was written.
        """
        assert isinstance(self.recorder, LedgerRecorder)
        intake = Intake(self.recorder, Projector() if undo else self._projector)
        try:
            with uncollected(), self.datastore.transaction(commit=True) as intake.cursor:
                yield intake
                if arrivals:
                    intake.cursor.executemany("INSERT INTO arrivals VALUES (?, ?, ?, ?)", arrivals)
                elif intake.positions:
                    _arrive(intake.cursor, intake.positions, self.clock(), origin)
                if undo:
                    raise _UndoneError
        except _UndoneError:
            return
        except BaseException as error:
            self._projector.forget()
            if isinstance(error, OperationalError):
                raise Refused("file_unwritable", str(self.path), why=error) from error
            raise
        self._leave_forked_journal()

    @contextmanager
    def rehearse(self, steps: Sequence[Step]) -> Iterator[tuple[View, View]]:
        """The ledger before and after a command that is then undone: nothing is written."""
        assert isinstance(self.recorder, LedgerRecorder)
        with self.recorder.undone() as cursor, self.view() as before:
            rehearsed, _ = self._write(cursor, new_journal(), self._opening(None, ""), steps)
            stored = [*map(self.mapper.to_stored_event, rehearsed)]
            positions = self.recorder.insert_within(cursor, stored)
            Projector().project(cursor, zip(positions, rehearsed, strict=True))
            yield before, View(cursor)

    def _write(
        self,
        cursor: Cursor,
        head: Head,
        opening: e.JournalOpened | None,
        steps: Sequence[Step],
    ) -> tuple[list[e.Event], Head]:
        author = Author(self.operator, self.clock(), APP)
        seen = _seen(cursor, head)
        opened: list[e.Event] = []
        if opening is not None:
            opened, head = write(head, [opening], self.profile.key, author, seen)
            seen = []
        made, head = write(head, steps, self.profile.key, author, seen)
        for event in made:
            if event.flaw is not None:  # tables would leave out what we record ourselves
                raise event.flaw
        return opened + made, head

    def _opening(self, before: Head | None, why: str) -> e.JournalOpened:
        return e.JournalOpened(
            salt="",
            ledger=self.id,
            key=public_key(self.profile.key),
            device=self.profile.device,
            language=self.profile.language,
            continues=e.Continues(before.journal, before.index, before.id, why) if before else None,
        )

    def _sit_down(self, view: View) -> Sitting:
        """The sitting to write in; none while events of a newer program are in the ledger."""
        if view.newer_events:
            raise Refused("newer_events", str(self.path), count=view.newer_events)
        if self._sitting is None:
            self._sitting = self.profile.begin(self.id, _heads(view.cursor))
        return self._sitting

    def _leave_forked_journal(self) -> None:
        """Go on in a new journal where this one turned out to have been continued elsewhere."""
        if self._sitting is None:
            return
        with self.view() as view:
            head = _heads(view.cursor).get(self._sitting.head.journal)
        if head is not None and head.forked:
            self.profile.end(self._sitting)
            self._sitting = None

    # --- tables ------------------------------------------------------------------------------

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make every table again from the events, a chunk at a time; safe to interrupt."""
        self._projector.forget()
        self._cell_names = CellNames()
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM facts WHERE name = 'projections'")
            for name in tables.NAMES:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
            _create(cursor, tables.CREATE)
        position, last = 0, self.recorder.max_notification_id() or 0
        with uncollected():
            while position < last:
                with self.datastore.transaction(commit=True) as cursor:
                    for _ in range(4):
                        position = self._rebuild_chunk(cursor, position)
                if progress is not None:
                    progress(min(position, last), last)
        with self.datastore.transaction(commit=True) as cursor:
            _create(cursor, tables.INDEXES)
            cursor.execute(
                "INSERT OR REPLACE INTO facts VALUES ('projections', ?)", (str(tables.VERSION),)
            )

    def _rebuild_chunk(self, cursor: Cursor, position: int) -> int:
        cursor.execute(
            "SELECT position, state FROM stored_events WHERE position > ? "
            "ORDER BY position LIMIT ?",
            (position, _REBUILD_CHUNK),
        )
        rows = cursor.fetchall()
        self._projector.project(cursor, ((row[0], e.read_event(row[1])) for row in rows))
        return rows[-1][0] if rows else position + _REBUILD_CHUNK


class Intake:
    """Events of others on their way into the ledger, inside one transaction."""

    def __init__(self, recorder: LedgerRecorder, projector: Projector) -> None:
        self.cursor: Cursor
        self.positions: list[int] = []  # the first and the last one stored
        self._recorder = recorder
        self._projector = projector

    def store(self, address: str, event: e.Event) -> int:
        """Store one event, bytes unchanged, at its address; returns its position."""
        stored = StoredEvent(
            UUID(address), event.header.index, event.header.topic, state=event.stored
        )
        (position,) = self._recorder.insert_within(self.cursor, [stored])
        self.positions = [*self.positions[:1], position]
        return position

    def project(self, events: Sequence[tuple[int, e.Event]]) -> None:
        """Fold stored events, given with their positions, into the tables."""
        self._projector.project(self.cursor, events)


class _UndoneError(Exception):
    """Ends a transaction whose writing was only tried out."""


def _create(cursor: Cursor, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            cursor.execute(statement)


def _arrive(cursor: Cursor, positions: Sequence[int], at: datetime, origin: str) -> None:
    """Record when these events came in: never earlier than the arrival before."""
    cursor.execute("SELECT coalesce(max(at), 0) FROM arrivals")
    moment = max(int(at.timestamp() * 1000), cursor.fetchone()[0])
    cursor.execute(
        "INSERT INTO arrivals VALUES (?, ?, ?, ?)", (positions[0], positions[-1], moment, origin)
    )


def _seen(cursor: Cursor, head: Head) -> list[e.Seen]:
    """The foreign heads that moved since this journal last wrote."""
    cursor.execute(
        "SELECT journal, head_index, head_id FROM journals WHERE address <> ?1 AND "
        "last_position > coalesce((SELECT last_position FROM journals WHERE address = ?1), "
        "0) ORDER BY journal, head_index, head_id",
        (head.journal,),
    )
    return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def _heads(cursor: Cursor) -> Mapping[str, Head]:
    """The end of each journal; of one with several, the furthest, marked as forked."""
    cursor.execute(
        "SELECT journal, head_index, head_id, frontier FROM journals ORDER BY head_index"
    )
    heads: dict[str, Head] = {}
    for journal, index, head_id, edges in cursor.fetchall():
        frontier = tuple(bytes.fromhex(edge) for edge in edges.split())
        heads[journal] = Head(journal, index, head_id, frontier, forked=journal in heads)
    return heads


def _looks_like_a_database(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(16)
    return len(head) == 16
