"""What a person means by the words typed to find an exchange: each word has to fit somewhere.

A word fits a part of the place, the remarks, a mediator note or a source; of a kind's, mediator's
or month's name in either language; of the day; or a whole figure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.model.vocabulary import KINDS, MEDIATORS, Name
from domain.projections.texts import folded
from domain.projections.view import View

MONTHS: Final = (
    "january січня січень",
    "february лютого лютий",
    "march березня березень",
    "april квітня квітень",
    "may травня травень",
    "june червня червень",
    "july липня липень",
    "august серпня серпень",
    "september вересня вересень",
    "october жовтня жовтень",
    "november листопада листопад",
    "december грудня грудень",
)
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?", re.ASCII)
# A space that may break is left alone: in “30 202” it stands between two words.
_GAP: Final = ",\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_GROUPED: Final = re.compile(rf"(?<!\d)\d{{1,3}}(?:[{_GAP}]\d{{3}})+(?!\d)")
_CODE: Final = re.compile(r"[a-z]{2}|icrc", re.ASCII)
_SHORTEST_ID: Final = 4
_FIGURES: Final = ("returned", "handed_over", "remains")


@dataclass(frozen=True, slots=True)
class Searched:
    """The condition on `exchanges` that the typed words make, behind the tables it needs."""

    tables: str
    condition: str
    parameters: tuple[Any, ...]


def mediator_is(code: str) -> str:
    """The condition that the mediator with this code, its parameter, took part.

    Codes stand with spaces between them; only what could be a part of ICRC needs them looked at.
    """
    if code in "ICRC" and code != "ICRC":
        return "instr(' ' || mediators || ' ', ' ' || ? || ' ')"
    return "instr(mediators, ?)"


def words_of(text: str) -> list[str]:
    """The words that were typed, folded; a grouped number (1,358) is one word."""
    whole = _GROUPED.sub(lambda found: re.sub(f"[{_GAP}]", "", found[0]), text)
    return list(dict.fromkeys(folded(whole).split()))


def searched(view: View, words: Sequence[str]) -> Searched:
    """How to pick, at the position of the view, the exchanges that every word fits.

    The texts are read once for all words together.
    """
    fits = ", ".join(f"instr(t.text, ?) > 0 AS fits{place}" for place in range(len(words)))
    some = " OR ".join("instr(t.text, ?)" for _ in words)
    columns = ", ".join(f"fits{place}" for place in range(len(words)))
    tables = (
        f"WITH hits AS MATERIALIZED (SELECT t.subject, t.exchange, {fits} FROM texts t "
        f"WHERE ({some}) AND {view.known_of('t')}), "
        f"found AS MATERIALIZED (SELECT exchange, {columns} FROM hits WHERE exchange IS NOT NULL "
        f"UNION ALL SELECT r.exchange, {columns} FROM hits "
        "JOIN rests_on r ON r.source = hits.subject "
        f"WHERE hits.exchange IS NULL AND r.position <= {view.position}) "
    )
    conditions, parameters = [], [*words, *words]
    for place, word in enumerate(words):
        condition, values = _fits(word)
        conditions.append(
            f"({condition} OR subject IN (SELECT exchange FROM found WHERE fits{place}))"
        )
        parameters += values
    return Searched(tables, " AND ".join(conditions), tuple(parameters))


def _fits(word: str) -> tuple[str, list[Any]]:
    """The condition that a word makes on what the list itself knows of an exchange."""
    conditions, values = list[str](), list[Any]()
    if any(letter.isdigit() for letter in word):
        conditions.append("instr(occurred, ?)")
        values.append(_as_stored(word))
    kinds = _named(word, KINDS.items())
    if kinds:
        conditions.append(f"kind IN ({_marks(kinds)})")
        values += kinds
    codes = [word.upper()] if _CODE.fullmatch(word) else []
    for code in dict.fromkeys((*_named(word, MEDIATORS.items()), *codes)):
        conditions.append(mediator_is(code))
        values.append(code)
    months = [f"{n:02}" for n, names in enumerate(MONTHS, 1) if word in names.split() or (
        len(word) > 2 and any(name.startswith(word) for name in names.split())
    )]  # fmt: skip
    if months:
        conditions.append(f"substr(first_day, 6, 2) IN ({_marks(months)})")
        values += months
    if word.isascii() and word.isdigit() and len(word) < 12:
        conditions += [f"{figure} = {int(word)}" for figure in _FIGURES]
    if len(word) >= _SHORTEST_ID and all(letter in "0123456789abcdef" for letter in word):
        conditions.append(f"substr(id, 1, {len(word)}) = ?")
        values.append(word)
    return " OR ".join(conditions) or "0", values


def _named(word: str, names: Iterable[tuple[str, Name]]) -> list[str]:
    return [code for code, name in names if word in folded(f"{name.en}\n{name.uk}")]


def _as_stored(word: str) -> str:
    """`30.12` and `30.12.2024` as the day is stored; anything else as it is."""
    dotted = _DOTTED.fullmatch(word)
    if dotted is None:
        return word
    day, month, year = dotted.groups()
    return f"{year or ''}-{int(month):02}-{int(day):02}"


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
