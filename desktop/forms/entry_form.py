"""What every form has in common: Enter moves on, Ctrl+Enter records, Esc keeps the draft."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.draft_band import DraftBand
from desktop.forms.drafts import Shelf, has_text
from desktop.forms.field import ENTRY, Field, FieldGrid, Note
from desktop.forms.words import WRONG, refusal_words
from desktop.theme import SPACE, WIDE, current_theme
from desktop.workspace import Workspace
from domain.model.refusal import Refused

TITLE_WIDTH: Final = 8  # widths in letters of the text's own size, so that they grow with it
LINE_WIDTH: Final = 16


class EntryForm(QDialog):
    """A dialog with a page that scrolls, a place for what is wrong, and a draft on disk.

    A form that is built on this one fills `page`, then calls `ready`. It says what is typed
    (`typed`, `restore`), which widgets it has in reading order (`widgets`), and does its one act
    in `commit`, which returns the sentence that is told when it is done.
    """

    recorded = Signal()

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        form: str,
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.say = workspace.say
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        ledger = workspace.ledger
        self._shelf = Shelf(ledger.profile.folder, ledger.id, ledger.side_key)
        self._form, self._about = form, about
        self.draft = self._shelf.draft(form, about)
        self._grids: list[FieldGrid] = []
        self._kept: Mapping[str, Any] = {}
        self._is_ready = False
        letter = self.fontMetrics().averageCharWidth()
        self._title_width, self._line_width = 2 * TITLE_WIDTH * letter, 2 * LINE_WIDTH * letter
        self.page = QWidget()
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(0, 0, WIDE // 2, 0)
        self.column.setSpacing(SPACE)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.page)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.error = Note()
        self.error.setAccessibleName(self.say("what is wrong"))
        self._buttons = QDialogButtonBox()
        self.ok = self._buttons.addButton(
            self.say("&Record"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.ok.setToolTip("Ctrl+Enter")
        self.later = self._buttons.addButton(
            self.say("Keep &for later"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self.later.setToolTip("Esc")
        for button in (self.ok, self.later):
            button.setAutoDefault(False)
        self._buttons.accepted.connect(self.record)
        self._buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record)
        self.draft.failed = self._draft_failed
        self._failing = ""
        self._watch = QTimer(self)
        self._watch.setInterval(1000)
        self._watch.timeout.connect(self._say_failing)

    # --- what a form says of itself ----------------------------------------------------------

    def typed(self) -> Mapping[str, Any]:
        """What stands in the form, as text."""
        return {name: _text(field.edit) for name, field in self._fields().items()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Put back what was typed once."""
        for name, field in self._fields().items():
            _set_text(field.edit, str(typed.get(name, "")))

    def widgets(self) -> Sequence[QWidget]:
        """Every widget one can go to, in reading order."""
        return [widget for grid in self._grids for widget in grid.widgets()]

    def commit(self) -> str:
        raise NotImplementedError

    def refresh(self) -> None:
        """At each keystroke: say beside the fields what there is to say."""

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        """The widget, and the note beside it, that a refusal is about."""
        found = self._fields().get(field)
        return (found.edit, found.note) if found else None

    def first(self) -> QWidget:
        """Where the cursor starts."""
        return next(iter(self._entries()))

    def after(self, widget: QWidget) -> QWidget | None:  # noqa: ARG002
        """Where Enter goes from here, if not to the next line."""
        return None

    # --- building ----------------------------------------------------------------------------

    def grid(self) -> FieldGrid:
        """A new group of fields at the end of the page."""
        grid = FieldGrid(self._title_width, self._line_width)
        self._grids.append(grid)
        self.column.addWidget(grid)
        return grid

    def watch(self, field: Field) -> Field:
        """Follow what is typed in a field."""
        edit = field.edit
        if isinstance(edit, QLineEdit | QPlainTextEdit):
            edit.textChanged.connect(self.changed)
        taken = getattr(edit, "taken", None)
        if taken is not None and not getattr(edit, "_several", False):
            taken.connect(lambda: self.move_on(edit))
        return field

    def heading(self, text: str) -> QLabel:
        """A group's title on the page."""
        label = QLabel(text)
        font = label.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.1)
        label.setFont(font)
        label.setContentsMargins(0, SPACE, 0, 0)
        self.column.addWidget(label)
        return label

    def middle(self) -> QWidget:
        """What lies between the band of drafts and the buttons."""
        return self.area

    def ready(self, size: QSize) -> None:
        """Everything is built: lay it out, offer what was kept, put the cursor where it starts."""
        self.column.addStretch(1)
        kept = self._shelf.kept(self._form, self._about)
        self.band = DraftBand(self.say, self.summary, kept, datetime.now(UTC))
        self.band.taken.connect(self.take_up)
        self.band.discarded.connect(self._shelf.discard)
        self.band.put_back.connect(self._shelf.put_back)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        outer.setSpacing(SPACE)
        outer.addWidget(self.band)
        outer.addWidget(self.middle(), 1)
        outer.addWidget(self.error)
        outer.addWidget(self._buttons)
        room = self.screen().availableSize() if self.screen() else size
        self.resize(size.boundedTo(room * 0.95))
        self._is_ready = True
        self.lay_order()
        self.refresh()
        self.first().setFocus()

    def lay_order(self) -> None:
        """Tab goes the way one reads."""
        if not self._is_ready:
            return
        order = [*self.band.widgets(), *self.widgets(), self.ok, self.later]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch.start()

    # --- typing ------------------------------------------------------------------------------

    def changed(self, *_: object) -> None:
        """Something was typed: keep it, and say what it means."""
        if not self._is_ready:
            return
        typed = self.typed()
        if typed != self._kept:
            self._kept = typed
            self.draft.keep(typed)
            self.error.remark("")
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.record()
            elif (here := self.focusWidget()) is not None:
                if isinstance(here, QPushButton):
                    here.click()
                else:
                    self.move_on(here)
            return
        super().keyPressEvent(event)

    def move_on(self, here: QWidget) -> None:
        """Enter: to the next line that wants to be filled in; after the last, to the button."""
        target = self.after(here)
        if target is None:
            entries = self._entries()
            place = entries.index(here) + 1 if here in entries else 0
            target = entries[place] if place < len(entries) else self.ok
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(target, 0, 4 * SPACE)

    def _entries(self) -> list[QWidget]:
        return [
            widget
            for widget in self.widgets()
            if widget.property(ENTRY) and widget.isEnabled() and not _is_hidden(widget, self)
        ]

    def today(self) -> date:
        return self.workspace.ledger.clock().date()

    # --- recording ---------------------------------------------------------------------------

    def record(self) -> None:
        """Do the one act; the form stays, with the reason beside the line, where it cannot be."""
        self.error.remark("")
        self.refresh()
        try:
            said = self.commit()
        except Refused as refused:
            self.show_refusal(refused)
            return
        self.finish(said)

    def finish(self, said: str) -> None:
        """It is done: the draft is no longer needed, and the window hears of it."""
        self._watch.stop()
        self.draft.forget()
        self._is_ready = False
        self.accept()
        self.workspace.changed.emit()
        self.workspace.told.emit(said, False)
        self.recorded.emit()

    def show_refusal(self, refused: Refused) -> None:
        words = refusal_words(self.say, refused)
        at = self.place(refused.field)
        if at is None:
            self.error.refuse(f"{refused.field}: {words}" if refused.field else words)
            return
        widget, note = at
        note.show()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
        note.refuse(words)
        note.show()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        self.area.ensureWidgetVisible(widget, 0, 4 * SPACE)
        self.error.refuse(f"{widget.accessibleName()}: {words}")

    # --- drafts ------------------------------------------------------------------------------

    def summary(self, typed: Mapping[str, Any]) -> str:
        """A kept draft in a few words, for the offer to take it up."""
        texts = [str(text) for text in typed.values() if isinstance(text, str) and text.strip()]
        return " · ".join(" ".join(text.split())[:40] for text in texts[:3])

    def take_up(self, name: str) -> None:
        """Go on with a draft that was kept; what stands here already stays a draft of its own."""
        for kept in self._shelf.kept(self._form, self._about):
            if kept.name == name:
                self.draft.close()
                self.draft = self._shelf.draft(self._form, self._about, name)
                self.draft.failed = self._draft_failed
                self._is_ready = False
                self.restore(kept.typed)
                self._is_ready = True
                self._kept = self.typed()
                self.lay_order()
                self.refresh()
                self.first().setFocus()
                return

    def done(self, result: int) -> None:
        """Closed, one way or the other: nothing typed is lost."""
        self._watch.stop()
        self._is_ready = False
        self.draft.close()
        super().done(result)

    def reject(self) -> None:
        if self._is_ready and has_text(self.typed()):
            self.workspace.told.emit(self.say("Kept for later. It is offered again."), False)
        super().reject()

    def _draft_failed(self, why: str) -> None:
        self._failing = why  # from the draft's thread; said by the timer

    def _say_failing(self) -> None:
        if self._failing:
            why, self._failing = self._failing, ""
            said = self.say("What is typed here cannot be kept on disk ({why}).", why=why)
            self.error.setText(f"{WRONG} {said}")
            self.error.setStyleSheet(f"color: {current_theme().exceeds};")

    def _fields(self) -> dict[str, Field]:
        return {name: field for grid in self._grids for name, field in grid.fields.items()}


def _is_hidden(widget: QWidget, form: QWidget) -> bool:
    return not widget.isVisibleTo(form)


def _text(edit: QWidget) -> str:
    if isinstance(edit, QLineEdit):
        return edit.text()
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    return str(edit.currentData() or "") if isinstance(edit, QComboBox) else ""


def _set_text(edit: QWidget, text: str) -> None:
    if isinstance(edit, QLineEdit):
        edit.setText(text)
    elif isinstance(edit, QPlainTextEdit):
        edit.setPlainText(text)
    elif isinstance(edit, QComboBox):
        edit.setCurrentIndex(max(0, edit.findData(text)))
