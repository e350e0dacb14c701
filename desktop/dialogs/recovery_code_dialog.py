"""Shows a recovery code, once: to be copied or printed, and put away before one goes on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.theme import SPACE, WIDE, scaled, sized, title_label
from desktop.widgets.ask_printer import ask_printer

IN_A_LINE = 3  # groups of letters


class RecoveryCodeDialog(QDialog):
    """Stays until the operator says that the code is put away."""

    def __init__(
        self, say: Language, name: str, code: str, parent: QWidget | None = None, *, more: str = ""
    ) -> None:
        """`name` is the ledger's, for the printed sheet; `more` is what else there is to know."""
        super().__init__(parent)
        self.say = say
        self.name = name
        self.code = code
        self.setWindowTitle(say("Recovery code"))
        self.setModal(True)
        self.setMinimumWidth(sized(560))
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.about = QLabel(
            say(
                "Recovery code. Print it and put it away where nobody else finds it: it opens the "
                "ledger when the passphrase is lost, and it is not shown again."
            )
        )
        self.about.setWordWrap(True)
        groups = code.split("-")
        lines = ["-".join(groups[at : at + IN_A_LINE]) for at in range(0, len(groups), IN_A_LINE)]
        self.shown = QLabel("\n".join(lines))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(scaled(self.about.font(), 1.8).pointSizeF())
        self.shown.setFont(font)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setAccessibleName(say("Recovery code"))
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.put_away = QCheckBox(say("I have &put it away"))
        self.put_away.toggled.connect(self._look)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName(say("messages"))
        self.message.hide()
        self.buttons = QDialogButtonBox()
        self.go_on = self.buttons.addButton(say("Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        other = QDialogButtonBox.ButtonRole.ActionRole
        self.copying = self.buttons.addButton(say("Copy"), other)
        self.copying.clicked.connect(self._copy)
        self.printing = self.buttons.addButton(say("Print…"), other)
        self.printing.clicked.connect(lambda: ask_printer(self, self.print_on))
        self.buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("Recovery code")))
        column.addWidget(self.about)
        column.addSpacing(SPACE)
        column.addWidget(self.shown)
        column.addSpacing(SPACE)
        if more:
            said = QLabel(more)
            said.setWordWrap(True)
            column.addWidget(said)
        for widget in (self.message, self.put_away, self.buttons):
            column.addWidget(widget)
        self._look()
        self.put_away.setFocus()

    def reject(self) -> None:
        """Esc does nothing before the code is put away: it is not shown again."""
        if self.put_away.isChecked():
            super().reject()

    def print_on(self, printer: QPrinter) -> None:
        """One sheet: whose code it is, and the code."""
        document = QTextDocument()
        document.setDefaultFont(scaled(self.about.font(), 1.4))
        document.setPlainText(
            f"Exchange Ledger\n{self.name}\n\n{self.about.text()}\n\n{self.shown.text()}"
        )
        document.print_(printer)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.message.setText(self.say("Copied. Other programs can read what is copied."))
        self.message.show()

    def _look(self) -> None:
        self.go_on.setEnabled(self.put_away.isChecked())
