"""Totals by example: what each policy counts, stages once, duplicates and unknowns said so."""

from typing import Any

import pytest

from domain.ledger import Ledger
from domain.model.policy import Policy
from domain.projections.breakdowns import breakdown
from domain.projections.exchanges import exchanges
from domain.projections.mediators import mediators, notes
from domain.projections.totals import TotalsRow, totals
from tests.domain.helpers import OTHER, all_totals, corrected, recorded, row_of


def by_period(ledger: Ledger, policy: str = "all-returns") -> dict[str, TotalsRow]:
    with ledger.view() as view:
        return {row.period: row for row in totals(view, view.policy(policy))}


def test_an_empty_ledger_has_a_total_of_nothing(ledger: Ledger) -> None:
    with ledger.view() as view:
        assert totals(view, view.policy("all-returns")) == [
            TotalsRow("all", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        ]


@pytest.fixture
def three_kinds(ledger: Ledger) -> Ledger:
    recorded(ledger, occurred="2023-05-01", returned=40, handed_over=30)
    recorded(ledger, occurred="2024-05-01", returned=189, handed_over=150)
    recorded(ledger, occurred="2024-06-28", kind="release", returned=10)
    recorded(ledger, occurred="2024-07-01", kind="repatriation_of_remains", remains=62)
    recorded(ledger, occurred=None, returned=5)
    return ledger


def test_a_policy_counts_its_kinds_and_never_remains_with_the_living(three_kinds: Ledger) -> None:
    assert {period: row.returned for period, row in by_period(three_kinds).items()} == {
        "2023": 40,
        "2024": 199,
        "undated": 5,
        "all": 244,
    }
    every = by_period(three_kinds)["2024"]
    assert (every.events, every.handed_over, every.remains, every.total) == (2, 150, 62, 199)
    numbered = by_period(three_kinds, "exchanges")["2024"]
    assert (numbered.events, numbered.returned, numbered.remains) == (1, 189, 62)


def test_periods_come_in_order_and_the_whole_comes_last(three_kinds: Ledger) -> None:
    assert list(by_period(three_kinds)) == ["2023", "2024", "undated", "all"]


def test_a_policys_own_total_adds_its_legs(three_kinds: Ledger) -> None:
    three_kinds.define_policy(Policy("both", ("exchange", "release"), leg="both"))
    three_kinds.define_policy(Policy("given", ("exchange",), leg="handed_over"))
    assert by_period(three_kinds, "both")["2024"].total == 199 + 150
    assert by_period(three_kinds, "given")["2024"].total == 150


def test_a_policy_may_count_one_kind_of_people(ledger: Ledger) -> None:
    recorded(ledger, returned=189, breakdowns={"status": [{"category": "civilian", "count": 2}]})
    recorded(ledger, OTHER, returned=10)
    ledger.define_policy(Policy("civilians", ("exchange",), "status.civilian"))
    assert by_period(ledger, "civilians")["all"].returned == 2


def test_what_is_not_known_is_counted_as_not_known(ledger: Ledger) -> None:
    for returned in (None, "unknown", {"at_least": 200}, {"about": 50}, 7):
        recorded(ledger, returned=returned)
    row = all_totals(ledger)
    assert (row.events, row.returned, row.residual_unknown, row.inexact) == (5, 257, 2, 2)


def test_remains_do_not_owe_a_number_of_returned(ledger: Ledger) -> None:
    recorded(ledger, kind="repatriation_of_remains", remains=62)
    assert all_totals(ledger).residual_unknown == 0


# --- stages --------------------------------------------------------------------------------------


def staged(ledger: Ledger, parent: Any, *stages: Any) -> str:
    ledger.define_policy(Policy("stages", ("exchange", "release"), stages="stage"))
    whole = recorded(ledger, occurred="2024-10-18", returned=parent)
    for n, returned in enumerate(stages):
        source = f"https://example.org/stage-{n}"
        recorded(ledger, source, occurred="2024-10-19", returned=returned, part_of=whole)
    return whole


def test_stages_count_once_by_the_parents_count_where_it_is_stated(ledger: Ledger) -> None:
    staged(ledger, 95, 50, 40)
    assert (all_totals(ledger).events, all_totals(ledger).returned) == (1, 95)
    assert (all_totals(ledger, "stages").events, all_totals(ledger, "stages").returned) == (2, 90)


def test_stages_count_once_by_their_sum_where_the_parent_states_none(ledger: Ledger) -> None:
    staged(ledger, None, 50, 40)
    row = all_totals(ledger)
    assert (row.events, row.returned, row.residual_unknown) == (1, 90, 0)
    assert all_totals(ledger, "stages").returned == 90


def test_a_sum_with_an_unknown_stage_is_a_least_figure(ledger: Ledger) -> None:
    staged(ledger, None, 50, None)
    row = all_totals(ledger)
    assert (row.returned, row.inexact) == (50, 1)
    row = all_totals(ledger, "stages")
    assert (row.events, row.returned, row.residual_unknown) == (2, 50, 1)


def test_a_stage_that_is_taken_out_counts_by_itself(ledger: Ledger) -> None:
    whole = staged(ledger, None, 50, 40)
    with ledger.view() as view:
        stage = next(row.id for row in exchanges(view) if row.returned == 40)
    corrected(ledger, stage, part_of="")
    assert (all_totals(ledger).events, all_totals(ledger).returned) == (2, 90)
    ledger.retract(stage, "never happened")
    assert (all_totals(ledger).events, all_totals(ledger).returned) == (1, 50)
    ledger.retract(whole, "never happened")
    row = all_totals(ledger)
    assert (row.events, row.returned) == (1, 50)
    with ledger.view() as view:
        (left,) = exchanges(view, counting_only=True)
    assert left.marks == "parent_does_not_count"


def test_lines_of_stages_are_added_where_the_parent_has_none(ledger: Ledger) -> None:
    whole = recorded(ledger, returned=30)
    for n, women in enumerate((5, 7)):
        recorded(
            ledger,
            f"https://example.org/{n}",
            returned=15,
            part_of=whole,
            breakdowns={"sex": [{"category": "women", "count": women}]},
            mediators=["AE"],
        )
    with ledger.view() as view:
        rows = breakdown(view, view.policy("all-returns"), "sex")
        helped = mediators(view, view.policy("all-returns"))
    assert {(row.period, row.category, row.count) for row in rows} == {
        ("2024", "women", 12),
        ("all", "women", 12),
    }
    assert [(row.mediator, row.exchanges, row.returned) for row in helped] == [("AE", 1, 30)] * 2


# --- duplicates ----------------------------------------------------------------------------------


def test_likely_duplicates_both_count_and_the_total_says_so(ledger: Ledger) -> None:
    one, two = (recorded(ledger, f"https://example.org/{n}", returned=75) for n in range(2))
    recorded(ledger, kind="release", returned=75)
    row = by_period(ledger)["2024"]
    assert (row.events, row.returned, row.likely_duplicates) == (3, 225, 1)
    ledger.merge_duplicates(one, [two], "the same")
    assert by_period(ledger)["2024"].likely_duplicates == 0


# --- breakdowns and mediators --------------------------------------------------------------------


def test_a_breakdown_is_summed_as_the_statements_nest_it(ledger: Ledger) -> None:
    inside = [
        {"category": "armed_forces", "count": 87},
        {"category": "territorial_defence", "count": 17, "within": "armed_forces"},
    ]
    beside = [
        {"category": "armed_forces", "count": 95},
        {"category": "territorial_defence", "count": {"about": 29}},
    ]
    recorded(ledger, occurred="2024-12-30", returned=189, breakdowns={"branch": inside})
    recorded(ledger, occurred="2024-01-31", returned=207, breakdowns={"branch": beside})
    with ledger.view() as view:
        rows = breakdown(view, view.policy("all-returns"), "branch")
        assert breakdown(view, view.policy("all-returns"), "rank") == []
    found = [(r.category, r.within, r.count, r.inexact) for r in rows if r.period == "all"]
    assert found == [
        ("armed_forces", "", 182, 0),
        ("territorial_defence", "", 29, 1),
        ("territorial_defence", "armed_forces", 17, 0),
    ]
    assert {row.leg for row in rows} == {"returned"}


def test_mediators_are_counted_by_exchange_people_and_note(ledger: Ledger) -> None:
    one = recorded(ledger, returned=100, mediators=["AE", "TR"])
    recorded(ledger, OTHER, occurred="2023-06-01", returned=10, mediators=["AE"])
    ledger.note(one, "AE", "посередництво", source=OTHER)
    with ledger.view() as view:
        rows = mediators(view, view.policy("all-returns"), "uk")
    assert [(r.period, r.mediator, r.exchanges, r.returned, r.notes) for r in rows] == [
        ("2023", "AE", 1, 10, 0),
        ("2024", "AE", 1, 100, 1),
        ("2024", "TR", 1, 100, 0),
        ("all", "AE", 2, 110, 1),
        ("all", "TR", 1, 100, 0),
    ]
    assert rows[0].name == "Об’єднані Арабські Емірати"
    with ledger.view() as view:
        assert len(notes(view)) == 4
        assert len(notes(view, one)) == 3


def test_notes_of_a_merged_duplicate_go_with_the_record_that_counts(ledger: Ledger) -> None:
    one = recorded(ledger, returned=100, mediators=["AE"])
    two = recorded(ledger, OTHER, returned=100, mediators=["TR"])
    ledger.merge_duplicates(one, [two], "the same")
    assert row_of(ledger, one).mediators == "AE TR"
    with ledger.view() as view:
        assert len(notes(view, one)) == 2


# --- the table of exchanges ----------------------------------------------------------------------


def test_exchanges_are_numbered_within_their_year_by_day(ledger: Ledger) -> None:
    last = recorded(ledger, occurred="2024-12-30")
    first = recorded(ledger, occurred="2024-01-03")
    before = recorded(ledger, occurred="2023-12-01")
    release = recorded(ledger, occurred="2024-06-28", kind="release")
    stage = recorded(ledger, occurred="2024-01-04", part_of=first)
    numbers = {key: row_of(ledger, key).number for key in (before, first, last, release, stage)}
    with ledger.view() as view:
        ordered = [row.id for row in exchanges(view)]
        numbers |= {row.id: row.number for row in exchanges(view)}
    assert ordered == [before, first, stage, release, last]
    assert numbers == {before: 1, first: 1, last: 2, release: None, stage: None}


def test_inexact_counts_are_shown_in_words(ledger: Ledger) -> None:
    key = recorded(ledger, returned={"at_least": 200}, handed_over="unknown")
    row = row_of(ledger, key)
    assert (row.returned, row.handed_over, row.remains) == ("at least 200", "unknown", None)
