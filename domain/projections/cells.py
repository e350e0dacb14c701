"""What a family of records adds to the totals: cell -> number of people or of events.

A cell is (stages, year, kind, measure, line, within). `stages` says which way of counting stages
it belongs to: `exchange` (a staged exchange once), `stage` (each stage), or `both` where there
are none. A counting policy is a filter over cells, so a new policy needs no rebuild. Mediators
are lines too: `mediator.AE`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.family import Verdict
from domain.model.breakdown import Line
from domain.model.counts import UNKNOWN, Count
from domain.model.vocabulary import LEGS
from domain.projections.reading import NoteReading, Reading
from domain.projections.share import Counts, Lines, Share, marked, share_of, summed

Cell = tuple[str, str, str, str, str, str]
Place = tuple[str, str, str]  # stages, year, kind
Amounts = Mapping[Place, Share]
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unit:
    """An exchange with its stages, as one thing that is counted."""

    counts: Counts
    lines: Lines
    mediators: frozenset[str]
    in_conflict: bool
    unseen: bool


@dataclass(slots=True)
class Family:
    """The counting exchanges of a family with what hangs on them (all by id of the record)."""

    exchanges: Mapping[str, Reading]
    stages: Mapping[str, Sequence[str]]
    mediators: Mapping[str, frozenset[str]]
    conflicts: frozenset[str]
    unseen: frozenset[str]
    verdicts: Mapping[str, Verdict]

    def whole(self, key: str) -> Unit:
        """An exchange with its stages: its own figure where stated, else the sum of theirs."""
        own = self.exchanges[key]
        parts = [self.whole(stage) for stage in self.stages.get(key, ())]
        mediators = self.mediators.get(key, _NOBODY)
        lines = own.exchange.lines
        return Unit(
            {
                leg: own.counts[leg] or _sum_counts(part.counts[leg] for part in parts)
                for leg in LEGS
            },
            {leg: _whole_lines(lines[leg], [part.lines[leg] for part in parts]) for leg in LEGS},
            mediators.union(*(part.mediators for part in parts)),
            key in self.conflicts or any(part.in_conflict for part in parts),
            key in self.unseen or any(part.unseen for part in parts),
        )

    def own_share(self, key: str) -> Share:
        """What an exchange adds by itself, without its stages."""
        reading = self.exchanges[key]
        return marked(
            reading.share,
            reading.counts["returned"],
            self.mediators.get(key, _NOBODY),
            in_conflict=key in self.conflicts,
            unseen=key in self.unseen,
        )

    def whole_share(self, key: str) -> Share:
        """What an exchange adds with its stages."""
        if not self.stages.get(key):
            return self.own_share(key)
        unit = self.whole(key)
        share = share_of(unit.counts, unit.lines, self.exchanges[key].exchange.kind)
        return marked(
            share,
            unit.counts["returned"],
            unit.mediators,
            in_conflict=unit.in_conflict,
            unseen=unit.unseen,
        )


def gather(
    verdicts: Mapping[str, Verdict],
    readings: Mapping[str, Reading],
    notes: Mapping[str, NoteReading | None],
) -> Family:
    """The family behind its records: duplicates give their notes to the record that counts, and
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
    for note in notes.values():
        owner = verdicts.get(note.exchange) if note is not None else None
        if note is not None and owner is not None and owner.group:
            if note.mediator:
                mediators.setdefault(owner.group, set()).add(note.mediator)
            if note.in_conflict:
                conflicts.add(owner.group)
    return Family(
        {key: readings[key] for key, verdict in verdicts.items() if verdict.group == key},
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
    found: dict[Place, Share] = {}
    twins: dict[str, int] = {}

    def add(place: Place, share: Share) -> None:
        found[place] = summed(found[place], share) if place in found else share

    staged = bool(family.stages)
    for key, reading in family.exchanges.items():
        exchange = reading.exchange
        place = (str(exchange.occurred.year) if exchange.occurred else "", exchange.kind)
        if not family.verdicts[key].parent:
            add(("exchange" if staged else "both", *place), family.whole_share(key))
            returned = exchange.returned
            if exchange.occurred and returned is not None and returned.is_exact:
                twin = f"{exchange.occurred}|{exchange.kind}|{returned.n}"
                twins[twin] = twins.get(twin, 0) + 1
        if staged and not family.stages.get(key):
            add(("stage", *place), family.own_share(key))
    return found, twins


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
