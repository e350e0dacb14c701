"""Asks for files, without a loop of its own: the answer comes later, to a function."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.language import Language

Then = Callable[[Path], object]


def ask_new_file(
    parent: QWidget,
    say: Language,
    title: str,
    suggested: str | Path,
    then: Then,
    endings: str = "",
) -> QFileDialog:
    """Ask for the name of a file to make. An existing one is refused later, never overwritten."""
    dialog = _dialog(parent, title, endings)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, say("Save"))
    path = Path(suggested)
    if path.parent.is_dir() and str(path.parent) != ".":
        dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    return _open(dialog, then)


def ask_file(parent: QWidget, title: str, then: Then, endings: str = "") -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, title, endings)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, then)


def ask_folder(parent: QWidget, title: str, then: Then, at: str = "") -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, title, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if at:
        dialog.setDirectory(at)
    return _open(dialog, then)


def _dialog(parent: QWidget, title: str, endings: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    if endings:
        dialog.setNameFilter(endings)
    return dialog


def _open(dialog: QFileDialog, then: Then) -> QFileDialog:
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
