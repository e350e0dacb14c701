"""The span of time that a total covers: this year, since the invasion began, in all."""

import datetime as dt
from collections.abc import Sequence

from .marks import Mark
from .tokens import Token

INVASION = "since:2022-02-24"
ALL = "all"
OTHER = "other"
"""A scope that the record does not keep: a week, a month, "since summer"."""

WEAK = "weak"
"""Of "already", which goes with a total to date as well as with today's return."""
LARGE = 500

TAKEN_BY = ("largest", "exchange", "stage")
UNTIL = frozenset(["since", "until", "till", "from", "до", "від", "з", "із", "зі"])
"""Before a bare year these make it the edge of a span, not the span."""

BEGINNING = frozenset(["beginning", "start", "outset", "початку", "початок", "старту"])
NEAR = 8
"""How many tokens may stand between "since" and "the invasion"."""


def scope_of(
    marks: Sequence[Mark],
    number: Mark,
    tokens: Sequence[Token],
    written: dt.date | None,
    before: str | None,
) -> tuple[str, Mark] | None:
    """The scope among the marks around a number. `before` is the scope named last in the text,
    which "in that time" repeats."""
    found: tuple[str, Mark] | None = None
    for position, mark in enumerate(marks):
        if mark.number is not None and mark is not number and mark.first > number.first:
            break
        scope = _scope_at(marks, position, tokens, written, before)
        if scope is None or _is_taken(marks, position, number):
            continue
        if scope == WEAK and not _is_large(number):
            continue
        ordinal = number.number is not None and number.number.ordinal
        if ordinal and found is not None and INVASION in (found[0], scope):
            found = INVASION, mark
        elif found is None or found[0] in (ALL, WEAK, "total") or scope.startswith("year"):
            found = (ALL if scope == WEAK else scope), mark
    return found


def _is_large(number: Mark) -> bool:
    """Whether "already" makes a number a total to date: no single return was so large."""
    value = number.number.value if number.number is not None else None
    return value is not None and value >= LARGE and not (number.number and number.number.ordinal)


def _scope_at(
    marks: Sequence[Mark],
    position: int,
    tokens: Sequence[Token],
    written: dt.date | None,
    before: str | None,
) -> str | None:
    mark = marks[position]
    if mark.is_a("since"):
        return _since(marks, position, tokens, written)
    if mark.date is not None:
        return _dated(mark, position, marks, tokens)
    if mark.concept == "scope.same":
        return INVASION if _names_the_war(marks, position) else before
    if mark.concept == "scope.year":
        return f"year:{written.year}" if written is not None else OTHER
    if mark.is_a("scope"):
        return mark.name
    return None


def _since(
    marks: Sequence[Mark], position: int, tokens: Sequence[Token], written: dt.date | None
) -> str | None:
    """ "Since" governs the war, a year, or a date that follows close behind it."""
    mark = marks[position]
    for following in marks[position + 1 :]:
        if following.first - mark.last > NEAR or following.number is not None:
            break
        if following.is_a("war"):
            return INVASION
        if following.concept == "scope.year":
            return f"year:{written.year}" if written is not None else OTHER
        if following.date is not None:
            date = following.date
            if (date.month, date.day) == (2, 24) and date.year in (2022, None):
                return INVASION
            if (date.year, date.month, date.day) == (2022, 2, None):
                return INVASION
            if date.month is None and date.year is not None and _begins(tokens, mark, following):
                return f"year:{date.year}"
            january = (date.month, date.day) in ((1, 1), (1, None))
            year = date.year or (written.year if written is not None else None)
            return f"year:{year}" if january and year is not None else OTHER
    return None


def _begins(tokens: Sequence[Token], since: Mark, year: Mark) -> bool:
    """ "Since the beginning of 2025": the year from its first day."""
    words = {tokens[at].norm for at in range(since.first, year.first)}
    return not words.isdisjoint(BEGINNING)


def _names_the_war(marks: Sequence[Mark], position: int) -> bool:
    """ "Since then, as the invasion began, …"."""
    here = marks[position]
    after = [m for m in marks[position + 1 :] if m.first - here.last <= NEAR]
    return any(m.is_a("war") for m in after)


def _dated(mark: Mark, position: int, marks: Sequence[Mark], tokens: Sequence[Token]) -> str | None:
    """A bare year is a scope ("in 2024"), unless it says when somebody was captured."""
    date = mark.date
    if date is None or date.year is None or date.month is not None:
        return None
    earlier = marks[position - 1] if position else None
    if earlier is not None and earlier.is_a("since", "highlight"):
        return None
    if mark.first and tokens[mark.first - 1].norm in UNTIL:
        return OTHER
    return f"year:{date.year}"


def _is_taken(marks: Sequence[Mark], position: int, number: Mark) -> bool:
    """Whether the scope belongs to something else: "one of the largest since …"."""
    scope = marks[position]
    low = number.first if number.first < scope.first else -1
    if number.number is not None and number.number.ordinal:
        return False
    return any(
        mark.is_a(*TAKEN_BY) or (mark.number is not None and mark.number.ordinal)
        for mark in marks[:position]
        if mark.first > low
    )
