"""The composition root of the window: builds everything once and hands it down."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.language import Language
from desktop.main_window import MainWindow
from desktop.pages.start_page import StartPage
from desktop.settings import Settings
from desktop.theme import THEMES, apply_theme, preferred_theme
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.sample import build
from domain.storage.profile import Profile

Opened = Callable[[], Ledger]


class Program:
    """The running program: the welcome page, or the window of one ledger."""

    def __init__(self, profile: Profile, say: Language, settings: Settings) -> None:
        self.profile = profile
        self.say = say
        self.settings = settings
        self.ledger: Ledger | None = None
        self.window: MainWindow | None = None
        self.start = StartPage(say, settings.recent())
        self.start.open_asked.connect(self.open)
        self.start.new_asked.connect(self.new)
        self.start.sample_asked.connect(self.sample)

    def open(self, path: Path) -> None:
        """Open a ledger's window in place of the welcome page."""
        self._show(path, lambda: Ledger.open(path, self.profile))

    def new(self, path: Path) -> None:
        self._show(path, lambda: Ledger.create(path, self.profile))

    def sample(self, path: Path) -> None:
        self._show(path, lambda: build(path, self.profile))

    def close(self) -> None:
        if self.ledger is not None:
            self.ledger.close()
            self.ledger = None

    def _show(self, path: Path, opened: Opened) -> None:
        try:
            self.ledger = opened()
        except Refused as refused:
            self.start.tell(self.say.refusal(refused))
            self.start.show()
            return
        self.settings.remember_ledger(path.resolve())
        self.window = MainWindow(Workspace(self.ledger, self.say, self.settings))
        self.window.show()
        self.start.close()


def open_window(path: Path | None, profile: Profile, say: Language, theme: str = "") -> int:
    """Show a ledger (or the welcome page) until its window is closed; returns the exit status."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("exchange-ledger")
    words = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{say.code}", folder):
        application.installTranslator(words)
    apply_theme(application, THEMES.get(theme) or preferred_theme())
    program = Program(profile, say, Settings())
    if path is None:
        program.start.show()
    else:
        program.open(path)
    try:
        return application.exec()
    finally:
        program.close()
