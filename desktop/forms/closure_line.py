"""How the groups of a breakdown close, one sentence each, in a sign, words and a colour."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.theme import current_theme

Sentence = tuple[str, str, str]  # sign, words, status


class ClosureLine(QLabel):
    """The lines under a block; they change at each keystroke."""

    def __init__(self, block: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block = block
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)

    def tell(self, sentences: Sequence[Sentence]) -> None:
        theme = current_theme()
        colours = {"closes": theme.closes, "short": theme.short, "exceeds": theme.exceeds}
        lines = []
        for sign, words, status in sentences:
            colour = colours.get(status, theme.quiet)
            lines.append(f"<span style='color:{colour}'>{sign} {escape(words)}</span>")
        self.setText("<br>".join(lines))
        said = "; ".join(f"{sign} {words}" for sign, words, _ in sentences)
        self.setAccessibleName(f"{self._block}: {said}" if said else self._block)
        self.setVisible(bool(sentences))

    def words(self) -> str:
        """What is said, without its colours."""
        return self.accessibleName()
