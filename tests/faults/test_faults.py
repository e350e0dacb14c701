"""Faults, scaled down: kills, bit flips, two processes. In full: python3 -m tests.faults."""

import os
from pathlib import Path

import pytest

from domain.ledger import Ledger
from domain.storage.profile import Profile
from domain.verification.verify import verify
from tests.domain.proofs.conftest import record
from tests.faults.flips import flip_bits
from tests.faults.imports import interrupt_often
from tests.faults.kills import kill_often, sitters
from tests.faults.sittings import EVENTS

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@needs_fork
def test_kills_while_recording(tmp_path: Path) -> None:
    done = kill_often(tmp_path, kills=30, seed=9)
    assert done.kills == 30
    assert done.acknowledged > 30
    assert (done.lost, done.half, done.unverified) == ([], [], [])


@needs_fork
def test_an_import_that_ends_at_its_writes(tmp_path: Path) -> None:
    done = interrupt_often(tmp_path, every=9)
    assert done.wrong == []
    assert done.writes > 100
    assert done.before > 20
    assert done.complete > 0


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    ledger = Ledger.create(tmp_path / "x.ledger", Profile.load(tmp_path / "p"), name="x")
    for day in range(1, 9):
        record(ledger, day)
    ledger.close()
    return ledger.path


def test_bit_flips(closed: Path, tmp_path: Path) -> None:
    done = flip_bits(closed, tmp_path, flips=200, seed=6)
    assert done.events > 20
    assert done.reported == done.changed
    assert (done.silent, done.unnamed, done.crashes) == ([], [], [])


@needs_fork
def test_two_processes_at_one_ledger(tmp_path: Path) -> None:
    """Each has a journal of its own; both are there whole, and each names what it had seen."""
    profile = Profile.load(tmp_path / "p")
    path = tmp_path / "x.ledger"
    Ledger.create(path, profile, name="two").close()
    with sitters() as one, sitters() as other:
        for sitting, name in ((one, "one"), (other, "other")):
            sitting.begin(path, profile.folder, name, commands=40, together=2)
        acknowledged = [*one.end(), *other.end()]
    assert len(acknowledged) == 80
    report = verify(path)
    assert report.findings == ()
    assert len(report.heads) == 2
    assert report.events == 80 * EVENTS + 3  # two journals opened, the ledger named
