"""The statement beside the form: its text, its figures, and which field each went to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.field import Note
from desktop.language import Language
from desktop.theme import SPACE, current_theme

LONGEST: Final = 4_000_000  # bytes of a text file that is still a statement


class Span(NamedTuple):
    """Characters from `start` to before `end` are the words that the value of `field` rests on."""

    start: int
    end: int
    field: str


class _Text(QPlainTextEdit):
    pointed = Signal(int)  # a place in the text was clicked, or Enter pressed on it
    dropped = Signal(QMimeData)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.pointed.emit(self.textCursor().position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.isReadOnly():
            self.pointed.emit(self.textCursor().position())
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasUrls():
            self.dropped.emit(source)
        else:
            self.insertPlainText(source.text())


class StatementPane(QWidget):
    """Text that was pasted, dropped or opened. Clicking a figure says which field it is in."""

    changed = Signal()  # the text is another one
    figure_chosen = Signal(str)  # the field of the figure that was clicked

    def __init__(self, say: Language, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self._spans: tuple[Span, ...] = ()
        self._lit = ""
        title = QLabel(say("&Statement"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.edit = _Text()
        self.edit.setAccessibleName(say("text of the statement"))
        self.edit.setPlaceholderText(say("Paste the statement here, or drop a text file."))
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title.setBuddy(self.edit)
        self._file = QPushButton(say("Open a te&xt…"))
        self._file.setAutoDefault(False)
        self._file.clicked.connect(self._choose_file)
        self.note = Note()
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self.edit, 1)
        column.addWidget(self.note)
        self.setAcceptDrops(True)
        self.edit.setPlainText(text)
        self.edit.textChanged.connect(self._edited)
        self.edit.pointed.connect(self._pointed)
        self.edit.dropped.connect(self.take)

    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def widgets(self) -> Sequence[QWidget]:
        return (self._file, self.edit)

    # --- figures -----------------------------------------------------------------------------

    def highlight(self, spans: Sequence[tuple[int, int, str]]) -> None:
        """Mark the words that each field's value rests on; places count the text's characters."""
        length = len(self.text())
        self._spans = tuple(Span(*span) for span in spans if 0 <= span[0] < span[1] <= length)
        self._paint()

    def show_field(self, field: str) -> None:
        """Make the words of one field stand out; its line has the cursor just now."""
        if field == self._lit:
            return
        self._lit = field
        self._paint()
        for span in self._spans:
            if span.field == field:
                cursor = self._cursor(span.start, span.start)
                if not self.edit.rect().contains(self.edit.cursorRect(cursor)):
                    self.edit.setTextCursor(cursor)
                    self.edit.ensureCursorVisible()
                return

    def _paint(self) -> None:
        theme = current_theme()
        found = []
        for span in self._spans:
            marked = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            is_lit = span.field == self._lit
            form.setBackground(QColor(theme.accent if is_lit else theme.band))
            form.setForeground(QColor(theme.on_accent if is_lit else theme.on_band))
            form.setFontUnderline(True)
            marked.format = form
            marked.cursor = self._cursor(span.start, span.end)
            found.append(marked)
        self.edit.setExtraSelections(found)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        """A cursor over characters; Qt counts UTF-16 units, which is more for rare letters."""
        text = self.text()
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _pointed(self, units: int) -> None:
        text = self.text()
        for span in self._spans:
            if _units(text[: span.start]) <= units <= _units(text[: span.end]):
                self.figure_chosen.emit(span.field)
                return

    # --- where the text comes from -----------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def take(self, data: QMimeData) -> None:
        """Text, or the text file that was dropped."""
        if data.hasUrls():
            self.open(Path(data.urls()[0].toLocalFile()))
        elif data.hasText():
            self.set_text(data.text())

    def open(self, path: Path) -> None:
        """Read a text file; says beside the text where that is none."""
        self.note.remark("")
        try:
            if path.stat().st_size > LONGEST:
                self.note.refuse(self.say("This file is too long for a statement."))
                return
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            said = self.say("This file cannot be read as text. Copy its words and paste them.")
            self.note.refuse(said)
            return
        self.set_text(text)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.say("Open a text"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def _edited(self) -> None:
        self._spans = ()
        self._paint()
        self.changed.emit()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
