"""Ctrl+K: exchanges, notes, sources, pages and actions, found and chosen by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from domain.ledger import Ledger
from domain.projections.find import MOST, find
from domain.sample import STATEMENT

CONTROL = Qt.KeyboardModifier.ControlModifier
WAIT = 8_000


def results(window: MainWindow) -> list[str]:
    found = window.search.results
    return [found.item(place).text() for place in range(found.count())]


def search(window: MainWindow, qtbot: QtBot, text: str) -> list[str]:
    keys.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.search.hasFocus()
    window.search.clear()
    window.search.results.hide()
    window.search.insert(text)  # QTest types Latin letters only
    window.search.textEdited.emit(text)
    qtbot.waitUntil(window.search.results.isVisible, timeout=WAIT)
    return results(window)


def test_an_exchange_is_found_by_its_day_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    (line,) = search(window, qtbot, "2024-06-28")
    assert line.startswith("exchange:  28 June 2024   10 people returned")
    window.show_page("totals")
    search(window, qtbot, "2024-06-28")
    keys.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page_name == "exchanges"
    selected = window.exchanges.selected()
    assert selected is not None
    assert selected["occurred"] == "2024-06-28"
    assert window.search.results.isHidden()
    assert window.search.text() == ""


def test_the_exchange_with_a_number_comes_first(ledger: Ledger) -> None:
    with ledger.view() as view:
        found = find(view, "№ 11")
        assert found[0].title == "2024-12-30"
        assert find(view, "  ") == []
        assert len(find(view, "exchange")) <= 3 * MOST


def test_notes_and_sources_are_found_in_any_case(
    window: MainWindow, ledger: Ledger, qtbot: QtBot
) -> None:
    with ledger.view() as view:
        exchange = view.find("2024-12-30", "exchange")
    ledger.note(exchange, "TR", "Приймала Перемовини у Стамбулі.", source=STATEMENT)
    found = search(window, qtbot, "ПЕРЕМОВИНИ стамбулі")
    assert [line.partition(":")[0] for line in found] == ["exchange", "note"]
    assert found[1] == "note:  Türkiye   Приймала Перемовини у Стамбулі."
    found = search(window, qtbot, "1,358 ukrainians FREED")
    assert any(line.startswith("source:  Coordination Headquarters") for line in found)
    while not window.search.results.currentItem().text().startswith("source"):
        keys.keyClick(window.search, Qt.Key.Key_Down)
    keys.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page_name == "sources"


def test_pages_and_actions_are_found_and_done(window: MainWindow, qtbot: QtBot) -> None:
    found = search(window, qtbot, "qualit")
    assert "page:  Quality   Ctrl+8" in found
    while "Quality" not in window.search.results.currentItem().text():
        keys.keyClick(window.search, Qt.Key.Key_Down)
    keys.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page_name == "quality"
    assert "action:  As known at   Ctrl+T" in search(window, qtbot, "as known")
    keys.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.results.isHidden()
    assert not window.search.hasFocus()
    assert search(window, qtbot, "zzzz") == ["Nothing matches."]


def test_del_takes_a_letter_and_retracts_nothing(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "2024")
    keys.keyClick(window.search, Qt.Key.Key_Home)
    keys.keyClick(window.search, Qt.Key.Key_Delete)
    assert window.search.text() == "024"
    assert window.form is None
