"""Settle a night between two days: by the hour that the text names, before midnight or after."""

import datetime as dt
from collections.abc import Sequence

from .marks import Mark, having

EVENING, MORNING = 17, 11
"""Hours from which, and to which, a time of day belongs to the first or the second day."""
DAY = dt.timedelta(days=1)


def night_of(marks: Sequence[Mark], written: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The two days of a night that the sentence names: "the night from Thursday to Friday",
    "у ніч на 31 жовтня"."""
    if not having(marks, "night"):
        return None
    named = [mark for mark in marks if mark.date is not None and mark.date.names_a_day]
    days = [
        (mark.date.toward, day)
        for mark in named
        if mark.date is not None and (day := mark.date.settle(written)) is not None
    ]
    for mark in named:
        weekday = mark.date.weekday if mark.date is not None and mark.date.toward else None
        for far, first in days:
            if weekday is not None and not far and (first + DAY).weekday() == weekday:
                return first, first + DAY
    for _, first in days:
        for _, second in days:
            if second - first == DAY:
                return first, second
    toward = [day for far, day in days if far]
    return (toward[0] - DAY, toward[0]) if toward else None


def half_of_night(marks: Sequence[Mark]) -> str:
    """ "evening", "morning", or nothing if the words do not tell."""
    for mark in marks:
        if mark.concept == "clock":
            if mark.hour >= EVENING:
                return "evening"
            if mark.hour <= MORNING:
                return "morning"
        if mark.concept == "hour.late":
            return "evening"
        if mark.concept == "hour.early":
            return "morning"
    return ""
