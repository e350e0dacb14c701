"""The last look at a draft's arithmetic: what cannot be right does not leave the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .nesting import Line


def fits(total: int, lines: Sequence[Line]) -> bool:
    """Whether a total is not smaller than any of its own top lines, or than all the lines of a
    partition together (sexes may overlap with nothing, branches and ranks neither)."""
    top = [line for line in lines if line.within is None]
    if any(line.count > total for line in lines):
        return False
    return all(
        sum(line.count for line in top if line.dimension == dimension) <= total
        for dimension in ("rank", "sex", "status")
    )


def unnest_impossible(lines: Iterable[Line]) -> list[Line]:
    """A line larger than the group it is said to be within is not within it."""
    rows = list(lines)
    sizes = {line.category: line.count for line in rows}
    return [
        replace(line, within=None)
        if line.within is not None and line.count > sizes.get(line.within, line.count)
        else line
        for line in rows
    ]
