"""One field of a form: its title with a key, its line, and beside it what there is to say."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from desktop.forms.words import WARN, WRONG
from desktop.theme import SPACE, current_theme

ENTRY: Final = "entry"  # a widget property: Enter stops here on its way through the form


def as_entry(widget: QWidget, name: str) -> QWidget:
    """Make a widget a stop on Enter's way, with its name for those who cannot see it."""
    widget.setProperty(ENTRY, True)
    widget.setAccessibleName(name)
    return widget


def plain(title: str) -> str:
    """A title without the sign of its key."""
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Note(QLabel):
    """What stands beside a field: a meaning, a warning ▲ that never blocks, an error ▼."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.remark("")

    def remark(self, text: str) -> None:
        """A quiet remark, or nothing."""
        self._show(text, current_theme().quiet)

    def also(self, text: str) -> None:
        """One thing more, after what is said already."""
        if not self.text():
            self.remark(text)
        elif text not in self.text():
            self.setText(f"{self.text()} · {text}")
            self.setAccessibleName(self.text())
            self.show()

    def warn(self, text: str) -> None:
        self._show(f"{WARN} {text}", current_theme().short)

    def refuse(self, text: str) -> None:
        self._show(f"{WRONG} {text}", current_theme().exceeds)

    def fine(self, text: str) -> None:
        self._show(text, current_theme().closes)

    def _show(self, text: str, colour: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))  # nothing to say: nothing there for a screen reader either
        self.setStyleSheet(f"color: {colour};")


class Field:
    """A titled line with its note."""

    def __init__(self, name: str, title: str, edit: QWidget) -> None:
        self.name = name
        self.title = plain(title)
        self.edit = edit
        self.note = Note()
        self.label = QLabel(title)
        self.label.setBuddy(edit)
        as_entry(edit, self.title)

    def set_visible(self, shown: bool) -> None:
        for part in (self.label, self.edit):
            part.setVisible(shown)
        self.note.setVisible(shown and bool(self.note.text()))


class FieldGrid(QWidget):
    """Fields under one another: titles, lines of one width, and the notes to their right.

    A wide field takes the notes' place too, and has its own note under it.
    """

    def __init__(self, title_width: int, line_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnMinimumWidth(0, title_width)
        self._grid.setColumnStretch(2, 1)
        self._line_width = line_width
        self.fields: dict[str, Field] = {}

    def add(
        self, name: str, title: str, edit: QWidget, hint: str = "", *, wide: bool = False
    ) -> Field:
        """Put a field at the end; `title` carries its key as `&Date`."""
        field = Field(name, title, edit)
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop if isinstance(edit, QPlainTextEdit) else Qt.AlignmentFlag(0)
        self._grid.addWidget(field.label, row, 0, top)
        if wide:
            self._grid.addWidget(edit, row, 1, 1, 2)
            self._grid.addWidget(field.note, row + 1, 1, 1, 2)
            field.note.hide()
        else:
            edit.setMinimumWidth(self._line_width)
            self._grid.addWidget(edit, row, 1)
            self._grid.addWidget(field.note, row, 2)
        if hint:
            edit.setToolTip(hint)
            if hasattr(edit, "setPlaceholderText"):
                edit.setPlaceholderText(hint)
        self.fields[name] = field
        return field

    def widgets(self) -> Sequence[QWidget]:
        """The fields' lines in reading order."""
        return [field.edit for field in self.fields.values()]
