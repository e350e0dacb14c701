"""Every verb of the ledger: what it records, what it refuses, and that a refusal writes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain import events as e
from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import DraftClaim, read_draft
from domain.model.policy import Policy
from domain.model.sources import Source
from domain.projections.conflicts import conflicts
from domain.projections.exchanges import exchange_at, exchanges
from domain.projections.history import history
from domain.projections.mediators import notes
from domain.projections.sources import sources
from domain.state import Subject
from domain.storage.profile import Profile
from tests.domain.helpers import (
    OTHER,
    REFERENCE,
    SOURCE,
    HandClock,
    all_totals,
    carry,
    changed,
    claim_of,
    claim_row,
    corrected,
    drafted,
    exchange_of,
    joined,
    recorded,
    refused,
    row_of,
    stored_lines,
    writing_nothing,
)

FIGURE = DraftClaim("returned_total", "year:2024", 1358)


def subject(ledger: Ledger, key: str) -> Subject:
    with ledger.view() as view:
        found = view.subject(key)
    assert found is not None
    return found


# --- record --------------------------------------------------------------------------------------


def test_record_keeps_an_exchange_with_its_source_mediators_and_claims(ledger: Ledger) -> None:
    made = ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30")
    assert [event.header.topic for event in made] == [
        "source.recorded.1",
        "exchange.recorded.1",
        "note.recorded.1",
        "claim.recorded.1",
        "claim.recorded.1",
        "claim.recorded.1",
    ]
    row = row_of(ledger, exchange_of(made))
    assert (row.returned, row.occurred, row.mediators, row.closes) == (
        189,
        "2024-12-30",
        "AE",
        True,
    )
    assert (
        row.closure
        == "branch closes at 189 with 2 civilians; rank closes at 187 of 187 with a rank"
    )
    assert row.sources == f"{SOURCE}, 2024-12-30"
    with ledger.view() as view:
        (source,) = sources(view)
    assert (source.address, source.published) == (SOURCE, "2024-12-30")


def test_a_source_that_the_ledger_has_is_not_recorded_again(ledger: Ledger) -> None:
    recorded(ledger, returned=5)
    recorded(ledger, returned=6)
    source = Source(publisher="Штаб", text="189 повернулися")
    recorded_with = [ledger.record(drafted(returned=n), source) for n in (7, 8)]
    assert [len(made) for made in recorded_with] == [2, 1]
    with ledger.view() as view:
        found = sources(view)
        assert len(found) == 2
        by_id = next(row.id for row in found if row.publisher)
    assert len(ledger.record(drafted(returned=9), by_id)) == 1
    assert len(ledger.record(drafted(returned=9), by_id[:12])) == 1


def test_a_claim_of_a_statement_is_about_its_exchange_and_its_day(ledger: Ledger) -> None:
    made = ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-31")
    row = claim_row(ledger, claim_of(made))
    assert (row.exchange, row.as_of, row.policy) == (exchange_of(made), "2024-12-30", "all-returns")


@pytest.mark.parametrize(
    ("code", "field", "facts", "published"),
    [
        ("date_after_publication", "occurred", {}, "2024-05-31"),
        ("date_future", "occurred", {"occurred": "2025-01-12"}, ""),
        ("date_form", "published", {}, "June"),
        ("not_found", "part_of", {"part_of": "abcdef"}, ""),
        (
            "child_larger",
            "branch.territorial_defence",
            {
                "breakdowns": {
                    "branch": [
                        {"category": "armed_forces", "count": 5},
                        {"category": "territorial_defence", "count": 6, "within": "armed_forces"},
                    ]
                }
            },
            "",
        ),
        (
            "parent_missing",
            "branch.navy",
            {"breakdowns": {"branch": [{"category": "navy", "count": 6, "within": "air_force"}]}},
            "",
        ),
        (
            "circle",
            "branch.navy",
            {"breakdowns": {"branch": [{"category": "navy", "count": 6, "within": "navy"}]}},
            "",
        ),
    ],
)
def test_record_refuses_what_cannot_be(
    ledger: Ledger, code: str, field: str, facts: dict[str, Any], published: str
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.record(drafted(**facts), SOURCE, published)


@pytest.mark.parametrize(
    ("code", "field", "source"),
    [
        ("needed", "source", ""),
        ("needed", "source", Source()),
        ("date_form", "published", Source(title="x", published="June")),
        ("text_control", "title", Source(title="a\x00")),
        ("date_after_publication", "occurred", Source(title="x", published="2024-05-31")),
    ],
)
def test_record_refuses_a_source_that_is_none(
    ledger: Ledger, code: str, field: str, source: Source | str
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.record(drafted(), source)


def test_a_source_known_by_its_day_still_bounds_the_event(ledger: Ledger) -> None:
    ledger.record(drafted(occurred="2024-05-30"), SOURCE, "2024-05-31")
    with writing_nothing(ledger), refused("date_after_publication", "occurred"):
        ledger.record(drafted(), SOURCE)


def test_what_is_implausible_is_kept_and_marked(ledger: Ledger) -> None:
    sexes = [{"category": "women", "count": 60}, {"category": "men", "count": 50}]
    row = row_of(ledger, recorded(ledger, returned=100, breakdowns={"sex": sexes}))
    assert (row.closes, row.closure) == (False, "sex exceeds by 10")
    release = recorded(ledger, kind="release", handed_over=3)
    assert row_of(ledger, release).marks == "release_with_handed_over"


# --- correct -------------------------------------------------------------------------------------


@pytest.fixture
def exchange(ledger: Ledger) -> str:
    return exchange_of(ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30"))


def correction(key: str, **fields: Any) -> Correction:
    made = Correction(key, {"branch.navy": "25"}, "correction", "mistyped", OTHER)
    return changed(made, **fields)


@pytest.mark.parametrize("kind", ["correction", "revision"])
def test_a_change_says_what_was_what_becomes_and_why(
    ledger: Ledger, exchange: str, kind: str
) -> None:
    made = ledger.correct(correction(exchange, kind=kind))
    assert [event.header.topic for event in made] == ["source.recorded.1", "exchange.changed.1"]
    assert made[1].body == e.ExchangeChanged(
        salt=made[1].body.salt if made[1].body else "",
        subject=exchange,
        changes=(
            e.Change(
                "branch.navy",
                {"count": 24, "within": None},
                {"count": 25, "within": None},
                (exchange,),
            ),
        ),
        kind=kind,
        reason="mistyped",
        source=made[0].id,
    )
    row = row_of(ledger, exchange)
    assert (row.corrections, row.closes) == (1, False)
    assert row.closure.startswith("branch exceeds by 1")


def test_several_fields_are_changed_as_one(ledger: Ledger, exchange: str) -> None:
    corrected(ledger, exchange, returned=190, status__civilian=3, place=" Чернігів ")
    row = row_of(ledger, exchange)
    assert (row.returned, row.place, row.closes, row.corrections) == (190, "Чернігів", True, 1)


def test_a_value_is_taken_back(ledger: Ledger, exchange: str) -> None:
    corrected(ledger, exchange, branch__navy="", occurred="")
    with ledger.view() as view:
        found = exchange_at(view, exchange)
    assert found.occurred is None
    assert "navy" not in {line.category for line in found.lines["returned"]}


@pytest.mark.parametrize(
    ("code", "field", "fields"),
    [
        ("needed", "reason", {"reason": ""}),
        ("needed", "reason", {"reason": " \n"}),
        ("text_control", "reason", {"reason": "a\x00"}),
        ("needed", "source", {"source": ""}),
        ("needed", "source", {"source": "  "}),
        ("needed", "source", {"source": Source()}),
        ("kind_unknown", "kind", {"kind": "fix"}),
        ("needed", "field", {"values": {}}),
        ("needed", "subject", {"subject": ""}),
        ("not_found", "subject", {"subject": "abcdef"}),
        ("not_found", "subject", {"subject": "2024-01-01"}),
        ("nothing_changes", "branch.navy", {"values": {"branch.navy": "24"}}),
        ("nothing_changes", "place", {"values": {"place": ""}}),
        ("field_unknown", "colour.of.hair", {"values": {"colour.of.hair": "red"}}),
        ("category_unknown", "branch.nawy", {"values": {"branch.nawy": "24"}}),
        ("count_negative", "branch.navy", {"values": {"branch.navy": "-1"}}),
        (
            "child_larger",
            "branch.territorial_defence",
            {"values": {"branch.armed_forces": "16"}},
        ),
        (
            "parent_missing",
            "branch.territorial_defence",
            {"values": {"branch.armed_forces": ""}},
        ),
        (
            "circle",
            "branch.armed_forces",
            {"values": {"branch.armed_forces": "17@territorial_defence"}},
        ),
        ("date_future", "occurred", {"values": {"occurred": "2025-02-01"}}),
        (
            "date_after_publication",
            "occurred",
            {
                "values": {"occurred": "2025-01-02"},
                "source": Source(title="x", published="2024-12-31"),
            },
        ),
        ("settle_not", "branch.navy", {"settle": True}),
        ("not_found", "part_of", {"values": {"part_of": "abcdef"}}),
        (
            "duplicate_line",
            "branch.navy",
            {"values": {"branch.navy": "25", "returned.branch.navy": "26"}},
        ),
    ],
)
def test_correct_refuses_naming_the_field(
    ledger: Ledger, exchange: str, code: str, field: str, fields: dict[str, Any]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.correct(correction(exchange, **fields))


def test_a_source_is_corrected_and_cannot_be_retracted(ledger: Ledger, exchange: str) -> None:
    with ledger.view() as view:
        (source,) = sources(view)
    corrected(ledger, source.id, publisher="Координаційний штаб", published="31.12.2024")
    with ledger.view() as view:
        (found,) = [row for row in sources(view) if row.id == source.id]
    assert (found.publisher, found.published) == ("Координаційний штаб", "2024-12-31")
    for code, field, value in (
        ("date_form", "published", "June"),
        ("field_of_kind", "text", "another text"),
        ("field_of_kind", "text_hash", "00"),
        ("nothing_changes", "publisher", "Координаційний штаб"),
    ):
        with writing_nothing(ledger), refused(code, field):
            corrected(ledger, source.id, **{field: value})
    with writing_nothing(ledger), refused("subject_kind", "subject"):
        ledger.retract(source.id, "wrong")


def test_a_claim_is_corrected(ledger: Ledger, exchange: str) -> None:
    claim = claim_of(ledger.claim(FIGURE, SOURCE))
    corrected(ledger, claim, value="1,359", policy="exchanges", as_of="2024-12-31")
    row = claim_row(ledger, claim)
    assert (row.value, row.policy, row.as_of) == (1359, "exchanges", "2024-12-31")
    for code, field, value in (
        ("value_whole", "value", "many"),
        ("value_whole", "value", "-5"),
        ("count_huge", "value", "9" * 12),
        ("needed", "value", ""),
        ("needed", "measure", ""),
        ("measure_unknown", "measure", "freed"),
        ("needed", "scope", ""),
        ("scope_form", "scope", "2024"),
        ("policy_unknown", "policy", "mine"),
        ("date_form", "as_of", "June"),
        ("field_of_kind", "exchange", "x"),
    ):
        with writing_nothing(ledger), refused(code, field):
            corrected(ledger, claim, **{field: value})


def test_a_claim_keeps_a_measure_and_a_scope_that_go_together(
    ledger: Ledger, exchange: str
) -> None:
    claim = claim_of(ledger.claim(FIGURE, OTHER, exchange))
    with writing_nothing(ledger), refused("measure_unknown", "measure"):
        corrected(ledger, claim, scope="exchange")
    with writing_nothing(ledger), refused("measure_unknown", "measure"):
        corrected(ledger, claim, scope="exchange", measure="largest_return")
    corrected(ledger, claim, scope="exchange", measure="returned")
    assert claim_row(ledger, claim).computed == 189
    with writing_nothing(ledger), refused("measure_unknown", "measure"):
        corrected(ledger, claim, scope="all")
    corrected(ledger, claim, scope="all", measure="handed_over")
    assert claim_row(ledger, claim).measure == "handed_over_total"


def test_a_claim_whose_measure_and_scope_were_changed_apart_cannot_be_checked(
    ledger: Ledger, exchange: str, tmp_path: Path, clock: HandClock
) -> None:
    """Each operator's change goes with what he saw; together they make no question."""
    claim = claim_of(ledger.claim(FIGURE, OTHER, exchange))
    other = joined(tmp_path / "other.ledger", ledger, Profile.load(tmp_path / "other"), clock)
    corrected(ledger, claim, scope="exchange", measure="returned")
    clock.move(minutes=1)
    corrected(other, claim, measure="handed_over")
    carry(other, ledger)
    other.close()
    row = claim_row(ledger, claim)
    assert (row.measure, row.scope) == ("handed_over_total", "exchange")
    assert (row.status, row.computed, row.conflicts) == ("cannot_be_checked", None, "measure")


# --- conflicts and settling ----------------------------------------------------------------------


@pytest.fixture
def in_conflict(ledger: Ledger, exchange: str, tmp_path: Path, clock: HandClock) -> str:
    """The exchange, with 25 and 26 for its navy: two operators who did not see one another."""
    other = joined(tmp_path / "other.ledger", ledger, Profile.load(tmp_path / "other"), clock)
    corrected(ledger, exchange, branch__navy=25)
    clock.move(minutes=1)
    corrected(other, exchange, branch__navy=26)
    carry(other, ledger)
    other.close()
    return exchange


def test_rival_values_are_a_conflict_and_the_last_by_clock_counts(
    ledger: Ledger, in_conflict: str
) -> None:
    assert row_of(ledger, in_conflict).conflicts == "branch.navy"
    assert all_totals(ledger).conflicts == 1
    with ledger.view() as view:
        rows = conflicts(view)
    assert [(row.value, row.counts) for row in sorted(rows, key=lambda row: row.value)] == [
        ("25", False),
        ("26", True),
    ]
    assert {(row.field, row.record, row.exchange) for row in rows} == {
        ("branch.navy", "exchange", in_conflict)
    }


def test_a_field_in_conflict_is_changed_only_when_it_is_settled(
    ledger: Ledger, in_conflict: str
) -> None:
    with writing_nothing(ledger), refused("settle_needed", "branch.navy"):
        corrected(ledger, in_conflict, branch__navy=25)
    with writing_nothing(ledger), refused("settle_not", "branch.air_force"):
        ledger.correct(correction(in_conflict, values={"branch.air_force": "1"}, settle=True))


@pytest.mark.parametrize("value", ["25", "26", "24"])
def test_settling_names_every_rival_and_may_choose_any_value(
    ledger: Ledger, in_conflict: str, value: str
) -> None:
    rivals = set(subject(ledger, in_conflict).head_ids("branch.navy"))
    assert len(rivals) == 2
    made = ledger.correct(correction(in_conflict, values={"branch.navy": value}, settle=True))
    body = made[-1].body
    assert isinstance(body, e.ExchangeChanged)
    assert set(body.changes[0].replaces) == rivals
    assert row_of(ledger, in_conflict).conflicts == ""
    assert all_totals(ledger).conflicts == 0
    with ledger.view() as view:
        assert conflicts(view) == []
        lines = {
            line.code: line.count.n for line in exchange_at(view, in_conflict).lines["returned"]
        }
    assert lines["branch.navy"] == int(value)


def test_other_fields_of_a_record_in_conflict_are_changed_as_ever(
    ledger: Ledger, in_conflict: str
) -> None:
    corrected(ledger, in_conflict, place="Чернігів")
    assert row_of(ledger, in_conflict).conflicts == "branch.navy"


def test_a_form_that_stayed_open_does_not_take_over_what_it_did_not_show(
    ledger: Ledger, exchange: str
) -> None:
    """`replaces` is what the form showed when it opened, not when it was saved."""
    corrected(ledger, exchange, branch__navy=25)
    late = correction(exchange, values={"branch.navy": "26"}, shown={"branch.navy": [exchange]})
    ledger.correct(late)
    assert row_of(ledger, exchange).conflicts == "branch.navy"


# --- retract, reinstate --------------------------------------------------------------------------


def test_a_retracted_exchange_does_not_count_and_stays_in_the_history(
    ledger: Ledger, exchange: str
) -> None:
    lines = stored_lines(ledger)
    ledger.retract(exchange, "never happened", OTHER)
    assert all_totals(ledger).events == 0
    row = row_of(ledger, exchange)
    assert (row.standing, row.counting) == ("retracted", "")
    assert stored_lines(ledger)[: len(lines)] == lines
    with ledger.view() as view:
        last = list(history(view, exchange))[-1]
    assert (last.kind, last.was, last.became, last.reason) == (
        "retraction",
        "counts",
        "retracted",
        "never happened",
    )
    ledger.reinstate(exchange, "it did", OTHER)
    assert all_totals(ledger).events == 1
    assert row_of(ledger, exchange).standing == "reinstated"


def test_a_retraction_says_what_its_author_had_in_view(ledger: Ledger, exchange: str) -> None:
    change = corrected(ledger, exchange, branch__navy=25)[-1]
    body = ledger.retract(exchange, "never happened")[-1].body
    assert isinstance(body, e.Retracted)
    assert set(body.basis) == {exchange, change.id}


def test_a_record_that_does_not_count_is_not_corrected(ledger: Ledger, exchange: str) -> None:
    ledger.retract(exchange, "never happened")
    with writing_nothing(ledger), refused("subject_retracted", "subject"):
        corrected(ledger, exchange, branch__navy=25)
    with writing_nothing(ledger), refused("standing_already", "subject"):
        ledger.retract(exchange, "again")
    with writing_nothing(ledger), refused("needed", "reason"):
        ledger.reinstate(exchange, "")


def test_what_counts_needs_no_reinstating(ledger: Ledger, exchange: str) -> None:
    with writing_nothing(ledger), refused("standing_not", "subject"):
        ledger.reinstate(exchange, "why")
    for reason in ("", "  "):
        with writing_nothing(ledger), refused("needed", "reason"):
            ledger.retract(exchange, reason)
    with writing_nothing(ledger), refused("not_found", "subject"):
        ledger.retract("abcdef", "wrong")
    with writing_nothing(ledger), refused("needed", "source"):
        ledger.retract(exchange, "wrong", " ")


# --- merge_duplicates ----------------------------------------------------------------------------


def twins(ledger: Ledger, n: int = 3) -> list[str]:
    return [recorded(ledger, f"https://example.org/{i}", returned=75) for i in range(n)]


def test_duplicates_count_once(ledger: Ledger) -> None:
    one, two, three = twins(ledger)
    assert (all_totals(ledger).returned, all_totals(ledger).likely_duplicates) == (225, 2)
    ledger.merge_duplicates(one, [two, three[:10]], "the same exchange")
    total = all_totals(ledger)
    assert (total.events, total.returned, total.likely_duplicates) == (1, 75, 0)
    assert [row_of(ledger, key).counting for key in (one, two, three)] == [one] * 3
    assert row_of(ledger, two).standing == "merged"


def test_a_duplicate_given_twice_is_merged_once(ledger: Ledger) -> None:
    one, two = twins(ledger, 2)
    body = ledger.merge_duplicates(one, [two, two[:12]], "the same")[-1].body
    assert isinstance(body, e.DuplicatesMerged)
    assert [found.subject for found in body.duplicates] == [two]
    ledger.reinstate(two, "not the same")
    assert row_of(ledger, two).conflicts == ""
    assert all_totals(ledger).events == 2


def test_a_merged_duplicate_may_count_again(ledger: Ledger) -> None:
    one, two = twins(ledger, 2)
    ledger.merge_duplicates(one, [two], "the same")
    ledger.reinstate(two, "not the same after all")
    assert all_totals(ledger).returned == 150
    assert row_of(ledger, two).counting == two


def test_retracting_a_group_retracts_every_member_by_name(ledger: Ledger) -> None:
    one, two, three = twins(ledger)
    ledger.merge_duplicates(two, [three], "the same")
    ledger.merge_duplicates(one, [two], "the same")
    made = ledger.retract(one, "never happened", OTHER)
    named = [event.body.subject for event in made if isinstance(event.body, e.Retracted)]
    assert sorted(named) == sorted([one, two, three])
    assert all_totals(ledger).events == 0
    ledger.reinstate(two, "this one did")
    assert all_totals(ledger).returned == 75


@pytest.mark.parametrize(
    ("code", "field", "survivor", "duplicates", "reason"),
    [
        ("merge_itself", "duplicate", 0, [0], "same"),
        ("merge_itself", "duplicate", 0, [1, 0], "same"),
        ("needed", "duplicate", 0, [], "same"),
        ("needed", "reason", 0, [1], " "),
        ("subject_retracted", "subject", 0, [2], "same"),
        ("subject_retracted", "subject", 2, [0], "same"),
        ("not_found", "survivor", -1, [0], "same"),
        ("not_found", "duplicate", 0, [-1], "same"),
    ],
)
def test_merge_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, survivor: int, duplicates: list[int], reason: str
) -> None:
    keys = [*twins(ledger), "abcdef"]
    ledger.retract(keys[2], "wrong")
    with writing_nothing(ledger), refused(code, field):
        ledger.merge_duplicates(keys[survivor], [keys[n] for n in duplicates], reason)


def test_only_exchanges_are_merged(ledger: Ledger, exchange: str) -> None:
    with ledger.view() as view:
        (note,) = notes(view)
    with writing_nothing(ledger), refused("subject_kind", "duplicate"):
        ledger.merge_duplicates(exchange, [note.id], "same")


# --- note ----------------------------------------------------------------------------------------


def test_a_mediator_note_is_recorded_corrected_retracted_and_reinstated(
    ledger: Ledger, exchange: str
) -> None:
    made = ledger.note(exchange, "tr", "переговори в Стамбулі", "host", OTHER)
    note = made[-1].id
    with ledger.view() as view:
        (found,) = [row for row in notes(view, exchange) if row.id == note]
    assert (found.mediator, found.role, found.text, found.occurred) == (
        "TR",
        "host",
        "переговори в Стамбулі",
        "2024-12-30",
    )
    assert row_of(ledger, exchange).mediators == "AE TR"
    corrected(ledger, note, mediator="qa", text="")
    assert row_of(ledger, exchange).mediators == "AE QA"
    ledger.retract(note, "no such talks", OTHER)
    assert row_of(ledger, exchange).mediators == "AE"
    ledger.reinstate(note, "there were")
    assert row_of(ledger, exchange).mediators == "AE QA"


def test_a_note_refuses_naming_the_field(ledger: Ledger, exchange: str) -> None:
    note = ledger.note(exchange, "TR", source=OTHER)[-1].id
    calls: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("mediator_unknown", "mediator", lambda: ledger.note(exchange, "Turkey")),
        ("mediator_unknown", "mediator", lambda: ledger.note(exchange, "")),
        ("not_found", "exchange", lambda: ledger.note("abcdef", "TR")),
        ("subject_kind", "exchange", lambda: ledger.note(note, "TR")),
        ("text_control", "text", lambda: ledger.note(exchange, "TR", "a\x00")),
        ("text_control", "role", lambda: ledger.note(exchange, "TR", role="a\x00")),
        ("needed", "source", lambda: ledger.note(exchange, "TR", source="")),
        ("mediator_unknown", "mediator", lambda: corrected(ledger, note, mediator="Turkey")),
        ("needed", "mediator", lambda: corrected(ledger, note, mediator="")),
        ("field_of_kind", "exchange", lambda: corrected(ledger, note, exchange=exchange)),
        ("nothing_changes", "mediator", lambda: corrected(ledger, note, mediator="tr")),
    )
    for code, field, call in calls:
        with writing_nothing(ledger), refused(code, field):
            call()


# --- claim, dispose, opening ---------------------------------------------------------------------


def test_a_claim_is_kept_with_its_source_and_quotation(ledger: Ledger, exchange: str) -> None:
    figure = DraftClaim("returned", "exchange", 190, "2024-12-30", "190 людей")
    row = claim_row(ledger, claim_of(ledger.claim(figure, OTHER, exchange)))
    assert (row.measure, row.scope, row.value, row.computed, row.status) == (
        "returned",
        "exchange",
        190,
        189,
        "short",
    )
    assert (row.quotation, row.source, row.exchange) == ("190 людей", OTHER, exchange)


@pytest.mark.parametrize(
    ("code", "field", "figure", "options"),
    [
        ("scope_form", "scope", DraftClaim("returned_total", "2024", 5), {}),
        ("measure_unknown", "measure", DraftClaim("freed", "all", 5), {}),
        ("count_negative", "value", DraftClaim("returned_total", "all", -5), {}),
        ("count_huge", "value", DraftClaim("returned_total", "all", 10**30), {}),
        ("date_form", "as-of", DraftClaim("returned_total", "all", 5, "June"), {}),
        ("text_control", "quotation", DraftClaim("returned_total", "all", 5, "", "\x00"), {}),
        ("scope_needs_exchange", "exchange", DraftClaim("returned", "exchange", 5), {}),
        ("scope_needs_exchange", "exchange", DraftClaim("exchange_ordinal", "year:2024", 5), {}),
        ("not_found", "exchange", DraftClaim("returned", "exchange", 5), {"exchange": "abcdef"}),
        ("policy_unknown", "policy", FIGURE, {"policy": "mine"}),
        ("needed", "source", FIGURE, {"source": ""}),
    ],
)
def test_claim_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, figure: DraftClaim, options: dict[str, Any]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.claim(figure, **{"source": SOURCE, **options})


def test_a_claim_is_retracted_and_reinstated(ledger: Ledger, exchange: str) -> None:
    claim = claim_of(ledger.claim(FIGURE, OTHER))
    ledger.retract(claim, "never said")
    with pytest.raises(ValueError, match="not enough values"):
        claim_row(ledger, claim)
    with writing_nothing(ledger), refused("subject_retracted", "subject"):
        ledger.dispose(claim, "rounding", "why")
    ledger.reinstate(claim, "was said")
    assert claim_row(ledger, claim).standing == "reinstated"


@pytest.fixture
def short_claim(ledger: Ledger) -> str:
    """A claim of 200 in 2024 where the record has 189, and begins early enough to tell."""
    recorded(ledger, occurred="2023-12-31", returned=1)
    recorded(ledger, returned=189)
    figure = DraftClaim("returned_total", "year:2024", 200, "2024-12-31")
    return claim_of(ledger.claim(figure, OTHER))


def test_a_disposition_says_why_a_claim_differs(ledger: Ledger, short_claim: str) -> None:
    body = ledger.dispose(short_claim, "scope differs", "civilians are left out")[-1].body
    assert isinstance(body, e.ClaimDisposed)
    assert (body.disposition, body.claimed, body.computed, body.policy) == (
        "scope_differs",
        200,
        189,
        "all-returns",
    )
    row = claim_row(ledger, short_claim)
    assert (row.disposition, row.reopened, row.difference) == ("scope_differs", "", -11)


def test_a_disposition_reopens_when_the_computed_value_moves(
    ledger: Ledger, short_claim: str
) -> None:
    ledger.dispose(short_claim, "event_missing", "one is missing")
    eleven = recorded(ledger, occurred="2024-07-01", returned=5)
    row = claim_row(ledger, short_claim)
    assert (row.disposition, row.reopened, row.difference) == ("", "event_missing", -6)
    ledger.retract(eleven, "never happened")
    row = claim_row(ledger, short_claim)
    assert (row.disposition, row.reopened) == ("event_missing", "")
    recorded(ledger, occurred="2025-01-02", returned=5)
    assert claim_row(ledger, short_claim).disposition == "event_missing"


def test_a_disposition_reopens_when_the_claim_itself_changes(
    ledger: Ledger, short_claim: str
) -> None:
    ledger.dispose(short_claim, "rounding", "rounded")
    corrected(ledger, short_claim, value=201)
    assert claim_row(ledger, short_claim).reopened == "rounding"
    ledger.dispose(short_claim, "unexplained", "who knows")
    row = claim_row(ledger, short_claim)
    assert (row.disposition, row.reopened, row.conflicts) == ("unexplained", "", "")


def test_dispose_refuses_naming_the_field(ledger: Ledger, short_claim: str) -> None:
    for code, field, arguments in (
        ("disposition_unknown", "as", (short_claim, "wrong", "why")),
        ("needed", "reason", (short_claim, "rounding", " ")),
        ("not_found", "claim", ("abcdef", "rounding", "why")),
        ("needed", "claim", ("", "rounding", "why")),
    ):
        with writing_nothing(ledger), refused(code, field):
            ledger.dispose(*arguments)


def test_an_opening_balance_is_what_came_before(ledger: Ledger) -> None:
    made = ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30")
    year, ever, ordinal = [event.id for event in made if event.header.topic == "claim.recorded.1"]
    assert [claim_row(ledger, key).status for key in (year, ever, ordinal)] == [
        "cannot_be_checked"
    ] * 3
    assert {claim_row(ledger, key).why for key in (year, ever)} == {"ledger_starts_too_late"}
    ledger.open_with("returned", "year:2024", 1358 - 189, OTHER)
    ledger.open_with("returned_total", "since:2022-02-24", 3956 - 189, OTHER)
    ledger.open_with("exchange_count", "year:2024", 10, OTHER)
    assert [claim_row(ledger, key).status for key in (year, ever, ordinal)] == ["reproduced"] * 3


def test_there_are_never_two_opening_balances(ledger: Ledger) -> None:
    made = ledger.record(read_draft(dict(REFERENCE)), SOURCE, "2024-12-30")
    (*_, first) = ledger.open_with("returned", "year:2024", 1000, OTHER)
    (second,) = ledger.open_with("returned", "year:2024", 1169, OTHER)
    assert isinstance(second.body, e.OpeningStated)
    assert second.body.replaces == (first.id,)
    assert claim_row(ledger, claim_of(made)).status == "reproduced"


@pytest.mark.parametrize(
    ("code", "field", "arguments"),
    [
        ("scope_form", "scope", ("returned", "exchange", 5, SOURCE)),
        ("scope_form", "scope", ("returned", "2024", 5, SOURCE)),
        ("measure_unknown", "measure", ("freed", "all", 5, SOURCE)),
        ("count_negative", "value", ("returned", "all", -5, SOURCE)),
        ("count_huge", "value", ("returned", "all", 10**30, SOURCE)),
        ("needed", "source", ("returned", "all", 5, "")),
        ("date_form", "as-of", ("returned", "all", 5, SOURCE, "June")),
    ],
)
def test_opening_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, arguments: tuple[Any, ...]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.open_with(*arguments)


# --- the ledger's own words ----------------------------------------------------------------------


def test_a_policy_of_the_ledgers_own_counts_and_is_changed(ledger: Ledger, exchange: str) -> None:
    ledger.define_policy(
        Policy("civilians", ("exchange",), "status.civilian"), "civilians", "цивільні"
    )
    assert all_totals(ledger, "civilians").returned == 2
    ledger.define_policy(Policy("civilians", ("release",), "status.civilian"))
    assert all_totals(ledger, "civilians").returned == 0


@pytest.mark.parametrize(
    ("code", "field", "policy", "names"),
    [
        ("name_form", "name", Policy("My policy", ("exchange",)), ("", "")),
        ("policy_built_in", "name", Policy("exchanges", ("release",)), ("", "")),
        ("needed", "kinds", Policy("mine", ()), ("", "")),
        ("kind_unknown", "kinds", Policy("mine", ("swap",)), ("", "")),
        ("kind_unknown", "leg", Policy("mine", ("exchange",), leg="up"), ("", "")),
        ("category_unknown", "persons", Policy("mine", ("exchange",), "status.cats"), ("", "")),
        ("text_control", "en", Policy("mine", ("exchange",)), ("\x00", "")),
        ("text_control", "uk", Policy("mine", ("exchange",)), ("", "\x00")),
    ],
)
def test_define_policy_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, policy: Policy, names: tuple[str, str]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.define_policy(policy, *names)


def test_a_category_of_the_ledgers_own_is_used_and_renamed(ledger: Ledger) -> None:
    made = ledger.define_category("camp", "olenivka", "Olenivka", "Оленівка", "partition")
    assert [event.header.topic for event in made] == [
        "dimension.defined.1",
        "category.defined.1",
    ]
    ledger.define_category("camp", "taganrog", "Taganrog", "Таганріг")
    with ledger.view() as view:
        lines = [{"category": "olenivka", "count": 4}, {"category": "taganrog", "count": 1}]
        draft = read_draft(
            {"kind": "exchange", "returned": 6, "breakdowns": {"camp": lines}}, view.vocabulary
        )
    row = row_of(ledger, exchange_of(ledger.record(draft, SOURCE)))
    assert (row.closes, row.closure) == (False, "camp is short by 1")
    ledger.define_category("camp", "olenivka", "Olenivka colony", "Оленівська колонія")
    ledger.define_dimension("camp", "camps", "табори")
    with ledger.view() as view:
        assert view.vocabulary.category_name("camp", "olenivka", "uk") == "Оленівська колонія"
        assert view.vocabulary.dimension_name("camp", "uk") == "табори"
        assert view.vocabulary.mode("camp") == "partition"


@pytest.mark.parametrize(
    ("code", "field", "arguments"),
    [
        ("name_form", "dimension", ("Camp", "olenivka", "a", "b")),
        ("name_form", "category", ("camp", "Оленівка", "a", "b")),
        ("needed", "en", ("camp", "olenivka", " ", "b")),
        ("needed", "uk", ("camp", "olenivka", "a", "")),
        ("text_control", "en", ("camp", "olenivka", "\x00", "b")),
        ("mode_unknown", "mode", ("camp", "olenivka", "a", "b", "sum")),
        ("dimension_built_in", "dimension", ("returned", "olenivka", "a", "b")),
        ("dimension_built_in", "dimension", ("handed_over", "olenivka", "a", "b")),
        ("dimension_built_in", "dimension", ("kind", "olenivka", "a", "b")),
        ("dimension_built_in", "dimension", ("mediator", "olenivka", "a", "b")),
    ],
)
def test_define_category_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, arguments: tuple[Any, ...]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.define_category(*arguments)


@pytest.mark.parametrize(
    ("code", "field", "arguments"),
    [
        ("name_form", "dimension", ("Camp", "a", "b")),
        ("dimension_built_in", "dimension", ("branch", "a", "b")),
        ("dimension_built_in", "dimension", ("remains", "a", "b")),
        ("dimension_built_in", "dimension", ("place", "a", "b")),
        ("mode_unknown", "mode", ("camp", "a", "b", "sum")),
        ("text_control", "uk", ("camp", "a", "\x00")),
    ],
)
def test_define_dimension_refuses_naming_the_field(
    ledger: Ledger, code: str, field: str, arguments: tuple[Any, ...]
) -> None:
    with writing_nothing(ledger), refused(code, field):
        ledger.define_dimension(*arguments)


def test_a_ledger_is_renamed(ledger: Ledger) -> None:
    ledger.rename(" Обміни ")
    with ledger.view() as view:
        assert view.name == "Обміни"
    for code, name in (("needed", "  "), ("text_control", "a\x00")):
        with writing_nothing(ledger), refused(code, "name"):
            ledger.rename(name)


# --- finding and stages --------------------------------------------------------------------------


def test_a_record_is_found_by_id_prefix_or_day(ledger: Ledger, exchange: str) -> None:
    with ledger.view() as view:
        for text in (exchange, exchange[:8], f" {exchange[:20]} ", "2024-12-30"):
            assert view.find(text, "exchange") == exchange
        for text in ("", " "):
            with refused("needed", "subject"):
                view.find(text, "exchange")
        for text in ("2024-12-31", "zz", "%", "_", exchange + "0", exchange[:-1] + "g"):
            with refused("not_found", "subject"):
                view.find(text, "exchange")
        with refused("subject_kind", "subject"):
            view.find(exchange, "claim", "note")


def test_an_ambiguous_day_or_prefix_is_refused(ledger: Ledger) -> None:
    one, two = twins(ledger, 2)
    with ledger.view() as view, refused("ambiguous", "subject"):
        view.find("2024-06-01", "exchange")
    ledger.merge_duplicates(one, [two], "the same")
    with ledger.view() as view:
        assert view.find("2024-06-01", "exchange") == one


def test_a_stage_is_of_another_exchange_and_never_of_itself(ledger: Ledger) -> None:
    whole, stage, part = twins(ledger)
    corrected(ledger, stage, part_of=whole)
    corrected(ledger, part, part_of=stage)
    assert row_of(ledger, whole).stages == 1
    for key, parent in ((whole, whole), (whole, stage), (whole, part), (stage, part)):
        with writing_nothing(ledger), refused("part_of_itself", "part_of"):
            corrected(ledger, key, part_of=parent)
    corrected(ledger, stage, part_of="")
    assert row_of(ledger, whole).stages == 0


def test_a_stage_is_recorded_with_its_parent(ledger: Ledger) -> None:
    whole = recorded(ledger, returned=75)
    stage = recorded(ledger, OTHER, returned=25, part_of=whole[:10])
    assert row_of(ledger, stage).part_of == whole
    with ledger.view() as view:
        assert len(exchanges(view, counting_only=True)) == 2
