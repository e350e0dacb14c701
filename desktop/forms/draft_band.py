"""The band above a form that offers what was typed earlier and never recorded."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.forms.drafts import Kept
from desktop.forms.words import age_words
from desktop.language import Language
from desktop.theme import SPACE, current_theme

Summary = Callable[[Mapping[str, Any]], str]


class DraftBand(QFrame):
    """Which drafts there are, how old, and what to do with them; hidden where there is none."""

    taken = Signal(str)
    discarded = Signal(str)
    put_back = Signal(str)

    def __init__(
        self,
        say: Language,
        summary: Summary,
        kept: Sequence[Kept],
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.say = say
        self._gone = ""
        theme = current_theme()
        self.setObjectName("drafts")
        self.setStyleSheet(
            f"#drafts {{ background: {theme.band}; border-radius: 4px; }}"
            f"#drafts QLabel {{ color: {theme.on_band}; }}"
        )
        self._label = QLabel(say("Not recorded yet:"))
        self.list = QComboBox()
        self.list.setAccessibleName(say("unfinished forms"))
        for draft in kept:
            about = summary(draft.typed) or say("a few words")
            self.list.addItem(f"{about}  —  {age_words(say, draft.at, now)}", draft.name)
        self.list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.list.setMinimumContentsLength(24)
        self.go_on = QPushButton(say("Go on with it"))
        self.go_on.setToolTip(f"{say('put back what was typed')} (Ctrl+G)")
        self.go_on.setShortcut(QKeySequence("Ctrl+G"))
        self.discard = QPushButton(say("Discard"))
        self.discard.setToolTip(say("do not offer this again"))
        self.back = QPushButton(say("Put back"))
        self.back.hide()
        for button in (self.go_on, self.discard, self.back):
            button.setAutoDefault(False)
        self.go_on.clicked.connect(self._take)
        self.discard.clicked.connect(self._discard)
        self.back.clicked.connect(self._put_back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        layout.addWidget(self._label)
        layout.addWidget(self.list, 1)
        for button in (self.go_on, self.discard, self.back):
            layout.addWidget(button)
        self.setVisible(bool(kept))

    def widgets(self) -> Sequence[QWidget]:
        return (self.list, self.go_on, self.discard, self.back)

    def _take(self) -> None:
        name = str(self.list.currentData() or "")
        if name:
            self.hide()
            self.taken.emit(name)

    def _discard(self) -> None:
        self._gone = str(self.list.currentData() or "")
        if self._gone:
            self.discarded.emit(self._gone)
            self._label.setText(self.say("Discarded."))
            self.go_on.hide()
            self.discard.hide()
            self.back.show()

    def _put_back(self) -> None:
        self.put_back.emit(self._gone)
        self._label.setText(self.say("Not recorded yet:"))
        self.go_on.show()
        self.discard.show()
        self.back.hide()
