"""The history of one field: every value it had, who gave it, when and why."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop.figures import field_name
from desktop.language import Language
from desktop.pages.history_text import field_history_html
from desktop.theme import SPACE, WIDE, current_theme, figures, title_label
from domain.model.vocabulary import Vocabulary
from domain.projections.history import HistoryRow


class FieldHistory(QDialog):
    """Reads from the oldest value to the newest; Esc closes it."""

    def __init__(
        self,
        say: Language,
        field: str,
        rows: Sequence[HistoryRow],
        words: Vocabulary,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title = say("History of “{field}”", field=field_name(field, say, words))
        self.setWindowTitle(title)
        self.text = QTextBrowser()
        self.text.setFont(figures())
        self.text.setAccessibleName(title)
        self.text.setOpenLinks(False)
        self.text.setHtml(
            field_history_html(rows, field, say, current_theme(), words)
            if rows
            else say("Nothing is recorded of this field.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(title))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(520, 420)
