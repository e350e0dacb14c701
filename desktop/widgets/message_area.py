"""The one place where the program says what happened and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.language import Language
from desktop.theme import SPACE, WIDE, current_theme


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said, and when."""

    at: QDateTime
    text: str
    is_error: bool


class MessageArea(QFrame):
    """Shows one sentence until it is dismissed or replaced; hidden while there is none.

    What was said before is kept for as long as the window is open.
    """

    earlier_asked = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[Message] = []
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.earlier = _button(say("earlier messages"), "…")
        self.earlier.clicked.connect(self.earlier_asked)
        self.close_button = _button(say("dismiss"), "✕")
        self.close_button.setToolTip(say("dismiss (Esc)"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE, SPACE, SPACE, SPACE)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(say("messages"))
        self.hide()

    @property
    def said(self) -> Sequence[Message]:
        """All that was said, first to last."""
        return self._said

    @property
    def text(self) -> str:
        """What is said now; empty while the area is hidden."""
        return self._said[-1].text if self._said and not self.isHidden() else ""

    def tell(self, text: str, is_error: bool) -> None:
        self._said.append(Message(QDateTime.currentDateTime(), text, is_error))
        theme = current_theme()
        colour = theme.exceeds if is_error else theme.closes
        self._label.setText(f"{sign(is_error=is_error)} {text}")
        self._label.setStyleSheet(f"color: {colour};")
        self._label.setAccessibleName(text)
        self.earlier.setVisible(len(self._said) > 1)
        self.show()


def sign(*, is_error: bool) -> str:
    """The symbol before a message: its colour alone would not be enough."""
    return "▼" if is_error else "✓"


def _button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
