"""Choose the number of the returned: the candidate that most evidence supports, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .breakdown import civilians, partition_sums
from .gate import fits
from .legs import Both
from .marks import has
from .nesting import Line
from .places import PART, PLAN, SERVED, UNKNOWN, Figure

CLOSES = 50
"""A number that the lines of a breakdown sum to."""
CONFIRMED = 20
"""A number that a formula, or the sum of two waves, confirms."""
CLOSE = 10
"""Candidates whose certainties differ by no more are equal: then the first in the text counts."""
SMALLEST_TOTAL = 400
"""No total to date is smaller."""
WAVES = 3
LARGE = 500
""""In all" is the total of today's waves where it is not so many times the largest of them, and
no more than this; else it is the total to date."""
RESCUABLE = (UNKNOWN, PART, PLAN, SERVED)
"""A number left alone for these reasons is the total after all where the lines sum to it."""


@dataclass(frozen=True)
class Totals:
    """The number of the returned, or its bound, and the totals that turned out to be claims."""

    returned: Figure | None
    bound: Figure | None
    claims: tuple[Figure, ...]


def choose_total(figures: Sequence[Figure], lines: Sequence[Line], both: Both) -> Totals:
    """Settle the number of the returned."""
    candidates = [f for f in figures if f.role in ("returned", "total") and f.bound == "exact"]
    handed = both.handed_over.value if both.handed_over is not None else None
    each = both.each or _formula_each(both, candidates)
    told = both.handed_over.scene if both.handed_over is not None else None
    beside = [f for f in candidates if f.scene is told and f.role == "total"]
    others = [f for f in candidates if f not in beside]
    candidates = [*_without_both_sides(others, handed, each), *beside]
    candidates, claims = _split_claims(candidates, civilians(lines), each)
    if both.formula is not None and _is_swapped(both.formula):
        candidates = [replace(both.formula, certainty=99), *candidates]
    chosen = _choose(candidates, figures, lines, both)
    if each is not None and (chosen is None or chosen.value not in partition_sums(lines)):
        chosen = each
    if chosen is None:
        chosen = _from_category(figures, lines)
    soldiers = {f.value for f in figures if f.role == "military" and f.bound == "exact"}
    if chosen is None and both.formula is not None and not candidates and not soldiers:
        chosen = both.formula if both.formula.scene.done else None
    if chosen is not None and chosen.value is not None and not fits(chosen.value, lines):
        chosen = None
    bound = None if chosen is not None else _bound(figures, lines)
    return Totals(chosen, bound, claims)


def _is_swapped(formula: Figure) -> bool:
    """ "Обміняли 75 на 75", "swapped 75 for 75": the verb is right before the formula."""
    near = [m for m in formula.cell.before if formula.mark.first - m.last <= 1]
    return formula.scene.is_event and has(near[-1:], "done.swap")


def _formula_each(both: Both, candidates: Sequence[Figure]) -> Figure | None:
    """ "23 for 23 … 46 people won freedom": the only number beside a formula is its double."""
    formula = both.formula
    if formula is None or formula.value is None:
        return None
    values = {figure.value for figure in candidates}
    return formula if values == {2 * formula.value} else None


def _without_both_sides(
    candidates: Sequence[Figure], handed: int | None, each: Figure | None
) -> list[Figure]:
    """Leave out a number that is the sum of both legs."""
    if handed is None and each is None:
        return list(candidates)
    if each is not None and each.value is not None:
        return [f for f in candidates if f.value != 2 * each.value]
    values = {figure.value for figure in candidates}
    return [
        figure
        for figure in candidates
        if figure.value is None
        or figure.value - (handed or 0) not in values
        or has(figure.cell.after, "own", "ours", "ua")
    ]


def _split_claims(
    candidates: Sequence[Figure], beside: int, each: Figure | None
) -> tuple[list[Figure], tuple[Figure, ...]]:
    """ "In total" is the record so far, if a smaller number returned this time."""
    own = [f.value for f in candidates if f.role == "returned" and f.value is not None]
    own += [each.value] if each is not None and each.value is not None else []
    kept: list[Figure] = []
    claims: list[Figure] = []
    for figure in candidates:
        value = figure.value
        if figure.role != "total" or value is None or _is_of_the_event(value, own, beside):
            kept.append(figure)
        elif value < WAVES * max(own) and value < LARGE and len(set(own)) > 1:
            kept.append(replace(figure, certainty=figure.certainty + 2 * CONFIRMED))
        elif value >= SMALLEST_TOTAL:
            claims.append(replace(figure, role="claim"))
    return kept, tuple(claims)


def _is_of_the_event(value: int, own: Sequence[int], beside: int) -> bool:
    """Whether "in total" needs no further people than those of the event."""
    return not own or value <= max(own) or value - beside in own or _is_sum(value, own)


def _is_sum(value: int, parts: Sequence[int]) -> bool:
    """Whether a number is the sum of the different others that are smaller."""
    smaller = {part for part in parts if part < value}
    return len(smaller) > 1 and sum(smaller) == value


def _choose(
    candidates: Sequence[Figure], figures: Sequence[Figure], lines: Sequence[Line], both: Both
) -> Figure | None:
    sums_found = partition_sums(lines)
    beside = civilians(lines)
    with_civilians = {f.value + beside for f in candidates if f.value is not None and beside}
    fitting = [f for f in candidates if f.value is not None and fits(f.value, lines)]
    weighed = [(_weight(f, sums_found, with_civilians, fitting, both), f) for f in fitting]
    weighed += [
        (CLOSES + f.certainty, f) for f in figures if f.value in sums_found and _rescuable(f)
    ]
    if not weighed:
        return None
    best = max(weight for weight, _ in weighed)
    weight, figure = next(pair for pair in weighed if pair[0] >= best - CLOSE)
    whole = [f for _, f in weighed if beside and f.value == (figure.value or 0) + beside]
    if whole and figure.role == "returned" and whole[0].role in ("returned", "total"):
        return replace(whole[0], certainty=99)
    return replace(figure, certainty=99) if weight > CLOSES + CLOSE else figure


def _rescuable(figure: Figure) -> bool:
    """Whether a number that no rule knew what to do with may be the total that the lines give."""
    scene = figure.scene
    return (
        figure.role == "unused"
        and figure.detail in RESCUABLE
        and figure.bound == "exact"
        and (figure.value or 0) > 1
        and not (scene.looks_back or scene.other_side or scene.foreign or scene.denies)
        and not has(figure.cell.marks, "background", "unit", "not")
    )


def _weight(
    figure: Figure,
    sums_found: set[int],
    with_civilians: set[int],
    others: Sequence[Figure],
    both: Both,
) -> int:
    weight = figure.certainty
    value = figure.value or 0
    if value in sums_found or value in with_civilians:
        weight += CLOSES
    if both.formula is not None and both.formula.value == value:
        weight += CONFIRMED
    if _is_sum(value, [other.value or 0 for other in others]):
        weight += 2 * CONFIRMED if _is_of_one_day(figure) else -CLOSES
    return weight


def _is_of_one_day(figure: Figure) -> bool:
    """Whether the parts of a sum are of one day, not the stages of several."""
    return not has(figure.scene.marks, "days_span")


def _from_category(figures: Sequence[Figure], lines: Sequence[Line]) -> Figure | None:
    """ "Ten civilians landed": the only group named is the total."""
    top = [line for line in lines if line.within is None and line.dimension != "sex"]
    if len(top) != 1 or any(f.role == "military" for f in figures):
        return None
    figure = top[0].figure
    beside = has(figure.cell.marks, "among", "nest", "also", "resume", "together")
    if top[0].dimension != "status" or beside or not figure.scene.is_event:
        return None
    if figure.counted is not None and figure.counted.partitive:
        return None
    inexact = any(f.role == "returned" and f.bound != "exact" for f in figures)
    return None if inexact else figure


def _bound(figures: Sequence[Figure], lines: Sequence[Line]) -> Figure | None:
    """The first inexact number of the returned."""
    if any(figure.role == "military" and figure.bound == "exact" for figure in figures):
        return None
    return next(
        (
            figure
            for figure in figures
            if figure.role in ("returned", "each")
            and figure.bound in ("at_least", "about")
            and figure.scene.is_event
            and fits((figure.value or 0) + 1, [line for line in lines if line.dimension != "rank"])
        ),
        None,
    )
