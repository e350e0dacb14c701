"""What one number counts: its noun, its category, its bound, and the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lexicon import Language
from .marks import Mark, having
from .sentences import Cell, Sentence
from .tokens import Token

CATEGORIES = ("branch", "rank", "status", "sex")
HEADS = (*CATEGORIES, "person", "body", "unit", "names", "exchange", "stage")
DESCRIPTIONS = ("modifier", "own", "ours", "ua", "ru", "not_this")
NARROWER = ("person.military", "person.captive", "person.russian")
"""What is said more closely of "Ukrainian service members"."""
KEYS = (":", "–", "—", "-", "=")
"""Signs between a key and its number."""
STRANGERS = 1
"""How many unknown words may stand between a number and its noun."""
GROUPS = {("of", word) for word in ("the", "those", "these", "them")}


@dataclass(frozen=True)
class Counted:
    """A number and what it counts."""

    mark: Mark
    head: Mark | None
    """The noun right after the number, if it is known."""
    bare: bool
    """No noun at all: a verb or a sign follows the number."""
    category: Mark | None
    """The category the number is a line of, before or after it."""
    partitive: str
    """"them" in "two of them", "group" in "two of the officers", "whole" in "two of the nine",
    else empty."""
    group: Mark | None = None
    """The officers of "two of the officers"."""
    all_are: Mark | None = None
    """The men of "70 prisoners, all of them men"."""

    @property
    def value(self) -> int | None:
        """The number itself."""
        return None if self.mark.number is None else self.mark.number.value


def count(cell: Cell, tokens: Sequence[Token], language: Language) -> Counted | None:
    """Look at the number of a cell and the words around it."""
    mark = cell.number
    if mark is None:
        return None
    head, bare = _head(cell, mark, tokens, language)
    partitive = _partitive(cell, mark, tokens)
    group = _group(cell, mark, tokens) if partitive in ("group", "whole") else None
    if partitive == "them":
        group = _these(cell)
    if partitive == "whole" and group is not None:
        partitive = "group"
    if head is None and bare:
        head = _predicate(cell, mark)
    if group is not None and (partitive == "them" or not group.is_a("branch")):
        category = _after_group(cell, group)
    else:
        category = _category(cell, head, partitive, tokens, language)
    all_are = _all_are(cell.after, head)
    if all_are is not None:
        category = None
    return Counted(mark, head, bare, category, partitive, group, all_are)


def said_of_all(counted: Counted, following: Sequence[Cell]) -> Counted:
    """The count with what the cell behind it says of everybody: "30 people, all of them men"."""
    marks = [mark for cell in following[:1] if cell.number is None for mark in cell.marks]
    if counted.all_are is not None or counted.category is not None:
        return counted
    return replace(counted, all_are=_all_are(marks, counted.head))


def _all_are(marks: Sequence[Mark], head: Mark | None) -> Mark | None:
    """What all of the counted people are said to be."""
    if head is None or not head.is_a("person"):
        return None
    for position, mark in enumerate(marks[:-1]):
        following = marks[position + 1]
        if mark.is_a("all_of") and following.is_a("sex", "status"):
            return following
    return None


def _group(cell: Cell, number: Mark, tokens: Sequence[Token]) -> Mark | None:
    """The noun of "two of the officers", "three of the seven civilians"."""
    whole = any(mark.concept == "whole" for mark in cell.after)
    for mark in cell.after:
        if whole and mark.is_a("belong"):
            return None
        if mark.is_a(*CATEGORIES, "person"):
            between = tokens[number.last : mark.first]
            near = len(between) <= 4 and all(token.kind != "sign" for token in between)
            return mark if near else None
        if not mark.is_a("whole", "belong", "among", *DESCRIPTIONS):
            return None
    return None


def _these(cell: Cell) -> Mark | None:
    """The guardsmen of "five of these guardsmen being women": a category right behind "of these",
    and another one said of its people."""
    for position, mark in enumerate(cell.after[:-2]):
        following = cell.after[position + 1]
        if mark.is_a("nest") and following.is_a("branch") and following.first == mark.last:
            other = [m for m in cell.after[position + 2 :] if m.is_a("sex", "rank")]
            return following if other else None
    return None


def _after_group(cell: Cell, group: Mark) -> Mark | None:
    """What some of a group are: "three of the seven civilians are women"."""
    for mark in cell.after:
        if mark.first < group.last:
            continue
        if mark.is_a("highlight"):
            return None
        if mark.is_a(*CATEGORIES):
            return mark
    return None


def _predicate(cell: Cell, number: Mark) -> Mark | None:
    """The soldiers of "39 are soldiers"."""
    following = list(cell.after[:3])
    if len(following) < 2 or not following[0].is_a("belong") or following[0].first > number.last:
        return None
    noun = following[1]
    near = noun.first - following[0].last <= 1
    return noun if near and noun.is_a("person.military") else None


def is_keyed(cell: Cell, tokens: Sequence[Token]) -> bool:
    """Whether the number is the value of a key: "Returned to Ukraine: 168"."""
    number = cell.number
    if number is None or number.first <= cell.first:
        return False
    return tokens[number.first - 1].text in KEYS


def _head(
    cell: Cell, number: Mark, tokens: Sequence[Token], language: Language
) -> tuple[Mark | None, bool]:
    """Walk right from the number to the first known noun; stop at verbs, signs, prepositions."""
    by_first = {mark.first: mark for mark in cell.after}
    at = number.last
    strangers = 0
    while at < cell.last:
        mark = by_first.get(at)
        token = tokens[at]
        if mark is not None:
            if _is_adjective(mark, number, tokens):
                at = mark.last
                continue
            if mark.is_a(*HEADS):
                return _counted_noun(mark, by_first), False
            if mark.is_a(*DESCRIPTIONS) or _describes(mark, by_first):
                at = mark.last
                continue
            return None, strangers == 0
        if token.kind == "sign" and token.text not in "\"“”«»'-":
            return None, strangers == 0
        if token.norm in language.stops:
            return None, strangers == 0
        if token.norm not in ("of", "the", "who", "'"):
            strangers += token.kind == "word"
        if strangers > STRANGERS:
            return None, False
        at += 1
    return None, strangers == 0


def _is_adjective(mark: Mark, number: Mark, tokens: Sequence[Token]) -> bool:
    """The Ukrainian of "two Ukrainian priests"."""
    several = number.number is not None and number.number.value != 1
    return (
        several
        and mark.concept == "person"
        and tokens[mark.first].norm == "ukrainian"
        and (mark.last - mark.first == 1)
    )


def _describes(mark: Mark, by_first: dict[int, Mark]) -> bool:
    """ "95 freed Ukrainians": one word of returning or suffering right before a noun."""
    following = by_first.get(mark.last)
    one_word = mark.last - mark.first == 1
    return (
        mark.is_a("done", "highlight")
        and one_word
        and following is not None
        and following.is_a(*HEADS, "ua", "modifier")
    )


def _counted_noun(mark: Mark, by_first: dict[int, Mark]) -> Mark:
    """ "Military police officers": the later noun of two is the one that is counted."""
    following = by_first.get(mark.last)
    if following is not None and mark.is_a("person") and following.is_a(*CATEGORIES):
        return following
    if following is not None and mark.is_a("person") and following.concept in NARROWER:
        return following
    return mark


def _partitive(cell: Cell, number: Mark, tokens: Sequence[Token]) -> str:
    """ "Two of them" and "37 з них", or "94 of the soldiers"."""
    for mark in cell.after:
        if mark.concept == "whole" and mark.first - number.last <= 3:
            return "whole"
        if mark.first > number.last:
            break
        if mark.is_a("nest"):
            return "them"
        if mark.is_a("among") or (mark.is_a("belong") and tokens[mark.first].norm in ("із", "з")):
            return "group"
    words = tuple(token.norm for token in tokens[number.last : min(number.last + 2, cell.last)])
    one_of = number.number is not None and number.number.value == 1 and words[:1] == ("of",)
    return "group" if one_of or words in GROUPS else ""


def _category(
    cell: Cell, head: Mark | None, partitive: str, tokens: Sequence[Token], language: Language
) -> Mark | None:
    """The category right behind the number, further behind it, or in front of it."""
    if head is not None and head.is_a(*CATEGORIES):
        if head.concept == "sex.men" and cell.after[-1].is_a("rank"):
            return cell.after[-1]
        number = cell.number.number if cell.number is not None else None
        if head.is_a("sex") and number is not None and number.value == 1:
            branches = having(cell.after, "branch")
            return branches[0] if branches else head
        return None if partitive == "group" and not head.is_a("branch") else head
    if head is not None and head.is_a("body", "unit", "exchange", "stage"):
        return None
    for mark in cell.after:
        if mark.is_a("highlight") or _is_apart(mark, head, tokens, language):
            break
        if mark.is_a("unit") and tokens[mark.first].norm.startswith(language.units_of_troops):
            return None
        if mark.is_a(*CATEGORIES):
            return None if _is_shared(mark, cell) else mark
    for mark in reversed(cell.before):
        touching = mark.is_a("nest") and cell.number is not None and mark.last == cell.number.first
        if mark.is_a("among", "done.exchange", "nest", "highlight") and not touching:
            return None
        if mark.is_a(*CATEGORIES):
            return mark
    return None


def _is_apart(mark: Mark, head: Mark | None, tokens: Sequence[Token], language: Language) -> bool:
    """ "25 people: soldiers and civilians": the colon or the "and" keeps the category apart."""
    if head is None:
        return False
    between = tokens[head.last : mark.first]
    return any(token.text in (":", "(") or token.norm in language.conjunctions for token in between)


def _is_shared(mark: Mark, cell: Cell) -> bool:
    """ "90 from the National Guard and the Navy": the number is neither's own."""
    same = [other for other in cell.after if other.family == mark.family]
    return len({other.concept for other in same}) > 1


def bound(cell: Cell, tokens: Sequence[Token]) -> str:
    """ "exact", "about", "at_least" or "at_most", from the word in front of the number."""
    mark = cell.number
    if mark is None or mark.number is None:
        return "exact"
    for before in cell.before:
        if before.is_a("bound") and mark.first - before.last <= 0:
            return before.name
    if mark.last < len(tokens) and tokens[mark.last].text == "+":
        return "at_least"
    following = [after for after in cell.after if after.first == mark.last]
    if following and following[0].concept == "bound.about":
        return "about"
    return "about" if mark.number.rounded else "exact"


def _counts_exchanges(cell: Cell, number: Mark) -> bool:
    """ "In ten exchanges": a number that the next one does not stand in a row with."""
    if number.number is None or number.number.ordinal:
        return False
    return any(
        mark.is_a("exchange", "unit") and mark.first - number.last <= 1 for mark in cell.after[:1]
    )


def window(sentence: Sentence, index: int) -> list[Mark]:
    """The marks that may govern a number: from the number before it to the end of its cell."""
    marks: list[Mark] = list(sentence.cells[index].marks)
    for cell in reversed(sentence.cells[:index]):
        if cell.number is not None and not _counts_exchanges(cell, cell.number):
            break
        marks[:0] = cell.marks
        if len(marks) > 60:
            break
    return marks
