"""Figures that were given out and would be given differently now, with the events in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.events import Event, read_event
from domain.model.policy import Policy
from domain.projections.cells import Cell
from domain.projections.history import event_kind, event_reason
from domain.projections.totals import ALL, UNDATED, cells_at, counted_under, totals
from domain.projections.view import View

Figure = tuple[str, str, str, str]  # period, measure, line, within
MEASURES: Final = ("events", "returned", "handed_over", "remains")
RESTATING: Final = (
    "exchange.changed.1",
    "note.changed.1",
    "record.retracted.1",
    "record.reinstated.1",
    "duplicates.merged.1",
)


@dataclass(frozen=True, slots=True)
class RestatedRow:
    """One figure and one event that moved it.

    `then` is the figure at the earlier moment (or before the first event listed), `now` at the
    later one; they may be equal again. `was` and `became` are what this event did to it.
    """

    period: str
    measure: str
    line: str
    within: str
    then: int
    now: int
    position: int
    event: str
    was: int
    became: int
    kind: str
    reason: str
    source: str
    operator: str
    recorded_at: str


def restated(view: View, policy: Policy, since: int | None = None) -> list[RestatedRow]:
    """What differs between position `since` and the view's, and through which events.

    Without `since`: every restatement the ledger ever made, that is, the events that changed
    records it already had, not those that added new ones.
    """
    start = View(view.cursor, since or 0)
    values = figures_at(start, policy)
    moves: dict[Figure, list[tuple[int, int, int]]] = {}
    for position, changes in _moves(view, policy, start.position):
        for figure, difference in changes.items():
            was = values.get(figure, 0)
            values[figure] = was + difference
            if difference:
                moves.setdefault(figure, []).append((position, was, was + difference))
    events = _events(view, {move[0] for found in moves.values() for move in found}, since)
    rows = [
        restated_row(view, figure, found, move, events[move[0]], values[figure])
        for figure, every in sorted(moves.items(), key=lambda item: order_of(item[0]))
        if (found := [move for move in every if move[0] in events])
        for move in found
    ]
    return rows + policy_rows(view, start, policy)


def order_of(figure: Figure) -> tuple[object, ...]:
    period, measure, line, within = figure
    return (period == ALL, period, line != "", MEASURES.index(measure), line, within)


def figures_at(view: View, policy: Policy) -> dict[Figure, int]:
    values: dict[Figure, int] = {}
    for cell, n in cells_at(view):
        for figure in figures_of(cell, policy):
            values[figure] = values.get(figure, 0) + n
    return values


def figures_of(cell: Cell, policy: Policy) -> Iterator[Figure]:
    stages, year, _, measure, line, within = cell
    is_remains = measure == "remains" and stages in ("both", policy.stages)
    if measure in MEASURES and (is_remains or counted_under(policy, cell)):
        yield year or UNDATED, measure, line, within
        yield ALL, measure, line, within


def _moves(view: View, policy: Policy, start: int) -> Iterator[tuple[int, dict[Figure, int]]]:
    """For each position after `start` that moved figures, by how much."""
    names = {
        row[0]: list(figures_of((row[1], row[2], row[3], row[4], row[5], row[6]), policy))
        for row in view.all("SELECT cell, stages, year, kind, measure, line, within FROM cells")
    }
    reached = dict(_cell_values(View(view.cursor, start)))
    at, changes = 0, dict[Figure, int]()
    for position, cell, value in view.all(
        "SELECT position, cell, value FROM cell_changes WHERE position > ? AND position <= ? "
        "ORDER BY position, cell",
        start,
        view.position,
    ):
        if position != at and changes:
            yield at, changes
            changes = {}
        at = position
        difference = value - reached.get(cell, 0)
        reached[cell] = value
        for figure in names[cell]:
            changes[figure] = changes.get(figure, 0) + difference
    if changes:
        yield at, changes


def _cell_values(view: View) -> Iterator[tuple[int, int]]:
    numbers = {
        (row[1], row[2], row[3], row[4], row[5], row[6]): row[0]
        for row in view.all("SELECT cell, stages, year, kind, measure, line, within FROM cells")
    }
    return ((numbers[cell], n) for cell, n in cells_at(view))


def _events(view: View, positions: set[int], since: int | None) -> dict[int, Event]:
    found = {}
    for position in sorted(positions):
        row = view.first("SELECT topic, state FROM stored_events WHERE position = ?", position)
        if since is not None or row[0] in RESTATING:
            found[position] = read_event(row[1])
    return found


def restated_row(
    view: View,
    figure: Figure,
    found: list[tuple[int, int, int]],
    move: tuple[int, int, int],
    event: Event,
    now: int,
) -> RestatedRow:
    position, was, became = move
    source = event.body.source_id if event.body else ""
    return RestatedRow(
        *figure,
        then=found[0][1],
        now=now,
        position=position,
        event=event.id,
        was=was,
        became=became,
        kind=event_kind(event),
        reason=event_reason(event),
        source=view.source_titles(source),
        operator=event.header.by,
        recorded_at=event.header.at,
    )


def policy_rows(view: View, start: View, policy: Policy) -> list[RestatedRow]:
    """Totals that differ because the policy itself was defined anew in between."""
    earlier = start.policies.get(policy.name)
    if earlier is None or earlier == policy:
        return []
    position, event = view.events_of(f"policy:{policy.name}")[-1]
    before = {row.period: row for row in totals(view, earlier)}
    rows = []
    for row in totals(view, policy):
        old = before.get(row.period)
        for measure in MEASURES:
            was = getattr(old, measure) if old else 0
            became = getattr(row, measure)
            if was != became:
                figure = (row.period, measure, "", "")
                move = (position, was, became)
                rows.append(restated_row(view, figure, [move], move, event, became))
    return rows
