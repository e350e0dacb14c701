"""What an operator types fast: a day without its year, and breakdown lines as indented text.

Armed Forces 87
    Territorial Defence 17
Navy 24
privates and sergeants 173
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.model.counts import Count, parse_count
from domain.model.dating import Dating, parse_dating
from domain.model.refusal import Refused
from domain.model.vocabulary import STANDARD, Vocabulary

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
_NUMBERS: Final = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})(?:[.\-/ ](\d{4}|\d{2}))?\.?")
_WORDS: Final = re.compile(r"(\d{1,2})\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}))?(?:\s*р\.?)?")


def typed_dating(text: str, today: date, field: str = "occurred") -> Dating:
    """Read `30.12`, `30.12.24`, `30 Dec`, `30 грудня 2024` or any stored form of a date.

    Without a year it is the latest such day that is not after `today`.
    """
    words = " ".join(text.split())
    try:
        if numbers := _NUMBERS.fullmatch(words):
            return _dating(int(numbers[1]), int(numbers[2]), numbers[3], today)
        if named := _WORDS.fullmatch(words.casefold()):
            for number, starts in enumerate(_MONTHS, 1):
                if named[2].startswith(starts):
                    return _dating(int(named[1]), number, named[3], today)
    except ValueError:
        raise Refused("date_form", field, text=words) from None
    return parse_dating(words, field)


def _dating(day: int, month: int, year: str | None, today: date) -> Dating:
    if year:
        found = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    else:
        found = date(today.year, month, day)
        if found > today:
            found = date(today.year - 1, month, day)
    return Dating(found, found, "day")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of a breakdown as typed: the place in the text (from 0), and what it means."""

    place: int
    dimension: str
    category: str
    count: Count
    within: tuple[str, str] | None


def typed_lines(
    text: str, vocabulary: Vocabulary = STANDARD
) -> tuple[list[TypedLine], dict[int, Refused]]:
    """The breakdown lines in a text, and what is wrong with the others, by place.

    A line that is indented lies within the nearest line above that is indented less.
    """
    lines: list[TypedLine] = []
    wrong: dict[int, Refused] = {}
    holders: list[tuple[int, tuple[str, str]]] = []
    for place, raw in enumerate(text.split("\n")):
        if not raw.strip():
            continue
        depth = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        try:
            name, count = _parts(raw.strip())
            key = find_name(name, vocabulary)
            while holders and holders[-1][0] >= depth:
                holders.pop()
            within = holders[-1][1] if holders else None
            lines.append(TypedLine(place, *key, parse_count(count, name), within))
            holders.append((depth, key))
        except Refused as refused:
            wrong[place] = refused
    return lines, wrong


def _parts(line: str) -> tuple[str, str]:
    for sign in ("\t", "=", ":"):
        if sign in line:
            name, _, count = line.partition(sign)
            return name.strip(), count.strip()
    words = line.split()
    for start in range(1, len(words)):
        count = " ".join(words[start:])
        try:
            parse_count(count)
        except Refused:
            continue
        return " ".join(words[:start]), count
    raise Refused("count_form", line, text="")


def find_name(name: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The category that a name means: its code, its name in either language, or a clear start."""
    wanted = _folded(name)
    starts = set()
    for dimension, category, spelling in names(vocabulary):
        if _folded(spelling) == wanted:
            return dimension, category
        if wanted and _folded(spelling).startswith(wanted):
            starts.add((dimension, category))
    if len(starts) == 1:
        return starts.pop()
    raise Refused("line_unknown", name, text=name)


def names(vocabulary: Vocabulary) -> Sequence[tuple[str, str, str]]:
    """(dimension, category, spelling) of every category, in code and in both languages."""
    return [
        (dimension, category, spelling)
        for dimension, known in vocabulary.dimensions.items()
        for category, name in known.categories.items()
        for spelling in (category, f"{dimension}.{category}", name.en, name.uk)
    ]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())
