"""One device's log: index, prev and act without gaps, and a signature over all that came before."""

import base64
import tomllib
import unicodedata
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from domain.events import Body, Event, LedgerNamed, read_event
from domain.journal import (
    APP,
    Author,
    Head,
    checkpoint,
    grown,
    is_signed,
    new_journal,
    salted,
    write,
)
from domain.journal import public_key as public_key_of
from domain.ledger import Ledger
from domain.mapper import EventMapper
from tests.domain.helpers import ROOT, HandClock, drafted, refused, stored_lines
from tests.domain.test_merkle import tree_hash

KEY = SigningKey(bytes(range(32)))
KYIV = timezone(timedelta(hours=2))
AUTHOR = Author("Олена К.", datetime(2024, 12, 30, 20, 4, 5, 999_999, tzinfo=KYIV))


def named(name: str = "x") -> Body:
    return LedgerNamed(salt="", name=name)


def journal(sizes: list[int]) -> list[Event]:
    """A journal of one command for each number, with that many events."""
    head = new_journal()
    found: list[Event] = []
    for size in sizes:
        made, head = write(head, [named() for _ in range(size)], KEY, AUTHOR)
        found += made
    return found


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_every_event_has_its_place_in_the_log(sizes: list[int]) -> None:
    events = journal(sizes)
    previous = None
    leaves = []
    for place, event in enumerate(events, 1):
        assert (event.header.index, event.header.prev) == (place, previous)
        assert event.originator_version == place
        assert UUID(event.header.journal) == event.originator_id
        previous = event.id
        leaves.append(bytes.fromhex(event.id))
        root = base64.b64encode(tree_hash(leaves)).decode()
        head = Head(event.header.journal)
        for earlier in events[:place]:
            head = grown(head, earlier.stored.split(b"\n")[0])
        assert checkpoint(head).decode() == (
            f"exchange-ledger/{event.header.journal}\n{place}\n{root}\n"
        )
        assert is_signed(head, event.stored.split(b"\n")[2], public_key_of(KEY))
    firsts = [sum(sizes[:n]) + 1 for n, size in enumerate(sizes) for _ in range(size)]
    assert [event.header.act for event in events] == firsts


def test_what_is_written_is_what_is_read() -> None:
    for event in journal([1, 3]):
        found = read_event(event.stored)
        assert (found.id, found.header, found.body) == (event.id, event.header, event.body)


@given(st.integers(1, 6), st.integers(0, 5), st.binary(min_size=1, max_size=3))
def test_a_changed_line_is_not_signed(size: int, place: int, other: bytes) -> None:
    """A signature holds for every first line so far: one bit elsewhere and it is another log."""
    events = journal([size])
    place %= size
    head = Head(events[0].header.journal)
    for n, event in enumerate(events):
        line = event.stored.split(b"\n")[0]
        head = grown(head, line + other if n == place else line)
    assert not is_signed(head, events[-1].stored.split(b"\n")[2], public_key_of(KEY))


def test_a_signature_by_another_key_or_none_does_not_hold() -> None:
    (event,) = journal([1])
    head = grown(Head(event.header.journal), event.stored.split(b"\n")[0])
    signature = event.stored.split(b"\n")[2]
    assert is_signed(head, signature, public_key_of(KEY))
    assert not is_signed(head, signature, public_key_of(SigningKey.generate()))
    for wrong in (b"", b"?", b"AAAA", signature[:-4], signature[::-1]):
        assert not is_signed(head, wrong, public_key_of(KEY))
    for wrong_key in ("", "?", "AAAA"):
        assert not is_signed(head, signature, wrong_key)


def test_the_header_says_who_when_and_with_which_program() -> None:
    (event,) = journal([1])
    assert event.header.by == "Олена К."
    assert event.header.at == "2024-12-30T20:04:05+02:00"
    assert event.header.app == APP
    assert event.header.v == 1


def test_the_program_names_its_own_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == APP


def test_only_the_first_event_of_a_command_says_what_was_seen() -> None:
    seen = [(str(UUID(int=5)), 40, "ab" * 32)]
    events, _ = write(new_journal(), [named(), named()], KEY, AUTHOR, seen)
    assert [event.header.seen for event in events] == [tuple(seen), ()]


def test_a_step_may_name_what_its_command_recorded_before() -> None:
    def step(made: object) -> Body:
        assert isinstance(made, list)
        return LedgerNamed(salt="", name=made[0].id)

    events, _ = write(new_journal(), [named(), step], KEY, AUTHOR)
    assert events[1].body == LedgerNamed(salt=events[1].body.salt, name=events[0].id)  # type: ignore[union-attr]


def test_every_body_gets_a_salt_of_its_own() -> None:
    salts = {event.body.salt for event in journal([20]) if event.body}
    assert len(salts) == 20
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)
    assert salted(named()) != salted(named())
    (kept,), _ = write(new_journal(), [LedgerNamed(salt="00", name="x")], KEY, AUTHOR)
    assert kept.body == LedgerNamed(salt="00", name="x")


def test_no_two_journals_have_one_address() -> None:
    assert len({new_journal().journal for _ in range(100)}) == 100


def test_the_mapper_stores_the_lines_and_nothing_else() -> None:
    (event,) = journal([1])
    mapper = EventMapper()
    stored = mapper.to_stored_event(event)
    assert (stored.topic, stored.state) == ("ledger.named.1", event.stored)
    assert mapper.to_domain_event(stored).id == event.id
    with pytest.raises(TypeError):
        mapper.to_stored_event(object())  # type: ignore[arg-type]


# --- in a ledger ---------------------------------------------------------------------------------


def test_every_event_of_a_ledger_is_signed_by_its_journals_key(
    ledger: Ledger, clock: HandClock
) -> None:
    for n in range(5):
        ledger.record(drafted(returned=n), f"https://example.org/{n}")
        ledger.close()
        ledger = Ledger.open(ledger.path, ledger.profile, clock=clock)
    events = [read_event(lines) for lines in stored_lines(ledger)]
    head = Head(events[0].header.journal)
    for place, event in enumerate(events, 1):
        assert (event.header.index, event.header.prev) == (place, head.id or None)
        head = grown(head, event.stored.split(b"\n")[0])
        key = public_key_of(ledger.profile.key)
        assert is_signed(head, event.stored.split(b"\n")[2], key)
    opened = events[0].body
    assert opened is not None
    assert vars_of(opened, "ledger", "key", "device", "language", "continues") == (
        ledger.id,
        public_key_of(ledger.profile.key),
        ledger.profile.device,
        ledger.profile.language,
        None,
    )
    ledger.close()


def vars_of(body: Body, *names: str) -> tuple[object, ...]:
    return tuple(getattr(body, name) for name in names)


def test_one_command_is_one_act(ledger: Ledger) -> None:
    made = ledger.record(drafted(returned=5, mediators=["AE", "TR"]), "https://example.org")
    assert len(made) == 4
    assert {event.header.act for event in made} == {made[0].header.index}


def test_names_are_kept_in_nfc_wherever_they_come_from(ledger: Ledger, clock: HandClock) -> None:
    decomposed = unicodedata.normalize("NFD", "Андрій Київський")
    path = ledger.path.with_name(f"{decomposed}.ledger")
    other = Ledger.create(path, ledger.profile, operator=decomposed, clock=clock)
    for lines in stored_lines(other):
        assert unicodedata.is_normalized("NFC", lines.decode())
    assert read_event(stored_lines(other)[0]).header.by == "Андрій Київський"
    other.close()


def test_an_operator_is_a_name_and_not_a_control_character(ledger: Ledger) -> None:
    with refused("text_control", "operator"):
        Ledger.open(ledger.path, ledger.profile, operator="Олена\x00")


def test_a_name_that_cannot_be_stored_leaves_no_file_behind(ledger: Ledger) -> None:
    path = ledger.path.with_name("another.ledger")
    with refused("text_control", "name"):
        Ledger.create(path, ledger.profile, name="a\x00b")
    assert not path.exists()
