"""The welcome page: recent ledgers, a new one, an existing one, or the published record."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.theme import WIDE, title_label

ENDING = ".ledger"


class StartPage(QWidget):
    """Asks which ledger to open; says what was chosen and opens nothing itself."""

    open_asked = Signal(Path)
    new_asked = Signal(Path)
    sample_asked = Signal(Path)

    def __init__(
        self, say: Language, recent: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.say = say
        self.setWindowTitle("Exchange Ledger")
        self.resize(560, 420)
        self.recent = QListWidget()
        self.recent.setAccessibleName(say("recent ledgers"))
        for path in recent:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.recent.addItem(item)
        self.recent.itemActivated.connect(self._open_recent)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName(say("messages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(WIDE)
        column.addWidget(title_label("Exchange Ledger"))
        text = say("Every figure with its source, every change with its reason.")
        column.addWidget(QLabel(text))
        column.addWidget(QLabel(say("recent ledgers")))
        column.addWidget(self.recent, 1)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        for title, keys, act in (
            (say("New ledger…"), "Ctrl+N", self._ask_new),
            (say("Open…"), "Ctrl+O", self._ask_open),
            (say("Open the sample…"), "Ctrl+Shift+O", self._ask_sample),
        ):
            button = QPushButton(title)
            button.setShortcut(keys)
            button.setToolTip(keys)
            button.clicked.connect(act)
            buttons.addWidget(button)
        column.addLayout(buttons)

    def tell(self, text: str) -> None:
        """What kept a ledger from being opened."""
        self.message.setText(f"▼ {text}")

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.open_asked.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))

    def _ask_new(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.say("New ledger…"), "", self._endings(), options=_KEEP
        )
        if name:
            self.new_asked.emit(_with_ending(name))

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.say("Open…"), "", self._endings())
        if name:
            self.open_asked.emit(Path(name))

    def _ask_sample(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.say("Open the sample…"), "", self._endings(), options=_KEEP
        )
        if name:
            self.sample_asked.emit(_with_ending(name))

    def _endings(self) -> str:
        return f"{self.say('Ledgers')} (*{ENDING})"


_KEEP = QFileDialog.Option.DontConfirmOverwrite  # an existing file is never overwritten


def _with_ending(name: str) -> Path:
    path = Path(name)
    return path if path.suffix else path.with_suffix(ENDING)
