"""The day of the event: of the sentences that report it, else of the lead, else the dateline."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from .drafting import Drafting
from .marks import has, having
from .scenes import Scene
from .setting import Setting
from .verbs import cardinals, days

FEW = 4
"""Among so many first events one may say when the exchange was held."""
LEAD = 8
"""A day that one of so many first sentences names may be the day of the event."""
WEEK = dt.timedelta(days=7)


class Day(NamedTuple):
    """A day, and the sentence that names it (None: the dateline)."""

    date: dt.date
    scene: Scene | None


def occurred(events: Sequence[Scene], scenes: Sequence[Scene], setting: Setting) -> Day | None:
    """The day of the event, if the text tells."""
    if setting.written is not None and not events[0].night_unsettled:
        today = [scene for scene in events[:FEW] if _says_today(scene)]
        if today and events[0].date != setting.written and cardinals(today[0].marks):
            return Day(setting.written, today[0])
    for scene in events[:2]:
        if scene.night_unsettled:
            return None
        if scene.date is not None and _is_only_header(scene, setting):
            held = next((s for s in events[:FEW] if _says_when_held(s, setting)), None)
            return Day(held.date, held) if held and held.date else Day(scene.date, scene)
        if scene.date is not None:
            return Day(scene.date, scene)
    lead = _day_of_the_lead(events, scenes, setting)
    if lead is not None:
        return lead
    if setting.header is not None and setting.written is not None:
        return Day(setting.written, None)
    for scene in events[2:]:
        if scene.date is not None:
            return Day(scene.date, scene)
    return None


def _says_today(scene: Scene) -> bool:
    """ "Today 307 came; yesterday there were 390": the text is about today."""
    return any(mark.date is not None and mark.date.days_back == 0 for mark in days(scene.marks))


def _is_only_header(scene: Scene, setting: Setting) -> bool:
    """Whether the only day that a sentence names is that of the text."""
    return all(mark is setting.header for mark in days(scene.marks))


def _says_when_held(scene: Scene, setting: Setting) -> bool:
    """ "The exchange was held on Wednesday, 14 December"."""
    named = [mark for mark in days(scene.marks) if mark is not setting.header]
    return bool(named) and bool(having(scene.done, "done.exchange", "done.swap"))


def _day_of_the_lead(
    events: Sequence[Scene], scenes: Sequence[Scene], setting: Setting
) -> Day | None:
    """ "They came with photographs on Tuesday": a day near the text's own, named in the sentences
    that lead to the event."""
    if not events or setting.written is None:
        return None
    counted = next((scene for scene in events if cardinals(scene.marks)), events[0])
    first = next(i for i, scene in enumerate(scenes) if scene is counted)
    for scene in scenes[: min(first, LEAD)][::-1]:
        if scene.looks_back or scene.denies or has(scene.marks, "plan", "host", "failure"):
            continue
        near = scene.date is not None and abs(setting.written - scene.date) <= WEEK
        relative = [m for m in days(scene.marks) if m is not setting.header]
        if near and relative and scene.date is not None:
            return Day(scene.date, scene)
    return None


def write_day(drafting: Drafting, day: Day, setting: Setting) -> None:
    """Write the day of the event, with the words that name it."""
    drafting.draft["occurred"] = day.date.isoformat()
    mark = setting.header
    for candidate in day.scene.marks if day.scene is not None else ():
        date = candidate.date
        if date is not None and date.names_a_day:
            mark = candidate if date.settle(setting.written) == day.date else mark
    if mark is not None:
        certainty = 95 if day.scene is not None else 85
        drafting.put("occurred", day.date.isoformat(), mark, certainty)
