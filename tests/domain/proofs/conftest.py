"""A small ledger that was written by two devices in turn, closed, with its checkpoints."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain import checkpoint
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.projections.checkpoints import checkpoints
from domain.storage.profile import Profile
from domain.verification.verify import Held, Report, verify


@dataclass(frozen=True)
class Sealed:
    """A closed ledger, and what others hold of it; `file` may be tampered with."""

    file: Path
    held: Held
    profile: Profile

    def check(self, *, held: bool = False, **options: Any) -> Report:
        return verify(self.file, self.held if held else None, **options)


def record(ledger: Ledger, day: int, returned: int = 40) -> None:
    """An exchange in June 2024 with its source, a mediator and a claim: four events."""
    draft = {
        "kind": "exchange",
        "occurred": f"2024-06-{day:02}",
        "returned": returned,
        "breakdowns": {"branch": [{"category": "navy", "count": returned}]},
        "mediators": ["AE"],
        "claims": [{"measure": "returned_total", "scope": "year:2024", "value": returned}],
    }
    ledger.record(read_draft(draft), f"https://example.org/{day}")


def held_of(ledger: Ledger) -> Held:
    with ledger.view() as view:
        points, code = checkpoints(view, ledger.id)
    return Held(tuple(points), (code,))


def stored(ledger: Ledger) -> Any:
    with ledger.datastore.transaction(commit=False) as cursor:
        cursor.execute("SELECT state FROM stored_events ORDER BY position")
        from domain.events import read_event

        return [read_event(row[0]) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """Device A records, device B's file of the same ledger takes it over, records, and A merges."""
    folder = tmp_path_factory.mktemp("sealed")
    mine, theirs = Profile.load(folder / "a"), Profile.load(folder / "b")
    path = folder / "a.ledger"
    ledger = Ledger.create(path, mine, name="Sealed")
    for day in (1, 2, 3):
        record(ledger, day)
    ledger.close()
    shutil.copy(path, folder / "b.ledger")
    other = Ledger.open(folder / "b.ledger", theirs)
    before = len(stored(other))
    for day in (4, 5):
        record(other, day)
    ledger = Ledger.open(path, mine)
    ledger.receive(stored(other)[before:], "b.ledger")
    other.close()
    for day in (6, 7, 8):
        record(ledger, day)
    held = held_of(ledger)
    ledger.close()
    return Sealed(path, held, mine)


@pytest.fixture
def sealed(made: Sealed, tmp_path: Path) -> Sealed:
    """A copy of that ledger, to tamper with."""
    path = tmp_path / "sealed.ledger"
    shutil.copy(made.file, path)
    return Sealed(path, made.held, made.profile)


def written(held: Held) -> str:
    return checkpoint.written(held.checkpoints, held.codes[0])
