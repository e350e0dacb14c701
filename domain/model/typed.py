"""Dates as an operator types them: without the year, in words of either language, 18-19.10.

Lenient in form and strict in meaning: what is not certainly a date is refused.
"""

import re
from datetime import date, timedelta
from typing import Final

from domain.model.dating import Dating, parse_dating
from domain.model.refusal import Refused

_MONTHS: Final = (
    ("jan", "січ"),
    ("feb", "лют"),
    ("mar", "бер"),
    ("apr", "кві"),
    ("may", "тра"),
    ("jun", "чер"),
    ("jul", "лип"),
    ("aug", "сер"),
    ("sep", "вер"),
    ("oct", "жов"),
    ("nov", "лис"),
    ("dec", "гру"),
)
_WORD: Final = r"([^\W\d_]{3,})\.?"
_YEAR: Final = r"(?:,?\s*(\d{4})(?:\s*р(?:оку)?\.?)?)?"
_SHORT_YEAR: Final = r"(?:[.](\d{4}|\d{2}))?\.?"
_NUMBERS: Final = re.compile(r"(\d{1,2})([.\-/ ])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})\s*" + _WORD + _YEAR)
_MONTH_DAY: Final = re.compile(_WORD + r"\s+(\d{1,2})" + _YEAR)
_MONTH_ONLY: Final = re.compile(_WORD + r"\s+(\d{4})(?:\s*р(?:оку)?\.?)?")
_NIGHT: Final = re.compile(r"(\d{1,2})\s?[-–/]\s?(\d{1,2})\.(\d{1,2})" + _SHORT_YEAR)
_NIGHT_WORDS: Final = re.compile(r"(\d{1,2})\s?[-–/]\s?(\d{1,2})\s+" + _WORD + _YEAR)


def typed_dating(text: str, today: date, field: str = "occurred") -> Dating:
    """Read `30.12`, `30.12.24`, `30 Dec`, `30 грудня 2024`, `18-19.10`, `Dec 2024` or any stored
    form of a date.

    Without a year it is the latest such day that is not after `today`.
    """
    words = " ".join(text.split())
    try:
        found = _read(words.casefold(), today)
    except ValueError:
        raise Refused("date_form", field, text=words) from None
    return found or parse_dating(words, field)


def _read(words: str, today: date) -> Dating | None:
    if numbers := _NUMBERS.fullmatch(words):
        return _one(int(numbers[1]), int(numbers[3]), numbers[4], today)
    if night := _NIGHT.fullmatch(words):
        return _several(int(night[1]), int(night[2]), int(night[3]), night[4], today)
    if named := _DAY_MONTH.fullmatch(words):
        return _one(int(named[1]), _month(named[2]), named[3], today)
    if named := _MONTH_DAY.fullmatch(words):
        return _one(int(named[2]), _month(named[1]), named[3], today)
    if named := _NIGHT_WORDS.fullmatch(words):
        return _several(int(named[1]), int(named[2]), _month(named[3]), named[4], today)
    if named := _MONTH_ONLY.fullmatch(words):
        return parse_dating(f"{int(named[2]):04}-{_month(named[1]):02}")
    return None


def _month(word: str) -> int:
    """The number of the month that a word begins; ValueError where none does."""
    for number, starts in enumerate(_MONTHS, 1):
        if word.startswith(starts):
            return number
    raise ValueError(word)


def _one(day: int, month: int, year: str | None, today: date) -> Dating:
    found = _day(day, month, year, today)
    return Dating(found, found, "day")


def _several(first: int, last: int, month: int, year: str | None, today: date) -> Dating:
    end = _day(last, month, year, today)
    begin = end.replace(day=first)
    if begin >= end:
        raise ValueError(first)
    return Dating(begin, end, "night" if end - begin == timedelta(days=1) else "days")


def _day(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for back in range(5):  # 29 February may be four years away
        try:
            found = date(today.year - back, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(day)
