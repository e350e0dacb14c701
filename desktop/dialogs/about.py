"""What the program is, and in which version."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QWidget
from sqlcipher3 import dbapi2 as sqlite

from desktop.dialogs.text_dialog import TextDialog
from desktop.language import Language
from domain.journal import APP


def show_about(say: Language, parent: QWidget) -> QDialog:
    """Show the versions that a report of a fault should name."""
    lead = say("Every figure with its source, every change with its reason.")
    lines = (
        f"Exchange Ledger {APP}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        f"SQLite {sqlite.sqlite_version}",
        "Apache License 2.0",
    )
    dialog = TextDialog(say, say("About the program"), lead, "\n".join(lines), parent)
    dialog.open()
    return dialog
