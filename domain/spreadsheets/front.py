"""What every export says of itself: which ledger, as known when, counted how, made by whom."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from domain.journal import APP
from domain.model.policy import ALL_RETURNS, NAMES
from domain.projections.exports import heads
from domain.projections.history import arrived_at
from domain.projections.view import View
from domain.spreadsheets.sheets import clean
from domain.spreadsheets.words import Say


@dataclass(frozen=True, slots=True)
class Front:
    """What every export says of itself. `lines` are (label, value); `stamp` is all of it in one.

    `heads` are the last events of the journals, as (journal, index, event id): they say in any
    copy of the ledger what this export knew.
    """

    title: str
    stamp: str
    lines: tuple[tuple[str, str], ...]
    heads: tuple[tuple[str, int, str], ...]
    notes: tuple[str, ...]


def front(
    view: View, ledger_id: str, policy: str, containing: str, operator: str, at: datetime, say: Say
) -> Front:
    """The front of an export made at `at` from what `view` knows."""
    known = _known(view, say)
    counted = policy_title(view, policy or ALL_RETURNS.name, say)
    if not policy:
        counted = say("{policy}; each claim under its own", policy=counted)
    lines = [
        (say("Ledger"), view.name),
        (say("Ledger id"), ledger_id),
        (say("As known at"), known),
        (say("Counting policy"), counted),
        (say("Only rows with"), containing),
        (say("Exported by"), operator),
        (say("Exported at"), at.isoformat(sep=" ", timespec="seconds")),
        (say("Made with"), f"Exchange Ledger {APP}"),
    ]
    notes = [
        say("An empty cell means that nothing is known or nothing was stated; it never means 0."),
        say(
            "Counts and dates that are not exact say so in the column beside them; a total adds "
            "up what is known."
        ),
        say("Moments are in UTC. Columns named “as a formula” are there to check the figures."),
    ]
    if view.newer_events:
        notes.insert(0, say("This table is incomplete: a newer version made some events."))
    return Front(
        title=clean(view.name),
        stamp=clean(f"{view.name}. {say('As known at')}: {known}."),
        lines=tuple((label, clean(value)) for label, value in lines if value),
        heads=heads(view),
        notes=tuple(notes),
    )


def policy_title(view: View, policy: str, say: Say) -> str:
    """A counting policy by its name and what it is called."""
    if policy in NAMES:
        return f"{policy} ({NAMES[policy].in_language(say.code)})"
    row = view.first(
        f"SELECT record FROM records WHERE kind = 'policy' AND id = ? AND {view.known}",
        f"policy:{policy}",
    )
    title = msgspec.json.decode(row[0])["definition"][say.code] if row else policy
    return policy if title == policy else f"{policy} ({title})"


def _known(view: View, say: Say) -> str:
    when = arrived_at(view, view.position).replace("T", " ")
    if not when:
        return say("position {position}, before the first event", position=view.position)
    if view.is_now:
        return say("position {position}, {when}", position=view.position, when=when)
    return say(
        "position {position} of {last}, {when}",
        position=view.position,
        last=view.last,
        when=when,
    )
