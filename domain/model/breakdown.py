"""Breakdowns of a leg and whether they close: the sum of a partition's lines against its total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from domain.model.counts import Count
from domain.model.refusal import Refused
from domain.model.vocabulary import BUILT_IN, Leg, Mode

Status = Literal["closes", "short", "exceeds", "cannot_tell", "highlight"]
CIVILIAN: Final = ("status", "civilian")
MILITARY: Final = ("status", "military")

_code: Final = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Line:
    """`count` people of one category; `within` is the (dimension, category) that holds them.

    `code` is `branch.navy`, `holder` the same of what holds it (empty for a top line).
    """

    dimension: str
    category: str
    count: Count
    within: tuple[str, str] | None = None
    key: tuple[str, str] = field(init=False, repr=False, compare=False)
    code: str = field(init=False, repr=False, compare=False)
    holder: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.dimension, self.category))
        object.__setattr__(self, "code", f"{self.dimension}.{self.category}")
        object.__setattr__(self, "holder", ".".join(self.within) if self.within else "")


class Closure(NamedTuple):
    """One group of lines beside what it should sum to.

    `base` is the count the lines divide (the leg's total, or the line they lie within), `beside`
    the civilians in it of whom a military dimension says nothing; residual = base - beside -
    summed, known only where all of these are exact.
    """

    leg: Leg
    dimension: str
    within: tuple[str, str] | None
    base: Count | None
    beside: int
    summed: int
    residual: int | None
    status: Status


def check_lines(leg: str, lines: Sequence[Line]) -> None:
    """Refuse what cannot be: a line in a circle, without its parent, or larger than its parent.

    A breakdown that exceeds its total is kept: sources do say so.
    """
    by_key = {line.key: line for line in lines}
    for line in lines:
        where = line.code if leg == "returned" else f"{leg}.{line.code}"
        seen = {line.key}
        parent_key = line.within
        while parent_key is not None:
            if parent_key in seen:
                raise Refused("circle", where, line=line.code)
            seen.add(parent_key)
            parent = by_key.get(parent_key)
            parent_key = parent.within if parent else None
        if line.within is None:
            continue
        holder = by_key.get(line.within)
        if holder is None:
            raise Refused("parent_missing", where, parent=".".join(line.within))
        if holder.count.high is not None and line.count.low > holder.count.high:
            raise Refused(
                "child_larger",
                where,
                child=line.code,
                child_count=line.count,
                parent=holder.code,
                parent_count=holder.count,
            )


def closures(
    leg: Leg, total: Count | None, lines: Sequence[Line], modes: Mapping[str, Mode]
) -> list[Closure]:
    """How every group of sibling lines closes, dimension by dimension.

    `modes` says which dimensions this record reads as partition or highlight; others follow the
    built-in vocabulary. A lone line is a mention, not a partition, unless `modes` says so: "15 of
    them women" does not promise that the men are counted too.
    """
    by_key = {line.key: line for line in lines}
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.dimension, line.holder), []).append(line)
    found = []
    for (dimension, _), group in sorted(groups.items(), key=_code):
        within = group[0].within
        mode = modes.get(dimension) or (
            BUILT_IN[dimension].mode if dimension in BUILT_IN and len(group) > 1 else "highlight"
        )
        if within is not None and within[0] == dimension:
            mode = "highlight"  # "of which": a part is named, the rest is not
        base, beside = _base(dimension, within, total, by_key)
        found.append(_closure(leg, dimension, within, base, beside, group, mode))
    return found


def _base(
    dimension: str,
    within: tuple[str, str] | None,
    total: Count | None,
    by_key: Mapping[tuple[str, str], Line],
) -> tuple[Count | None, int | None]:
    """What the lines divide, and how many beside them; None where that is not known exactly."""
    if within is not None:
        holder = by_key.get(within)
        return (holder.count if holder else None), 0
    if dimension not in BUILT_IN or not BUILT_IN[dimension].of_military:
        return total, 0
    civilians, military = by_key.get(CIVILIAN), by_key.get(MILITARY)
    if total is None or not total.is_exact:
        return (military.count, 0) if military else (total, 0)
    if civilians and civilians.count.is_exact:
        return total, civilians.count.low
    if military and military.count.is_exact:
        return total, total.low - military.count.low
    return total, None if civilians or military else 0


def _closure(
    leg: Leg,
    dimension: str,
    within: tuple[str, str] | None,
    base: Count | None,
    beside: int | None,
    group: Sequence[Line],
    mode: Mode,
) -> Closure:
    summed = low = 0
    is_exact = True
    for line in group:
        count = line.count
        summed += count.n or 0
        low += count.low
        is_exact = is_exact and count.is_exact
    room = base.high - (beside or 0) if base is not None and base.high is not None else None
    residual: int | None = None
    status: Status
    if mode == "highlight":
        too_much = within is not None and dimension in BUILT_IN
        too_much = too_much and BUILT_IN[dimension].mode == "partition"
        status = "exceeds" if too_much and room is not None and low > room else "highlight"
        residual = room - low if status == "exceeds" and room is not None else None
    elif room is not None and low > room:
        status, residual = "exceeds", room - low
    elif room is None or beside is None or not is_exact:
        status = "cannot_tell"
    else:
        residual = room - summed
        status = "short" if residual else "closes"
    return Closure(leg, dimension, within, base, beside or 0, summed, residual, status)
