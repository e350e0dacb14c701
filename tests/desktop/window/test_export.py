"""Ctrl+E: what is looked at is offered, refusals stand in the dialog, the export is recorded."""

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from pytestqt.qtbot import QtBot

from desktop.dialogs.export_dialog import ExportDialog
from desktop.language import language
from desktop.main_window import MainWindow
from domain.attested import attest

CONTROL = Qt.KeyboardModifier.ControlModifier
WAIT = 8_000


def test_the_table_looked_at_is_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.show_page("totals")
    keys.keyClick(window, Qt.Key.Key_E, CONTROL)
    dialog = window.form
    assert isinstance(dialog, ExportDialog)
    assert dialog.table.currentData() == "totals"
    assert Path(dialog.path.text()).name == "sample Totals.xlsx"
    dialog.path.setText(str(tmp_path / "given out.xlsx"))
    dialog.as_of.setText("yesterday")
    keys.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.error.isHidden(), timeout=WAIT)
    assert "“yesterday” is neither" in dialog.error.text()
    assert not (tmp_path / "given out.xlsx").exists()
    dialog.as_of.clear()
    before = window.workspace.ledger.recorder.max_notification_id() or 0
    keys.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported" in window.messages.text, timeout=WAIT)
    assert zipfile.is_zipfile(tmp_path / "given out.xlsx")
    assert (window.workspace.ledger.recorder.max_notification_id() or 0) > before
    assert not dialog.isVisible()


def test_what_is_known_then_is_exported_then(window: MainWindow, qtbot: QtBot) -> None:
    window.moment.show_position(80)
    window.export()
    dialog = window.form
    assert isinstance(dialog, ExportDialog)
    assert dialog.as_of.text() == "80"
    assert dialog.table.currentData() == "exchanges"
    dialog.form.setCurrentIndex(dialog.form.findData(".csv"))
    dialog.form.activated.emit(dialog.form.currentIndex())
    assert dialog.path.text().endswith(" Exchanges.csv")
    dialog.reject()


def test_the_exchanges_are_exported_as_they_are_listed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_page("exchanges")
    window.exchanges.filter.setText("Holy See")
    qtbot.waitUntil(lambda: window.exchanges.model.rowCount() == 1, timeout=WAIT)
    window.export()
    dialog = window.form
    assert isinstance(dialog, ExportDialog)
    assert dialog.table.currentText() == "the exchanges as they are listed now"
    dialog.form.setCurrentIndex(dialog.form.findData(".csv"))
    assert not dialog.carries.isEnabled()
    dialog.path.setText(str(tmp_path / "listed.csv"))
    keys.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported" in window.messages.text, timeout=WAIT)
    lines = (tmp_path / "listed.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len([line for line in lines if "2024-06-28" in line]) == 1
    assert not [line for line in lines if "2024-12-30" in line]


def test_a_workbook_with_its_record_verifies_itself(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_page("totals")
    window.export()
    dialog = window.form
    assert isinstance(dialog, ExportDialog)
    dialog.form.setCurrentIndex(dialog.form.findData(".xlsx"))
    keys.keyClick(dialog.carries, Qt.Key.Key_Space)
    dialog.path.setText(str(tmp_path / "carried.xlsx"))
    keys.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Exported" in window.messages.text, timeout=WAIT)
    found = attest(tmp_path / "carried.xlsx", language)
    assert found.is_verified
