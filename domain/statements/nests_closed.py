"""Where an "of whom" ends: the arithmetic settles it by lifting or sinking lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .nesting import Line, plausible


def close(lines: Sequence[Line], totals: Sequence[int]) -> list[Line]:
    """Let the arithmetic settle where an "of whom" ends: if the top lines of the branches miss
    every total, and lifting the last followers out of the nest reaches one, lift them; if sinking
    the lines right behind it does, sink them."""
    branches = [line for line in lines if line.dimension == "branch"]
    top = sum(line.count for line in branches if line.within is None)
    if not totals or top in totals:
        return list(lines)
    for lifted in _liftable(branches):
        if top + sum(line.count for line in lifted) in totals:
            return [replace(line, within=None) if line in lifted else line for line in lines]
    for parent, sunk in _sinkable(branches):
        if top - sum(line.count for line in sunk) in totals:
            return [replace(line, within=parent) if line in sunk else line for line in lines]
    return list(lines)


def _sinkable(branches: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of its sentence right behind one that is nested, one more each time."""
    for position, line in enumerate(branches):
        parent = line.within
        if parent is None or not line.opened:
            continue
        behind: list[Line] = []
        for other in branches[position + 1 :]:
            child = other.figure.counted.category if other.figure.counted else None
            same = other.figure.scene is line.figure.scene and other.within is None
            if not same or child is None or not plausible(parent, child):
                break
            behind.append(other)
            yield parent, list(behind)


def _liftable(branches: Sequence[Line]) -> Iterator[list[Line]]:
    """The followers at the end of a nest, one more each time."""
    followers: list[Line] = []
    for line in branches:
        if line.follows:
            followers.append(line)
        elif followers:
            break
    for size in range(1, len(followers) + 1):
        yield followers[-size:]


def sums(lines: Sequence[Line], dimension: str) -> int:
    """The sum of the top lines of a dimension."""
    return sum(line.count for line in lines if line.dimension == dimension and line.within is None)
