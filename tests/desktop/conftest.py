"""A command line to call in tests, with a device profile and a folder of its own."""

import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import run

SHARED = Path(__file__).parents[3] / "shared" / "data"


@dataclass
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


Command = Callable[..., Said]


@pytest.fixture(autouse=True)
def collected_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread of a test takes the widgets of an earlier one apart (see desktop/collecting.py)."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs one command in an empty folder as a new operator; `status` is checked when given."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*words: str, status: int | None = 0) -> Said:
        try:
            found = run(words)
        except SystemExit as stopped:  # argparse: bad usage, or --help
            found = int(stopped.code or 0)
        said = capsys.readouterr()
        assert status is None or found == status, said.err
        return Said(found, said.out, said.err)

    return call


@pytest.fixture
def show(command: Command) -> Callable[..., list[dict[str, Any]]]:
    """The rows of a table, as JSON gives them."""

    def call(*words: str, status: int | None = 0) -> list[dict[str, Any]]:
        return command("show", *words, "--format", "json", status=status).rows

    return call


REFERENCE: dict[str, Any] = {
    "kind": "exchange",
    "occurred": "2024-12-30",
    "returned": 189,
    "returned_bound": None,
    "handed_over": None,
    "remains": None,
    "breakdowns": {
        "branch": [
            {"category": "armed_forces", "count": 87, "within": None},
            {"category": "territorial_defence", "count": 17, "within": "armed_forces"},
            {"category": "national_guard", "count": 43, "within": None},
            {"category": "border_guard", "count": 33, "within": None},
            {"category": "navy", "count": 24, "within": None},
        ],
        "rank": [
            {"category": "privates_and_sergeants", "count": 173, "within": None},
            {"category": "officers", "count": 14, "within": None},
        ],
        "status": [{"category": "civilian", "count": 2, "within": None}],
        "sex": [],
    },
    "mediators": ["AE"],
    "claims": [
        {"measure": "returned_total", "scope": "year:2024", "value": 1358},
        {"measure": "returned_total", "scope": "since:2022-02-24", "value": 3956},
        {"measure": "exchange_ordinal", "scope": "year:2024", "value": 11},
    ],
}


@pytest.fixture
def reference(command: Command, tmp_path: Path) -> str:
    """A ledger that holds the reference exchange and nothing else."""
    (tmp_path / "reference.json").write_text(json.dumps(REFERENCE), encoding="utf-8")
    command("new", "my.ledger")
    command(
        *("record", "my.ledger", "--draft", "reference.json"),
        *("--published", "2024-12-30", "--source", "Coordination Headquarters"),
    )
    return "my.ledger"
