"""The lines of the draft's breakdowns: each category once, soldiers beside civilians, women."""

from collections.abc import Sequence
from dataclasses import replace

from .counting import window
from .drafting import Drafting
from .gate import unnest_impossible
from .marks import has
from .nesting import Line, nest
from .nests_closed import close, sums
from .places import Figure
from .sentences import Cell, Sentence

NEXT = 60
"""Civilians may stand beside soldiers named so many tokens before."""


def find_lines(figures: Sequence[Figure]) -> list[Line]:
    """All lines, a category that has its line already left out."""
    lines: list[Line] = []
    for line in nest(figures):
        twins = [i for i, other in enumerate(lines) if _same_line(line, other)]
        if not twins:
            lines.append(line)
        elif _better(line, lines[twins[0]]):
            lines[twins[0]] = line
    return unnest_impossible(lines)


def _same_line(line: Line, other: Line) -> bool:
    """A category that has its line already (in the same group) is not counted again."""
    return (line.dimension, line.category) == (other.dimension, other.category) and (
        line.within == other.within or line.count == other.count
    )


def _better(line: Line, other: Line) -> bool:
    """Of two equal lines, the one in the sentence that reports the event."""
    return (
        line.count == other.count and line.figure.scene.is_event and not other.figure.scene.is_event
    )


def civilians(lines: Sequence[Line]) -> int:
    """The civilians that stand in no other group."""
    return sum(line.count for line in lines if line.category == "civilian" and line.within is None)


def partition_sums(lines: Sequence[Line]) -> set[int]:
    """What the partitions sum to, with and without the civilians."""
    beside = civilians(lines)
    found: set[int] = set()
    for dimension in ("branch", "rank", "sex", "status"):
        rows = [line for line in lines if line.dimension == dimension and line.within is None]
        if len(rows) > 1:
            total = sum(line.count for line in rows)
            found |= {total, total + beside} if dimension != "status" else {total}
    return found


def soldiers_beside(figures: Sequence[Figure], lines: Sequence[Line]) -> Figure | None:
    """The number of soldiers that the text sets against its civilians."""
    for figure in figures:
        if figure.role not in ("military", "returned", "total"):
            continue
        head = figure.counted.head if figure.counted is not None else None
        if head is None or not head.is_a("person") or figure.bound != "exact":
            continue
        strict = head.is_a("person.military")
        for line in lines:
            if (
                line.category == "civilian"
                and line.within is None
                and _is_beside(figure, line.figure, strict=strict)
            ):
                return figure
    return None


def _is_beside(soldiers: Figure, others: Figure, *, strict: bool) -> bool:
    """Whether the civilians stand beside the soldiers: "150 soldiers and seven civilians"."""
    sentence = others.scene.sentence
    index = sentence.cells.index(others.cell)
    before = [m for m in window(sentence, index) if m.first < others.mark.first]
    listed = sentence.depth > 0 and soldiers.scene.sentence.depth == sentence.depth
    linked = (
        others.cell.joint in ("and", ", and")
        or has(before, "resume", "also", "together")
        or (strict and listed)
    )
    if has(before, "nest", "among") or others.cell.joint == "(" or not linked:
        return False
    if soldiers.scene is others.scene:
        return index > 0 and _last_counted(sentence, index) is soldiers.cell
    return strict and 0 < sentence.first - soldiers.scene.sentence.last < NEXT


def _last_counted(sentence: Sentence, index: int) -> Cell | None:
    """The nearest cell with a number before this one."""
    earlier = [cell for cell in sentence.cells[:index] if cell.number is not None]
    return earlier[-1] if earlier else None


def soldiers_by_sum(
    figures: Sequence[Figure], lines: Sequence[Line], returned: int | None
) -> Figure | None:
    """The number of people that makes up the total together with the civilians."""
    beside = civilians(lines)
    if returned is None or not beside:
        return None
    for figure in figures:
        head = figure.counted.head if figure.counted is not None else None
        people = figure.role == "military" or (head is not None and head.is_a("person"))
        if (
            figure.role in ("military", "returned", "each", "unused")
            and people
            and figure.bound == "exact"
            and figure.value == returned - beside
            and not (figure.scene.looks_back or figure.scene.other_side)
        ):
            return figure
    return None


def settle_lines(
    lines: Sequence[Line], returned: Figure | None, soldiers: Figure | None
) -> list[Line]:
    """The final lines: nests closed by arithmetic, soldiers and women added."""
    total = returned.value if returned is not None else None
    beside = civilians(lines)
    totals = [n for n in (total, (total or 0) - beside) if n]
    if not totals:
        totals = [n for n in (sums(lines, "rank"),) if n]
    settled = close(lines, totals)
    if soldiers is not None and soldiers.value is not None:
        settled = [
            Line("status", "military", soldiers.value, None, replace(soldiers, certainty=90)),
            *[line for line in settled if line.category != "military"],
        ]
    return [*settled, *_women(returned)]


def _women(returned: Figure | None) -> list[Line]:
    """A total of women is also a line: "108 українок", "70 prisoners, all of them men"."""
    all_are = returned.counted.all_are if returned is not None and returned.counted else None
    if returned is not None and returned.value is not None and all_are is not None:
        return [Line(all_are.family, all_are.name, returned.value, None, returned)]
    head = returned.counted.head if returned is not None and returned.counted else None
    if returned is None or returned.value is None or head is None:
        return []
    if head.concept != "person.women":
        return []
    return [Line("sex", "women", returned.value, None, returned)]


def write_lines(drafting: Drafting, lines: Sequence[Line]) -> None:
    """Write the lines; a group that has no line of its own nests nothing."""
    known = {line.category for line in lines}
    for line in lines:
        within = line.within if line.within in known else None
        entry = {"category": line.category, "count": line.count, "within": within}
        place = drafting.draft["breakdowns"][line.dimension]
        path = f"breakdowns.{line.dimension}"
        drafting.add(place, path, entry, line.figure.mark, line.figure.certainty)
