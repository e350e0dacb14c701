"""A fault of the program: one dialog, a report without the record's content, the work goes on."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, qCritical
from pytestqt.qtbot import QtBot

from desktop.dialogs.fault_dialog import FaultDialog
from desktop.faults import Faults
from desktop.language import language

SECRET = "Petrenko, born 1990"


class Reported:
    def __init__(self) -> None:
        self.reports: list[str] = []


class Button(QObject):
    pressed = Signal()


@pytest.fixture
def reported(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Reported]:
    found = Reported()
    before, before_in_threads = sys.excepthook, threading.excepthook
    faults = Faults(lambda: "exchanges")
    faults.happened.connect(found.reports.append)
    faults.catch()
    yield found
    faults.release()
    sys.excepthook, threading.excepthook = before, before_in_threads


def break_down() -> None:
    raise KeyError(SECRET)


def test_a_fault_in_a_slot_is_reported_without_what_was_typed(
    reported: Reported, qtbot: QtBot
) -> None:
    button = Button()
    button.pressed.connect(break_down)
    button.pressed.emit()
    (report,) = reported.reports
    assert "builtins.KeyError" in report
    assert "break_down" in report
    assert "Page: exchanges" in report
    assert SECRET not in report


def test_a_fault_in_another_thread_is_reported(reported: Reported, qtbot: QtBot) -> None:
    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(reported.reports) == 1)
    assert SECRET not in reported.reports[0]


@pytest.mark.no_qt_log
def test_a_grave_message_of_qt_is_reported(reported: Reported) -> None:
    qCritical(SECRET)
    (report,) = reported.reports
    assert "QtFault" in report
    assert SECRET not in report


def test_the_report_is_kept_as_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FaultDialog(language("en"), "first report")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.details.isVisible()
    dialog.unfold.click()
    assert dialog.details.isVisible()
    dialog.add("second report")
    dialog.keep(tmp_path / "report.txt")
    kept = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert kept == "first report\nsecond report"
    dialog.keep(tmp_path / "report.txt")
    assert "File exists" in dialog.message.text()
