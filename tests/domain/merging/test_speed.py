"""How long merging takes: beside rebuilding the same events, and a year of one person's work."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from nacl.signing import SigningKey

from domain import events as e
from domain.events import Event
from domain.journal import Author, Head, public_key, write
from domain.ledger import Ledger
from domain.merging.files import join_file, merge_file
from domain.merging.shared import merge_shared
from tests.domain.merging.ledgers import NOW, begin, copy_of, profile, said
from tests.domain.merging.server import Server, why_not

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
TEXT: Final = "Сьогодні вдалося повернути додому наших людей. " * 4


def work(ledger: str, size: int) -> Iterator[Event]:
    """What one device records: sources, exchanges with their lines, and corrections of them."""
    key = SigningKey(b"\5" * 32)
    head = Head(str(UUID(int=size)))
    opened = e.JournalOpened(
        salt="", ledger=ledger, key=public_key(key), device=head.journal, language="uk"
    )
    made, head = write(head, [opened], key, Author("Ihor", NOW))
    yield from made
    count = 1
    while count < size:
        day = f"20{14 + count % 11}-{1 + count % 12:02}-{1 + count % 28:02}"
        lines = {
            f"branch.{name}": {"count": n, "within": None}
            for n, name in enumerate(("armed_forces", "navy", "border_guard"), 30)
        }
        fields = {"kind": "exchange", "occurred": day, "returned": 93, **lines}
        source = e.SourceRecorded(salt="", fields={"title": f"{count}", "text": TEXT})
        (first,), head = write(head, [source], key, Author("Ihor", NOW))
        record = e.ExchangeRecorded(salt="", fields=fields, source=first.id)
        (second,), head = write(head, [record], key, Author("Ihor", NOW))
        yield from (first, second)
        last = second.id
        for n in range(8):
            change = e.Change("returned", 93, 94 + n, (last,))
            body = e.ExchangeChanged(
                salt="",
                subject=second.id,
                changes=(change,),
                kind="correction",
                reason="misread",
                source=first.id,
            )
            (event,), head = write(head, [body], key, Author("Ihor", NOW))
            last = event.id
            yield event
        count += 10


def stick(folder: Path, ours: Ledger, size: int) -> Path:
    """Another file of our ledger, with that many events that ours lacks."""
    theirs = join_file(folder / "Ihor.ledger", profile(folder, "Ihor"), ours.path)
    theirs.receive(list(work(ours.id, size)), "")
    path = copy_of(theirs, "stick")
    theirs.close()
    return path


def test_merging_beside_rebuilding(tmp_path: Path) -> None:
    ours = begin(tmp_path)
    path = stick(tmp_path, ours, 100_000)
    started = time.perf_counter()
    report = merge_file(ours, path)
    merged = time.perf_counter() - started
    before = said(ours)
    started = time.perf_counter()
    ours.rebuild()
    rebuilt = time.perf_counter() - started
    assert said(ours) == before
    print(
        f"{report.events:,} foreign events: merged in {merged:.1f} s, rebuilt in {rebuilt:.1f} s "
        f"(× {merged / rebuilt:.2f})"
    )
    assert merged <= 2 * rebuilt
    ours.close()


def test_a_year_of_one_persons_work(tmp_path: Path) -> None:
    ours = begin(tmp_path)
    merge_file(ours, stick(tmp_path, ours, 20_000))
    (tmp_path / "year").mkdir()
    path = stick(tmp_path / "year", ours, 2_000)
    started = time.perf_counter()
    report = merge_file(ours, path)
    seconds = time.perf_counter() - started
    print(f"{report.events:,} events into 20,000: {seconds:.2f} s")
    assert seconds < 2
    ours.close()


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "a server can be started")
def test_filling_an_empty_database(tmp_path: Path) -> None:
    server = Server()
    try:
        server.set_up("team", ["olena"])
        ours = begin(tmp_path)
        merge_file(ours, stick(tmp_path, ours, 100_000))
        started = time.perf_counter()
        report = merge_shared(ours, server.address("olena", "team"))
        pushed = time.perf_counter() - started
        server.execute("CREATE TABLE bare (LIKE stored_events)", database="team")
        server.execute(f"COPY stored_events TO '{server.folder}/bare.copy'", database="team")
        started = time.perf_counter()
        server.execute(f"COPY bare FROM '{server.folder}/bare.copy'", database="team")
        copied = time.perf_counter() - started
        print(
            f"{report.sent:,} events pushed in {pushed:.1f} s ({report.sent / pushed:,.0f} a "
            f"second), bare COPY in {copied:.1f} s (× {pushed / copied:.1f})"
        )
        ours.close()
    finally:
        server.remove()
