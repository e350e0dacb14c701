"""One event in full: what stood before and after, from where, and what its author had not seen."""

from dataclasses import dataclass

from domain.events import CHANGED, Event, read_event
from domain.model.exchange import Value
from domain.model.refusal import Refused
from domain.projections.history import arrived_at, event_kind, event_reason, shown_value
from domain.projections.history_list import event_page
from domain.projections.view import View
from domain.state import Subject


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value that stands beside this event's. `was_seen`: whether its author's ledger
    already held it; `counts`: whether it is the one in use until a change names both."""

    value: str
    operator: str
    recorded_at: str
    event: str
    position: int
    was_seen: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field. `was` is what counted just before in this ledger; `in_view` what the form showed
    its author, where that is something else."""

    subject: str
    record: str
    field: str
    was: str
    became: str
    in_view: str
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Times are ISO 8601: `occurred` of the exchange it is about, `published` of the source,
    `recorded_at` by its author's clock, `arrived_at` in this ledger, out of `origin`."""

    position: int
    event: str
    kind: str
    operator: str
    occurred: str
    published: str
    recorded_at: str
    arrived_at: str
    origin: str
    journal: str
    index: int
    exchange: str
    reason: str
    source: str
    undoes: str
    changes: tuple[FieldChange, ...]


def event_detail(view: View, position: int) -> EventDetail:
    """The event at a position, beside what this view knows. Raises Refused where there is none."""
    row = view.first("SELECT state FROM stored_events WHERE position = ?", position)
    if row is None or position > view.position:
        raise Refused("not_found", "event", text=position)
    event = read_event(row[0])
    (listed,) = event_page(view, [position])
    arrival = view.first(
        "SELECT origin FROM arrivals WHERE first_position <= ? ORDER BY first_position DESC "
        "LIMIT 1",
        position,
    )
    return EventDetail(
        position=position,
        event=event.id,
        kind=event_kind(event),
        operator=event.header.by,
        occurred=listed.occurred,
        published=_published(view, event.body.source_id if event.body else ""),
        recorded_at=event.header.at,
        arrived_at=arrived_at(view, position),
        origin=arrival[0] if arrival else "",
        journal=event.header.journal,
        index=event.header.index,
        exchange=listed.exchange,
        reason=event_reason(event),
        source=listed.source,
        undoes=str(getattr(event.body, "undoes", "")),
        changes=tuple(_changes(view, position, event)),
    )


def _changes(view: View, position: int, event: Event) -> list[FieldChange]:
    before = View(view.cursor, position - 1)
    shown = (
        {change.field: change.was for change in event.body.changes}
        if isinstance(event.body, CHANGED)
        else {}
    )
    known: dict[str, tuple[Subject | None, Subject | None]] = {}
    found = []
    for write in event.writes():
        if write.subject not in known:
            known[write.subject] = (before.subject(write.subject), view.subject(write.subject))
        old, new = known[write.subject]
        was = _shown(old.value(write.field) if old else None, write.field, is_new=old is None)
        in_view = shown_value(shown[write.field]) if write.field in shown else was
        found.append(
            FieldChange(
                subject=write.subject,
                record=new.kind if new else "",
                field=write.field,
                was=was,
                became=shown_value(write.value),
                in_view=in_view if in_view != was else "",
                rivals=tuple(_rivals(view, position, event, new, write.field)) if new else (),
            )
        )
    return found


def _shown(value: Value, field: str, *, is_new: bool) -> str:
    if value is None and field == "standing" and not is_new:
        return "counts"
    return shown_value(value)


def _rivals(view: View, position: int, event: Event, subject: Subject, field: str) -> list[Rival]:
    """The other values of a field in conflict, where this event's is one of them."""
    heads = subject.head_ids(field)
    if event.id not in heads or field not in subject.conflicts():
        return []
    counting = subject.head(field)
    found = []
    events = {other.id: (at, other) for at, other in view.events_of(subject.id)}
    for head in subject.registers[field].heads:
        at, other = events[subject.writers[head.writer][1]]
        if other.id != event.id:
            found.append(
                Rival(
                    value=shown_value(head.value),
                    operator=other.header.by,
                    recorded_at=other.header.at,
                    event=other.id,
                    position=at,
                    was_seen=had_seen(view, position, event, other),
                    counts=head is counting,
                )
            )
    return found


def had_seen(view: View, position: int, event: Event, other: Event) -> bool:
    """Whether the ledger in which `event` (at a position) was recorded held `other`.

    It is earlier in the same journal, or not after what that journal had seen of the other's.
    """
    author, journal = event.header, other.header.journal
    if author.journal == journal:
        return other.header.index < author.index
    row = view.first(
        "SELECT state FROM stored_events WHERE originator_id = "
        "(SELECT originator_id FROM stored_events WHERE position = ?) "
        "AND originator_version <= ? AND instr(state, ?) > 0 "
        "ORDER BY originator_version DESC LIMIT 1",
        position,
        author.index,
        f'["{journal}",'.encode(),
    )
    if row is None:
        return False
    seen = read_event(row[0]).header.seen
    return any(name == journal and index >= other.header.index for name, index, _ in seen)


def _published(view: View, source: str) -> str:
    found = view.subject(source) if source else None
    return str(found.value("published") or "") if found else ""
