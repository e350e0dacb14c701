"""What comes from another ledger, in its order of arrival, and whether that ledger is whole."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from domain.events import Event, NotAnEvent, read_event
from domain.model.refusal import Refused


class Row(NamedTuple):
    """An event as another place stores it. `address` is local to that place (hex digits)."""

    address: str
    version: int
    topic: str
    state: bytes

    @property
    def journal(self) -> str:
        """The journal it claims to belong to."""
        return str(UUID(self.address))


@contextmanager
def about(place: str) -> Iterator[None]:
    """Refusals that name nothing else name the place the events come from."""
    try:
        yield
    except Refused as refused:
        if refused.field:
            raise
        raise refused.about(place) from refused


def read_row(row: Row) -> Event:
    """The event behind a stored row, where its place agrees with what it says."""
    try:
        event = read_event(row.state)
        UUID(event.header.journal)
    except (NotAnEvent, ValueError):
        raise Refused("merge_not_event", index=row.version, journal=row.journal) from None
    if (event.header.index, event.header.topic) != (row.version, row.topic):
        raise Refused("merge_not_event", index=row.version, journal=row.journal)
    return event


def without_gaps(rows: Iterable[Row], held: Mapping[str, int]) -> Iterator[Row]:
    """The same rows; refused where one between two others is missing.

    `held` says, by address, up to which index rows are left out because they are known.
    """
    last: dict[str, int] = dict(held)
    for row in rows:
        before = last.get(row.address)
        if before is None:
            is_fork = UUID(row.address) != UUID(read_row(row).header.journal)
            before = row.version - 1 if is_fork else 0
        if row.version != before + 1:
            raise Refused("merge_gap", index=before + 1, journal=row.journal)
        last[row.address] = row.version
        yield row
