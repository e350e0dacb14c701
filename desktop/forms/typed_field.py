"""Lines that say what they were understood to mean: dates, and counts with their bound."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.forms.field import Note
from desktop.forms.words import count_words, dating_words, refusal_words
from desktop.language import Language
from domain.model.counts import Count, parse_count
from domain.model.dating import Dating
from domain.model.refusal import Refused
from domain.model.typed import typed_dating


class DateEdit(QLineEdit):
    """A day by typing; Up and Down move it, with Shift by a month's worth of days."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today

    def dating(self, field: str) -> Dating | None:
        """What is typed, or None for nothing; refused naming `field`."""
        text = self.text().strip()
        return typed_dating(text, self._today(), field) if text else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step *= 30
        self._move(step)

    def _move(self, days: int) -> None:
        try:
            found = self.dating("occurred")
            day = self._today() if found is None else found.first + timedelta(days=days)
        except (Refused, OverflowError):
            return
        self.setText(f"{day.day}.{day.month}.{day.year:04}")


def say_day(edit: DateEdit, note: Note, say: Language, field: str) -> Dating | None:
    """Say beside a date which day it means, or what is wrong with it."""
    try:
        found = edit.dating(field)
    except Refused as refused:
        note.warn(refusal_words(say, refused))
        return None
    note.remark(dating_words(say, found) if found else "")
    return found


def read_count(text: str, field: str) -> Count | None:
    """A count as typed; None where nothing is: not stated is not 0."""
    return parse_count(text, field) if text.strip() else None


def say_count(text: str, note: Note, say: Language) -> Count | None:
    """Say beside a count what it means where that is not plain, or what is wrong with it."""
    try:
        found = read_count(text, "")
    except Refused as refused:
        note.warn(refusal_words(say, refused))
        return None
    note.remark(count_words(say, found) if found is not None and not found.is_exact else "")
    return found
