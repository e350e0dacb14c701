"""Asks for a new passphrase, twice, with its rule beside it; or first for the one until now."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from domain.model.refusal import Refused
from domain.storage.keys import SHORTEST, check_passphrase

Chosen = Callable[[str, str], object]


class NewSecretDialog(QDialog):
    """Checks what is typed, then hands it on; whoever uses it closes it or tells what is wrong."""

    def __init__(
        self,
        say: Language,
        title: str,
        about: str,
        act: str,
        chosen: Chosen,
        parent: QWidget | None = None,
        *,
        asks_old: bool = False,
        asks_new: bool = True,
    ) -> None:
        """`act` is what the button says; `chosen` gets the old passphrase and the new one."""
        super().__init__(parent)
        self.say = say
        self._chosen = chosen
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(sized(520))
        said = QLabel(about)
        said.setWordWrap(True)
        self.old, self.new, self.again = (QLineEdit() for _ in range(3))
        form = QFormLayout()
        form.setVerticalSpacing(SPACE)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        wanted = (
            (asks_old, self.old, say("Passphrase or recovery code")),
            (asks_new, self.new, say("New passphrase")),
            (asks_new, self.again, say("Once more")),
        )
        self.fields = [edit for is_asked, edit, _ in wanted if is_asked]
        for is_asked, edit, name in wanted:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setAccessibleName(name)
            if is_asked:
                form.addRow(name, edit)
            if is_asked and edit is self.new:
                form.addRow("", self._rule())
        show = QCheckBox(say("show what I type"))
        show.toggled.connect(self._show_typed)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self.error.hide()
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(act, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        self.buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._done)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(title))
        column.addWidget(said)
        column.addLayout(form)
        for widget in (show, self.error, self.buttons):
            column.addWidget(widget)
        self.finished.connect(self._forget)
        self.fields[0].setFocus()

    def refuse(self, why: str) -> None:
        """Say what is wrong; what is typed stays."""
        self.wait(False)
        self.error.setText(f"▼ {why}")
        self.error.show()
        self.fields[0].setFocus()
        self.fields[0].selectAll()

    def wait(self, is_waiting: bool) -> None:
        """A key is made slowly, on purpose: show that it goes on."""
        self.buttons.setDisabled(is_waiting)
        for edit in self.fields:
            edit.setDisabled(is_waiting)
        if is_waiting:
            self.setCursor(Qt.CursorShape.BusyCursor)
        else:
            self.unsetCursor()

    def reject(self) -> None:
        if self.buttons.isEnabled():  # else a key is being made, and what comes of it is told
            super().reject()

    def _rule(self) -> QLabel:
        rule = QLabel(self.say("At least {n} characters; several words are best.", n=SHORTEST))
        rule.setWordWrap(True)
        rule.setEnabled(False)
        return rule

    def _done(self) -> None:
        """Go to the next empty field, or hand on what is typed."""
        for edit in self.fields:
            if not edit.text() and not edit.hasFocus() and self.fields[0].text():
                edit.setFocus()
                return
        try:
            if self.new in self.fields:
                check_passphrase(self.new.text())
                if self.new.text() != self.again.text():
                    raise Refused("passphrase_twice")
        except Refused as refused:
            self._complain(self.say.refusal(refused.about("")))
            return
        self.error.hide()
        self._chosen(self.old.text(), self.new.text())

    def _complain(self, why: str) -> None:
        self.error.setText(f"▼ {why}")
        self.error.show()
        self.new.setFocus()
        self.new.selectAll()

    def _show_typed(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        for edit in self.fields:
            edit.setEchoMode(mode)

    def _forget(self) -> None:
        for edit in self.fields:
            edit.clear()
