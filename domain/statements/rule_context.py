"""Rules for numbers that belong to another event, a plan, a denial, or the other side's words."""

import datetime as dt

from .direction import direction
from .marks import Mark, has
from .places import Figure, Place
from .verbs import days


def earlier(place: Place) -> Figure | None:
    """ "The largest return took place on 3 January. 230 people came home then." """
    if not looks_back(place):
        return None
    if place.counted.partitive or place.bound != "exact":
        return place.unused("belongs to an earlier event")
    return place.as_("looking back", "belongs to an earlier event")


def looks_back(place: Place) -> bool:
    scene, text = place.scene, place.text
    if scene.looks_back or has(place.cell.marks, "background"):
        return True
    if has(place.leading[-4:], "background") or _shares_background(place):
        return True
    if _in_another_month(place):
        return True
    day = _date_of(place)
    return text.occurred is not None and day is not None and day != text.occurred


def _shares_background(place: Place) -> bool:
    """ "The 185 soldiers and 20 civilians who were freed six days earlier"."""
    following = place.scene.sentence.cells[place.index + 1 : place.index + 2]
    return not place.cell_verb and any(
        cell.joint == "and" and has(cell.marks, "background") for cell in following
    )


def _in_another_month(place: Place) -> bool:
    """ "In October 1,000 bodies came": a month that is not the month of the event, unless it says
    since when, or when somebody was captured."""
    day = place.text.occurred
    if day is None:
        return False
    earlier: Mark | None = None
    for mark in [*place.leading, *place.cell.after]:
        date = mark.date
        if date is not None and date.month is not None and date.day is None:
            own = date.month == day.month and date.year in (None, day.year)
            taken = earlier is not None and earlier.is_a("since", "highlight", "plan", "bound")
            tokens = place.text.tokens
            from_then = mark.first > 0 and tokens[mark.first - 1].norm in SINCE
            if not (own or taken or from_then):
                return True
        earlier = mark
    return False


SINCE = frozenset(["since", "from", "until", "till", "від", "з", "із", "зі", "до"])


def _date_of(place: Place) -> dt.date | None:
    """The date that goes with a number: in its cell, else before it, else right after it."""
    if has(place.scene.marks, "night"):
        return place.scene.date
    sentence = place.scene.sentence
    following: list[Mark] = []
    for cell in sentence.cells[place.index + 1 :]:
        if cell.number is not None:
            break
        following += cell.marks
    before = [mark for mark in sentence.marks if mark.first < place.cell.first]
    own = [m.date.settle(place.text.setting.written) for m in days(place.cell.marks) if m.date]
    if place.text.occurred in own:
        return place.text.occurred
    for dates in (days(place.cell.marks), days(before)[::-1], days(following)):
        for mark in dates:
            if mark is not place.text.setting.header and mark.date is not None:
                return mark.date.settle(place.text.setting.written)
    return None


def other_event(place: Place) -> Figure | None:
    scene = place.scene
    if scene.sentence.asks and not scene.is_event and place.index:
        return place.unused("asked, not said")
    if scene.foreign:
        return place.unused("about other countries")
    if scene.denies or has(place.cell.marks, "denial"):
        return place.unused("the text denies it")
    if has(place.cell.marks, "failure", "held_still"):
        return place.unused("did not happen, or is still to come")
    if is_planned(place):
        return place.unused("a plan, not an event")
    if _is_negated(place):
        return place.unused("the text says that it did not happen")
    if place.text.is_release and has(place.around, "exchange") and not has(place.around, "release"):
        return place.unused("belongs to the exchange, not to this release")
    said = [m for m in scene.marks if m.is_a("release") and m.first < place.mark.first]
    if not place.text.is_release and (said or has(place.around, "release")):
        return place.unused("released outside this exchange")
    return None


def is_planned(place: Place) -> bool:
    if not has(place.cell.marks, "plan"):
        return has(place.leading[-3:], "plan") and not place.cell_verb
    return not place.cell_verb


def _is_negated(place: Place) -> bool:
    return has(place.cell.marks, "not") and not place.cell_verb


def voice(place: Place) -> Figure | None:
    """What the other side says about its own people counts; about ours it is a rival figure."""
    spoken = has(place.around, "ru_source") or place.scene.other_side
    if not (spoken or place.text.setting.only_other_side):
        return None
    if direction(place) == "handed_over" and place.bound == "exact":
        return place.as_("handed_over", certainty=80)
    return place.as_("rival", "the other side's figure")
