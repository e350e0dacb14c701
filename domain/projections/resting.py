"""What rests on each source: exchanges, mediator notes, claims, opening balances."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class RestingRow:
    """One record that names a source; `exchange` is the exchange it is or belongs to, `fields`
    what it says, `occurred` the exchange's day."""

    kind: str
    id: str
    exchange: str
    occurred: str
    standing: str
    fields: Mapping[str, Any]


def resting_counts(view: View) -> dict[str, dict[str, int]]:
    """How many records of each kind rest on each source, by id of the source."""
    found: dict[str, dict[str, int]] = {}
    for row in view.all(
        f"SELECT 'exchange', sources FROM exchanges WHERE sources <> '' AND {view.known} "
        "UNION ALL SELECT kind, sources FROM records "
        f"WHERE sources <> '' AND kind <> 'source' AND {view.known}"
    ):
        for source in row[1].split():
            counts = found.setdefault(source, {})
            counts[row[0]] = counts.get(row[0], 0) + 1
    return found


def resting_on(view: View, source: str) -> list[RestingRow]:
    """Every record that names the source: exchanges first, in order of day."""
    exchanges = view.all(
        "SELECT id, occurred, standing, fields FROM exchanges "
        f"WHERE instr(sources, ?) > 0 AND {view.known} ORDER BY first_day, recorded_clock, id",
        source,
    )
    records = view.all(
        "SELECT r.id, r.kind, r.owner, r.standing, r.record, x.occurred FROM records r "
        "LEFT JOIN subjects s ON s.id = r.owner "
        f"LEFT JOIN exchanges x ON x.subject = s.subject AND {view.known_of('x')} "
        f"WHERE instr(r.sources, ?) > 0 AND r.kind <> 'source' AND {view.known_of('r')} "
        "ORDER BY r.kind, x.first_day, r.recorded_clock, r.id",
        source,
    )
    return [
        *(
            RestingRow("exchange", row[0], row[0], row[1], row[2], msgspec.json.decode(row[3]))
            for row in exchanges
        ),
        *(
            RestingRow(
                row[1],
                row[0],
                row[2] if row[1] in ("note", "claim") else "",
                row[5] or "",
                row[3],
                msgspec.json.decode(row[4]),
            )
            for row in records
        ),
    ]
