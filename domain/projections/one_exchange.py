"""All that the record says of one exchange, read by its own id however large the ledger is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from domain.model.claims import OF_ONE_EXCHANGE, Status, compare
from domain.model.counts import Count
from domain.model.exchange import Exchange, Value, from_fields
from domain.model.vocabulary import LEGS, Leg
from domain.projections.exchange_list import ordinals_of
from domain.projections.history import HistoryRow, event_reason, history
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class SourceOf:
    """A source that something here rests on."""

    id: str
    publisher: str
    title: str
    address: str
    published: str


@dataclass(frozen=True, slots=True)
class NoteOf:
    """A mediator note; `standing` says whether it was retracted."""

    id: str
    mediator: str
    role: str
    text: str
    standing: str
    source: str
    has_conflict: bool


@dataclass(frozen=True, slots=True)
class ClaimOf:
    """A figure that a source asserts in connection with the exchange.

    Where it is about this exchange alone, `status` compares it with what the record says.
    """

    id: str
    measure: str
    scope: str
    value: int
    status: Status | None
    difference: int | None
    quotation: str
    source: str


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several values of a field in conflict; `counts` marks the one in use meanwhile."""

    field: str
    value: Value
    counts: bool
    operator: str
    recorded_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another exchange that belongs with this one: its parent, a stage, a duplicate."""

    id: str
    occurred: str
    kind: str
    returned: Count | None


@dataclass(frozen=True, slots=True)
class OneExchange:
    """An exchange with everything that hangs on it, as known at one position."""

    id: str
    exchange: Exchange
    number: int | None
    whole: Mapping[Leg, Count | None]
    standing: str
    marks: tuple[str, ...]
    parent: Related | None
    stages: Sequence[Related]
    duplicates: Sequence[Related]
    counted_as: Related | None
    sources: Sequence[SourceOf]
    notes: Sequence[NoteOf]
    claims: Sequence[ClaimOf]
    rivals: Sequence[Rival]
    history: Sequence[HistoryRow]


def one_exchange(view: View, exchange: str) -> OneExchange | None:
    """Everything about one exchange; None where the ledger did not know it then."""
    row = _row(view, exchange)
    if row is None:
        return None
    members = _members(view, row)
    whole = {leg: _count(row, f"whole_{leg}") for leg in LEGS}
    year = row["first_day"][:4]
    return OneExchange(
        id=exchange,
        exchange=from_fields(msgspec.json.decode(row["fields"])),
        number=ordinals_of(view, year).get(row["subject"]) if year else None,
        whole=whole,
        standing=row["standing"],
        marks=tuple(row["marks"].split()),
        parent=_related(view, row["parent"]),
        stages=[_as_related(member) for member in members if member["parent"] == exchange],
        duplicates=[_as_related(member) for member in members if member["counting"] == exchange],
        counted_as=_related(view, row["counting"]) if row["counting"] != exchange else None,
        sources=[found for source in row["sources"].split() if (found := _source(view, source))],
        notes=_notes(view, [exchange, *(m["id"] for m in members if m["counting"] == exchange)]),
        claims=_claims(view, exchange, whole),
        rivals=_rivals(view, exchange) if row["conflicts"] else [],
        history=list(history(view, exchange)),
    )


def _row(view: View, exchange: str) -> Any:
    return view.first(
        "SELECT x.* FROM subjects s JOIN exchanges x ON x.subject = s.subject "
        f"AND {view.known_of('x')} WHERE s.id = ?",
        exchange,
    )


def _members(view: View, row: Any) -> list[Any]:
    """The other exchanges of the family."""
    return view.all(
        "SELECT x.* FROM subjects s JOIN exchanges x ON x.subject = s.subject "
        f"AND {view.known_of('x')} WHERE s.kind = 'exchange' AND s.subject <> ?1 AND s.family = "
        "(SELECT family FROM subjects WHERE subject = ?1) ORDER BY x.first_day, x.id",
        row["subject"],
    )


def _related(view: View, exchange: str) -> Related | None:
    row = _row(view, exchange) if exchange else None
    return None if row is None else _as_related(row)


def _as_related(row: Any) -> Related:
    return Related(row["id"], row["occurred"], row["kind"], _count(row, "whole_returned"))


def _count(row: Any, name: str) -> Count | None:
    bound = row[f"{name}_bound"]
    return Count(row[name], bound) if bound else None


def _source(view: View, source: str) -> SourceOf | None:
    row = view.first(
        "SELECT r.record FROM subjects s JOIN records r ON r.subject = s.subject "
        f"AND {view.known_of('r')} WHERE s.id = ?",
        source,
    )
    if row is None:
        return None
    record = msgspec.json.decode(row[0])
    parts = (record.get(key, "") for key in ("publisher", "title", "address", "published"))
    return SourceOf(source, *parts)


def _records(view: View, kind: str, owners: Sequence[str]) -> list[Any]:
    marks = ", ".join("?" * len(owners))
    return view.all(
        f"SELECT * FROM records WHERE kind = ? AND owner IN ({marks}) AND {view.known} "
        "ORDER BY subject",
        kind,
        *owners,
    )


def _notes(view: View, exchanges: Sequence[str]) -> list[NoteOf]:
    found = []
    for row in _records(view, "note", exchanges):
        record = msgspec.json.decode(row["record"])
        found.append(
            NoteOf(
                row["id"],
                record.get("mediator", ""),
                record.get("role", ""),
                record.get("text", ""),
                row["standing"],
                view.source_titles(row["sources"]),
                bool(row["conflicts"]),
            )
        )
    return found


def _claims(view: View, exchange: str, whole: Mapping[Leg, Count | None]) -> list[ClaimOf]:
    found = []
    for row in _records(view, "claim", [exchange]):
        if row["standing"] == "retracted":
            continue
        record = msgspec.json.decode(row["record"])
        status: Status | None = None
        difference = None
        count = next((whole[leg] for leg in LEGS if leg == record["measure"]), None)
        if record["scope"] == "exchange" and record["measure"] in OF_ONE_EXCHANGE:
            n = count.n if count else None
            status = compare(record["value"], n, is_exact=count is not None and count.is_exact)
            difference = None if n is None else n - record["value"]
        found.append(
            ClaimOf(
                row["id"],
                record["measure"],
                record["scope"],
                record["value"],
                status,
                difference,
                record.get("quotation", ""),
                view.source_titles(row["sources"]),
            )
        )
    return found


def _rivals(view: View, exchange: str) -> list[Rival]:
    """Every value of every field in conflict, the one that counts first."""
    subject = view.subject(exchange)
    if subject is None:
        return []
    events = {event.id: event for _, event in view.events_of(exchange)}
    found = []
    for field in subject.conflicts():
        counting = subject.head(field)
        for head in subject.registers[field].heads:
            event = events[subject.writers[head.writer][1]]
            found.append(
                Rival(
                    field,
                    head.value,
                    head is counting,
                    event.header.by,
                    event.header.at,
                    event_reason(event),
                )
            )
    return sorted(found, key=lambda rival: (rival.field, not rival.counts, rival.recorded_at))


def field_history(found: OneExchange, field: str) -> list[HistoryRow]:
    """Every value that one field of the exchange had, in the order in which they arrived."""
    return [row for row in found.history if row.subject == found.id and row.field == field]
