"""Which way the people went: towards Ukraine unless the words of the clause say otherwise."""

import itertools
from collections.abc import Sequence
from typing import Literal

from .marks import Mark, has
from .places import Place

Direction = Literal["returned", "handed_over", "none"]
PREPOSITIONS = frozenset(
    ("з", "із", "зі", "від", "у", "в", "до", "для", "from", "of", "by", "in", "at")
)
NEAR = 3


def direction(place: Place) -> Direction:
    """The way of the people whom a number counts; "none" where nobody moved.

    The noun decides first (Russians, our people), then the goal ("to Russia"), then who acts and
    how (Ukraine gave, Moscow received), then "in return" and "the other way".
    """
    around = place.around
    phrase = place.following(NEAR) or _apposition(place)
    if place.head is not None and place.head.concept == "person.russian":
        return "handed_over" if _moved(place) else "none"
    ours = has(phrase, "ua", "ours") or (
        place.head is not None and place.head.concept == "person.women"
    )
    if place.scene.other_side and has(phrase, "own"):
        return "handed_over"
    if _goal(place, "to_ukraine"):
        return "returned"
    if _goal(place, "to_russia") or (len(place.cell.marks) == 1 and has(phrase, "to_russia")):
        return "handed_over"
    subject, verb = _actor(place)
    if ours or has(place.cell.after, "freedom"):
        return "returned"
    if _row_of_russians(place):
        return "handed_over"
    if has(around, "other_way.side"):
        return "handed_over"
    if _is_subject_again(place):
        return "handed_over"
    if subject == "ru":
        if has(phrase, "own") or verb == "receive":
            return "handed_over"
        if verb in ("give", "done"):
            return "returned"
    if _in_exchange_for_russians(place):
        return "returned"
    if subject == "ua" and verb == "give":
        return "handed_over"
    if verb in ("give", "done") and _dative_russia(place, bare=verb == "give"):
        return "handed_over"
    if has(around, "other_way") and not has(around, "done.home") and subject != "ua":
        return "handed_over"
    return "returned"


def _is_subject_again(place: Place) -> bool:
    """ "Ukraine has got 60, and Russia 62 servicemen": the verb is not said again."""
    last = place.cell.before[-1] if place.cell.before else None
    if last is None or last.concept != "ru" or place.mark.first - last.last > 0:
        return False
    tokens = place.text.tokens
    governed = last.first > 0 and tokens[last.first - 1].norm in PREPOSITIONS
    noun = tokens[last.first].norm in ("russia", "moscow", "росія", "москва")
    return noun and not governed and not place.cell_verb and "and" in place.cell.joint


def _in_exchange_for_russians(place: Place) -> bool:
    """ "31 were handed over in exchange for 15 Russians": ours, then, were the 31."""
    later = [mark for mark in place.scene.marks if mark.first > place.mark.first]
    for left, right in itertools.pairwise(m for m in later if m.is_a("other_way", "person")):
        if left.concept == "other_way" and right.concept == "person.russian":
            return right.first - left.last <= NEAR + 2
    return False


def _apposition(place: Place) -> list[Mark]:
    """ "An identical number, 90, of its troops": what follows a number between commas."""
    following = place.scene.sentence.cells[place.index + 1 : place.index + 2]
    return [mark for cell in following if cell.number is None for mark in cell.marks[:2]]


def _moved(place: Place) -> bool:
    """Whether the clause says that the people changed sides."""
    return bool(place.scene.done) or has(
        place.scene.marks, "give", "receive", "to_russia", "other_way", "done", "return_noun"
    )


def _row_of_russians(place: Place) -> bool:
    """ "Russians were let go in two groups, 58 and 44 people, 102 in all": the noun that opens the
    sentence holds for its later numbers while no other side is named."""
    if not (place.counted.bare or (place.index and place.head_is("person"))):
        return False
    side = ""
    for mark in place.scene.marks:
        if mark.first >= place.mark.first:
            break
        if mark.is_a("person.russian"):
            side = "ru"
        elif mark.is_a("ua", "ours", "ua_source", "to_ukraine", "person.women", "branch"):
            side = ""
    return side == "ru"


def _goal(place: Place, concept: str) -> bool:
    """A goal in the clause; one that the words before the number name counts for later numbers
    of the row only while no other goal stands between."""
    return has(place.around, concept)


def _actor(place: Place) -> tuple[str, str]:
    """The side that acts in the clause, and the last verb of moving before or at the number."""
    side = _subject(place.leading)
    if not side and place.index and place.cell.joint in ("and", ",", ", and", "next"):
        earlier = [m for m in place.scene.marks if m.first < place.cell.first]
        side = _subject([m for m in earlier if m.is_a("ru", "ua", "ours")])
    verb = ""
    for mark in place.around:
        if mark.is_a("give"):
            verb = "give"
        elif mark.is_a("receive"):
            verb = "receive"
        elif mark.is_a("done") and not verb:
            verb = "done"
    return side, verb


def _subject(leading: Sequence[Mark]) -> str:
    """Who acts: the last side named before the verb."""
    side = ""
    for mark in leading:
        if mark.concept == "ru.dative":
            continue
        if mark.is_a("ru", "ru_source"):
            side = "ru"
        elif mark.is_a("ua", "ours", "ua_source"):
            side = "ua"
        elif mark.is_a("give", "receive", "done") and side:
            return side
    return side


def _dative_russia(place: Place, *, bare: bool) -> bool:
    """ "Росії віддали", with no preposition before the name; where the verb is no verb of giving,
    "Росії" may be a genitive and does not tell."""
    tokens = place.text.tokens
    return any(
        mark.concept == "ru.dative"
        and (bare or tokens[mark.first].norm != "росії")
        and (mark.first == 0 or tokens[mark.first - 1].norm not in PREPOSITIONS)
        for mark in place.around
    )
