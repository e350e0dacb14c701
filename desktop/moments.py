"""A moment in the ledger in words: when a position arrived here."""

from PySide6.QtCore import QDateTime, QLocale

from desktop.language import Language
from domain.projections.view import View


def moment_text(view: View, position: int, say: Language) -> str:
    """When the event at a position arrived: `3 March 2025, 14:00`."""
    row = view.first(
        "SELECT at FROM arrivals WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1",
        position,
    )
    if row is None:
        return say("the beginning")
    return time_text(QDateTime.fromMSecsSinceEpoch(row[0]), say)


def time_text(moment: QDateTime, say: Language) -> str:
    """A date and time as the language writes it."""
    locale = QLocale(say.code)
    return locale.toString(moment, "d MMMM yyyy, HH:mm")
