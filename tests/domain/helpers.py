"""What the tests of the domain share: a clock set by hand, the reference draft, refusals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.commands import Correction
from domain.events import Event, read_event
from domain.ledger import Ledger
from domain.model.draft import Draft, read_draft
from domain.model.refusal import Refused
from domain.projections.exchanges import ExchangeRow, exchanges
from domain.projections.reconciliation import ClaimRow, reconcile
from domain.projections.totals import TotalsRow, totals
from domain.storage.profile import Profile

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
# In memory where there is such a folder: no test here asks whether a disk kept what was written,
# and waiting for one takes most of their time.
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
NOON = datetime(2025, 1, 10, 12, 0, tzinfo=UTC)
SOURCE = "https://example.org/statement"
OTHER = "https://example.org/other"

REFERENCE: Mapping[str, Any] = {
    "kind": "exchange",
    "occurred": "2024-12-30",
    "returned": 189,
    "breakdowns": {
        "branch": [
            {"category": "armed_forces", "count": 87},
            {"category": "territorial_defence", "count": 17, "within": "armed_forces"},
            {"category": "national_guard", "count": 43},
            {"category": "border_guard", "count": 33},
            {"category": "navy", "count": 24},
        ],
        "rank": [
            {"category": "privates_and_sergeants", "count": 173},
            {"category": "officers", "count": 14},
        ],
        "status": [{"category": "civilian", "count": 2}],
    },
    "mediators": ["AE"],
    "claims": [
        {"measure": "returned_total", "scope": "year:2024", "value": 1358},
        {"measure": "returned_total", "scope": "since:2022-02-24", "value": 3956},
        {"measure": "exchange_ordinal", "scope": "year:2024", "value": 11},
    ],
}


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@contextmanager
def refused(code: str, field: str | None = None) -> Iterator[None]:
    """The block must raise Refused with this code and, where given, about this field."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, str(caught.value)
    if field is not None:
        assert caught.value.field == field, str(caught.value)


def drafted(**facts: Any) -> Draft:
    """A draft of an exchange on 1 June 2024, changed by `facts`."""
    return read_draft({"kind": "exchange", "occurred": "2024-06-01", **facts})


def recorded(ledger: Ledger, source: str | None = SOURCE, **facts: Any) -> str:
    """The id of an exchange just recorded."""
    return exchange_of(ledger.record(drafted(**facts), source))


def exchange_of(events: Sequence[Event]) -> str:
    return next(e.id for e in events if e.header.topic == "exchange.recorded.1")


def claim_of(events: Sequence[Event]) -> str:
    return next(e.id for e in events if e.header.topic == "claim.recorded.1")


def corrected(ledger: Ledger, subject: str, source: str = OTHER, **values: Any) -> Sequence[Event]:
    """Correct fields given as keywords; `branch__navy` stands for branch.navy."""
    named = {name.replace("__", "."): str(value) for name, value in values.items()}
    return ledger.correct(Correction(subject, named, "correction", "mistyped", source))


def all_totals(ledger: Ledger, policy: str = "all-returns", as_of: Any = None) -> TotalsRow:
    """The row of the total to date."""
    with ledger.view(as_of) as view:
        return totals(view, view.policy(policy))[-1]


def row_of(ledger: Ledger, exchange: str, as_of: Any = None) -> ExchangeRow:
    with ledger.view(as_of) as view:
        (found,) = exchanges(view, exchange)
    return found


def claim_rows(ledger: Ledger, as_of: Any = None) -> list[ClaimRow]:
    with ledger.view(as_of) as view:
        return reconcile(view)


def claim_row(ledger: Ledger, claim: str) -> ClaimRow:
    (found,) = [row for row in claim_rows(ledger) if row.id == claim]
    return found


def stored_lines(ledger: Ledger) -> list[bytes]:
    """Every event's three lines as the file holds them, in order of position."""
    with ledger.datastore.transaction(commit=False) as cursor:
        cursor.execute("SELECT state FROM stored_events ORDER BY position")
        return [row[0] for row in cursor.fetchall()]


def arrivals(ledger: Ledger) -> list[tuple[int, int, int, str]]:
    with ledger.datastore.transaction(commit=False) as cursor:
        cursor.execute("SELECT first_position, last_position, at, origin FROM arrivals")
        return [tuple(row) for row in cursor.fetchall()]


@contextmanager
def writing_nothing(ledger: Ledger) -> Iterator[None]:
    """The block must leave events and arrivals as they were."""
    before = stored_lines(ledger), arrivals(ledger)
    yield
    assert (stored_lines(ledger), arrivals(ledger)) == before


def carry(origin: Ledger, to: Ledger) -> list[Event]:
    """Take what `origin` has and `to` lacks over, bytes unchanged, as one arrival."""
    held = set(stored_lines(to))
    new = [read_event(lines) for lines in stored_lines(origin) if lines not in held]
    if new:
        to.receive(new, str(origin.path))
    return new


def joined(path: Path, origin: Ledger, profile: Profile, clock: Callable[[], datetime]) -> Ledger:
    """A second ledger file of the same ledger: another operator's copy, which shares its id."""
    with origin.view() as view:
        other = Ledger.create(path, profile, name=view.name, clock=clock)
    other.id = origin.id
    with other.datastore.transaction(commit=True) as cursor:
        cursor.execute("UPDATE facts SET value = ? WHERE name = 'ledger'", (origin.id,))
    carry(origin, other)
    return other


def changed(correction: Correction, **fields: Any) -> Correction:
    return replace(correction, **fields)
