"""What a sentence says has happened: its verbs of returning that are neither denied nor ahead."""

import datetime as dt
from collections.abc import Sequence

from .marks import Mark, having
from .sentences import Sentence

INVASION = dt.date(2022, 2, 24)
"""Named in every count since; no exchange was on that day."""
REACH = 5
"""How many tokens before a verb a "will" or a "not" still belongs to it."""
EXCLAMATION = 8
"""A sentence of so few tokens may be a mere "Our people are home!"."""
FAR = 15
"""How many tokens before a mere "home" a "hopes to" still belongs to it."""
VERBS = ("each.swapped", "done", "give", "receive", "return_noun", "to_ukraine.got", "other_way")
WEAK = ("done.home", "done.out", "done.body")
"""Words that report a return only beside a number of people, or of bodies."""
PEOPLE = ("person", "branch", "rank", "status", "sex", "exchange", "captivity", "done.out")


def valid_verbs(sentence: Sentence) -> list[Mark]:
    """Verbs of returning that are neither denied nor in the future."""
    found: list[Mark] = []
    reports = bool(having(sentence.marks, "report"))
    blocked_from = -100
    planned_from = -100
    for position, mark in enumerate(sentence.marks):
        if _is_predicate(sentence.marks, position):
            found.append(mark)
            continue
        if mark.is_a("not") and _ends_before_next(sentence, position):
            continue
        if mark.is_a("plan", "not", "failure"):
            blocked_from = mark.last
            planned_from = mark.last if mark.is_a("plan", "held_still") else planned_from
        elif (
            mark.is_a(*VERBS)
            and mark.first - blocked_from >= REACH
            and not (mark.is_a(*WEAK) and mark.first - planned_from < FAR)
            and not _is_attribute(sentence.marks, position)
            and not _describes_people(sentence.marks, position)
            and _has_subject(mark, sentence, reports)
        ):
            found.append(mark)
    failed = having(sentence.marks, "failure")
    if not found and not failed:
        return _nominal(sentence)
    return [] if failed else found


def _nominal(sentence: Sentence) -> list[Mark]:
    """ "The exchange of 3 January 2024: 230 people": an event told without a verb."""
    marks = sentence.marks
    named = [m for m in marks if m.concept == "exchange"][:1]
    dated = [m for m in days(marks) if m.date is not None and m.date.full is not None]
    if not (named and dated):
        return []
    nouns = {mark.first for mark in having(marks, "person")}
    people = [n for n in cardinals(marks) if nouns & {n.last, n.last + 1}]
    blocked = ("plan", "not", "denial", "background", "recall", "habit", "held_still", "foreign")
    if not people or having(marks, *blocked) or sentence.asks:
        return []
    in_order = named[0].first < dated[0].first < people[0].first
    return named if in_order else []


def _ends_before_next(sentence: Sentence, position: int) -> bool:
    """ "Without any exchange, 14 were freed": a comma ends what a "not" denies."""
    mark = sentence.marks[position]
    cell = next(c for c in sentence.cells if c.first <= mark.first < c.last)
    denied = [m for m in cell.marks if m.first > mark.first]
    return having(denied, "exchange", "other_way") != [] and not having(denied, *VERBS)


def _is_predicate(marks: Sequence[Mark], position: int) -> bool:
    """ "Десять осіб – звільнені за посередництва …": said of the people named before."""
    if marks[position].concept != "person.released" or not position:
        return False
    following = marks[position + 1 : position + 2]
    people = marks[position - 1].is_a("person", "status", "number", "sex", "rank")
    return people and not having(following, "person", "number", "status", "nest")


def _is_attribute(marks: Sequence[Mark], position: int) -> bool:
    """ "Released prisoners": the word describes a noun, it reports nothing."""
    mark = marks[position]
    if mark.concept != "done.participle" or position + 1 >= len(marks):
        return False
    following = marks[position + 1]
    if following.first != mark.last:
        return False
    before = marks[position - 1] if position else mark
    if before.last == mark.first and before.is_a("ua", "ru", "exchange"):
        return False
    if before.last == mark.first and before.number is not None and following.is_a("person"):
        return True
    return following.is_a("ua", "person.captive", "modifier")


def _describes_people(marks: Sequence[Mark], position: int) -> bool:
    """ "48 звільнених з полону захисників ran a race": where they came from, no news."""
    around = marks[max(position - 1, 0) : position + 2]
    if marks[position].concept != "done.out" or len(around) < 3:
        return False
    before, _, after = around
    touching = before.last == marks[position].first and after.first == marks[position].last
    return touching and before.is_a("person.freed") and after.is_a("person")


def _has_subject(verb: Mark, sentence: Sentence, reports: bool) -> bool:
    """ "Took place" needs an exchange that did; "the return of" needs somebody who reports it."""
    if verb.is_a("done.exchange"):
        return _is_of_an_exchange(verb, sentence)
    if verb.is_a("done.saved"):
        return bool(having(sentence.marks, "done.out", "exchange", "person.captive"))
    if verb.is_a("done.body"):
        return bool(having(sentence.marks, "body"))
    if verb.is_a("done.right"):
        return bool(cardinals(sentence.marks))
    if verb.is_a("other_way"):
        return bool(having(sentence.marks, "person.russian") and cardinals(sentence.marks))
    if verb.is_a("done.home") and sentence.last - sentence.first <= EXCLAMATION:
        return bool(having(sentence.marks, "person", "ours"))
    if verb.is_a(*WEAK):
        return _has_number_of_people(sentence)
    if verb.is_a("done.one"):
        return any(0 <= m.first - verb.last <= 1 for m in sentence.marks if m.number is not None)
    return reports or verb.family != "return_noun"


def _has_number_of_people(sentence: Sentence) -> bool:
    """Whether a number stands close to a word for people, or alone."""
    people = having(sentence.marks, *PEOPLE, "body")
    things = {mark.first for mark in having(sentence.marks, "unit", "clock")}
    counted = [n for n in cardinals(sentence.marks) if things.isdisjoint((n.last, n.last + 1))]
    return bool(people) and bool(counted)


def cardinals(marks: Sequence[Mark]) -> list[Mark]:
    """The whole numbers that are no ordinals."""
    return [
        mark
        for mark in marks
        if mark.number is not None and mark.number.value is not None and not mark.number.ordinal
    ]


def _is_of_an_exchange(verb: Mark, sentence: Sentence) -> bool:
    """Whether an exchange is what took place: not "talks on an exchange took place"."""
    for noun in having(sentence.marks, "exchange", "stage", "formula", "return_noun"):
        between = [m for m in sentence.marks if verb.first < m.first < noun.first]
        if not having(between, "plan", "host"):
            return True
    return False


def days(marks: Sequence[Mark]) -> list[Mark]:
    """The dates that may be the day of an event: not "since 24 February", "captured on 20 May"."""
    found: list[Mark] = []
    for position, mark in enumerate(marks):
        if mark.date is None or mark.date.toward or not mark.date.names_a_day:
            continue
        if mark.date.full == INVASION:
            continue
        before = marks[position - 1] if position else None
        near = before is not None and mark.first - before.last <= 2
        told = mark.date.days_back is None
        if near and told and before is not None and before.is_a("since", "highlight", "plan"):
            continue
        found.append(mark)
    return found
