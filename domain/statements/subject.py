"""Whether a text reports an exchange at all, and if not, what it is instead."""

import datetime as dt
import itertools
from collections.abc import Sequence

from .marks import has, having
from .scenes import Scene
from .setting import Setting
from .verbs import cardinals, days

SUBJECT = (
    "exchange",
    "captivity",
    "done.out",
    "body",
    "release",
    "formula",
    "done.swap",
    "to_russia",
    "person.captive",
    "person.russian",
)
"""Without one of these, or two branches of the forces, a text is about something else."""

PECULIAR = (
    "captivity",
    "done.out",
    "person.captive",
    "person.russian",
    "branch",
    "ua_source",
    "ru_source",
    "body",
    "to_russia",
    "ru",
    "status",
    "rank",
    "formula",
)
"""What a text on an exchange of prisoners has and a text on a sale or a match has not."""

STRONG = (
    "captivity",
    "done.out",
    "person.captive",
    "person.russian",
    "ua_source",
    "ru_source",
    "ru",
    "body",
    "formula",
    "to_russia",
)
"""Among other words of sale and sport, one of these must stand at least."""

FORCES = ("branch.armed_forces", "branch.national_guard", "branch.border_guard", "branch.navy")

LEAD = 2
"""The sentences that say what kind of text it is."""
TALK = 2
"""So many questions make a talk."""
NEAR = dt.timedelta(days=3)
STALE = dt.timedelta(days=14)
"""An event further back than this from the text's own date is a recollection."""


def is_our_subject(scenes: Sequence[Scene]) -> bool:
    """Whether the words are those of an exchange of prisoners, not of a match or a market."""
    marks = [mark for scene in scenes for mark in scene.marks]
    forces = {mark.concept for mark in having(marks, *FORCES)}
    from_russia = has(marks, "ru") and has(marks, "status", "person.military")
    if not has(marks, *SUBJECT) and len(forces) < 2 and not from_russia:
        return False
    strangers = len(having(marks, "alien"))
    if strangers >= 2 and not has(marks, *STRONG):
        return False
    peculiar = {mark.concept for mark in having(marks, *PECULIAR)}
    return strangers < 2 or strangers < len(peculiar)


def is_denied(scenes: Sequence[Scene], event: Scene, setting: Setting) -> bool:
    """Whether the text first denies an exchange, or says that it failed, and only then turns to
    an event, which is then an earlier one unless it is of the text's own day."""
    for scene in scenes:
        if scene is event:
            return False
        if has(scene.marks, "denial", "failure") and not has(scene.marks, "recall"):
            day = _days_between(event.date, setting.written)
            return day is None or day > 1
    return False


def is_of_others(event: Scene) -> bool:
    """ "The United States and Russia exchanged prisoners": two sides that act together, and
    neither is Ukraine."""
    sides = having(event.marks, "ru", "mediator", "ua", "ours", "ua_source", "to_ukraine")
    for left, right in itertools.pairwise(sides):
        together = right.first - left.last == 1 and right.last <= event.anchor.first
        if together and {left.family, right.family} == {"ru", "mediator"}:
            return not having(event.marks, "ua", "ours", "to_ukraine", "branch")
    return False


def is_news(scenes: Sequence[Scene], events: Sequence[Scene], setting: Setting) -> bool:
    """Whether the text reports an event rather than speaks about exchanges: an explanation, a
    check of facts, a talk of questions and answers does only where it names a day near its own."""
    asking = sum(scene.sentence.asks for scene in scenes)
    spoken = asking >= TALK and asking * 4 >= len(scenes)
    if not spoken and not any(has(scene.marks, "genre") for scene in scenes[:LEAD]):
        return True
    return any(
        scene.date is not None
        and (setting.written is None or abs(setting.written - scene.date) <= NEAR)
        and any(mark is not setting.header for mark in days(scene.marks))
        and bool(cardinals(scene.marks))
        for scene in events
    )


def is_stale(occurred: dt.date | None, setting: Setting) -> bool:
    """Whether the only event of the text lies too far back to be its news."""
    return (
        occurred is not None
        and setting.written is not None
        and abs(setting.written - occurred) > STALE
    )


def _days_between(first: dt.date | None, second: dt.date | None) -> int | None:
    return None if first is None or second is None else abs((second - first).days)


def reason_for_none(scenes: Sequence[Scene]) -> str:
    """Why there is no event: announcement, denial, failure or something else."""
    marks = [mark for scene in scenes for mark in scene.marks]
    if not has(marks, "exchange", "captivity", "body", "person.captive", "return_noun"):
        return "something else"
    if any(scene.foreign for scene in scenes):
        return "something else"
    for concept, reason in (("denial", "denial"), ("failure", "failure"), ("plan", "announcement")):
        if has(marks, concept):
            return reason
    return "something else"
