"""Encrypted ledgers in the window: made, encrypted later, given other secrets, locked, unlocked."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.asking import ask_new_ledger
from desktop.dialogs.fault_dialog import FaultDialog
from desktop.dialogs.new_secret_dialog import NewSecretDialog
from desktop.dialogs.passphrase_dialog import PassphraseDialog
from desktop.dialogs.recovery_code_dialog import RecoveryCodeDialog
from desktop.tasks import Task
from desktop.widgets.progress_dialog import ProgressDialog
from desktop.window_state import WindowState, kept_state, put_back
from domain import encrypted
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage.backup import Lock
from domain.storage.keys import find_slots

if TYPE_CHECKING:
    from desktop.app import Program

LOCK_AFTER: Final = "lock_after"  # the setting: minutes; 0 is never
LOCK_CHOICES: Final = (5, 15, 60)
DEFAULT_LOCK_AFTER: Final = "15"


def minutes_of(setting: str) -> int:
    """After how many minutes an encrypted ledger is locked; 0 is never."""
    return int(setting if setting.isdecimal() else DEFAULT_LOCK_AFTER)


class Locking(QObject):
    """What a program does about keys. One dialog at a time; the key is nowhere but in the ledger
    that is open and in its window."""

    def __init__(self, program: "Program") -> None:
        super().__init__(program)
        self.program = program
        self.dialog: QDialog | None = None  # shown in place of a window, while a ledger is locked

    def do(self, what: str) -> None:
        """Whatever the window's menu asks for, by the name of its command."""
        program, window = self.program, self.program.window
        if window is None or program.tasks.is_busy or window.tasks.is_busy:
            return
        if what == "new_encrypted":
            ask_new_ledger(window, program.say, self.new)
        elif what == "encrypt":
            self.encrypt(window)
        elif what == "passphrase":
            self.change_passphrase(window)
        elif what == "recovery_code":
            self.change_code(window)
        elif what == "lock" and program.lock is None:
            program.tell(program.say.refusal(Refused("encrypted_not")))
        elif what == "lock":
            self.lock()

    # --- made, or encrypted later ------------------------------------------------------------

    def new(self, path: Path) -> None:
        """Ask for a passphrase, then make an encrypted ledger and show its recovery code."""
        program = self.program
        say, profile = program.say, program.profile
        held = program.held(path)
        if held is None:
            return
        Made = tuple[Ledger, Lock, str]

        def make(passphrase: str) -> Made:
            with encrypted.new_lock(path, profile, passphrase) as (key, code):
                ledger = Ledger.create(path, profile, key=key)
            return ledger, Lock(key, find_slots(path, profile.keys)), code

        def chosen(_: str, passphrase: str) -> None:
            dialog.wait(True)
            task = Task(say("Making the ledger"), can_cancel=False)
            if not program.tasks.run(task, lambda _: make(passphrase), done, dialog.refuse):
                dialog.wait(False)

        def done(made: Made) -> None:
            ledger, lock, code = made
            dialog.accept()
            program.show_ledger(path, ledger, held, lock)
            self._show_code(path, code)

        dialog = NewSecretDialog(
            say,
            say("New encrypted ledger"),
            say(
                "Without its passphrase or its recovery code nobody reads {name}: neither a thief "
                "nor you.",
                name=path.name,
            ),
            say("Make the ledger"),
            chosen,
            program.window or program.show_start(),
        )
        dialog.rejected.connect(held.release)
        _open(dialog)

    def encrypt(self, window: QWidget) -> None:
        """Ask for a passphrase, then encrypt the ledger that is open."""
        say = self.program.say

        def chosen(_: str, passphrase: str) -> None:
            dialog.accept()
            self._encrypt(passphrase)

        dialog = NewSecretDialog(
            say,
            say("Encrypt this ledger"),
            say(
                "The ledger is closed for a moment and opened again. Earlier copies and exports "
                "stay as they are, in clear: keep them safe, or destroy them."
            ),
            say("Encrypt"),
            chosen,
            window,
        )
        _open(dialog)

    def _encrypt(self, passphrase: str) -> None:
        program = self.program
        ledger, window = program.ledger, program.window
        if ledger is None or window is None:
            return
        say, profile, path = program.say, program.profile, ledger.path
        state = kept_state(window)
        _close_dialogs()
        Made = tuple[Ledger, Lock, str]

        def make() -> Made:
            lock, code = encrypted.encrypt(path, profile, passphrase)
            return Ledger.open(path, profile, key=lock.key), lock, code

        def done(made: Made) -> None:
            opened, lock, code = made
            progress.deleteLater()
            held = program.held(path)
            if held is None:
                opened.close()
                return
            program.show_ledger(path, opened, held, lock)
            self._put_back(state)
            self._show_code(
                path,
                code,
                say(
                    "The ledger is encrypted now. A drive may still hold parts of what was written "
                    "in clear."
                ),
            )

        def failed(why: str) -> None:
            progress.deleteLater()
            program.show_start().tell(say("The ledger was not encrypted. {why}", why=why))
            program.open(path)

        program.leave()
        progress = ProgressDialog(program.tasks, None)
        task = Task(say("Encrypting the ledger"), can_cancel=False)
        program.tasks.run(task, lambda _: make(), done, failed)

    # --- other secrets -----------------------------------------------------------------------

    def change_passphrase(self, window: QWidget) -> None:
        say = self.program.say
        self._change(
            window,
            say("Change the passphrase"),
            say("Old copies still open with the passphrase that they had."),
            asks_new=True,
        )

    def change_code(self, window: QWidget) -> None:
        say = self.program.say
        self._change(
            window,
            say("New recovery code"),
            say(
                "Where the printed one was lost or seen. The code until now opens this ledger no "
                "longer; old copies it still does."
            ),
            asks_new=False,
        )

    def _change(self, window: QWidget, title: str, about: str, *, asks_new: bool) -> None:
        program = self.program
        ledger = program.ledger
        if ledger is None:
            return
        say, profile, path = program.say, program.profile, ledger.path

        def make(old: str, passphrase: str) -> str:
            if asks_new:
                encrypted.change_passphrase(path, profile, old, passphrase)
                return ""
            return encrypted.change_code(path, profile, old)

        def chosen(old: str, passphrase: str) -> None:
            dialog.wait(True)
            task = Task(title, can_cancel=False)
            work = partial(make, old, passphrase)
            if not program.tasks.run(task, lambda _: work(), done, dialog.refuse):
                dialog.wait(False)

        def done(code: str) -> None:
            dialog.accept()
            if program.lock is not None and program.window is not None:
                lock = Lock(program.lock.key, find_slots(path, profile.keys))
                program.lock = program.window.workspace.lock = lock  # the next copies have them
                if code:
                    self._show_code(path, code)
                else:
                    told = say(
                        "The passphrase is changed. Old backups still open with the passphrase "
                        "that they had."
                    )
                    program.window.workspace.told.emit(told, False)

        act = say("Change") if asks_new else say("Make a new code")
        dialog = NewSecretDialog(
            say, title, about, act, chosen, window, asks_old=True, asks_new=asks_new
        )
        _open(dialog)

    def _show_code(self, path: Path, code: str, more: str = "") -> None:
        dialog = RecoveryCodeDialog(
            self.program.say, path.name, code, self.program.window, more=more
        )
        _open(dialog)

    # --- locked and unlocked -----------------------------------------------------------------

    def lock(self) -> None:
        """Let go of an encrypted ledger and its key; ask for the passphrase in its place."""
        program = self.program
        window, ledger = program.window, program.ledger
        if window is None or ledger is None or program.lock is None or self.dialog is not None:
            return
        if program.tasks.is_busy or window.tasks.is_busy:
            return  # asked again after the same time
        state, path = kept_state(window), ledger.path
        _close_dialogs()

        def unlocked(lock: Lock) -> None:
            self.dialog = None
            held = program.held(path)
            if held is None:
                program.show_start()
                return
            program.open_with(path, held, lock, lambda: self._put_back(state))

        dialog = self.dialog = PassphraseDialog(path, program.profile, program.tasks, unlocked)
        dialog.setWindowTitle(program.say("Locked"))
        dialog.rejected.connect(self._given_up)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        program.leave()
        dialog.activateWindow()

    def _given_up(self) -> None:
        self.dialog = None
        self.program.show_start()

    def _put_back(self, state: WindowState) -> None:
        if self.program.window is not None:
            put_back(self.program.window, state)


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _close_dialogs() -> None:
    """Close whatever is open. What is typed in a form is on disk then, as a draft."""
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, FaultDialog):
            dialog.accept()  # rejecting it ends the program
        elif isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.done(QDialog.DialogCode.Rejected)
