"""How a row of a sheet is known again: which earlier row, and so which exchange, it is.

Every import keeps, beside what it recorded, what the sheet said of each exchange: the event
`import.recorded`. All imports of one sheet make up a *series*; the first gives it its name. A sheet
belongs to a series when it has the same file and sheet name and says anything the same, or, under
another name, when at least half of the rows of the smaller say exactly the same. Two sheets that
merely speak of the same days do not: they may be two publishers' word.

Within a series, a row is the one that
1. has the same key, where a column is declared as one; else
2. says exactly the same; else
3. is the only one left, on both sides, of its day and kind.

Numbers of rows and ordinals are never used: they shift when somebody puts a row in between. Where
several rows of a day changed at once, none is guessed: they are shown and nothing is recorded.

What changed is seen against what the *sheet* said before, not against the ledger: an exchange that
was corrected in the ledger meanwhile stays corrected as long as the sheet says what it said. Only
where both changed the same field, the operator has to decide.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from domain.events import ImportedRow, ImportRecorded, read_event
from domain.model.exchange import Fields
from domain.projections.view import View
from domain.spreadsheets.incoming.rows import Stated

_digest: Final = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Series:
    """All imports of one sheet: the id of the first, the names it came under, its latest rows."""

    id: str
    names: frozenset[tuple[str, str]]
    rows: tuple[ImportedRow, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The row of the series that a row is; `unclear` where it may be one of several."""

    row: ImportedRow | None = None
    unclear: bool = False


def all_series(view: View) -> list[Series]:
    """Every series of imports that the ledger knows, oldest first."""
    rows: dict[str, dict[str, ImportedRow]] = {}
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for event_id, body in _imports(view):
        series = body.continues or event_id
        names[series].add((body.file, body.sheet))
        rows.setdefault(series, {}).update({row.exchange: row for row in body.rows})
    return [Series(key, frozenset(names[key]), tuple(rows[key].values())) for key in rows]


def _imports(view: View) -> Iterable[tuple[str, ImportRecorded]]:
    for row in view.all(
        "SELECT r.id, e.state FROM records r "
        "JOIN subject_events t ON t.subject = r.subject "
        "JOIN stored_events e ON e.position = t.position "
        f"WHERE r.kind = 'import' AND {view.known_of('r')} ORDER BY e.position"
    ):
        body = read_event(row[1]).body
        if isinstance(body, ImportRecorded):
            yield row[0], body


def series_of(
    file: str, sheet: str, stated: Sequence[Stated], every: Sequence[Series]
) -> Series | None:
    """The series that a sheet continues, if any."""
    fitting = []
    for series in every:
        same = _matched(stated, series.rows, _said, _said_then)
        keyed = _matched(stated, series.rows, _key, _key_then)
        alike = max(same, keyed)
        is_named = (file, sheet) in series.names
        dated = _matched(stated, series.rows, _day, _day_then) if is_named else 0
        smaller = min(len(stated), len(series.rows))
        if alike * 2 >= smaller > 0 or (is_named and (alike or dated * 2 >= smaller > 0)):
            fitting.append((alike, is_named, series))
    return max(fitting, key=lambda one: one[:2], default=(0, False, None))[2]


def recognised(stated: Sequence[Stated], series: Series | None) -> list[Known]:
    """For each row the one of the series that it is."""
    found = [Known()] * len(stated)
    left = list(series.rows) if series else []
    for own, then in ((_key, _key_then), (_said, _said_then)):
        waiting: dict[Hashable, list[ImportedRow]] = defaultdict(list)
        for row in left:
            waiting[then(row)].append(row)
        for place, one in enumerate(stated):
            rows = waiting.get(own(one)) if found[place].row is None else None
            if rows and own(one):
                found[place] = Known(rows.pop(0))
                taken = found[place].row
                left = [row for row in left if row is not taken]
    return _by_day(stated, found, left)


def _by_day(
    stated: Sequence[Stated], found: list[Known], left: Sequence[ImportedRow]
) -> list[Known]:
    waiting: dict[Hashable, list[ImportedRow]] = defaultdict(list)
    for row in left:
        if not row.key:
            waiting[_day_then(row)].append(row)
    asking: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(stated):
        if found[place].row is None and not one.key and one.said.get("occurred"):
            asking[_day(one)].append(place)
    for day, places in asking.items():
        rows = waiting.get(day, [])
        if len(rows) == len(places) == 1:
            found[places[0]] = Known(rows[0])
        elif rows:
            for place in places:
                found[place] = Known(unclear=True)
    return found


def gone(found: Sequence[Known], series: Series | None) -> list[ImportedRow]:
    """Rows of the series that the sheet does not have any more."""
    here = {known.row.exchange for known in found if known.row is not None}
    return [row for row in (series.rows if series else ()) if row.exchange not in here]


def _matched(
    stated: Sequence[Stated],
    rows: Sequence[ImportedRow],
    own: Callable[[Any], Hashable],
    then: Callable[[Any], Hashable],
) -> int:
    ours = Counter(value for one in stated if (value := own(one)))
    theirs = Counter(value for row in rows if (value := then(row)))
    return (ours & theirs).total()


def _said(one: Stated) -> Hashable:
    return _digest(one.said)


def _said_then(row: ImportedRow) -> Hashable:
    return _digest(row.said)


def _key(one: Stated) -> Hashable:
    return one.key


def _key_then(row: ImportedRow) -> Hashable:
    return row.key


def _day(one: Stated) -> Hashable:
    return _of_day(one.said)


def _day_then(row: ImportedRow) -> Hashable:
    return _of_day(row.said)


def _of_day(said: Fields) -> Hashable:
    return (said["occurred"], said.get("kind")) if said.get("occurred") else ""
