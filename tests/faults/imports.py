"""An import that ends at every single write: the ledger is as before, or complete, and goes on."""

import contextlib
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from domain.events import read_event
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.spreadsheets.incoming.importing import Mapping, carry_out, plan_import, read_file
from domain.storage import recorder
from domain.storage.connection import connect
from domain.storage.profile import Profile
from domain.verification.verify import verify

SHEET = """Date;Returned;Armed Forces;of which Territorial Defence;National Guard;Mediators;Source
2024-01-03;230;130;15;100;AE;https://example.org/1
2024-01-31;207;;;;;https://example.org/2
2024-02-08;100;60;;40;AE, TR;https://example.org/2
2024-06-28;10;;;;VA;
"""
CHANGED = SHEET.replace(";207;", ";208;").replace("2024-02-08;100;60;;40", "2024-02-08;101;61;;40")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN IMMEDIATE", "COMMIT")
REASON = "the sheet was changed"
Hook = Callable[[Any, str], None]  # told the connection and the statement


@dataclass
class Interrupted:
    """What came of them: at which writes an import ended, and what was found afterwards."""

    writes: int = 0
    before: int = 0
    complete: int = 0
    wrong: list[str] = field(default_factory=list)


def interrupt_often(folder: Path, every: int = 1) -> Interrupted:
    """End an import by kill -9, and by an error, at every write of a first and a changed sheet."""
    result = Interrupted()
    empty, filled = folder / "empty", folder / "filled"
    _begin(empty)
    shutil.copytree(empty, filled)
    _import(filled, SHEET)
    for start, text in ((empty, SHEET), (filled, CHANGED)):
        writes = _writes_of(folder, start, text)
        result.writes += writes
        whole = _copy(folder, start)
        _import(whole, text)
        ends = _content(start), _content(whole)
        assert ends[0] != ends[1]
        for n in (*range(1, writes, every), writes, writes + 1):  # the last: after the commit
            for way in (_killed, _failed):
                here = _copy(folder, start)
                way(here, text, n)
                _judge(result, f"{way.__name__} at write {n}", here, text, ends)
    return result


def _judge(
    result: Interrupted, what: str, here: Path, text: str, ends: tuple[Counter[str], Counter[str]]
) -> None:
    found = _content(here)
    result.before += found == ends[0]
    result.complete += found == ends[1]
    if found not in ends:
        result.wrong.append(f"{what}: {found}")
    report = verify(here / "my.ledger")
    if report.findings:
        result.wrong.append(f"{what}: {report.findings}")
    _import(here, text)
    if _content(here) != ends[1]:
        result.wrong.append(f"{what}: importing it again does not complete it")


def _begin(folder: Path) -> None:
    folder.mkdir()
    Ledger.create(folder / "my.ledger", Profile.load(folder / "profile"), name="Test").close()


def _copy(folder: Path, of: Path) -> Path:
    place = folder / "here"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(of, place)
    return place


def _import(folder: Path, text: str, hook: Hook | None = None) -> None:
    """Import a sheet; `hook` is called with each statement once the writing is due."""
    sheet = folder / "exchanges.csv"
    sheet.write_text(text, encoding="utf-8")
    book = read_file(sheet, Mapping())
    hooks: list[Hook] = []

    def traced(*given: Any, **more: Any) -> Any:
        raw = connect(*given, **more)
        raw.set_trace_callback(lambda statement: hooks[0](raw, statement) if hooks else None)
        return raw

    with (
        mock.patch.object(recorder, "connect", traced),
        Ledger.open(folder / "my.ledger", Profile.load(folder / "profile")) as ledger,
    ):
        plan = plan_import(ledger, book)
        hooks += [hook] if hook is not None else []
        try:
            carry_out(ledger, plan, REASON)
        finally:
            hooks.clear()


def _is_write(statement: str) -> bool:
    return statement.lstrip().upper().startswith(_WRITES)


def _writes_of(folder: Path, start: Path, text: str) -> int:
    seen: list[str] = []
    _import(_copy(folder, start), text, lambda _, statement: seen.append(statement))
    return sum(_is_write(statement) for statement in seen)


def _at(n: int, work: Callable[[Any], None]) -> Hook:
    left = [n]

    def hook(raw: Any, statement: str) -> None:
        if _is_write(statement):
            left[0] -= 1
            if left[0] == 0:
                work(raw)

    return hook


def _killed(folder: Path, text: str, n: int) -> None:
    """In a process of its own, which is killed when it is about to write for the nth time."""
    child = os.fork()
    if child == 0:
        try:
            _import(folder, text, _at(n, lambda _: os.kill(os.getpid(), signal.SIGKILL)))
        finally:
            os._exit(1)
    os.waitpid(child, 0)


def _failed(folder: Path, text: str, n: int) -> None:
    """In this process, with the nth write broken off, as by a disk that is full."""
    with contextlib.suppress(Refused):
        _import(folder, text, _at(n, lambda raw: raw.interrupt()))


def _content(folder: Path) -> Counter[str]:
    """How many events of each topic the ledger holds, its journals' own beginnings aside."""
    with (
        Ledger.open(folder / "my.ledger", Profile.load(folder / "profile")) as ledger,
        ledger.view() as view,
    ):
        rows = view.all("SELECT state FROM stored_events ORDER BY position")
        topics = (read_event(row[0]).header.topic for row in rows)
        return Counter(topic for topic in topics if topic != "journal.opened.1")
