"""What is shown when the program has a fault: what is safe, a report to keep, go on or quit."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.theme import SPACE, WIDE, sized, title_label
from desktop.widgets.ask_path import ask_new_file


class FaultDialog(QDialog):
    """A fault in a sentence, details folded away. `accepted` is to go on, `rejected` to quit."""

    def __init__(self, say: Language, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self.setWindowTitle(say("A fault in the program"))
        self.setModal(True)
        self.setMinimumWidth(sized(520))
        text = QLabel(
            say(
                "Something went wrong in the program itself. What is recorded is safe, and what "
                "you were typing is kept as a draft. Please save the report and give it to "
                "whoever looks after the program; it holds nothing of the ledger."
            )
        )
        text.setWordWrap(True)
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(say("details"))
        self.details.setMinimumHeight(sized(120))
        self.details.hide()
        self.unfold = QPushButton(say("Details"))
        self.unfold.setCheckable(True)
        self.unfold.toggled.connect(self._unfold)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.hide()
        buttons = QDialogButtonBox()
        buttons.addButton(self.unfold, QDialogButtonBox.ButtonRole.HelpRole)
        keep = buttons.addButton(say("Save the report…"), QDialogButtonBox.ButtonRole.ActionRole)
        keep.clicked.connect(self._ask_file)
        go_on = buttons.addButton(say("Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        buttons.addButton(say("Quit"), QDialogButtonBox.ButtonRole.DestructiveRole).clicked.connect(
            self.reject
        )
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("A fault in the program")))
        for widget in (text, self.details, self.message, buttons):
            column.addWidget(widget)

    def add(self, report: str) -> None:
        """Another fault, while the first one is still looked at."""
        self.details.appendPlainText(report)

    def keep(self, path: Path) -> None:
        """Save the report; an existing file stays as it is."""
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(self.details.toPlainText())
        except OSError as error:
            self.message.setText(f"▼ {path}: {error.strerror}")
        else:
            self.message.setText(self.say("Saved: {path}", path=path))
        self.message.show()

    def _ask_file(self) -> None:
        name = f"exchange-ledger-{datetime.now():%Y%m%d-%H%M%S}.txt"
        ask_new_file(self, self.say, self.say("Save the report…"), Path.home() / name, self.keep)

    def _unfold(self, is_shown: bool) -> None:
        self.details.setVisible(is_shown)
        self.adjustSize()
