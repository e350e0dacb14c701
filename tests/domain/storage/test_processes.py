"""Real processes on one ledger file: two that write at once, one that is killed while writing."""

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from domain.events import Event, JournalOpened, read_event
from domain.journal import Head, grown, is_signed
from domain.journal import public_key as public_key_of
from domain.ledger import Ledger
from domain.storage.profile import Profile
from tests.domain.helpers import ROOT, HandClock, all_totals, recorded, stored_lines

CHANGES = 40

WRITER = """
import sys
from pathlib import Path
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.storage.profile import Profile

path, folder, changes = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
ledger = Ledger.open(path, Profile.load(folder), operator=sys.argv[4])
print("ready", flush=True)
sys.stdin.readline()
for n in range(changes):
    (event,) = ledger.record(read_draft({"kind": "exchange", "returned": 1, "remarks": str(n)}))
    print(event.id, flush=True)
sys.stdin.readline()
ledger.close()
"""


def writer(ledger: Path, profile: Path, changes: int, name: str) -> "subprocess.Popen[str]":
    """A process that waits for a line, records exchanges, printing each one's id, and waits again
    before it closes the ledger: none is over before another has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(ledger), str(profile), str(changes), name],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def printed(process: "subprocess.Popen[str]", lines: int) -> set[str]:
    assert process.stdout is not None
    return {process.stdout.readline().strip() for _ in range(lines)}


def events_by_journal(ledger: Ledger) -> dict[str, list[Event]]:
    found = defaultdict(list)
    for lines in stored_lines(ledger):
        event = read_event(lines)
        found[event.header.journal].append(event)
    return found


def check_journals(ledger: Ledger, key: str) -> None:
    """Every journal in the file is without gaps and signed throughout."""
    for journal, events in events_by_journal(ledger).items():
        head = Head(journal)
        for event in events:
            assert (event.header.index, event.header.prev) == (head.index + 1, head.id or None)
            head = grown(head, event.stored.split(b"\n")[0])
            assert is_signed(head, event.stored.split(b"\n")[2], key)


def test_two_processes_lose_nothing_and_write_different_journals(
    ledger: Ledger, profile: Profile
) -> None:
    ledger.close()
    both = [writer(ledger.path, profile.folder, CHANGES, name) for name in ("one", "two")]
    for process in both:
        let_go(process)
    acknowledged = [printed(process, CHANGES) for process in both]
    for process in both:
        rest, _ = process.communicate(timeout=60)
        assert (process.returncode, rest) == (0, "")
    again = Ledger.open(ledger.path, profile)
    writers = []
    for name in ("one", "two"):
        theirs = [
            found
            for found in events_by_journal(again).values()
            if any(event.header.by == name for event in found)
        ]
        ids = {event.id for found in theirs for event in found}
        writers.append(ids & (acknowledged[0] | acknowledged[1]))
    assert writers == acknowledged
    check_journals(again, public_key_of(profile.key))
    total = all_totals(again)
    assert (total.events, total.returned) == (2 * CHANGES, 2 * CHANGES)
    again.rebuild()
    assert all_totals(again) == total
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
def test_a_killed_process_loses_nothing_it_acknowledged(
    ledger: Ledger, profile: Profile, clock: HandClock
) -> None:
    ledger.close()
    process = writer(ledger.path, profile.folder, 100_000, "killed")
    let_go(process)
    assert process.stdout is not None
    first = [process.stdout.readline().strip() for _ in range(10)]
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    acknowledged = first + rest.split()[:-1]  # the last line may be cut short

    again = Ledger.open(ledger.path, profile, clock=clock)
    ((journal, events),) = events_by_journal(again).items()
    assert set(acknowledged) <= {event.id for event in events}
    assert all_totals(again).events == len(events) - 2
    recorded(again, returned=1)
    last = events_by_journal(again)
    del last[journal]
    ((_, begun),) = last.items()
    assert isinstance(begun[0].body, JournalOpened)
    continues = begun[0].body.continues
    assert continues is not None
    assert (continues.journal, continues.why) == (journal, "not_closed")
    assert (continues.index, continues.id) == (events[-1].header.index, events[-1].id)
    check_journals(again, public_key_of(profile.key))
    again.close()


def test_a_process_that_reads_sees_what_another_has_just_written(
    ledger: Ledger, profile: Profile
) -> None:
    reader = Ledger.open(ledger.path, profile, read_only=True)
    assert all_totals(reader).events == 0
    recorded(ledger, returned=5)
    assert all_totals(reader).returned == 5
    reader.close()


def test_what_came_in_during_a_command_is_seen_by_it(
    ledger: Ledger, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may write between the moment a command looks and the moment it saves: the
    command is then written again, in view of that."""
    second = Ledger.open(ledger.path, profile, operator="second")
    recorded(second, returned=1)
    save, in_between = ledger.save, [2]

    def after_the_other(*events: object, **options: object) -> object:
        if in_between:
            recorded(second, returned=in_between.pop())
        return save(*events, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "save", after_the_other)
        recorded(ledger, returned=3)
    events = events_by_journal(ledger)
    other = next(j for j, found in events.items() if found[-1].header.by == "second")
    head = events[other][-1]
    (own,) = [found for journal, found in events.items() if journal != other]
    seen = {entry for event in own for entry in event.header.seen}
    assert (other, head.header.index, head.id) in seen
    second.close()
