"""How many people returned in some exchanges, whichever an operator chooses of them: each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

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


class _Unit(NamedTuple):
    """What counts once: the figure with its stages, and the id of what it is a stage of."""

    parent: str
    kind: str
    n: int | None
    bound: str


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
    units: dict[int, _Unit] = {}
    elsewhere: set[str] = set()
    for subject, counting, counts, *unit in zip(*columns, strict=True):
        if subject not in chosen:
            continue
        if counts:
            units[subject] = _Unit(*unit)
        elif counting:
            elsewhere.add(counting)
    for counting in elsewhere:
        subject, unit_there = _unit_of(view, counting)
        units[subject] = unit_there
    numbered = _numbers_of(view, {unit.parent for unit in units.values() if unit.parent})
    tops = [
        unit
        for unit in units.values()
        if not unit.parent or not _is_within(view, unit.parent, units, numbered)
    ]
    counted = [unit for unit in tops if unit.bound or unit.kind in _OWED]
    bounds = {unit.bound for unit in counted}
    return People(
        n=sum(unit.n or 0 for unit in counted),
        bound=next((bound for bound in ("about", "at_least") if bound in bounds), "exact"),
        unknown=sum(unit.n is None for unit in counted),
        left_out=len(chosen) - len(tops),
    )


def _unit_of(view: View, exchange: str) -> tuple[int, _Unit]:
    row = view.first(
        "SELECT x.subject, x.parent, x.kind, x.whole_returned, x.whole_returned_bound "
        "FROM subjects s JOIN exchanges x ON x.subject = s.subject "
        f"AND {view.known_of('x')} WHERE s.id = ?",
        exchange,
    )
    subject, *unit = row
    return subject, _Unit(*unit)


def _numbers_of(view: View, ids: set[str]) -> dict[str, int]:
    rows = view.all(
        "SELECT id, subject FROM subjects WHERE id IN (SELECT value FROM json_each(?))",
        msgspec.json.encode(sorted(ids)).decode(),
    )
    return {row[0]: row[1] for row in rows}


def _is_within(view: View, parent: str, units: Mapping[int, Any], numbered: dict[str, int]) -> bool:
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
