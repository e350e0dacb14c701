"""What is asked of the whole ledger: copies, verifying, checkpoints, merging, rebuilding."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop import work
from desktop.dialogs.merge_dialog import MergeDialog
from desktop.dialogs.text_dialog import TextDialog
from desktop.main_window import MainWindow
from domain.checkpoint import code_of, written
from domain.ledger import Ledger
from domain.merging.files import join_file
from domain.projections.checkpoints import checkpoints
from domain.projections.totals import totals
from domain.sample import STATEMENT
from domain.storage.profile import Profile

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAIT = 30_000


def shown(kind: type[QWidget], qtbot: QtBot) -> QWidget:
    """The dialog of a kind that is open, once it is."""

    def found() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if _is_shown(each, kind)]

    qtbot.waitUntil(lambda: bool(found()), timeout=WAIT)
    return found()[0]


def _is_shown(widget: QWidget, kind: type[QWidget]) -> bool:
    return isinstance(widget, kind) and widget.isVisible()


def test_a_copy_is_saved_where_backups_go(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    window.workspace.settings.remember_text(work.BACKUP_FOLDER, str(folder))
    assert window.saved.text() == "saved · no copy yet"
    keys.keyClick(window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "Copy saved" in window.messages.text, timeout=WAIT)
    (copy,) = folder.iterdir()
    other = Ledger.open(copy, Profile.load(tmp_path / "other"))
    assert other.id == window.workspace.ledger.id
    other.close()
    assert window.saved.text().startswith("saved · backed up ")


def test_without_a_folder_it_is_asked_where_the_copy_goes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    keys.keyClick(window, Qt.Key.Key_S, CONTROL)
    dialog = shown(QFileDialog, qtbot)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "by hand"))
    dialog.reject()
    qtbot.waitUntil(lambda: "Copy saved" in window.messages.text, timeout=WAIT)
    assert (tmp_path / "by hand.ledger").is_file()
    # the same name again is refused, and the copy stays as it is
    work._copy(window.workspace, window.tasks, tmp_path / "by hand.ledger")
    qtbot.waitUntil(lambda: "exists already" in window.messages.text, timeout=WAIT)


def test_verifying_says_what_was_found(window: MainWindow, qtbot: QtBot) -> None:
    keys.keyClick(window, Qt.Key.Key_V, CONTROL | SHIFT)
    dialog = shown(TextDialog, qtbot)
    assert isinstance(dialog, TextDialog)
    assert dialog.lead.text().startswith("✓ Verified. Events: ")
    assert "What this cannot show:" in dialog.text.toPlainText()
    dialog.copy()
    assert "Verified." in QApplication.clipboard().text()
    dialog.reject()


def test_a_checkpoint_is_shown_large_and_kept_as_a_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    keys.keyClick(window, Qt.Key.Key_K, CONTROL | SHIFT)
    dialog = shown(TextDialog, qtbot)
    assert isinstance(dialog, TextDialog)
    digits = dialog.fixed.text().partition(":")[2].split()
    assert [len(group) for group in digits] == [5] * 8
    dialog._keep(tmp_path / "held.txt")
    assert " ".join(digits) in (tmp_path / "held.txt").read_text(encoding="utf-8")
    dialog._keep(tmp_path / "held.txt")
    assert "stays as it is" in dialog.message.text()
    dialog.reject()


def test_a_merge_is_looked_at_before_it_is_made(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    ours = window.workspace.ledger
    theirs = join_file(tmp_path / "theirs.ledger", Profile.load(tmp_path / "p2"), ours.path)
    with theirs.view() as view:
        exchange = view.find("2024-12-30", "exchange")
    theirs.operator = "Taras"
    theirs.note(exchange, "TR", "Hosted the talks.", source=STATEMENT)
    theirs.close()

    before = ours.recorder.max_notification_id()
    keys.keyClick(window, Qt.Key.Key_G, CONTROL)
    dialog = shown(MergeDialog, qtbot)
    assert isinstance(dialog, MergeDialog)
    assert not dialog.look.isEnabled()
    dialog.other.setText(str(tmp_path / "theirs.ledger"))
    dialog.look.click()
    qtbot.waitUntil(dialog.merge.isEnabled, timeout=WAIT)
    assert "Taras: events 2" in dialog.report.toPlainText()
    assert "Nothing was written yet." in dialog.report.toPlainText()
    assert ours.recorder.max_notification_id() == before

    dialog.other.setText(str(tmp_path / "missing.ledger"))
    assert not dialog.merge.isEnabled()
    dialog.look.click()
    qtbot.waitUntil(lambda: "no such file" in dialog.error.text(), timeout=WAIT)

    dialog.other.setText(str(tmp_path / "theirs.ledger"))
    dialog.look.click()
    qtbot.waitUntil(dialog.merge.isEnabled, timeout=WAIT)
    dialog.merge.click()
    qtbot.waitUntil(lambda: "Merged: 2 events came in." in window.messages.text, timeout=WAIT)
    dialog.reject()
    assert "Hosted the talks." in window.exchanges.detail.toPlainText()


def test_tables_are_made_again_with_the_same_result(window: MainWindow, qtbot: QtBot) -> None:
    ledger = window.workspace.ledger
    with ledger.view() as view:
        before = totals(view, view.policy("all-returns"))
    assert window.actions_by_name["rebuild"].isEnabled()
    window.actions_by_name["rebuild"].trigger()
    assert not any(action.isEnabled() for action in window._entry)
    assert not window.stack.isVisible()
    qtbot.waitUntil(lambda: "made again" in window.messages.text, timeout=WAIT)
    assert window.stack.isVisible()
    assert all(action.isEnabled() for action in window._entry)
    with ledger.view() as view:
        assert totals(view, view.policy("all-returns")) == before


def test_the_file_is_checked_against_what_somebody_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    ledger = window.workspace.ledger
    with ledger.view() as view:
        text = written(*checkpoints(view, ledger.id))
    (tmp_path / "held.txt").write_text(text, encoding="utf-8")
    ledger.rename("Another name")
    for name, said in (("held.txt", "✓ Verified."), ("forged.txt", "▼ NOT VERIFIED.")):
        window.actions_by_name["verify_against"].trigger()
        asking = shown(QFileDialog, qtbot)
        assert isinstance(asking, QFileDialog)
        asking.fileSelected.emit(str(tmp_path / name))
        asking.reject()
        qtbot.waitUntil(lambda: not window.tasks.is_busy, timeout=WAIT)
        dialog = shown(TextDialog, qtbot)
        assert isinstance(dialog, TextDialog)
        assert dialog.lead.text().startswith(said)
        dialog.reject()
        digits = text.split("\n")[-2]
        forged = other_code(digits)
        (tmp_path / "forged.txt").write_text(f"{forged}\n", encoding="utf-8")
    (tmp_path / "letter.txt").write_text("no checkpoint", encoding="utf-8")
    window.actions_by_name["verify_against"].trigger()
    asking = shown(QFileDialog, qtbot)
    assert isinstance(asking, QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "letter.txt"))
    asking.reject()
    assert "not a checkpoint file" in window.messages.text


def other_code(code: str) -> str:
    """A well-formed code of the same number of changes, of another record."""
    changes = int(code.partition(":")[0])
    return str(code_of("another ledger", changes, [b"another record"]))
