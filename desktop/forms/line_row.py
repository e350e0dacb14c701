"""One row of a breakdown: a name that completes itself, a count, and what there is to say of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.forms.choice_edit import ChoiceEdit, Offer
from desktop.forms.field import Note, as_entry
from desktop.language import Language
from desktop.theme import SPACE
from domain.model.typed_lines import TypedRow

STEP = 20  # pixels that a nested row stands further in
NAME_LETTERS, COUNT_LETTERS = 40, 16  # widths in letters, so that they grow with the text


class LineRow(QWidget):
    """A row; it knows nothing of its neighbours and says which key was meant for them."""

    edited = Signal()
    nest_asked = Signal(int)  # 1 further in, -1 further out
    left = Signal(str)  # from "name" or "count", by Enter
    moved = Signal(int)  # to the row below (1) or above (-1)
    removed = Signal()
    pasted = Signal(str)
    define_asked = Signal()

    def __init__(self, offer: Offer, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = 0  # how many rows above hold this one
        self.may_nest = False  # whether Tab has somewhere to put this row
        self._indent = QLabel()
        self._indent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.name = ChoiceEdit(offer)
        self.name.setToolTip(say("Tab nests the row under the one above, Shift+Tab lifts it"))
        self.count = QLineEdit()
        self.count.setFixedWidth(COUNT_LETTERS * self.fontMetrics().averageCharWidth())
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.setToolTip(say("24, about 24, at least 24, unknown"))
        self.note = Note()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._indent)
        layout.addWidget(self.name)
        layout.addSpacing(SPACE // 2)
        layout.addWidget(self.count)
        layout.addSpacing(SPACE)
        layout.addWidget(self.note, 100)
        layout.addStretch(1)
        for edit in (self.name, self.count):
            edit.textChanged.connect(self.edited)
            edit.installEventFilter(self)
        self.name.taken.connect(lambda: self.left.emit("name"))
        self.set_level(0)

    def set_names(self, name: str, count: str) -> None:
        """Say what the two lines are for: their names for a screen reader."""
        as_entry(self.name, name)
        as_entry(self.count, count)

    def set_level(self, level: int) -> None:
        self.level = level
        self._indent.setFixedWidth(STEP * level)
        letters = NAME_LETTERS * self.fontMetrics().averageCharWidth()
        self.name.setFixedWidth(max(letters - STEP * level, letters // 2))
        self._indent.setText("↳" if level else "")
        self._indent.setVisible(level > 0)

    def set_row(self, row: TypedRow) -> None:
        self.name.setText(row.name)
        self.count.setText(row.count)
        self.set_level(row.depth)

    def row(self) -> TypedRow:
        return TypedRow(self.name.text(), self.count.text(), self.level)

    def widgets(self) -> Sequence[QWidget]:
        return (self.name, self.count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean the whole row."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(watched is self.name, event)
        if event.type() == QEvent.Type.FocusOut and self.window().isVisible():
            self.edited.emit()  # what was unfinished is now wrong
        return super().eventFilter(watched, event)

    def _key(self, in_name: bool, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\n" in text.strip() or "\t" in text.strip():
                self.pasted.emit(text)
                return True
            return False
        if key == Qt.Key.Key_Right and held == alt:
            self.nest_asked.emit(1)
            return True
        if key == Qt.Key.Key_Left and held == alt:
            self.nest_asked.emit(-1)
            return True
        if key == Qt.Key.Key_Delete and held == control:
            self.removed.emit()
            return True
        if key == Qt.Key.Key_F4 and not held and in_name:
            self.define_asked.emit()
            return True
        if in_name and key == Qt.Key.Key_Tab and not held and self.may_nest:
            self.nest_asked.emit(1)
            return True
        if in_name and key == Qt.Key.Key_Backtab and self.level:
            self.nest_asked.emit(-1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if in_name and self.name.is_open():
                return False
            self.left.emit("name" if in_name else "count")
            return True
        if not in_name and not held and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False
