"""History, restatements and impact: 24 → 25 → 24, seen before, between, after, and in advance."""

from datetime import datetime

import pytest

from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.model.policy import Policy
from domain.projections.exchanges import closures
from domain.projections.history import HistoryRow, history
from domain.projections.impact import impact
from domain.projections.restated import RestatedRow, restated
from tests.domain.helpers import (
    OTHER,
    REFERENCE,
    SOURCE,
    HandClock,
    all_totals,
    corrected,
    exchange_of,
    recorded,
    row_of,
    stored_lines,
    writing_nothing,
)

YEARS_CLAIM = ("returned_total", "year:2024")
CHECKED = "https://example.org/checked"


@pytest.fixture
def there_and_back(ledger: Ledger, clock: HandClock) -> str:
    """The reference, its navy corrected to 25 on the next day and back to 24 on the third."""
    key = exchange_of(ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30"))
    ledger.operator = "Олена К."
    for text, kind, reason, source in (
        ("25", "correction", "misread", OTHER),
        ("24", "revision", "withdrawn by the source", CHECKED),
    ):
        clock.move(days=1)
        ledger.correct(Correction(key, {"branch.navy": text}, kind, reason, source))
        ledger.operator = "Bohdan"
    return key


def navy(ledger: Ledger, key: str) -> list[HistoryRow]:
    with ledger.view() as view:
        return [row for row in history(view, key) if row.field == "branch.navy"]


def test_history_tells_who_when_why_and_from_which_source(
    ledger: Ledger, there_and_back: str
) -> None:
    recorded_row, first, second = navy(ledger, there_and_back)
    assert (recorded_row.was, recorded_row.became, recorded_row.kind) == ("", "24", "recorded")
    assert (first.was, first.became, first.kind, first.reason) == (
        "24",
        "25",
        "correction",
        "misread",
    )
    assert (first.source, first.operator) == (OTHER, "Олена К.")
    assert (second.was, second.became, second.kind) == ("25", "24", "revision")
    assert (second.source, second.operator) == (CHECKED, "Bohdan")
    assert [row.recorded_at[:10] for row in (first, second)] == ["2025-01-11", "2025-01-12"]
    arrived = [datetime.fromisoformat(row.arrived_at) for row in (first, second)]
    assert arrived == [datetime.fromisoformat(row.recorded_at) for row in (first, second)]
    assert {row.exchange for row in navy(ledger, there_and_back)} == {there_and_back}


def test_the_whole_history_has_every_event_in_order(ledger: Ledger, there_and_back: str) -> None:
    with ledger.view() as view:
        rows = list(history(view))
    assert sorted({row.position for row in rows}) == list(range(1, len(stored_lines(ledger)) + 1))
    assert [row.position for row in rows] == sorted(row.position for row in rows)


def test_between_the_two_the_breakdown_exceeds(ledger: Ledger, there_and_back: str) -> None:
    first, second = (row.position for row in navy(ledger, there_and_back)[1:])

    def residual(position: int) -> int | None:
        with ledger.view(position) as view:
            return next(c.residual for c in closures(view, there_and_back) if not c.within)

    assert [residual(n) for n in (first - 1, first, second - 1, second)] == [0, -1, -1, 0]
    for when, text in (("2025-01-10", "closes at 189"), ("2025-01-11", "exceeds by 1")):
        assert text in row_of(ledger, there_and_back, when).closure


def test_restated_names_both_events(ledger: Ledger, there_and_back: str) -> None:
    first, second = navy(ledger, there_and_back)[1:]
    with ledger.view() as view:
        rows = restated(view, view.policy("all-returns"))
    moved = [(r.line, r.measure, r.was, r.became, r.event) for r in rows if r.period == "2024"]
    assert moved == [
        ("branch.navy", "returned", 24, 25, first.event),
        ("branch.navy", "returned", 25, 24, second.event),
    ]
    assert {(row.then, row.now) for row in rows} == {(24, 24)}
    assert [row.reason for row in rows[:2]] == ["misread", "withdrawn by the source"]
    assert {row.period for row in rows} == {"2024", "all"}


def test_restated_since_a_position_names_what_came_after_it(
    ledger: Ledger, there_and_back: str
) -> None:
    first, second = navy(ledger, there_and_back)[1:]

    def since(position: int) -> list[RestatedRow]:
        with ledger.view() as view:
            return restated(view, view.policy("all-returns"), position)

    assert {row.event for row in since(first.position)} == {second.event}
    assert {(row.then, row.now) for row in since(first.position)} == {(25, 24)}
    assert since(second.position) == []


def test_new_records_are_no_restatement_but_retractions_are(ledger: Ledger) -> None:
    one = recorded(ledger, returned=5)
    recorded(ledger, OTHER, returned=6)
    with ledger.view() as view:
        assert restated(view, view.policy("all-returns")) == []
    gone = ledger.retract(one, "never happened")[-1]
    with ledger.view() as view:
        rows = restated(view, view.policy("all-returns"))
    assert {(r.measure, r.was, r.became, r.event) for r in rows} == {
        ("events", 2, 1, gone.id),
        ("returned", 11, 6, gone.id),
    }


def test_a_changed_policy_is_a_restatement_too(ledger: Ledger) -> None:
    recorded(ledger, kind="release", returned=10)
    ledger.define_policy(Policy("mine", ("exchange",)))
    since = len(stored_lines(ledger))
    (event,) = ledger.define_policy(Policy("mine", ("exchange", "release")))
    with ledger.view() as view:
        rows = restated(view, view.policy("mine"), since)
    assert {(r.period, r.measure, r.was, r.became) for r in rows} == {
        (period, measure, 0, n)
        for period in ("2024", "all")
        for measure, n in (("events", 1), ("returned", 10))
    }
    assert {row.event for row in rows} == {event.id}


def test_history_of_notes_and_claims_goes_with_their_exchange(
    ledger: Ledger, there_and_back: str
) -> None:
    note = ledger.note(there_and_back, "TR", "дякуємо", source=OTHER)[-1].id
    corrected(ledger, note, mediator="QA")
    ledger.retract(note, "no such talks")
    with ledger.view() as view:
        rows = [row for row in history(view, there_and_back) if row.subject == note]
    assert [(row.kind, row.field, row.was, row.became) for row in rows][-2:] == [
        ("correction", "mediator", "TR", "QA"),
        ("retraction", "standing", "counts", "retracted"),
    ]
    assert {row.exchange for row in rows} == {there_and_back}


# --- impact --------------------------------------------------------------------------------------


def test_the_impact_of_a_correction_is_shown_before_it_is_made(ledger: Ledger) -> None:
    first = recorded(ledger, occurred="2023-12-01", returned=50)
    made = ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30")
    largest = recorded(ledger, occurred="2024-01-03", returned=230)
    ledger.define_policy(Policy("both", ("exchange",), leg="both"))
    steps = ledger.plan(
        Correction(largest, {"returned": "150", "occurred": "2025-01-03"}, "correction", "x", OTHER)
    )
    with writing_nothing(ledger), ledger.rehearse(steps) as (before, after):
        rows = {(row.what, *row.name): (row.was, row.becomes) for row in impact(before, after)}
    assert rows["total", "returned", "2024", "(all-returns)"] == (("419",), ("189",))
    assert rows["total", "returned", "all", "(all-returns)"] == (("469",), ("389",))
    assert rows["total", "events", "2025", "(exchanges)"] == ((), ("1",))
    assert rows["total", "total", "2024", "(both)"] == (("419",), ("189",))
    assert rows["record", "largest_return", "2024"] == (
        ("230", "(2024-01-03)"),
        ("189", "(2024-12-30)"),
    )
    number = ("number", "exchange", exchange_of(made)[:12], "2024-12-30")
    assert rows["record", *number] == (("2 / 2024",), ("1 / 2024",))
    assert not any(first[:12] in words for words in rows)
    (year,) = [pair for words, pair in rows.items() if words[1:4] == (*YEARS_CLAIM, "1358")]
    assert year == (("short", "(419)"), ("short", "(189)"))
    assert all_totals(ledger).returned == 469


def test_the_impact_on_a_breakdown_and_its_closure(ledger: Ledger) -> None:
    key = exchange_of(ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30"))
    steps = ledger.plan(Correction(key, {"branch.navy": "25"}, "correction", "x", OTHER))
    with ledger.rehearse(steps) as (before, after):
        rows = [(row.what, row.was, row.becomes) for row in impact(before, after)]
    assert rows == [
        ("breakdown", ("24",), ("25",)),
        ("breakdown", ("24",), ("25",)),
        ("closure", ("branch closes at 189 with 2 civilians",), ("branch exceeds by 1",)),
    ]


def test_nothing_changes_where_only_words_do(ledger: Ledger) -> None:
    key = recorded(ledger, returned=5)
    steps = ledger.plan(Correction(key, {"place": "Чернігів"}, "correction", "x", OTHER))
    with ledger.rehearse(steps) as (before, after):
        assert impact(before, after) == []
