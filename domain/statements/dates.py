"""Read one date at a place in the text, and settle it against the day the text was written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lexicon import DateWords, Language
from .numbers import HYPHENS, read_number
from .tokens import Token, glued

YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Date:
    """What a date in the text says; `end` is the token after it.

    Any of the parts may be unknown. `days_back` is 0 for today, 1 for yesterday; `years_back` is
    0 for "3 January of this year"; `toward` marks "in the night leading to".
    """

    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days_back: int | None = None
    years_back: int | None = None
    toward: bool = False

    @property
    def full(self) -> dt.date | None:
        """The calendar day, if year, month and day are all printed and there is such a day."""
        return calendar_day(self.year, self.month, self.day)

    @property
    def names_a_day(self) -> bool:
        """Whether this is one day, not a month or a year."""
        return (
            self.full is not None
            or (self.day is not None and self.month is not None)
            or self.weekday is not None
            or self.days_back is not None
        )

    def settle(self, written: dt.date | None) -> dt.date | None:
        """The day meant by a text written on that day; None when the text cannot tell."""
        if self.full is not None or written is None:
            return self.full
        if self.day is not None and self.month is not None:
            return _nearest_year(self.month, self.day, written, self.years_back)
        if self.days_back is not None:
            return written - dt.timedelta(days=self.days_back)
        if self.weekday is not None:
            return written - dt.timedelta(days=(written.weekday() - self.weekday) % 7)
        return None


def calendar_day(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    """The day, or None where a part is missing or the calendar has no such day."""
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, day: int, written: dt.date, years_back: int | None) -> dt.date | None:
    """The last such day not after the text (a day later is let pass: clocks and zones)."""
    if years_back is not None:
        return calendar_day(written.year - years_back, month, day)
    this_year = calendar_day(written.year, month, day)
    if this_year is not None and this_year <= written + dt.timedelta(days=1):
        return this_year
    return calendar_day(written.year - 1, month, day)


def read_date(tokens: Sequence[Token], at: int, language: Language) -> Date | None:
    """The date that begins at this token, if one does."""
    table = language.dates
    token = tokens[at]
    if token.kind == "number":
        found = (
            _numeric(tokens, at)
            or _named_month(tokens, at, table)
            or _day_first(tokens, at, language)
            or _year(tokens, at, table)
        )
    elif token.kind == "word":
        found = (
            _weekday(tokens, at, language)
            or _month_first(tokens, at, language)
            or _day_first(tokens, at, language)
            or _relative(tokens, at, table)
        )
    else:
        found = None
    if found is None:
        return None
    return replace(found, toward=_is_toward(tokens, at, table))


def _numeric(tokens: Sequence[Token], at: int) -> Date | None:
    """31.05.2024, 31/05/2024, 2024-05-31."""
    pieces = tokens[at].text.split(".")
    end = at + 1
    if len(pieces) == 1 and at + 4 < len(tokens):
        mark = tokens[at + 1].text
        numbers = tokens[at], tokens[at + 2], tokens[at + 4]
        joined = all(glued(tokens[i], tokens[i + 1]) for i in range(at, at + 4))
        if mark in ("-", "/") and mark == tokens[at + 3].text and joined:
            pieces = [number.text for number in numbers]
            end = at + 5
    if len(pieces) != 3 or not all(piece.isdecimal() and len(piece) <= 4 for piece in pieces):
        return None
    first, month, last = map(int, pieces)
    year, day = (first, last) if first in YEARS else (last, first)
    if year < 100 and len(pieces[2]) == 2:
        year += 2000
    return Date(end, year, month, day) if calendar_day(year, month, day) else None


def _named_month(tokens: Sequence[Token], at: int, table: DateWords) -> Date | None:
    """06-NOV-2025, 6/Nov/2025."""
    if at + 4 >= len(tokens) or tokens[at + 1].text not in ("-", "/", "."):
        return None
    month = _month(tokens[at + 2], table)
    day, year = tokens[at].text, tokens[at + 4].text
    if month is None or tokens[at + 3].text != tokens[at + 1].text:
        return None
    numeric = day.isdecimal() and year.isdecimal() and len(day) <= 2 and len(year) == 4
    if not (numeric and int(year) in YEARS and calendar_day(int(year), month, int(day))):
        return None
    return Date(at + 5, int(year), month, int(day))


def _day_first(tokens: Sequence[Token], at: int, language: Language) -> Date | None:
    """3 January [2024], the 19th of May, 31-го травня 2022 року, тридцятого грудня."""
    number = read_number(tokens, at, language.numbers)
    if number is None or number.value is None or not 1 <= number.value <= 31:
        return None
    here = number.end
    while here < len(tokens) and tokens[here].norm in language.dates.day_joiners:
        here += 1
    if here >= len(tokens):
        return None
    month = _month(tokens[here], language.dates)
    if month is None:
        return None
    return _with_year(tokens, here + 1, month, number.value, language.dates)


def _month_first(tokens: Sequence[Token], at: int, language: Language) -> Date | None:
    """December 30, 2024; Dec. 30; December 2024; in March."""
    month = _month(tokens[at], language.dates)
    if month is None or tokens[at].text == "may":
        return None
    here = at + 1
    shortened = len(tokens[at].norm) <= 4 and tokens[at].norm not in ("june", "july")
    if shortened and here < len(tokens) and tokens[here].text == ".":
        here += glued(tokens[at], tokens[here])
    if language.code == "en" and here < len(tokens) and tokens[here].kind == "number":
        day = read_number(tokens, here, language.numbers)
        if day is not None and day.value is not None and 1 <= day.value <= 31:
            return _with_year(tokens, day.end, month, day.value, language.dates)
    return _with_year(tokens, here, month, None, language.dates)


def _month(token: Token, table: DateWords) -> int | None:
    return table.months.get(token.norm)


def _with_year(
    tokens: Sequence[Token], at: int, month: int, day: int | None, table: DateWords
) -> Date:
    """Add the year that follows: 2024, `, 2024`, 2024 року, цього року, of this year."""
    here = at
    while here < len(tokens) and (tokens[here].text in (",", ".") or tokens[here].norm == "of"):
        here += 1
    if here < len(tokens):
        token = tokens[here]
        if token.text.isdecimal() and len(token.text) == 4 and int(token.text) in YEARS:
            return Date(_over_year_noun(tokens, here + 1, table), int(token.text), month, day)
        for years_back, words in ((0, table.this_year), (1, table.last_year)):
            if token.norm in words and here + 1 < len(tokens):
                after = here + 1
                while after < len(tokens) and tokens[after].text == ".":
                    after += 1
                if after < len(tokens) and tokens[after].norm in table.year_nouns:
                    end = _over_year_noun(tokens, after, table)
                    return Date(end, None, month, day, years_back=years_back)
    return Date(at, None, month, day)


def _over_year_noun(tokens: Sequence[Token], at: int, table: DateWords) -> int:
    """Step over the ending and the noun of a year: -го, року, р."""
    here = at
    if (
        here + 1 < len(tokens)
        and tokens[here].text in HYPHENS
        and glued(tokens[here - 1], tokens[here])
        and glued(tokens[here], tokens[here + 1])
        and tokens[here + 1].kind == "word"
    ):
        here += 2
    if here < len(tokens) and tokens[here].norm in table.year_nouns:
        here += 1
    return here


def _year(tokens: Sequence[Token], at: int, table: DateWords) -> Date | None:
    """A year standing alone: "in 2024", "2022 року", "з 2022-го"."""
    text = tokens[at].text
    if not (text.isdecimal() and len(text) == 4 and int(text) in YEARS):
        return None
    end = _over_year_noun(tokens, at + 1, table)
    introduced = at > 0 and tokens[at - 1].norm in table.before_year
    return Date(end, int(text)) if introduced or end > at + 1 else None


def _weekday(tokens: Sequence[Token], at: int, language: Language) -> Date | None:
    """Friday; Friday, 18 October 2024; Saturday the 19th; середу, 21 вересня."""
    weekday = language.dates.weekdays.get(tokens[at].norm)
    if weekday is None:
        return None
    here = at + 1
    while here < len(tokens) and (tokens[here].text == "," or tokens[here].norm == "the"):
        here += 1
    if here < len(tokens):
        day = _day_first(tokens, here, language) or _month_first(tokens, here, language)
        if day is None and tokens[here].kind == "number":
            day = _numeric(tokens, here)
        if day is not None and day.day is not None:
            return replace(day, weekday=weekday)
        number = read_number(tokens, here, language.numbers)
        if number is not None and number.ordinal and tokens[here - 1].norm == "the":
            return Date(number.end, weekday=weekday)
    return Date(at + 1, weekday=weekday)


def _relative(tokens: Sequence[Token], at: int, table: DateWords) -> Date | None:
    """Today, yesterday; "the day before" where it does not open the sentence, for there it looks
    back further."""
    back = table.days_back.get(tokens[at].norm)
    if back is not None:
        return Date(at + 1, days_back=back)
    opens = at == 0 or tokens[at - 1].kind == "break" or tokens[at - 1].text in (".", "!", "?")
    for phrase, back in table.phrases_back.items():
        end = at + len(phrase)
        if tuple(token.norm for token in tokens[at:end]) == phrase and not opens:
            closed = end >= len(tokens) or tokens[end].kind != "word" or len(phrase) > 1
            return Date(end, days_back=back) if closed else None
    return None


def _is_toward(tokens: Sequence[Token], at: int, table: DateWords) -> bool:
    """Whether the date is only the far end of a night: "у ніч на четвер"."""
    before = tokens[at - 1].norm if at else ""
    night = tokens[at - 2].norm if at > 1 else ""
    if before == "проти":
        return True
    return before in table.toward_night and (before == "into" or night in ("ніч", "вночі", "ночі"))
