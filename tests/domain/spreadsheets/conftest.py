"""A ledger to export: the published record, and what it lacks of inexact and misfitting figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.language import Language, language
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.sample import build
from domain.spreadsheets.export import Wanted, export
from domain.storage.profile import Profile

SOURCE = "https://example.org/statement"
INEXACT = {
    "kind": "exchange",
    "occurred": "2024-11",
    "returned": {"at_least": 50},
    "breakdowns": {"branch": [{"category": "navy", "count": 20}]},
    "mediators": ["AE", "TR"],
}
MISFIT = {
    "kind": "exchange",
    "occurred": "2024-12-01/2024-12-02",
    "returned": 90,
    "breakdowns": {
        "rank": [
            {"category": "officers", "count": 30},
            {"category": "privates_and_sergeants", "count": 55},
        ]
    },
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds its profile here, and speaks English."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return Profile.load(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> Iterator[Ledger]:
    """The sample, with an inexact count, a month, a night and a breakdown that is short."""
    made = build(tmp_path_factory.mktemp("ledger") / "sample.ledger", profile)
    for draft in (INEXACT, MISFIT):
        made.record(read_draft(draft), SOURCE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def english() -> Language:
    return language("en")


@pytest.fixture(scope="module")
def ukrainian() -> Language:
    return language("uk")


def exported(ledger: Ledger, path: Path, say: Language, **wanted: str) -> Path:
    """An export at `path`."""
    assert export(ledger, Wanted(path, **wanted), say)
    return path
