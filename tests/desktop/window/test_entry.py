"""Entering, correcting and looking back, by keyboard, as an operator does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.correct_form import CorrectForm
from desktop.forms.note_form import NoteForm
from desktop.forms.standing_form import RetractForm
from desktop.main_window import MainWindow
from domain.commands import Correction
from domain.sample import STATEMENT

CONTROL = Qt.KeyboardModifier.ControlModifier


def activate(widget: QWidget, qtbot: QtBot) -> None:
    """Shortcuts work in the active window only."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_the_keys_open_their_forms_and_what_is_recorded_shows(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_F2)
    form = window.form
    assert isinstance(form, CorrectForm)
    activate(form, qtbot)
    form.rows["returned"].set_texts("190", "")
    keys.keyClicks(form.reason, "recount")
    form.source.setText("https://example.org/list")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert form.error.text() == ""
    assert "190" in window.exchanges.detail.toPlainText()
    assert "(recount)" in window.exchanges.detail.toPlainText()

    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_M, CONTROL)
    note = window.form
    assert isinstance(note, NoteForm)
    activate(note, qtbot)
    note.restore({"mediator": "tr", "text": "Hosted the talks."})
    keys.keyClick(note, Qt.Key.Key_Return, CONTROL)
    assert "Türkiye: Hosted the talks." in window.exchanges.detail.toPlainText()

    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_Delete)
    retraction = window.form
    assert isinstance(retraction, RetractForm)
    activate(retraction, qtbot)
    retraction.restore({"reason": "entered twice"})
    keys.keyClick(retraction, Qt.Key.Key_Return, CONTROL)
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


def test_f2_corrects_only_what_one_sees(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("totals")
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_F2)
    assert window.form is None
    assert window.messages.text == "Select an exchange first."


def test_the_last_change_is_undone_by_a_correction(window: MainWindow, qtbot: QtBot) -> None:
    ledger = window.workspace.ledger
    with ledger.view() as view:
        exchange = view.find("2024-12-30", "exchange")
    ledger.correct(Correction(exchange, {"returned": "190"}, "correction", "recount", STATEMENT))
    window.workspace.changed.emit()
    window.show_page("totals")
    activate(window, qtbot)
    keys.keyClick(window, Qt.Key.Key_Z, CONTROL)
    form = window.form
    assert isinstance(form, CorrectForm)
    form.reject()
