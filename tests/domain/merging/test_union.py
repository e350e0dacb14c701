"""Any histories, merged in any order and as often as you like, make the same ledger everywhere."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.commands import Correction
from domain.ledger import Ledger
from domain.merging.files import merge_file
from domain.merging.report import open_conflicts
from domain.model.draft import DraftClaim
from domain.model.policy import Policy
from domain.model.refusal import Refused
from domain.projections.conflicts import conflicts
from domain.projections.exchanges import exchanges
from domain.projections.mediators import notes
from domain.projections.reconciliation import reconcile
from tests.domain.merging.ledgers import (
    FAST,
    SOURCE,
    begin,
    converge,
    copy_of,
    drafted,
    ids,
    join,
    lines,
    said,
)

YEARS = (0, 10, -10, 3, -7)
DAYS = ("2013-06-01", "2013-06-01", "2013-06-02", "2013-07", "2012-12-31")
NAMES = ("Olena", "Ihor", "Nadiia", "Taras", "Marko")

Action = Callable[["Team", Ledger, Random], Any]


class Team:
    """Some people's files of one ledger, made and changed by the ledger's own verbs."""

    def __init__(self, folder: Path, size: int) -> None:
        first = begin(folder, NAMES[0], years=YEARS[0])
        record(self, first, Random(1))
        self.ledgers = [first]
        self.count: Counter[str] = Counter()
        for number in range(1, size):
            self.ledgers.append(join(folder, NAMES[number], first, years=YEARS[number]))

    def act(self, who: int, action: Action, seed: int) -> None:
        with suppress(Refused):
            action(self, self.ledgers[who % len(self.ledgers)], Random(seed))
            self.count[action.__name__] += 1

    def close(self) -> None:
        for ledger in self.ledgers:
            ledger.close()


@contextmanager
def team(size: int, steps: list[tuple[int, Action, int]]) -> Iterator[Team]:
    with TemporaryDirectory(dir=FAST) as folder:
        made = Team(Path(folder), size)
        try:
            for step in steps:
                made.act(*step)
            yield made
        finally:
            made.close()


# --- what they do --------------------------------------------------------------------------------


def _exchange(ledger: Ledger, random: Random) -> str:
    """Mostly one of the first two recorded, so that people meet."""
    with ledger.view() as view:
        found = view.all("SELECT id FROM subjects WHERE kind = 'exchange' ORDER BY subject")
    return str(random.choice(found[: random.choice((1, 2, len(found)))])[0])


def record(team: Team, ledger: Ledger, random: Random) -> None:
    facts: dict[str, Any] = {"occurred": random.choice(DAYS), "returned": random.choice((10, 20))}
    facts["breakdowns"] = {"branch": [{"category": "navy", "count": random.randrange(10)}]}
    facts["mediators"] = random.sample(("AE", "TR"), random.randrange(3))
    if random.random() < 0.3:
        facts["part_of"] = _exchange(ledger, random)
    if random.random() < 0.5:
        scope = random.choice(("all", "year:2013"))
        value = random.randrange(100)
        facts["claims"] = [{"measure": "returned_total", "scope": scope, "value": value}]
    ledger.record(drafted(**facts), SOURCE)


def correct(team: Team, ledger: Ledger, random: Random) -> None:
    values = random.choice(
        (
            {"returned": str(random.randrange(10, 14))},
            {"place": random.choice(("Sumy", "Chernihiv"))},
            {"branch.navy": str(random.randrange(10)), "occurred": random.choice(DAYS)},
            {"part_of": _exchange(ledger, random)},
            {"kind": random.choice(("release", "exchange"))},
        )
    )
    kind = random.choice(("correction", "revision"))
    ledger.correct(Correction(_exchange(ledger, random), values, kind, "misread", SOURCE))


def quarrel(team: Team, ledger: Ledger, random: Random) -> None:
    """Two people correct one field apart."""
    found = _exchange(ledger, random)
    for number, one in enumerate((ledger, random.choice(team.ledgers))):
        values = {"returned": str(random.randrange(100) + 100 * number)}
        with suppress(Refused):
            one.correct(Correction(found, values, "correction", "misread", SOURCE))


def settle(team: Team, ledger: Ledger, random: Random) -> None:
    """Bring somebody's work in, then settle a conflict by naming every value."""
    for other in random.sample(team.ledgers, 2):
        merge_file(ledger, other.path)
    with ledger.view() as view:
        rivals = [row for row in conflicts(view) if row.record == "exchange"]
    if not rivals:
        raise Refused("settle_not")
    row = random.choice([row for row in rivals if row.field != "standing"] or rivals)
    words = {row.field: row.value}
    ledger.correct(Correction(row.subject, words, "correction", "asked them", SOURCE, settle=True))


def retract(team: Team, ledger: Ledger, random: Random) -> None:
    ledger.retract(_exchange(ledger, random), "not so")


def reinstate(team: Team, ledger: Ledger, random: Random) -> None:
    with ledger.view() as view:
        gone = [row.id for row in exchanges(view) if row.standing != "counts"]
    if not gone:
        raise Refused("standing_not", subject="", standing="")
    ledger.reinstate(random.choice(gone), "it was so")


def merge_duplicates(team: Team, ledger: Ledger, random: Random) -> None:
    with ledger.view() as view:
        found = [row.id for row in exchanges(view) if row.standing in ("counts", "reinstated")]
    if len(found) < 2:
        raise Refused("merge_itself")
    survivor, duplicate = random.sample(found, 2)
    ledger.merge_duplicates(survivor, [duplicate], "the same")


def note(team: Team, ledger: Ledger, random: Random) -> None:
    ledger.note(_exchange(ledger, random), random.choice(("AE", "TR", "VA")), "helped")


def correct_note(team: Team, ledger: Ledger, random: Random) -> None:
    with ledger.view() as view:
        found = [row.id for row in notes(view)]
    if not found:
        raise Refused("not_found", text="")
    values = {"mediator": random.choice(("SA", "QA", "ICRC"))}
    ledger.correct(Correction(random.choice(found), values, "correction", "misread", SOURCE))


def claim(team: Team, ledger: Ledger, random: Random) -> None:
    ledger.claim(DraftClaim("returned_total", "all", random.randrange(50)), SOURCE)


def dispose(team: Team, ledger: Ledger, random: Random) -> None:
    with ledger.view() as view:
        found = [row.id for row in reconcile(view)]
    if not found:
        raise Refused("not_found", text="")
    way = random.choice(("unexplained", "source_error"))
    ledger.dispose(random.choice(found), way, "looked into it")


def define(team: Team, ledger: Ledger, random: Random) -> None:
    if random.random() < 0.5:
        ledger.open_with("returned_total", "all", random.randrange(9), SOURCE)
    else:
        leg = random.choice(("returned", "both"))
        ledger.define_policy(Policy("mine", ("exchange",), leg=leg))


def merge(team: Team, ledger: Ledger, random: Random) -> None:
    other = random.choice(team.ledgers)
    before = ids([ledger])
    foreseen = merge_file(ledger, other.path, dry_run=True)
    assert ids([ledger]) == before
    assert merge_file(ledger, other.path) == foreseen


def sit_down_again(team: Team, ledger: Ledger, random: Random) -> None:
    """Close the ledger and open it: its journal goes on."""
    place = team.ledgers.index(ledger)
    ledger.close()
    again = Ledger.open(ledger.path, ledger.profile, clock=ledger.clock)
    team.ledgers[place] = again


ACTIONS: tuple[Action, ...] = (
    *(
        record,
        correct,
        correct,
        correct,
        correct,
        settle,
        settle,
        settle,
        retract,
        reinstate,
        merge_duplicates,
    ),
    *(note, correct_note, claim, dispose, define, merge, merge, merge, merge, sit_down_again),
)
HISTORIES = {"seed": st.integers(0, 2**32), "length": st.integers(40, 70)}


# --- what must hold ------------------------------------------------------------------------------


def check(made: Team, order: Random) -> None:
    """Two files merged in any order, in any grouping, twice: the same; and so for all of them."""
    everything = ids(made.ledgers)
    one, two, three = order.sample(made.ledgers, 3)
    grouped = []
    for first, second, third in itertools.islice(
        itertools.permutations((one, two, three)), 0, 6, 2
    ):
        left = Ledger.open(copy_of(first, "left"), first.profile)
        right = Ledger.open(copy_of(second, "right"), second.profile)
        if order.random() < 0.5:  # (first ∪ second) ∪ third
            merge_file(left, second.path)
            merge_file(left, third.path)
        else:  # first ∪ (second ∪ third)
            merge_file(right, third.path)
            merge_file(left, right.path)
        assert merge_file(left, third.path).events == 0
        assert ids([left]) == ids([one, two, three])
        grouped.append(said(left))
        for ledger in (left, right):
            ledger.close()
            ledger.path.unlink()
    assert grouped[0] == grouped[1] == grouped[2]

    converge(order.sample(made.ledgers, len(made.ledgers)))
    expected = said(made.ledgers[0])
    for ledger in made.ledgers:
        assert ids([ledger]) == everything
        assert len(lines(ledger)) == len(everything)
        assert said(ledger) == expected
    with made.ledgers[0].view() as view:
        made.count["conflicts"] += open_conflicts(view)
    made.count["events"] += len(everything)


def search(histories: int, request: pytest.FixtureRequest) -> None:
    total: Counter[str] = Counter()

    @settings(
        max_examples=histories,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(**HISTORIES)
    def run(seed: int, length: int) -> None:
        random = Random(seed)
        size = random.choice((3, 4, 5))
        steps = [
            (random.randrange(size), random.choice(ACTIONS), random.randrange(2**16))
            for _ in range(length)
        ]
        with team(size, steps) as made:
            check(made, random)
        total.update(made.count, histories=1)

    run()
    words = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in sorted(total.items()))
    request.node.user_properties.append(("exercised", words))
    print(words)
    for name in ("conflicts", "settle", "merge", "retract", "merge_duplicates"):
        assert total[name] >= histories / 8, f"the histories hardly exercise {name}: {words}"


def test_the_same_ledger_everywhere(request: pytest.FixtureRequest) -> None:
    search(30, request)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_the_same_ledger_everywhere_thoroughly(request: pytest.FixtureRequest) -> None:
    search(1500, request)


def test_a_rebuilt_ledger_says_what_a_merged_one_says(tmp_path: Path) -> None:
    steps = [(n, action, 31 * n) for n, action in enumerate(ACTIONS * 3)]
    made = Team(tmp_path, 4)
    for step in steps:
        made.act(*step)
    converge(made.ledgers)
    for ledger in made.ledgers:
        before = said(ledger)
        ledger.rebuild()
        assert said(ledger) == before
    made.close()
