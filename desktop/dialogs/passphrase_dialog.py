"""Asks for what opens an encrypted ledger, and says beside it when that is wrong."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.tasks import Task, Tasks
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from domain.encrypted import unlock
from domain.storage.backup import Lock
from domain.storage.profile import Profile

Unlocked = Callable[[Lock], object]


class PassphraseDialog(QDialog):
    """Unlocks one file. What is typed is forgotten with the dialog."""

    def __init__(
        self,
        path: Path,
        profile: Profile,
        tasks: Tasks,
        unlocked: Unlocked,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._profile = profile
        self._tasks = tasks
        self._unlocked = unlocked
        say = tasks.say
        self.setWindowTitle(say("Passphrase"))
        self.setMinimumWidth(sized(440))
        about = QLabel(
            say("{name} is encrypted. Type its passphrase or its recovery code.", name=path.name)
        )
        about.setWordWrap(True)
        self.typed = QLineEdit()
        self.typed.setEchoMode(QLineEdit.EchoMode.Password)
        self.typed.setAccessibleName(say("passphrase or recovery code"))
        show = QCheckBox(say("show what I type"))
        show.toggled.connect(self._show_typed)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self.error.hide()
        self.buttons = QDialogButtonBox()
        self.open_button = self.buttons.addButton(
            say("Open"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.open_button.setDefault(True)
        self.buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.unlock)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("Passphrase")))
        for widget in (about, self.typed, show, self.error, self.buttons):
            column.addWidget(widget)

    def unlock(self) -> None:
        """Try what is typed; it takes about a second, on purpose."""
        say, typed = self._tasks.say, self.typed.text()
        self.buttons.setEnabled(False)
        self._tasks.run(
            Task(say("Unlocking"), can_cancel=False),
            lambda _: unlock(self.path, self._profile, typed),
            self._done,
            self._failed,
        )

    def _done(self, lock: Lock) -> None:
        self.accept()
        self._unlocked(lock)

    def _failed(self, why: str) -> None:
        self.buttons.setEnabled(True)
        self.error.setText(f"▼ {why}")
        self.error.show()
        self.typed.selectAll()
        self.typed.setFocus()

    def _show_typed(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.typed.setEchoMode(mode)
