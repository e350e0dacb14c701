"""The composition root of the window: builds everything once and hands it down."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from desktop.asking import ask_ledger, ask_new_ledger
from desktop.collecting import Collector
from desktop.copies import Copies
from desktop.dialogs.fault_dialog import FaultDialog
from desktop.dialogs.first_run_dialog import FirstRunDialog
from desktop.dialogs.passphrase_dialog import PassphraseDialog
from desktop.dialogs.preferences_dialog import PreferencesDialog
from desktop.faults import Faults
from desktop.idle import Idle
from desktop.language import Language, language
from desktop.locking import LOCK_AFTER, Locking, minutes_of
from desktop.main_window import MainWindow
from desktop.missing_text import missing_text
from desktop.one_instance import Claim, bring_forward, claim
from desktop.pages.start_page import StartPage
from desktop.settings import Settings
from desktop.tasks import Progress, Task, Tasks
from desktop.theme import THEMES, apply_theme, preferred_theme
from desktop.widgets.progress_dialog import ProgressDialog
from desktop.window_state import kept_state, put_back
from desktop.workspace import Workspace
from domain.encrypted import needs_unlocking
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.sample import build
from domain.storage.backup import Lock
from domain.storage.profile import Profile

Opened = Callable[[Progress], Ledger]
NOT_COPIED: Final = "not_copied"  # the setting that says why a ledger was closed without a copy
ASKED: Final = "asked"  # the setting that says that the first question was asked


class Program(QObject):
    """The running program: the welcome page, or the window of one ledger."""

    def __init__(
        self, application: QApplication, profile: Profile, say: Language, settings: Settings
    ) -> None:
        super().__init__()
        self.application = application
        self.profile = profile
        self.say = say
        self.settings = settings
        self.ledger: Ledger | None = None
        self.window: MainWindow | None = None
        self.start: StartPage | None = None
        self.tasks = Tasks(say, self)
        self._copies: Copies | None = None
        self._claim: Claim | None = None
        self.lock: Lock | None = None
        self.locking = Locking(self)
        self._idle = Idle(application, self.locking.lock, self)
        self._words: QTranslator | None = None
        self._asking: FirstRunDialog | None = None
        self._fault: FaultDialog | None = None
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def begin(self, path: Path | None) -> None:
        """Ask who works here, if that was never asked; then show the ledger or the welcome page."""
        if self.settings.text(ASKED):
            self._begin(path)
            return
        self.settings.remember_text(ASKED, "yes")
        asking = self._asking = FirstRunDialog(self.profile)
        asking.finished.connect(lambda _: self._answered(path))
        asking.open()

    def _answered(self, path: Path | None) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.deleteLater()
        self.say = language(self.profile.language)
        self.tasks.say = self.say
        self._dress()
        self._begin(path)

    def _begin(self, path: Path | None) -> None:
        if path is None:
            self.show_start()
        else:
            self.open(path)

    # --- what is shown -----------------------------------------------------------------------

    def show_start(self) -> StartPage:
        """The welcome page; it is made once and shown whenever no ledger is."""
        if self.start is None:
            start = self.start = StartPage(self.say, self.settings.recent())
            start.open_asked.connect(self.open)
            start.new_asked.connect(self.new)
            start.new_encrypted_asked.connect(self.locking.new)
            start.sample_asked.connect(self.sample)
            start.forget_asked.connect(self._forget)
            start.preferences_asked.connect(self.preferences)
            start.closed.connect(self._quit_if_nothing_is_shown, Qt.ConnectionType.QueuedConnection)
        self.start.show()
        return self.start

    def open(self, path: Path) -> None:
        """Open a ledger's window in place of what is shown now."""
        held = self.held(path)
        if held is None:
            return
        if not needs_unlocking(path, self.profile):
            self.open_with(path, held, None)
            return
        dialog = PassphraseDialog(
            path,
            self.profile,
            self.tasks,
            lambda lock: self.open_with(path, held, lock),
            self.window or self.show_start(),
        )
        dialog.rejected.connect(held.release)
        dialog.open()

    def open_with(
        self, path: Path, held: Claim, lock: Lock | None, then: Callable[[], object] | None = None
    ) -> None:
        """Open a ledger with its key; `then` is done once its window is there."""
        key = lock.key if lock else None
        self._start(
            path,
            held,
            self.say("Opening the ledger"),
            lambda progress: Ledger.open(path, self.profile, progress=progress, key=key),
            lock,
            then,
        )

    def new(self, path: Path) -> None:
        held = self.held(path)
        if held is not None:
            title = self.say("Making the ledger")
            self._start(path, held, title, lambda _: Ledger.create(path, self.profile))

    def sample(self, path: Path) -> None:
        held = self.held(path)
        if held is not None:
            title = self.say("Making the sample")
            self._start(path, held, title, lambda _: build(path, self.profile))

    @property
    def is_in_use(self) -> bool:
        """Whether there is anything to wait for: a window, or a ledger that is being opened."""
        shown = (self.start, self.window, self._asking, self.locking.dialog)
        return self.tasks.is_busy or any(widget is not None for widget in shown)

    def close(self) -> None:
        """Let go of the ledger, once nobody reads it any more."""
        self.tasks.stop()
        self.leave()

    # --- opening -----------------------------------------------------------------------------

    def held(self, path: Path) -> Claim | None:
        """The hold on a ledger; where some window has it already, that one comes forward."""
        if self.ledger is not None and path.resolve() == self.ledger.path.resolve():
            self._raise()
            return None
        held = claim(path, self.profile.folder)
        if held is None:
            self._is_open_elsewhere(path)
        return held

    def _start(
        self,
        path: Path,
        held: Claim,
        title: str,
        opened: Opened,
        lock: Lock | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        progress = ProgressDialog(self.tasks, self.window or self.start)

        def done(ledger: Ledger) -> None:
            progress.deleteLater()
            self.show_ledger(path, ledger, held, lock)
            if then is not None:
                then()

        def failed(why: str) -> None:
            progress.deleteLater()
            held.release()
            self.tell(why or self.say("The ledger was not opened."))

        task = Task(
            title,
            counted=lambda done, of: self.say(
                "Making the tables again: {done} of {of} events",
                done=self.say.number(done),
                of=self.say.number(of),
            ),
        )
        if not self.tasks.run(task, opened, done, failed):
            progress.deleteLater()
            held.release()

    def _is_open_elsewhere(self, path: Path) -> None:
        if bring_forward(path, self.profile.folder):
            # At a second start that is all: the first one's window is shown instead.
            if self.window is not None or self.start is not None:
                self.tell(self.say("{path} is open in another window already.", path=path))
            return
        self.tell(
            self.say(
                "{path} is held by another window of this program, which does not answer. Close "
                "that one first.",
                path=path,
            )
        )

    def show_ledger(self, path: Path, ledger: Ledger, held: Claim, lock: Lock | None) -> None:
        self.leave()
        self.ledger, self._claim, self.lock = ledger, held, lock
        held.raise_asked.connect(self._raise)
        self.settings.remember_ledger(path.resolve())
        window = self._new_window()
        for line in (*missing_text(ledger.missing(), self.say), *self._incomplete(ledger)):
            window.workspace.told.emit(line, True)
        not_copied = self.settings.text(f"{NOT_COPIED}/{ledger.id}")
        if not_copied:
            window.workspace.told.emit(not_copied, True)
        start, self.start = self.start, None
        if start is not None:
            start.close()
            start.deleteLater()

    def _incomplete(self, ledger: Ledger) -> Iterator[str]:
        with ledger.view() as view:
            if view.newer_events:
                yield self.say.refusal(Refused("newer_events", count=view.newer_events))
            if view.malformed_events:
                yield self.say("The tables are incomplete: some events cannot be read.")

    def _new_window(self) -> MainWindow:
        assert self.ledger is not None
        window = MainWindow(Workspace(self.ledger, self.say, self.settings, self.lock))
        if self._copies is None:
            self._copies = Copies(window.workspace, self)
        else:
            self._copies.follow(window.workspace)
        window.open_asked.connect(lambda: ask_ledger(window, self.say, self.open))
        window.new_asked.connect(lambda: ask_new_ledger(window, self.say, self.new))
        window.lock_asked.connect(self.locking.do)
        window.preferences_asked.connect(self.preferences)
        window.closed.connect(self._quit_if_nothing_is_shown, Qt.ConnectionType.QueuedConnection)
        window.start_asked.connect(self._to_start)
        self.window = window
        window.show()
        self.watch()
        return window

    def watch(self) -> None:
        """Lock an encrypted ledger once nobody has touched it for as long as was chosen."""
        minutes = minutes_of(self.settings.text(LOCK_AFTER))
        self._idle.watch(60 * minutes if self.lock is not None else 0)

    def _to_start(self) -> None:
        start = self.show_start()
        why = self.leave()
        if why:
            start.tell(why)

    def _quit_if_nothing_is_shown(self) -> None:
        shown: list[QWidget | None] = [self.window, self.start, self.locking.dialog]
        if self.tasks.is_busy:
            return  # what is shown next depends on what comes out
        if not any(widget is not None and widget.isVisible() for widget in shown):
            self.application.quit()

    def leave(self) -> str:
        """Close the window and its ledger, in this order: threads of the window read it.

        Returns why no copy was made, where one was due. It is told when the ledger is opened again.
        """
        self._idle.watch(0)
        window, self.window = self.window, None
        if window is not None:
            window.close()
        copies, self._copies = self._copies, None
        why = ""
        if copies is not None and self.ledger is not None:
            why = copies.close()
            copies.deleteLater()
            self.settings.remember_text(f"{NOT_COPIED}/{self.ledger.id}", why)
            self.settings.save()
        if window is not None:
            window.deleteLater()
        ledger, self.ledger, self.lock = self.ledger, None, None
        if ledger is not None:
            ledger.close()
        held, self._claim = self._claim, None
        if held is not None:
            held.release()
        return why

    # --- how it looks ------------------------------------------------------------------------

    def preferences(self) -> PreferencesDialog:
        """Let the operator choose; every choice is applied as it is made."""
        dialog = PreferencesDialog(self.say, self.profile, self.settings)
        dialog.named.connect(self._named)
        dialog.waits.connect(self.watch)
        dialog.dressed.connect(lambda: self._choose_on(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _choose_on(self, dialog: PreferencesDialog) -> None:
        """Dress the window again; the dialog comes back in its new looks, where it was."""
        place = dialog.pos()
        focus = [dialog.language, dialog.theme, dialog.text_size]
        has_focus = next((n for n, box in enumerate(focus) if box.hasFocus()), 0)
        dialog.hide()
        dialog.deleteLater()
        self.dress_again()
        again = self.preferences()
        again.move(place)
        (again.language, again.theme, again.text_size)[has_focus].setFocus()

    def _named(self, name: str) -> None:
        if self.ledger is not None:
            self.ledger.operator = name

    def dress_again(self) -> None:
        """Show another language, theme or size of text, with everything as it was."""
        self.say = language(self.profile.language)
        self._dress()
        self.tasks.say = self.say
        old = self.window
        if old is not None:
            state = kept_state(old)
            old.remember()
            old.stop()
            window = self._new_window()
            put_back(window, state)
            old.hide()
            old.deleteLater()
        start, self.start = self.start, None
        if start is not None:
            self.show_start()
            start.hide()
            start.deleteLater()

    def _dress(self) -> None:
        if self._words is not None:
            self.application.removeTranslator(self._words)
        words = self._words = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load(f"qtbase_{self.say.code}", folder):
            self.application.installTranslator(words)
        theme = THEMES.get(self.settings.text("theme")) or preferred_theme()
        apply_theme(self.application, theme, int(self.settings.text("text_size") or 100))

    def _scheme_changed(self) -> None:
        if not self.settings.text("theme") and self.window is not None:
            self.dress_again()

    # --- small things ------------------------------------------------------------------------

    def show_fault(self, report: str) -> None:
        """Tell of a fault once; more of them are added to the same report."""
        if self._fault is not None:
            self._fault.add(report)
            return
        dialog = self._fault = FaultDialog(self.say, report, self.window or self.start)
        dialog.rejected.connect(self.application.quit)
        dialog.finished.connect(self._fault_seen)
        dialog.open()

    def _fault_seen(self) -> None:
        dialog, self._fault = self._fault, None
        if dialog is not None:
            dialog.deleteLater()

    def where(self) -> str:
        """What is shown, for a report: the name of a page and nothing on it."""
        return self.window.page_name if self.window is not None else "start"

    def _raise(self) -> None:
        shown: QWidget | None = self.window or self.locking.dialog or self.start
        if shown is not None:
            shown.setWindowState(shown.windowState() & ~Qt.WindowState.WindowMinimized)
            shown.show()
            shown.raise_()
            shown.activateWindow()

    def tell(self, text: str) -> None:
        if self.window is not None:
            self.window.workspace.told.emit(text, True)
        else:
            self.show_start().tell(text)

    def _forget(self, path: Path) -> None:
        self.settings.forget_ledger(path)
        if self.start is not None:
            self.start.show_recent(self.settings.recent())


def open_window(path: Path | None, profile: Profile, say: Language) -> int:
    """Show a ledger (or the welcome page) until its window is closed; returns the exit status."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("exchange-ledger")
    application.setApplicationDisplayName("Exchange Ledger")
    application.setQuitOnLastWindowClosed(False)  # the last may be a dialog, before the window
    program = Program(application, profile, say, Settings())
    faults = Faults(program.where)
    faults.happened.connect(program.show_fault)
    faults.catch()
    collector = Collector()
    program.begin(path)
    try:
        return application.exec() if program.is_in_use else 0
    finally:
        program.close()
        faults.release()
        collector.release()
