"""What a merge brought: from whom, what is now in conflict, what looks like the same exchange."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.events import Event
from domain.journal import fingerprint
from domain.projections.conflicts import ConflictRow, conflicts
from domain.projections.journals import Branch
from domain.projections.quality import QualityRow, likely_duplicates
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class FromWhom:
    """What one operator recorded in one journal. `key` is a fingerprint; `is_new` says that this
    ledger had nothing of the journal before. `first` and `last` are days by the author's clock."""

    journal: str
    operator: str
    device: str
    key: str
    is_new: bool
    events: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came in. `conflicts` and `duplicates` are those that were not there before; `open` is
    the number of fields now in conflict, old ones included; `forks` are journals continued twice;
    `sent` is the number of events that went the other way."""

    incoming: tuple[FromWhom, ...] = ()
    forks: tuple[str, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    duplicates: tuple[QualityRow, ...] = ()
    open: int = 0
    sent: int = 0

    @property
    def events(self) -> int:
        return sum(row.events for row in self.incoming)


class Tally:
    """Counts what comes in, event by event."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], list[int | str]] = {}
        self._branches: dict[str, Branch] = {}
        self._new: set[str] = set()
        self.forks: set[str] = set()

    def add(self, event: Event, branch: Branch) -> None:
        header = event.header
        day = header.at[:10]
        row = self._counts.setdefault((header.journal, header.by), [0, day, day])
        row[0] = int(row[0]) + 1
        row[1], row[2] = min(str(row[1]), day), max(str(row[2]), day)
        self._branches[header.journal] = branch
        if header.index == 1:
            self._new.add(header.journal)
        if branch.forked_from is not None:
            self.forks.add(header.journal)

    def from_whom(self) -> tuple[FromWhom, ...]:
        return tuple(
            FromWhom(
                journal=journal,
                operator=operator,
                device=self._branches[journal].device,
                key=fingerprint(self._branches[journal].key),
                is_new=journal in self._new,
                events=int(events),
                first=str(first),
                last=str(last),
            )
            for (journal, operator), (events, first, last) in sorted(self._counts.items())
        )


def compared(before: View, after: View, tally: Tally) -> Report:
    """The report on what lies between two looks at a ledger."""
    rivals, now = conflicts(before), conflicts(after)
    known = {row.event + row.field for row in rivals}
    arisen = _of_fields(now, {_field(row) for row in now if row.event + row.field not in known})
    alike = {(row.exchange, row.other) for row in likely_duplicates(before)}
    return Report(
        incoming=tally.from_whom(),
        forks=tuple(sorted(tally.forks)),
        conflicts=tuple(arisen),
        duplicates=tuple(
            row for row in likely_duplicates(after) if (row.exchange, row.other) not in alike
        ),
        open=len({_field(row) for row in now}),
    )


def open_conflicts(view: View) -> int:
    """How many fields are in conflict."""
    return len({_field(row) for row in conflicts(view)})


def added(one: Report, other: Report) -> Report:
    """One report on two merges, the second of which came later."""
    return Report(
        incoming=(*one.incoming, *other.incoming),
        forks=tuple(sorted({*one.forks, *other.forks})),
        conflicts=(*one.conflicts, *other.conflicts),
        duplicates=(*one.duplicates, *other.duplicates),
        open=other.open,
        sent=one.sent + other.sent,
    )


def _field(row: ConflictRow) -> tuple[str, str]:
    return row.subject, row.field


def _of_fields(rows: Iterable[ConflictRow], fields: set[tuple[str, str]]) -> Sequence[ConflictRow]:
    return [row for row in rows if _field(row) in fields]
