"""The exports that left the ledger: what each held, as known when, and the hash of its file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from domain.events import Seen, leaf_hash
from domain.projections.history import arrived_at
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export. `tables` are the names of those it held, under `policy` (empty: each its own)
    and, where `containing` is not empty, only the rows with these words.

    `position` is where in this ledger's order the export looked, `as_of` when that had arrived
    here; `file_hash` is the SHA-256 of the whole file, hexadecimal.
    """

    id: str
    recorded_at: str
    operator: str
    file: str
    tables: str
    position: int
    as_of: str
    policy: str
    containing: str
    language: str
    file_hash: str


def exports(view: View) -> list[ExportRow]:
    """Every recorded export, oldest first."""
    rows = view.all(
        "SELECT r.id, r.record, e.position, e.state FROM records r "
        "JOIN subject_events t ON t.subject = r.subject JOIN stored_events e "
        "ON e.position = t.position "
        f"WHERE r.kind = 'export' AND {view.known_of('r')} ORDER BY e.position"
    )
    return [_row(view, row) for row in rows]


def heads(view: View) -> tuple[Seen, ...]:
    """The last event of each journal as known at the view's position: what a stamp names.

    A position means something in this ledger only; the heads name the same events in any other.
    """
    found = []
    for row in view.all("SELECT journal FROM journals ORDER BY journal"):
        head = view.first(
            "SELECT originator_version, state FROM stored_events "
            "WHERE originator_id = ? AND position <= ? ORDER BY originator_version DESC LIMIT 1",
            UUID(row[0]).hex,
            view.position,
        )
        if head is not None:
            found.append((row[0], head[0], leaf_hash(head[1].partition(b"\n")[0]).hex()))
    return tuple(found)


def _row(view: View, row: Any) -> ExportRow:
    export = msgspec.json.decode(row["record"])["export"]
    header = msgspec.json.decode(row["state"].partition(b"\n")[0])
    position = _position(view, export["known"])
    return ExportRow(
        id=row["id"],
        recorded_at=header["at"],
        operator=header["by"],
        file=export["file"],
        tables=" ".join(export["tables"]),
        position=position,
        as_of=arrived_at(view, position),
        policy=export["policy"],
        containing=export["containing"],
        language=export["language"],
        file_hash=export["sha256"],
    )


def _position(view: View, known: list[list[Any]]) -> int:
    """The position in this ledger by which all the heads that an export names had arrived."""
    places = [
        view.first(
            "SELECT position FROM stored_events WHERE originator_id = ? AND originator_version = ?",
            UUID(journal).hex,
            index,
        )
        for journal, index, _ in known
    ]
    return max((place[0] for place in places if place is not None), default=0)
