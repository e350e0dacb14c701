"""Dates, scopes and breakdown rows as operators type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.breakdown import Line
from domain.model.counts import Count, exact
from domain.model.refusal import Refused
from domain.model.scope_words import scope_words, typed_scope
from domain.model.typed import typed_dating
from domain.model.typed_lines import TypedRow, pasted_rows, read_block
from domain.model.vocabulary import STANDARD

TODAY = date(2025, 1, 7)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30.12", "2024-12-30"),
        ("5.1", "2025-01-05"),
        ("8.1", "2024-01-08"),
        ("29.2", "2024-02-29"),
        ("30.12.24", "2024-12-30"),
        ("30-12-24", "2024-12-30"),
        ("30 Dec", "2024-12-30"),
        ("Dec 30, 2024", "2024-12-30"),
        ("30 грудня 2024 року", "2024-12-30"),
        ("18-19.10", "2024-10-18/2024-10-19"),
        ("18/19 жовтня 2023", "2023-10-18/2023-10-19"),
        ("18–21.10.24", "2024-10-18/2024-10-21"),
        ("Dec 2024", "2024-12"),
        ("грудень 2024", "2024-12"),
        ("2024", "2024"),
        ("2024-10-18/2024-10-19", "2024-10-18/2024-10-19"),
    ],
)
def test_a_date_is_read_as_typed(typed: str, stored: str) -> None:
    assert str(typed_dating(typed, TODAY)) == stored


@pytest.mark.parametrize("typed", ["31.2", "30.13", "19-18.10", "yesterday", "30 Foo", "", "1.1.1"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        typed_dating(typed, TODAY, "published")
    assert (refused.value.code, refused.value.field) == ("date_form", "published")


@given(st.dates(date(1992, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1)))
def test_a_whole_date_does_not_depend_on_today(day: date, today: date) -> None:
    typed = f"{day.day}.{day.month}.{day.year}"
    assert typed_dating(typed, today).first == day


@given(st.dates(date(1992, 1, 1), date(2099, 12, 31)))
def test_a_day_without_its_year_is_never_to_come(today: date) -> None:
    for typed in ("1.1", "31.12", "29.2", "15 Jun"):
        assert typed_dating(typed, today).first <= today


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2024", "year:2024"),
        ("year 2024", "year:2024"),
        ("2024 рік", "year:2024"),
        ("за 2024 рік", "year:2024"),
        ("to d", "all"),
        ("за весь час", "all"),
        ("since 24.02.2022", "since:2022-02-24"),
        ("від 24 лютого 2022", "since:2022-02-24"),
        ("this", "exchange"),
        ("year:2024", "year:2024"),
    ],
)
def test_a_scope_in_words(typed: str, code: str) -> None:
    assert typed_scope(typed, TODAY) == code


@pytest.mark.parametrize("code", ["all", "exchange", "year:2024", "since:2022-02-24"])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_scope_said_is_read_back(code: str, language: str) -> None:
    assert typed_scope(scope_words(code, language), TODAY) == code


def test_rows_are_read_with_their_nesting() -> None:
    rows = [
        TypedRow("Armed F", "87"),
        TypedRow("Територіальна", "17", 1),
        TypedRow("officers", "at least 3", 2),
        TypedRow("", ""),
        TypedRow("Navy", "24"),
    ]
    read = read_block("branch", rows, STANDARD)
    assert read.wrong == {}
    assert list(read.lines.values()) == [
        Line("branch", "armed_forces", exact(87)),
        Line("branch", "territorial_defence", exact(17), ("branch", "armed_forces")),
        Line("rank", "officers", Count(3, "at_least"), ("branch", "territorial_defence")),
        Line("branch", "navy", exact(24)),
    ]


def test_what_is_wrong_is_said_of_its_row() -> None:
    rows = [
        TypedRow("civilians", "2"),
        TypedRow("foo", "3"),
        TypedRow("Navy", ""),
        TypedRow("", "7"),
        TypedRow("Navy", "x"),
        TypedRow("Air Force", "1", 1),
        TypedRow("Navy", "5"),
        TypedRow("Navy", "6"),
    ]
    wrong = read_block("branch", rows, STANDARD).wrong
    assert {place: found.code for place, found in wrong.items()} == {
        0: "line_elsewhere",
        1: "line_unknown",
        2: "needed",
        3: "needed",
        4: "count_form",
        7: "duplicate_line",
    }


def test_a_row_within_an_unreadable_row_waits_for_it() -> None:
    wrong = read_block("branch", [TypedRow("foo", "3"), TypedRow("Navy", "1", 1)], STANDARD).wrong
    assert wrong[1].code == "holder_wrong"


def test_rows_pasted_from_a_spreadsheet() -> None:
    text = "Armed Forces\t87\t\r\n  Territorial Defence\t17\nNavy: at least 24\nunder 25 12\n\nfoo"
    assert pasted_rows(text) == [
        TypedRow("Armed Forces", "87"),
        TypedRow("Territorial Defence", "17", 1),
        TypedRow("Navy", "at least 24"),
        TypedRow("under 25", "12"),
        TypedRow("foo", ""),
    ]


@given(st.text(max_size=60))
def test_any_text_can_be_pasted(text: str) -> None:
    for row in pasted_rows(text):
        assert not row.is_empty and row.depth >= 0
    read_block("branch", pasted_rows(text), STANDARD)
