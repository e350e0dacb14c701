"""The welcome page: recent ledgers, a new one, an existing one, or the published record."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.asking import ask_ledger, ask_new_ledger, ask_sample
from desktop.language import Language
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label

PATH: Final = Qt.ItemDataRole.UserRole
IS_THERE: Final = Qt.ItemDataRole.UserRole + 1


class StartPage(QWidget):
    """Asks which ledger to open; says what was chosen and opens nothing itself."""

    open_asked = Signal(Path)
    new_asked = Signal(Path)
    new_encrypted_asked = Signal(Path)
    sample_asked = Signal(Path)
    forget_asked = Signal(Path)
    preferences_asked = Signal()
    closed = Signal()

    def __init__(
        self, say: Language, recent: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.say = say
        self.setWindowTitle("Exchange Ledger")
        self.resize(sized(640), sized(480))
        self.setAcceptDrops(True)
        self.recent = QListWidget()
        self.recent.setAccessibleName(say("recent ledgers"))
        self.recent.setStyleSheet(f"::item {{ padding: {SPACE // 2}px {SPACE}px; }}")
        self.recent.itemActivated.connect(self._open_recent)
        self.recent.currentItemChanged.connect(self._chosen)
        self.remove = QPushButton(say("Take off this list"))
        self.remove.setToolTip(say("The file itself stays where it is (Del)"))
        self.remove.clicked.connect(self._forget)
        self.remove.setEnabled(False)
        QShortcut(
            QKeySequence("Del"),
            self.recent,
            self._forget,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName(say("messages"))
        self.message.hide()
        self._lay_out()
        self.show_recent(recent)

    def _lay_out(self) -> None:
        say = self.say
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * WIDE, 2 * WIDE, 2 * WIDE, 2 * WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label("Exchange Ledger"))
        about = QLabel(say("Every figure with its source, every change with its reason."))
        about.setWordWrap(True)
        column.addWidget(about)
        column.addSpacing(SPACE)
        heading = QHBoxLayout()
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setBuddy(self.recent)
        heading.addWidget(self.heading, 1)
        heading.addWidget(self.remove)
        column.addLayout(heading)
        column.addWidget(self.recent, 1)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for title, keys, act in self._choices():
            button = QPushButton(title)
            button.setShortcut(keys)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{title} ({shown})")
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        preferences = QPushButton(say("Preferences…"))
        preferences.setShortcut("Ctrl+,")
        preferences.clicked.connect(self.preferences_asked)
        buttons.addWidget(preferences)
        column.addLayout(buttons)

    def _choices(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        say = self.say
        return (
            (say("New ledger…"), "Ctrl+N", self.ask_new),
            (say("New encrypted ledger…"), "Ctrl+Shift+N", self.ask_new_encrypted),
            (say("Open…"), "Ctrl+O", self.ask_open),
            (say("Open the sample…"), "Ctrl+Shift+O", self.ask_sample),
        )

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List the ledgers opened last; those that are not there now are greyed."""
        say = self.say
        self.recent.clear()
        for path in recent:
            is_there = path.is_file()
            where = str(path.parent) if is_there else say("not there now: {path}", path=path.parent)
            item = QListWidgetItem(f"{path.stem}\n{where}")
            item.setData(PATH, str(path))
            item.setData(IS_THERE, is_there)
            if not is_there:
                item.setForeground(self.palette().placeholderText())
            self.recent.addItem(item)
        self.heading.setText(
            say("recent ledgers")
            if recent
            else say("No ledger yet. Begin one, open one, or drop a ledger file here.")
        )
        if recent:
            there = [place for place, path in enumerate(recent) if path.is_file()]
            self.recent.setCurrentRow(there[0] if there else 0)
            self.recent.setFocus()

    def tell(self, text: str, *, is_error: bool = True) -> None:
        """What kept a ledger from being opened, or what became of it."""
        theme = current_theme()
        self.message.setText(f"▼ {text}" if is_error else text)
        self.message.setStyleSheet(f"color: {theme.exceeds if is_error else theme.text};")
        self.message.show()

    # --- what an operator chooses ------------------------------------------------------------

    def ask_new(self) -> None:
        ask_new_ledger(self, self.say, self.new_asked.emit)

    def ask_new_encrypted(self) -> None:
        ask_new_ledger(self, self.say, self.new_encrypted_asked.emit)

    def ask_open(self) -> None:
        ask_ledger(self, self.say, self.open_asked.emit)

    def ask_sample(self) -> None:
        ask_sample(self, self.say, self.sample_asked.emit)

    def _open_recent(self, item: QListWidgetItem) -> None:
        path = Path(str(item.data(PATH)))
        if item.data(IS_THERE) or path.is_file():
            self.open_asked.emit(path)
        else:
            self.tell(
                self.say(
                    "{path} is not there now. Bring back its disk or stick, or take it off this "
                    "list.",
                    path=path,
                )
            )

    def _forget(self) -> None:
        item = self.recent.currentItem()
        if item is not None:
            self.forget_asked.emit(Path(str(item.data(PATH))))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        self.remove.setEnabled(item is not None)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    # --- a file that is dropped --------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_asked.emit(path)


def dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged; None where it is anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_file() else None
