"""The window around the pages: badges, messages, the moment shown, what is remembered."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.badges import badges
from desktop.dialogs.text_dialog import TextDialog
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.pages.table_page import TablePage
from desktop.settings import Settings
from desktop.window_state import kept_state, put_back
from desktop.workspace import Workspace
from domain.ledger import Ledger

CONTROL = Qt.KeyboardModifier.ControlModifier
WAIT = 30_000


def test_badges_count_what_wants_a_look(window: MainWindow, qtbot: QtBot) -> None:
    with window.workspace.view() as view:
        expected = badges(view)
    assert expected["quality"] > 0
    qtbot.waitUntil(lambda: window.list.badge("quality") != "", timeout=WAIT)
    assert window.list.badge("quality") == str(expected["quality"])
    assert window.list.badge("claims") == (str(expected["claims"]) if expected["claims"] else "")
    assert window.list.badge("totals") == ""
    spoken = window.list.item(7).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Quality, {expected['quality']} things to look at"


def test_messages_are_dismissed_and_found_again(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.told.emit("The first thing.", False)
    window.workspace.told.emit("The second thing.", True)
    assert window.messages.text == "The second thing."
    keys.keyClick(window.exchanges.view, Qt.Key.Key_Escape)
    assert window.messages.isHidden()
    keys.keyClick(window, Qt.Key.Key_F8)
    (dialog,) = [each for each in QApplication.topLevelWidgets() if _is_text(each)]
    assert isinstance(dialog, TextDialog)
    lines = dialog.text.toPlainText().splitlines()
    assert [line.partition("  ")[2] for line in lines] == [
        "▼ The second thing.",
        "✓ The first thing.",
    ]
    dialog.reject()


def _is_text(widget: QWidget) -> bool:
    return isinstance(widget, TextDialog) and widget.isVisible()


def test_a_moment_is_typed_as_a_date_or_an_event(window: MainWindow, qtbot: QtBot) -> None:
    keys.keyClick(window, Qt.Key.Key_T, CONTROL)
    typed = window.moment._typed
    keys.keyClicks(typed, "60")
    keys.keyClick(typed, Qt.Key.Key_Return)
    assert window.workspace.position == 60
    assert "(event 60). Entry is off." in window.moment._label.text()
    typed.clear()
    keys.keyClicks(typed, "2020-01-01")
    keys.keyClick(typed, Qt.Key.Key_Return)
    assert window.workspace.position == 0
    assert "the beginning" in window.moment._label.text()
    typed.clear()
    keys.keyClicks(typed, "yesterday")
    keys.keyClick(typed, Qt.Key.Key_Return)
    assert window.workspace.position == 0
    assert "“yesterday” is neither" in window.moment._label.text()
    typed.clear()
    keys.keyClicks(typed, "999999")
    keys.keyClick(typed, Qt.Key.Key_Return)
    assert "is not in this ledger" in window.moment._label.text()
    keys.keyClick(window, Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    position: int | None = window.workspace.position
    assert position is None
    assert window.exchanges.view.hasFocus()


def test_page_and_splitter_are_remembered(ledger: Ledger, tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path / "settings.ini")
    first = MainWindow(Workspace(ledger, language("en"), settings))
    qtbot.addWidget(first)
    first.show()
    first.show_page("claims")
    first.split.setSizes([300, 700])
    sizes = first.split.sizes()
    first.close()
    settings.remember_state("window", QByteArray())  # it is wider than the screen of tests
    settings.save()
    second = MainWindow(Workspace(ledger, language("en"), Settings(tmp_path / "settings.ini")))
    qtbot.addWidget(second)
    second.show()
    assert second.page_name == "claims"
    assert second.split.sizes() == sizes


def test_nothing_typed_is_lost_when_the_window_changes_its_language(
    window: MainWindow, ledger: Ledger, qtbot: QtBot
) -> None:
    window.show_page("totals")
    page = window.page("totals", TablePage)
    assert page.policy is not None
    page.policy.setCurrentIndex(page.policy.findData("exchanges"))
    page.filter.setText("2024")
    window.show_page("exchanges")
    window.exchanges.filter.setText("святий")
    window.moment.show_position(80)
    state = kept_state(window)

    other = MainWindow(Workspace(ledger, language("uk"), window.workspace.settings))
    qtbot.addWidget(other)
    other.show()
    put_back(other, state)
    assert kept_state(other) == state
    assert other.workspace.position == 80
    assert "Внесення вимкнено" in other.moment._label.text()
    same = other.page("totals", TablePage)
    assert same.policy is not None
    assert (same.policy.currentData(), same.filter.text()) == ("exchanges", "2024")
