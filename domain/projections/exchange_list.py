"""The list of exchanges as a screen asks for it: which ones, in what order, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import msgspec

from domain.model.closure_words import closure_words
from domain.model.exchange import from_fields
from domain.projections.exchanges import ExchangeRow, described
from domain.projections.many import many_columns
from domain.projections.searching import mediator_is, searched, words_of
from domain.projections.view import View

# What each column is put in order by. All of it is in the index `exchanges_now`.
ORDERS: Final = {
    "occurred": "first_day",
    "kind": "kind",
    "number": "number",
    "returned": "returned",
    "handed_over": "handed_over",
    "remains": "remains",
    "closure": "misfits",
    "mediators": "mediators",
    "place": "place",
    "standing": "standing",
    "conflicts": "conflicts",
    "corrections": "changed",
    "recorded": "recorded_clock",
    "id": "id",
}
_WORDS: Final = {"kind", "mediators", "place", "standing", "closure", "conflicts"}

SortKey = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. Empty parts do not restrict; `text` is looked for in any case of letters.

    `corrected_since` is a day (ISO 8601): corrected then or later, by the clock of who did it.
    """

    text: str = ""
    year: str = ""
    kind: str = ""
    mediator: str = ""
    does_not_close: bool = False
    in_conflict: bool = False
    corrected_since: str = ""
    with_retracted: bool = True


def exchange_numbers(
    view: View,
    chosen: Filter,
    order: str = "occurred",
    *,
    descending: bool = False,
    key: SortKey | None = None,
) -> list[int]:
    """The subject numbers of the exchanges that fit, in order (see ORDERS).

    `key` gives the place of a word in the operator's language; what is not stated comes last.
    Equal ones stay in order of their day.
    """
    where, parameters, tables = _restrictions(view, chosen)
    column = ORDERS[order]
    by_day = f"first_day{' DESC' if descending and column == 'first_day' else ''}"
    subjects, words = many_columns(
        view,
        ("subject", "0" if column in ("number", "first_day") else column),
        " AND ".join(where),
        f"{by_day}, recorded_clock, id",
        parameters,
        tables,
    )
    if column == "first_day":
        return subjects
    values: list[Any] = words
    if column == "number":
        places = ordinals_of(view)
        values = [places.get(subject) for subject in subjects]
    elif order in _WORDS:
        keys = {word: key(word) if key and word else word or None for word in set(words)}
        values = [keys[word] for word in words]
    stated = [place for place, value in enumerate(values) if value is not None]
    missing = [subjects[place] for place, value in enumerate(values) if value is None]
    stated.sort(key=values.__getitem__, reverse=descending)
    return [*(subjects[place] for place in stated), *missing]


def exchange_page(
    view: View,
    numbers: Sequence[int],
    language: str = "en",
    places: Mapping[int, int] | None = None,
) -> list["ListedRow"]:
    """The rows of a few exchanges, in the order of `numbers`; `places` are their ordinals."""
    marks = ", ".join("?" * len(numbers))
    rows = view.all(
        f"SELECT * FROM exchanges WHERE subject IN ({marks}) AND {view.known}", *numbers
    )
    found = {row["subject"]: row for row in rows}
    if places is None:
        places = {}
        for year in {row["first_day"][:4] for row in rows} - {""}:
            places |= ordinals_of(view, year)
    by_id = {row["id"]: places[row["subject"]] for row in rows if row["subject"] in places}
    return [
        ListedRow(
            described(view, found[number], by_id, language),
            *_closures(view, found[number], language),
        )
        for number in numbers
        if number in found
    ]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """An exchange of the list; `misfits` are (`short` or `exceeds`, in words) of the breakdowns
    that do not close, and `checked` says whether any breakdown could be checked."""

    row: ExchangeRow
    misfits: tuple[tuple[str, str], ...]
    checked: bool


def ordinals_of(view: View, year: str = "") -> dict[int, int]:
    """The place of every counting numbered exchange in its year, by subject number; of one year
    or of all."""
    between = (
        f"AND first_day >= '{int(year):04}-' AND first_day < '{int(year):04}.'" if year else ""
    )
    subjects, found = many_columns(
        view,
        ("subject", "substr(first_day, 1, 4)"),
        "kind = 'exchange' AND counting = id AND parent = '' AND first_day <> '' "
        f"{between} AND {view.known}",
        "first_day, recorded_clock, id",
    )
    places: dict[int, int] = {}
    for _, together in groupby(zip(found, subjects, strict=True), key=itemgetter(0)):
        places.update((subject, place) for place, (_, subject) in enumerate(together, 1))
    return places


def years(view: View) -> list[str]:
    """The years that the list holds, latest first."""
    found = []
    row = view.first(f"SELECT max(first_day) FROM exchanges WHERE {view.known}")
    while row and row[0]:
        found.append(row[0][:4])
        row = view.first(
            f"SELECT max(first_day) FROM exchanges WHERE first_day < ? AND {view.known}",
            found[-1],
        )
    return found


def mediators_listed(view: View) -> list[str]:
    """The codes of the mediators that the list names."""
    rows = view.all(
        f"SELECT DISTINCT mediators FROM exchanges WHERE mediators <> '' AND {view.known}"
    )
    return sorted({code for row in rows for code in row[0].split()})


def _restrictions(view: View, chosen: Filter) -> tuple[list[str], list[Any], str]:
    """Conditions, their parameters, and the tables that go before."""
    where, parameters, tables = [view.known], list[Any](), ""
    words = words_of(chosen.text)
    if words:
        found = searched(view, words)
        tables = found.tables
        where.append(found.condition)
        parameters += found.parameters
    if chosen.year:
        where.append("substr(first_day, 1, 4) = ?")
        parameters.append(chosen.year)
    if chosen.kind:
        where.append("kind = ?")
        parameters.append(chosen.kind)
    if chosen.mediator:
        where.append(mediator_is(chosen.mediator))
        parameters.append(chosen.mediator)
    if chosen.does_not_close:
        where.append("misfits <> ''")
    if chosen.in_conflict:
        where.append("conflicts <> ''")
    if chosen.corrected_since:
        day = datetime.combine(date.fromisoformat(chosen.corrected_since), time.min)
        where.append("changed_clock >= ? AND changed > 0")
        parameters.append(int(day.timestamp()))
    if not chosen.with_retracted:
        where.append("counting = id")
    return where, parameters, tables


def _closures(view: View, row: Any, language: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    closures = from_fields(msgspec.json.decode(row["fields"])).closures()
    misfits = tuple(
        (closure.status, closure_words(closure, language, view.vocabulary))
        for closure in closures
        if closure.status in ("short", "exceeds")
    )
    return misfits, bool(misfits) or any(closure.status == "closes" for closure in closures)
