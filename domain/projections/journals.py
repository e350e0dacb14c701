"""The journals of a ledger as far as this file holds them: every head, with its key and device.

A journal has one writer, and so one head. One that was continued twice (from a cloned disk, say)
has a head for each continuation: both are kept, the one that came second under an address of its
own, and neither is continued.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from domain import merkle
from domain.events import Event, JournalOpened, leaf_hash, read_event
from domain.journal import fingerprint
from domain.projections.versions import Cursor
from domain.projections.view import View


@dataclass(slots=True)
class Branch:
    """Where one continuation of a journal ends, and who writes it.

    `address` is what its events are stored under: the journal's own id, but for a second
    continuation. That one begins after `forked_from`, the index of the last event it shares.
    """

    address: str
    journal: str
    index: int
    id: str
    frontier: merkle.Frontier
    last: int
    opened: int
    key: str
    device: str
    operator: str
    forked_from: int | None = None


class JournalHeads:
    """Follows every journal, event by event, and writes where it has come to.

    The events it is given have to be stored already, or at least those before them.
    """

    def __init__(self) -> None:
        self._branches: dict[str, list[Branch]] = {}
        self._moved: dict[str, Branch] = {}

    def add(self, cursor: Cursor, position: int, event: Event) -> Branch | None:
        """The branch that this event continues or begins; None, and no head moves, where the
        event before it is not there."""
        header = event.header
        branches = self.of(cursor, header.journal)
        for branch in branches:
            if branch.index + 1 == header.index and branch.id == (header.prev or ""):
                break
        else:
            found = self._fork(cursor, position, event) if branches else _first(position, event)
            if found is None:
                branches[0].last = position
                self._moved[branches[0].address] = branches[0]
                return None
            branch = found
            branches.append(branch)
        if header.index == 1 and isinstance(event.body, JournalOpened):
            branch.key, branch.device = event.body.key, event.body.device
        branch.last = position
        self._moved[branch.address] = branch
        if header.index != branch.index + 1:
            return None
        leaf = bytes.fromhex(event.id)
        branch.frontier = merkle.append(branch.frontier, branch.index, leaf)
        branch.index, branch.id = header.index, event.id
        return branch

    def of(self, cursor: Cursor, journal: str) -> list[Branch]:
        """The branches of a journal; none where this file has nothing of it."""
        found = self._branches.get(journal)
        if found is None:
            found = self._branches[journal] = _read(cursor, journal)
        return found

    def holding(self, cursor: Cursor, journal: str, index: int, event_id: str) -> Branch | None:
        """The branch that stores the event of this place and id."""
        for branch in self.of(cursor, journal):
            if not (branch.forked_from or 0) < index <= branch.index:
                continue
            is_head = index == branch.index
            if event_id == (branch.id if is_head else id_at(cursor, branch.address, index)):
                return branch
        return None

    def write(self, cursor: Cursor) -> None:
        """Write the heads that moved into their table."""
        rows = [
            (
                branch.address,
                branch.journal,
                branch.index,
                branch.id,
                " ".join(edge.hex() for edge in branch.frontier),
                branch.last,
                branch.opened,
                branch.key,
                branch.device,
                branch.operator,
                branch.forked_from,
            )
            for branch in self._moved.values()
        ]
        cursor.executemany(
            "INSERT OR REPLACE INTO journals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        self._moved = {}

    def _fork(self, cursor: Cursor, position: int, event: Event) -> Branch | None:
        """A second continuation after an event that has a first one."""
        header = event.header
        journal, shared = header.journal, header.index - 1
        if shared:
            parent = self.holding(cursor, journal, shared, header.prev or "")
        else:
            parent = self.of(cursor, journal)[0]
        if parent is None or parent.index <= shared:
            return None
        return Branch(
            address_of_fork(journal, event.id),
            journal,
            shared,
            header.prev or "",
            self._frontier(cursor, journal, shared, header.prev or ""),
            position,
            position,
            parent.key,
            parent.device,
            parent.operator,
            shared,
        )

    def _frontier(self, cursor: Cursor, journal: str, index: int, head: str) -> merkle.Frontier:
        """The tree edge of the first `index` events that lead to `head`."""
        leaves: list[bytes] = []
        while index:
            branch = self.holding(cursor, journal, index, head)
            assert branch is not None, f"{journal} has no event {index} {head}"
            cursor.execute(
                "SELECT state FROM stored_events WHERE originator_id = ? "
                "AND originator_version <= ? ORDER BY originator_version DESC",
                (UUID(branch.address).hex, index),
            )
            lines = [bytes(row[0]) for row in cursor.fetchall()]
            leaves += [leaf_hash(stored.partition(b"\n")[0]) for stored in lines]
            index, head = branch.forked_from or 0, read_event(lines[-1]).header.prev or ""
        frontier: merkle.Frontier = ()
        for size, leaf in enumerate(reversed(leaves)):
            frontier = merkle.append(frontier, size, leaf)
        return frontier


def address_of_fork(journal: str, first_id: str) -> str:
    """What a second continuation is stored under, from the id of its first event."""
    return str(uuid5(UUID(journal), first_id))


def id_at(cursor: Cursor, address: str, index: int) -> str:
    """The id of the event stored at an address; empty where there is none."""
    cursor.execute(
        "SELECT state FROM stored_events WHERE originator_id = ? AND originator_version = ?",
        (UUID(address).hex, index),
    )
    row = cursor.fetchone()
    return leaf_hash(bytes(row[0]).partition(b"\n")[0]).hex() if row else ""


def _first(position: int, event: Event) -> Branch:
    journal = event.header.journal
    return Branch(journal, journal, 0, "", (), position, position, "", "", event.header.by)


def _read(cursor: Cursor, journal: str) -> list[Branch]:
    cursor.execute(
        "SELECT address, journal, head_index, head_id, frontier, last_position, opened_position, "
        "public_key, device, operator, forked_from FROM journals WHERE journal = ? "
        "ORDER BY opened_position",
        (journal,),
    )
    found = []
    for address, named, index, head, edges, *rest in cursor.fetchall():
        frontier = tuple(bytes.fromhex(edge) for edge in edges.split())
        found.append(Branch(address, named, index, head, frontier, *rest))
    return found


# --- the table -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One head. `forked_from` is the index of the last event that all heads of a journal share;
    None for a journal that was continued once, as it should be. `key` is a fingerprint."""

    journal: str
    operator: str
    device: str
    key: str
    events: int
    head: str
    forked_from: int | None


def journals(view: View) -> list[JournalRow]:
    """Every head of every journal known then, in order of journal and head."""
    rows = view.all(
        "SELECT address, journal, head_index, head_id, public_key, device, operator, "
        "min(forked_from) OVER (PARTITION BY journal) AS forked_from FROM journals "
        "WHERE opened_position <= ? ORDER BY journal, head_index, head_id",
        view.position,
    )
    return [_row(view, row) for row in rows]


def _row(view: View, row: tuple[str, str, int, str, str, str, str, int | None]) -> JournalRow:
    address, journal, index, head, key, device, operator, forked_from = row
    if not view.is_now:
        index = view.one(
            "SELECT coalesce(max(originator_version), 0) FROM stored_events "
            "WHERE originator_id = ? AND position <= ?",
            UUID(address).hex,
            view.position,
        )
        head = id_at(view.cursor, address, index)
    return JournalRow(journal, operator, device, fingerprint(key), index, head, forked_from)
