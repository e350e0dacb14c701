"""How many were handed over: a number of its own, "157 each", "150 for 150", "as many"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .places import Figure


@dataclass(frozen=True)
class Both:
    """What the text says of both legs at once, and of the handed over alone."""

    each: Figure | None
    handed_over: Figure | None
    formula: Figure | None
    same: Figure | None


def find_legs(figures: Sequence[Figure]) -> Both:
    """Look for what fixes the other leg."""
    each = _first(f for f in figures if f.role == "each" and f.bound == "exact")
    return Both(
        each if each is not None and each.scene.is_event else None,
        _handed_over([f for f in figures if f.role == "handed_over"]),
        _first(
            sorted((f for f in figures if f.role == "formula"), key=lambda f: not f.scene.is_event)
        ),
        _first(f for f in figures if f.role == "same"),
    )


def _first(found: Iterable[Figure]) -> Figure | None:
    return next(iter(found), None)


def _handed_over(found: Sequence[Figure]) -> Figure | None:
    """The first, unless a later one is the sum of all others (two groups, then both)."""
    for figure in found:
        if figure.detail == "total" and all((f.value or 0) <= (figure.value or 0) for f in found):
            return figure
    for figure in found:
        others = [other.value or 0 for other in found if other is not figure]
        if len(others) > 1 and figure.value == sum(others):
            return figure
    return found[0] if found else None


def equal_leg(both: Both, returned: int | None) -> Figure | None:
    """The figure that gives the other leg the same number as the returned."""
    if returned is None:
        return None
    if both.formula is not None and both.formula.value == returned:
        return both.formula
    if both.same is not None:
        return replace(both.same, value=returned, certainty=85)
    return None
