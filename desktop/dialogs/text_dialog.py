"""A dialog that says something to be read, copied, printed or kept as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.theme import SPACE, WIDE, scaled, sized, title_label
from desktop.widgets.ask_path import ask_new_file
from desktop.widgets.ask_printer import ask_printer

Kept = Callable[[Path], object]
WIDEST: Final = 640


class TextDialog(QDialog):
    """A title, what matters in large letters, and the rest to read."""

    def __init__(
        self,
        say: Language,
        title: str,
        lead: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        file_name: str = "",
        fixed: str = "",
    ) -> None:
        """`lead` is said large; `fixed` is set below it in letters of one width, larger still.

        With `file_name` the text can be kept as a file, of which this is the first suggestion.
        """
        super().__init__(parent)
        self.say = say
        self._file_name = file_name
        self.setWindowTitle(title)
        self.lead = QLabel(lead)
        self.lead.setWordWrap(True)
        self.lead.setFont(scaled(self.lead.font(), 1.2))
        self.fixed = QLabel(fixed)
        self.fixed.setFont(
            scaled(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), 1.0)
        )
        font = self.fixed.font()
        font.setPointSizeF(self.lead.font().pointSizeF() * 1.3)
        self.fixed.setFont(font)
        self.fixed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fixed.setVisible(bool(fixed))
        self.text = QTextBrowser()
        self.text.setAccessibleName(title)
        self.text.setPlainText(text)
        self.text.setVisible(bool(text))
        self.text.setMinimumHeight(sized(160))
        for label in (self.lead, self.fixed):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        other = QDialogButtonBox.ButtonRole.ActionRole
        self.buttons.addButton(say("Copy"), other).clicked.connect(self.copy)
        self.buttons.addButton(say("Print…"), other).clicked.connect(self._print)
        if file_name:
            self.buttons.addButton(say("Save as a file…"), other).clicked.connect(self._ask_file)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName(say("messages"))
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(title))
        for widget in (self.lead, self.fixed):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        self.resize(sized(WIDEST), self.sizeHint().height())

    def whole_text(self) -> str:
        """All that the dialog says."""
        parts = (self.lead.text(), self.fixed.text(), self.text.toPlainText())
        return "\n\n".join(part for part in parts if part)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.whole_text())
        self._tell(self.say("Copied."))

    def kept_text(self) -> str:
        """What goes into a file: the text itself."""
        return self.text.toPlainText() or self.whole_text()

    def _ask_file(self) -> None:
        ask_new_file(self, self.say, self.say("Save as a file…"), self._file_name, self._keep)

    def _keep(self, path: Path) -> None:
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self.kept_text())
        except FileExistsError:
            self._tell(f"▼ {self.say('The file exists already and stays as it is.')}")
        except OSError as error:
            self._tell(f"▼ {path}: {error.strerror}")
        else:
            self._tell(self.say("Saved: {path}", path=path))

    def _print(self) -> None:
        ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        document = QTextDocument()
        document.setPlainText(f"{self.windowTitle()}\n\n{self.whole_text()}")
        document.print_(printer)

    def _tell(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()
