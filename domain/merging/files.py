"""Merging with another ledger file, and beginning a file that joins another one's ledger."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from domain.application import Arrival, Progress
from domain.ledger import Ledger
from domain.merging.incoming import Row, about, without_gaps
from domain.merging.report import Report
from domain.merging.union import bring_in
from domain.model.refusal import Refused
from domain.projections.versions import Cursor
from domain.storage.profile import Profile

_PAGE: Final = 4096


def merge_file(
    ledger: Ledger,
    other: Path,
    *,
    key: bytes | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring what another file of the same ledger holds into this one; that one is only read.

    `key` opens the other file where it is encrypted. Refused, and nothing written, where it is
    of another ledger or its history was changed.
    """
    with about(str(other)), _reading(other, ledger.profile, key) as (ledger_id, cursor):
        if ledger_id != ledger.id:
            raise Refused("merge_other_ledger")
        return bring_in(ledger, _rows(cursor), other.name, undo=dry_run, progress=progress)


def join_file(
    path: Path,
    profile: Profile,
    other: Path,
    *,
    other_key: bytes | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Ledger:
    """A new file of the ledger that `other` is a file of, with its order and arrival times."""
    with about(str(other)), _reading(other, profile, other_key) as (ledger_id, cursor):
        with new_file(path, profile, ledger_id, **options) as ledger:
            arrivals = _arrivals(cursor, other.name)
            bring_in(ledger, _rows(cursor), other.name, arrivals=arrivals, progress=progress)
        return ledger


@contextmanager
def new_file(path: Path, profile: Profile, ledger_id: str, **options: Any) -> Iterator[Ledger]:
    """An empty file of a ledger that there is already; it goes again if it cannot be filled."""
    ledger = Ledger.create(path, profile, joins=ledger_id, **options)
    try:
        yield ledger
    except BaseException:
        ledger.close()
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise


@contextmanager
def _reading(other: Path, profile: Profile, key: bytes | None) -> Iterator[tuple[str, Cursor]]:
    """The other file's ledger id, and a look at it that does not change meanwhile."""
    with (
        closing(Ledger.open_events(other, profile, key=key, read_only=True)) as ledger,
        ledger.datastore.transaction(commit=False) as cursor,
    ):
        yield ledger.id, cursor


def _rows(cursor: Cursor) -> Iterator[Row]:
    return without_gaps(_stored(cursor), {})


def _stored(cursor: Cursor) -> Iterator[Row]:
    last = 0
    while True:
        cursor.execute(
            "SELECT position, originator_id, originator_version, topic, state FROM stored_events "
            "WHERE position > ? ORDER BY position LIMIT ?",
            (last, _PAGE),
        )
        rows = cursor.fetchall()
        for position, address, version, topic, state in rows:
            if position != last + 1:
                raise Refused("merge_position", position=last + 1)
            last = position
            yield Row(address, version, topic, bytes(state))
        if not rows:
            return


def _arrivals(cursor: Cursor, name: str) -> list[Arrival]:
    """The other file's arrivals; what its own devices recorded came, seen from here, from it."""
    cursor.execute(
        "SELECT first_position, last_position, at, origin FROM arrivals ORDER BY first_position"
    )
    found: list[Arrival] = []
    position = moment = 0
    for first, last, at, origin in cursor.fetchall():
        if first != position + 1 or last < first or at < moment:
            raise Refused("merge_arrivals")
        position, moment = last, at
        found.append((first, last, at, origin or name))
    cursor.execute("SELECT coalesce(max(position), 0) FROM stored_events")
    if cursor.fetchone()[0] != position:
        raise Refused("merge_arrivals")
    return found
