"""Long work: its result, its errors in words, cancelling it, and that it is joined."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop.language import language
from desktop.tasks import Progress, Task, Tasks
from desktop.widgets.progress_dialog import PATIENCE, ProgressDialog
from domain.model.refusal import Refused

SAY = language("en")
WAIT = 20_000  # milliseconds: how long others may keep this machine busy


class Ended:
    """What came of a task."""

    def __init__(self) -> None:
        self.result: object = None
        self.why: str | None = None
        self.thread = 0

    def done(self, result: object) -> None:
        self.result, self.thread = result, threading.get_ident()

    def failed(self, why: str) -> None:
        self.why, self.thread = why, threading.get_ident()


def run(tasks: Tasks, qtbot: QtBot, work: object) -> Ended:
    ended = Ended()
    assert callable(work)
    with qtbot.waitSignal(tasks.ended, timeout=WAIT):
        assert tasks.run(Task("work"), work, ended.done, ended.failed)
    qtbot.waitUntil(lambda: ended.thread != 0, timeout=WAIT)
    return ended


def test_the_result_arrives_in_the_window_s_own_thread(qtbot: QtBot) -> None:
    tasks = Tasks(SAY)
    ended = run(tasks, qtbot, lambda _: threading.get_ident())
    assert ended.result not in (None, threading.get_ident())
    assert ended.thread == threading.get_ident()
    tasks.stop()


def refuse(_: Progress) -> None:
    raise Refused("file_locked", "a.ledger")


def no_disk(_: Progress) -> None:
    raise OSError(28, "No space left on device", "/media/stick/copy.ledger")


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (refuse, "a.ledger: The ledger is in use by another program just now."),
        (no_disk, "/media/stick/copy.ledger: No space left on device"),
    ],
)
def test_errors_are_said_in_words(qtbot: QtBot, work: object, said: str) -> None:
    tasks = Tasks(SAY)
    ended = run(tasks, qtbot, work)
    assert ended.why is not None
    assert ended.why.startswith(said)
    tasks.stop()


def test_a_fault_is_said_and_handed_on_to_be_reported(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: reported.append(kind))
    tasks = Tasks(SAY)
    ended = run(tasks, qtbot, lambda _: 1 // 0)
    assert ended.why is not None
    assert "fault in the program" in ended.why
    assert reported == [ZeroDivisionError]
    tasks.stop()


def test_work_is_cancelled_where_it_reports_its_progress(qtbot: QtBot) -> None:
    tasks = Tasks(SAY)
    ended, goes_on = Ended(), threading.Event()

    def work(progress: Progress) -> None:
        while True:
            goes_on.set()
            progress(1, 2)

    tasks.run(Task("work"), work, ended.done, ended.failed)
    assert goes_on.wait(WAIT / 1000)
    assert not tasks.run(Task("other"), work, ended.done, ended.failed)
    with qtbot.waitSignal(tasks.ended, timeout=WAIT):
        tasks.cancel()
    assert ended.why == ""
    tasks.stop()


def test_the_dialog_is_only_shown_when_work_lasts(qtbot: QtBot) -> None:
    tasks = Tasks(SAY)
    dialog = ProgressDialog(tasks, None)
    qtbot.addWidget(dialog)
    shown: list[bool] = []
    tasks.ended.connect(lambda: shown.append(dialog.isVisible()))
    run(tasks, qtbot, lambda _: None)
    assert shown == [False]

    def long_work(progress: Progress) -> None:
        while True:
            progress(1_000, 4_000)

    ended = Ended()
    tasks.run(Task("Counting"), long_work, ended.done, ended.failed)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE + WAIT)
    qtbot.waitUntil(lambda: dialog.words.text() == "1,000 of 4,000", timeout=WAIT)
    assert (dialog.title.text(), dialog.bar.maximum()) == ("Counting", 4_000)
    with qtbot.waitSignal(tasks.ended, timeout=WAIT):
        dialog.reject()
    assert not dialog.isVisible()
    tasks.stop()


def test_stopping_waits_for_the_worker(qtbot: QtBot) -> None:
    tasks = Tasks(SAY)
    ended, still_reading = Ended(), threading.Event()

    def work(progress: Progress) -> None:
        still_reading.set()
        try:
            while True:
                progress(0, 0)
        finally:
            still_reading.clear()

    tasks.run(Task("work"), work, ended.done, ended.failed)
    assert still_reading.wait(WAIT / 1000)
    tasks.stop()
    assert not still_reading.is_set()
