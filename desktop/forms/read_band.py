"""The band above the record form: what was read from the text, and what is left to the operator."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.forms.field import Note
from desktop.forms.filling import Offer
from desktop.language import Language
from desktop.theme import SPACE, current_theme

Way = tuple[str, str, Callable[[], object]]  # a button: its words, its tooltip, what it does


class ReadBand(QFrame):
    """Sentences with their buttons under one another; hidden where there is nothing to say."""

    confirmed = Signal()
    rebuilt = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say = say
        theme = current_theme()
        self.setObjectName("read")
        self.setStyleSheet(
            f"#read {{ background: {theme.alternate}; border: 1px solid {theme.line}; }}"
        )
        self.waiting = Note()
        self.confirm = QPushButton(say("Confirm all"))
        self.confirm.setToolTip(say("F9: everything that was read is right as it stands"))
        self.confirm.setAutoDefault(False)
        self.confirm.clicked.connect(self.confirmed)
        head = QHBoxLayout()
        head.addWidget(self.waiting, 1)
        head.addWidget(self.confirm)
        self.note = Note()
        self._rows: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        self._column.setSpacing(SPACE // 2)
        self._column.addLayout(head)
        self._column.addWidget(self.note)
        self.show_waiting(0)

    def widgets(self) -> Sequence[QWidget]:
        return [*([] if self.confirm.isHidden() else [self.confirm]), *self.buttons]

    def show_waiting(self, n: int) -> None:
        """How many fields have been read and not been looked at."""
        self.confirm.setVisible(n > 0)
        self.waiting.remark(
            self.say.plural(
                "◇ {n} field was read from the text and is to be confirmed.",
                "◇ {n} fields were read from the text and are to be confirmed.",
                n,
            )
            if n
            else ""
        )
        self._show()

    def clear(self) -> None:
        self.note.remark("")
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.buttons = [], []
        self.rebuilt.emit()
        self._show()

    def tell(self, text: str) -> None:
        self.note.warn(text)
        self._show()

    def offer(self, offer: Offer, take: Callable[[], None]) -> None:
        """A value of the text that was not written over what is typed."""
        values = {"field": offer.title, "stated": offer.stated, "here": offer.here}
        words = (
            self.say("{field}: the text says {stated}, here stands {here}", **values)
            if offer.here
            else self.say("{field}: the text says {stated}, here stands nothing", **values)
        )

        def taken() -> None:
            take()
            self._rows.remove(row)
            self.buttons.remove(button)
            row.hide()
            row.deleteLater()
            self.rebuilt.emit()
            self._show()

        row, (button,) = self._row(words, [(self.say("Take it"), words, taken)])

    def ask(self, words: str, ways: Sequence[Way]) -> None:
        """A sentence, and what may be done about it."""
        self._row(words, ways, is_warning=True)

    def _row(
        self, words: str, ways: Sequence[Way], *, is_warning: bool = False
    ) -> tuple[QWidget, list[QPushButton]]:
        row = QWidget()
        label: QLabel = Note()
        assert isinstance(label, Note)
        if is_warning:
            label.warn(words)
        else:
            label.remark(words)
        layout: QHBoxLayout | QVBoxLayout = QVBoxLayout(row) if is_warning else QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        line = QHBoxLayout()
        made = []
        for title, tip, do in ways:
            button = QPushButton(title)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=do: act())
            line.addWidget(button)
            made.append(button)
        if is_warning:
            line.addStretch(1)
        layout.addLayout(line)
        self._column.addWidget(row)
        self._rows.append(row)
        self.buttons += made
        self.rebuilt.emit()
        self._show()
        return row, made

    def _show(self) -> None:
        self.setVisible(bool(self.waiting.text() or self.note.text() or self._rows))
