"""Ledgers of a given size, made once and kept in the temporary folder for the next run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from domain.ledger import Ledger
from domain.storage.profile import Profile
from tests.benchmarks import generator

ROOT = Path(__file__).resolve().parents[2]
# What the events of a generated file follow from, and what its tables do.
EVENTS = ("tests/benchmarks/generator.py", "domain/events.py", "domain/journal.py")
TABLES = ("domain/*.py", "domain/model/*.py", "domain/projections/*.py")


def digest(*patterns: str) -> str:
    found = sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


class Kept:
    """Generated ledgers in the temporary folder, beside a profile that opens them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.gettempdir()) / f"exchange-ledger-benchmarks-{os.getuid()}"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.profile = self.folder / "profile"
        self.tables = digest(*TABLES)

    def ledger(self, events: int, *, rebuilt: bool = True) -> Path:
        """The kept ledger of that size; its tables as today's program makes them, if `rebuilt`."""
        path = self.folder / f"{digest(*EVENTS)}-{events}.ledger"
        profile = Profile.load(self.profile)
        if not path.exists():
            making = path.with_suffix(".making")
            making.unlink(missing_ok=True)
            generator.make(making, profile, events)
            making.rename(path)
            self.has_rebuilt(path)
        if rebuilt and self._mark(path).read_text() != self.tables:
            ledger = Ledger.open(path, profile)
            ledger.rebuild()
            ledger.close()
            self.has_rebuilt(path)
        return path

    def has_rebuilt(self, path: Path) -> None:
        self._mark(path).write_text(self.tables)

    def _mark(self, path: Path) -> Path:
        return path.with_suffix(".tables")

    def copy(self, events: int) -> Path:
        path = self.ledger(events)
        scratch = path.with_suffix(".copy")
        for old in self.folder.glob(f"{path.stem}.copy*"):
            old.unlink()
        for old in self.folder.glob(f"{path.stem}.raw*"):
            old.unlink()
        shutil.copy(path, scratch)
        return scratch

    def measure(
        self, what: str, path: Path, *arguments: int, by: str = "measure"
    ) -> dict[str, Any]:
        """Measure in a process of its own; see measure.py and measure_window.py."""
        command = [sys.executable, "-m", f"tests.benchmarks.{by}", what]
        command += [str(path), str(self.profile), *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The kept ledgers, for one benchmark at a time: two at once would measure each other."""
    found = Kept()
    with FileLock(found.folder / "measuring.lock"):
        yield found


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[str, str, str, str], None]:
    """Takes one line of the table of results: what was measured, how much, the goal, the ratio."""

    def add(what: str, measured: str, goal: str, ratio: str) -> None:
        record_property("figure", (what, measured, goal, ratio))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every figure in one table, whichever process measured it."""
    figures = [("what", "measured", "goal", "ratio")]
    for outcome in ("passed", "failed"):
        for test in terminalreporter.getreports(outcome):
            figures += [figure for name, figure in test.user_properties if name == "figure"]
    if len(figures) == 1:
        return
    widths = [max(len(figure[place]) for figure in figures) for place in range(4)]
    terminalreporter.section("figures")
    for figure in figures:
        terminalreporter.line(
            "  ".join(text.ljust(width) for text, width in zip(figure, widths, strict=True))
        )
