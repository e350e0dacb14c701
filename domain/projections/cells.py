"""What a family of records adds to the totals: cell -> number of people or of events.

A cell is (stages, year, kind, measure, line, within). `stages` says which way of counting stages
it belongs to: `exchange` (a staged exchange once), `stage` (each stage), or `both` where there
are none. A counting policy is a filter over cells, so a new policy needs no rebuild. Mediators
are lines too: `mediator.AE`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.family import Verdict
from domain.model.breakdown import Line
from domain.model.counts import UNKNOWN, Count
from domain.model.exchange import Exchange
from domain.model.vocabulary import LEGS, Leg
from domain.projections.reading import Reading
from domain.state import Subject

Cell = tuple[str, str, str, str, str, str]
Amounts = dict[Cell, int]
LIVING: Final = ("exchange", "release")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is counted: an exchange with its stages, or one stage by itself."""

    counts: Mapping[Leg, Count | None]
    lines: Mapping[Leg, Sequence[Line]]
    mediators: frozenset[str]
    conflicts: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The counting exchanges of a family with what hangs on them (all by id of the record)."""

    exchanges: Mapping[str, Exchange]
    stages: Mapping[str, Sequence[str]]
    mediators: Mapping[str, frozenset[str]]
    conflicts: frozenset[str]
    unseen: frozenset[str]
    verdicts: Mapping[str, Verdict]

    def own(self, key: str) -> Unit:
        """An exchange by itself, without its stages."""
        exchange = self.exchanges[key]
        return Unit(
            {leg: exchange.count(leg) for leg in LEGS},
            exchange.lines,
            self.mediators.get(key, frozenset()),
            key in self.conflicts,
            key in self.unseen,
        )

    def whole(self, key: str) -> Unit:
        """An exchange with its stages: its own figure where stated, else the sum of theirs."""
        own = self.own(key)
        if not self.stages.get(key):
            return own
        parts = [self.whole(stage) for stage in self.stages[key]]
        return Unit(
            {
                leg: own.counts[leg] or _sum_counts(part.counts[leg] for part in parts)
                for leg in LEGS
            },
            {
                leg: _whole_lines(own.lines[leg], [part.lines[leg] for part in parts])
                for leg in LEGS
            },
            own.mediators.union(*(part.mediators for part in parts)),
            own.conflicts or any(part.conflicts for part in parts),
            own.unseen or any(part.unseen for part in parts),
        )


def gather(
    subjects: Mapping[str, Subject],
    verdicts: Mapping[str, Verdict],
    readings: Mapping[str, Reading],
) -> Family:
    """The family behind its subjects: duplicates give their notes to the record that counts, and
    with them their conflicts and the changes that a merge had not seen."""
    stages: dict[str, list[str]] = {}
    mediators: dict[str, set[str]] = {}
    conflicts: set[str] = set()
    unseen: set[str] = set()
    for key, verdict in verdicts.items():
        if verdict.parent:
            stages.setdefault(verdict.parent, []).append(key)
        if verdict.group and readings[key].conflicts:
            conflicts.add(verdict.group)
        if verdict.group and "changed_unseen" in verdict.marks:
            unseen.add(verdict.group)
    for subject in subjects.values():
        owner = verdicts.get(subject.value("exchange")) if subject.kind == "note" else None
        if owner and owner.group and subject.standing()["is"] != "retracted":
            code = subject.value("mediator")
            if code:
                mediators.setdefault(owner.group, set()).add(code)
            if subject.conflicts():
                conflicts.add(owner.group)
    counting = [key for key, verdict in verdicts.items() if verdict.group == key]
    return Family(
        {key: readings[key].exchange for key in counting},
        {key: sorted(found) for key, found in stages.items()},
        {key: frozenset(found) for key, found in mediators.items()},
        frozenset(conflicts),
        frozenset(unseen),
        verdicts,
    )


def amounts(family: Family) -> tuple[Amounts, dict[str, int]]:
    """What the family adds to every cell, and to every twin key (`occurred|kind|returned`).

    Records that share a twin key look like duplicates of one another.
    """
    found: Amounts = {}
    twins: dict[str, int] = {}
    staged = bool(family.stages)
    for key, exchange in family.exchanges.items():
        place = (str(exchange.occurred.year) if exchange.occurred else "", exchange.kind)
        is_top = not family.verdicts[key].parent
        if is_top:
            _add(found, ("exchange" if staged else "both", *place), family.whole(key))
            returned = exchange.returned
            if exchange.occurred and returned is not None and returned.is_exact:
                twin = f"{exchange.occurred}|{exchange.kind}|{returned.n}"
                twins[twin] = twins.get(twin, 0) + 1
        if staged and not family.stages.get(key):
            _add(found, ("stage", *place), family.own(key))
    return found, twins


def _add(found: Amounts, place: tuple[str, str, str], unit: Unit) -> None:
    def add(measure: str, n: int, line: str = "", within: str = "") -> None:
        cell = (*place, measure, line, within)
        found[cell] = found.get(cell, 0) + n

    add("events", 1)
    if unit.conflicts:
        add("conflicts", 1)
    if unit.unseen:
        add("unseen", 1)
    for leg, count in unit.counts.items():
        if count is None:
            if leg == "returned" and place[2] in LIVING:
                add("returned_unstated", 1)
            continue
        if count.n is not None:
            add(leg, count.n)
        if not count.is_exact:
            add(f"{leg}_{count.bound}", 1)
    for leg, lines in unit.lines.items():
        for line in lines:
            within = ".".join(line.within) if line.within else ""
            if line.count.n is not None:
                add(leg, line.count.n, line.code, within)
            if not line.count.is_exact:
                add(f"{leg}_{line.count.bound}", 1, line.code, within)
    returned = unit.counts["returned"]
    for code in sorted(unit.mediators):
        add("events", 1, f"mediator.{code}")
        if returned is not None and returned.n is not None:
            add("returned", returned.n, f"mediator.{code}")


def _sum_counts(counts: Iterable[Count | None]) -> Count | None:
    """The sum of what is known: at least that many where a part says less than a number."""
    parts = list(counts)
    stated = [part for part in parts if part is not None]
    if not stated:
        return None
    known = [part.n for part in stated if part.n is not None]
    if not known:
        return UNKNOWN
    bounds = {part.bound for part in stated} | ({"unknown"} if len(stated) < len(parts) else set())
    if bounds == {"exact"}:
        return Count(sum(known))
    return Count(sum(known), "about" if "about" in bounds else "at_least")


def _whole_lines(own: Sequence[Line], parts: Sequence[Sequence[Line]]) -> Sequence[Line]:
    stated = {line.dimension for line in own}
    summed: dict[tuple[tuple[str, str], tuple[str, str] | None], list[Count | None]] = {}
    for lines in parts:
        for line in lines:
            if line.dimension not in stated:
                summed.setdefault((line.key, line.within), []).append(line.count)
    return [
        *own,
        *(
            Line(key[0], key[1], _sum_counts(counts) or UNKNOWN, within)
            for (key, within), counts in summed.items()
        ),
    ]
