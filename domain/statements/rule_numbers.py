"""Rules for numbers that count no people: ordinals, formulas, things, withdrawn figures."""

from collections.abc import Sequence

from .counting import is_keyed
from .lexicon import Language
from .marks import has
from .places import OTHER_SPAN, UNKNOWN, Figure, Place
from .rule_context import is_planned, looks_back
from .scenes import Scene
from .scopes import ALL, INVASION, OTHER
from .sentences import Cell
from .tokens import Token
from .verbs import cardinals

STAGE_NEAR = 6
"""A "stage" so many tokens behind an ordinal takes it."""


def not_a_count(place: Place) -> Figure | None:
    number = place.mark.number
    if number is None or number.value is None:
        return place.unused("not a whole number")
    return None


def withdrawn(place: Place) -> Figure | None:
    if place.counted.value in place.text.withdrawn:
        return place.unused("the text withdraws this figure")
    return None


def ordinal(place: Place) -> Figure | None:
    number = place.mark.number
    if number is None or not number.ordinal:
        return None
    scene, around = place.scene, place.around
    following = [mark for mark in place.cell.after if mark.first - place.mark.last <= 3]
    before = [mark for mark in scene.marks if mark.first < place.mark.first]
    later = [m for m in scene.marks if 0 <= m.first - place.mark.last <= STAGE_NEAR]
    if has(later, "stage") and not has(following, "exchange"):
        return place.unused("the number of a stage")
    named = has(following, "exchange") or has(later[:1], "exchange")
    keyed = is_keyed(place.cell, place.text.tokens)
    told = not following and has(before, "exchange")
    predicate = place.scope is not None or told or keyed
    if has(following, "stage", "unit", "largest", "branch", "person"):
        return place.unused("not the number of an exchange")
    alone = (
        place.scope is not None
        and place.scope[0].startswith("year")
        and not has(
            scene.marks, "person", "done", "branch", "unit", "return_noun", "body", "release"
        )
    )
    of_war = bool(following) and following[0].is_a("war")
    if of_war and has(scene.marks, "exchange"):
        return place.as_("ordinal", INVASION)
    if not named and not alone and not (predicate and has(scene.marks, "exchange")):
        return place.unused("not the number of an exchange")
    if has(around, "plan", "background", "not", "denial") or scene.looks_back or scene.denies:
        return place.unused("not the number of this exchange")
    if (place.scope is not None and place.scope[0] == OTHER) or scene.foreign:
        return place.unused(OTHER_SPAN)
    if any(
        place.text.tokens[at].norm == "such"
        for at in range(place.mark.last, place.mark.last + 1)
        if at < len(place.text.tokens)
    ) and has(scene.marks, "mediate"):
        return place.unused("not the number of an exchange")
    scope = ALL if place.scope is None or place.scope[0] == "total" else place.scope[0]
    if number.value == 1 and not scope.startswith("year"):
        return place.unused("not the number of an exchange")
    return place.as_("ordinal", scope, 70 if place.scope is None else 90)


def is_number_of_exchange(cell: Cell, tokens: Sequence[Token], language: Language) -> bool:
    """ "Number of the exchange since the invasion: 66"."""
    if cell.number is None or not is_keyed(cell, tokens) or not has(cell.before, "exchange"):
        return False
    words = {tokens[at].norm for at in range(cell.first, cell.number.first)}
    return bool(words & language.numbers.numbering)


def formula(place: Place) -> Figure | None:
    if not place.mark.is_a("formula"):
        return None
    staged = has(place.scene.marks, "stage")
    if looks_back(place) or is_planned(place) or place.scene.foreign or staged:
        return place.unused("the formula of another or a future exchange")
    return place.as_("formula", certainty=80)


def thing(place: Place) -> Figure | None:
    head = place.counted.head
    if head is not None and head.is_a("unit", "stage", "exchange"):
        return place.unused("counts something else than people")
    before = [m for m in place.scene.marks if m.first < place.mark.first][-1:]
    ratio = [m for m in (*before, *place.following(2)) if m.is_a("ratio")]
    if any(m.last >= place.mark.first - 1 for m in ratio) or place.counted.value == 0:
        return place.unused("a ratio, or nobody")
    leading = place.cell.before
    if _is_of_one_person(place):
        return place.unused("an age or a measure")
    if place.head_is("names"):
        return place.unused(UNKNOWN)
    near = [mark for mark in leading if place.mark.first - mark.last <= 1]
    if any(mark.concept == "unit.before" for mark in near):
        return place.unused("the name of a thing, or an age")
    if has(leading, "unit.age") and head is None and place.counted.category is None:
        return place.unused("an age or a measure")
    return None


def _is_of_one_person(place: Place) -> bool:
    """ "A man of 60", "the oldest man is 65": a noun of one person beside a larger number."""
    value = place.counted.value or 0
    if value == 1 or (place.text.language.code == "uk" and value % 10 == 1 and value % 100 != 11):
        return False
    near = [m for m in place.cell.before if place.mark.first - m.last <= 2][-1:]
    nouns = [place.head or place.counted.category, *(near if place.head is None else [])]
    return any(
        noun is not None
        and noun.last - noun.first == 1
        and not noun.is_a("branch", "unit", "body")
        and place.text.tokens[noun.first].norm in place.text.language.singular
        for noun in nouns
    )


def withdrawn_values(scenes: Sequence[Scene]) -> frozenset[int]:
    """Figures that the text itself takes back: "not 98 but 100", "corrected from 98", and those
    of the sentence before "The correct figure is 75"."""
    found: set[int] = set()
    for position, scene in enumerate(scenes):
        if has(scene.marks, "done.right") and position:
            found |= {
                mark.number.value
                for mark in cardinals(scenes[position - 1].marks)
                if mark.number is not None and mark.number.value is not None
            } - {mark.number.value for mark in cardinals(scene.marks) if mark.number is not None}
        for cell in scene.sentence.cells:
            mark = cell.number
            if mark is None or mark.number is None or mark.number.value is None:
                continue
            near = [m for m in cell.before if mark.first - m.last <= 0]
            if any(m.is_a("wrong", "not") for m in near) and mark.number.value > 1:
                found.add(mark.number.value)
    return frozenset(found)
