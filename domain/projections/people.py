"""How many people returned in some exchanges, whichever an operator chooses of them: each once."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from domain.projections.many import many_columns
from domain.projections.view import View

_OWED: Final = ("exchange", "release")  # kinds in which somebody alive returns
_FEW: Final = 500  # exchanges that are looked up one by one; for more, all are read through
_COLUMNS: Final = (
    "subject",
    "CASE WHEN counting = id THEN '' ELSE counting END",
    "counting = id",
    "parent",
    "kind",
    "whole_returned",
    "whole_returned_bound",
)


@dataclass(frozen=True, slots=True)
class People:
    """The people returned in some exchanges: `n` of them known, as a count with that `bound`.

    `unknown` exchanges state no figure, and `left_out` records count for nothing: retracted, or
    counted already through another record among these.
    """

    n: int
    bound: str
    unknown: int
    left_out: int


_Figure = Sequence[Any]  # kind, number with its stages, bound


def people_returned(view: View, numbers: Sequence[int]) -> People:
    """How many people returned in the exchanges with these subject numbers.

    A duplicate stands for the record that counts for it, and a stage is left out where what it is
    a stage of is there too.
    """
    chosen = set(numbers)
    if len(chosen) <= _FEW:
        where = f"subject IN ({', '.join('?' * len(chosen))}) AND {view.known}"
        columns = many_columns(view, _COLUMNS, where, "subject", [*chosen])
    else:
        columns = many_columns(view, _COLUMNS, view.known, "first_day, recorded_clock, id")
    units: set[int] = set()
    tops: list[_Figure] = []
    stages: list[tuple[str, _Figure]] = []
    elsewhere: set[str] = set()

    def take(subject: int, parent: str, figure: _Figure) -> None:
        units.add(subject)
        if parent:
            stages.append((parent, figure))
        else:
            tops.append(figure)

    for subject, counting, counts, parent, *figure in zip(*columns, strict=True):
        if subject not in chosen:
            continue
        if counts:
            take(subject, parent, figure)
        elif counting:
            elsewhere.add(counting)
    for counting in elsewhere:
        subject, parent, *figure = _unit_of(view, counting)
        if subject not in units:
            take(subject, parent, figure)
    numbered = _numbers_of(view, {parent for parent, _ in stages})
    tops += [figure for parent, figure in stages if not _is_within(view, parent, units, numbered)]
    counted = [(n, bound) for kind, n, bound in tops if bound or kind in _OWED]
    bounds = {bound for _, bound in counted}
    return People(
        n=sum(n or 0 for n, _ in counted),
        bound=next((bound for bound in ("about", "at_least") if bound in bounds), "exact"),
        unknown=sum(n is None for n, _ in counted),
        left_out=len(chosen) - len(tops),
    )


def _unit_of(view: View, exchange: str) -> Any:
    return view.first(
        "SELECT x.subject, x.parent, x.kind, x.whole_returned, x.whole_returned_bound "
        "FROM subjects s JOIN exchanges x ON x.subject = s.subject "
        f"AND {view.known_of('x')} WHERE s.id = ?",
        exchange,
    )


def _numbers_of(view: View, ids: set[str]) -> dict[str, int]:
    rows = view.all(
        "SELECT id, subject FROM subjects WHERE id IN (SELECT value FROM json_each(?))",
        msgspec.json.encode(sorted(ids)).decode(),
    )
    return {row[0]: row[1] for row in rows}


def _is_within(view: View, parent: str, units: Container[int], numbered: dict[str, int]) -> bool:
    """Whether a stage belongs, at any depth, to an exchange among `units`."""
    while parent:
        if parent not in numbered:
            numbered |= _numbers_of(view, {parent})
        number = numbered[parent]
        if number in units:
            return True
        row = view.first(f"SELECT parent FROM exchanges WHERE subject = ? AND {view.known}", number)
        parent = row[0] if row else ""
    return False
