"""Whatever operators do, in whatever order: nothing recorded is lost or altered afterwards."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import pytest
from eventsourcing.persistence import IntegrityError
from hypothesis import given, note
from hypothesis import strategies as st

from domain.commands import Correction
from domain.events import Event
from domain.journal import Step
from domain.ledger import Ledger
from domain.model.draft import DraftClaim, read_draft
from domain.model.policy import ALL_RETURNS, Policy
from domain.model.refusal import Refused
from domain.projections.conflicts import conflicts
from domain.projections.impact import impact
from domain.projections.totals import totals
from domain.state import fold
from tests.domain.fold.ledgers import (
    Clock,
    answers,
    chance_removed,
    differences,
    empty_ledger,
    events_of,
    everything,
    merge_into,
    profile,
    rows,
    stored,
)
from tests.domain.fold.oracle import Oracle
from tests.domain.fold.replicas import Dice, History
from tests.domain.fold.searching import LONGEST, Tally, search
from tests.domain.fold.test_fold import agrees, truth

pytestmark = pytest.mark.timeout(LONGEST)
FLOORS: Final = {
    "accepted": 6,
    "refused": 3,
    "rehearsed": 0.2,
    "merged in": 1,
    "conflicts": 0.05,
    "reopened": 0.3,
}
YEARS_AND_SPEEDS: Final = ((2025, 3), (2031, 86_400), (2025, 0))
FIELDS: Final = ("returned", "place", "branch.navy", "occurred", "part_of", "handed_over")

T = TypeVar("T")


class Office:
    """Three operators with a file each of one ledger; what they do follows from a few bytes."""

    def __init__(self, data: bytes, folder: Path, tally: Tally) -> None:
        self.dice = Dice(data)
        self.tally = tally
        self.paths = [folder / f"{number}.ledger" for number in range(3)]
        self.profiles = [profile(folder / f"p{number}", number) for number in range(3)]
        for path, keeper in zip(self.paths, self.profiles, strict=True):
            empty_ledger(path, keeper).close()
        self.clocks = [Clock(year, speed) for year, speed in YEARS_AND_SPEEDS]
        self.ledgers = [self._open(number) for number in range(3)]
        self.forms: list[tuple[str, str, tuple[str, ...]]] = []

    def live(self) -> None:
        self.act(self.ledgers[0], record)
        while not self.dice.used_up:
            number = self.dice.roll(3)
            ledger = self.ledgers[number]
            match self.dice.roll(8):
                case 0:
                    self.merge(ledger)
                case 1:
                    self.rehearse(ledger)
                case 2 if self.dice.one_in(3):
                    self.tally["reopened"] += 1
                    before = everything(ledger)
                    ledger.close()
                    self.ledgers[number] = self._open(number)
                    assert everything(self.ledgers[number]) == before
                case _:
                    self.act(ledger, self.dice.pick(COMMANDS))

    def act(self, ledger: Ledger, command: "Command") -> None:
        """Give one command: accepted, it adds its events and no more; refused, it adds nothing."""
        before = everything(ledger)
        recorded = stored(ledger)
        try:
            made = command(self, ledger)
        except Refused as refused:
            assert everything(ledger) == before, f"{refused.code} left something behind"
            self.tally["refused"] += 1
            return
        now = stored(ledger)
        assert now[: len(recorded)] == recorded
        added = [lines for _, lines in now[len(recorded) :]]
        assert added[-len(made) :] == [event.stored for event in made]
        assert len(added) - len(made) in (0, 1)  # a journal opens before its first command
        for event in made:
            registers = [(write.subject, write.field) for write in event.writes()]
            assert len(registers) == len(set(registers)), "one event writes a register twice"
        self.tally["accepted"] += 1

    def rehearse(self, ledger: Ledger) -> None:
        """Look at what a correction would change; then see that it does just that."""
        before = everything(ledger)
        try:
            steps = ledger.plan(self.correction(ledger))
        except Refused:
            steps = []
        if not steps:
            assert everything(ledger) == before
            return
        with ledger.rehearse(steps) as (then, after):
            impact(then, after)
            foreseen = totals(after, ALL_RETURNS)
        assert everything(ledger) == before
        self.tally["rehearsed"] += 1
        if self.dice.one_in(2):
            self.act(ledger, lambda _, it: append(it, steps))
            with ledger.view() as view:
                assert totals(view, ALL_RETURNS) == foreseen

    def merge(self, ledger: Ledger) -> None:
        recorded = stored(ledger)
        other = self.dice.pick(self.ledgers)
        added = merge_into(ledger, other)
        now = stored(ledger)
        assert now[: len(recorded)] == recorded
        assert {lines for _, lines in stored(other)} <= {lines for _, lines in now}
        self.tally["merged in"] += bool(added)
        if self.dice.one_in(4):
            self.receive_twice(ledger, events_of(other))

    def receive_twice(self, ledger: Ledger, held: list[Event]) -> None:
        """Events that are here already are not taken in again, nor is anything beside them."""
        before = everything(ledger)
        if held:
            with pytest.raises(IntegrityError):
                ledger.receive([*held], "a colleague")
        assert everything(ledger) == before

    def finish(self) -> None:
        """Everyone merges with everyone; then all say the same, and a rebuild changes nothing."""
        first = self.ledgers[0]
        for other in self.ledgers[1:]:
            merge_into(first, other)
        expected = Oracle(lines for _, lines in stored(first))
        agrees(fold(events_of(first)), expected)
        self.tally["histories"] += 1
        self.tally["conflicts"] += len(expected.conflicts)
        for other in self.ledgers[1:]:
            merge_into(other, first)
            assert truth(fold(events_of(other))) == truth(fold(events_of(first)))
            with other.view() as one, first.view() as two:
                assert totals(one, ALL_RETURNS) == totals(two, ALL_RETURNS)
        for ledger in self.ledgers:
            lived, said = rows(ledger), self._answers(ledger)
            ledger.rebuild()
            assert not differences(rows(ledger), lived)
            assert not differences(self._answers(ledger), said)
            ledger.close()

    def _answers(self, ledger: Ledger) -> dict[str, object]:
        with ledger.view() as view:
            return answers(view)

    def _open(self, number: int) -> Ledger:
        return Ledger.open(self.paths[number], self.profiles[number], clock=self.clocks[number])

    def usual(self, good: Sequence[T], bad: Sequence[T]) -> T:
        """Mostly a choice that a verb accepts."""
        return self.dice.pick(bad if self.dice.one_in(12) else good)

    # --- what there is to act on -------------------------------------------------------------

    def one(self, ledger: Ledger, kind: str) -> str:
        """The id of something of a kind; at times of another, or of nothing at all."""
        if self.dice.one_in(16):
            return self.dice.pick(("", "ffff", "2024-05-01", "zz"))
        wanted = self.usual((kind,), ("exchange", "note", "claim"))
        with ledger.view() as view:
            known = view.all("SELECT id FROM subjects WHERE kind = ? ORDER BY subject", wanted)
        return str(self.dice.pick(known)[0]) if known else "ffff"

    def correction(self, ledger: Ledger) -> Correction:
        key, name = self.one(ledger, "exchange"), self.dice.pick(FIELDS)
        shown = None
        with ledger.view() as view:
            rivals = conflicts(view)
            subject = view.subject(key)
        settle = bool(rivals) and self.dice.one_in(2)
        if settle:
            rival = self.dice.pick(rivals)
            key, name = rival.subject, rival.field
        elif subject is not None and self.dice.one_in(3):
            self.forms.append((key, name, subject.head_ids(name)))
        elif self.forms and self.dice.one_in(4):
            key, name, heads = self.forms.pop()
            shown = {name: heads}
        values = {name: self.text(ledger, name)}
        if self.dice.one_in(8):
            values["returned.branch.navy"] = "5"  # the long name of branch.navy
        return Correction(
            key,
            values,
            self.usual(("correction", "revision"), ("whim",)),
            self.usual(("misread",), ("",)),
            self.usual(("A list", "A report"), ("",)),
            settle=settle,
            shown=shown,
        )

    def text(self, ledger: Ledger, name: str) -> str:
        if name == "part_of":
            return self.one(ledger, "exchange")
        if name == "occurred":
            return self.usual(("2024-05-01", "2024-05", "2023-02-01"), ("2099-01-01", "yesterday"))
        if name == "place":
            return self.dice.pick(("here", "there", ""))
        return self.usual(("20", "10", "at least 20", "unknown", ""), ("-1", "many"))


Command = Callable[[Office, Ledger], list[Event]]


def append(ledger: Ledger, steps: list[Step]) -> list[Event]:
    return ledger.append(steps)


def record(office: Office, ledger: Ledger) -> list[Event]:
    dice = office.dice
    draft = {
        "kind": office.usual(("exchange", "release", "repatriation_of_remains"), ("party",)),
        "occurred": office.usual(("2024-05-01", "2024-06", "2023-01-02"), ("2099-01-01",)),
        "returned": office.usual((20, 20, 30, None), (-1,)),
        "breakdowns": {"branch": [{"category": dice.pick(("navy", "border_guard")), "count": 10}]},
        "mediators": dice.pick(([], ["AE"], ["AE", "TR"])),
        "claims": [{"measure": "returned_total", "scope": "year:2024", "value": 20}],
    }
    return ledger.record(read_draft(draft), dice.pick(("A list", "A report", None)), "2024-07-01")


COMMANDS: Final[tuple[Command, ...]] = (
    record,
    record,
    record,
    *(lambda office, ledger: ledger.correct(office.correction(ledger)),) * 5,
    lambda office, ledger: ledger.retract(
        office.one(ledger, office.dice.pick(("exchange", "note", "claim"))), "twice", "A list"
    ),
    lambda office, ledger: ledger.reinstate(office.one(ledger, "exchange"), "it did take place"),
    lambda office, ledger: ledger.merge_duplicates(
        office.one(ledger, "exchange"),
        [office.one(ledger, "exchange")] * (1 + office.dice.roll(2)),
        "the same",
    ),
    lambda office, ledger: ledger.note(
        office.one(ledger, "exchange"), office.usual(("AE", "TR"), ("nobody",)), "helped"
    ),
    lambda office, ledger: ledger.claim(
        DraftClaim("returned_total", office.usual(("all", "year:2024"), ("ever",)), 40), "A report"
    ),
    lambda office, ledger: ledger.dispose(
        office.one(ledger, "claim"), office.usual(("rounding", "scope differs"), ("so",)), "why"
    ),
    lambda office, ledger: ledger.open_with(
        "returned_total", office.usual(("all",), ("exchange",)), office.dice.roll(3), "A report"
    ),
    lambda office, ledger: ledger.define_category(
        "branch",
        office.usual(("coast",), ("Coast",)),
        office.dice.pick(("Coast", "Shore")),
        "Узбережжя",
    ),
    lambda office, ledger: ledger.define_policy(
        Policy(
            office.usual(("mine",), ("?",)),
            ("exchange",),
            stages=office.usual(("stage", "exchange"), ("x",)),
        )
    ),
)


def test_no_command_loses_or_alters_what_was_recorded(request: pytest.FixtureRequest) -> None:
    """Bytes are compared after every command, refusal, rehearsal and merge."""
    tally = Tally()

    @search(quick=16, thorough=400)
    @given(st.binary(min_size=480, max_size=480))
    def check(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder, chance_removed():
            office = Office(data, Path(folder), tally)
            office.live()
            note("\n".join(repr(event.body) for event in events_of(office.ledgers[0])))
            office.finish()

    check()
    tally.report(request, FLOORS)


def test_entry_is_off_from_the_arrival_of_a_newer_event(tmp_path: Path) -> None:
    """Also for an operator who was writing when it arrived."""
    history = History(b"")
    newer = history.replicas[0]
    history.record_newer(newer)
    with empty_ledger(tmp_path / "a.ledger", profile(tmp_path / "p", 0)) as ledger:
        ledger.define_category("branch", "coast", "Coast", "Узбережжя")
        ledger.receive(list(newer.held.values()), "a colleague")
        before = everything(ledger)
        with pytest.raises(Refused, match="newer"):
            ledger.define_category("branch", "coast", "Shore", "Узбережжя")
        assert everything(ledger) == before
