"""The exports that left the ledger: what each held, as known when, and the hash of its file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from domain.events import Seen
from domain.projections.history import arrived_at
from domain.projections.journals import JournalHeads, journals
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export. `tables` are the names of those it held, under `policy` (empty: each its own)
    and narrowed to the rows that `narrowed_to` tells, a line for each condition (see `conditions`).

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
    narrowed_to: str
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
    branches = JournalHeads()
    return [_row(view, branches, row) for row in rows]


def conditions(narrowed_to: str) -> dict[str, str]:
    """What an export was narrowed to, by the name of each condition."""
    return dict(line.split(": ", 1) for line in narrowed_to.splitlines())


def heads(view: View) -> tuple[Seen, ...]:
    """The last event of each journal as known at the view's position: what a stamp names.

    A position means something in this ledger only; the heads name the same events in any other. A
    journal that was continued twice has two.
    """
    return tuple((row.journal, row.events, row.head) for row in journals(view))


def _row(view: View, branches: JournalHeads, row: Any) -> ExportRow:
    export = msgspec.json.decode(row["record"])["export"]
    header = msgspec.json.decode(row["state"].partition(b"\n")[0])
    position = _position(view, branches, export["known"])
    return ExportRow(
        id=row["id"],
        recorded_at=header["at"],
        operator=header["by"],
        file=export["file"],
        tables=" ".join(export["tables"]),
        position=position,
        as_of=arrived_at(view, position),
        policy=export["policy"],
        narrowed_to="\n".join(
            " ".join(f"{key}: {value}".split()) for key, value in export["where"].items()
        ),
        language=export["language"],
        file_hash=export["sha256"],
    )


def _position(view: View, branches: JournalHeads, known: list[list[Any]]) -> int:
    """The position in this ledger by which all the heads that an export names had arrived."""
    places = [0]
    for journal, index, event_id in known:
        branch = branches.holding(view.cursor, journal, index, event_id)
        if branch is not None:
            places.append(
                view.one(
                    "SELECT position FROM stored_events "
                    "WHERE originator_id = ? AND originator_version = ?",
                    UUID(branch.address).hex,
                    index,
                )
            )
    return max(places)
