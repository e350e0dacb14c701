"""The one place where the program says what happened and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.language import Language
from desktop.theme import SPACE, WIDE, current_theme


class MessageArea(QFrame):
    """Shows one sentence until it is dismissed or replaced; hidden while there is none."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(say("dismiss"))
        close.setToolTip(say("dismiss"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE, SPACE, SPACE, SPACE)
        layout.addWidget(self._label, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(say("messages"))
        self.hide()

    def tell(self, text: str, is_error: bool) -> None:
        theme = current_theme()
        colour = theme.exceeds if is_error else theme.closes
        sign = "▼" if is_error else "✓"
        self._label.setText(f"{sign} {text}")
        self._label.setStyleSheet(f"color: {colour};")
        self._label.setAccessibleName(text)
        self.show()
