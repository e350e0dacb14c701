"""Connections to a ledger file: SQLCipher's SQLite, durable on every commit, plain or encrypted."""

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
    """A connection in autocommit mode; `key` is the 32-byte data key of an encrypted ledger."""
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise NotALedger("sqlite_old", path, found=sqlite.sqlite_version)
    connection = sqlite.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
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
