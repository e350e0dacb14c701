"""The library's mapper slot: an event is stored as its own three lines, and read back from them."""

from typing import Any
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from domain.events import Event, read_event


class EventMapper(Mapper[UUID]):
    """Nothing is serialised here: the lines were written once, by the journal."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[Any]) -> StoredEvent:
        if not isinstance(domain_event, Event):
            raise TypeError(f"a ledger stores its own events, not {type(domain_event).__name__}")
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.header.topic,
            state=domain_event.stored,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        return read_event(stored_event.state)
