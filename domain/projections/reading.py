"""Records as their own registers say, whatever their family: read once, until they change."""

from itertools import chain
from typing import Final, NamedTuple

import msgspec

from domain.model.breakdown import Closure
from domain.model.exchange import Exchange, from_fields
from domain.model.vocabulary import LEGS
from domain.projections.share import Counts, Share, share_of
from domain.state import Subject

_json: Final = msgspec.json.Encoder(order="deterministic").encode
_NO_DAYS: Final = ("", "", "")
Columns = tuple[str | int | None, ...]


class Reading(NamedTuple):
    """An exchange by itself: what it adds to the cells, and the columns of its row.

    `named` are its id, kind and days (in words, the first, the last), `own` its counts.
    """

    exchange: Exchange
    counts: Counts
    share: Share
    named: Columns
    own: Columns
    unlikely: tuple[str, ...]
    standing: str
    conflicts: str
    misfits: str
    changed: int
    changed_clock: int
    recorded_clock: int
    fields: str
    sources: str


class NoteReading(NamedTuple):
    """A mediator note that stands: which exchange it is about, and who helped."""

    exchange: str
    mediator: str
    in_conflict: bool


def read_exchange(subject: Subject) -> Reading:
    """What the registers of an exchange say now."""
    fields = subject.fields()
    exchange = from_fields(fields)
    counts = {leg: exchange.count(leg) for leg in LEGS}
    day = exchange.occurred
    days = (str(day), day.first.isoformat(), day.last.isoformat()) if day else _NO_DAYS
    misfits = [_misfit(c) for c in exchange.closures() if c.status in ("short", "exceeds")]
    return Reading(
        exchange,
        counts,
        share_of(counts, exchange.lines, exchange.kind),
        (subject.id, exchange.kind, *days),
        count_columns(counts),
        tuple(exchange.unlikely()),
        subject.standing()["is"],
        " ".join(subject.conflicts()),
        " ".join(misfits),
        subject.changed,
        subject.changed_clock,
        subject.recorded[0],
        _json(fields).decode(),
        " ".join(subject.sources),
    )


def read_note(subject: Subject) -> NoteReading | None:
    """What the registers of a note say now; None where it was retracted or is about nothing."""
    exchange = subject.value("exchange")
    if not exchange or subject.standing()["is"] == "retracted":
        return None
    return NoteReading(exchange, subject.value("mediator") or "", bool(subject.conflicts()))


def count_columns(counts: Counts) -> Columns:
    """Each leg's count as (number or None, bound or "")."""
    return tuple(chain.from_iterable((n.n, n.bound) if n else (None, "") for n in counts.values()))


def _misfit(closure: Closure) -> str:
    """`branch:-1` for a breakdown that exceeds by one, `returned`'s legs unnamed."""
    leg = "" if closure.leg == "returned" else f"{closure.leg}."
    within = f"@{'.'.join(closure.within)}" if closure.within else ""
    return f"{leg}{closure.dimension}{within}:{closure.residual}"
