"""Entering, correcting and looking back, by keyboard, as an operator does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.ask_form import AskForm
from desktop.forms.correct_form import BECOMES, CorrectForm
from desktop.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def activate(widget: QWidget, qtbot: QtBot) -> None:
    """Shortcuts work in the active window only."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_the_impact_is_shown_before_a_correction_is_recorded(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_F2)
    form = window.form
    assert isinstance(form, CorrectForm)
    activate(form, qtbot)
    rows = {form._text(row, 0): row for row in range(form.table.rowCount())}
    item = form.table.item(rows["returned"], BECOMES)
    assert item is not None
    item.setText("190")
    form.show_impact()
    assert "reproduced (1358) → exceeds (1359)" in form.impact.toPlainText()
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "reason" in form.error.text()
    keys.keyClicks(form.reason, "recount")
    keys.keyClicks(form.source, "https://example.org/list")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert form.error.text() == ""
    assert "190" in window.exchanges.detail.toPlainText()
    assert "(recount)" in window.exchanges.detail.toPlainText()


def test_a_note_and_a_retraction_ask_for_what_they_need(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_M, CONTROL)
    form = window.form
    assert isinstance(form, AskForm)
    activate(form, qtbot)
    keys.keyClicks(form.edits["mediator"], "Emirates")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "mediator" in form.error.text()
    form.edits["mediator"].setText("tr")
    keys.keyClicks(form.edits["text"], "Hosted the talks.")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "Türkiye: Hosted the talks." in window.exchanges.detail.toPlainText()

    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_Delete)
    form = window.form
    assert isinstance(form, AskForm)
    activate(form, qtbot)
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "needed" in form.error.text()
    keys.keyClicks(form.edits["reason"], "entered twice")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "retracted" in window.exchanges.detail.toPlainText()


def test_as_known_at_turns_entry_off_and_back(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert window.moment.isVisible()
    slider = window.moment._slider
    slider.setValue(60)
    assert "Entry is off" in window.moment._label.text()
    assert 0 < window.exchanges.model.rowCount() < 45
    assert not any(action.isEnabled() for action in window._entry)
    window.moment._compare.click()
    assert window.pages[window.list.currentRow()].title == "Restated"
    window.moment._now.click()
    assert not window.moment.isVisible()
    window.list.setCurrentRow(0)
    assert window.exchanges.model.rowCount() == 45
    assert all(action.isEnabled() for action in window._entry)
