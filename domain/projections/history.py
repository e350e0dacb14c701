"""Every change ever recorded, field by field: who, when, why, from which source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from domain import events as e
from domain.events import Event, read_event
from domain.model.exchange import value_text
from domain.projections.view import View

_PAGE: Final = 2000
_KINDS: Final[dict[type, str]] = {
    e.JournalOpened: "journal",
    e.LedgerNamed: "name",
    e.ExchangeRecorded: "recorded",
    e.SourceRecorded: "source",
    e.NoteRecorded: "note",
    e.ClaimRecorded: "claim",
    e.ClaimDisposed: "disposition",
    e.Retracted: "retraction",
    e.Reinstated: "reinstatement",
    e.DuplicatesMerged: "merge",
    e.DimensionDefined: "dimension",
    e.CategoryDefined: "category",
    e.PolicyDefined: "policy",
    e.OpeningStated: "opening",
    e.ImportRecorded: "import",
    e.ExportRecorded: "export",
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One field of one event. `event` is the event's id, `subject` the record it is about,
    `exchange` the exchange that record belongs to; times are ISO 8601."""

    position: int
    event: str
    exchange: str
    field: str
    was: str
    became: str
    kind: str
    reason: str
    source: str
    operator: str
    recorded_at: str
    arrived_at: str
    subject: str


def history(view: View, exchange: str = "") -> Iterator[HistoryRow]:
    """The history of one exchange with all that belongs to it, or of the whole ledger."""
    shown: dict[tuple[str, str], str] = {}
    if exchange:
        claims = view.all(
            "SELECT s.id FROM records r JOIN subjects s ON s.subject = r.subject "
            f"WHERE r.kind = 'claim' AND r.owner = ? AND {view.known_of('r')}",
            exchange,
        )
        members = [*view.family(exchange), *(row[0] for row in claims)]
        for position, event in view.events_of(*members) if members else ():
            yield from _rows(view, position, event, shown)
        return
    position = 0
    while rows := view.all(
        "SELECT position, state FROM stored_events WHERE position > ? AND position <= ? "
        f"ORDER BY position LIMIT {_PAGE}",
        position,
        view.position,
    ):
        for row in rows:
            yield from _rows(view, row[0], read_event(row[1]), shown)
        position = rows[-1][0]


def history_of_event(view: View, position: int, event: Event) -> list[HistoryRow]:
    """One event field by field; what stood before is known only where the event itself says so."""
    return list(_rows(view, position, event, {}))


def event_kind(event: Event) -> str:
    """What an event is called in the tables."""
    if event.body is None:
        return "unreadable" if event.flaw else "newer_version"
    if isinstance(event.body, e.CHANGED):
        return str(event.body.kind)
    return _KINDS[type(event.body)]


def event_reason(event: Event) -> str:
    return str(getattr(event.body, "reason", ""))


def _rows(
    view: View, position: int, event: Event, shown: dict[tuple[str, str], str]
) -> Iterator[HistoryRow]:
    """One row for each field; `shown` remembers what each field last became."""
    header = event.header
    arrived = arrived_at(view, position)
    source = event.body.source_id if event.body else ""
    title = view.source_titles(source)

    def row(subject: str, field: str, was: str, became: str) -> HistoryRow:
        return HistoryRow(
            position=position,
            event=event.id,
            exchange=_exchange_of(view, event, subject),
            field=field,
            was=was,
            became=became,
            kind=event_kind(event),
            reason=event_reason(event),
            source=title,
            operator=header.by,
            recorded_at=header.at,
            arrived_at=arrived,
            subject=subject,
        )

    if event.body is None:
        why = "made by a newer version" if event.flaw is None else str(event.flaw)
        yield row("", header.topic, "", why)
        return
    if isinstance(event.body, e.JournalOpened):
        yield row("", "journal", "", header.journal)
        return
    stated = (
        {change.field: change.was for change in event.body.changes}
        if isinstance(event.body, e.CHANGED)
        else {}
    )
    for write in event.writes():
        key = (write.subject, write.field)
        became = shown_value(write.value)
        is_named = ":" in write.subject or write.subject == "ledger"
        was = shown_value(stated[write.field]) if write.field in stated else shown.get(key, "")
        if write.field == e.STANDING and not was:
            was = "counts"
        if is_named or write.field in (e.STANDING, "disposition"):
            shown[key] = became
        yield row(write.subject, write.field, was, became)


def shown_value(value: Any) -> str:
    """A register value in words."""
    if isinstance(value, Mapping) and "is" in value:
        return f"merged into {value['into']}" if value["is"] == "merged" else str(value["is"])
    if isinstance(value, Mapping) and "as" in value:
        return str(value["as"])
    if isinstance(value, Mapping) and not {"count", "at_least", "about"} & value.keys():
        return ", ".join(f"{key}={shown_value(part)}" for key, part in value.items() if part)
    if isinstance(value, list | tuple):
        return " + ".join(str(part) for part in value)
    return value_text(value)


def _exchange_of(view: View, event: Event, subject: str) -> str:
    if isinstance(event.body, e.ExchangeRecorded | e.ExchangeChanged):
        return subject
    if isinstance(event.body, e.NoteRecorded | e.ClaimRecorded):
        return str(event.body.fields.get("exchange", ""))
    row = view.first(
        "SELECT s.kind, r.owner FROM subjects s LEFT JOIN records r "
        f"ON r.subject = s.subject AND {view.known_of('r')} WHERE s.id = ?",
        subject,
    )
    if row is None:
        return ""
    if row[0] == "exchange":
        return subject
    return str(row[1] or "") if row[0] in ("note", "claim") else ""


def arrived_at(view: View, position: int) -> str:
    """When what is at a position came into this ledger, ISO 8601; empty before its first event."""
    row = view.first(
        "SELECT at FROM arrivals WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1",
        position,
    )
    if row is None:
        return ""
    return datetime.fromtimestamp(row[0] / 1000, UTC).astimezone().isoformat(timespec="seconds")
