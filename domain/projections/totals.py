"""Cells as known at a position, and the totals by year and to date that a policy makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.model.policy import Policy
from domain.projections.cells import Cell
from domain.projections.view import View

ALL: Final = "all"  # the period of a total to date
UNDATED: Final = "undated"


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """One period's totals under a policy.

    `returned`, `handed_over` and `remains` add up what is known, in people; `total` the legs that
    the policy counts. `residual_unknown` is how many events state no number of people returned;
    `inexact` how many state one that is not exact: with any of these, `returned` is a least
    figure. `conflicts`, `likely_duplicates` and `changed_unseen` count events to look at.
    """

    period: str
    events: int
    returned: int
    handed_over: int
    remains: int
    total: int
    residual_unknown: int
    inexact: int
    conflicts: int
    likely_duplicates: int
    changed_unseen: int


def cells_at(view: View) -> Sequence[tuple[Cell, int]]:
    """Every cell that is not zero, as known at the view's position."""
    return view.once("cells", _read_cells)


def _read_cells(view: View) -> list[tuple[Cell, int]]:
    names = view.cell_names.read(view.cursor)
    if view.is_now:
        return [
            (names[row[0]], row[1]) for row in view.all("SELECT cell, value FROM cells") if row[1]
        ]
    start = view.one(
        "SELECT coalesce(max(position), 0) FROM cell_checkpoints WHERE position <= ?",
        view.position,
    )
    values = {
        row[0]: row[1]
        for row in view.all("SELECT cell, value FROM cell_checkpoints WHERE position = ?", start)
    }
    for row in view.all(
        "SELECT cell, value FROM cell_changes WHERE position > ? AND position <= ? "
        "ORDER BY position",
        start,
        view.position,
    ):
        values[row[0]] = row[1]
    return [(names[number], n) for number, n in values.items() if n]


def counted_under(policy: Policy, cell: Cell) -> bool:
    """Whether a cell belongs to what the policy counts."""
    return cell[2] in policy.kinds and cell[0] in ("both", policy.stages)


def totals(view: View, policy: Policy) -> list[TotalsRow]:
    """A row for each year, for the undated where there are any, and for all."""
    sums: dict[str, dict[str, int]] = {}

    def add(period: str, measure: str, n: int) -> None:
        for name in (period or UNDATED, ALL):
            row = sums.setdefault(name, {})
            row[measure] = row.get(measure, 0) + n

    person_line = "" if policy.persons == "all" else policy.persons
    for cell, n in cells_at(view):
        stages, year, _, measure, line, _ = cell
        if line and line != person_line:
            continue
        if measure == "remains" and not line and stages in ("both", policy.stages):
            add(year, "remains", n)  # of every kind, and never in the same total as the living
        elif counted_under(policy, cell) and line == (
            person_line if measure.startswith(("returned", "handed_over")) else ""
        ):
            add(year, measure, n)
    sums.setdefault(ALL, {})
    return [_row(period, sums[period], policy) for period in sorted(sums, key=_order)]


def _order(period: str) -> tuple[int, str]:
    return (2 if period == ALL else 1 if period == UNDATED else 0), period


def _row(period: str, row: dict[str, int], policy: Policy) -> TotalsRow:
    legs = ("returned", "handed_over") if policy.leg == "both" else (policy.leg,)
    return TotalsRow(
        period=period,
        events=row.get("events", 0),
        returned=row.get("returned", 0),
        handed_over=row.get("handed_over", 0),
        remains=row.get("remains", 0),
        total=sum(row.get(leg, 0) for leg in legs),
        residual_unknown=row.get("returned_unstated", 0) + row.get("returned_unknown", 0),
        inexact=row.get("returned_at_least", 0) + row.get("returned_about", 0),
        conflicts=row.get("conflicts", 0),
        likely_duplicates=row.get("likely_duplicates", 0),
        changed_unseen=row.get("unseen", 0),
    )
