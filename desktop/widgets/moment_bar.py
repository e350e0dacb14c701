"""As known at: one control for the whole window, a slider over events with their dates."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from desktop.stamp import moment_text
from desktop.theme import SPACE, WIDE, current_theme, sized
from desktop.workspace import Workspace
from domain.model.refusal import Refused
from domain.projections.history import arrived_at
from domain.projections.view import position_at


class MomentBar(QFrame):
    """Hidden while the window shows now; unmistakable while it does not."""

    compared = Signal()
    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        say = workspace.say
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(say("as known at"))
        self._slider.setTracking(True)
        self._slider.setMinimumWidth(sized(160))
        self._slider.valueChanged.connect(self._moved)
        self._typed = QLineEdit()
        self._typed.setAccessibleName(say("date or event"))
        self._typed.setPlaceholderText(say("date or event"))
        self._typed.setToolTip(say("2025-03-03, 2025-03-03 14:00 or the number of an event; Enter"))
        self._typed.setFixedWidth(sized(150))
        self._typed.returnPressed.connect(self._go)
        self._compare = QPushButton(say("Compare with now"))
        self._compare.clicked.connect(self.compared)
        self._now = QPushButton(say("Back to now"))
        self._now.clicked.connect(self.leave)
        controls = QHBoxLayout()
        controls.setSpacing(SPACE)
        controls.addWidget(self._slider, 1)
        controls.addWidget(self._typed)
        controls.addWidget(self._compare)
        controls.addWidget(self._now)
        layout = QGridLayout(self)
        layout.setContentsMargins(WIDE, SPACE, WIDE, SPACE)
        layout.setHorizontalSpacing(WIDE)
        layout.addWidget(self._label, 0, 0)
        layout.addLayout(controls, 1, 0)
        self.setAutoFillBackground(True)
        self.setAccessibleName(say("as known at"))
        self.hide()

    def enter(self) -> None:
        """Offer the slider; the window still shows now until it is moved."""
        theme = current_theme()
        self.setStyleSheet(
            f"MomentBar {{ background: {theme.band}; }}"
            f"MomentBar QLabel {{ color: {theme.on_band}; font-weight: bold; }}"
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
        self._typed.clear()
        self.hide()
        self.left.emit()

    def show_position(self, position: int) -> None:
        """Go to one position, as if the slider had been moved there."""
        if self.isHidden():
            self.enter()
        self._slider.setValue(position)

    def _go(self) -> None:
        say = self.workspace.say
        try:
            with self.workspace.ledger.view() as view:
                position = position_at(view.cursor, self._typed.text())
                if position > view.last:
                    raise Refused("when_range", text=position, last=view.last)
        except Refused as refused:
            self._label.setText(f"▼ {say.refusal(refused.about(''))}")
            self._typed.selectAll()
            return
        self._slider.setValue(position)
        self._say()

    def _moved(self, position: int) -> None:
        is_now = position == self._slider.maximum()
        self.workspace.show_moment(None if is_now else position)
        self._say()

    def _say(self) -> None:
        say = self.workspace.say
        position = self.workspace.position
        self._compare.setEnabled(position is not None)
        if position is None:
            text = say("As known now. Move the slider to an earlier moment, or type it.")
        else:
            with self.workspace.ledger.view() as view:
                when = moment_text(arrived_at(view, position), say)
            text = say(
                "As known on {when} (event {position}). Entry is off.", when=when, position=position
            )
        self._label.setText(text)
        self.setAccessibleDescription(text)
