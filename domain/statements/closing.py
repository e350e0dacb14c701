"""What the arithmetic proves and what it cannot: gaps filled where a sum closes, doubtful lines
left out where none does."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from .nesting import Line
from .places import LOCAL, PART, PLAN, UNKNOWN, Figure

FILLABLE = (UNKNOWN, PLAN, PART)
"""A number left alone for these reasons is a line after all where just that makes the sum."""
MOST = 3
"""So many numbers at once may be missing."""
TOTALS = ("returned", "total", "each", "military", "formula")
SURE = 75
"""A line of less certainty stays only where its breakdown closes."""


def fill_gaps(figures: Sequence[Figure], lines: Sequence[Line]) -> list[Figure]:
    """The figures, those turned into lines with which alone a breakdown makes a printed total."""
    totals = _printed_totals(figures)
    beside = sum(line.count for line in lines if line.category == "civilian" and not line.within)
    found = list(figures)
    for dimension in ("branch", "rank"):
        top = [line for line in lines if line.dimension == dimension and line.within is None]
        known = {line.category for line in lines}
        gaps = [
            figure
            for figure in found
            if figure.role == "unused"
            and figure.detail in FILLABLE
            and figure.bound == "exact"
            and _category(figure, dimension) not in ("", *known)
        ]
        wanted = {total - sum(line.count for line in top) for total in totals}
        wanted |= {gap - beside for gap in wanted} if beside else set()
        proven = _combination(gaps, wanted) if top else ()
        found = [
            replace(figure, role="line", detail="", certainty=SURE) if figure in proven else figure
            for figure in found
        ]
    return found


def without_locals(figures: Sequence[Figure], lines: Sequence[Line]) -> list[Line]:
    """The lines without those that break down the people of one region only."""
    local = {figure.value for figure in figures if figure.detail == LOCAL}
    top = [line for line in lines if line.dimension == "branch" and line.within is None]
    if top and sum(line.count for line in top) in local:
        return [line for line in lines if line.dimension != "branch"]
    return list(lines)


def _printed_totals(figures: Sequence[Figure]) -> set[int]:
    return {
        figure.value
        for figure in figures
        if figure.value is not None
        and figure.bound == "exact"
        and (figure.role in TOTALS or _may_be_total(figure))
        and not figure.scene.looks_back
    }


def _may_be_total(figure: Figure) -> bool:
    """ "Kyiv's share was 130 people": people that no rule knew what to do with."""
    counted = figure.counted
    people = counted is not None and counted.head is not None and counted.head.is_a("person")
    return figure.role == "unused" and figure.detail in FILLABLE and people


def _category(figure: Figure, dimension: str) -> str:
    category = figure.counted.category if figure.counted is not None else None
    return category.name if category is not None and category.family == dimension else ""


def _combination(gaps: Sequence[Figure], wanted: set[int]) -> tuple[Figure, ...]:
    """The only few of the gaps that sum to what is wanted; nothing where there are two ways."""
    ways = [
        chosen
        for size in range(1, MOST + 1)
        for chosen in itertools.combinations(gaps[:12], size)
        if sum(figure.value or 0 for figure in chosen) in wanted
    ]
    return ways[0] if len(ways) == 1 else ()


def leave_out_doubtful(lines: Sequence[Line], totals: Sequence[int]) -> list[Line]:
    """The lines without those that no grammar ties to their number and no sum confirms."""
    dropped: set[int] = set()
    groups = {(line.dimension, line.within) for line in lines}
    sizes = {line.category: line.count for line in lines}
    beside = sum(line.count for line in lines if line.category == "civilian" and not line.within)
    for dimension, within in groups:
        members = [line for line in lines if (line.dimension, line.within) == (dimension, within)]
        summed = sum(line.count for line in members)
        whole = [sizes[within]] if within in sizes else list(totals)
        if len(members) > 1 and (summed in whole or summed + beside in whole):
            continue
        dropped |= {id(line) for line in members if line.figure.certainty < SURE}
    gone = {line.category for line in lines if id(line) in dropped}
    return [line for line in lines if id(line) not in dropped and line.within not in gone]
