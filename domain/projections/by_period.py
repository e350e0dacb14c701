"""One dimension by period: categories as rows, nested as the statements nest them, and what the
statements leave open.

The lines of a partition, those whom the dimension does not describe, and what is not stated make
up the total. Highlights overlap: they are never added up, and nothing is left open in them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from domain.model.breakdown import CIVILIAN
from domain.model.policy import Policy
from domain.model.vocabulary import BUILT_IN, Mode
from domain.projections.cells import Cell
from domain.projections.totals import ALL, UNDATED, cells_at, counted_under
from domain.projections.view import View

# line: a category; within: those of another dimension's category, a part of them; beside: the
# civilians, of whom a military dimension says nothing; residual: not stated; total: of the leg.
RowKind = Literal["line", "within", "beside", "residual", "total"]
_CIVILIANS: Final = ".".join(CIVILIAN)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people, and how many statements behind it gave no exact one.

    A residual below 0 says by how much the lines exceed the total.
    """

    count: int = 0
    inexact: int = 0


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One row; `line` is its `dimension.category`, empty where the row is no category."""

    kind: RowKind
    line: str
    figures: Mapping[str, Figure]
    children: tuple["PeriodRow", ...] = ()

    def figure(self, period: str) -> Figure:
        return self.figures.get(period, Figure())


@dataclass(frozen=True, slots=True)
class PeriodTable:
    """A dimension's rows; `periods` are years in order, then undated, then all."""

    dimension: str
    leg: str
    mode: Mode
    periods: tuple[str, ...]
    rows: tuple[PeriodRow, ...]

    def of_kind(self, kind: RowKind) -> list[PeriodRow]:
        return [row for row in self.rows if row.kind == kind]


@dataclass(slots=True)
class _Sums:
    """Figures by period while they are added up."""

    by_period: dict[str, list[int]] = field(default_factory=dict)

    def add(self, year: str, n: int, *, inexact: bool) -> None:
        for period in (year or UNDATED, ALL):
            self.by_period.setdefault(period, [0, 0])[inexact] += n

    def figures(self) -> dict[str, Figure]:
        return {period: Figure(*pair) for period, pair in self.by_period.items()}


_Lines = dict[tuple[str, str], _Sums]  # by (line, the line it lies within)


def by_period(view: View, policy: Policy, dimension: str, leg: str = "returned") -> PeriodTable:
    """The table of one dimension of one leg, under a counting policy."""
    lines: _Lines = {}
    total, civilians = _Sums(), _Sums()
    for cell, n in cells_at(view):
        measure = cell[3]
        if measure.startswith(leg) and counted_under(policy, cell):
            for sums in _homes(cell, dimension, lines, total, civilians):
                sums.add(cell[1], n, inexact=measure != leg)
    mode = view.vocabulary.mode(dimension)
    rows = list(_tree(lines, list(_known(view, dimension))))
    if mode == "partition":
        rows += _closing(rows, total, civilians if _of_military(dimension) else _Sums())
    rows.append(PeriodRow("total", "", total.figures()))
    seen = {*total.by_period, *(period for sums in lines.values() for period in sums.by_period)}
    periods = tuple(sorted(seen | {ALL}, key=lambda name: (name == ALL, name == UNDATED, name)))
    return PeriodTable(dimension, leg, mode, periods, tuple(rows))


def dimensions_stated(view: View, policy: Policy, leg: str = "returned") -> list[str]:
    """The dimensions of which anything is recorded, in the vocabulary's order."""
    stated = {
        cell[4].partition(".")[0]
        for cell, _ in cells_at(view)
        if cell[4] and cell[3].startswith(leg) and counted_under(policy, cell)
    } - {"mediator"}
    known = [name for name in view.vocabulary.dimensions if name in stated]
    return [*known, *sorted(stated.difference(known))]


def _homes(
    cell: Cell, dimension: str, lines: _Lines, total: _Sums, civilians: _Sums
) -> Iterator[_Sums]:
    """What a cell of the leg is added to."""
    line, within = cell[4], cell[5]
    if not line:
        yield total
    elif line.partition(".")[0] == dimension:
        yield lines.setdefault((line, within), _Sums())
    elif line == _CIVILIANS:
        yield civilians


def _tree(lines: _Lines, order: Sequence[str]) -> Iterator[PeriodRow]:
    """Every line once: under the line that holds it, or at the top where none here does."""
    left = dict(lines)

    def row(key: tuple[str, str]) -> PeriodRow:
        figures = left.pop(key).figures()
        return PeriodRow("line", key[0], figures, tuple(nested(key[0])))

    def nested(holder: str) -> Iterator[PeriodRow]:
        for key in _ordered((key for key in left if key[1] == holder), order):
            if key in left:  # a line further down may have taken it
                yield row(key)

    yield from [row(key) for key in _ordered((key for key in lines if not key[1]), order)]
    for holder in sorted({within for _, within in left}, key=lambda name: _place(name, order)):
        children = tuple(nested(holder))
        if children:
            yield PeriodRow("within", holder, {}, children)


def _closing(rows: Sequence[PeriodRow], total: _Sums, civilians: _Sums) -> list[PeriodRow]:
    """Whom the dimension does not describe, and what is not stated."""
    parts = [row.figures for row in rows if row.kind == "line"] + [civilians.figures()]
    residual = {}
    for period, whole in total.figures().items():
        found = [part.get(period, Figure()) for part in parts]
        residual[period] = Figure(
            whole.count - sum(figure.count for figure in found),
            whole.inexact + sum(figure.inexact for figure in found),
        )
    for period in {period for part in parts for period in part} - residual.keys():
        found = [part.get(period, Figure()) for part in parts]
        residual[period] = Figure(-sum(f.count for f in found), sum(f.inexact for f in found))
    beside = [PeriodRow("beside", _CIVILIANS, civilians.figures())] if civilians.by_period else []
    return [*beside, PeriodRow("residual", "", residual)]


def _known(view: View, dimension: str) -> Iterator[str]:
    known = view.vocabulary.dimensions.get(dimension)
    for category in known.categories if known else ():
        yield f"{dimension}.{category}"


def _of_military(dimension: str) -> bool:
    return dimension in BUILT_IN and BUILT_IN[dimension].of_military


def _ordered(keys: Iterable[tuple[str, str]], order: Sequence[str]) -> list[tuple[str, str]]:
    return sorted(keys, key=lambda key: _place(key[0], order))


def _place(line: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(line) if line in order else len(order)), line
