"""Lives of a ledger on two machines, searched for a journal written twice from one index.

Each life is a run of sittings, crashes, copies put back, files carried to the other machine and
profiles carried along. What two copies of a ledger wrote at one place of one journal must be one
and the same event. Not among these lives is a machine put back as a whole, its profile and its
ledger both older: no file can know that this happened.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from domain.events import JournalOpened, read_event
from domain.journal import Head
from domain.ledger import Ledger
from domain.storage import profile as profiles
from domain.storage.profile import Profile
from tests.domain.helpers import MEMORY, HandClock, stored_lines

MACHINES = st.sampled_from(["desk", "laptop"])
ENDS = st.sampled_from(["stay", "close", "crash"])
COPIES = st.sampled_from(
    ["back up", "put back", "put back", "carry over", "carry over with the profile"]
)
LIVES = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
SEARCH_ONLY = settings(LIVES, phases=(Phase.generate,), max_examples=150)

met: Counter[str] = Counter()


class Forked(AssertionError):
    """Two different events at one place of one journal."""


class Lives(RuleBasedStateMachine):
    """One ledger file on each of two machines; backups of both; one profile on each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.clock = HandClock()
        self.open: dict[str, Ledger] = {}
        self.written: dict[tuple[str, int], str] = {}
        self.machine = "desk"
        self.backups: list[Path] = []
        self.names = 0
        self.patch = patch.object(profiles, "machine", lambda: self.machine)
        self.patch.start()

    def teardown(self) -> None:
        for machine in list(self.open):
            self.crash(machine)
        self.patch.stop()
        shutil.rmtree(self.folder)

    def file(self, machine: str) -> Path:
        return self.folder / f"{machine}.ledger"

    def profile(self, machine: str) -> Path:
        return self.folder / f"{machine}.profile"

    @initialize()
    def begin(self) -> None:
        Ledger.create(self.file("desk"), Profile.load(self.profile("desk"))).close()
        shutil.copy(self.file("desk"), self.file("laptop"))
        Profile.load(self.profile("laptop"))

    # --- what happens ------------------------------------------------------------------------

    @rule(machine=MACHINES, changes=st.integers(1, 3), end=ENDS)
    def write(self, machine: str, changes: int, end: str) -> None:
        self.machine = machine
        if machine not in self.open:
            profile = Profile.load(self.profile(machine))
            self.open[machine] = Ledger.open(self.file(machine), profile, clock=self.clock)
        for _ in range(changes):
            self.names += 1
            self.open[machine].rename(f"name {self.names}")
        self.look(machine)
        if end == "close":
            self.close(machine)
        elif end == "crash":
            self.crash(machine)

    def close(self, machine: str) -> None:
        self.machine = machine
        if machine in self.open:
            self.open.pop(machine).close()
            met["closed"] += 1

    def crash(self, machine: str) -> None:
        if machine in self.open:
            ledger = self.open.pop(machine)
            sitting, ledger._sitting = ledger._sitting, None
            if sitting is not None:
                sitting.lock.release()  # as the system does for a process that is gone
            ledger.close()
            met["crashed"] += 1

    @rule(machine=MACHINES, how=COPIES, which=st.integers(0, 3))
    def copy(self, machine: str, how: str, which: int) -> None:
        """Copies are made of closed files, as people make them."""
        self.close(machine)
        if how == "back up":
            self.backups.append(self.folder / f"backup {len(self.backups)}")
            shutil.copy(self.file(machine), self.backups[-1])
        elif how == "put back" and self.backups:
            shutil.copy(self.backups[-1 - which % len(self.backups)], self.file(machine))
        elif how == "carry over":
            self.carry_over(machine, "laptop" if machine == "desk" else "desk")
        elif how == "carry over with the profile":
            self.carry_over("desk", "laptop")
            shutil.rmtree(self.profile("laptop"))
            shutil.copytree(self.profile("desk"), self.profile("laptop"))
        met[how] += 1

    def carry_over(self, machine: str, to: str) -> None:
        self.close(machine)
        self.close(to)
        shutil.copy(self.file(machine), self.file(to))

    # --- what must hold ----------------------------------------------------------------------

    def look(self, machine: str) -> None:
        events = [read_event(lines) for lines in stored_lines(self.open[machine])]
        here = {(event.header.journal, event.header.index): event.id for event in events}
        assert len(here) == len(events)
        for event in events:
            place = (event.header.journal, event.header.index)
            if self.written.setdefault(place, event.id) != event.id:
                raise Forked(place)
            before = here.get((event.header.journal, event.header.index - 1))
            assert event.header.prev == before
            if isinstance(event.body, JournalOpened) and event.body.continues:
                known = event.body.continues
                assert here[(known.journal, known.index)] == known.id
                assert known.why in ("not_closed", "behind", "other_machine", "in_use")
        head = events[-1]
        if head.header.index > 1:
            met["journals continued"] += 1
        elif isinstance(head.body, JournalOpened):
            raise AssertionError("a sitting must not end on its opening")
        opened = next(
            event.body
            for event in events
            if isinstance(event.body, JournalOpened) and event.header.journal == head.header.journal
        )
        if opened.continues:
            met[opened.continues.why] += 1


def test_no_journal_is_ever_written_twice_from_one_index() -> None:
    met.clear()
    run_state_machine_as_test(Lives, settings=LIVES)
    print(f"\nlives of a ledger: {dict(met)}")
    for what in ("closed", "crashed", "put back", "carry over with the profile"):
        assert met[what] > 20, what
    for why in ("not_closed", "behind", "other_machine"):
        assert met[why] > 10, why


def closed_is_enough(_: Profile, mark: Mapping[str, Any], head: Head) -> str:
    return "" if mark["machine"] == profiles.machine() and mark["state"] == "closed" else "behind"


def at_the_head_is_enough(_: Profile, mark: Mapping[str, Any], head: Head) -> str:
    is_here = mark["machine"] == profiles.machine()
    return "" if is_here and mark["index"] <= head.index else "behind"


def any_machine(_: Profile, mark: Mapping[str, Any], head: Head) -> str:
    is_at_head = (mark["index"], mark["id"]) == (head.index, head.id)
    return "" if mark["state"] == "closed" and is_at_head else "behind"


@pytest.mark.parametrize("rule", [closed_is_enough, at_the_head_is_enough, any_machine])
def test_each_part_of_the_rule_is_needed(rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search finds the fork that each weaker rule allows; else it would prove nothing."""
    monkeypatch.setattr(Profile, "_why_not", rule)
    with pytest.raises(Forked):
        run_state_machine_as_test(Lives, settings=SEARCH_ONLY)
