"""One row for each record as the tables show it: exchanges in columns, other records as JSON."""

from typing import Final, NamedTuple

import msgspec

from domain.family import Verdict
from domain.model.exchange import Value
from domain.model.forms import NEEDED, has_form
from domain.projections.cells import Family
from domain.projections.reading import Reading, count_columns
from domain.state import Subject

_OWNERS: Final = {
    "note": ("exchange",),
    "claim": ("exchange",),
    "source": ("text_hash", "address", "title", "publisher"),
}
_json: Final = msgspec.json.Encoder(order="deterministic").encode


class ExchangeRow(NamedTuple):
    """A recorded exchange. Counts are (number or None, bound or ""); `whole_` counts include the
    stages; `counting` is the id of the record that counts for it, its own where it does. The clocks
    are of its recording and of its latest correction, in seconds since 1970-01-01 UTC."""

    id: str
    kind: str
    occurred: str
    first_day: str
    last_day: str
    returned: int | None
    returned_bound: str
    handed_over: int | None
    handed_over_bound: str
    remains: int | None
    remains_bound: str
    whole_returned: int | None
    whole_returned_bound: str
    whole_handed_over: int | None
    whole_handed_over_bound: str
    whole_remains: int | None
    whole_remains_bound: str
    counting: str
    parent: str
    stages: int
    standing: str
    marks: str
    conflicts: str
    misfits: str
    mediators: str
    place: str
    changed: int
    changed_clock: int
    recorded_clock: int
    fields: str
    sources: str


class RecordRow(NamedTuple):
    """Any other record; `record` holds its fields as JSON.

    `owner` is the exchange it belongs to; for a source, what one tells it from another by.
    """

    id: str
    kind: str
    owner: str
    standing: str
    marks: str
    conflicts: str
    changed: int
    recorded_clock: int
    record: str
    sources: str


def exchange_row(reading: Reading, verdict: Verdict, family: Family) -> ExchangeRow:
    """The row of an exchange as its family lets it stand."""
    key = str(reading.named[0])
    stages = family.stages.get(key, ())
    own = reading.own
    whole = count_columns(family.whole(key).counts) if stages and verdict.group == key else own
    return ExchangeRow._make(
        (
            *reading.named,
            *own,
            *whole,
            verdict.group,
            verdict.parent,
            len(stages),
            reading.standing,
            " ".join((*verdict.marks, *reading.unlikely)),
            reading.conflicts,
            reading.misfits,
            " ".join(sorted(family.mediators.get(key, ()))),
            reading.exchange.place,
            reading.changed,
            reading.changed_clock,
            reading.recorded_clock,
            reading.fields,
            reading.sources,
        )
    )


def record_row(subject: Subject) -> RecordRow:
    """The row of any other record: it follows from the record alone."""
    record, kind = dict(subject.fields()), subject.kind
    if subject.changed and kind in _OWNERS:  # perhaps by what was meant for another kind of record
        record = {field: n for field, n in record.items() if _belongs(kind, field, n)}
        kind = kind if all(field in record for field in NEEDED.get(kind, ())) else "unreadable"
    owner = next((record[key] for key in _OWNERS.get(subject.kind, ()) if key in record), "")
    if "text_hash" in record:
        record.pop("text", None)
    return RecordRow(
        subject.id,
        kind,
        owner,
        subject.standing()["is"],
        "changed_unseen" if subject.changed_unseen() else "",
        " ".join(subject.conflicts()),
        subject.changed,
        subject.recorded[0],
        _json(record).decode(),
        " ".join(subject.sources),
    )


def _belongs(kind: str, field: str, value: Value) -> bool:
    return field in ("standing", "disposition") or has_form(kind, field, value)
