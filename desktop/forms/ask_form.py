"""A few lines to fill in for one act: a mediator note, a retraction, a reinstatement, a merge."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import SPACE, WIDE, current_theme
from desktop.workspace import Workspace
from domain.model.refusal import Refused

Act = Callable[[Mapping[str, str]], object]


class AskForm(QDialog):
    """Asks for some lines of text and does one act with them; a refusal stands beside them."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        about: str,
        lines: Sequence[tuple[str, str]],
        act: Act,
        parent: QWidget | None = None,
    ) -> None:
        """`lines` are (name, title on screen); `act` gets what was typed, by name."""
        super().__init__(parent)
        self.workspace = workspace
        self._act = act
        say = workspace.say
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.edits: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setVerticalSpacing(SPACE)
        for name, shown in lines:
            edit = QLineEdit()
            edit.setAccessibleName(shown)
            self.edits[name] = edit
            form.addRow(shown, edit)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        buttons = QDialogButtonBox()
        record = buttons.addButton(say("Record"), QDialogButtonBox.ButtonRole.AcceptRole)
        record.setDefault(True)
        buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.record)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        label = QLabel(about)
        label.setWordWrap(True)
        column.addWidget(label)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record)

    def record(self) -> None:
        self.error.clear()
        try:
            self._act({name: edit.text() for name, edit in self.edits.items()})
        except Refused as refused:
            self.error.setText(f"▼ {self.workspace.say.refusal(refused)}")
            if refused.field in self.edits:
                self.edits[refused.field].setFocus()
            return
        self.workspace.changed.emit()
        self.workspace.told.emit(self.workspace.say("Recorded."), False)
        self.accept()
