"""The list of exchanges as a screen asks for it: which ones, in what order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.model.vocabulary import KINDS, MEDIATORS
from domain.projections.exchanges import ExchangeRow, described, ordinals
from domain.projections.view import View

ORDERS: Final = {
    "occurred": "first_day",
    "kind": "kind",
    "number": "first_day",
    "returned": "returned",
    "handed_over": "handed_over",
    "remains": "remains",
    "closure": "misfits <> ''",
    "mediators": "mediators",
    "standing": "standing",
    "corrections": "changed",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. Empty parts do not restrict; `text` is looked for in any case of letters."""

    text: str = ""
    year: str = ""
    kind: str = ""
    mediator: str = ""
    does_not_close: bool = False
    in_conflict: bool = False
    corrected: bool = False
    with_retracted: bool = True


def exchange_numbers(
    view: View, chosen: Filter, order: str = "occurred", *, descending: bool = False
) -> list[int]:
    """The subject numbers of the exchanges that fit, in order (see ORDERS)."""
    where, parameters = [view.known], list[Any]()
    if chosen.year:
        where.append("substr(first_day, 1, 4) = ?")
        parameters.append(chosen.year)
    if chosen.kind:
        where.append("kind = ?")
        parameters.append(chosen.kind)
    if chosen.mediator:
        where.append("instr(' ' || mediators || ' ', ' ' || ? || ' ') > 0")
        parameters.append(chosen.mediator)
    if chosen.does_not_close:
        where.append("misfits <> ''")
    if chosen.in_conflict:
        where.append("conflicts <> ''")
    if chosen.corrected:
        where.append("changed > 0")
    if not chosen.with_retracted:
        where.append("counting = id")
    direction = "DESC" if descending else "ASC"
    rows = view.all(
        "SELECT subject, occurred, kind, mediators, returned, fields, id FROM exchanges "
        f"WHERE {' AND '.join(where)} "
        f"ORDER BY {ORDERS[order]} {direction}, first_day, recorded_clock, id",
        *parameters,
    )
    words = chosen.text.casefold().split()
    return [row[0] for row in rows if not words or _holds(row, words)]


def exchange_page(view: View, numbers: Sequence[int], language: str = "en") -> list[ExchangeRow]:
    """The rows of a few exchanges, in the order of `numbers`."""
    marks = ", ".join("?" * len(numbers))
    rows = view.all(
        f"SELECT * FROM exchanges WHERE subject IN ({marks}) AND {view.known}", *numbers
    )
    found = {row["subject"]: row for row in rows}
    places = ordinals(view)
    return [
        described(view, found[number], places, language) for number in numbers if number in found
    ]


def years(view: View) -> list[str]:
    """The years that the list holds, latest first."""
    rows = view.all(
        "SELECT DISTINCT substr(first_day, 1, 4) FROM exchanges "
        f"WHERE first_day <> '' AND {view.known} ORDER BY 1 DESC"
    )
    return [row[0] for row in rows]


def mediators_listed(view: View) -> list[str]:
    """The codes of the mediators that the list names."""
    rows = view.all(
        f"SELECT DISTINCT mediators FROM exchanges WHERE mediators <> '' AND {view.known}"
    )
    return sorted({code for row in rows for code in row[0].split()})


def _holds(row: Any, words: Sequence[str]) -> bool:
    names = [
        KINDS[row["kind"]],
        *(MEDIATORS[m] for m in row["mediators"].split() if m in MEDIATORS),
    ]
    text = " ".join(
        (
            *(f"{name.en} {name.uk}" for name in names),
            row["occurred"],
            str(row["returned"]),
            row["mediators"],
            row["fields"],
            row["id"],
        )
    ).casefold()
    return all(word in text for word in words)
