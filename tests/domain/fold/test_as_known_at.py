"""Tables: rebuilt equals lived, and every earlier position equals a ledger that ends there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, note

from domain.commands import Correction
from domain.events import Event, ExchangeRecorded
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.projections import cell_log, families
from domain.projections.breakdowns import breakdown
from domain.projections.conflicts import conflicts
from domain.projections.exchanges import exchanges
from domain.projections.mediators import mediators
from domain.projections.quality import quality
from domain.projections.reconciliation import reconcile
from domain.projections.totals import ALL, totals
from domain.projections.view import View
from tests.domain.fold.ledgers import (
    BY_STAGE,
    REMAINS,
    answers,
    differences,
    empty_ledger,
    profile,
    rows,
    stored,
)
from tests.domain.fold.oracle import Oracle
from tests.domain.fold.replicas import HISTORIES, History
from tests.domain.fold.searching import LONGEST, Tally, search

pytestmark = pytest.mark.timeout(LONGEST)
FLOORS: Final = {"positions": 15, "conflicts": 0.2, "stages": 0.2, "merged records": 0.2}
FLOORS_OF_TABLES: Final = {
    "conflicts": 0.3,
    "stages": 0.3,
    "merged records": 0.3,
    "changed_unseen": 0.3,
    "claims reproduced": 0.03,
    "claims short": 0.05,
    "claims exceeds": 0.1,
    "claims cannot_be_checked": 0.3,
    "dispositions": 0.05,
    "dispositions reopened": 0.05,
}
ORACLE_MARKS: Final = {
    "changed_unseen",
    "merged_in_circle",
    "parent_does_not_count",
    "stage_in_circle",
    "survivor_missing",
    "survivor_retracted",
}


@pytest.fixture
def small_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few families in memory and a checkpoint every few events, as in a ledger of a million."""
    monkeypatch.setattr(families, "KEPT", 2)
    monkeypatch.setattr(cell_log, "CHECKPOINT_EVERY", 8)


def test_the_tables_follow_every_rule(request: pytest.FixtureRequest) -> None:
    """Exchanges, totals, breakdowns, mediators, claims and conflicts are what an independent
    account says: of what one replica holds, and of all."""
    tally = Tally()

    @search(quick=200, thorough=3_000)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        random = Random(history.data)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name)
            with empty_ledger(path / "a.ledger", profile(path / "p0", 0)) as ledger:
                events = _order_of_arrival(history, random)
                some = random.randrange(1, len(events))
                for part in (events[:some], events[some:]):
                    ledger.receive(part, "a colleague")
                    oracle = Oracle(lines for _, lines in stored(ledger))
                    with ledger.view() as view:
                        _agrees(view, oracle)
        tally.add_history(oracle, history.events)
        for _, status, holding, reopened in oracle.claims().values():
            tally[f"claims {status}"] += 1
            tally["dispositions"] += bool(holding)
            tally["dispositions reopened"] += bool(reopened)

    check()
    tally.report(request, FLOORS_OF_TABLES)


def test_every_position_and_every_rebuild(
    request: pytest.FixtureRequest, small_caches: None
) -> None:
    """One history, four ways: lived in arrivals, one event at a time, looked back on, rebuilt."""
    tally = Tally()

    @search(quick=12, thorough=300)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        with tempfile.TemporaryDirectory() as folder:
            _check(history, Path(folder), tally)

    check()
    tally.report(request, FLOORS)


def _check(history: History, folder: Path, tally: Tally) -> None:
    random = Random(history.data)
    events = _order_of_arrival(history, random)
    tally.add_history(Oracle(event.stored for event in events), history.events)
    lived, single = folder / "lived.ledger", folder / "single.ledger"
    with _live(lived, events, random) as ledger:
        lived_rows = rows(ledger)
        with empty_ledger(single, profile(folder / "p1", 1)) as copy:
            for position, event in enumerate(events, 1):
                copy.receive([event], "a colleague")
                with copy.view() as now, ledger.view(position) as then:
                    assert now.position == then.position == position
                    assert not differences(answers(now), answers(then))
                tally["positions"] += 1
            assert not differences(rows(copy), lived_rows)
        ledger.rebuild()
        assert not differences(rows(ledger), lived_rows)


def _order_of_arrival(history: History, random: Random) -> list[Event]:
    """What one replica saw, in its order, then all the rest."""
    replica = random.choice(history.replicas)
    rest = [event for event in history.events.values() if event.id not in replica.held]
    return [*(replica.held[key] for key in replica.order), *rest]


def _live(path: Path, events: list[Event], random: Random) -> Ledger:
    """A ledger that took the events in as arrivals of several, closed and opened in between."""
    keeper = profile(path.parent / "p0", 0)
    ledger = empty_ledger(path, keeper)
    at = 0
    while at < len(events):
        many = random.choice((1, 1, 2, 3, 5, 8))
        ledger.receive(events[at : at + many], "a colleague")
        at += many
        if random.random() < 0.2:
            ledger.close()
            ledger = Ledger.open(path, keeper)
    return ledger


def _agrees(view: View, oracle: Oracle) -> None:
    """The tables say what the independent account says."""
    shown = {row.id: row for row in exchanges(view)}
    assert shown.keys() == set(oracle.exchanges)
    for key, row in shown.items():
        place = oracle.places[key]
        assert (row.counting, row.part_of) == (place.group, place.parent)
        assert {m for m in row.marks.split() if m in ORACLE_MARKS} == place.marks
        assert row.standing == oracle.standing(key)["is"]
        assert row.conflicts.split() == sorted(n for k, n in oracle.conflicts if k == key)
        assert row.stages == (len(oracle.stages(key)) if place.group == key else 0)
    for policy in (ALL_RETURNS, EXCHANGES, BY_STAGE, REMAINS):
        assert _totals(view, policy) == oracle.totals(policy.kinds, policy.stages)
    people = {
        (row.leg, f"{row.dimension}.{row.category}", row.within): (row.count, row.inexact)
        for row in breakdown(view, ALL_RETURNS)
        if row.period == ALL
    }
    assert people == oracle.breakdown(ALL_RETURNS.kinds)
    helped = {
        row.mediator: (row.exchanges, row.returned, row.notes)
        for row in mediators(view, ALL_RETURNS)
        if row.period == ALL
    }
    assert helped == oracle.mediators(ALL_RETURNS.kinds)
    checked = {
        row.id: (row.computed, row.status, row.disposition, row.reopened) for row in reconcile(view)
    }
    assert checked == oracle.claims()
    unseen = [(row.exchange, row.detail) for row in quality(view) if row.kind == "changed_unseen"]
    assert sorted(unseen) == oracle.unseen_changes()
    rivals = sorted((row.subject, row.field, row.event, row.counts) for row in conflicts(view))
    assert rivals == sorted(
        (*register, head.event, head is oracle.heads[register][-1])
        for register in oracle.conflicts
        for head in oracle.heads[register]
    )


def _totals(view: View, policy: Policy) -> Mapping[str, Mapping[str, int]]:
    measures = (
        "events",
        "returned",
        "handed_over",
        "remains",
        "residual_unknown",
        "inexact",
        "conflicts",
        "changed_unseen",
        "likely_duplicates",
    )
    return {
        row.period: {name: n for name in measures if (n := getattr(row, name))}
        for row in totals(view, policy)
    }


REBUILD = """
import sys
from pathlib import Path
from domain.ledger import Ledger
from domain.storage.profile import Profile
Ledger.open(Path(sys.argv[1]), Profile.load(Path(sys.argv[2]))).rebuild()
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_rebuild_by_another_process_makes_the_same_tables(tmp_path: Path, seed: str) -> None:
    """Sets of words come out in another order there."""
    path, keeper = tmp_path / "a.ledger", profile(tmp_path / "p", 0)
    draft = {
        "kind": "exchange",
        "occurred": "2024-05-01",
        "returned": 20,
        "mediators": ["AE", "TR", "VA", "US", "QA"],
    }
    with empty_ledger(path, keeper) as ledger:
        made = ledger.record(read_draft(draft), "A list")
        exchange = next(event.id for event in made if isinstance(event.body, ExchangeRecorded))
        ledger.correct(
            Correction(exchange, {"occurred": "2023-05-01"}, "correction", "x", "A list")
        )
        lived = rows(ledger)
    subprocess.run(
        [sys.executable, "-c", REBUILD, path, tmp_path / "p"],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    with Ledger.open(path, keeper) as ledger:
        assert not differences(rows(ledger), lived)
