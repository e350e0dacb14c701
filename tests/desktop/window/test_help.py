"""Help in both languages for every page, its links, and shortcuts that come from the actions."""

import re
from itertools import product

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest as keys
from pytestqt.qtbot import QtBot

from desktop.help import SHORTCUTS, TOPICS, text, title
from desktop.language import LANGUAGES
from desktop.main_window import MainWindow
from desktop.window_pages import PAGES

CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)


@pytest.mark.parametrize(("page", "code"), [*product([kind.name for kind in PAGES], LANGUAGES)])
def test_every_page_has_help_in_both_languages(page: str, code: str) -> None:
    assert page in TOPICS
    assert len(text(page, code)) > 150


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_the_same_things(topic: str) -> None:
    english, ukrainian = text(topic, "en"), text(topic, "uk")
    assert CYRILLIC.search(title(ukrainian))
    assert not CYRILLIC.search(english)
    for found in (r"\]\((\w+)\.md\)", r"Ctrl\+(?:Shift\+)?\w+|\bF\d+\b"):
        assert sorted(re.findall(found, english)) == sorted(re.findall(found, ukrainian))
    assert len(english.split("\n\n")) == len(ukrainian.split("\n\n"))
    for link in re.findall(r"\]\((\w+)\.md\)", english):
        assert link in TOPICS


def test_f1_opens_the_help_of_the_page_one_is_on(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("claims")
    keys.keyClick(window, Qt.Key.Key_F1)
    assert window.help is not None
    assert window.help.topic() == "claims"
    assert "cannot be checked" in window.help.text.toPlainText()
    window.help._follow(QUrl("words.md"))
    assert window.help.topic() == "words"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.moment.show_position(60)
    window.help_here()
    assert window.help.topic() == "moment"


def test_the_help_is_searched(window: MainWindow, qtbot: QtBot) -> None:
    window.help_here()
    assert window.help is not None
    keys.keyClicks(window.help.search, "recovery code")
    shown = [
        window.help.list.item(place).data(Qt.ItemDataRole.UserRole)
        for place in range(window.help.list.count())
        if not window.help.list.item(place).isHidden()
    ]
    assert shown == ["together"]
    assert window.help.topic() == "together"
    assert window.help.text.textCursor().selectedText() == "recovery code"


def test_shortcuts_are_those_of_the_actions(window: MainWindow, qtbot: QtBot) -> None:
    window.help_on(SHORTCUTS)
    assert window.help is not None
    shown = window.help.text.toPlainText()
    for action in window.actions_by_name.values():
        assert action.shortcut().toString() in shown
    assert "Ctrl+K" in shown


def test_no_two_actions_have_one_shortcut(window: MainWindow) -> None:
    used = [a.shortcut().toString() for a in window.actions_by_name.values()]
    used = [each for each in used if each]
    assert len(used) == len(set(used))


def test_keys_that_the_help_names_exist(window: MainWindow) -> None:
    known = {a.shortcut().toString() for a in window.actions_by_name.values()}
    in_forms = {"Ctrl+Enter", "Ctrl+C"}
    for topic in TOPICS:
        named = re.findall(r"Ctrl\+(?:Shift\+)?\w+|\bF\d+\b", text(topic, "en"))
        assert set(named) <= known | in_forms, topic
