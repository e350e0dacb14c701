"""As known at: one control for the whole window, a slider over events with their dates."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from desktop.theme import SPACE, WIDE, current_theme
from desktop.workspace import Workspace


class MomentBar(QFrame):
    """Hidden while the window shows now; unmistakable while it does not."""

    compared = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        say = workspace.say
        self._label = QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(say("as known at"))
        self._slider.setTracking(True)
        self._slider.setMinimumWidth(240)
        self._slider.valueChanged.connect(self._moved)
        self._compare = QPushButton(say("Compare with now"))
        self._compare.clicked.connect(self.compared)
        self._now = QPushButton(say("Back to now"))
        self._now.clicked.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE, SPACE, WIDE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self._label)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._compare)
        layout.addWidget(self._now)
        self.setAutoFillBackground(True)
        self.setAccessibleName(say("as known at"))
        self.hide()

    def enter(self) -> None:
        """Offer the slider; the window still shows now until it is moved."""
        theme = current_theme()
        self.setStyleSheet(
            f"MomentBar {{ background: {theme.band}; }}"
            f"MomentBar QLabel {{ color: {theme.on_band}; }}"
        )
        with self.workspace.ledger.view() as view:
            last = view.last
        self._slider.blockSignals(True)
        self._slider.setRange(0, last)
        self._slider.setPageStep(max(1, last // 20))
        self._slider.setValue(last if self.workspace.position is None else self.workspace.position)
        self._slider.blockSignals(False)
        self._say()
        self.show()
        self._slider.setFocus()

    def leave(self) -> None:
        self.workspace.show_moment(None)
        self.hide()

    def _moved(self, position: int) -> None:
        is_now = position == self._slider.maximum()
        self.workspace.show_moment(None if is_now else position)
        self._say()

    def _say(self) -> None:
        say = self.workspace.say
        position = self.workspace.position
        self._compare.setEnabled(position is not None)
        if position is None:
            self._label.setText(say("As known now. Move the slider to an earlier moment."))
            return
        with self.workspace.ledger.view() as view:
            row = view.first(
                "SELECT at FROM arrivals WHERE first_position <= ? "
                "ORDER BY first_position DESC LIMIT 1",
                position,
            )
        when = say("the beginning")
        if row is not None:
            moment = QDateTime.fromMSecsSinceEpoch(row[0])
            when = QLocale(say.code).toString(moment, QLocale.FormatType.ShortFormat)
        text = say(
            "As known at {when} (event {position}). Entry is off.", when=when, position=position
        )
        self._label.setText(text)
        self.setAccessibleDescription(text)
