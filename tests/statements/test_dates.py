"""Dates in both languages, and what they mean in a text written on a known day."""

import datetime as dt

import pytest

from domain.statements.english import ENGLISH
from domain.statements.lexicon import Language
from domain.statements.marks import mark_text
from domain.statements.tokens import tokenize
from domain.statements.ukrainian import UKRAINIAN

WRITTEN = dt.date(2024, 12, 30)  # a Monday


def settled(text: str, language: Language, written: dt.date | None) -> dt.date | None:
    for mark in mark_text(tokenize(text), language):
        if mark.date is not None:
            return mark.date.settle(written)
    return None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "30 December 2024"),
        (ENGLISH, "December 30, 2024"),
        (ENGLISH, "Dec. 30, 2024"),
        (ENGLISH, "the 30th of December, 2024"),
        (ENGLISH, "Monday, 30 December 2024"),
        (ENGLISH, "2024-12-30"),
        (ENGLISH, "30/12/2024"),
        (UKRAINIAN, "30.12.2024"),
        (UKRAINIAN, "30 грудня 2024 року"),
        (UKRAINIAN, "30-го грудня 2024-го"),
        (UKRAINIAN, "тридцятого грудня 2024 р."),
        (UKRAINIAN, "у понеділок, 30 грудня 2024 року"),
    ],
)
def test_full_dates_need_no_other_day(language: Language, text: str) -> None:
    assert settled(text, language, None) == WRITTEN


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        (ENGLISH, "on December 29", dt.date(2024, 12, 29)),
        (ENGLISH, "January 3 of this year", dt.date(2024, 1, 3)),
        (ENGLISH, "today", WRITTEN),
        (ENGLISH, "yesterday", dt.date(2024, 12, 29)),
        (ENGLISH, "on Friday", dt.date(2024, 12, 27)),
        (ENGLISH, "on Monday", WRITTEN),
        (UKRAINIAN, "3 січня цього року", dt.date(2024, 1, 3)),
        (UKRAINIAN, "31 грудня минулого року", dt.date(2023, 12, 31)),
        (UKRAINIAN, "вчора", dt.date(2024, 12, 29)),
        (UKRAINIAN, "позавчора", dt.date(2024, 12, 28)),
        (UKRAINIAN, "у п’ятницю", dt.date(2024, 12, 27)),
        (UKRAINIAN, "5 лютого", dt.date(2024, 2, 5)),
    ],
)
def test_other_dates_are_settled_by_the_day_of_writing(
    language: Language, text: str, day: dt.date
) -> None:
    assert settled(text, language, WRITTEN) == day
    assert settled(text, language, None) is None


@pytest.mark.parametrize("text", ["31 February 2024", "99.99.2024", "2024", "you may 5 times"])
def test_what_is_no_day(text: str) -> None:
    assert settled(text, ENGLISH, WRITTEN) is None


def test_the_far_end_of_a_night_is_marked() -> None:
    marks = mark_text(tokenize("у ніч на четвер"), UKRAINIAN)
    assert [mark.date.toward for mark in marks if mark.date is not None] == [True]
