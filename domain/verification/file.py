"""The file itself: its length, its structure, the definitions of its tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from domain.projections import tables
from domain.storage.connection import FORMAT
from domain.storage.recorder import CREATE as EVENT_TABLES
from domain.verification import reading
from domain.verification.findings import Findings
from domain.verification.reading import DAMAGE

_MAGIC = b"SQLite format 3\0"


def check_length(path: Path, findings: Findings) -> None:
    """Whether the file is as long as its header says (SQLite file format, §1.3.7 and §1.3.8).

    An encrypted file's header cannot be read here, and one with a write-ahead log beside it may
    rightly be shorter.
    """
    with path.open("rb") as file:
        head = file.read(100)
    log = path.with_name(f"{path.name}-wal")
    if len(head) < 100 or not head.startswith(_MAGIC) or (log.exists() and log.stat().st_size):
        return
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    expected = (65536 if page == 1 else page) * pages
    size = path.stat().st_size
    if size < expected:
        findings.add("file_cut", size=size, expected=expected)


def check_structure(connection: Any, findings: Findings) -> None:
    """SQLite's own check of pages, cells and indexes."""
    try:
        rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
    except DAMAGE as error:
        rows = [(str(error),)]
    if rows != [("ok",)]:
        why = "; ".join(str(row[0]).replace("\n", " ") for row in rows)
        findings.add("file_damaged", why=why[:400])


def check_form(connection: Any, findings: Findings) -> None:
    """The form number, and the definition of every table, index and trigger."""
    row = reading.one(connection, "PRAGMA user_version")
    if row != (FORMAT,):
        findings.add("form_differs", found=row[0] if row else "?", expected=FORMAT)
    stated, expected = _definitions(connection), _definitions(fresh())
    for name, words in expected.items():
        if stated.get(name) != words:
            findings.add("schema", name=name)
    for name in stated.keys() - expected.keys():
        if name.startswith(("trigger ", "view ")):
            findings.add("schema", name=name)


def fresh() -> Any:
    """An empty ledger in memory: its events' tables and its projections."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    for statement in (*EVENT_TABLES, *tables.CREATE.split(";")):
        connection.execute(statement)
    return connection


def facts(connection: Any) -> Mapping[str, str]:
    """What the file says of itself: which ledger, which version of the tables."""
    try:
        return dict(connection.execute("SELECT name, value FROM facts").fetchall())
    except DAMAGE:
        return {}


def _definitions(connection: Any) -> dict[str, str]:
    """What is defined, by kind and name, with its words as SQLite keeps them."""
    try:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    except DAMAGE:
        return {}
    return {f"{kind} {name}": " ".join(str(sql or "").split()) for kind, name, sql in rows}
