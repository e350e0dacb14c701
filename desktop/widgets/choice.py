"""A choice above a table that is remembered from page to page, and from sitting to sitting."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from desktop.settings import Settings


class Choice(QComboBox):
    """One of some entries; `chosen` when the operator takes another. Its label is its name."""

    chosen = Signal()

    def __init__(
        self, name: str, title: str, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.label = QLabel(title)
        self.label.setBuddy(self)
        self._name = f"choice/{name}"
        self._settings = settings
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._remember)

    def show_if(self, is_needed: bool) -> None:
        """Show the choice with its label, or neither."""
        self.label.setVisible(is_needed)
        self.setVisible(is_needed)

    @property
    def value(self) -> str:
        return str(self.currentData() or "")

    def offer(self, entries: Mapping[str, str]) -> None:
        """The entries by what they stand for; the remembered one is taken where it is there."""
        wanted = self._settings.text(self._name, self.value)
        if {self.itemData(n): self.itemText(n) for n in range(self.count())} != dict(entries):
            self.clear()
            for data, text in entries.items():
                self.addItem(text, data)
        self.setCurrentIndex(max(0, self.findData(wanted)))

    def choose(self, value: str) -> None:
        """Take an entry as if the operator had."""
        self.setCurrentIndex(max(0, self.findData(value)))
        self._remember()

    def _remember(self, _: int = 0) -> None:
        self._settings.remember_text(self._name, self.value)
        self.chosen.emit()
