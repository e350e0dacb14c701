"""When an exchange occurred, as precisely as its source says: a day, a night, days, a month.

Values are strings of the Extended Date/Time Format, level 0 (ISO 8601-2:2019): `2024-12-30`,
`2024-12`, `2024`, and `2024-10-18/2024-10-19` for a night between two days or several days.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from domain.model.refusal import Refused

Precision = Literal["day", "night", "days", "month", "year"]

_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dating:
    """The first and last day on which it can have occurred, and how precisely that was said."""

    first: date
    last: date
    precision: Precision

    @property
    def year(self) -> int:
        """The calendar year it is counted in: that of its first day."""
        return self.first.year

    def __str__(self) -> str:
        match self.precision:
            case "day":
                return self.first.isoformat()
            case "month":
                return self.first.isoformat()[:7]
            case "year":
                return f"{self.first.year:04}"
            case _:
                return f"{self.first.isoformat()}/{self.last.isoformat()}"


@lru_cache(maxsize=4096)
def parse_dating(text: str, field: str = "occurred") -> Dating:
    """Read an EDTF level 0 date or interval of days; `30.12.2024` is taken too.

    Raises Refused naming `field` for anything else.
    """
    words = text.strip()
    first_text, slash, last_text = words.partition("/")
    if slash:
        first, last = _day(first_text, text, field), _day(last_text, text, field)
        if last < first:
            raise Refused("date_order", field, text=words)
        if last == first:
            return Dating(first, first, "day")
        return Dating(first, last, "night" if last - first == timedelta(days=1) else "days")
    if _YEAR.fullmatch(words) and words != "0000":
        year = int(words)
        return Dating(date(year, 1, 1), date(year, 12, 31), "year")
    if month := _MONTH.fullmatch(words):
        year, number = int(month[1]), int(month[2])
        if year and 1 <= number <= 12:
            end = calendar.monthrange(year, number)[1]
            return Dating(date(year, number, 1), date(year, number, end), "month")
    day = _day(words, text, field)
    return Dating(day, day, "day")


def parse_day(text: str, field: str) -> date:
    """Read one whole day, or refuse naming `field`."""
    return _day(text.strip(), text, field)


def _day(words: str, text: str, field: str) -> date:
    try:
        if dotted := _DOTTED.fullmatch(words.strip()):
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        if _DAY.fullmatch(words):  # fromisoformat alone would take weeks (2024-W52-1) too
            return date.fromisoformat(words)
    except ValueError:
        pass
    raise Refused("date_form", field, text=text.strip())
