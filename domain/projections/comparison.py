"""Two moments beside one another: every figure that would be given differently now, and why.

Which figures differ is known from two readings of the cells; the events behind one figure are
looked for only when somebody asks for that figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.events import read_event
from domain.model.policy import Policy
from domain.projections.restated import (
    Figure,
    RestatedRow,
    figures_at,
    figures_of,
    order_of,
    restated_row,
)
from domain.projections.totals import cells_at
from domain.projections.view import View

MOST: Final = 100  # events named for one figure; the latest say most


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One figure, as given at the earlier moment and as it would be given now."""

    period: str
    measure: str
    line: str
    within: str
    then: int
    now: int

    @property
    def figure(self) -> Figure:
        return self.period, self.measure, self.line, self.within


def compared(view: View, policy: Policy, since: int) -> list[ComparedRow]:
    """The figures that differ between position `since` and the view's.

    The earlier ones are counted as the policy was defined then.
    """
    start = View(view.cursor, since)
    then = figures_at(start, start.policies.get(policy.name, policy))
    now = figures_at(view, policy)
    return [
        ComparedRow(*figure, then.get(figure, 0), now.get(figure, 0))
        for figure in sorted(then.keys() | now.keys(), key=order_of)
        if then.get(figure, 0) != now.get(figure, 0)
    ]


def explained(
    view: View, policy: Policy, since: int, row: ComparedRow
) -> tuple[list[RestatedRow], int]:
    """The events that moved a figure since then, the latest of them, and how many came before."""
    moves = _moves(view, policy, since, row)
    found = []
    for position, was, became in moves[-MOST:]:
        state = view.one("SELECT state FROM stored_events WHERE position = ?", position)
        whole = [(position, row.then, row.now)]
        move = (position, was, became)
        found.append(restated_row(view, row.figure, whole, move, read_event(state), row.now))
    return found, len(moves) - len(found)


def restatements(view: View) -> int:
    """How many events changed what the record already had."""
    kinds = "'correction', 'revision', 'retraction', 'reinstatement', 'merge'"
    found: int = view.one(
        "SELECT count(*) FROM entries WHERE position <= ? AND kind IN "
        f"(SELECT word FROM entry_words WHERE sort = 'kind' AND text IN ({kinds}))",
        view.position,
    )
    return found


def _moves(view: View, policy: Policy, since: int, row: ComparedRow) -> list[tuple[int, int, int]]:
    """(position, was, became) for every event that moved the figure, and for a policy defined
    anew in between, which moves it too."""
    cells = [
        cell[0]
        for cell in view.all("SELECT cell, stages, year, kind, measure, line, within FROM cells")
        if row.figure in figures_of((cell[1], cell[2], cell[3], cell[4], cell[5], cell[6]), policy)
    ]
    marks = ", ".join(map(str, cells))
    reached = _values(view, since, cells)
    at = sum(reached.values())
    moves: list[tuple[int, int, int]] = []
    if at != row.then:  # as it was counted then
        defined = view.events_of(f"policy:{policy.name}")
        moves += [(defined[-1][0], row.then, at)] if defined else []
    changes: dict[int, int] = {}
    for position, cell, value in view.all(
        "SELECT position, cell, value FROM cell_changes WHERE position > ? AND position <= ? "
        f"AND cell IN ({marks}) ORDER BY position",
        since,
        view.position,
    ):
        changes[position] = changes.get(position, 0) + value - reached[cell]
        reached[cell] = value
    for position, difference in changes.items():
        if difference:
            moves.append((position, at, at + difference))
            at += difference
    return sorted(moves)


def _values(view: View, position: int, cells: Sequence[int]) -> dict[int, int]:
    """The values of some cells at a position."""
    numbers = {
        (row[1], row[2], row[3], row[4], row[5], row[6]): row[0]
        for row in view.all("SELECT cell, stages, year, kind, measure, line, within FROM cells")
    }
    known = {numbers[cell]: n for cell, n in cells_at(View(view.cursor, position))}
    return {cell: known.get(cell, 0) for cell in cells}
