"""A line that completes itself from words on offer, in whichever language one begins them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QListView, QWidget

from domain.model.naming import Choice, matching, meant

Offer = Callable[[], Sequence[Choice]]


class ChoiceEdit(QLineEdit):
    """Enter takes the first word on offer; leaving the line writes the word in full.

    With `several`, words stand side by side with commas between them. With `free`, anything may
    be typed and the words are only a help.
    """

    taken = Signal()  # a word on offer was taken by Enter or by the mouse

    def __init__(
        self,
        offer: Offer,
        parent: QWidget | None = None,
        *,
        several: bool = False,
        free: bool = False,
    ) -> None:
        super().__init__(parent)
        self._offer = offer
        self._several = several
        self._free = free
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._popup.setAccessibleName("")
        self._popup.clicked.connect(self._clicked)
        self._popup.installEventFilter(self)
        self.textEdited.connect(self._suggest)

    # --- what is meant -----------------------------------------------------------------------

    def code(self) -> str:
        """The code of the word that stands here; empty where none is certainly meant."""
        found = meant(list(self._offer()), self.text())
        return found.code if found else ""

    def show_code(self, code: str) -> None:
        """Write the word of a code; the code itself where it is not on offer."""
        found = next((choice for choice in self._offer() if choice.code == code), None)
        self.setText(found.shown if found else code)

    def is_open(self) -> bool:
        return self._popup.isVisible()

    # --- keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._key(event):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Down and not self.is_open():
            self._suggest(self.text())
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that arrive while the list is open: those that choose are ours."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self._popup and is_key:
            assert isinstance(event, QKeyEvent)
            return self._key(event)
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._popup.hide()
            self.complete()
        super().focusOutEvent(event)

    def complete(self) -> None:
        """Write what is certainly meant in full, so that it is seen before it is recorded."""
        if self._several or self._free:
            return
        found = meant(list(self._offer()), self.text())
        if found is not None and found.shown != self.text():
            self.setText(found.shown)

    def _key(self, event: QKeyEvent) -> bool:
        if not self.is_open():
            return False
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                place = self._popup.currentIndex().row()
                picked = place >= 0
                self._popup.hide()
                if picked or not self._free:
                    self._take(max(place, 0))
                else:
                    self.taken.emit()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                self._popup.hide()
                self.complete()
                QApplication.sendEvent(self, event)  # past the list, to whoever watches this line
                return True
            case Qt.Key.Key_Escape:
                self._popup.hide()
                return True
        return False

    # --- the list ----------------------------------------------------------------------------

    def _typed(self) -> str:
        """The part of the line that is being typed."""
        return self.text().rpartition(",")[2].strip() if self._several else self.text().strip()

    def _suggest(self, _: str) -> None:
        typed = self._typed()
        found = matching(self._offer(), typed)
        whole = len(found) == 1 and found[0].shown == typed
        if not found or whole or (self._free and not typed):
            self._popup.hide()
            return
        self._words.setStringList([choice.shown for choice in found])
        self._completer.setCompletionPrefix("")
        self._popup.setAccessibleName(self.accessibleName())
        place = self.rect()
        place.setWidth(max(place.width(), 260))
        self._completer.complete(place)
        self._popup.setCurrentIndex(QModelIndex())

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, place: int) -> None:
        shown = self._words.stringList()[place] if place < self._words.rowCount() else ""
        if not shown:
            return
        before = self.text().rpartition(",")[0].strip() if self._several else ""
        self.setText(f"{before}, {shown}" if before else shown)
        self.taken.emit()
