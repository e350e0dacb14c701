"""The impact of what is being typed, before anything is recorded: asked again after each pause."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.forms.impact_words import impact_sentences
from desktop.theme import SPACE
from desktop.workspace import Workspace
from domain.journal import Step
from domain.model.refusal import Refused
from domain.projections.impact import impact

PAUSE: Final = 250  # milliseconds after the last keystroke
PATIENCE: Final = 4  # a ledger that answers slowly is asked more rarely: this many times its answer

Plan = Callable[[], Sequence[Step] | None]


class ImpactPanel(QWidget):
    """Asks the ledger what a command would change, by making it and undoing it."""

    refused = Signal(object)  # the command cannot be, so far: a Refused

    def __init__(self, workspace: Workspace, plan: Plan, parent: QWidget | None = None) -> None:
        """`plan` gives the steps of the command; None while there is nothing to do yet."""
        super().__init__(parent)
        self._workspace = workspace
        self._plan = plan
        say = workspace.say
        title = QLabel(say("What &would change"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("what would change"))
        line = self.fontMetrics().lineSpacing()
        self.text.setMinimumHeight(6 * line)
        self.text.setMaximumHeight(14 * line)
        self.text.setPlaceholderText(say("Totals, claims and records that would change show here."))
        title.setBuddy(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(title)
        column.addWidget(self.text)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.show_now)

    def ask(self) -> None:
        """Something was typed: look again when the typing pauses."""
        self._pause.start()

    def stop(self) -> None:
        self._pause.stop()

    def show_now(self) -> None:
        self._pause.stop()
        started = time.monotonic()
        say = self._workspace.say
        try:
            steps = self._plan()
            if steps is None:
                self.text.clear()
                return
            with self._workspace.ledger.rehearse(steps) as (before, after):
                rows = impact(before, after, say.code)
                sentences = impact_sentences(rows, say, after.vocabulary)
        except Refused as refused:
            self.text.clear()
            self.refused.emit(refused)
            return
        lines = sentences or [say("No total, claim or record would change.")]
        text = "\n".join(lines)
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
        taken = int(1000 * (time.monotonic() - started))
        self._pause.setInterval(max(PAUSE, PATIENCE * taken))
