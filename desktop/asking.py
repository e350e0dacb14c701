"""Asks which ledger: a new one, one that is there, or the sample."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from desktop.language import Language
from desktop.widgets.ask_path import ask_file, ask_new_file

ENDING: Final = ".ledger"
Then = Callable[[Path], object]


def ask_new_ledger(parent: QWidget, say: Language, then: Then) -> None:
    """Ask where a new ledger is to be; nothing is ever overwritten."""
    ask_new_file(
        parent,
        say,
        say("New ledger…"),
        documents() / f"{say('ledger')}{ENDING}",
        lambda path: then(with_ending(path)),
        endings(say),
    )


def ask_ledger(parent: QWidget, say: Language, then: Then) -> None:
    """Ask for a ledger that is there."""
    ask_file(parent, say("Open…"), then, endings(say))


def ask_sample(parent: QWidget, say: Language, then: Then) -> None:
    """Ask where the sample ledger is to be."""
    ask_new_file(
        parent,
        say,
        say("Open the sample…"),
        documents() / f"{say('sample')}{ENDING}",
        lambda path: then(with_ending(path)),
        endings(say),
    )


def endings(say: Language) -> str:
    """Which files are offered, as Qt wants it written."""
    return f"{say('Ledgers')} (*{ENDING});;{say('All files')} (*)"


def with_ending(path: Path) -> Path:
    """The name with our ending, where it was typed without any."""
    return path if path.suffix else path.with_suffix(ENDING)


def documents() -> Path:
    """The folder that this system keeps documents in."""
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    there = [Path(place) for place in places if Path(place).is_dir()]
    return there[0] if there else Path.home()
