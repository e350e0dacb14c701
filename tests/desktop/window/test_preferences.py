"""Preferences are applied at once and remembered; the first start asks who works here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.dialogs.preferences_dialog import PreferencesDialog
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import LIGHT, apply_theme, current_theme, row_height, text_size
from domain.sample import build
from domain.storage.profile import Profile

WAIT = 30_000


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    profile = Profile.load(tmp_path / "profile")
    build(tmp_path / "sample.ledger", profile).close()
    found = Program(qapp, profile, language("en"), Settings(tmp_path / "settings.ini"))
    yield found
    found.close()
    apply_theme(qapp, LIGHT)


def opened(program: Program, qtbot: QtBot, path: Path) -> MainWindow:
    program.open(path)
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert program.window is not None
    return program.window


def preferences() -> PreferencesDialog:
    (found,) = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, PreferencesDialog) and each.isVisible()
    ]
    return found


def choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_language_colours_and_size_are_applied_at_once(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(program, qtbot, tmp_path / "sample.ledger")
    window.exchanges.filter.setText("2024")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    choose(preferences().language, "uk")
    assert program.window is not None
    assert program.window is not window
    assert program.window.pages[0].title == "Обміни"
    assert program.window.exchanges.filter.text() == "2024"
    assert preferences().windowTitle() == "Налаштування"
    choose(preferences().theme, "contrast")
    assert current_theme().name == "contrast"
    choose(preferences().text_size, "200")
    assert (text_size(), row_height()) == (200, 56)
    preferences().reject()
    again = Program(
        program.application,
        Profile.load(program.profile.folder),
        language(Profile.load(program.profile.folder).language),
        Settings(tmp_path / "settings.ini"),
    )
    assert again.say.code == "uk"
    assert (current_theme().name, text_size()) == ("contrast", 200)
    again.close()


def test_the_operators_name_is_on_the_next_change(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(program, qtbot, tmp_path / "sample.ledger")
    dialog = program.preferences()
    dialog.name.setText("   ")
    dialog.name.editingFinished.emit()
    assert "name is needed" in dialog.error.text()
    dialog.name.setText("Olena K.")
    dialog.name.editingFinished.emit()
    assert dialog.error.isHidden()
    (event, *_) = window.workspace.ledger.rename("Another name")
    assert event.header.by == "Olena K."
    assert Profile.load(program.profile.folder).operator == "Olena K."
    dialog.folder.setText(str(tmp_path / "nowhere"))
    dialog.folder.editingFinished.emit()
    assert "no such folder" in dialog.error.text()
    dialog.reject()


def test_the_first_start_asks_once(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.begin(None)
    asking = program._asking
    assert asking is not None
    asking.name.clear()
    keys.keyClick(asking, Qt.Key.Key_Return)
    assert "Type a name" in asking.error.text()
    keys.keyClicks(asking.name, "Taras")
    choose(asking.language, "uk")
    keys.keyClick(asking, Qt.Key.Key_Return)
    assert program.start is not None
    assert "останні" in program.start.heading.text() or "Реєстрів" in program.start.heading.text()
    stored = Profile.load(program.profile.folder)
    assert (stored.operator, stored.language) == ("Taras", "uk")
    program.start.close()
    program.start = None
    program.begin(None)
    assert program._asking is None
