"""Breakdowns summed by dimension and period, nested as the statements nest them."""

from dataclasses import dataclass

from domain.model.policy import Policy
from domain.model.vocabulary import LEGS
from domain.projections.totals import ALL, UNDATED, cells_at, counted_under
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """People of one category in one period; a line within another is part of it, never added.

    `inexact` is how many statements gave this line no exact count.
    """

    period: str
    leg: str
    dimension: str
    category: str
    within: str
    count: int
    inexact: int


def _leg_of(measure: str) -> str:
    return next((leg for leg in LEGS if measure.startswith(leg)), "")


def breakdown(view: View, policy: Policy, dimension: str = "") -> list[BreakdownRow]:
    """Rows by period, leg and dimension (one dimension, or all); top lines before nested ones."""
    sums: dict[tuple[str, str, str, str], list[int]] = {}
    for cell, n in cells_at(view):
        _, year, _, measure, line, within = cell
        if not line or line.startswith("mediator.") or not counted_under(policy, cell):
            continue
        leg = measure if measure in LEGS else _leg_of(measure)
        if not leg or (dimension and line.partition(".")[0] != dimension):
            continue
        for period in (year or UNDATED, ALL):
            pair = sums.setdefault((period, leg, line, within), [0, 0])
            pair[measure != leg] += n
    known = list(view.vocabulary.dimensions)

    def order(key: tuple[str, str, str, str]) -> tuple[object, ...]:
        period, leg, line, within = key
        name = line.partition(".")[0]
        place = known.index(name) if name in known else len(known)
        return (period == ALL, period, leg != "returned", leg, place, name, within != "", line)

    rows = []
    for key in sorted(sums, key=order):
        period, leg, line, within = key
        name, _, category = line.partition(".")
        count, inexact = sums[key]
        rows.append(
            BreakdownRow(period, leg, name, category, within.rpartition(".")[2], count, inexact)
        )
    return rows
