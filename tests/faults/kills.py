"""kill -9 at random moments of recording: what was acknowledged is there, and nothing by halves."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from domain.events import Event, read_event
from domain.ledger import Ledger
from domain.storage.profile import Profile
from domain.verification.verify import verify
from tests.faults.sittings import EVENTS

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 0.25  # seconds from the start of a sitting to its end
FRESH_AFTER = 100  # kills of one ledger; then another one begins, so that it stays small


@dataclass
class Kills:
    """What came of them. `lost`: ids acknowledged and not there; `half`: commands of which only
    some events are there."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    slowest_reopening: float = 0.0


class Sitters:
    """The process that forks sittings."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None and process.stdout is not None
        self._in: IO[str] = process.stdin
        self._out: IO[str] = process.stdout

    def begin(
        self, ledger: Path, folder: Path, name: str, commands: int = 0, together: int = 1
    ) -> int:
        """Begin a sitting; returns its process id."""
        self._in.write(f"{ledger}\t{folder}\t{commands}\t{name}\t{together}\n")
        self._in.flush()
        word, pid = self._out.readline().split()
        assert word == "pid"
        return int(pid)

    def end(self) -> list[list[str]]:
        """Once it is over: the ids of every command that it acknowledged."""
        acknowledged = []
        while (line := self._out.readline()) and not line.startswith("end"):
            assert line.endswith("\n")
            acknowledged.append(line.split()[1:])
        return acknowledged


@contextmanager
def sitters() -> Iterator[Sitters]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.sittings"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Sitters(process)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        process.stdout.close()
        process.wait()


def kill_often(folder: Path, kills: int, seed: int) -> Kills:
    """Sittings at one ledger after another, each killed somewhere between opening and the
    thirtieth or so command; after each kill the ledger is opened, read and written."""
    by, result = random.Random(seed), Kills()
    with sitters() as forked:
        while result.kills < kills:
            path = folder / f"{result.kills}.ledger"
            profile = Profile.load(folder / f"profile {result.kills}")
            Ledger.create(path, profile, name="kills").close()
            acknowledged = set[str]()
            for _ in range(min(FRESH_AFTER, kills - result.kills)):
                pid = forked.begin(path, profile.folder, f"sitting {result.kills}")
                time.sleep(by.uniform(0, LONGEST))
                os.kill(pid, signal.SIGKILL)
                for command in forked.end():
                    acknowledged.update(command)
                result.kills += 1
                _reopen(path, profile, acknowledged, result)
            result.acknowledged += len(acknowledged) // EVENTS
            report = verify(path)
            result.unverified += [str(finding) for finding in report.findings]
    return result


def _reopen(path: Path, profile: Profile, acknowledged: set[str], result: Kills) -> None:
    started = time.monotonic()
    with closing(Ledger.open(path, profile)) as ledger:
        ledger.define_category("branch", f"corps_{result.kills}", "Corps", "Корпус")
        result.slowest_reopening = max(result.slowest_reopening, time.monotonic() - started)
        events = _events(ledger)
    result.lost += sorted(acknowledged - {event.id for event in events})
    sizes = Counter((event.header.journal, event.header.act) for event in events)
    recorded = {
        (event.header.journal, event.header.act)
        for event in events
        if event.header.topic == "exchange.recorded.1" or event.header.topic.startswith("source.")
    }
    result.half += [f"{act}: {sizes[act]}" for act in recorded if sizes[act] != EVENTS]


def _events(ledger: Ledger) -> list[Event]:
    with ledger.datastore.transaction(commit=False) as cursor:
        cursor.execute("SELECT state FROM stored_events ORDER BY position")
        return [read_event(row[0]) for row in cursor.fetchall()]
