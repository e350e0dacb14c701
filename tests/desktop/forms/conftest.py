"""Forms on an empty ledger and on the published record, filled in with real keys."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.language import language
from desktop.settings import Settings
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.sample import build
from domain.storage.profile import Profile

NOW = datetime(2025, 1, 7, 12, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty ledger, on 7 January 2025."""
    profile = Profile.load(tmp_path / "profile")
    ledger = Ledger.create(tmp_path / "my.ledger", profile, clock=clock)
    yield Workspace(ledger, language("en"), Settings(tmp_path / "settings.ini"))
    ledger.close()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Workspace]:
    """The published record."""
    ledger = build(tmp_path / "sample.ledger", Profile.load(tmp_path / "profile"), clock=clock)
    yield Workspace(ledger, language("en"), Settings(tmp_path / "settings.ini"))
    ledger.close()


Show = Callable[[QDialog], None]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Shows a form as the one that has the keyboard; closes it before its ledger."""
    open_forms: list[QDialog] = []

    def shown(form: QDialog) -> None:
        qtbot.addWidget(form)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        open_forms.append(form)

    yield shown
    for form in filter(isValid, open_forms):
        form.reject()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget
