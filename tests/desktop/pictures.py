"""Takes the pictures of one look of the window: its pages, then every dialog that it opens.

The dialogs are reached through the window's own actions, so this file knows none of them.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMainWindow, QWidget

from desktop.app import Program
from desktop.dialogs.fault_dialog import FaultDialog
from desktop.dialogs.first_run_dialog import FirstRunDialog
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import sized
from domain.sample import build
from domain.storage.profile import Profile

SETTLE = 350  # milliseconds until what was asked for is drawn
PATIENCE = 200  # times that long for work on the other thread
WITHOUT_A_LOOK = ("quit", "start", "new", "open", "rebuild", "moment", "now", "filter", "find")
NOT_OURS = (QFileDialog, QPrintDialog)


class Pictures:
    """Where the pictures go, and how many there are."""

    def __init__(self, folder: Path, look: str) -> None:
        self.folder = folder
        self.look = look

    def take(self, widget: QWidget, name: str) -> None:
        settle()
        widget.grab().save(str(self.folder / f"{self.look}-{name}.png"))


def main(folder: str, code: str, theme: str, size: str) -> int:
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    pictures = Pictures(Path(folder), f"{code}-{theme}-{size}")
    with tempfile.TemporaryDirectory() as place:
        profile = Profile.load(Path(place) / "profile", language=code)
        profile.operator = "Olena K."
        settings = Settings(Path(place) / "settings.ini")
        settings.remember_text("theme", theme)
        settings.remember_text("text_size", size)
        settings.remember_text("asked", "yes")
        build(Path(place) / "record.ledger", profile).close()
        settings.remember_ledger(Path(place) / "record.ledger")
        settings.remember_ledger(Path(place) / "stick" / "copy of last year.ledger")
        program = Program(application, profile, language(code), settings)
        start(program, pictures)
        program.open(Path(place) / "record.ledger")
        wait(lambda: program.window is not None)
        assert program.window is not None
        program.window.resize(sized(1180), sized(760))  # the screen that nobody sees is small
        pages(program.window, pictures)
        moments(program.window, pictures)
        dialogs(program.window, pictures)
        program.close()
    return 0


def start(program: Program, pictures: Pictures) -> None:
    """What is shown before any ledger is open."""
    pictures.take(program.show_start(), "start")
    first = FirstRunDialog(program.profile)
    first.open()
    pictures.take(first, "first-run")
    first.reject()
    fault = FaultDialog(program.say, "KeyError\n  desktop/pages/page.py:40 refresh")
    fault.open()
    fault.unfold.click()
    pictures.take(fault, "fault")
    fault.reject()


def pages(window: MainWindow, pictures: Pictures) -> None:
    """Every page, as it opens."""
    for number, page in enumerate(window.pages, 1):
        window.list.setCurrentRow(number - 1)
        settle()
        pictures.take(window, f"page-{number}-{window.page_name}")
        assert page.isVisible()
    window.list.setCurrentRow(0)


def moments(window: MainWindow, pictures: Pictures) -> None:
    """An earlier moment, a message, and something found."""
    window.workspace.told.emit(window.workspace.say("Recorded."), False)
    window.moment.show_position(80)
    pictures.take(window, "moment")
    window.moment.leave()
    window.messages.hide()
    window.search.start()
    window.search.insert("2024")
    window.search.textEdited.emit("2024")
    wait(window.search.results.isVisible)
    pictures.take(window, "find")
    window.search.leave()


def dialogs(window: MainWindow, pictures: Pictures) -> None:
    """Whatever opens when an action of the window is chosen, then is closed again."""
    for name, action in window.actions_by_name.items():
        if name in WITHOUT_A_LOOK or name.startswith("page:"):
            continue
        window.list.setCurrentRow(0)
        window.exchanges.view.selectAll() if name == "merge" else None
        before = set(shown())
        action.trigger()
        wait(lambda: not window.tasks.is_busy)
        settle()
        for opened in set(shown()) - before:
            if not isinstance(opened, NOT_OURS):
                pictures.take(opened, f"dialog-{name}")
            if isinstance(opened, QDialog):
                opened.reject()
            elif not isinstance(opened, QMainWindow):
                opened.close()
        settle()


def shown() -> list[QWidget]:
    """The windows and dialogs that are seen now."""
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def settle() -> None:
    QTest.qWait(SETTLE)


def wait(until: Callable[[], bool]) -> None:
    """Wait for what another thread is doing."""
    for _ in range(PATIENCE):
        if until():
            return
        settle()
    raise TimeoutError


if __name__ == "__main__":
    QDir.setCurrent(tempfile.gettempdir())
    sys.exit(main(*sys.argv[1:]))
