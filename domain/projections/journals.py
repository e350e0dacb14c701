"""The journals of a ledger as far as this file holds them: head, tree edge, key, device."""

from dataclasses import dataclass

from domain import merkle
from domain.events import Event, JournalOpened
from domain.projections.versions import Cursor


@dataclass(slots=True)
class _Place:
    """Where one journal ends, and who writes it."""

    index: int
    id: str
    frontier: merkle.Frontier
    last: int
    opened: int
    key: str
    device: str
    operator: str


class JournalHeads:
    """Follows every journal, event by event, and writes where it has come to."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._moved: dict[str, _Place] = {}

    def add(self, cursor: Cursor, position: int, event: Event) -> None:
        """One more event; out of its turn in its journal, it does not move the head."""
        header = event.header
        place = self._places.get(header.journal)
        if place is None:
            place = self._places[header.journal] = _read(cursor, position, event)
        if isinstance(event.body, JournalOpened):
            place.key, place.device = event.body.key, event.body.device
        if header.index == place.index + 1:
            leaf = bytes.fromhex(event.id)
            place.frontier = merkle.append(place.frontier, place.index, leaf)
            place.index, place.id = header.index, event.id
        place.last = position
        self._moved[header.journal] = place

    def write(self, cursor: Cursor) -> None:
        rows = [
            (
                journal,
                place.index,
                place.id,
                " ".join(edge.hex() for edge in place.frontier),
                place.last,
                place.opened,
                place.key,
                place.device,
                place.operator,
            )
            for journal, place in self._moved.items()
        ]
        cursor.executemany(
            "INSERT OR REPLACE INTO journals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        self._moved = {}


def _read(cursor: Cursor, position: int, event: Event) -> _Place:
    cursor.execute(
        "SELECT head_index, head_id, frontier, last_position, opened_position, public_key, "
        "device, operator FROM journals WHERE journal = ?",
        (event.header.journal,),
    )
    row = cursor.fetchone()
    if row is None:
        return _Place(0, "", (), position, position, "", "", event.header.by)
    index, head_id, edges, *rest = row
    return _Place(index, head_id, tuple(bytes.fromhex(edge) for edge in edges.split()), *rest)
