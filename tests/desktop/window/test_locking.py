"""Encrypted ledgers in the window: made, encrypted later, other secrets, locked and unlocked."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.dialogs.fault_dialog import FaultDialog
from desktop.dialogs.new_secret_dialog import NewSecretDialog
from desktop.dialogs.passphrase_dialog import PassphraseDialog
from desktop.dialogs.recovery_code_dialog import RecoveryCodeDialog
from desktop.forms.entry_form import EntryForm
from desktop.language import language
from desktop.locking import LOCK_AFTER
from desktop.main_window import MainWindow
from desktop.settings import Settings
from domain.encrypted import unlock
from domain.sample import build
from domain.storage import keys as slots
from domain.storage.keys import Cost, is_encrypted
from domain.storage.profile import Profile

WAIT = 10_000
PASSPHRASE = "four hedgehogs"
Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys made quickly: how slowly is the domain's own test."""

    def quick(passes: int = 1, memory: int = 8 * 1024 * 1024) -> Cost:
        return Cost(passes, memory)

    monkeypatch.setattr(slots, "Cost", quick)


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    settings = Settings(tmp_path / "settings.ini")
    found = Program(qapp, Profile.load(tmp_path / "profile"), language("en"), settings)
    yield found
    for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]:
        dialog.done(0)
    found.close()
    if found.start is not None:
        found.start.close()


def waited(qtbot: QtBot, kind: type[Kind]) -> Kind:
    """The dialog of a kind, once it is there."""

    def found() -> list[Kind]:
        every = QApplication.topLevelWidgets()
        return [each for each in every if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1, timeout=WAIT)
    return found()[0]


def window_of(program: Program, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert program.window is not None
    return program.window


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def made(program: Program, qtbot: QtBot, path: Path) -> tuple[MainWindow, str]:
    """An encrypted ledger, made as an operator makes it; and its recovery code."""
    program.show_start().new_encrypted_asked.emit(path)
    dialog = waited(qtbot, NewSecretDialog)
    keys.keyClicks(dialog.new, PASSPHRASE)
    keys.keyClick(dialog.new, Qt.Key.Key_Return)
    assert dialog.again.text() == ""
    keys.keyClicks(dialog.again, PASSPHRASE)
    keys.keyClick(dialog.again, Qt.Key.Key_Return)
    shown = waited(qtbot, RecoveryCodeDialog)
    code = shown.code
    assert not shown.go_on.isEnabled()
    keys.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    shown.copying.click()
    assert QGuiApplication.clipboard().text() == code
    keys.keyClick(shown.put_away, Qt.Key.Key_Space)
    shown.go_on.click()
    return window_of(program, qtbot), code


def test_an_encrypted_ledger_is_made(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "new.ledger"
    window, code = made(program, qtbot, path)
    assert is_encrypted(path)
    assert window.workspace.lock is not None
    for typed in (PASSPHRASE, code):
        assert unlock(path, program.profile, typed).key == window.workspace.lock.key


def test_what_is_wrong_with_a_passphrase_is_said_beside_it(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    program.locking.new(tmp_path / "x.ledger")
    dialog = waited(qtbot, NewSecretDialog)
    for new, again, said in (
        ("short", "short", "at least 8 characters"),
        (PASSPHRASE, "five hedgehogs", "not the same"),
    ):
        dialog.new.setText(new)
        dialog.again.setText(again)
        dialog.ok.click()
        assert said in dialog.error.text()
        assert dialog.new.text() == new
    dialog.reject()
    assert not (tmp_path / "x.ledger").exists()
    program.new(tmp_path / "x.ledger")  # nobody holds the place any more
    window_of(program, qtbot)


def test_the_open_ledger_is_encrypted_and_comes_back_as_it_was(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "sample.ledger"
    build(path, program.profile).close()
    program.open(path)
    window = window_of(program, qtbot)
    window.show_page("claims")
    window.actions_by_name["encrypt"].trigger()
    dialog = waited(qtbot, NewSecretDialog)
    dialog.new.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE)
    dialog.ok.click()
    shown = waited(qtbot, RecoveryCodeDialog)
    again = window_of(program, qtbot)
    assert again is not window
    assert again.page_name == "claims"
    assert is_encrypted(path)
    assert again.workspace.lock is not None
    assert unlock(path, program.profile, shown.code).key == again.workspace.lock.key


def test_the_passphrase_and_the_code_are_changed(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "x.ledger"
    window, code = made(program, qtbot, path)
    window.actions_by_name["passphrase"].trigger()
    dialog = waited(qtbot, NewSecretDialog)
    dialog.old.setText("another one")
    dialog.new.setText("five hedgehogs")
    dialog.again.setText("five hedgehogs")
    dialog.ok.click()
    qtbot.waitUntil(lambda: "neither the passphrase" in dialog.error.text(), timeout=WAIT)
    dialog.old.setText(PASSPHRASE)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "passphrase is changed" in window.messages.text, timeout=WAIT)
    window.actions_by_name["recovery_code"].trigger()
    dialog = waited(qtbot, NewSecretDialog)
    dialog.old.setText("five hedgehogs")
    dialog.ok.click()
    shown = waited(qtbot, RecoveryCodeDialog)
    assert shown.code != code
    assert window.workspace.lock is not None
    assert window.workspace.lock.slots.unwrap(shown.code) == window.workspace.lock.key
    assert window.workspace.lock.slots.unwrap("five hedgehogs") == window.workspace.lock.key


def test_locked_and_unlocked_where_one_was(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.ledger"
    window, code = made(program, qtbot, path)
    assert window.workspace.record(lambda ledger: ledger.rename("another"), "Renamed.")
    window.show_page("history")
    window.moment.show_position(1)
    window.moment.leave()
    window.record()
    form = window.form
    assert isinstance(form, EntryForm)
    edit = form.first()
    keys.keyClicks(edit, "30.12.2024")
    program.locking.lock()
    dialog = waited(qtbot, PassphraseDialog)
    assert program.window is None
    assert program.ledger is None
    assert program.lock is None
    assert not window.isVisible()
    assert not form.isVisible()
    dialog.typed.setText("wrong one")
    keys.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.error.text()), timeout=WAIT)
    dialog.typed.setText(code)
    keys.keyClick(dialog.typed, Qt.Key.Key_Return)
    again = window_of(program, qtbot)
    assert again.page_name == "history"
    again.record()
    assert isinstance(again.form, EntryForm)
    kept = again.form._shelf.kept()
    assert len(kept) == 1
    assert "30.12.2024" in str(kept[0].typed)


def test_ctrl_l_locks_an_encrypted_ledger_and_the_moment_comes_back(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window, _ = made(program, qtbot, tmp_path / "x.ledger")
    assert window.workspace.record(lambda ledger: ledger.rename("another"), "Renamed.")
    window.moment.show_position(1)
    press(qtbot, window, Qt.Key.Key_L)
    dialog = waited(qtbot, PassphraseDialog)
    dialog.typed.setText(PASSPHRASE)
    keys.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert window_of(program, qtbot).workspace.position == 1


def test_giving_up_shows_the_welcome_page(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    made(program, qtbot, tmp_path / "x.ledger")
    program.locking.lock()
    keys.keyClick(waited(qtbot, PassphraseDialog), Qt.Key.Key_Escape)
    assert program.start is not None
    assert program.start.isVisible()
    assert program.ledger is None


def test_nobody_there_locks_it_and_a_touch_begins_anew(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window, _ = made(program, qtbot, tmp_path / "x.ledger")
    timer = program._idle._timer
    assert timer.interval() == 15 * 60 * 1000
    program.settings.remember_text(LOCK_AFTER, "0")
    program.watch()
    assert not timer.isActive()
    program._idle.watch(1.0)
    qtbot.wait(300)
    left = timer.remainingTime()
    keys.keyClick(window, Qt.Key.Key_Shift)
    assert timer.remainingTime() > left
    waited(qtbot, PassphraseDialog)
    assert program.window is None


def test_a_plain_ledger_is_not_locked(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.new(tmp_path / "plain.ledger")
    window = window_of(program, qtbot)
    press(qtbot, window, Qt.Key.Key_L)
    assert "not encrypted" in window.messages.text
    program.locking.lock()
    assert program.window is window
    assert not program._idle._timer.isActive()


def test_locking_closes_what_is_open_and_does_not_end_the_program(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    made(program, qtbot, tmp_path / "x.ledger")
    program.show_fault("KeyError")
    program.preferences()
    with qtbot.assertNotEmitted(waited(qtbot, FaultDialog).rejected):
        program.locking.lock()
    dialog = waited(qtbot, PassphraseDialog)
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert shown == [dialog]
