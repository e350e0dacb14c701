"""A window on the published record, driven as an operator would, with real widgets and keys."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.sample import build
from domain.storage.profile import Profile


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = build(tmp_path / "sample.ledger", Profile.load(tmp_path / "profile"))
    yield found
    found.close()


@pytest.fixture
def window(ledger: Ledger, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    settings = Settings(tmp_path / "settings.ini")
    found = MainWindow(Workspace(ledger, language("en"), settings))
    qtbot.addWidget(found)
    found.show()
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found
