"""The published record: its totals under each policy, and every claim from January 2024 on."""

from typing import Any

import pytest

from tests.desktop.conftest import Command


@pytest.fixture
def sample(command: Command) -> str:
    command("sample", "sample.ledger")
    return "sample.ledger"


@pytest.mark.parametrize(
    ("policy", "returned", "events"), [("exchanges", 1348, 11), ("all-returns", 1358, 12)]
)
def test_2024_under_each_policy(
    sample: str, show: Any, policy: str, returned: int, events: int
) -> None:
    rows = {row["period"]: row for row in show(sample, "totals", "--policy", policy)}
    assert (rows["2024"]["returned"], rows["2024"]["events"]) == (returned, events)
    assert rows["2024"]["residual_unknown"] == rows["2024"]["conflicts"] == 0


def test_claims_of_2024_are_reproduced_to_the_unit(sample: str, show: Any) -> None:
    rows = [row for row in show(sample, "claims") if row["as_of"] >= "2024-01-31"]
    totals = {row["value"] for row in rows if row["measure"] == "returned_total"}
    assert totals == {1358, 3035, 3135, 3210, 3300, 3405, 3520, 3956}
    assert {(row["status"], row["difference"]) for row in rows} == {("reproduced", 0)}
    ordinals = {
        (row["scope"], row["value"]) for row in rows if row["measure"] == "exchange_ordinal"
    }
    assert ("year:2024", 11) in ordinals
    (largest,) = [row for row in rows if row["measure"] == "largest_return"]
    assert (largest["value"], largest["computed"]) == (230, 230)


def test_under_exchanges_the_release_of_june_explains_what_is_short(sample: str, show: Any) -> None:
    rows = [
        row for row in show(sample, "claims", "--policy", "exchanges") if row["status"] == "short"
    ]
    assert {(row["value"], row["difference"]) for row in rows} == {
        (1358, -10),
        (3405, -10),
        (3520, -10),
        (3956, -10),
    }
    assert all(row["candidates"].startswith("2024-06-28 release") for row in rows)


def test_claims_before_the_opening_balance_are_not_checked(sample: str, show: Any) -> None:
    early = [row for row in show(sample, "claims") if row["as_of"] < "2023-12-31"]
    unchecked = {row["value"]: row["status"] for row in early if row["scope"] == "all"}
    assert set(unchecked.values()) == {"cannot_be_checked"}
    assert {1863, 2430} <= set(unchecked)


def test_every_breakdown_of_the_record_closes_or_is_said_not_to(sample: str, show: Any) -> None:
    kinds = {row["kind"] for row in show(sample, "quality")}
    assert kinds == {"ordinal_missing"}
    missing = {row["detail"] for row in show(sample, "quality")}
    assert missing == {"all: 2", "all: 6–49", "all: 57"}


def test_the_record_is_in_both_languages(command: Command, sample: str) -> None:
    english = command("show", sample, "totals").out
    ukrainian = command("--language", "uk", "show", sample, "totals").out
    assert "returned" in english
    assert "1,358" in english
    assert "повернуто" in ukrainian
    assert "1\N{NO-BREAK SPACE}358" in ukrainian
