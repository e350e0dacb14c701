"""An export that is stopped, killed or out of room leaves no file, no record, nothing beside it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.language import Language
from domain.ledger import Ledger
from domain.projections.exports import exports
from domain.spreadsheets.export import FORMS, Wanted, export, record, write
from domain.spreadsheets.placing import ENDING, Making
from domain.storage.profile import Profile
from tests.domain.spreadsheets.conftest import exported

ROOT = Path(__file__).parents[3]
EXPORT = """
import sys, time
from pathlib import Path
from desktop.language import language
from domain.ledger import Ledger
from domain.spreadsheets.export import Wanted, export
from domain.storage.profile import Profile

ledger, profile, out, stop = sys.argv[1:]

def slowly(done: int, of: int) -> None:
    print(done, of, flush=True)
    if stop and done > int(stop):
        time.sleep(60)

with Ledger.open(Path(ledger), Profile.load(Path(profile))) as opened:
    export(opened, Wanted(Path(out)), language("en"), slowly)
print("done", flush=True)
"""


class Stopped(Exception):
    """What an operator's cancelling raises."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def files(ledger: Ledger) -> list[str]:
    with ledger.view() as view:
        return [row.file for row in exports(view)]


@pytest.mark.parametrize("form", FORMS)
def test_it_tells_how_far_it_is(ledger: Ledger, folder: Path, english: Language, form: str) -> None:
    told: list[tuple[int, int]] = []
    table = "exchanges" if form == ".csv" else ""
    wanted = Wanted(folder / f"book{form}", table=table)
    assert export(ledger, wanted, english, lambda done, of: told.append((done, of)))
    (whole,) = {of for _, of in told}
    steps = [done for done, _ in told]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, whole)
    assert len(set(steps)) > (1 if table else 6)


@pytest.mark.parametrize("form", FORMS)
def test_wherever_it_is_stopped_nothing_is_left(
    ledger: Ledger, folder: Path, english: Language, form: str
) -> None:
    wanted = Wanted(folder / f"book{form}", table="exchanges" if form == ".csv" else "")
    before = files(ledger)
    steps: list[int] = []
    export(ledger, wanted, english, lambda done, of: steps.append(done))
    wanted.path.unlink()
    for stop in range(len(steps)):
        left = [stop]

        def progress(done: int, of: int, left: list[int] = left) -> None:
            if not left[0]:
                raise Stopped
            left[0] -= 1

        with pytest.raises(Stopped):
            export(ledger, wanted, english, progress)
        assert list(folder.iterdir()) == []
    assert files(ledger) == [*before, wanted.path.name]


def test_what_was_written_can_be_recorded_later(
    ledger: Ledger, folder: Path, english: Language
) -> None:
    before = files(ledger)
    written = write(ledger, Wanted(folder / "late.xlsx"), english)
    assert written is not None
    assert files(ledger) == before
    record(ledger, written)
    assert files(ledger) == [*before, "late.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are Unix's")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("room", [0, 3_000, 20_000])
def test_a_disk_without_room(
    ledger: Ledger, folder: Path, english: Language, form: str, room: int
) -> None:
    import resource

    wanted = Wanted(folder / f"book{form}", table="exchanges" if form == ".csv" else "")
    before = files(ledger)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, usual[1]))
    try:
        if room > 3_000 and form == ".csv":
            return  # it fits
        with pytest.raises(OSError, match="File too large"):
            write(ledger, wanted, english)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(folder.iterdir()) == []
    assert files(ledger) == before


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is Unix's")
@pytest.mark.parametrize("stop", ["", "0", "300", "900"])
def test_a_killed_export_leaves_no_file_and_the_next_one_clears_up(
    ledger: Ledger, folder: Path, profile: Profile, english: Language, stop: str
) -> None:
    before = files(ledger)
    out = folder / "book.xlsx"
    # a profile of its own: the process that is killed must not take this test's journal along
    order = [
        sys.executable,
        "-c",
        EXPORT,
        str(ledger.path),
        str(folder.parent / "p"),
        str(out),
        stop,
    ]
    with subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if line == "done\n" or (stop and int(line.split()[0]) > int(stop)):
                break
        program.kill()
    if not stop:
        assert out.exists()
        assert files(ledger)[-1] == out.name
        return
    assert not out.exists()
    assert files(ledger) == before
    (left,) = folder.iterdir()
    assert left.name.endswith(ENDING)
    exported(ledger, out, english)
    assert list(folder.iterdir()) == [out]


def test_one_that_is_at_work_is_left_alone(ledger: Ledger, folder: Path, english: Language) -> None:
    with Making(folder / "slow.xlsx") as slow:
        slow.part.write_text("half")
        exported(ledger, folder / "quick.csv", english, table="totals")
        assert slow.part.read_text() == "half"
    assert [path.name for path in folder.iterdir()] == ["quick.csv"]


def test_nothing_of_it_is_written_elsewhere(
    ledger: Ledger, folder: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of a workbook wait in a file of their own until the end; it has to be beside it."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    seen = set[str]()

    def look(*_: Any) -> None:
        seen.update(path.name for path in elsewhere.rglob("*"))

    for form in FORMS[:2]:
        export(ledger, Wanted(folder / f"book{form}"), english, look)
    assert seen == set()


def test_the_file_is_on_disk_before_it_has_its_name(
    ledger: Ledger, folder: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def watched(name: str, do: Callable[..., object]) -> None:
        def call(*of: Any) -> object:
            done.append(name)
            return do(*of)

        monkeypatch.setattr(os, name, call)

    watched("fsync", os.fsync)
    watched("link", os.link)
    write(ledger, Wanted(folder / "a.csv", table="totals"), english)
    assert done == ["fsync", "link", "fsync"]
