"""One row for each record as the tables show it: exchanges in columns, other records as JSON."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from domain.family import Verdict
from domain.model.breakdown import Closure
from domain.model.counts import Count
from domain.model.exchange import Exchange
from domain.model.vocabulary import LEGS
from domain.projections.cells import Family
from domain.state import Subject

_OWNERS: Final = {
    "note": ("exchange",),
    "claim": ("exchange",),
    "source": ("text_hash", "address", "title", "publisher"),
}
_json: Final = msgspec.json.Encoder(order="deterministic").encode


class ExchangeRow(NamedTuple):
    """A recorded exchange. Counts are (number or None, bound or ""); `whole_` counts include the
    stages; `counting` is the id of the record that counts for it, its own where it does."""

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
    changed: int
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


def exchange_row(
    subject: Subject, exchange: Exchange, verdict: Verdict, family: Family
) -> ExchangeRow:
    counting = verdict.group == subject.id
    whole = family.whole(subject.id).counts if counting and family.stages else None
    occurred = exchange.occurred
    misfits = [misfit(c) for c in exchange.closures() if c.status in ("short", "exceeds")]
    marks = [*verdict.marks, *(m for m in exchange.implausible() if not m.startswith("exceeds:"))]
    counts: dict[str, Any] = {}
    for leg in LEGS:
        counts |= _columns(leg, exchange.count(leg))
        counts |= _columns(f"whole_{leg}", whole[leg] if whole else exchange.count(leg))
    return ExchangeRow(
        id=subject.id,
        kind=exchange.kind,
        occurred=str(occurred) if occurred else "",
        first_day=occurred.first.isoformat() if occurred else "",
        last_day=occurred.last.isoformat() if occurred else "",
        counting=verdict.group,
        parent=verdict.parent,
        stages=len(family.stages.get(subject.id, ())),
        standing=subject.standing()["is"],
        marks=" ".join(marks),
        conflicts=" ".join(subject.conflicts()),
        misfits=" ".join(misfits),
        mediators=" ".join(sorted(family.mediators.get(subject.id, ()))),
        changed=subject.changed,
        recorded_clock=subject.recorded[0],
        fields=_json(subject.fields()).decode(),
        sources=" ".join(subject.sources),
        **counts,
    )


def record_row(subject: Subject) -> RecordRow:
    record = dict(subject.fields())
    owner = next((record[key] for key in _OWNERS.get(subject.kind, ()) if key in record), "")
    if "text_hash" in record:
        record.pop("text", None)
    return RecordRow(
        subject.id,
        subject.kind,
        owner,
        subject.standing()["is"],
        "changed_unseen" if subject.changed_unseen() else "",
        " ".join(subject.conflicts()),
        subject.changed,
        subject.recorded[0],
        _json(record).decode(),
        " ".join(subject.sources),
    )


def misfit(closure: Closure) -> str:
    """`branch:-1` for a breakdown that exceeds by one, `returned`'s legs unnamed."""
    leg = "" if closure.leg == "returned" else f"{closure.leg}."
    within = f"@{'.'.join(closure.within)}" if closure.within else ""
    return f"{leg}{closure.dimension}{within}:{closure.residual}"


def read_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a stored RecordRow."""
    return dict(msgspec.json.decode(row["record"]))


def _columns(name: str, count: Count | None) -> dict[str, Any]:
    return {
        name: count.n if count else None,
        f"{name}_bound": count.bound if count else "",
    }
