"""An empty ledger for each import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.ledger import Ledger
from domain.storage.profile import Profile
from tests.domain.helpers import HandClock


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.load(tmp_path / "profile")


@pytest.fixture
def ledger(tmp_path: Path, profile: Profile, clock: HandClock) -> Iterator[Ledger]:
    made = Ledger.create(tmp_path / "test.ledger", profile, name="Test", clock=clock)
    yield made
    made.close()
