"""The exchanges page by keyboard: filter, columns, order, selection, copy, and the panel beside."""

from collections.abc import Callable
from operator import methodcaller
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.record_form import RecordForm
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.pages.exchanges_page import ExchangesPage
from desktop.settings import Settings
from desktop.widgets.copied_table import as_mime
from desktop.workspace import Workspace
from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.model.sources import Source
from domain.spreadsheets.csvs import neutral
from domain.storage.profile import Profile

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Opened = Callable[[str], MainWindow]


@pytest.fixture
def opened(ledger: Ledger, tmp_path: Path, qtbot: QtBot) -> Opened:
    """A window on the same ledger with the same settings, as after a restart."""
    made: list[MainWindow] = []

    def open_again(code: str = "en") -> MainWindow:
        settings = made[-1].workspace.settings if made else Settings(tmp_path / "again.ini")
        window = MainWindow(Workspace(ledger, language(code), settings))
        qtbot.addWidget(window)
        window.resize(1180, 760)
        window.show()
        activate(window, qtbot)
        made.append(window)
        return window

    return open_again


def activate(widget: QWidget, qtbot: QtBot) -> None:
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def shown(page: ExchangesPage, name: str) -> list[str]:
    section = [column.name for column in page.model.columns].index(name)
    return [page.model.index(row, section).data() for row in range(page.model.rowCount())]


def press(menu: QMenu, title: str) -> None:
    """Choose an entry of a menu or of the menus in it."""
    for action in menu.actions():
        if action.text() == title:
            action.trigger()
            return
        inner = action.menu()
        if isinstance(inner, QMenu) and any(a.text() == title for a in inner.actions()):
            press(inner, title)
            return
    raise AssertionError(title)


# --- filter --------------------------------------------------------------------------------------


def test_esc_clears_the_filter_and_then_goes_to_the_table(window: MainWindow, qtbot: QtBot) -> None:
    page = window.exchanges
    keys.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert page.filter.hasFocus()
    page.filter.setText("СВЯТИЙ престол")
    assert shown(page, "occurred") == ["2024-06-28"]
    assert page.filters.clear.isEnabled()
    keys.keyClick(page.filter, Qt.Key.Key_Escape)
    assert (page.filter.text(), page.model.rowCount()) == ("", 45)
    keys.keyClick(page.filter, Qt.Key.Key_Escape)
    assert page.view.hasFocus()


def test_an_empty_result_offers_to_clear_the_filter(window: MainWindow, qtbot: QtBot) -> None:
    page = window.exchanges
    keys.keyClicks(page.filter, "nothing of the kind")
    assert page.stack.currentWidget() is page.nothing
    assert not page.nothing.clear.isHidden()
    keys.keyClick(page.nothing.clear, Qt.Key.Key_Space)
    assert page.model.rowCount() == 45
    assert page.stack.currentWidget() is page.split


def test_every_choice_restricts_and_is_remembered_for_this_ledger(opened: Opened) -> None:
    page = opened("en").exchanges
    page.filters.year.setCurrentIndex(page.filters.year.findData("2024"))
    page.filters.year.activated.emit(1)
    page.filters.kind.setFocus()
    keys.keyClicks(page.filters.kind, "release")
    page.filters.kind.activated.emit(page.filters.kind.currentIndex())
    assert shown(page, "occurred") == ["2024-06-28"]
    page.filters.does_not_close.click()
    assert page.model.rowCount() == 0
    again = opened("en").exchanges
    assert again.filters.chosen() == page.filters.chosen()
    assert again.model.rowCount() == 0
    again.filters.clear.click()
    assert again.model.rowCount() == 45
    assert opened("en").exchanges.model.rowCount() == 45


def test_a_remembered_filter_that_is_damaged_is_no_filter(
    ledger: Ledger, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.remember_text(f"filter/{ledger.id}", '{"text": 7, "year": "2024", "shape": 1}')
    window = MainWindow(Workspace(ledger, language("en"), settings))
    qtbot.addWidget(window)
    window.show()
    assert window.exchanges.filters.chosen().year == "2024"
    settings.remember_text(f"filter/{ledger.id}", "{]")
    other = MainWindow(Workspace(ledger, language("en"), settings))
    qtbot.addWidget(other)
    other.show()
    assert other.exchanges.model.rowCount() == 45


def test_corrected_since_a_day(window: MainWindow, ledger: Ledger) -> None:
    page = window.exchanges
    row = page.selected()
    assert row is not None
    page.filters.corrected.click()
    assert page.filters.since.isEnabled()
    assert page.model.rowCount() == 0
    change = Correction(
        row["id"], {"place": "Чернігів"}, "correction", "was left out", "https://e.org/1"
    )
    window.workspace.record(lambda ledger: ledger.correct(change), "done")
    assert page.model.rowCount() == 1
    page.filters.since.setDate(page.filters.since.date().addYears(20))
    assert page.model.rowCount() == 0


def test_an_exchange_that_the_filter_hides_is_shown_when_asked_for(window: MainWindow) -> None:
    page = window.exchanges
    first = page.model.row(44)["id"]
    page.filter.setText("2024")
    assert page.show_exchange(first)
    assert page.model.rowCount() == 45
    selected = page.selected()
    assert selected is not None
    assert selected["id"] == first


# --- columns, order, selection, copy -------------------------------------------------------------


def test_columns_are_chosen_by_key_and_remembered(opened: Opened) -> None:
    page = opened("en").exchanges
    view = page.view
    names = [column.name for column in page.model.columns]
    assert view.isColumnHidden(names.index("place"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    press(menu, "place")
    menu.close()
    press(view.columns_menu(view), "remains")
    assert not view.isColumnHidden(names.index("place"))
    view.sortByColumn(names.index("returned"), Qt.SortOrder.DescendingOrder)
    view.horizontalHeader().moveSection(0, 2)
    view.setColumnWidth(names.index("kind"), 222)
    again = opened("en").exchanges
    assert not again.view.isColumnHidden(names.index("place"))
    assert again.view.isColumnHidden(names.index("remains"))
    assert again.view.columnWidth(names.index("kind")) == 222
    assert again.view.shown_sections()[2] == 0
    assert shown(again, "returned")[:3] == ["230", "215", "207"]


def test_the_last_column_cannot_be_hidden(window: MainWindow) -> None:
    view = window.exchanges.view
    for section in view.shown_sections()[1:]:
        view.show_column(section, False)
    enabled = [action for action in view.columns_menu(view).actions() if action.isChecked()]
    assert [action.isEnabled() for action in enabled] == [False]


def test_names_are_in_the_order_of_the_operators_language(opened: Opened) -> None:
    page = opened("uk").exchanges
    names = [column.name for column in page.model.columns]
    page.view.sortByColumn(names.index("kind"), Qt.SortOrder.AscendingOrder)
    kinds = shown(page, "kind")
    assert list(dict.fromkeys(kinds)) == ["звільнення", "обмін"]
    page.view.sortByColumn(names.index("mediators"), Qt.SortOrder.AscendingOrder)
    stated = [name for name in shown(page, "mediators") if name]
    assert list(dict.fromkeys(stated)) == sorted(dict.fromkeys(stated))
    assert shown(page, "mediators")[-1] == ""


def test_what_is_selected_is_counted_and_stays_selected(window: MainWindow, qtbot: QtBot) -> None:
    page = window.exchanges
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_Down, SHIFT)
    assert window.status.text() == "45 exchanges · 2 selected, 284 people returned"
    ids = [row["id"] for row in page.chosen()]
    names = [column.name for column in page.model.columns]
    page.view.sortByColumn(names.index("returned"), Qt.SortOrder.AscendingOrder)
    assert {row["id"] for row in page.chosen()} == set(ids)
    keys.keyClick(page.view, Qt.Key.Key_A, CONTROL)
    assert window.status.text() == "45 exchanges · 45 selected, 3,633 people returned"


def test_inexact_counts_are_said(window: MainWindow, ledger: Ledger) -> None:
    draft = read_draft(
        {"kind": "exchange", "occurred": "2025-01-02", "returned": {"at_least": 107}}
    )
    window.workspace.record(lambda ledger: ledger.record(draft, "https://e.org/2"), "done")
    page = window.exchanges
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_Home, CONTROL)
    keys.keyClick(page.view, Qt.Key.Key_Down, SHIFT)
    assert window.status.text() == "46 exchanges · 2 selected, at least 296 people returned"


def test_rows_are_copied_as_a_spreadsheet_takes_them(opened: Opened, qtbot: QtBot) -> None:
    page = opened("uk").exchanges
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_C, CONTROL)
    mime = QApplication.clipboard().mimeData()
    assert mime.text().startswith("2024-12-30\tобмін\t11\t189\t150\t\t✓ сходиться\t")
    assert "<td>189</td>" in mime.html()
    keys.keyClick(page.view, Qt.Key.Key_C, CONTROL | SHIFT)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].startswith("дата\tвид\t№\tповернуто")
    assert len(lines) == 2


def test_words_are_never_pasted_as_formulas() -> None:
    mime = as_mime([["=1+1", -3, "two\nlines\there", None, "<b>"]])
    assert mime.text() == "'=1+1\t-3\ttwo lines here\t\t<b>"
    assert "&lt;b&gt;" in mime.html()
    assert "<td>-3</td>" in mime.html()


def test_the_menus_speak_ukrainian(opened: Opened) -> None:
    titles = [action.text() for action in opened("uk").exchanges.view.menu().actions()]
    assert titles == ["Копіювати", "Копіювати із заголовками", "Вибрати все", "", "Стовпці"]


def test_the_model_keeps_qts_rules_whatever_is_asked(window: MainWindow) -> None:
    page = window.exchanges
    model = page.model
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    for section in range(model.columnCount()):
        model.sort(section, Qt.SortOrder.DescendingOrder)
        model.sort(section, Qt.SortOrder.AscendingOrder)
    for text in ("2024", "no such thing", ""):
        page.filter.setText(text)
    assert tester.model() is model


# --- the panel -----------------------------------------------------------------------------------


@pytest.fixture
def corrected(window: MainWindow) -> MainWindow:
    """The last exchange's returned went 189 → 190 → 189."""
    row = window.exchanges.selected()
    assert row is not None
    for value, reason in (("190", "a recount"), ("189", "the recount was wrong")):
        change = Correction(row["id"], {"returned": value}, "correction", reason, "https://e.org/3")
        assert window.workspace.record(methodcaller("correct", change), "done")
    return window


def test_a_figure_tells_its_history_from_the_table(corrected: MainWindow, qtbot: QtBot) -> None:
    page = corrected.exchanges
    page.view.setFocus()
    names = [column.name for column in page.model.columns]
    page.view.setCurrentIndex(page.model.index(0, names.index("returned")))
    keys.keyClick(page.view, Qt.Key.Key_H, ALT)
    dialog = page.detail.dialog
    assert dialog is not None
    text = dialog.text.toPlainText()
    assert "189 → 190 → 189" in text
    assert "a recount" in text
    assert "the recount was wrong" in text
    activate(dialog, qtbot)
    keys.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_a_figure_tells_its_history_from_the_panel(corrected: MainWindow, qtbot: QtBot) -> None:
    detail = corrected.exchanges.detail
    detail.setFocus()
    hrefs = []
    for _ in range(4):
        keys.keyClick(detail, Qt.Key.Key_Tab)
        hrefs.append(detail.textCursor().charFormat().anchorHref())
    assert hrefs[:3] == ["field:occurred", "field:returned", "field:handed_over"]
    keys.keyClick(detail, Qt.Key.Key_Backtab)
    keys.keyClick(detail, Qt.Key.Key_Backtab)
    keys.keyClick(detail, Qt.Key.Key_Return)
    assert detail.dialog is not None
    assert "189 → 190 → 189" in detail.dialog.text.toPlainText()
    detail.dialog.reject()
    menu = detail.menu_at("field:branch.navy", QPoint(5, 5))
    press(menu, "History of “branch: Navy”")
    assert "24" in detail.dialog.text.toPlainText()


def test_an_address_opens_only_when_confirmed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr(
        "desktop.pages.exchange_panel.QDesktopServices.openUrl",
        lambda url: went.append(url.toString()),
    )
    detail = window.exchanges.detail
    detail.setFocus()
    for _ in range(60):
        keys.keyClick(detail, Qt.Key.Key_Tab)
        address = detail.textCursor().charFormat().anchorHref()
        if address.startswith("http"):
            break
    keys.keyClick(detail, Qt.Key.Key_Return)
    assert went == []
    assert detail.question is not None
    assert address in detail.question.informativeText()
    buttons = {button.text(): button for button in detail.question.buttons()}
    buttons["Open in the browser"].click()
    assert went == [address]


def test_rival_values_are_shown_with_the_rule(tmp_path: Path, qtbot: QtBot) -> None:
    ledger = Ledger.create(tmp_path / "one.ledger", Profile.load(tmp_path / "p"))
    draft = read_draft(
        {"kind": "exchange", "occurred": "2024-12-30", "returned": 24, "place": "Суми"}
    )
    events = ledger.record(draft, Source(publisher="Штаб"))
    (exchange,) = [e.id for e in events if e.header.topic == "exchange.recorded.1"]
    for value in ("25", "26"):
        change = Correction(
            exchange, {"returned": value}, "correction", f"saw {value}", "https://e.org/4",
            shown={"returned": [exchange]},
        )  # fmt: skip
        ledger.correct(change)
    window = MainWindow(Workspace(ledger, language("en"), Settings(tmp_path / "s.ini")))
    qtbot.addWidget(window)
    window.show()
    text = window.exchanges.detail.toPlainText()
    assert "⇄ in conflict" in text
    assert "counts meanwhile" in text
    assert "saw 25" in text
    assert "saw 26" in text
    assert "recorded last by its author’s clock" in text
    page = window.exchanges
    page.filters.in_conflict.click()
    assert page.model.rowCount() == 1
    assert shown(page, "conflicts") == ["⇄ returned"]
    ledger.close()


def test_the_panel_holds_what_one_looks_for(window: MainWindow) -> None:
    text = window.exchanges.detail.toPlainText()
    for words in (
        "✓ branch closes at 189 with 2 civilians",
        "✓ rank closes at 187 of 187 with a rank",
        "Territorial Defence",
        "mediators",
        "United Arab Emirates",
        "sources",
        "history",
    ):
        assert words in text, words


def test_the_panel_is_reachable_from_the_table_by_tab(window: MainWindow) -> None:
    page = window.exchanges
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.detail.hasFocus()
    cursor = page.detail.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    page.detail.setTextCursor(cursor)
    keys.keyClick(page.detail, Qt.Key.Key_Backtab, SHIFT)


# --- an empty ledger -----------------------------------------------------------------------------


def test_an_empty_ledger_says_how_to_begin(tmp_path: Path, qtbot: QtBot) -> None:
    ledger = Ledger.create(tmp_path / "new.ledger", Profile.load(tmp_path / "p"))
    window = MainWindow(Workspace(ledger, language("en"), Settings(tmp_path / "s.ini")))
    qtbot.addWidget(window)
    window.show()
    activate(window, qtbot)
    nothing = window.exchanges.nothing
    assert window.exchanges.stack.currentWidget() is nothing
    assert "empty" in nothing.heading.text()
    for button, words in ((nothing.record, ""), (nothing.reference, "189 people were returned")):
        keys.keyClick(button, Qt.Key.Key_Space)
        form = window.form
        assert isinstance(form, RecordForm)
        assert words in form.pane.text()
        form.reject()
    ledger.close()


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "﹦1+1", "one; =1+1"])
def test_no_copied_word_is_a_formula_anywhere(text: str) -> None:
    """The same rule as for a plain table that is given out."""
    assert as_mime([[text]]).text() == neutral(text) != text
