"""What an event must satisfy before it is taken in: its hashes, its place, its signature.

An event that passes was written with its journal's key, after the events it names. A journal that
goes on in two ways passes, too, when both are signed with that key: each is somebody's work. What
was changed after it was recorded does not pass, nor what another key signed, nor what no table
could be made of.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.events import Event, JournalOpened, body_hash
from domain.journal import Head, is_signed
from domain.model.refusal import Refused
from domain.projections.journals import Branch, JournalHeads
from domain.projections.versions import Cursor


class Gate:
    """Lets events in one by one, and knows where each has to be stored.

    An event that was let in has to be stored before the next one is shown.
    """

    def __init__(self, cursor: Cursor, ledger: str) -> None:
        self._cursor = cursor
        self._ledger = ledger
        self._heads = JournalHeads()

    def is_held(self, event: Event) -> bool:
        """Whether this very event is in the ledger already, wherever it is stored.

        Raises Refused where it is, with other bytes.
        """
        header = event.header
        branch = self._heads.holding(self._cursor, header.journal, header.index, event.id)
        if branch is None:
            return False
        stored = self._stored(branch, header.index)
        if stored != event.stored:
            check_lines(event)
            raise Refused("merge_differs", index=header.index, journal=header.journal)
        return True

    def let_in(self, event: Event) -> Branch:
        """The branch that this event belongs to; raises Refused for what cannot be taken in."""
        check_lines(event)
        header = event.header
        if (header.index == 1) != (header.prev is None):
            raise Refused("merge_chain", index=header.index, journal=header.journal)
        if header.index == 1:
            self._check_opening(event)
        elif isinstance(event.body, JournalOpened):
            raise Refused("merge_not_event", index=header.index, journal=header.journal)
        self._check_named(event)
        branch = self._heads.add(self._cursor, 0, event)
        if branch is None:
            raise Refused("merge_chain", index=header.index, journal=header.journal)
        head = Head(branch.journal, branch.index, branch.id, branch.frontier)
        if not is_signed(head, event.stored.rpartition(b"\n")[2], branch.key):
            raise Refused("merge_signature", index=header.index, journal=header.journal)
        if event.flaw is not None:
            raise Refused(
                "merge_malformed", index=header.index, journal=header.journal, why=event.flaw
            )
        return branch

    def _check_opening(self, event: Event) -> None:
        body, journal = event.body, event.header.journal
        if not isinstance(body, JournalOpened):
            raise Refused("merge_opening", journal=journal)
        if body.ledger != self._ledger:
            raise Refused("merge_foreign", journal=journal)
        known = self._heads.of(self._cursor, journal)
        if known and known[0].key != body.key:
            raise Refused("merge_key", journal=journal)

    def _check_named(self, event: Event) -> None:
        """What the author had seen has to be here: otherwise something was taken out."""
        header = event.header
        for other, place, event_id in _named(event):
            if self._heads.holding(self._cursor, other, place, event_id) is None:
                raise Refused(
                    "merge_unseen",
                    index=header.index,
                    journal=header.journal,
                    other=other,
                    place=place,
                )

    def _stored(self, branch: Branch, index: int) -> bytes:
        self._cursor.execute(
            "SELECT state FROM stored_events WHERE originator_id = ? AND originator_version = ?",
            (branch.address.replace("-", ""), index),
        )
        return bytes(self._cursor.fetchone()[0])


def check_lines(event: Event) -> None:
    """The three lines belong together, and the header can be relied on by every table."""
    header = event.header
    second = event.stored.split(b"\n")[1]
    if header.body != body_hash(second):
        raise Refused("merge_body", index=header.index, journal=header.journal)
    try:
        zone = datetime.fromisoformat(header.at).tzinfo
    except ValueError:
        zone = None
    if zone is None or not 1 <= header.act <= header.index:
        raise Refused("merge_not_event", index=header.index, journal=header.journal)


def _named(event: Event) -> Iterator[tuple[str, int, str]]:
    yield from event.header.seen
    body = event.body
    if isinstance(body, JournalOpened) and body.continues is not None:
        yield body.continues.journal, body.continues.index, body.continues.id
