"""Ledger files for the tests: copies of one ledger, all that they hold, all that they say."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID

from nacl.signing import SigningKey

from domain.application import local_now
from domain.events import Event, read_event
from domain.ledger import Ledger
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.projections import tables
from domain.projections.breakdowns import breakdown
from domain.projections.conflicts import conflicts
from domain.projections.exchanges import closures, exchanges, ordinals
from domain.projections.history import history
from domain.projections.mediators import mediators, notes
from domain.projections.quality import quality
from domain.projections.reconciliation import reconcile
from domain.projections.restated import restated
from domain.projections.sources import sources
from domain.projections.totals import totals
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.domain.fold.replicas import LEDGER

BY_STAGE: Final = Policy("by-stage", ("exchange", "release"), stages="stage")
CIVILIANS: Final = Policy("navy", ("exchange", "release"), persons="branch.navy", leg="both")
REMAINS: Final = Policy("remains", ("repatriation_of_remains",))
STORED: Final = ("stored_events", "arrivals", "facts")


def profile(folder: Path, number: int) -> Profile:
    """The profile of one device, the same in every run."""
    device = str(UUID(int=number + 1, version=4))
    made = Profile(folder, f"operator {number}", "en", device, SigningKey(bytes([number + 1]) * 32))
    made.save()
    return made


def empty_ledger(path: Path, of: Profile) -> Ledger:
    """A file of the tests' one ledger that holds no event yet, as a copy begins."""
    with (
        patch("domain.application.uuid4", return_value=UUID(LEDGER)),
        patch.object(Ledger, "append", return_value=[]),
    ):
        return Ledger.create(path, of)


@contextmanager
def chance_removed() -> Iterator[None]:
    """Salts and journals are numbered, so that the same commands make the same events."""
    numbers = itertools.count(1)
    with (
        patch("domain.journal.secrets.token_hex", lambda _: f"{next(numbers):032x}"),
        patch("uuid.uuid4", lambda: UUID(int=next(numbers), version=4)),
        patch("domain.journal.uuid4", lambda: UUID(int=next(numbers), version=4)),
    ):
        yield


class Clock:
    """A device's clock: it starts in some year and runs at its own speed."""

    def __init__(self, year: int, speed: int) -> None:
        self._now = local_now().replace(year=year, month=6, day=1, hour=12, microsecond=0)
        self._speed = timedelta(seconds=speed)

    def __call__(self) -> datetime:
        self._now += self._speed
        return self._now


# --- all that a file holds -----------------------------------------------------------------------


def stored(ledger: Ledger) -> list[tuple[int, bytes]]:
    """Every event as it is stored, with its position."""
    with ledger.view() as view:
        rows = view.all("SELECT position, state FROM stored_events ORDER BY position")
        return [(row[0], bytes(row[1])) for row in rows]


def events_of(ledger: Ledger) -> list[Event]:
    return [read_event(lines) for _, lines in stored(ledger)]


def rows(ledger: Ledger, names: Iterable[str] = tables.NAMES) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the projections, or of those given."""
    with ledger.view() as view:
        return {
            name: sorted(map(tuple, view.all(f"SELECT * FROM {name}")), key=repr) for name in names
        }


def everything(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    return rows(ledger, (*STORED, *tables.NAMES))


def merge_into(ledger: Ledger, other: Ledger) -> int:
    """Insert what is missing, bytes unchanged, in the other's order of arrival; how many it was."""
    held = {event.id for event in events_of(ledger)}
    missing = [event for event in events_of(other) if event.id not in held]
    if missing:
        ledger.receive(missing, str(other.path.name))
    return len(missing)


# --- all that its tables say ---------------------------------------------------------------------


def answers(view: View) -> dict[str, Any]:
    """What every table says, under several policies; only times of arrival are left out."""
    found: dict[str, Any] = {"name": view.name, "words": view.vocabulary}
    for policy in (*view.policies.values(), BY_STAGE, CIVILIANS, REMAINS):
        found[f"totals {policy.name}"] = totals(view, policy)
        found[f"policy {policy.name}"] = policy
    for policy in (ALL_RETURNS, EXCHANGES, BY_STAGE):
        found[f"breakdown {policy.name}"] = breakdown(view, policy)
        found[f"mediators {policy.name}"] = mediators(view, policy)
        found[f"restated {policy.name}"] = restated(view, policy)
        found[f"restated since {policy.name}"] = restated(view, policy, view.position // 2)
    table = exchanges(view)
    found |= {
        "exchanges": table,
        "closures": closures(view),
        "ordinals": ordinals(view),
        "notes": notes(view),
        "claims": reconcile(view),
        "claims exchanges": reconcile(view, "exchanges"),
        "conflicts": conflicts(view),
        "quality": quality(view),
        "sources": sources(view),
        "history": [replace(row, arrived_at="") for row in history(view)],
    }
    for row in table[:4]:
        found[f"history {row.id}"] = [replace(r, arrived_at="") for r in history(view, row.id)]
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> Sequence[str]:
    """The names of the tables that differ."""
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]
