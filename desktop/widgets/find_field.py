"""Find anything: one field in the toolbar, and what fits in a list below it. Keys only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.language import Language
from desktop.theme import SPACE, current_theme, row_height, sized

LET_TYPE: Final = 120  # milliseconds without a key before anything is looked for
SHOWN: Final = 12  # results seen without scrolling


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the results: what it is, and what choosing it does."""

    kind: str
    title: str
    detail: str
    choose: Callable[[], object]


class FindField(QLineEdit):
    """Asks for hits when typing pauses; Up, Down and Enter choose, Esc leaves."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self._hits: list[Hit] = []
        self.setPlaceholderText(say("Find (Ctrl+K)"))
        self.setAccessibleName(say("find anything"))
        self.setToolTip(say("exchanges, notes, sources, pages and actions"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(sized(140))
        self.setMaximumWidth(sized(300))
        self.results = QListWidget(self.window())
        self.results.setAccessibleName(say("what was found"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.itemClicked.connect(lambda _: self._choose())
        self.results.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LET_TYPE)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)

    def start(self) -> None:
        """Put the cursor here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def leave(self) -> None:
        """Back to the page, with nothing found."""
        self._pause.stop()
        self.clear()
        self.results.hide()
        self.left.emit()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found for the text as it stands."""
        if not self.text().strip():
            self.results.hide()
            return
        self._hits = list(hits)
        self.results.clear()
        for hit in hits:
            line = "   ".join(part for part in (hit.title, hit.detail) if part)
            item = QListWidgetItem(f"{hit.kind}:  {line}")
            item.setToolTip(line)
            self.results.addItem(item)
        if not hits:
            item = QListWidgetItem(self.say("Nothing matches."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        else:
            self.results.setCurrentRow(0)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}
        step = moves.get(Qt.Key(event.key())) or pages.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif step is not None and not self.results.isHidden():
            row = self.results.currentRow() + step
            self.results.setCurrentRow(max(0, min(row, self.results.count() - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.key() in own and not event.modifiers():
                event.accept()  # Del must take a letter away here, not retract an exchange
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.results.hide()

    def _typed(self) -> None:
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.results.hide()

    def _ask(self) -> None:
        self.asked.emit(self.text().strip())

    def _choose(self) -> None:
        row = self.results.currentRow()
        if self.results.isHidden() or not 0 <= row < len(self._hits):
            return
        hit = self._hits[row]
        self._hits = []
        self.leave()
        hit.choose()

    def _place(self) -> None:
        """Below the field, as wide as fits the window."""
        window = self.window()
        if self.results.parentWidget() is not window:
            self.results.setParent(window)
        theme = current_theme()
        border = f"QListWidget {{ border: 1px solid {theme.accent}; }}"
        self.results.setStyleSheet(f"{border} ::item {{ padding: 0 {SPACE}px; }}")
        width = min(sized(620), window.width() - sized(16))
        below = self.mapTo(window, QPoint(0, self.height()))
        left = max(sized(8), min(below.x(), window.width() - width - sized(8)))
        rows = min(max(1, self.results.count()), SHOWN)
        self.results.setGeometry(left, below.y(), width, rows * row_height() + sized(6))
        for place in range(self.results.count()):
            self.results.item(place).setSizeHint(QSize(0, row_height()))
        self.results.show()
        self.results.raise_()
