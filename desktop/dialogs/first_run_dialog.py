"""The one question of the first start: who works here, in which language. It is asked in both."""

from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from domain.model.refusal import Refused
from domain.model.vocabulary import check_text
from domain.storage.profile import Profile

LANGUAGE_NAMES: Final = {"en": "English", "uk": "Українська"}


class FirstRunDialog(QDialog):
    """Asks for the operator's name and language, and keeps them in the device's profile."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        self.setWindowTitle("Exchange Ledger")
        self.setMinimumWidth(sized(460))
        self.name = QLineEdit(profile.operator)
        self.name.setAccessibleName("Name · Ім’я")
        self.name.selectAll()
        self.language = QComboBox()
        self.language.setAccessibleName("Language · Мова")
        for code, shown in LANGUAGE_NAMES.items():
            self.language.addItem(shown, code)
        self.language.setCurrentIndex(max(0, self.language.findData(profile.language)))
        form = QFormLayout()
        form.setVerticalSpacing(SPACE)
        form.addRow("Name · Ім’я", self.name)
        form.addRow("Language · Мова", self.language)
        about = QLabel(
            "Every change that you record carries your name.\n"
            "Кожна зміна, яку ви внесете, матиме ваше ім’я."
        )
        about.setWordWrap(True)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label("Exchange Ledger"))
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(buttons)

    def accept(self) -> None:
        try:
            name = check_text(self.name.text().strip(), "")
        except Refused as refused:
            self._complain(str(refused))
            return
        if not name:
            self._complain("Type a name. · Введіть ім’я.")
            return
        self.profile.operator = name
        self.profile.language = str(self.language.currentData())
        self.profile.save()
        super().accept()

    def _complain(self, text: str) -> None:
        self.error.setText(f"▼ {text}")
        self.error.show()
        self.name.setFocus()
