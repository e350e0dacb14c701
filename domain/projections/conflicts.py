"""Fields with rival values: every value, who recorded it, and which one counts meanwhile."""

from dataclasses import dataclass

from domain.projections.history import event_reason, shown_value
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One of the values of a field in conflict; `counts` marks the one in use: the one recorded
    last by its author's clock, then by event id, until a change names them all."""

    subject: str
    record: str
    exchange: str
    field: str
    value: str
    counts: bool
    operator: str
    recorded_at: str
    reason: str
    source: str
    event: str


def conflicts(view: View) -> list[ConflictRow]:
    """Every value of every field in conflict."""
    found = []
    rows = view.all(
        "SELECT id, 'exchange' AS kind, id AS owner FROM exchanges "
        f"WHERE conflicts <> '' AND {view.known} "
        f"UNION ALL SELECT id, kind, owner FROM records WHERE conflicts <> '' AND {view.known}"
    )
    for row in rows:
        subject = view.subject(row["id"])
        if subject is None:
            continue
        events = {event.id: event for _, event in view.events_of(row["id"])}
        for field in subject.conflicts():
            counting = subject.head(field)
            for head in subject.registers[field].heads:
                event = events[subject.writers[head.writer][1]]
                found.append(
                    ConflictRow(
                        subject=row["id"],
                        record=row["kind"],
                        exchange=row["owner"] if row["kind"] != "source" else "",
                        field=field,
                        value=shown_value(head.value),
                        counts=head is counting,
                        operator=event.header.by,
                        recorded_at=event.header.at,
                        reason=event_reason(event),
                        source=view.source_titles(event.body.source_id if event.body else ""),
                        event=event.id,
                    )
                )
    return sorted(found, key=lambda row: (row.exchange, row.subject, row.field, row.event))
