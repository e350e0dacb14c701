"""Rules for numbers of people: remains, totals, both legs, lines of a breakdown, the returned."""

from .counting import CATEGORIES, is_keyed
from .direction import direction
from .marks import Mark, has
from .places import (
    INEXACT_TOTAL,
    LOCAL,
    ONE_GROUP,
    OTHER_SPAN,
    PART,
    PART_OF_SUM,
    SERVED,
    TOO_MANY,
    UNKNOWN,
    Figure,
    Place,
)
from .scenes import Scene, has_verb
from .scopes import ALL, LARGE, OTHER
from .verbs import cardinals

ONE = frozenset(["українця", "співвітчизника", "громадянина", "захисника", "воїна"])
LITTLE = 3
"""Words of so few letters are articles, prepositions, pronouns."""
TIED_AFTER = 1
TIED_BEFORE = 2
"""So many unknown words may stand between a number and its category."""
LARGEST = 1000
"""No single return was larger."""
MOVED_ALIVE = ("exchange", "captivity", "person.captive", "done.swap", "done.out", "formula")
LIVING = ("person", "captivity", "done.out", "branch", "exchange", "status")


def body(place: Place) -> Figure | None:
    head = place.counted.head
    near = [mark for mark in place.cell.before if place.mark.first - mark.last <= 3]
    if not (head is not None and head.is_a("body")) and not has(near, "body"):
        return None
    if not (head is not None and head.is_a("body")) and _is_one_of_two(place):
        return place.unused(PART_OF_SUM)
    if (place.counted.partitive and not has(near, "body")) or not place.scene.done:
        return place.unused("not said to have been returned")
    if direction(place) == "handed_over" or has(place.around, "each", "both"):
        return place.unused("remains that went to the other side")
    if place.scene.other_side:
        return place.unused("the other side's figure")
    if place.scope is not None:
        return place.unused("a total of remains")
    if place.bound != "exact":
        return place.unused("not exact")
    return place.as_("remains")


def _is_one_of_two(place: Place) -> bool:
    """ "The bodies of two foreigners and one Ukrainian"."""
    following = place.scene.sentence.cells[place.index + 1 : place.index + 2]
    people = [m for m in place.cell.after if m.is_a("person") and m is not place.head]
    words = place.text.language.conjunctions
    tokens = place.text.tokens
    alone = any(
        tokens[m.first].norm in place.text.language.singular or tokens[m.first].norm in ONE
        for m in people
        if m.first and tokens[m.first - 1].norm in words
    )
    return alone or any(cell.joint == "and" and cell.number is not None for cell in following)


def claim(place: Place) -> Figure | None:
    if place.scope is None or (place.counted.partitive and place.scope[0] == "total"):
        return None
    scope = place.scope[0]
    if scope == ALL and (place.counted.value or 0) < LARGE:
        scope = "total"
    if scope in (ALL, "total") and direction(place) == "handed_over":
        return place.as_("handed_over", "total") if place.bound == "exact" else None
    people = place.counted.head is None or place.counted.head.is_a("person")
    if place.counted.head is not None and place.counted.head.is_a("person.russian"):
        return place.unused("a total of the other side")
    large = (place.counted.value or 0) >= LARGE
    counts_mediated = (scope != "total" or large) and has(place.around, "mediate")
    if has(place.around, "both") or counts_mediated:
        return place.unused("both sides together")
    if has(place.around, "release"):
        return place.unused("a total of releases outside exchanges only")
    if scope == OTHER:
        return place.unused(OTHER_SPAN)
    if has(place.leading, "branch") and scope != "total":
        return place.unused(ONE_GROUP)
    freed = has(place.around, "person.freed")
    verb = place.scene.done or freed or has(place.around, "return_noun")
    if not people or place.counted.category is not None or not verb:
        if scope == "total" and people and place.counted.head and place.bound == "exact":
            return place.as_("total", ALL, 65) if place.counted.category is None else None
        if scope == "total":
            return None
        return place.unused(ONE_GROUP)
    if place.bound != "exact":
        return place.unused(INEXACT_TOTAL) if scope != "total" else None
    if not place.counted.bare and place.counted.head is None:
        return place.unused(UNKNOWN)
    if scope == "total":
        return place.as_("total", ALL, 70)
    return place.as_("claim", scope)


def _is_of_sides(place: Place) -> bool:
    """Whether "each" may be each side: "по 150 полонених", not "по 2 телефони"."""
    sides = ("ru", "ua", "both", "ru_source", "exchange", "done.swap", "person", "person.russian")
    return place.counted.head is not None or place.counted.bare or has(place.scene.marks, *sides)


def both_sides(place: Place) -> Figure | None:
    if has(place.around, "each") and has(place.cell.after, *CATEGORIES):
        return None
    if has(place.cell.before, "each") and has(place.cell.before, "branch", "rank"):
        return None
    if has(place.around, "each") and not _is_of_sides(place):
        return None
    if has(place.around, "each") and not place.counted.partitive:
        if place.counted.category is not None:
            return None
        return place.as_("each", certainty=85)
    if has(place.around, "both"):
        return place.unused("both sides together")
    return None


def _adds_others(place: Place) -> bool:
    """ "146 servicemen and eight residents": two numbers of people whose sum is not printed."""
    following = place.scene.sentence.cells[place.index + 1 : place.index + 2]
    stops = ("done", "give", "receive", "body", "unit", "highlight", "ua", "ours", "nest", "rank")
    return any(
        cell.joint == "and"
        and cell.number is not None
        and cell.number.first - cell.first <= 1
        and not has(cell.marks, *stops)
        for cell in following
    )


def handed_over(place: Place) -> Figure | None:
    if direction(place) != "handed_over" or place.counted.partitive:
        return None
    head = place.counted.head
    theirs = has(place.following(2), "own") and head is not None and head.is_a(*CATEGORIES)
    if head is not None and not head.is_a("person", "status", "sex") and not theirs:
        return None
    if head is None and not place.counted.bare:
        return None
    if place.bound != "exact":
        return place.unused("not exact")
    mute = place.text.remains_first and not has(place.scene.marks, *MOVED_ALIVE)
    if place.scene.is_about_remains or mute:
        return place.unused("remains that went to the other side")
    if _adds_others(place):
        return place.unused(PART_OF_SUM)
    whole = has(place.scene.marks[:3], "scope.total", "scope.all")
    return place.as_("handed_over", "total" if whole else "")


def beside_others(place: Place) -> Figure | None:
    """ "Freed together with another 32 border guards", "two priests and eight other civilians":
    with those named before they are more, and how many is not printed."""
    tokens, words = place.text.tokens, place.text.language.others
    after = tokens[place.mark.last].norm if place.mark.last < len(tokens) else ""
    before = tokens[place.mark.first - 1].norm if place.mark.first else ""
    with_them = [m for m in place.cell.before if m.is_a("together")]
    near = any(place.mark.first - mark.last <= 1 for mark in with_them)
    if near and (before in words or after in words):
        return place.unused(PART_OF_SUM)
    earlier = place.scene.sentence.cells[place.index - 1] if place.index else None
    if place.cell.joint == "and" and after in words and place.counted.category is not None:
        counted = earlier is not None and earlier.number is not None
        if counted and place.counted.category.is_a("status"):
            return place.unused(PART_OF_SUM)
    return None


def line(place: Place) -> Figure | None:
    category = place.counted.category
    if category is None or place.bound != "exact" or _is_shared(place, category):
        return None
    if direction(place) == "handed_over":
        return place.unused("people of the other side")
    return place.as_("line", certainty=92 if _is_tied(place, category) else 60)


def _is_tied(place: Place, category: Mark) -> bool:
    """Whether grammar ties the number to its category: no more than a few unknown words and no
    clause of its own stand between the two."""
    low, high = sorted((place.mark, category), key=lambda mark: mark.first)
    tokens = place.text.tokens
    known = {
        token
        for mark in place.cell.marks
        if low.last <= mark.first < high.first
        for token in range(mark.first, mark.last)
    }
    if any(m.is_a("highlight") and low.last <= m.first < high.first for m in place.cell.marks):
        return False
    between = [tokens[at] for at in range(low.last, high.first) if at not in known]
    if place.counted.partitive == "them" and high is place.mark:
        return True
    strangers = [t for t in between if t.kind == "word" and len(t.norm) > LITTLE]
    return len(strangers) <= (TIED_AFTER if low is place.mark else TIED_BEFORE)


def _is_shared(place: Place, category: Mark) -> bool:
    """ "The Navy, the National Guard and the police got back 75", "75 from the Navy, the National
    Guard and the police": the number is nobody's own."""
    named = {mark.concept for mark in place.leading if mark.is_a(category.family)}
    if category.first < place.mark.first:
        return len(named) > 1
    for cell in place.scene.sentence.cells[place.index + 1 : place.index + 2]:
        opening = cell.marks[:1]
        return cell.number is None and cell.joint == "," and has(opening, category.family)
    return False


def local(place: Place) -> Figure | None:
    """ "Eleven residents of Poltava region": some of those returned, whom a region counts."""
    near = [m for m in place.cell.marks if abs(m.first - place.mark.last) <= 2]
    if has(near, "local") and not has(near, "branch", "rank", "status"):
        return place.unused(LOCAL)
    return None


def part(place: Place) -> Figure | None:
    if place.counted.partitive:
        return place.unused(PART)
    if place.counted.head is None and not place.counted.bare:
        if _is_object(place):
            return place.as_("returned", certainty=60)
        return place.unused(UNKNOWN)
    if has(place.leading[-2:], "among", "nest") and not place.cell_verb:
        return place.unused(PART)
    return None


def _is_object(place: Place) -> bool:
    """ "Ukraine got back 115 conscripts": an unknown noun in the plural right behind a verb of
    returning."""
    scene, tokens = place.scene, place.text.tokens
    last = place.cell.before[-1] if place.cell.before else None
    if last is None or not last.is_a("done", "to_ukraine.got") or place.mark.first - last.last > 1:
        return False
    noun = tokens[place.mark.last] if place.mark.last < len(tokens) else None
    plural = noun is not None and noun.kind == "word" and noun.norm.endswith(("s", "ів", "ей"))
    return plural and scene.is_event and not scene.is_about_remains and place.bound == "exact"


def highlighted(place: Place) -> Figure | None:
    if has(place.cell.after, "highlight") and not place.cell_verb:
        return place.unused(SERVED)
    return None


def _follows(place: Place, concept: str) -> bool:
    """ "А військових лише 33": the noun stands right before its number."""
    near = [m for m in place.cell.before if place.mark.first - m.last <= 1]
    return any(mark.is_a(concept) for mark in near) and not place.cell_verb


def _has_number(scene: Scene) -> bool:
    """Whether a sentence has a number of its own; "1,000 for 1,000" names a deal."""
    return bool(cardinals([mark for mark in scene.marks if not mark.is_a("formula")]))


def _continues(place: Place) -> bool:
    """ "Our people are home. 84 of them: …", "The 53rd exchange took place. Ninety defenders
    breathe freely": a sentence that opens with a number of people, right after one that reports
    an event without a number."""
    before, scene = place.before, place.scene
    if before is None or not before.is_event or _has_number(before) or scene.sentence.asks:
        return False
    blocked = scene.looks_back or scene.denies or scene.other_side or scene.foreign
    opens = all(mark.is_a("modifier", "date") for mark in place.leading)
    return (
        place.index == 0
        and opens
        and not blocked
        and place.bound == "exact"
        and place.head_is("person")
        and not place.head_is("person.russian")
        and not before.is_about_remains
        and not has(scene.marks, "plan", "not", "highlight", "held_still")
    )


def _is_one_of_a_row(place: Place) -> bool:
    """ "Five officers and 17 servicemen have been exchanged", "246 soldiers, and also 31 wounded":
    people beside other counted people, whose sum is not printed here."""
    earlier = place.scene.sentence.cells[place.index - 1] if place.index else None
    if earlier is None or earlier.number is None or place.counted.partitive:
        return False
    counted = has(earlier.after[:2], "rank", "person", "status", "sex")
    added = has(place.cell.before[-1:], "resume", "also") and place.head is None
    joined = place.cell.joint == "and" and not has_verb(earlier, place.scene)
    return counted and place.mark.first - place.cell.first <= 2 and (added or joined)


def _has_side(place: Place) -> bool:
    """Whether a country, or people, are named beside the verb: "the order was received by 12"."""
    return has(place.scene.marks, "ru", "ua", "ours", "own", "to_ukraine", "to_russia", *LIVING)


def returned(place: Place) -> Figure | None:
    head = place.counted.head
    number = place.mark.number
    if head is None and number is not None and (number.value == 1 or number.plain_year):
        return place.unused(UNKNOWN)
    if head is not None and head.is_a("person.military") and not place.scene.done:
        return place.as_("military", certainty=80)
    if (
        head is None
        and is_keyed(place.cell, place.text.tokens)
        and has(place.cell.before, "person.military")
    ):
        return place.as_("military", certainty=80)
    if place.text.remains_first and head is None and not has(place.scene.marks, *LIVING):
        return place.unused("part of the remains")
    if head is None and place.counted.bare and _follows(place, "person.military"):
        return place.as_("military", certainty=80)
    if _continues(place):
        return place.as_("returned", certainty=80)
    if not place.scene.done or not place.scene.is_event or place.scene.is_about_remains:
        return None
    if place.bound == "at_most":
        return place.unused("not exact")
    if _is_one_of_a_row(place):
        return place.unused(PART_OF_SUM)
    verbs = [verb for verb in place.scene.done if place.cell.first <= verb.first < place.cell.last]
    if head is None and verbs and all(v.is_a("receive") for v in verbs) and not _has_side(place):
        return place.unused(UNKNOWN)
    if (place.counted.value or 0) > LARGEST:
        return place.unused(TOO_MANY)
    near = 10 if place.cell_verb else 0
    return place.as_("returned", certainty=(85 if head is not None else 75) + near)
