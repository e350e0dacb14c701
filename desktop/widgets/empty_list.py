"""What stands in place of an empty list of exchanges: what to do first, or how to see more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.language import Language
from desktop.theme import SPACE, WIDE, title_label


class EmptyList(QWidget):
    """Explains an empty list and offers the next step as buttons."""

    clear_asked = Signal()
    record_asked = Signal()
    statement_offered = Signal(str)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.heading = title_label("")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setMaximumWidth(560)
        self.clear = QPushButton(say("Clear filter"))
        self.clear.clicked.connect(self.clear_asked)
        self.record = QPushButton(say("Record the first exchange"))
        self.record.clicked.connect(self.record_asked)
        self.reference = QPushButton(say("Try it with a statement"))
        self.reference.setToolTip(reference_statement(say))
        self.reference.clicked.connect(self._offer)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for button in (self.clear, self.record, self.reference):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(WIDE)
        for label in (self.heading, self.text):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.addWidget(label)
        inner.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(inner)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        self.explain(is_filtered=False)

    def explain(self, *, is_filtered: bool, is_now: bool = True) -> None:
        """Say why the list is empty: nothing fits the filter, or nothing is recorded yet, or
        nothing was at the moment shown."""
        say = self._say
        self.clear.setVisible(is_filtered)
        self.record.setVisible(not is_filtered and is_now)
        self.reference.setVisible(not is_filtered and is_now)
        if not is_filtered and not is_now:
            self.heading.setText(say("Nothing was recorded yet"))
            self.text.setText(say("At this moment the ledger held no exchange."))
        elif is_filtered:
            self.heading.setText(say("Nothing fits the filter"))
            self.text.setText(say("No exchange fits the filter. Clear it to see all of them."))
        else:
            self.heading.setText(say("This ledger is empty"))
            self.text.setText(
                say(
                    "Record the first exchange with Ctrl+N: date, people returned, breakdown, "
                    "source. To see how it goes, try it with the statement of 30 December 2024: "
                    "its figures are read from the text, and every breakdown shows whether it "
                    "closes. Nothing is recorded until you say so."
                )
            )

    def sentence(self) -> str:
        """The explanation as one text."""
        return f"{self.heading.text()}. {self.text.text()}"

    def focus_first(self) -> None:
        """Put the focus on the next step."""
        (self.clear if not self.clear.isHidden() else self.record).setFocus()

    def _offer(self) -> None:
        self.statement_offered.emit(reference_statement(self._say))


def reference_statement(say: Language) -> str:
    """The reference statement, in our own words, to try the record form with."""
    return say(
        "30 December 2024. 189 people were returned from captivity: 87 from the Armed Forces, 17 "
        "of them Territorial Defence; 43 National Guard; 33 State Border Guard; 24 Navy; 2 "
        "civilians. 173 are privates and sergeants and 14 are officers. This is the 11th exchange "
        "of the year. In 2024, 1,358 people were returned; to date 3,956. The United Arab "
        "Emirates helped."
    )
