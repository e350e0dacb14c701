"""Fixtures of the domain's tests: a clock that stands still, a device profile, an empty ledger."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.ledger import Ledger
from domain.storage.profile import Profile
from tests.domain.helpers import MEMORY, HandClock


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder for one test, in memory where that is possible."""
    with tempfile.TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.load(tmp_path / "profile")


@pytest.fixture
def ledger(tmp_path: Path, profile: Profile, clock: HandClock) -> Iterator[Ledger]:
    made = Ledger.create(tmp_path / "test.ledger", profile, name="Test", clock=clock)
    yield made
    made.close()
