"""What a figure that leaves the window has to carry: whose record, as known when."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from desktop.forms.words import stored_day
from desktop.language import Language
from domain.projections.history import arrived_at
from domain.projections.view import View


def moment_text(at: str, say: Language) -> str:
    """A moment (ISO 8601) on this machine's clock: `3 March 2025, 14:00`."""
    if not at:
        return say("the beginning")
    moment = QDateTime.fromMSecsSinceEpoch(int(datetime.fromisoformat(at).timestamp() * 1000))
    return QLocale(say.code).toString(moment, "d MMMM yyyy, HH:mm")


def time_text(at: str, say: Language) -> str:
    """A recorded time (ISO 8601) on this machine's clock; empty for none."""
    return moment_text(at, say) if at else ""


def day_text(occurred: str, say: Language) -> str:
    """A recorded day, night or month as the operator's language writes it; empty for none."""
    return stored_day(say, occurred) if occurred else ""


def stamp(view: View, say: Language, *about: str) -> str:
    """One line: the ledger, what was counted, and the moment."""
    moment = say(
        "as known on {when} (event {position})",
        when=moment_text(arrived_at(view, view.position), say),
        position=say.number(view.position),
    )
    return " · ".join(part for part in (view.name, *about, moment) if part)
