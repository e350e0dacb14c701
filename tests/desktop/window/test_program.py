"""Starting, opening one ledger after the other, and that a ledger has one window only."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.dialogs.passphrase_dialog import PassphraseDialog
from desktop.language import language
from desktop.one_instance import bring_forward, claim
from desktop.settings import Settings
from domain.encrypted import create_encrypted
from domain.ledger import Ledger
from domain.storage.keys import Cost
from domain.storage.profile import Profile

WAIT = 30_000
CHEAP = Cost(1, 8 * 1024 * 1024)


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    profile = Profile.load(tmp_path / "profile")
    settings = Settings(tmp_path / "settings.ini")
    found = Program(qapp, profile, language("en"), settings)
    yield found
    found.close()
    if found.start is not None:
        found.start.close()


def opened(program: Program, qtbot: QtBot, path: Path) -> None:
    program.open(path)
    qtbot.waitUntil(lambda: is_shown(program, path), timeout=WAIT)


def is_shown(program: Program, path: Path) -> bool:
    return program.window is not None and program.window.workspace.ledger.path == path


def is_gone(program: Program) -> bool:
    return program.window is None and program.ledger is None


def made(folder: Path, name: str) -> Path:
    path = folder / f"{name}.ledger"
    Ledger.create(path, Profile.load(folder / "profile"), name=name).close()
    return path


def test_the_welcome_page_makes_opens_and_remembers(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    start = program.show_start()
    assert "No ledger yet" in start.heading.text()
    start.sample_asked.emit(tmp_path / "sample.ledger")
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert program.window is not None
    assert program.window.exchanges.model.rowCount() == 45
    program.window.new_asked.emit()  # asks; nothing is closed meanwhile
    program.new(tmp_path / "mine.ledger")
    qtbot.waitUntil(lambda: is_shown(program, tmp_path / "mine.ledger"), timeout=WAIT)
    assert program.window.exchanges.model.rowCount() == 0
    program.window.start_asked.emit()
    assert is_gone(program)
    assert program.start is not None
    names = [program.start.recent.item(n).text().split("\n")[0] for n in range(2)]
    assert names == ["mine", "sample"]


def test_a_ledger_that_is_gone_is_greyed_and_can_be_taken_off(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.ledger"
    program.settings.remember_ledger(gone)
    start = program.show_start()
    assert "not there now" in start.recent.item(0).text()
    start.recent.itemActivated.emit(start.recent.item(0))
    assert "Bring back its disk" in start.message.text()
    start.activateWindow()
    qtbot.waitUntil(start.isActiveWindow)
    keys.keyClick(start.recent, Qt.Key.Key_Delete)
    assert start.recent.count() == 0
    assert program.settings.recent() == []


def test_a_dropped_file_is_opened(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    path = made(tmp_path, "dropped")
    start = program.show_start()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    start.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: is_shown(program, path), timeout=WAIT)


def test_what_is_no_ledger_is_refused_and_the_open_one_stays(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made(tmp_path, "first")
    opened(program, qtbot, path)
    (tmp_path / "letter.txt").write_text("Dear all, this is long enough to be looked at.")
    program.open(tmp_path / "letter.txt")
    assert program.window is not None
    window = program.window
    qtbot.waitUntil(lambda: "not a ledger" in window.messages.text, timeout=WAIT)
    assert is_shown(program, path)
    with window.workspace.ledger.view() as view:
        assert view.name == "first"


def test_a_second_window_of_a_ledger_brings_the_first_one_forward(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made(tmp_path, "shared")
    opened(program, qtbot, path)
    assert program.window is not None
    program.window.hide()
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from desktop.one_instance import bring_forward, claim;"
        "app = QCoreApplication([]); path = Path(sys.argv[1]);"
        "folder = Path(sys.argv[2]);"
        "sys.exit(10 + (claim(path, folder) is None) + 2 * bring_forward(path, folder))"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(path), str(program.profile.folder)])
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=WAIT)
    assert other.returncode == 13
    assert program.window.isVisible()
    program.close()
    held = claim(path, program.profile.folder)
    assert held is not None
    held.release()
    assert not bring_forward(path, program.profile.folder)


def test_a_ledger_held_by_another_window_is_said(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made(tmp_path, "held")
    held = claim(path, program.profile.folder)
    assert held is not None
    held._server.close()  # it has the ledger and does not answer
    program.open(path)
    assert program.start is not None
    assert "does not answer" in program.start.message.text()
    held.release()
    opened(program, qtbot, path)


def test_an_encrypted_ledger_asks_for_its_passphrase(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "locked.ledger"
    ledger, code = create_encrypted(path, program.profile, "correct horse", cost=CHEAP)
    ledger.close()
    program.open(path)
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, PassphraseDialog)]
    keys.keyClicks(dialog.typed, "wrong horse")
    keys.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "neither" in dialog.error.text() or bool(dialog.error.text()))
    dialog.typed.clear()
    keys.keyClicks(dialog.typed, code)
    keys.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_shown(program, path), timeout=WAIT)
    assert program.window is not None
    assert program.window.workspace.lock is not None
