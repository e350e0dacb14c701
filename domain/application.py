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
from eventsourcing.utils import Environment, EnvType

from domain import events as e
from domain.journal import APP, Author, Head, Step, new_journal, public_key, write
from domain.mapper import EventMapper
from domain.model.refusal import Refused
from domain.model.vocabulary import check_text
from domain.projections import tables
from domain.projections.projector import Projector, uncollected
from domain.projections.versions import Cursor
from domain.projections.view import View, position_at
from domain.storage.connection import APPLICATION_ID, FORMAT, is_writable
from domain.storage.keys import has_slots, is_encrypted
from domain.storage.profile import Missing, Profile, Sitting
from domain.storage.recorder import CREATE as EVENT_TABLES
from domain.storage.recorder import LedgerDatastore, LedgerFactory, LedgerRecorder, Within

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
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
            _create_tables(cursor)
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
            yield View(cursor, position)

    # --- writing -----------------------------------------------------------------------------

    def append(self, steps: Sequence[Step], progress: Progress | None = None) -> list[e.Event]:
        """Record one command; returns its events. Nothing is recorded where it is refused.

        `progress` is told (events written, of how many) until the last of them; what it raises
        leaves the ledger as it was.
        """
        sitting = self._sit_down()
        opening = None if sitting.head.index else self._opening(sitting.before, sitting.why)
        recorded, head = self._write_down(sitting.head, opening, steps, progress)
        sitting.head = head
        return recorded[1:] if opening else recorded

    def _write_down(
        self,
        head: Head,
        opening: e.JournalOpened | None,
        steps: Sequence[Step],
        progress: Progress | None,
    ) -> tuple[list[e.Event], Head]:
        """Write and store one command; again where another process was quicker, because `seen`
        has to name what arrived before it."""
        while True:
            last = self.recorder.max_notification_id() or 0
            recorded, grown = self._write(head, opening, steps)
            try:
                self._store(recorded, self._with_arrival(recorded, last, progress))
            except _OvertakenError:
                continue
            return recorded, grown

    def _with_arrival(
        self, recorded: Sequence[e.Event], last: int, progress: Progress | None
    ) -> Within:
        at = self.clock()

        def within(cursor: Cursor, positions: Sequence[int]) -> None:
            if positions[0] != last + 1:
                raise _OvertakenError
            _arrive(cursor, positions, at, "")
            # Read back, so that the tables are what a rebuild will make of the same bytes.
            stored = (e.read_event(event.stored) for event in recorded)
            placed = zip(positions, stored, strict=True)
            if progress is None:
                self._projector.project(cursor, placed)
                return
            for done in range(0, len(recorded), _CHUNK):
                progress(done, len(recorded))
                self._projector.project(cursor, islice(placed, _CHUNK))
            progress(len(recorded), len(recorded))

        return within

    def receive(self, foreign: Sequence[e.Event], origin: str) -> None:
        """Take in events that others recorded, bytes unchanged, as one arrival from `origin`.

        The caller has checked them. An event that is here already is an IntegrityError, and then
        none is taken in.
        """
        if not foreign:
            return
        at = self.clock()

        def within(cursor: Cursor, positions: Sequence[int]) -> None:
            _arrive(cursor, positions, at, origin)
            self._projector.project(cursor, zip(positions, foreign, strict=True))

        self._store(foreign, within)

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
        rehearsed, _ = self._write(new_journal(), self._opening(None, ""), steps)
        stored = [self.mapper.to_stored_event(event) for event in rehearsed]
        assert isinstance(self.recorder, LedgerRecorder)
        with self.recorder.undone(stored) as (cursor, positions):
            before = View(cursor, positions[0] - 1)
            Projector().project(cursor, zip(positions, rehearsed, strict=True))
            yield before, View(cursor)

    def _write(
        self, head: Head, opening: e.JournalOpened | None, steps: Sequence[Step]
    ) -> tuple[list[e.Event], Head]:
        author = Author(self.operator, self.clock(), APP)
        seen = self._seen(head)
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

    def _store(self, made: Sequence[e.Event], within: Within) -> None:
        try:
            self.save(*made, within=within)
        except BaseException as error:
            self._projector.forget()
            if isinstance(error, OperationalError):
                raise Refused("file_unwritable", str(self.path), why=error) from error
            raise

    def _sit_down(self) -> Sitting:
        """The sitting to write in; none while events of a newer program are in the ledger."""
        with self.view() as view:
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

    def _seen(self, head: Head) -> list[e.Seen]:
        """The foreign heads that moved since this journal last wrote."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                "SELECT journal, head_index, head_id FROM journals WHERE address <> ?1 AND "
                "last_position > coalesce((SELECT last_position FROM journals WHERE address = ?1), "
                "0) ORDER BY journal, head_index, head_id",
                (head.journal,),
            )
            return [(row[0], row[1], row[2]) for row in cursor.fetchall()]

    # --- tables ------------------------------------------------------------------------------

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make every table again from the events, a chunk at a time; safe to interrupt."""
        self._projector.forget()
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM facts WHERE name = 'projections'")
            for name in tables.NAMES:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
            _create_tables(cursor)
        position, last = 0, self.recorder.max_notification_id() or 0
        with uncollected():
            while position < last:
                with self.datastore.transaction(commit=True) as cursor:
                    for _ in range(16):
                        position = self._rebuild_chunk(cursor, position)
                if progress is not None:
                    progress(min(position, last), last)
        with self.datastore.transaction(commit=True) as cursor:
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


class _OvertakenError(Exception):
    """Another process recorded something between reading the heads and taking the write lock."""


def _create_tables(cursor: Cursor) -> None:
    for statement in tables.CREATE.split(";"):
        if statement.strip():
            cursor.execute(statement)


def _arrive(cursor: Cursor, positions: Sequence[int], at: datetime, origin: str) -> None:
    """Record when these events came in: never earlier than the arrival before."""
    cursor.execute("SELECT coalesce(max(at), 0) FROM arrivals")
    moment = max(int(at.timestamp() * 1000), cursor.fetchone()[0])
    cursor.execute(
        "INSERT INTO arrivals VALUES (?, ?, ?, ?)", (positions[0], positions[-1], moment, origin)
    )


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
