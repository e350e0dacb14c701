"""Merging with a shared PostgreSQL: what it has comes in, then what it lacks goes out.

Coming in is a merge like any other, a page at a time, so that entry never waits for the network.
Going out follows this ledger's order of arrival. Whenever somebody else was quicker, or an answer
got lost, both sides are compared again: each event goes in once, whatever happened on the way.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.application import Progress
from domain.events import read_event
from domain.ledger import Ledger
from domain.merging.files import new_file
from domain.merging.incoming import Row, about, without_gaps
from domain.merging.report import Report, added, open_conflicts
from domain.merging.union import bring_in
from domain.model.refusal import Refused
from domain.projections.journals import address_of_fork, id_at
from domain.projections.versions import Cursor
from domain.storage.postgres import SharedHead, SharedLedger
from domain.storage.profile import Profile

_PAGE: Final = 4096
_PAGE_BYTES: Final = 4_000_000
_ROUNDS: Final = 100  # of being overtaken by others, each of whom got something in


def merge_shared(
    ledger: Ledger, address: str, *, dry_run: bool = False, progress: Progress | None = None
) -> Report:
    """Bring what the database holds into this ledger, and what it lacks into the database.

    With `dry_run` nothing is written on either side, and `sent` says what would go out.
    """
    with closing(SharedLedger(address)) as shared, about(shared.name):
        return exchange(ledger, shared, dry_run=dry_run, progress=progress)


def join_shared(path: Path, profile: Profile, address: str, **options: Any) -> Ledger:
    """A new file of the ledger that the database holds; "as known" begins today."""
    with closing(SharedLedger(address)) as shared, about(shared.name):
        ledger_id = shared.ledger_id()
        if not ledger_id:
            raise Refused("postgres_empty")
        with new_file(path, profile, ledger_id, **options) as ledger:
            _pull(ledger, shared, undo=False)
        return ledger


def exchange(
    ledger: Ledger,
    shared: SharedLedger,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """One merge, both ways, over a connection that stays open."""
    theirs = shared.ledger_id()
    if theirs and theirs != ledger.id:
        raise Refused("merge_other_ledger")
    report = Report()
    for _ in range(_ROUNDS):
        report = added(report, _pull(ledger, shared, undo=dry_run, progress=progress))
        if dry_run:
            return replace(report, sent=sum(1 for _ in _to_send(ledger, shared)))
        sent, is_complete = _push(ledger, shared)
        report = replace(report, sent=report.sent + sent)
        if is_complete:
            with ledger.view() as view:
                return replace(report, open=open_conflicts(view))
    raise Refused("postgres_unreachable", why="busy")


# --- coming in -----------------------------------------------------------------------------------


def _pull(
    ledger: Ledger, shared: SharedLedger, *, undo: bool, progress: Progress | None = None
) -> Report:
    heads = shared.heads()
    with ledger.view() as view:
        common = {head.address: _common(view.cursor, shared, head) for head in heads}
        report = Report(open=open_conflicts(view))
    ahead = [head for head in heads if common[head.address] < head.index]
    if not ahead:
        return report
    held = {UUID(address).hex: index for address, index in common.items() if index}
    firsts = [shared.number(head.address, _next(shared, head, common)) for head in ahead]
    pages = _pages(shared, min(firsts) - 1, held)
    if undo:
        rows = (row for page in pages for row in page)
        return bring_in(ledger, rows, shared.name, undo=True, progress=progress)
    for page in pages:
        report = added(report, bring_in(ledger, page, shared.name, progress=progress))
    return report


def _common(cursor: Cursor, shared: SharedLedger, head: SharedHead) -> int:
    """Up to which index both sides hold the same under an address; 0 where that is not plain."""
    cursor.execute(
        "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?",
        (UUID(head.address).hex,),
    )
    index = min(cursor.fetchone()[0], head.index)
    if not index:
        return 0
    return index if id_at(cursor, head.address, index) == shared.id_at(head, index) else 0


def _next(shared: SharedLedger, head: SharedHead, common: Mapping[str, int]) -> int:
    return common[head.address] + 1 if common[head.address] else shared.first_index(head.address)


def _pages(shared: SharedLedger, number: int, held: dict[str, int]) -> Iterator[list[Row]]:
    """What comes after a notification id, without what is `held`: by address, up to an index."""
    while events := shared.after(number, _PAGE):
        rows = [
            Row(event.originator_id.hex, event.originator_version, event.topic, event.state)
            for _, event in events
            if isinstance(event.originator_id, UUID)
        ]
        page = list(
            without_gaps((row for row in rows if row.version > held.get(row.address, 0)), held)
        )
        held.update({row.address: row.version for row in page})
        yield page
        number = events[-1][0]


# --- going out -----------------------------------------------------------------------------------


def _push(ledger: Ledger, shared: SharedLedger) -> tuple[int, bool]:
    """How many events went out, and whether that was all: not so when others were quicker."""
    sent = size = 0
    batch: list[StoredEvent] = []
    for event in _to_send(ledger, shared):
        batch.append(event)
        size += len(event.state)
        if len(batch) == _PAGE or size >= _PAGE_BYTES:
            if not shared.push(ledger.id, batch):
                return sent, False
            sent, size, batch = sent + len(batch), 0, []
    if batch and not shared.push(ledger.id, batch):
        return sent, False
    return sent + len(batch), True


@dataclass(slots=True)
class _Plan:
    """Which events go out. `after`: up to which index the database holds an address, where both
    sides store the journal alike; `tangled`: the others, whose events are placed one by one."""

    after: dict[str, int] = field(default_factory=dict)
    tangled: set[str] = field(default_factory=set)
    start: int | None = None  # the first position of ours that may have to go out

    def from_position(self, position: int) -> None:
        self.start = position if self.start is None else min(self.start, position)


def _to_send(ledger: Ledger, shared: SharedLedger) -> Iterator[StoredEvent]:
    """What the database lacks, in our order of arrival, with its address there."""
    heads = shared.heads()
    with ledger.view() as view:
        plan = _plan(view.cursor, shared, heads)
        last = view.last
    places = _Places(shared, [head for head in heads if head.journal in plan.tangled])
    position = (plan.start or last + 1) - 1
    while position < last:
        with ledger.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                "SELECT position, originator_id, originator_version, topic, state "
                "FROM stored_events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
                (position, last, _PAGE),
            )
            rows = cursor.fetchall()
        position = rows[-1][0]
        for _, stored_under, index, topic, state in rows:
            address = UUID(stored_under)
            mark = plan.after.get(str(address))
            if mark is None:
                place = places.place(bytes(state))
                if place:
                    yield StoredEvent(UUID(place), index, topic, bytes(state))
            elif index > mark:
                yield StoredEvent(address, index, topic, bytes(state))


def _plan(cursor: Cursor, shared: SharedLedger, heads: list[SharedHead]) -> _Plan:
    cursor.execute(
        "SELECT journal, count(*), max(head_index), min(opened_position) FROM journals "
        "GROUP BY journal"
    )
    plan = _Plan()
    for journal, branches, index, opened in cursor.fetchall():
        theirs = [head for head in heads if head.journal == journal]
        mark = 0
        if theirs:
            mark = _common(cursor, shared, theirs[0]) if theirs[0].address == journal else 0
        if branches > 1 or len(theirs) > 1 or (theirs and not mark):
            plan.tangled.add(journal)
            plan.from_position(opened)
            continue
        plan.after[journal] = mark
        if mark < index:
            cursor.execute(
                "SELECT position FROM stored_events "
                "WHERE originator_id = ? AND originator_version = ?",
                (UUID(journal).hex, mark + 1),
            )
            plan.from_position(cursor.fetchone()[0])
    return plan


class _Places:
    """Where the events of a journal that was continued twice are, or belong, in the database."""

    def __init__(self, shared: SharedLedger, heads: list[SharedHead]) -> None:
        self._ends = {head.address: head.id for head in heads}
        self._held = {event.id: event.address for event in shared.events_under(list(self._ends))}

    def place(self, state: bytes) -> str:
        """The address of an event that the database lacks; empty where it has it."""
        event = read_event(state)
        if event.id in self._held:
            return ""
        header = event.header
        address = self._held.get(header.prev or "", "")
        if header.prev is None and header.journal not in self._ends:
            address = header.journal
        elif self._ends.get(address) != header.prev:
            address = address_of_fork(header.journal, event.id)
        self._held[event.id] = address
        self._ends[address] = event.id
        return address
