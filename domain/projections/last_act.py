"""What was recorded last: the change that an operator who wants to undo has in mind."""

from domain.events import read_event
from domain.projections.view import View


def last_act(view: View) -> int:
    """The position of what the last command was about; 0 in an empty ledger.

    A command records its sources, notes and claims along with its exchange: the exchange is meant.
    """
    row = view.first("SELECT state FROM stored_events WHERE position = ?", view.position)
    if row is None:
        return 0
    header = read_event(row[0]).header
    rows = view.all(
        "SELECT position, topic FROM stored_events WHERE position > ? AND position <= ? "
        "ORDER BY position",
        view.position - (header.index - header.act) - 1,
        view.position,
    )
    about = [each["position"] for each in rows if each["topic"].startswith("exchange.")]
    return int(about[0]) if about else view.position
