"""A history that was changed after it was recorded stops the merge, and nothing is written."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from nacl.signing import SigningKey

from domain import events as e
from domain.events import read_event
from domain.journal import Author, Head, checkpoint, grown, new_journal, public_key, write
from domain.ledger import Ledger
from domain.merging.files import join_file, merge_file
from domain.model.refusal import Refused
from domain.storage.connection import connect
from tests.domain.merging.ledgers import (
    NOW,
    begin,
    copy_of,
    corrected,
    everything,
    join,
    profile,
    recorded,
)

Stored = tuple[str, int, str, bytes]  # address, index, topic, lines
STRANGER = SigningKey(b"\7" * 32)


@dataclass
class Pair:
    """Our file, and a copy of a colleague's, which has three events that ours lacks."""

    ours: Ledger
    theirs: Path
    journal: str

    def forge(self, change: Callable[[list[Stored]], list[Stored]]) -> None:
        """Change their stored events by hand, as the file itself never would."""
        raw = connect(str(self.theirs))
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER stored_events_no_{verb}")
        rows = raw.execute(
            "SELECT originator_id, originator_version, topic, state FROM stored_events "
            "ORDER BY position"
        ).fetchall()
        raw.execute("DELETE FROM stored_events")
        raw.executemany(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
            "VALUES (?, ?, ?, ?)",
            change([tuple(row) for row in rows]),
        )
        raw.close()

    def forge_one(self, index: int, change: Callable[[bytes], bytes]) -> None:
        """Change the lines of one of the colleague's own events."""

        def found(rows: list[Stored]) -> list[Stored]:
            return [
                (*row[:3], change(row[3])) if self.is_own(row) and row[1] == index else row
                for row in rows
            ]

        self.forge(found)

    def is_own(self, row: Stored) -> bool:
        return row[0] == self.journal.replace("-", "")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    ours = begin(tmp_path)
    shared = recorded(ours, returned=10)
    ihor = join(tmp_path, "Ihor", ours)
    corrected(ihor, shared, returned=11)
    merge_file(ours, ihor.path)
    events = [*corrected(ihor, shared, place="Sumy"), *corrected(ihor, shared, returned=12)]
    corrected(ihor, shared, remarks="by night")
    theirs = copy_of(ihor, "stick")
    ihor.close()
    yield Pair(ours, theirs, events[0].header.journal)
    ours.close()


def lines_changed(place: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(state: bytes) -> bytes:
        lines = state.split(b"\n")
        assert old in lines[place]
        lines[place] = lines[place].replace(old, new)
        return b"\n".join(lines)

    return change


def last_bits(state: bytes) -> bytes:
    """The same signature in other letters: the last one of base64 has unused bits."""
    assert state.endswith(b"==")
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    letter = alphabet[alphabet.index(state[-3]) + 1]
    return state[:-3] + bytes([letter]) + b"=="


def stops(pair: Pair, code: str) -> None:
    before = everything(pair.ours)
    for dry_run in (True, False):
        with pytest.raises(Refused) as refused:
            merge_file(pair.ours, pair.theirs, dry_run=dry_run)
        assert refused.value.code == code, str(refused.value)
        assert refused.value.field == str(pair.theirs)
    assert everything(pair.ours) == before


def test_what_was_not_changed_is_taken(pair: Pair) -> None:
    pair.forge(lambda rows: rows)
    assert merge_file(pair.ours, pair.theirs).events == 3


@pytest.mark.parametrize(
    ("index", "change", "code"),
    [
        (3, lines_changed(1, b"Sumy", b"Sume"), "merge_body"),
        (2, lines_changed(1, b"misread", b"mislaid"), "merge_body"),  # held by both
        (3, lines_changed(0, b'"by":"Ihor"', b'"by":"Taras"'), "merge_signature"),
        (5, lines_changed(0, b'"by":"Ihor"', b'"by":"Taras"'), "merge_signature"),
        (2, lines_changed(0, b'"by":"Ihor"', b'"by":"Taras"'), "merge_signature"),  # by both
        (5, lines_changed(0, b'"index":5', b'"index":6'), "merge_not_event"),
        (5, lines_changed(0, b"+00:00", b""), "merge_not_event"),
        (5, lines_changed(0, b'"prev":"', b'"prev":"0'), "merge_chain"),
        (5, last_bits, "merge_signature"),
        (2, last_bits, "merge_differs"),
        (4, lambda state: state.rpartition(b"\n")[0], "merge_not_event"),
        (4, lambda state: b"", "merge_not_event"),
        (4, lambda state: b"\xff\n\xff\n\xff", "merge_not_event"),
    ],
)
def test_a_changed_event(
    pair: Pair, index: int, change: Callable[[bytes], bytes], code: str
) -> None:
    pair.forge_one(index, change)
    stops(pair, code)


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_an_event_taken_out_of_the_middle(pair: Pair, index: int) -> None:
    pair.forge(lambda rows: [row for row in rows if not (pair.is_own(row) and row[1] == index)])
    stops(pair, "merge_gap")


def test_an_event_taken_out_with_its_position(pair: Pair) -> None:
    raw = connect(str(pair.theirs))
    raw.execute("DROP TRIGGER stored_events_no_delete")
    raw.execute("DELETE FROM stored_events WHERE position = 3")
    raw.close()
    stops(pair, "merge_position")


def test_events_out_of_their_order(pair: Pair) -> None:
    pair.forge(lambda rows: [*rows[:-2], rows[-1], rows[-2]])
    stops(pair, "merge_gap")


def test_another_topic(pair: Pair) -> None:
    pair.forge(lambda rows: [*rows[:-1], (*rows[-1][:2], "record.retracted.1", rows[-1][3])])
    stops(pair, "merge_not_event")


def test_events_renumbered_over_a_gap(pair: Pair) -> None:
    """The event is taken out and the next one says that it follows the one before."""

    def change(rows: list[Stored]) -> list[Stored]:
        third, fourth = (row for row in rows if pair.is_own(row) and row[1] in (3, 4))
        rest = [row for row in rows if not (pair.is_own(row) and row[1] >= 3)]
        header = read_event(fourth[3]).header
        moved = msgspec.structs.replace(
            header, index=3, act=3, prev=read_event(third[3]).header.prev
        )
        lines = fourth[3].split(b"\n")
        state = b"\n".join((e.header_line(moved), *lines[1:]))
        return [*rest, (fourth[0], 3, fourth[2], state)]

    pair.forge(change)
    stops(pair, "merge_signature")


def resigned(rows: list[Stored], key: SigningKey, *, opening: bool) -> list[Stored]:
    """One journal's rows with the texts changed and everything signed anew, by another key."""
    head: Head | None = None
    found = []
    for address, index, topic, state in rows:
        event = read_event(state)
        assert event.body is not None
        body = event.body
        if opening and isinstance(body, e.JournalOpened):
            body = msgspec.structs.replace(body, key=public_key(key))
        second = e.body_line(body)
        head = head or Head(event.header.journal)
        header = msgspec.structs.replace(
            event.header, body=e.body_hash(second), prev=head.id or None
        )
        first = e.header_line(header)
        head = grown(head, first)
        signature = base64.b64encode(key.sign(checkpoint(head)).signature)
        found.append((address, index, topic, b"\n".join((first, second, signature))))
    return found


def test_a_journal_signed_anew_with_another_key(pair: Pair) -> None:
    def change(rows: list[Stored]) -> list[Stored]:
        own = [row for row in rows if pair.is_own(row)]
        return [row for row in rows if not pair.is_own(row)] + resigned(own, STRANGER, opening=True)

    pair.forge(change)
    stops(pair, "merge_key")


def test_events_signed_with_another_key(pair: Pair) -> None:
    def change(rows: list[Stored]) -> list[Stored]:
        own = resigned([row for row in rows if pair.is_own(row)], STRANGER, opening=False)
        return [row for row in rows if not (pair.is_own(row) and row[1] > 2)] + own[2:]

    pair.forge(change)
    stops(pair, "merge_signature")


def test_what_somebody_saw_was_taken_out(pair: Pair, tmp_path: Path) -> None:
    """A third person has seen the colleague's work; the last of it is cut off."""
    third = join_file(tmp_path / "Taras.ledger", profile(tmp_path, "Taras"), pair.theirs)
    recorded(third, returned=30)
    pair.theirs = copy_of(third, "of three")
    third.close()
    pair.forge(lambda rows: [row for row in rows if not (pair.is_own(row) and row[1] == 5)])
    stops(pair, "merge_unseen")


def test_another_ledger(pair: Pair, tmp_path: Path) -> None:
    stranger = begin(tmp_path, "Stranger")
    pair.theirs = copy_of(stranger, "strange")
    stops(pair, "merge_other_ledger")
    raw = connect(str(pair.theirs))
    raw.execute("UPDATE facts SET value = ? WHERE name = 'ledger'", (pair.ours.id,))
    raw.close()
    stops(pair, "merge_foreign")
    stranger.close()


def test_a_journal_that_begins_twice_is_not_smuggled_in(pair: Pair) -> None:
    """A second opening later in a journal cannot bring another key with it."""

    def change(rows: list[Stored]) -> list[Stored]:
        own = [read_event(row[3]) for row in rows if pair.is_own(row)]
        head = Head(pair.journal)
        for event in own:
            head = grown(head, event.stored.split(b"\n")[0])
        opened = own[0].body
        assert isinstance(opened, e.JournalOpened)
        forged, _ = write(
            head,
            [msgspec.structs.replace(opened, key=public_key(STRANGER))],
            STRANGER,
            Author("Stranger", NOW),
        )
        new = forged[0]
        row = (new.originator_id.hex, new.header.index, new.header.topic, new.stored)
        return [*rows, row]

    pair.forge(change)
    stops(pair, "merge_not_event")


def test_a_new_journal_without_an_opening(pair: Pair) -> None:
    def change(rows: list[Stored]) -> list[Stored]:
        body = e.LedgerNamed(salt="", name="Other")
        (event,), _ = write(new_journal(), [body], STRANGER, Author("Stranger", NOW))
        return [*rows, (event.originator_id.hex, 1, event.header.topic, event.stored)]

    pair.forge(change)
    stops(pair, "merge_opening")


def test_joining_takes_nothing_forged(pair: Pair, tmp_path: Path) -> None:
    pair.forge_one(4, lines_changed(1, b"misread", b"mislaid"))
    path = tmp_path / "new.ledger"
    with pytest.raises(Refused) as refused:
        join_file(path, profile(tmp_path, "Taras"), pair.theirs)
    assert refused.value.code == "merge_body"
    assert not list(tmp_path.glob("new.ledger*"))


def test_joining_needs_arrivals_that_fit(pair: Pair, tmp_path: Path) -> None:
    raw = connect(str(pair.theirs))
    raw.execute("DROP TRIGGER arrivals_no_delete")
    raw.execute("DELETE FROM arrivals WHERE first_position = 1")
    raw.close()
    with pytest.raises(Refused) as refused:
        join_file(tmp_path / "new.ledger", profile(tmp_path, "Taras"), pair.theirs)
    assert refused.value.code == "merge_arrivals"
