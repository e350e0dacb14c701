"""Claims: their scopes, their measures, and what comparing one with the record says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.claims import (
    DISPOSITIONS,
    MEASURES,
    OF_ONE_EXCHANGE,
    Scope,
    check_disposition,
    check_measure,
    compare,
    parse_scope,
)
from tests.domain.helpers import refused

NUMBERS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("all", Scope("all")),
        (" exchange ", Scope("exchange")),
        ("year:2024", Scope("year:2024", "2024-01-01", "2024-12-31")),
        ("since:2022-02-24", Scope("since:2022-02-24", "2022-02-24")),
    ],
)
def test_reads_a_scope(text: str, scope: Scope) -> None:
    assert parse_scope(text) == scope


@pytest.mark.parametrize(
    "text", ["", "2024", "year:24", "year:0000", "year:٢٠٢٤", "since:2022", "All", "year: 2024"]
)
def test_refuses_what_is_no_scope(text: str) -> None:
    with refused("scope_form", "scope"):
        parse_scope(text)


def test_refuses_a_scope_that_begins_on_no_day() -> None:
    with refused("date_form", "scope"):
        parse_scope("since:2022-02-30")


def test_a_leg_over_many_exchanges_means_its_total() -> None:
    for leg in OF_ONE_EXCHANGE:
        assert check_measure(leg, parse_scope("all")) == f"{leg}_total"
        assert check_measure(leg, parse_scope("exchange")) == leg


def test_every_measure_has_a_scope_it_can_be_of() -> None:
    for measure in MEASURES:
        scope = "exchange" if measure in OF_ONE_EXCHANGE else "year:2024"
        assert check_measure(measure, parse_scope(scope)) == measure


def test_refuses_a_measure_nobody_knows() -> None:
    for measure in ("", "freed", "total"):
        with refused("measure_unknown", "measure"):
            check_measure(measure, parse_scope("all"))


def test_refuses_a_total_of_one_exchange() -> None:
    for measure in set(MEASURES) - set(OF_ONE_EXCHANGE):
        with refused("measure_unknown", "measure"):
            check_measure(measure, parse_scope("exchange"))


def test_a_disposition_may_be_written_with_spaces_or_dashes() -> None:
    for code in DISPOSITIONS:
        for text in (code, code.replace("_", " "), f" {code.replace('_', '-')} "):
            assert check_disposition(text) == code
    with refused("disposition_unknown", "as"):
        check_disposition("wrong")


# --- compare -------------------------------------------------------------------------------------


@given(NUMBERS, NUMBERS)
def test_exact_figures_are_reproduced_short_or_too_many(claimed: int, computed: int) -> None:
    expected = "reproduced" if computed == claimed else "short" if computed < claimed else "exceeds"
    assert compare(claimed, computed) == expected


@given(NUMBERS, NUMBERS)
def test_a_least_figure_can_only_be_too_many(claimed: int, computed: int) -> None:
    expected = "exceeds" if computed > claimed else "cannot_be_checked"
    assert compare(claimed, computed, is_exact=False) == expected


@given(NUMBERS, st.booleans())
def test_without_a_figure_nothing_can_be_said(claimed: int, is_exact: bool) -> None:
    assert compare(claimed, None, is_exact=is_exact) == "cannot_be_checked"
