"""Claims beside computed values: reproduced to the unit, short, exceeding, or why not checked."""

import pytest

from domain.ledger import Ledger
from domain.model.claims import MEASURES
from domain.model.draft import DraftClaim
from domain.model.policy import Policy
from domain.projections.reconciliation import ClaimRow, reconcile
from tests.domain.helpers import OTHER, claim_of, claim_row, recorded, refused


@pytest.fixture
def year(ledger: Ledger) -> dict[str, str]:
    """Two exchanges and a release in 2024, of a record that begins in 2023."""
    return {
        "before": recorded(ledger, occurred="2023-12-01", returned=50, handed_over=40),
        "first": recorded(ledger, occurred="2024-01-03", returned=230, handed_over=248),
        "release": recorded(ledger, occurred="2024-06-28", kind="release", returned=10),
        "last": recorded(ledger, occurred="2024-12-30", returned=189, handed_over=150),
        "remains": recorded(
            ledger, occurred="2024-11-01", kind="repatriation_of_remains", remains=563
        ),
    }


def checked(
    ledger: Ledger,
    measure: str,
    scope: str,
    value: int,
    *,
    as_of: str = "2024-12-31",
    exchange: str = "",
    policy: str = "",
) -> ClaimRow:
    figure = DraftClaim(measure, scope, value, as_of)
    return claim_row(ledger, claim_of(ledger.claim(figure, OTHER, exchange, policy)))


@pytest.mark.parametrize(
    ("measure", "policy", "computed"),
    [
        ("returned_total", "all-returns", 429),
        ("returned_total", "exchanges", 419),
        ("handed_over_total", "all-returns", 398),
        ("both_total", "all-returns", 827),
        ("remains_total", "all-returns", 563),
        ("exchange_count", "exchanges", 2),
        ("largest_return", "all-returns", 230),
    ],
)
def test_a_years_claim_is_reproduced_short_or_exceeded_to_the_unit(
    ledger: Ledger, year: dict[str, str], measure: str, policy: str, computed: int
) -> None:
    for off, status in ((0, "reproduced"), (1, "short"), (-1, "exceeds")):
        row = checked(ledger, measure, "year:2024", computed + off, policy=policy)
        assert (row.status, row.computed, row.difference, row.why) == (status, computed, -off, "")


def test_counting_claims_ask_the_policy_of_numbered_exchanges_unless_told(
    ledger: Ledger, year: dict[str, str]
) -> None:
    assert checked(ledger, "exchange_count", "year:2024", 2).policy == "exchanges"
    assert checked(ledger, "returned_total", "year:2024", 2).policy == "all-returns"


def test_the_figure_is_that_of_the_day_it_was_said(ledger: Ledger, year: dict[str, str]) -> None:
    for as_of, computed in (("2024-01-02", 0), ("2024-01-03", 230), ("2024-06-30", 240)):
        assert checked(ledger, "returned_total", "year:2024", 0, as_of=as_of).computed == computed


def test_an_ordinal_is_a_claim_about_one_exchange(ledger: Ledger, year: dict[str, str]) -> None:
    row = checked(ledger, "exchange_ordinal", "year:2024", 2, exchange=year["last"])
    assert (row.status, row.computed) == ("reproduced", 2)
    row = checked(ledger, "exchange_ordinal", "year:2024", 3, exchange=year["release"])
    assert (row.status, row.why) == ("cannot_be_checked", "exchange_not_counted")


def test_a_rival_figure_for_one_exchange(ledger: Ledger, year: dict[str, str]) -> None:
    row = checked(ledger, "handed_over", "exchange", 150, exchange=year["last"])
    assert row.status == "reproduced"
    row = checked(ledger, "returned", "exchange", 188, exchange=year["last"])
    assert (row.status, row.difference) == ("exceeds", 1)
    row = checked(ledger, "remains", "exchange", 5, exchange=year["last"])
    assert (row.status, row.why) == ("cannot_be_checked", "not_stated")


def test_a_claim_follows_a_merged_exchange(ledger: Ledger, year: dict[str, str]) -> None:
    twin = recorded(ledger, OTHER, occurred="2024-12-30", returned=188)
    row = checked(ledger, "returned", "exchange", 189, exchange=twin)
    assert row.status == "short"
    ledger.merge_duplicates(year["last"], [twin], "the same")
    assert claim_row(ledger, row.id).status == "reproduced"
    ledger.retract(year["last"], "never happened")
    assert claim_row(ledger, row.id).why == "exchange_not_counted"


def test_what_the_record_does_not_reach_cannot_be_checked(
    ledger: Ledger, year: dict[str, str]
) -> None:
    for scope in ("all", "since:2022-02-24", "year:2023"):
        row = checked(ledger, "returned_total", scope, 429)
        assert (row.status, row.computed, row.why) == (
            "cannot_be_checked",
            None,
            "ledger_starts_too_late",
        )


def test_an_opening_balance_counts_up_to_and_including_its_day(
    ledger: Ledger, year: dict[str, str]
) -> None:
    ledger.open_with("returned_total", "since:2022-02-24", 2800, OTHER, "2024-01-03")
    row = checked(ledger, "returned_total", "since:2022-02-24", 2999)
    assert (row.status, row.computed) == ("reproduced", 2999)
    row = checked(ledger, "returned_total", "since:2022-02-24", 2800, as_of="2024-01-02")
    assert (row.status, row.why) == ("cannot_be_checked", "before_opening_balance")


def test_a_least_figure_cannot_reproduce_but_can_exceed(
    ledger: Ledger, year: dict[str, str]
) -> None:
    recorded(ledger, occurred="2024-08-01", returned={"at_least": 100})
    row = checked(ledger, "returned_total", "year:2024", 529)
    assert (row.status, row.computed, row.why) == ("cannot_be_checked", 529, "not_exact")
    assert checked(ledger, "returned_total", "year:2024", 528).status == "exceeds"
    assert (
        checked(ledger, "returned_total", "year:2024", 99, as_of="2024-07-01").status == "exceeds"
    )


def test_single_events_as_large_as_a_difference_are_named(
    ledger: Ledger, year: dict[str, str]
) -> None:
    row = checked(ledger, "returned_total", "year:2024", 429, policy="exchanges")
    assert (row.status, row.difference) == ("short", -10)
    assert row.candidates == f"2024-06-28 release {year['release'][:12]}"
    row = checked(ledger, "returned_total", "year:2024", 240)
    assert row.candidates.startswith("2024-12-30 exchange")
    assert checked(ledger, "returned_total", "year:2024", 430).candidates == ""


def test_all_claims_may_be_seen_under_one_policy(ledger: Ledger, year: dict[str, str]) -> None:
    checked(ledger, "returned_total", "year:2024", 419)
    with ledger.view() as view:
        assert [row.status for row in reconcile(view)] == ["exceeds"]
        assert [row.status for row in reconcile(view, "exchanges")] == ["reproduced"]
        with refused("policy_unknown", "policy"):
            reconcile(view, "mine")


def test_a_claim_under_a_policy_of_stages(ledger: Ledger, year: dict[str, str]) -> None:
    ledger.define_policy(Policy("stages", ("exchange", "release"), stages="stage"))
    for n in range(2):
        stage = f"https://example.org/{n}"
        recorded(ledger, stage, occurred="2024-12-30", returned=90, part_of=year["last"])
    assert checked(ledger, "returned_total", "year:2024", 429).status == "reproduced"
    row = checked(ledger, "returned_total", "year:2024", 420, policy="stages")
    assert (row.status, row.computed) == ("reproduced", 420)


def test_every_measure_is_answered_somehow(ledger: Ledger, year: dict[str, str]) -> None:
    for measure in MEASURES:
        is_of_one = measure in ("returned", "handed_over", "remains")
        scope = "exchange" if is_of_one else "year:2024"
        assert checked(ledger, measure, scope, 1, exchange=year["last"]).status
