"""Files that attack: each is refused by a named reason, and nothing but its own reader suffers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.ledger import Ledger
from domain.spreadsheets.incoming.importing import Mapping, plan_import, read_file
from tests.domain.helpers import ROOT
from tests.domain.spreadsheets.incoming.hostile import (
    Case,
    cases,
    gigantic,
    lying_dimension,
    workbook,
)

CASES = list(cases())
MEMORY = 512 * 2**20
Attack = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    """Has a program take one file after another in; what came of each."""
    folder = tmp_path_factory.mktemp("attacked")
    name = "tests.domain.spreadsheets.incoming.program"
    with subprocess.Popen(
        [sys.executable, "-m", name, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        send, answers = program.stdin, program.stdout

        def on(path: Path) -> dict[str, Any]:
            send.write(f"{path}\n")
            send.flush()
            answer = answers.readline()
            assert answer, "the program ended"
            found: dict[str, Any] = json.loads(answer)
            return found

        yield on
        send.close()
        assert program.wait() == 0


def test_there_are_many() -> None:
    assert len(CASES) >= 50
    assert len({name for name, *_ in CASES}) == len(CASES)


def test_the_workbook_they_are_made_from_is_sound(ledger: Ledger, tmp_path: Path) -> None:
    """Otherwise a case might be refused for what it has in common with all others."""
    for make in (workbook, lying_dimension):
        plan = plan_import(ledger, read_file(make(tmp_path / "a.xlsx"), Mapping()))
        assert plan.counts == {"new": 1}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_hostile_file_is_refused_by_name(case: Case, attack: Attack, tmp_path: Path) -> None:
    _, suffix, make, reasons = case
    found = attack(make(tmp_path / f"hostile{suffix}"))
    assert found["code"] in reasons, found["text"]
    assert found["text"]
    assert not found["written"]
    assert found["alive"]
    assert found["seconds"] < 10
    assert max(found["reader"], found["program"]) <= MEMORY


def test_the_file_that_asks_for_500_gigabytes_is_small(tmp_path: Path) -> None:
    assert gigantic(tmp_path / "a.xlsx").stat().st_size < 4_700


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize(
    ("work", "ends"),
    [
        ("bytes(600 * 2**20)", "MemoryError"),
        ("import os; os.write(os.open('w', os.O_WRONLY | os.O_CREAT), b'x')", "File too large"),
        ("print('harmless')", ""),
    ],
)
def test_the_walls_hold(tmp_path: Path, work: str, ends: str) -> None:
    """The last resort, whatever the reader itself counts."""
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += f"from domain.spreadsheets.incoming.limits import wall_off\nwall_off()\n{work}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ends in done.stderr
    assert bool(done.returncode) is bool(ends)
