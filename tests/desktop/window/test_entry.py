"""Entering, correcting and looking back, by keyboard, as an operator does."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.ask_form import AskForm
from desktop.forms.correct_form import BECOMES, CorrectForm
from desktop.forms.record_form import RecordForm
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.projections.exchanges import closures, exchanges
from domain.storage.profile import Profile

CONTROL = Qt.KeyboardModifier.ControlModifier


def activate(widget: QWidget, qtbot: QtBot) -> None:
    """Shortcuts work in the active window only."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def empty_window(folder: Path, qtbot: QtBot) -> MainWindow:
    ledger = Ledger.create(folder / "my.ledger", Profile.load(folder / "profile"))
    window = MainWindow(Workspace(ledger, language("en"), Settings(folder / "s.ini")))
    qtbot.addWidget(window)
    window.show()
    activate(window, qtbot)
    return window


def record_form(window: MainWindow, qtbot: QtBot) -> RecordForm:
    keys.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert isinstance(window.form, RecordForm)
    activate(window.form, qtbot)
    return window.form


def type_lines(form: RecordForm, qtbot: QtBot, *lines: str) -> None:
    """Type breakdown lines key by key; a leading `>` is Tab."""
    for line in lines:
        if line.startswith(">"):
            keys.keyClick(form.lines, Qt.Key.Key_Tab)
        keys.keyClicks(form.lines, line.lstrip(">"))
        form.lines._popup.hide()
        keys.keyClick(form.lines, Qt.Key.Key_Return)
        if line.startswith(">"):
            keys.keyClick(form.lines, Qt.Key.Key_Backtab)


def test_the_reference_exchange_without_the_mouse(tmp_path: Path, qtbot: QtBot) -> None:
    window = empty_window(tmp_path, qtbot)
    assert "empty" in window.exchanges.detail.toPlainText()
    form = record_form(window, qtbot)
    fields = form._fields
    keys.keyClicks(fields["occurred"].edit, "30.12.24")
    assert fields["occurred"].note.text() == "2024-12-30"
    keys.keyClicks(fields["returned"].edit, "189")
    type_lines(
        form,
        qtbot,
        "Armed Forces 87",
        ">Territorial Defence 17",
        "National Guard 43",
        "State Border Guard 33",
        "Navy 24",
        "privates and sergeants 173",
        "officers 14",
        "civilians 2",
    )
    assert "✓ branch closes at 189 with 2 civilians" in form.closure.text()
    assert "✓ rank closes at 187 of 187 with a rank" in form.closure.text()
    keys.keyClicks(fields["mediators"].edit, "AE")
    keys.keyClicks(fields["source"].edit, "Coordination Headquarters")
    keys.keyClicks(fields["published"].edit, "30.12.24")
    keys.keyClicks(form.claims, "returned_total year:2024 1,358")
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert form.error.text() == ""
    with window.workspace.view() as view:
        (row,) = exchanges(view)
        nested = [closure for closure in closures(view) if closure.within]
    assert (row.returned, row.mediators, row.closes) == (189, "AE", True)
    assert [closure.within for closure in nested] == ["armed_forces"]
    assert "1 exchange" in window.status.text()


def test_an_error_stands_in_the_form_and_loses_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    window = empty_window(tmp_path, qtbot)
    form = record_form(window, qtbot)
    keys.keyClicks(form._fields["occurred"].edit, "30.12.24")
    keys.keyClicks(form._fields["returned"].edit, "twelve")
    assert "is not a count" in form._fields["returned"].note.text()
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "returned" in form.error.text()
    assert form._fields["returned"].edit.text() == "twelve"
    assert window.exchanges.model.rowCount() == 0


def test_what_is_half_typed_survives_and_is_offered_again(tmp_path: Path, qtbot: QtBot) -> None:
    window = empty_window(tmp_path, qtbot)
    form = record_form(window, qtbot)
    keys.keyClicks(form._fields["returned"].edit, "at least 200")
    keys.keyClicks(form.lines, "Navy 2")
    again = RecordForm(window.workspace, form.drafts)  # as after a crash: from the disk alone
    qtbot.addWidget(again)
    assert again._fields["returned"].edit.text() == "at least 200"
    assert again.lines.toPlainText() == "Navy 2"


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
