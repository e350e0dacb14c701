"""Turns a plain ledger into an encrypted one, in its place: checked first, then exchanged at once.

The plain file is overwritten afterwards as well as a file can be; on flash drives and on file
systems that keep old blocks, what was once written in clear may still be found. Earlier backups and
exports are not touched.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from domain.model.refusal import Refused
from domain.storage.backup import digest_of
from domain.storage.connection import connect, log_of
from domain.storage.keys import Slots, is_encrypted, keep_slots, slots_beside, write_slots

_BLOCK: Final = 1 << 20
_ONLY_OURS: Final = 2.0  # seconds that another process gets to finish


def encrypt(ledger: Path, key: bytes, slots: Slots, kept: Path) -> None:
    """Encrypt a plain ledger that no process has open.

    Refused where it is in use, encrypted already or not sound, and then nothing has changed. A
    crash at any moment leaves the plain ledger or the encrypted one, whole.
    """
    if not ledger.is_file():
        raise Refused("file_missing", str(ledger))
    if is_encrypted(ledger):
        raise Refused("encrypted_already", str(ledger))
    _put_aside(slots_beside(ledger))
    try:
        with _alone(ledger) as plain, _part(ledger) as part:
            try:
                _export(plain, part, key)
                write_slots(slots_beside(ledger), slots)
                _exchange(plain, ledger, part)
            except BaseException:
                if part.exists():  # the ledger is the plain one still
                    slots_beside(ledger).unlink(missing_ok=True)
                    plain.rollback()
                    plain.execute("PRAGMA journal_mode = WAL")
                raise
    except sqlite.Error as error:
        if "locked" in str(error):
            raise Refused("ledger_in_use", str(ledger)) from error
        raise Refused("backup_damaged", str(ledger), why=error) from error
    keep_slots(ledger, slots, kept)


def _put_aside(slots: Path) -> None:
    """Slots beside a plain ledger: of an attempt cut short by a crash, or of another ledger."""
    if not slots.exists():
        return
    number = 1
    while (kept := slots.with_name(f"{slots.name}.old{number}")).exists():
        number += 1
    slots.rename(kept)


@contextlib.contextmanager
def _alone(ledger: Path) -> Iterator[Any]:
    """A connection beside which there is no other, with nothing left in the log."""
    with contextlib.closing(connect(str(ledger))) as plain:
        plain.execute(f"PRAGMA busy_timeout = {int(_ONLY_OURS * 1000)}")
        plain.execute("PRAGMA locking_mode = EXCLUSIVE")
        (mode,) = plain.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete" or log_of(ledger).exists():
            raise Refused("ledger_in_use", str(ledger))
        yield plain


def _export(plain: Any, part: Path, key: bytes) -> None:
    """Write an encrypted copy and compare it, while nobody else can write; leaves BEGIN open."""
    plain.execute("ATTACH DATABASE ? AS encrypted KEY ?", (str(part), f"x'{key.hex()}'"))
    plain.execute("SELECT sqlcipher_export('encrypted')")
    for pragma in ("application_id", "user_version"):
        (value,) = plain.execute(f"PRAGMA main.{pragma}").fetchone()
        plain.execute(f"PRAGMA encrypted.{pragma} = {int(value)}")
    plain.execute("DETACH DATABASE encrypted")
    plain.execute("BEGIN EXCLUSIVE")
    with contextlib.closing(connect(str(part), key)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")
    with contextlib.closing(connect(str(part), key)) as copy:
        (sound,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        (last,) = copy.execute("SELECT coalesce(max(position), 0) FROM stored_events").fetchone()
        same = digest_of(copy, last) == digest_of(plain, _last(plain)) and _shape(copy) == _shape(
            plain
        )
    if sound != "ok" or not same:
        raise Refused("backup_damaged", str(part), why=sound if sound != "ok" else "SHA-256")


def _exchange(plain: Any, ledger: Path, part: Path) -> None:
    """Give the encrypted copy the ledger's name. The plain file stays locked until nothing is left
    of it, so that nobody who waits for it writes to a file without a name."""
    if os.name != "posix":  # there an open file cannot be replaced
        plain.close()
        part.replace(ledger)
        return
    with ledger.open("r+b") as old:
        part.replace(ledger)
        _sync_folder(ledger)
        _overwrite(old)
        plain.close()


def _last(connection: Any) -> int:
    (last,) = connection.execute("SELECT coalesce(max(position), 0) FROM stored_events").fetchone()
    return int(last)


def _shape(connection: Any) -> list[tuple[str, int]]:
    """Every table, index and trigger as it was made, and how many rows each table has."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    ).fetchall()
    shape = []
    for kind, name, sql in found:
        rows = 0
        if kind == "table":
            (rows,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        shape.append((f"{kind} {name} {sql}", int(rows)))
    return shape


@contextlib.contextmanager
def _part(ledger: Path) -> Iterator[Path]:
    """A file of our own in the ledger's folder; gone afterwards, unless it became the ledger."""
    handle, name = tempfile.mkstemp(dir=ledger.absolute().parent, prefix=".ledger-encrypting-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _overwrite(old: Any) -> None:
    """Zeros over a file that has no name any more."""
    size = old.seek(0, os.SEEK_END)
    old.seek(0)
    for start in range(0, size, _BLOCK):
        old.write(bytes(min(_BLOCK, size - start)))
    old.flush()
    os.fsync(old.fileno())
