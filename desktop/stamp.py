"""What a figure that leaves the window has to carry: whose record, as known when."""

from datetime import datetime

from PySide6.QtCore import QDateTime

from desktop import moments
from desktop.forms.words import stored_day
from desktop.language import Language
from domain.projections.view import View


def time_text(at: str, say: Language) -> str:
    """A recorded time (ISO 8601) on this machine's clock; empty for none."""
    if not at:
        return ""
    moment = QDateTime.fromMSecsSinceEpoch(int(datetime.fromisoformat(at).timestamp() * 1000))
    return moments.time_text(moment, say)


def day_text(occurred: str, say: Language) -> str:
    """A recorded day, night or month as the operator's language writes it; empty for none."""
    return stored_day(say, occurred) if occurred else ""


def stamp(view: View, say: Language, *about: str) -> str:
    """One line: the ledger, what was counted, and the moment."""
    moment = say(
        "as known on {when} (event {position})",
        when=moments.moment_text(view, view.position, say),
        position=say.number(view.position),
    )
    return " · ".join(part for part in (view.name, *about, moment) if part)
