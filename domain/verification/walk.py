"""One pass over every stored event and arrival, in order of position; the tables are not read."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from domain import merkle
from domain.events import FORM, TOPICS, Header, Seen
from domain.journal import Head, checkpoint
from domain.journal import is_signed as _is_signed
from domain.merkle import HASH
from domain.verification import reading
from domain.verification.chains import OPENED, Chain, Place
from domain.verification.findings import Findings
from domain.verification.reading import DAMAGE, Unreadable

Progress = Callable[[int, int], None]
TOLD_EVERY: Final = 20_000
CLOCK_STEP: Final = 60  # seconds by which a clock may be set back while a command runs
MOST_EVENTS: Final = 10_000_000  # where the file cannot even be counted
_DAMAGED: Final = 10_000  # findings after which a file is too damaged to read on
_header: Final = msgspec.json.Decoder(Header).decode


class Walk:
    """What one pass over the events found; `run` does it.

    `events`: how many there are. `chains`: by address. `moments`: for each number of events asked
    for, the journals' sizes after so many.
    """

    def __init__(self, connection: Any, ledger: str, findings: Findings) -> None:
        self.connection = connection
        self.ledger = ledger
        self.findings = findings
        self.chains: dict[str, Chain] = {}
        self.events = 0
        self.newer = 0
        self.of = 0  # events, as far as the file can count them: no index is larger
        self.moments: dict[int, dict[str, int]] = {}
        self.signatures = 0
        self._unresolved: list[tuple[Place, Seen]] = []
        self._arrival: tuple[int, int, int, str] = (0, 0, 0, "")
        self._is_own = False
        self._own_journal = ""

    # --- the pass ------------------------------------------------------------------------------

    def run(self, moments: Sequence[int] = (), progress: Progress | None = None) -> None:
        """Every event in its place; then what only shows at the end. Signatures come apart."""
        wanted = {*moments}
        row = reading.one(self.connection, "SELECT count(*) FROM stored_events")
        self.of = row[0] if row else MOST_EVENTS
        sha256, chains, findings = hashlib.sha256, self.chains, self.findings
        arrivals = self._arrivals()
        expected, last = 1, 0
        for position, address, index, topic, state in reading.stored(self.connection):
            if position != expected:
                self._misnumbered(position, address, index, topic, expected)
                expected = position if position <= self.of else expected
            expected += 1
            self.events += 1
            starts = position > last
            if starts:
                last = self._next_arrival(arrivals, position)
            try:
                first, second, third = state.split(b"\n")
                header = _header(first)
            except (ValueError, TypeError, AttributeError) as error:
                self._unusable(
                    Place(position, str(address), _whole(index), "", str(topic)), state, error
                )
                continue
            leaf = sha256(b"\x00" + first).digest()
            chain = chains.get(address)
            if (
                chain is None
                or header.index != index
                or header.topic != topic
                or header.journal != chain.journal
                or not isinstance(state, bytes)
            ):
                found = self._addressed(position, address, index, topic, state, header, leaf)
                if found is None:
                    continue
                chain = found
            if sha256(second).hexdigest() != header.body:
                findings.add("body_changed", **_place(position, header, leaf).named())
            leaves = chain.leaves
            if (
                index == len(leaves) // HASH + 1
                and index > 1
                and header.prev == leaves[-HASH:].hex()
            ):
                leaves += leaf
            else:
                chain.take(_place(position, header, leaf), header, leaf)
                if index == 1:
                    chain.check_opening(_place(position, header, leaf), second, self.ledger)
            if header.act != chain.act:
                if header.act != index:
                    findings.add(
                        "act_differs", **_place(position, header, leaf).named(), act=header.act
                    )
                chain.act = header.act
            if index > 1 and topic.startswith(OPENED):
                findings.add("opened_again", **_place(position, header, leaf).named())
            if header.v != FORM or topic not in TOPICS:
                self.newer += 1
            if len(third) != 88:
                findings.add("signature_form", **_place(position, header, leaf).named())
            if header.seen:
                self._seen(_place(position, header, leaf), header.seen)
            if self._is_own and (starts or header.journal != self._own_journal):
                self._own(chain, _place(position, header, leaf), header, starts=starts)
            chain.signature = third
            chain.last_position = position
            if position in wanted:
                self.moments[position] = {name: one.size for name, one in chains.items()}
            if progress is not None and position % TOLD_EVERY == 0:
                progress(position, self.of)
            if findings.count > _DAMAGED:
                break
        self._leftover(arrivals)
        self._settle()

    # --- what is out of the ordinary ------------------------------------------------------------

    def _misnumbered(
        self, position: int, address: Any, index: Any, topic: Any, expected: int
    ) -> None:
        place = Place(position, str(address), _whole(index), "", str(topic))
        about = place.named() | {"values": {"position": position, "expected": expected}}
        self.findings.add("position", **about)

    def _unusable(self, place: Place, state: Any, error: Exception) -> None:
        if isinstance(state, Unreadable):
            self.findings.add("unreadable", **_named(place), why=state.why)
        else:
            self.findings.add("not_an_event", **_named(place), why=error)
        chain = self.chains.get(place.journal)
        if chain is not None and place.index == chain.size + 1:
            chain.hold_place()

    def _addressed(
        self,
        position: int,
        address: Any,
        index: Any,
        topic: Any,
        state: Any,
        header: Header,
        leaf: bytes,
    ) -> Chain | None:
        """The chain of a record that begins its address, or does not stand where it says."""
        place = _place(position, header, leaf)
        if not isinstance(state, bytes):
            self.findings.add("not_an_event", **place.named(), why="TEXT")
        if header.topic != topic:
            self.findings.add("topic_differs", **place.named(), values={"topic": topic})
        if header.index != index or not 0 < index <= self.of:
            self.findings.add("misplaced", **place.named(), address=f"{address} {index}")
            return None
        chain = self.chains.get(address)
        if chain is None:
            chain = self.chains[address] = Chain(header.journal, self.findings)
            if address != _address(header.journal):
                self._branch(chain, header)
        elif chain.journal != header.journal:
            self.findings.add("misplaced", **place.named(), address=f"{address} {index}")
            return None
        return chain

    def _branch(self, chain: Chain, header: Header) -> None:
        """The second of two continuations of a journal, kept under an address of its own."""
        chain.branch_from = header.index
        for trunk in self.chains.values():
            before = trunk.leaf(header.index - 1)
            if trunk.journal == chain.journal and before and before.hex() == header.prev:
                chain.leaves += trunk.leaves[: (header.index - 1) * HASH]
                chain.missing = {index for index in trunk.missing if index < header.index}
                chain.key = trunk.key
                chain.key_is_newer = trunk.key_is_newer
                return

    # --- arrivals ------------------------------------------------------------------------------

    def _arrivals(self) -> Iterator[tuple[Any, Any, Any, Any]]:
        try:
            yield from self.connection.cursor().execute(
                "SELECT first_position, last_position, at, origin FROM arrivals ORDER BY 1"
            )
        except DAMAGE as error:
            self.findings.add("table_unreadable", table="arrivals", why=error)

    def _next_arrival(self, arrivals: Iterator[tuple[Any, Any, Any, Any]], position: int) -> int:
        """Take the arrival that brought `position`; returns its last position."""
        found = next(arrivals, None)
        while found is not None:
            if not self._is_arrival(found):
                found = next(arrivals, None)
                continue
            first, last, at, origin = found
            if first != self._arrival[1] + 1:
                self.findings.add("arrival_gap", position=first, first=first, last=last)
            if at < self._arrival[2]:
                self.findings.add("arrival_time", position=first, first=first)
            self._arrival = (first, last, at, origin)
            if last >= position:
                self._is_own, self._own_journal = origin == "", ""
                if first > position:
                    self.findings.add("no_arrival", position=position)
                return int(last)
            found = next(arrivals, None)
        self.findings.add("no_arrival", position=position)
        self._is_own = False
        return position

    def _is_arrival(self, found: tuple[Any, ...]) -> bool:
        if [type(value) for value in found] == [int, int, int, str] and found[0] <= found[1]:
            return True
        first = _whole(found[0])
        self.findings.add("arrival_form", position=first, first=first)
        return False

    def _leftover(self, arrivals: Iterator[tuple[Any, Any, Any, Any]]) -> None:
        """Arrivals of events that are not here, or of more than are here."""
        last = self._arrival[1]
        if last > self.events and not self.findings.count:
            self.findings.add(
                "arrival_gap", position=self._arrival[0], first=self._arrival[0], last=last
            )
        for found in arrivals:
            if self._is_arrival(found):
                self.findings.add("arrival_gap", position=found[0], first=found[0], last=found[1])

    def _own(self, own: Chain, place: Place, header: Header, *, starts: bool) -> None:
        """What a device of this file wrote: it pins what had arrived here before it."""
        if starts:
            self._own_journal = header.journal
            self._check_heads(own, place, header)
        else:
            self.findings.add("arrival_mixed", **place.named())
        at = self._arrival[2] // 1000
        try:
            if datetime.fromisoformat(header.at).timestamp() <= at + CLOCK_STEP:
                return
            arrived = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        except (ValueError, OverflowError, OSError):  # a date that is none, or of no calendar
            arrived = f"{at} s"
        self.findings.add("arrival_early", **place.named(), arrived=arrived, recorded=header.at)

    def _check_heads(self, own: Chain, place: Place, header: Header) -> None:
        """`seen` lists every foreign head that moved here since this journal's last record."""
        moved = []
        for chain in self.chains.values():
            if chain.missing or chain.branch_from:
                return  # where a journal is damaged or has two branches, its head says nothing
            if chain is not own and chain.last_position > own.last_position:
                moved.append((chain.journal, chain.size, chain.leaf(chain.size).hex()))
        if tuple(sorted(moved)) != header.seen:
            self.findings.add("seen_arrivals", **place.named())

    def _seen(self, place: Place, seen: Sequence[Seen]) -> None:
        for entry in seen:
            if self._holds(entry) is not True:
                self._unresolved.append((place, entry))

    def _holds(self, entry: Seen) -> bool | None:
        """Whether a journal (any branch of it) has this record; None where it is not here."""
        journal, index, event_id = entry
        leaves = [c.leaf(index) for c in self.chains.values() if c.journal == journal]
        here = [leaf for leaf in leaves if leaf]
        return any(leaf.hex() == event_id for leaf in here) if here else None

    # --- at the end -----------------------------------------------------------------------------

    def _settle(self) -> None:
        for place, entry in self._unresolved:
            code = {True: "seen_later", False: "seen_differs", None: "seen_missing"}[
                self._holds(entry)
            ]
            values = {"journal": entry[0], "index": entry[1]}
            self.findings.add(code, **place.named(), values=values)
        for address, chain in self.chains.items():
            if chain.branch_from:
                about = {"journal": chain.journal, "index": chain.branch_from}
                event_id = chain.leaf(chain.branch_from).hex()
                if address == address_of_fork(chain.journal, event_id):
                    self.findings.add("forked", **about, id=event_id)
                else:
                    self.findings.add("misplaced", **about, id=event_id, address=address)
        for chain in self.chains.values():
            chain.settle()

    # --- signatures ----------------------------------------------------------------------------

    def check_signatures(self, *, every: bool, progress: Progress | None = None) -> None:
        """The signature of each journal's head, or with `every` those of all records.

        Where a head's fails, the record from which on they fail is found and named.
        """
        for address, chain in self.chains.items():
            if not chain.key:
                for place in chain.suspects:
                    self.findings.add("prev_differs", **place.named())
                continue
            spoilt = self._check_head(address, chain)
            if every:
                self._check_every(address, chain, spoilt or chain.whole, progress)
            for place in chain.suspects:
                if not spoilt or place.index not in (spoilt, spoilt + 1):
                    self.findings.add("prev_differs", **place.named())

    def _check_head(self, address: str, chain: Chain) -> int:
        """The record that is not as it was signed; 0 where the head is."""

        def signature_at(index: int) -> bytes:
            row = reading.at_address(self.connection, address, index)
            state = row[4] if row and isinstance(row[4], bytes) else b""
            return state.rpartition(b"\n")[2]

        self.signatures += 1
        last = chain.whole
        if not last or chain.is_signed(last, signature_at(last)):
            return 0
        found = chain.first_unsigned(signature_at)
        self.findings.add("not_as_signed", **self.name(address, chain, found))
        return found

    def _check_every(
        self, address: str, chain: Chain, until: int, progress: Progress | None
    ) -> None:
        """The signatures before record `until`, one by one."""
        frontier: merkle.Frontier = ()
        rows = self.connection.execute(
            "SELECT originator_version, state FROM stored_events WHERE originator_id = ? "
            "ORDER BY originator_version",
            (address,),
        )
        size = chain.branch_from - 1 if chain.branch_from else 0
        for index in range(1, size + 1):
            frontier = merkle.append(frontier, index - 1, chain.leaf(index))
        for index, state in rows:
            while size < min(index, chain.whole):
                frontier = merkle.append(frontier, size, chain.leaf(size + 1))
                size += 1
            if index >= until or size != index:
                break
            head = Head(chain.journal, index, "", frontier)
            self.signatures += 1
            if not _is_signed(head, state.rpartition(b"\n")[2], chain.key):
                self.findings.add("signature_wrong", **self.name(address, chain, index))
            if progress is not None and self.signatures % (TOLD_EVERY // 10) == 0:
                progress(self.signatures, self.events)

    def name(self, address: str, chain: Chain, index: int) -> dict[str, Any]:
        """The name of a record, for a finding."""
        row = reading.at_address(self.connection, address, index)
        position, topic = (row[0], str(row[3])) if row else (0, "")
        return Place(position, chain.journal, index, chain.leaf(index).hex(), topic).named()

    # --- heads ---------------------------------------------------------------------------------

    def texts_at(self, sizes: Mapping[str, int]) -> list[bytes]:
        """The checkpoint texts of the journals at these sizes, by address."""
        return [checkpoint(self.chains[name].head(size)) for name, size in sizes.items()]

    def heads(self) -> dict[str, Head]:
        """Where each journal ends, by its id."""
        return {
            chain.journal: chain.head() for chain in self.chains.values() if not chain.branch_from
        }


def _place(position: int, header: Header, leaf: bytes) -> Place:
    return Place(position, header.journal, header.index, leaf.hex(), header.topic)


def _named(place: Place) -> dict[str, Any]:
    return {name: value for name, value in place.named().items() if value}


def _address(journal: str) -> str:
    """How the library's recorder writes the address of a journal's stream."""
    return journal.replace("-", "")


def address_of_fork(journal: str, first_id: str) -> str:
    """Where a second continuation is kept, from the id of its first record."""
    return uuid5(UUID(journal), first_id).hex


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
