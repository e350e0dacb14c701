"""Who is said to have mediated: a country and a word of mediating in one sentence."""

from collections.abc import Sequence

from .marks import Mark, has, having
from .scenes import Scene

RED_CROSS = "ICRC"
NEAR = 6


def find_mediators(scenes: Sequence[Scene], kind: str) -> list[Mark]:
    """One mark for every mediator, in the order of the text.

    A host city or a visitor is none. The Red Cross is one where it is said to have mediated, or,
    outside exchanges (the dead, the wounded), to have assisted.
    """
    found: dict[str, Mark] = {}
    for scene in scenes:
        for mark in _in_sentence(scene, kind):
            found.setdefault(mark.name, mark)
    return list(found.values())


def _in_sentence(scene: Scene, kind: str) -> list[Mark]:
    marks = scene.marks
    mediating = having(marks, "mediate")
    if not mediating or scene.foreign or scene.denies:
        return []
    if has(marks, "plan") and not scene.done:
        return []
    firm = any(mark.concept == "mediate.firm" for mark in mediating)
    found: list[Mark] = []
    for mark in having(marks, "mediator"):
        if _negated(marks, mark) or _hosting(marks, mark) or _past(marks, mark):
            continue
        if mark.name == RED_CROSS and kind == "exchange" and not firm:
            continue
        found.append(mark)
    return found


def _negated(marks: Sequence[Mark], mediator: Mark) -> bool:
    return any(mark.is_a("not") and abs(mark.first - mediator.first) <= 5 for mark in marks)


def _hosting(marks: Sequence[Mark], mediator: Mark) -> bool:
    return any(mark.is_a("host") and abs(mark.first - mediator.first) <= 3 for mark in marks)


def _past(marks: Sequence[Mark], mediator: Mark) -> bool:
    """Whether the sentence looks back before it names the mediator, or right after."""
    return any(
        mark.is_a("background", "recall") and mark.first < mediator.first + NEAR for mark in marks
    )
