"""The statement beside the form: its text, its figures, and which field each went to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QHelpEvent,
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
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.field import Note
from desktop.forms.read_colours import tint
from desktop.forms.words import refusal_words
from desktop.language import Language
from desktop.theme import SPACE, current_theme
from domain.model.refusal import Refused
from domain.statements.document import Document
from domain.statements.documents import document_of, read_document


class Span(NamedTuple):
    """Characters from `start` to before `end` are the words that the value of `field` rests on."""

    start: int
    end: int
    field: str


class Remark(NamedTuple):
    """Characters of a number that was seen and not used, and why."""

    start: int
    end: int
    why: str


class _Text(QPlainTextEdit):
    pasted = Signal()
    asked = Signal(QHelpEvent)  # the pointer rests
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
            self.pasted.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self.asked.emit(event)
            return True
        return super().viewportEvent(event)


class StatementPane(QWidget):
    """Text that was pasted, dropped or opened. Clicking a figure says which field it is in."""

    changed = Signal()  # the text is another one
    given = Signal(object)  # a Document was pasted, dropped or opened: it may be read
    figure_chosen = Signal(str)  # the field of the figure that was clicked

    def __init__(self, say: Language, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self._spans: tuple[Span, ...] = ()
        self._unused: tuple[Remark, ...] = ()
        self._told: Mapping[str, str] = {}
        self._troubles: Mapping[str, str] = {}
        self._exact = ""  # the text as it was given: the editor makes some spaces plain ones
        self._lit = ""
        title = QLabel(say("&Statement"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.edit = _Text()
        self.edit.setAccessibleName(say("text of the statement"))
        self.edit.setPlaceholderText(
            say("Paste the statement here, or drop its file: text, web page, Word or PDF.")
        )
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title.setBuddy(self.edit)
        self._file = QPushButton(say("Open a te&xt…"))
        self._file.setAutoDefault(False)
        self._file.clicked.connect(self._choose_file)
        self.again = QPushButton(say("Read it again"))
        self.again.setToolTip(say("F5: fills the fields that are empty from the text as it stands"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self.read_again)
        self.note = Note()
        self.said = Note()  # what there is to say of the words under the caret
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.again)
        head.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self.edit, 1)
        column.addWidget(self.said)
        column.addWidget(self.note)
        self.setAcceptDrops(True)
        self.edit.setPlainText(text)
        self._exact = text.replace("\r\n", "\n").replace("\r", "\n")
        self.edit.textChanged.connect(self._edited)
        self.edit.cursorPositionChanged.connect(self._say_here)
        self.edit.pasted.connect(self._pasted)
        self.edit.asked.connect(self._show_tip)
        self.edit.pointed.connect(self._pointed)
        self.edit.dropped.connect(self.take)

    def text(self) -> str:
        shown = self.edit.toPlainText()
        return self._exact if _as_shown(self._exact) == shown else shown

    def set_text(self, text: str) -> None:
        self._exact = text.replace("\r\n", "\n").replace("\r", "\n")
        self.edit.setPlainText(text)

    def give(self, document: Document) -> None:
        """Show a document and say that it may be read."""
        self.set_text(document.text)
        self.given.emit(replace(document, text=self.text()))

    def widgets(self) -> Sequence[QWidget]:
        return (self.again, self._file, self.edit)

    # --- figures -----------------------------------------------------------------------------

    def highlight(
        self, spans: Sequence[tuple[int, int, str]], unused: Sequence[tuple[int, int, str]] = ()
    ) -> None:
        """Mark the words that each field's value rests on, and the numbers that went nowhere with
        the reason; places count the text's characters."""
        length = len(self.text())
        self._spans = tuple(Span(*span) for span in spans if 0 <= span[0] < span[1] <= length)
        self._unused = tuple(Remark(*span) for span in unused if 0 <= span[0] < span[1] <= length)
        self._paint()

    def tell(self, words: Mapping[str, str], troubles: Mapping[str, str]) -> None:
        """What each field is called, and what is wrong with the figure of some."""
        if (words, troubles) != (self._told, self._troubles):
            self._told, self._troubles = words, troubles
            self._paint()
            self._say_here()

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

    def go_to(self, field: str) -> None:
        """Put the caret into the words of a field."""
        for span in self._spans:
            if span.field == field:
                self.edit.setTextCursor(self._cursor(span.start, span.start))
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def field_here(self) -> str:
        """The field of the words under the caret; empty where there is none."""
        span = self._span_at(self.edit.textCursor().position())
        return span.field if span is not None else ""

    def words_of(self, field: str) -> str:
        """The words in the text that a field rests on."""
        text = self.text()
        found = [text[span.start : span.end] for span in self._spans if span.field == field]
        return ", ".join(found)

    def words_at(self, units: int) -> str:
        """What there is to say of a place in the text."""
        span = self._span_at(units)
        if span is not None:
            words = self._told.get(span.field, span.field)
            trouble = self._troubles.get(span.field, "")
            return f"{words}: {trouble}" if trouble else words
        text = self.text()
        for number in self._unused:
            if _units(text[: number.start]) <= units <= _units(text[: number.end]):
                return number.why
        return ""

    def _paint(self) -> None:
        theme = current_theme()
        lines = QTextCharFormat.UnderlineStyle
        found = []
        for span in self._spans:
            is_lit = span.field == self._lit
            form = QTextCharFormat()
            form.setBackground(QColor(theme.accent if is_lit else tint(span.field)))
            form.setForeground(QColor(theme.on_accent if is_lit else theme.text))
            if span.field in self._troubles:
                form.setForeground(QColor(theme.on_accent if is_lit else theme.exceeds))
                form.setUnderlineStyle(lines.SingleUnderline)
                form.setUnderlineColor(QColor(theme.on_accent if is_lit else theme.exceeds))
            found.append(self._marked(span.start, span.end, form))
        for number in self._unused:
            form = QTextCharFormat()
            form.setUnderlineStyle(lines.DotLine)
            form.setUnderlineColor(QColor(theme.quiet))
            found.append(self._marked(number.start, number.end, form))
        self.edit.setExtraSelections(found)

    def _marked(self, start: int, end: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        marked = QTextEdit.ExtraSelection()
        marked.format = form
        marked.cursor = self._cursor(start, end)
        return marked

    def _cursor(self, start: int, end: int) -> QTextCursor:
        """A cursor over characters; Qt counts UTF-16 units, which is more for rare letters."""
        text = self.text()
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _span_at(self, units: int) -> Span | None:
        text = self.text()
        for span in self._spans:
            if _units(text[: span.start]) <= units <= _units(text[: span.end]):
                return span
        return None

    def _pointed(self, units: int) -> None:
        span = self._span_at(units)
        if span is not None:
            self.figure_chosen.emit(span.field)

    def _say_here(self) -> None:
        self.said.remark(self.words_at(self.edit.textCursor().position()))

    def _show_tip(self, event: QHelpEvent) -> None:
        units = self.edit.cursorForPosition(event.pos()).position()
        QToolTip.showText(event.globalPos(), self.words_at(units), self.edit)

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
            self._give_text(data.text())

    def open(self, path: Path) -> None:
        """Read a file: plain text, a web page, a word processor's file, a PDF with text."""
        self.note.remark("")
        try:
            document = read_document(path)
        except Refused as refused:
            self.note.refuse(refusal_words(self.say, refused))
        except OSError:
            said = self.say("This file cannot be read as text. Copy its words and paste them.")
            self.note.refuse(said)
        else:
            self.give(document)

    def read_again(self) -> None:
        """Say that the text as it stands may be read."""
        self._pasted()

    def _pasted(self) -> None:
        self.note.remark("")
        if self.text().strip():
            try:
                found = document_of(self.text().encode("utf-8", "replace"), "")
            except Refused as refused:
                self.note.refuse(refusal_words(self.say, refused))
            else:
                self.given.emit(replace(found, text=self.text()))

    def _give_text(self, text: str) -> None:
        self.set_text(text)
        self._pasted()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.say("Open a text"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def _edited(self) -> None:
        self._spans = self._unused = ()
        self._paint()
        self.changed.emit()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _as_shown(text: str) -> str:
    """A text as the editor gives it back."""
    return text.translate({0x2028: "\n", 0x2029: "\n", 0xA0: " "})
