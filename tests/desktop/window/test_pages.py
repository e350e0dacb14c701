"""Every page shows what the command line shows; every model keeps Qt's rules."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtTest import QTest as keys
from pytestqt.qtbot import QtBot

from desktop.language import language
from desktop.main_window import MainWindow
from desktop.pages.table_page import TablePage
from desktop.settings import Settings
from desktop.theme import CONTRAST, DARK, LIGHT, Theme
from desktop.workspace import Workspace
from domain.ledger import Ledger


def page_of(window: MainWindow, table: str) -> TablePage:
    (found,) = [
        page for page in window.pages if isinstance(page, TablePage) and page.table == table
    ]
    window.list.setCurrentRow(window.pages.index(found))
    return found


def column(model: QAbstractItemModel, title: str) -> list[str]:
    titles = [
        model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())
    ]
    place = titles.index(title)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def test_exchanges_are_listed_and_the_last_one_is_shown(window: MainWindow) -> None:
    page = window.exchanges
    assert page.model.rowCount() == 45
    detail = page.detail.toPlainText()
    assert "30 December 2024\nexchange · № 11 of 2024" in detail
    assert "branch closes at 189 with 2 civilians" in detail
    assert "United Arab Emirates" in detail
    assert window.status.text() == "45 exchanges · 1 selected, 189 people returned"


def test_totals_follow_the_counting_policy(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, "totals")
    assert column(page.model, "returned") == ["1,358", "917", "1,358", "3,633"]
    assert page.policy is not None
    page.policy.setCurrentIndex(page.policy.findData("exchanges"))
    page.policy.activated.emit(page.policy.currentIndex())
    assert column(page.model, "returned") == ["1,358", "917", "1,348", "3,623"]


@pytest.mark.parametrize("number", range(1, 10))
def test_every_page_opens_by_its_key(window: MainWindow, qtbot: QtBot, number: int) -> None:
    keys.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier)
    assert window.list.currentRow() == number - 1
    assert window.stack.currentWidget() is window.pages[number - 1]


def test_models_keep_qts_rules(window: MainWindow) -> None:
    tester = QAbstractItemModelTester.FailureReportingMode.Fatal
    for page in window.pages:
        window.list.setCurrentRow(window.pages.index(page))
        model = page.model if isinstance(page, TablePage) else window.exchanges.model
        QAbstractItemModelTester(model, tester, model)
        model.sort(0, Qt.SortOrder.DescendingOrder)


def test_the_list_is_filtered_and_sorted_in_the_ledger(window: MainWindow, qtbot: QtBot) -> None:
    page = window.exchanges
    page.filter.setText("ВАТИКАН святий")  # QTest types Latin letters only
    assert page.model.rowCount() == 0
    assert "Clear it" in page.detail.toPlainText()
    page.filter.clear()
    page.filter.setText("СВЯТИЙ престол")
    assert column(page.model, "occurred") == ["2024-06-28"]
    page.filter.clear()
    page.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert column(page.model, "returned")[:3] == ["230", "215", "207"]


def test_everything_is_ukrainian(ledger: Ledger, tmp_path: Path, qtbot: QtBot) -> None:
    window = MainWindow(Workspace(ledger, language("uk"), Settings(tmp_path / "uk.ini")))
    qtbot.addWidget(window)
    window.show()
    assert [page.title for page in window.pages][:3] == ["Обміни", "Підсумки", "Розбивки"]
    assert window.status.text() == "45 обмінів · вибрано 1, повернуто 189 людей"
    assert "сходиться" in window.exchanges.detail.toPlainText()


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=lambda theme: theme.name)
def test_text_stands_out_from_its_ground(theme: Theme) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5 to 1."""
    pairs = [
        (colour, ground)
        for colour in (theme.text, theme.quiet, theme.closes, theme.short, theme.exceeds)
        for ground in (theme.window, theme.base, theme.alternate)
    ]
    pairs += [(theme.on_accent, theme.accent), (theme.on_band, theme.band)]
    for colour, ground in pairs:
        assert contrast(colour, ground) >= 4.5, (colour, ground)


@pytest.mark.parametrize("theme", [DARK, CONTRAST], ids=lambda theme: theme.name)
def test_what_can_be_typed_into_has_a_frame(theme: Theme) -> None:
    """WCAG 2.2, 1.4.11: a contrast of at least 3 to 1, the mark in a ticked box included."""
    for ground in (theme.window, theme.base):
        assert contrast(theme.frame, ground) >= 3, (theme.frame, ground)
    assert contrast("#000000", theme.accent) >= 3


def contrast(colour: str, ground: str) -> float:
    bright, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
