"""Counts: what is read as one, what is refused, and that unknown is never a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.counts import (
    LIMIT,
    UNKNOWN,
    Bound,
    Count,
    exact,
    from_value,
    parse_count,
    to_value,
)
from tests.domain.helpers import refused

BOUNDS: tuple[Bound, ...] = ("exact", "at_least", "about")
COUNTS = st.one_of(
    st.just(UNKNOWN),
    st.builds(Count, st.integers(0, LIMIT), st.sampled_from(BOUNDS)),
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("24", Count(24)),
        ("0", Count(0)),
        ("1,358", Count(1358)),
        ("1 358", Count(1358)),
        ("1\u00a0358", Count(1358)),
        ("1\u202f358", Count(1358)),
        ("1,000,000", Count(1_000_000)),
        ("about 24", Count(24, "about")),
        ("About  1,358", Count(1358, "about")),
        ("~24", Count(24, "about")),
        ("близько 200", Count(200, "about")),
        ("at least 200", Count(200, "at_least")),
        (">= 200", Count(200, "at_least")),
        ("щонайменше 200", Count(200, "at_least")),
        ("Не менше 200", Count(200, "at_least")),
        ("unknown", UNKNOWN),
        ("невідомо", UNKNOWN),
        ("?", UNKNOWN),
    ],
)
def test_reads_a_count_as_people_write_it(text: str, count: Count) -> None:
    assert parse_count(text, "returned") == count


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "many",
        "24.5",
        "1,35",
        "13,58",
        "1,358,1",
        "about",
        "about unknown",
        "2e3",
        "٢٤",
        "²4",
    ],
)
def test_refuses_what_is_no_count(text: str) -> None:
    with refused("count_form", "returned"):
        parse_count(text, "returned")


@pytest.mark.parametrize("text", ["-1", "about -5", "at least -200"])
def test_refuses_counts_below_zero(text: str) -> None:
    with refused("count_negative", "returned"):
        parse_count(text, "returned")


def test_refuses_more_people_than_a_count_can_hold() -> None:
    assert parse_count(str(LIMIT)) == exact(LIMIT)
    with refused("count_huge", "remains"):
        parse_count(str(LIMIT + 1), "remains")
    with refused("count_huge", "remains"):
        from_value(10**30, "remains")


@given(COUNTS)
def test_what_is_printed_is_read_back(count: Count) -> None:
    assert parse_count(str(count)) == count


@given(COUNTS)
def test_what_is_stored_is_read_back(count: Count) -> None:
    assert from_value(to_value(count)) == count


@given(COUNTS)
def test_the_range_holds_the_number(count: Count) -> None:
    assert count.low >= 0
    if count.n is not None and count.bound != "about":
        assert count.low == count.n
    assert (count.high is not None) == count.is_exact


def test_unknown_has_no_number_and_no_upper_end() -> None:
    assert UNKNOWN.n is None
    assert UNKNOWN.high is None
    assert not UNKNOWN.is_exact
    assert Count(0) != UNKNOWN


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        24.0,
        "24",
        "Unknown",
        [],
        {},
        {"exact": 24},
        {"about": 24.5},
        {"about": True},
        {"about": "24"},
        {"unknown": 1},
        {"about": 24, "at_least": 20},
    ],
)
def test_refuses_other_shapes_of_a_stored_count(value: object) -> None:
    with refused("count_form", "returned"):
        from_value(value, "returned")


@pytest.mark.parametrize("value", [-1, {"about": -1}, {"at_least": -1}])
def test_refuses_a_stored_count_below_zero(value: object) -> None:
    with refused("count_negative", "returned"):
        from_value(value, "returned")
