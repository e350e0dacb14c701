"""What the program said since the window was opened, latest first."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QWidget

from desktop.dialogs.text_dialog import TextDialog
from desktop.language import Language
from desktop.widgets.message_area import MessageArea, sign


def show_messages(area: MessageArea, say: Language, parent: QWidget) -> QDialog:
    """Show what was said, with when."""
    locale = QLocale(say.code)
    lines = [
        f"{locale.toString(said.at, 'HH:mm')}  {sign(is_error=said.is_error)} {said.text}"
        for said in reversed(area.said)
    ]
    lead = say.plural("{n} message in this sitting", "{n} messages in this sitting", len(lines))
    dialog = TextDialog(say, say("Messages"), lead, "\n".join(lines), parent)
    dialog.open()
    dialog.text.setFocus()
    return dialog
