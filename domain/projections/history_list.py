"""The list of events as a screen asks for it: which ones, in what order, a page at a time."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from domain.events import read_event
from domain.projections.history import (
    HistoryRow,
    arrived_at,
    event_kind,
    event_reason,
    history_of_event,
)
from domain.projections.view import View

_CHUNK: Final = 50_000
_SOURCE: Final = re.compile(rb'"source":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to list; empty parts do not restrict. `first_day` and `last_day` (ISO 8601, this
    machine's clock) are about when the author recorded, `exchange` is an exchange with all that
    belongs to it."""

    operator: str = ""
    kind: str = ""
    field: str = ""
    exchange: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: `changes` are its fields, as the history has them."""

    position: int
    event: str
    kind: str
    operator: str
    recorded_at: str
    arrived_at: str
    exchange: str
    occurred: str
    reason: str
    source: str
    changes: tuple[HistoryRow, ...]


def event_positions(view: View, chosen: EventFilter) -> Sequence[int]:
    """The positions of the events that fit, in order."""
    if chosen == EventFilter():
        many, last = view.first(
            "SELECT count(*), coalesce(max(position), 0) FROM entries WHERE position <= ?",
            view.position,
        )
        if many == last:
            return range(1, last + 1)
    where, parameters = _conditions(chosen)
    if chosen.exchange:
        belonging = _belonging(view, chosen.exchange)
        marks = ", ".join(map(str, belonging))
        where.append(f"position IN ({marks})")
    found = array("q")
    at = 0
    while rows := view.all(
        f"SELECT position FROM entries WHERE position > ? AND position <= ? AND {_all(where)} "
        f"ORDER BY position LIMIT {_CHUNK}",
        at,
        view.position,
        *parameters,
    ):
        found.extend(row[0] for row in rows)
        at = found[-1]
    return found


def events_holding(view: View, positions: Sequence[int], text: str) -> list[int]:
    """Those of some positions whose event, or whose source, holds every word of `text`, in any
    case of letters. Reads each of them: ask for a few thousand at a time."""
    words = text.casefold().split()
    if not words or not positions:
        return list(positions)
    sources = view.once(f"sources holding {words}", lambda view: _sources_holding(view, words))
    wanted = set(positions)
    low, high = min(positions), max(positions)
    found = set()
    for row in view.all(
        "SELECT position, state FROM stored_events WHERE position BETWEEN ? AND ?", low, high
    ):
        if row[0] in wanted and _holds(row[1], words, sources):
            found.add(row[0])
    return [position for position in positions if position in found]


def event_page(view: View, positions: Sequence[int]) -> list[EventRow]:
    """The rows of a few events, in the order of `positions`."""
    marks = ", ".join(str(int(position)) for position in positions)
    rows = view.all(f"SELECT position, state FROM stored_events WHERE position IN ({marks})")
    found = {row[0]: _row(view, row[0], row[1]) for row in rows}
    return [found[position] for position in positions if position in found]


def operators(view: View) -> list[str]:
    """Everybody who recorded anything."""
    return sorted(_words(view, "operator"), key=str.casefold)


def kinds(view: View) -> list[str]:
    """The kinds of event that there are."""
    return sorted(_words(view, "kind"))


def fields(view: View) -> list[str]:
    """Every field that any event wrote."""
    return sorted({field for words in _words(view, "fields") for field in words.split()})


def _words(view: View, sort: str) -> list[str]:
    rows = view.all(
        "SELECT text FROM entry_words WHERE sort = ? AND since <= ?", sort, view.position
    )
    return [row[0] for row in rows]


def _conditions(chosen: EventFilter) -> tuple[list[str], list[Any]]:
    where, parameters = list[str](), list[Any]()
    for sort, text in (("operator", chosen.operator), ("kind", chosen.kind)):
        if text:
            where.append(f"{sort} = (SELECT word FROM entry_words WHERE sort = ? AND text = ?)")
            parameters += [sort, text]
    if chosen.field:
        where.append(
            "fields IN (SELECT word FROM entry_words WHERE sort = 'fields' "
            "AND instr(' ' || text || ' ', ' ' || ? || ' '))"
        )
        parameters.append(chosen.field)
    if chosen.first_day:
        where.append("clock >= ?")
        parameters.append(_midnight(date.fromisoformat(chosen.first_day)))
    if chosen.last_day:
        where.append("clock < ?")
        parameters.append(_midnight(date.fromisoformat(chosen.last_day) + timedelta(days=1)))
    return where, parameters


def _all(where: Sequence[str]) -> str:
    return " AND ".join(where) or "1"


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min).timestamp())


def _belonging(view: View, exchange: str) -> list[int]:
    """The positions of all that touches an exchange, its notes, claims, stages and duplicates."""
    rows = view.all(
        "SELECT DISTINCT t.position FROM subject_events t WHERE t.subject IN ("
        "SELECT subject FROM subjects WHERE family = (SELECT family FROM subjects WHERE id = ?1) "
        "UNION SELECT subject FROM records WHERE kind = 'claim' AND owner = ?1)",
        exchange,
    )
    return [row[0] for row in rows]


def _sources_holding(view: View, words: Sequence[str]) -> frozenset[bytes]:
    rows = view.all(f"SELECT id, record FROM records WHERE kind = 'source' AND {view.known}")
    return frozenset(
        row[0].encode() for row in rows if all(word in row[1].casefold() for word in words)
    )


def _holds(state: bytes, words: Sequence[str], sources: frozenset[bytes]) -> bool:
    named = _SOURCE.search(state)
    if named is not None and named[1] in sources:
        return True
    header, _, rest = state.partition(b"\n")
    by = header.partition(b'"by":')[2].partition(b',"index"')[0]
    text = (by + b" " + rest.partition(b"\n")[0].partition(b",")[2]).decode().casefold()
    return all(word in text for word in words)


def _row(view: View, position: int, state: bytes) -> EventRow:
    event = read_event(state)
    changes = tuple(history_of_event(view, position, event))
    exchange = next((change.exchange for change in changes if change.exchange), "")
    occurred = view.first(
        "SELECT occurred FROM exchanges x JOIN subjects s ON s.subject = x.subject "
        f"WHERE s.id = ? AND {view.known_of('x')}",
        exchange,
    )
    return EventRow(
        position=position,
        event=event.id,
        kind=event_kind(event),
        operator=event.header.by,
        recorded_at=event.header.at,
        arrived_at=arrived_at(view, position),
        exchange=exchange,
        occurred=occurred[0] if occurred else "",
        reason=event_reason(event),
        source=view.source_titles(event.body.source_id if event.body else ""),
        changes=changes,
    )
