"""An exchange as its own registers say, whatever its family: read once, until they change."""

from typing import Final, NamedTuple

import msgspec

from domain.model.breakdown import Closure
from domain.model.exchange import Exchange, from_fields
from domain.state import Subject

_json: Final = msgspec.json.Encoder(order="deterministic").encode


class Reading(NamedTuple):
    """`days`: when it occurred, in words, then its first and last day. `fields`: JSON."""

    exchange: Exchange
    days: tuple[str, str, str]
    unlikely: tuple[str, ...]
    misfits: str
    conflicts: str
    fields: str


def read_exchange(subject: Subject) -> Reading:
    """What the registers of an exchange say now."""
    fields = subject.fields()
    exchange = from_fields(fields)
    day = exchange.occurred
    misfits = [_misfit(c) for c in exchange.closures() if c.status in ("short", "exceeds")]
    return Reading(
        exchange,
        (str(day), day.first.isoformat(), day.last.isoformat()) if day else ("", "", ""),
        tuple(exchange.unlikely()),
        " ".join(misfits),
        " ".join(subject.conflicts()),
        _json(fields).decode(),
    )


def _misfit(closure: Closure) -> str:
    """`branch:-1` for a breakdown that exceeds by one, `returned`'s legs unnamed."""
    leg = "" if closure.leg == "returned" else f"{closure.leg}."
    within = f"@{'.'.join(closure.within)}" if closure.within else ""
    return f"{leg}{closure.dimension}{within}:{closure.residual}"
