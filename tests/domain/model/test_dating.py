"""Dates of an exchange: a day, a night, several days, a month, a year; and nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.dating import Dating, Precision, parse_dating, parse_day
from tests.domain.helpers import refused

DAYS = st.dates(date(1, 1, 1), date(9999, 11, 30))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-12-30", date(2024, 12, 30), date(2024, 12, 30), "day"),
        ("30.12.2024", date(2024, 12, 30), date(2024, 12, 30), "day"),
        ("1.6.2024", date(2024, 6, 1), date(2024, 6, 1), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-10-18/2024-10-19", date(2024, 10, 18), date(2024, 10, 19), "night"),
        ("2024-12-31/2025-01-01", date(2024, 12, 31), date(2025, 1, 1), "night"),
        ("2024-10-18/2024-10-20", date(2024, 10, 18), date(2024, 10, 20), "days"),
        ("2024-10-18/2024-10-18", date(2024, 10, 18), date(2024, 10, 18), "day"),
    ],
)
def test_reads_a_date_as_precisely_as_it_is_given(
    text: str, first: date, last: date, precision: Precision
) -> None:
    assert parse_dating(f" {text} ") == Dating(first, last, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-13",
        "2024-00",
        "0000",
        "0000-01",
        "2024-02-30",
        "2024-2-3",
        "20241230",
        "2024-W52-1",
        "2024-12-30T14:00",
        "31.02.2024",
        "2024-10/2024-11",
        "2024-10-18/",
        "/2024-10-18",
        "2024-10-18/2024-10-19/2024-10-20",
        "٢٠٢٤-١٢-٣٠",
    ],
)
def test_refuses_what_is_no_date(text: str) -> None:
    with refused("date_form", "occurred"):
        parse_dating(text)


@pytest.mark.parametrize("text", ["2024-W52-1", "2024-12", "2024", "", "2024-10-18/2024-10-19"])
def test_a_day_is_one_whole_day(text: str) -> None:
    with refused("date_form", "published"):
        parse_day(text, "published")


def test_refuses_a_stretch_that_ends_before_it_begins() -> None:
    with refused("date_order", "occurred"):
        parse_dating("2024-10-19/2024-10-18")


@given(DAYS, st.integers(0, 30))
def test_days_and_stretches_are_read_back_as_printed(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    dating = parse_dating(f"{first.isoformat()}/{last.isoformat()}")
    assert (dating.first, dating.last) == (first, last)
    assert dating.precision == ("day" if more == 0 else "night" if more == 1 else "days")
    assert parse_dating(str(dating)) == dating


@given(DAYS)
def test_months_and_years_are_read_back_as_printed(day: date) -> None:
    for text in (f"{day.year:04}-{day.month:02}", f"{day.year:04}"):
        dating = parse_dating(text)
        assert str(dating) == text
        assert dating.first <= day <= dating.last


@given(st.text(max_size=25))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        dating = parse_dating(text)
    except ValueError as error:
        assert getattr(error, "field", "") == "occurred"
    else:
        assert parse_dating(str(dating)) == dating


def test_a_night_over_new_year_counts_in_the_year_of_its_first_day() -> None:
    assert parse_dating("2024-12-31/2025-01-01").year == 2024
