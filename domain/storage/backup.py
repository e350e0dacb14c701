"""Copies of a ledger through SQLite's online backup, checked after writing; nothing is overwritten.

A ledger can be copied so while it is open, also by another process: the copy is of one moment.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from domain.model.refusal import Refused
from domain.storage.connection import APPLICATION_ID, connect, log_of
from domain.storage.keys import Slots, slots_beside, write_slots

Progress = Callable[[int, int], None]
_PAGES: Final = 1024  # of the file, copied between two reports of progress
_EVENTS: Final = (
    "SELECT position, originator_id, originator_version, topic, state FROM stored_events "
    "WHERE position <= ? ORDER BY position"
)
_ARRIVALS: Final = "SELECT * FROM arrivals WHERE last_position <= ? ORDER BY first_position"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: the number of events, and SHA-256 over them and their arrivals."""

    events: int
    digest: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What an encrypted ledger is opened with, and the slots that are to lie beside its copy."""

    key: bytes
    slots: Slots


def backup(
    ledger: Path,
    destination: Path,
    lock: Lock | None = None,
    progress: Progress | None = None,
) -> Copied:
    """A checked copy of `ledger` at `destination`, one file without a log beside it.

    A copy of an encrypted ledger is encrypted with the same key, and has its slots beside it.
    `progress` is told how many pages of the file were copied, of how many.

    Raises Refused where something is there already, or where the copy is not what the ledger
    holds; then nothing is left behind.
    """
    return _copy(ledger, destination, lock, journal_mode="DELETE", progress=progress)


def restore(source: Path, ledger: Path, lock: Lock | None = None) -> Copied:
    """A ledger at `ledger`, made from the backup `source`, which stays as it is."""
    return _copy(source, ledger, lock, journal_mode="WAL")


def _copy(
    source: Path,
    destination: Path,
    lock: Lock | None,
    *,
    journal_mode: str,
    progress: Progress | None = None,
) -> Copied:
    if not source.is_file():
        raise Refused("file_missing", str(source))
    for place in (destination, *((slots_beside(destination),) if lock else ())):
        if os.path.lexists(place):
            raise Refused("file_exists", str(place))
    if not destination.absolute().parent.is_dir():
        raise Refused("folder_missing", str(destination.parent))
    if log_of(destination).exists():
        raise Refused("log_left", str(destination), log=log_of(destination).name)
    key = lock.key if lock else None
    with _beside(destination) as part:
        try:
            with contextlib.closing(connect(str(source), key, read_only=True)) as original:
                _check_is_ledger(original, source)
                copied = _write(original, part, key, journal_mode, progress)
        except sqlite.Error as error:
            raise Refused("backup_damaged", str(source), why=error) from error
        if lock:
            write_slots(slots_beside(destination), lock.slots)
        _put(part, destination)
    return copied


def _write(
    original: Any, part: Path, key: bytes | None, journal_mode: str, progress: Progress | None
) -> Copied:
    def told(_: int, remaining: int, of: int) -> None:
        if progress is not None:
            progress(of - remaining, of)

    with contextlib.closing(connect(str(part), key)) as copy:
        original.backup(copy, pages=_PAGES, progress=told)
        copy.execute(f"PRAGMA journal_mode = {journal_mode}")
    with contextlib.closing(connect(str(part), key)) as copy:
        (sound,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        (last,) = copy.execute("SELECT coalesce(max(position), 0) FROM stored_events").fetchone()
        copied = digest_of(copy, last)
    if sound != "ok":
        raise Refused("backup_damaged", str(part), why=sound)
    if copied != digest_of(original, last):
        raise Refused("backup_damaged", str(part), why="SHA-256")
    return copied


def digest_of(connection: Any, last: int) -> Copied:
    """Events and arrivals up to a position: what is stored is never changed, so this stays."""
    digest, events = hashlib.sha256(), 0
    for position, address, index, topic, state in connection.execute(_EVENTS, (last,)):
        digest.update(f"{position} {address} {index} {topic} {len(state)}\n".encode() + state)
        events += 1
    for row in connection.execute(_ARRIVALS, (last,)):
        digest.update(repr(tuple(row)).encode())
    return Copied(events, digest.hexdigest())


def _check_is_ledger(connection: Any, path: Path) -> None:
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite.Error as error:
        raise Refused("file_not_ledger", str(path)) from error
    if found != APPLICATION_ID:
        raise Refused("file_not_ledger", str(path))


@contextlib.contextmanager
def _beside(destination: Path) -> Iterator[Path]:
    """A file of our own in the destination's folder; gone afterwards, with what belongs to it."""
    handle, name = tempfile.mkstemp(dir=destination.absolute().parent, prefix=".ledger-copy-")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _put(part: Path, destination: Path) -> None:
    """Give the copy its name, on disk before returning; never in place of another file."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, destination)
    except FileExistsError as error:
        raise Refused("file_exists", str(destination)) from error
    except OSError:  # a medium without hard links, such as a USB stick: reserve the name first
        try:
            destination.open("xb").close()
        except FileExistsError as error:
            raise Refused("file_exists", str(destination)) from error
        part.replace(destination)
    if os.name == "posix":
        folder = os.open(destination.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
