"""100,000 exchanges to XLSX: near the speed of the bare library, and memory that does not grow."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from domain.storage.profile import Profile
from tests.benchmarks.conftest import ROOT
from tests.benchmarks.exporting import fill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

MANY, FEW = 100_000, 20_000
SLOWER: Final = 1.5  # times the bare library, at most
GROWS: Final = 40e6  # bytes from FEW to MANY, at most: the order of the days is sorted in memory


class Measured:
    """Exports of ledgers of a given number of exchanges, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile = folder / "profile"

    def __call__(self, what: str, exchanges: int, table: str, run: int = 0) -> tuple[float, float]:
        """(seconds of the processor, bytes)"""
        ledger = self.folder / f"{exchanges}.ledger"
        if not ledger.exists():
            fill(ledger, Profile.load(self.profile), exchanges)
        out = self.folder / f"{what}-{exchanges}-{table}-{run}.xlsx"
        command = [sys.executable, "-m", "tests.benchmarks.exporting", what]
        command += map(str, (ledger, self.profile, out, table))
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        seconds, most = json.loads(done.stdout)
        return seconds, most


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return Measured(tmp_path_factory.mktemp("exports"))


@pytest.mark.usefixtures("kept")
def test_a_hundred_thousand_exchanges(
    measured: Measured, report: Callable[[str, str, str, str], None]
) -> None:
    _, least = measured("ours", FEW, "exchanges")
    ours, most = min(measured("ours", MANY, "exchanges", n) for n in range(2))
    bare, _ = min(measured("bare", MANY, "exchanges", n) for n in range(2))
    name = f"{MANY:,} exchanges to XLSX"
    report(name, f"{ours:.1f} s", f"{SLOWER} × bare XlsxWriter", f"{ours / bare:.2f} ×")
    report(f"{name}, memory", f"{most / 1e6:.0f} MB", f"{least / 1e6:.0f} MB for {FEW:,}", "")
    assert ours <= SLOWER * bare
    assert most - least <= GROWS


@pytest.mark.usefixtures("kept")
def test_the_whole_book(measured: Measured, report: Callable[[str, str, str, str], None]) -> None:
    _, least = measured("ours", FEW, "")
    seconds, most = measured("ours", MANY, "")
    name = f"a book of {MANY:,} exchanges, every table"
    report(name, f"{seconds:.1f} s", "", "")
    report(f"{name}, memory", f"{most / 1e6:.0f} MB", f"{least / 1e6:.0f} MB for {FEW:,}", "")
    # quality lists what it finds in memory: here every exchange has one that looks like it
    assert most - least <= 4 * GROWS
