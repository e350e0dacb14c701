"""Breakdown lines typed as text: a name and a count a line, indented within another."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QWidget

from domain.model.typed import names
from domain.model.vocabulary import Vocabulary

INDENT = "    "


class LinesEdit(QPlainTextEdit):
    """Tab puts a line within the one above, Shift+Tab takes it out; names complete themselves."""

    def __init__(
        self, vocabulary: Vocabulary, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._completer = QCompleter(self)
        words = sorted(
            {
                vocabulary.category_name(dimension, category, language)
                for dimension, category, _ in names(vocabulary)
            }
        )
        self._completer.setModel(QStringListModel(words, self._completer))
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setWidget(self)
        self._popup = self._completer.popup() or QListView()
        self._completer.activated.connect(self._complete)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup
        accepts = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
        if popup.isVisible() and event.key() in accepts:
            index = popup.currentIndex()
            if index.isValid():
                self._complete(str(index.data()))
                popup.hide()
                return
            popup.hide()
        if popup.isVisible() and event.key() == Qt.Key.Key_Escape:
            popup.hide()
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Tab and not control:
            if self._line().strip() or self.textCursor().blockNumber():
                self._indent(INDENT)
            return
        if event.key() == Qt.Key.Key_Backtab:
            self._indent("")
            return
        super().keyPressEvent(event)
        if event.text().strip() or event.key() == Qt.Key.Key_Backspace:
            self._offer()

    def _line(self) -> str:
        return self.textCursor().block().text()

    def _indent(self, by: str) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        if by:
            cursor.insertText(by)
        else:
            spaces = len(self._line()) - len(self._line().lstrip(" "))
            for _ in range(min(len(INDENT), spaces)):
                cursor.deleteChar()
        cursor.endEditBlock()

    def _offer(self) -> None:
        typed = self._line()[: self.textCursor().positionInBlock()].strip()
        if len(typed) < 2 or any(letter.isdigit() for letter in typed):
            self._popup.hide()
            return
        self._completer.setCompletionPrefix(typed)
        if not self._completer.completionCount() or self._completer.currentCompletion() == typed:
            self._popup.hide()
            return
        place = self.cursorRect()
        place.setWidth(320)
        self._completer.complete(place)

    def _complete(self, name: str) -> None:
        cursor = self.textCursor()
        line = self._line()
        indent = line[: len(line) - len(line.lstrip())]
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{indent}{name} ")
        self.setTextCursor(cursor)
