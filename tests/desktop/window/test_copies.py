"""Automatic copies: made while one works and at closing, and a failure is told, not swallowed."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import copies
from desktop.app import Program
from desktop.copies import KEPT_IN
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from domain.ledger import Ledger
from domain.storage.profile import Profile
from domain.verification.verify import Held, verify

WAIT = 30_000


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication) -> Iterator[Program]:
    settings = Settings(tmp_path / "settings.ini")
    found = Program(qapp, Profile.load(tmp_path / "profile"), language("en"), settings)
    yield found
    found.close()
    if found.start is not None:
        found.start.close()


def opened(program: Program, qtbot: QtBot, path: Path) -> MainWindow:
    if not path.exists():
        Ledger.create(path, program.profile).close()
    program.open(path)
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert program.window is not None
    return program.window


def rename(window: MainWindow, times: int) -> None:
    for number in range(times):
        assert window.workspace.record(partial(Ledger.rename, name=f"name {number}"), "Renamed.")


def made(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ledger")) if folder.is_dir() else []


def test_closing_copies_what_was_recorded_and_nothing_else(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "x.ledger"
    window = opened(program, qtbot, path)
    folder = program.profile.folder / "backups" / window.workspace.ledger.id
    window.start_asked.emit()
    assert made(folder) == []
    window = opened(program, qtbot, path)
    rename(window, 1)
    window.start_asked.emit()
    (copy,) = made(folder)
    assert verify(copy, Held(), profile=program.profile).is_verified
    window = opened(program, qtbot, path)
    assert window.saved.text().startswith("saved · backed up ")
    window.start_asked.emit()
    assert made(folder) == [copy]


def test_every_fifty_events_are_copied_while_one_works(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen = tmp_path / "stick"
    chosen.mkdir()
    program.settings.remember_text(KEPT_IN, str(chosen))
    window = opened(program, qtbot, tmp_path / "x.ledger")
    rename(window, copies.EVERY - 1)
    assert window.saved.text() == "saved · no copy yet"
    rename(window, 1)
    qtbot.waitUntil(lambda: "backed up" in window.saved.text(), timeout=WAIT)
    assert len(made(chosen)) == 1
    program.close()
    assert len(made(chosen)) == 1


def test_a_copy_that_fails_is_told_and_closing_goes_on(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen = tmp_path / "a file, no folder"
    chosen.write_text("in the way")
    program.settings.remember_text(KEPT_IN, str(chosen))
    window = opened(program, qtbot, tmp_path / "x.ledger")
    rename(window, copies.EVERY)
    qtbot.waitUntil(
        lambda: any("No automatic copy" in each.text for each in window.messages.said), timeout=WAIT
    )
    window.start_asked.emit()
    assert program.start is not None
    assert "No automatic copy" in program.start.message.text()
    assert program.ledger is None
    window = opened(program, qtbot, tmp_path / "x.ledger")
    assert any("No automatic copy" in each.text for each in window.messages.said)
    chosen.unlink()


def test_a_copy_that_lasts_does_not_keep_one_from_closing(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "AT_CLOSING", 0.0)
    window = opened(program, qtbot, tmp_path / "x.ledger")
    rename(window, 1)
    window.start_asked.emit()
    assert program.start is not None
    assert "took too long" in program.start.message.text()
