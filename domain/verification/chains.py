"""One journal as verification follows it: every record in its place, and the head's signature."""

import base64
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from nacl.signing import VerifyKey

from domain import merkle
from domain.events import Header, JournalOpened
from domain.journal import Head, is_signed
from domain.merkle import HASH
from domain.verification.findings import Findings

OPENED: Final = "journal.opened."
OPENED_1: Final = "journal.opened.1"
_NONE: Final = bytes(HASH)
_opened: Final = msgspec.json.Decoder(JournalOpened).decode


@dataclass(frozen=True, slots=True)
class Place:
    """The name of a record: where it stands and what it is."""

    position: int
    journal: str
    index: int
    id: str
    topic: str

    def named(self) -> dict[str, str | int]:
        return {
            "position": self.position,
            "journal": self.journal,
            "index": self.index,
            "id": self.id,
            "topic": self.topic,
        }


class Chain:
    """The leaf hashes of one journal (or of one branch of it), one after another.

    `branch_from` is 0 for a journal, and for the second branch of one that was continued twice
    the index of its first own record.
    """

    def __init__(self, journal: str, findings: Findings) -> None:
        self.journal = journal
        self.findings = findings
        self.leaves = bytearray()
        self.missing: set[int] = set()
        self.suspects: list[Place] = []  # records whose `prev` is not the one before them
        self.act = 0
        self.key = ""
        self.key_is_newer = False
        self.opened: JournalOpened | None = None
        self.signature = b""  # of the last record
        self.last_position = 0
        self.branch_from = 0
        self._prevs: dict[int, str] = {}  # index -> the id that the next record names
        self._held: set[int] = set()  # missing, and found already

    @property
    def size(self) -> int:
        return len(self.leaves) // HASH

    def leaf(self, index: int) -> bytes:
        """The leaf hash of record `index` (from 1); empty where it is not here."""
        if not 0 < index <= self.size or index in self.missing:
            return b""
        return bytes(self.leaves[(index - 1) * HASH : index * HASH])

    def head(self, index: int | None = None) -> Head:
        """The journal's head at `index`, by default now."""
        size = self.size if index is None else index
        last = self.leaves[(size - 1) * HASH : size * HASH] if size else b""
        return Head(self.journal, size, last.hex(), (self.root_at(size),))

    def root_at(self, index: int) -> bytes:
        """RFC 9162 §2.1.1: the root hash over the first `index` records."""
        return merkle.root_of_packed(self.leaves[: index * HASH])

    # --- record by record ----------------------------------------------------------------------

    def take(self, place: Place, header: Header, leaf: bytes) -> None:
        """One more record, out of the ordinary way: a gap, a late one, a wrong `prev`."""
        index = header.index
        size = self.size
        if index > size + 1:
            self.missing.update(range(size + 1, index))
            self.leaves += _NONE * (index - size - 1)
        elif index <= size:
            if index not in self.missing:
                self.findings.add("twice", **place.named())
                return
            self.findings.add("out_of_order", **place.named())
            self.missing.remove(index)
            self.leaves[(index - 1) * HASH : index * HASH] = leaf
            self._look_back(place, header)
            return
        self.leaves += leaf
        self._prevs[index - 1] = header.prev or ""
        self._look_back(place, header)

    def hold_place(self) -> None:
        """A record stands at the next index, and cannot be used: it was named already."""
        self.missing.add(self.size + 1)
        self._held.add(self.size + 1)
        self.leaves += _NONE

    def _look_back(self, place: Place, header: Header) -> None:
        before = self.leaf(header.index - 1)
        if header.index == 1:
            if header.prev is not None:
                self.findings.add("prev_differs", **place.named())
        elif before and header.prev != before.hex():
            self.suspects.append(place)

    def check_opening(self, place: Place, second: bytes, ledger: str) -> None:
        """The first record says whose the journal is, and with which key it is signed."""
        if not place.topic.startswith(OPENED):
            self.findings.add("not_opened", **place.named())
            return
        if place.topic != OPENED_1:
            self.key_is_newer = True
            return
        try:
            opened = _opened(second)
            VerifyKey(base64.b64decode(opened.key, validate=True))
        except (ValueError, TypeError):
            self.findings.add("key_form", **place.named())
            return
        self.key = opened.key
        self.opened = opened
        if ledger and opened.ledger != ledger:
            self.findings.add("other_ledger", **place.named(), ledger=opened.ledger)

    # --- at the end -----------------------------------------------------------------------------

    def settle(self) -> None:
        """Name what is missing; a single missing record is known by the next one's `prev`."""
        for first, last in _runs(sorted(self.missing)):
            named = self._prevs.get(first, "") if first == last else ""
            about = {"journal": self.journal, "index": first}
            if len(named) == 2 * HASH:
                if first not in self._held:
                    self.findings.add("missing_known", **about, id=named)
                self.leaves[(first - 1) * HASH : first * HASH] = bytes.fromhex(named)
                self.missing.remove(first)
            elif not self._held.issuperset(range(first, last + 1)):
                self.findings.add("missing", **about, first=first, last=last)

    def is_signed(self, index: int, signature: bytes) -> bool:
        """Whether the journal's key signed its checkpoint at `index`."""
        return is_signed(self.head(index), signature, self.key)

    @property
    def whole(self) -> int:
        """Up to which index every record is here, so that the root is known."""
        return min(self.missing) - 1 if self.missing else self.size

    def first_unsigned(self, signature_at: Callable[[int], bytes]) -> int:
        """The record from which on signatures fail, given that the last one does.

        A changed record spoils every signature from its own on, so the place is found by halves;
        a signature that fails alone on the way is passed over.
        """

        def fails(index: int) -> bool:
            return not self.is_signed(index, signature_at(index))

        first = 1
        while True:
            found = first + bisect_left(range(first, self.whole), True, key=fails)
            if found >= self.whole or fails(found + 1):
                return found
            first = found + 1


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of numbers without a gap."""
    start = 0
    for place, number in enumerate(numbers):
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield numbers[start], number
            start = place + 1
