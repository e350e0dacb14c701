"""Preferences: who acts, language, colours, size of text, where copies go. Applied at once."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.copies import KEPT_IN
from desktop.dialogs.first_run_dialog import LANGUAGE_NAMES
from desktop.language import Language
from desktop.locking import DEFAULT_LOCK_AFTER, LOCK_AFTER, LOCK_CHOICES
from desktop.settings import Settings
from desktop.theme import SPACE, TEXT_SIZES, WIDE, current_theme, sized, title_label
from desktop.widgets.ask_path import ask_folder
from desktop.work import BACKUP_FOLDER
from domain.model.refusal import Refused
from domain.model.vocabulary import check_text
from domain.storage.profile import Profile


class PreferencesDialog(QDialog):
    """Keeps each choice as it is made; `dressed` says that the window has to look different."""

    dressed = Signal()
    named = Signal(str)
    waits = Signal()  # until an encrypted ledger locks itself

    def __init__(
        self, say: Language, profile: Profile, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.say = say
        self.profile = profile
        self.settings = settings
        self.setWindowTitle(say("Preferences"))
        self.setModal(True)
        self.setMinimumWidth(sized(580))
        self.name = QLineEdit(profile.operator)
        self.name.editingFinished.connect(self._name)
        self.language = self._choice(LANGUAGE_NAMES, profile.language, self._language)
        themes = {
            "": say("as the system has it"),
            "light": say("light"),
            "dark": say("dark"),
            "contrast": say("high contrast"),
        }
        self.theme = self._choice(themes, settings.text("theme"), self._theme)
        sizes = {str(size): f"{size} %" for size in TEXT_SIZES}
        self.text_size = self._choice(
            sizes, settings.text("text_size") or str(TEXT_SIZES[0]), self._text_size
        )
        waits = {
            "0": say("never"),
            **{str(n): say.plural("{n} minute", "{n} minutes", n) for n in LOCK_CHOICES},
        }
        self.lock_after = self._choice(
            waits, settings.text(LOCK_AFTER) or DEFAULT_LOCK_AFTER, self._lock_after
        )
        self.folder, folder_line = self._folder_field(
            BACKUP_FOLDER, say("ask each time"), say("Choose a folder for copies")
        )
        self.kept_in, kept_line = self._folder_field(
            KEPT_IN, say("the program’s own folder"), say("Choose a folder for automatic copies")
        )
        form = QFormLayout()
        form.setVerticalSpacing(SPACE)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, widget in (
            (say("Operator’s name"), self.name),
            (say("Language"), self.language),
            (say("Colours"), self.theme),
            (say("Size of text"), self.text_size),
            (say("Lock an encrypted ledger after"), self.lock_after),
        ):
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        self.folder.setAccessibleName(say("Copies go to"))
        form.addRow(say("Copies go to"), folder_line)
        self.kept_in.setAccessibleName(say("Automatic copies go to"))
        form.addRow(say("Automatic copies go to"), kept_line)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("Preferences")))
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(buttons)

    def _choice(self, entries: dict[str, str], chosen: str, changed: object) -> QComboBox:
        assert callable(changed)
        box = QComboBox()
        for data, text in entries.items():
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(lambda _: changed(str(box.currentData())))
        return box

    def _name(self) -> None:
        try:
            name = check_text(self.name.text().strip(), "")
        except Refused as refused:
            self._complain(self.say.refusal(refused))
            return
        if not name:
            self._complain(self.say("A name is needed: every change carries it."))
            return
        self.error.hide()
        if name != self.profile.operator:
            self.profile.operator = name
            self.profile.save()
            self.named.emit(name)

    def _language(self, code: str) -> None:
        if code != self.profile.language:
            self.profile.language = code
            self.profile.save()
            self.dressed.emit()

    def _theme(self, name: str) -> None:
        self.settings.remember_text("theme", name)
        self.dressed.emit()

    def _text_size(self, size: str) -> None:
        self.settings.remember_text("text_size", size)
        self.dressed.emit()

    def _lock_after(self, minutes: str) -> None:
        self.settings.remember_text(LOCK_AFTER, minutes)
        self.waits.emit()

    def _folder_field(self, setting: str, empty: str, choosing: str) -> tuple[QLineEdit, QLayout]:
        """A folder that is typed or chosen, and remembered as a setting."""
        edit = QLineEdit(self.settings.text(setting))
        edit.setPlaceholderText(empty)

        def typed() -> None:
            folder = edit.text().strip()
            if folder and not Path(folder).is_dir():
                self._complain(
                    self.say("There is no such folder. Make it first, or choose another.")
                )
                return
            self.error.hide()
            self.settings.remember_text(setting, folder)

        def chosen(folder: Path) -> None:
            edit.setText(str(folder))
            typed()

        edit.editingFinished.connect(typed)
        choose = QPushButton(self.say("Choose…"))
        choose.setAccessibleName(choosing)
        choose.setAutoDefault(False)  # else Enter in a field would press it
        choose.clicked.connect(lambda: ask_folder(self, choosing, chosen, edit.text()))
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(edit, 1)
        line.addWidget(choose)
        return edit, line

    def _complain(self, text: str) -> None:
        self.error.setText(f"▼ {text}")
        self.error.show()
