"""What a chart draws adds up to what the tables say: at every position, under every policy."""

import tempfile
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from domain.ledger import Ledger
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.model.vocabulary import LEGS
from domain.projections.breakdowns import breakdown
from domain.projections.by_period import (
    Figure,
    PeriodRow,
    PeriodTable,
    _Sums,
    _tree,
    by_period,
    dimensions_stated,
)
from domain.projections.reconciliation import Reconciler
from domain.projections.series import series
from domain.projections.totals import ALL, UNDATED, totals
from domain.projections.view import View
from tests.domain.fold.ledgers import BY_STAGE, CIVILIANS, REMAINS, empty_ledger, profile
from tests.domain.fold.replicas import HISTORIES, History
from tests.domain.fold.searching import LONGEST, Tally, search
from tests.domain.helpers import OTHER, recorded

pytestmark = pytest.mark.timeout(LONGEST)
HANDED: Final = Policy("handed", ("exchange", "release"), leg="handed_over")
WOMEN: Final = Policy("women", ("exchange", "release"), persons="sex.women")
POLICIES: Final = (ALL_RETURNS, EXCHANGES, BY_STAGE, CIVILIANS, REMAINS, HANDED, WOMEN)


def test_points_and_rows_add_up_to_the_totals(request: pytest.FixtureRequest) -> None:
    tally = Tally()

    @search(quick=40, thorough=1_000)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        tally["histories"] += 1
        random = Random(history.data)
        with tempfile.TemporaryDirectory() as folder:
            keeper = profile(Path(folder) / "p", 0)
            with empty_ledger(Path(folder) / "a.ledger", keeper) as ledger:
                ledger.receive(list(history.events.values()), "a colleague")
                last = len(history.events)
                for position in {random.randrange(last), random.randrange(last), last}:
                    with ledger.view(position) as view:
                        _adds_up(view, tally)

    check()
    tally.report(request, {"points": 20, "lines": 10, "residuals": 20})


def _adds_up(view: View, tally: Tally) -> None:
    for policy in POLICIES:
        rows = totals(view, policy)
        points = series(view, policy)
        assert len(points) == rows[-1].events
        assert sum(point.people for point in points) == rows[-1].total
        assert [point.to_date for point in points[-1:]] == [rows[-1].total][: len(points)]
        for row in rows[:-1]:
            year = "" if row.period == UNDATED else row.period
            of_year = [p.people for p in points if p.first_day[:4] == year]
            assert (len(of_year), sum(of_year)) == (row.events, row.total)
        tally["points"] += len(points)
        for leg in LEGS:
            for dimension in dimensions_stated(view, policy, leg):
                _table_adds_up(view, policy, by_period(view, policy, dimension, leg), tally)


def _table_adds_up(view: View, policy: Policy, table: PeriodTable, tally: Tally) -> None:
    """Each line of the breakdown is in the table once; a partition's rows come to its total."""
    lines = [line for row in table.rows for line in flat(row) if line.kind == "line"]
    shown = sorted(
        (line.line, period, figure.count, figure.inexact)
        for line in lines
        for period, figure in line.figures.items()
    )
    assert shown == sorted(
        (f"{row.dimension}.{row.category}", row.period, row.count, row.inexact)
        for row in breakdown(view, policy, table.dimension)
        if row.leg == table.leg
    )
    (total,) = table.of_kind("total")
    if policy.persons == "all" and table.leg != "remains":
        for row in totals(view, policy):
            assert total.figure(row.period).count == getattr(row, table.leg)
    residuals = table.of_kind("residual")
    assert bool(residuals) == (table.mode == "partition")
    for period in table.periods if residuals else ():
        parts = [*table.of_kind("line"), *table.of_kind("beside"), *residuals]
        whole = total.figure(period).count
        assert sum(row.figure(period).count for row in parts) == whole
        tally["residuals"] += 1
    tally["lines"] += len(lines)


CODES: Final = st.sampled_from(["a.one", "a.two", "a.three", "b.other"])


@settings(deadline=None)
@given(st.dictionaries(st.tuples(CODES, CODES | st.just("")), st.integers(0, 9)))
def test_every_line_is_in_the_tree_once(stated: dict[tuple[str, str], int]) -> None:
    """However the statements nest their lines, in circles too, and across dimensions."""
    lines = {}
    for key, n in stated.items():
        lines[key] = _Sums()
        lines[key].add("2024", n, inexact=False)
    rows = list(_tree(lines, ["a.two", "a.one"]))
    shown = [row for top in rows for row in flat(top) if row.kind == "line"]
    found = sorted((row.line, row.figure(ALL).count) for row in shown)
    assert found == sorted((line, n) for (line, _), n in stated.items())
    top = sum(row.figure(ALL).count for row in rows if row.kind == "line")
    assert top == sum(n for (_, within), n in stated.items() if not within)


def flat(row: PeriodRow) -> list[PeriodRow]:
    return [row, *(line for child in row.children for line in flat(child))]


def test_a_point_keeps_what_is_not_exact_and_the_undated_come_last(ledger: Ledger) -> None:
    for day, returned in ((None, 5), ("2024-05-01", {"at_least": 200}), ("2023-05-01", None)):
        recorded(ledger, occurred=day, returned=returned)
    with ledger.view() as view:
        found = [(p.occurred, p.people, p.is_exact, p.to_date) for p in series(view, ALL_RETURNS)]
    assert found == [
        ("2023-05-01", 0, False, 0),
        ("2024-05-01", 200, False, 200),
        ("", 5, True, 205),
    ]


def test_a_line_of_the_stages_counts_for_a_claim_too(ledger: Ledger) -> None:
    """Where the parent says nothing of a dimension, its stages do."""
    whole = recorded(ledger, returned=30)
    for n, women in enumerate((5, 7)):
        lines = {"sex": [{"category": "women", "count": women}]}
        source = f"https://example.org/{n}"
        recorded(ledger, source, returned=15, part_of=whole, breakdowns=lines)
    with ledger.view() as view:
        assert [point.people for point in series(view, WOMEN)] == [12]
        assert Reconciler(view).series(WOMEN, "returned").people == [0, 12]


def test_nesting_differs_from_statement_to_statement(ledger: Ledger) -> None:
    inside = [
        {"category": "armed_forces", "count": 87},
        {"category": "territorial_defence", "count": 17, "within": "armed_forces"},
        {"category": "navy", "count": 24},
    ]
    beside = [
        {"category": "armed_forces", "count": 95},
        {"category": "territorial_defence", "count": {"about": 29}},
    ]
    two = [{"category": "civilian", "count": 2}]
    recorded(
        ledger,
        occurred="2024-12-30",
        returned=120,
        breakdowns={"branch": inside, "status": two},
    )
    recorded(ledger, OTHER, occurred="2023-01-31", returned=207, breakdowns={"branch": beside})
    with ledger.view() as view:
        table = by_period(view, ALL_RETURNS, "branch")
    assert table.periods == ("2023", "2024", ALL)
    shown = {row.line or row.kind: row for row in table.rows}
    assert [(row.kind, row.line) for row in table.rows] == [
        ("line", "branch.armed_forces"),
        ("line", "branch.territorial_defence"),
        ("line", "branch.navy"),
        ("beside", "status.civilian"),
        ("residual", ""),
        ("total", ""),
    ]
    (nested,) = shown["branch.armed_forces"].children
    assert (nested.line, nested.figure("2024")) == ("branch.territorial_defence", Figure(17, 0))
    assert shown["residual"].figure("2024") == Figure(120 - 87 - 24 - 2, 0)
    assert shown["residual"].figure("2023") == Figure(207 - 95 - 29, 1)


def test_highlights_have_nothing_left_open(ledger: Ledger) -> None:
    recorded(ledger, returned=9, breakdowns={"sector": [{"category": "azov", "count": 4}]})
    with ledger.view() as view:
        assert dimensions_stated(view, ALL_RETURNS) == ["sector"]
        table = by_period(view, ALL_RETURNS, "sector")
    assert table.mode == "highlight"
    assert [row.kind for row in table.rows] == ["line", "total"]
