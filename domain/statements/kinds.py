"""What kind of event it is: an exchange, a release outside one, or a return of the dead."""

import datetime as dt
import itertools
from collections.abc import Sequence

from .drafting import Drafting
from .marks import has, having
from .places import TOO_MANY, TOTALS, Figure
from .scenes import Scene
from .verbs import cardinals

NEARBY = 4
"""So many tokens may stand between "nobody" and "in return"."""
LEAD = 5
"""Among so many first sentences one without number or date may report the event."""
EXCHANGED = ("done.exchange", "done.swap")


def is_release(scenes: Sequence[Scene], events: Sequence[Scene]) -> bool:
    """Whether the event is said to be no exchange: in the headline, the lead, or soon after."""
    first = next(i for i, scene in enumerate(scenes) if scene is events[0])
    lead = [scene for scene in scenes[: first + 4] if not has(scene.marks[:6], "also", "resume")]
    if any(_is_no_exchange(scene) and not scene.looks_back for scene in lead):
        return True
    marks = [mark for scene in scenes for mark in scene.marks]
    return not has(marks, "exchange", "person.military", "branch", "rank", "formula") and has(
        marks, "status.civilian"
    )


def _is_no_exchange(scene: Scene) -> bool:
    """ "Outside any exchange", "asked for nobody in return", "взамін нікого не передавали"."""
    if has(scene.marks, "release"):
        return True
    pairs = itertools.pairwise(m for m in scene.marks if m.is_a("not", "other_way"))
    return any(
        {left.concept, right.concept} == {"not", "other_way"} and right.first - left.last <= NEARBY
        for left, right in pairs
    )


def settle_kind(
    drafting: Drafting,
    scenes: Sequence[Scene],
    figures: Sequence[Figure],
    *,
    release: bool,
    occurred: dt.date | None,
) -> str | None:
    """The kind of the event; None if nothing happened after all."""
    draft = drafting.draft
    if _living(drafting, scenes, figures, occurred):
        return "release" if release else "exchange"
    if draft["remains"] is not None or any(
        scene.is_about_remains for scene in scenes if scene.is_event
    ):
        return "repatriation_of_remains"
    return None


def _living(
    drafting: Drafting,
    scenes: Sequence[Scene],
    figures: Sequence[Figure],
    occurred: dt.date | None,
) -> bool:
    """Whether living people returned: a number of them, or a sentence that says so."""
    draft = drafting.draft
    counted = (draft["returned"], draft["returned_bound"], draft["handed_over"])
    if any(value is not None for value in counted) or any(draft["breakdowns"].values()):
        return True
    totals = [f.scene for f in figures if f.role == "claim" or f.detail in (*TOTALS, TOO_MANY)]
    return any(
        not scene.is_about_remains
        and _reports_by_itself(scene)
        and not has(scene.marks, "held_still")
        and (scene.date is not None or index < LEAD or bool(having(scene.done, *EXCHANGED)))
        and scene not in totals
        and not (draft["remains"] is not None and not _new_people(scene))
        for index, scene in enumerate(scenes)
        if scene.is_event and not _counts_only_things(scene) and _is_of_the_day(scene, occurred)
    )


def _is_of_the_day(scene: Scene, occurred: dt.date | None) -> bool:
    """Whether the sentence does not name another day than that of the event."""
    return occurred is None or scene.date is None or scene.date == occurred


def _counts_only_things(scene: Scene) -> bool:
    """ "14 children were brought out": the numbers of the sentence count no prisoners."""
    numbers = cardinals(scene.marks)
    things = [
        number
        for number in numbers
        if any(m.is_a("unit.child") and 0 <= m.first - number.last <= 1 for m in scene.marks)
    ]
    return bool(numbers) and len(things) == len(numbers) and not has(scene.marks, "exchange")


def _new_people(scene: Scene) -> bool:
    """Whether a sentence reports living people beside the remains."""
    people = has(scene.marks, "exchange", "person", "captivity")
    return people and bool(having(scene.done, "done")) and not has(scene.marks, "body")


def _reports_by_itself(scene: Scene) -> bool:
    """Whether the sentence says that people returned even if it gives no number: "people freed
    since 2022" does not, "people were freed" does."""
    auxiliaries = {mark.last for mark in having(scene.marks, "belong")}
    objects = {mark.first for mark in scene.marks if mark.is_a("number", "person", "bound")}
    people = has(scene.marks, "person", "branch", "exchange", "status")
    return any(
        people or not verb.is_a("give", "receive", "other_way") for verb in scene.done
    ) and any(
        verb.concept != "done.participle"
        or verb.first in auxiliaries
        or not objects.isdisjoint(range(verb.last, verb.last + 2))
        for verb in scene.done
    )
