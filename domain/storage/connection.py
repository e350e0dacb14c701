"""Connections to a ledger file: SQLCipher's SQLite, durable on every commit, plain or encrypted."""

import os
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from domain.model.refusal import Refused

OLDEST_SQLITE: Final = (3, 51, 3)  # older ones can corrupt a write-ahead log when it is reset
APPLICATION_ID: Final = 0x45784C67  # "ExLg", so that `file` and others know a ledger file
FORMAT: Final = 1  # PRAGMA user_version of the events' tables
BUSY_SECONDS: Final = 20.0


class NotALedger(Refused):
    """The file is not a ledger, or not one that this program can open."""


def connect(path: str, key: bytes | None = None, *, read_only: bool = False) -> Any:
    """A connection in autocommit mode; `key` is the 32-byte data key of an encrypted ledger.

    With `read_only` the file, its log and its folder stay as they are.
    """
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise NotALedger("sqlite_old", path, found=sqlite.sqlite_version)
    address = _reading_address(path) if read_only else path
    connection = sqlite.connect(
        address,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        uri=address != path,
    )
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")  # else REPLACE evades a DELETE trigger
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32768")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    connection.row_factory = sqlite.Row
    return connection


def is_writable(path: Path) -> bool:
    """Whether a ledger there can be written: the file, and its folder for the log beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def log_of(path: Path) -> Path:
    """The write-ahead log beside a database: its latest changes, while it is open."""
    return path.with_name(f"{path.name}-wal")


def _reading_address(path: str) -> str:
    """What to open so that nothing changes (SQLite, "Uniform Resource Identifiers").

    A log with changes is read where it lies and not folded into the file. Without one, a folder
    that cannot be written to takes `immutable`: reading in WAL mode would make files in it.
    """
    file = Path(path)
    log = log_of(file)
    if log.exists() and log.stat().st_size:
        if not is_writable(file) and not file.with_name(f"{file.name}-shm").exists():
            raise NotALedger("folder_read_only", path, log=log.name)
        return f"{file.absolute().as_uri()}?mode=ro"
    return path if is_writable(file) else f"{file.absolute().as_uri()}?immutable=1"
