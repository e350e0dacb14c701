"""Events as they are stored: what was written once is for ever read, checked and written the same.

If a test here fails, the form of stored events has changed, and every ledger there is breaks.
Change the program, never the golden files.
"""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nacl.signing import VerifyKey

from domain import events as e
from domain.events import FORM, TOPICS, Event, NotAnEvent, body_hash, body_line, read_event
from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.projections.history import history
from domain.state import fold
from tests.domain.golden.imports import IMPORTS, golden_import
from tests.domain.golden.journals import (
    BOHDAN,
    EVENTS,
    EXPORTS,
    NEWER,
    OLENA,
    OLENA_AGAIN,
    STATE,
    exported,
    golden,
    read_golden,
)
from tests.domain.helpers import (
    HandClock,
    all_totals,
    drafted,
    refused,
    stored_lines,
    writing_nothing,
)
from tests.domain.test_merkle import tree_hash

HASHES = {
    EVENTS: "1cb847a39b239eff8e7a8584c131be6f9a71f11ba296628d09b6c54a9e9443c7",
    STATE: "b8f39123655b08d3a6634a6c40da1e1b3e503a30f272c170e54c585e97e4a950",
    IMPORTS: "1c79cc061d998d3626fdcba6212e4cc21dc419175a3efed7c10dbcbdf64fa099",
    EXPORTS: "f7dc932f2d042526881dd089571a18af9058ba4a6b834829aea4db7f34edbc36",
    NEWER: "d69f3e8716ab4fbe188050abdbb053384773a0f61b4f0ba5d8276544e2e6c5d7",
}
STORED = read_golden(EVENTS)
ALL = STORED + read_golden(EXPORTS)
TEMPLATE: dict[str, Any] = json.loads(STORED[3][1].split(b"\n")[0])


# --- the golden files ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", list(HASHES), ids=lambda path: path.name)
def test_the_golden_files_are_as_they_were_first_written(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == HASHES[path]


def test_there_is_one_of_every_kind_of_event() -> None:
    topics = {read_event(stored).header.topic for _, stored in [*ALL, *read_golden(IMPORTS)]}
    assert topics == set(TOPICS)
    assert (len(STORED), len(ALL)) == (26, 27)


def test_every_event_keeps_its_id() -> None:
    for event_id, stored in ALL:
        assert read_event(stored).id == event_id
        first = stored.split(b"\n")[0]
        assert hashlib.sha256(b"\x00" + first).hexdigest() == event_id


def test_every_event_is_read_as_the_values_it_was_written_from() -> None:
    for (_, stored), event in zip(ALL, [*golden(), *exported()], strict=True):
        found = read_event(stored)
        assert found.header == event.header
        assert found.body == event.body
        assert sorted(found.writes()) == sorted(event.writes())


def test_the_same_facts_are_written_as_the_same_bytes() -> None:
    later = [stored for _, stored in read_golden(IMPORTS)]
    assert [event.stored for event in golden_import()] == later
    assert [read_event(stored).body for stored in later] == [
        event.body for event in golden_import()
    ]
    made = [*golden(), *exported()]
    assert [event.stored for event in made] == [stored for _, stored in ALL]


def test_the_same_events_make_the_same_registers() -> None:
    folded = fold(read_event(stored) for _, stored in STORED)
    state = {
        key: {
            "kind": subject.kind,
            "fields": dict(subject.fields()),
            "conflicts": subject.conflicts(),
            "changed_unseen": subject.changed_unseen(),
        }
        for key, subject in folded.items()
    }
    assert state == json.loads(STATE.read_text(encoding="utf-8"))


def test_every_body_is_tied_to_its_header() -> None:
    for _, stored in ALL:
        first, second, _ = stored.split(b"\n")
        assert json.loads(first)["body"] == hashlib.sha256(second).hexdigest()


@pytest.mark.parametrize("journal", [OLENA, BOHDAN, OLENA_AGAIN])
def test_every_signature_is_that_of_the_journals_key(journal: str) -> None:
    """Checked with nothing but hashlib and Ed25519, as any other program could."""
    leaves: list[bytes] = []
    key = b""
    previous = None
    for event_id, stored in ALL + (read_golden(NEWER) if journal == BOHDAN else []):
        first, second, signature = stored.split(b"\n")
        header = json.loads(first)
        if header["journal"] != journal:
            continue
        key = key or base64.b64decode(json.loads(second)["key"])
        leaves.append(hashlib.sha256(b"\x00" + first).digest())
        root = base64.b64encode(tree_hash(leaves)).decode()
        signed = f"exchange-ledger/{journal}\n{len(leaves)}\n{root}\n"
        VerifyKey(key).verify(signed.encode(), base64.b64decode(signature))
        assert (header["index"], header["prev"]) == (len(leaves), previous)
        previous = event_id
    assert len(leaves) >= 2


def test_the_golden_journals_say_what_they_saw_and_continue() -> None:
    events = [read_event(stored) for _, stored in STORED]
    ids = {event.id: event for event in events}
    seen = [entry for event in events for entry in event.header.seen]
    assert len(seen) == 3
    for journal, index, event_id in seen:
        assert (ids[event_id].header.journal, ids[event_id].header.index) == (journal, index)
    (again,) = [
        event.body
        for event in events
        if isinstance(event.body, e.JournalOpened) and event.body.continues
    ]
    assert again.continues is not None
    last = max(
        (event for event in events if event.header.journal == OLENA),
        key=lambda event: event.header.index,
    )
    assert again.continues == e.Continues(OLENA, last.header.index, last.id, "not_closed")


def test_stored_lines_are_json_of_integers_and_nfc_text() -> None:
    for _, stored in ALL:
        assert_plain(stored)


def assert_plain(stored: bytes) -> None:
    """Two lines of JSON without floats, in NFC, in the one order; then a signature."""
    first, second, signature = stored.split(b"\n")
    assert len(base64.b64decode(signature, validate=True)) == 64
    for line in (first, second):
        text = line.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
        value = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
        salt = {"salt": value.pop("salt")} if line is second else {}
        inner = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if salt:
            start = json.dumps(salt, separators=(",", ":"))
            inner = start[:-1] + ("," if value else "") + inner[1:]
            assert len(bytes.fromhex(salt["salt"])) == 16
        assert text == inner


def _no_float(text: str) -> float:
    raise AssertionError(f"a stored line holds {text}")


def test_a_ledger_takes_the_golden_events_in_and_keeps_their_bytes(ledger: Ledger) -> None:
    before = stored_lines(ledger)
    ledger.receive([read_event(stored) for _, stored in STORED], "golden")
    assert stored_lines(ledger) == before + [stored for _, stored in STORED]
    total = all_totals(ledger)
    assert (total.events, total.returned, total.conflicts) == (1, 189, 1)
    with ledger.view() as view:
        assert view.newer_events == 0
        assert view.vocabulary.category_name("camp", "olenivka", "uk") == "Оленівка"
        assert view.policy("civilians").persons == "status.civilian"
        twin, reference, stage = sorted(exchanges(view), key=lambda row: str(row.returned))[::-1][
            :3
        ]
        assert twin.counting == reference.id == stage.part_of
        assert (reference.mediators, reference.conflicts) == ("QA", "handed_over")


# --- events of a newer version -------------------------------------------------------------------


@pytest.fixture
def with_newer(ledger: Ledger) -> Iterator[Ledger]:
    ledger.receive([read_event(stored) for _, stored in STORED], "golden")
    ledger.receive([read_event(stored) for _, stored in read_golden(NEWER)], "newer")
    yield ledger


def test_an_unknown_topic_and_an_unknown_form_are_read_as_newer() -> None:
    for event_id, stored in read_golden(NEWER):
        event = read_event(stored)
        assert event.body is None
        assert list(event.writes()) == []
        assert (event.id, event.stored) == (event_id, stored)


def test_newer_events_are_kept_and_forwarded_as_they_are(with_newer: Ledger) -> None:
    newer = [stored for _, stored in read_golden(NEWER)]
    assert stored_lines(with_newer)[-len(newer) :] == newer


def test_history_shows_what_a_newer_version_made(with_newer: Ledger) -> None:
    with with_newer.view() as view:
        rows = [row for row in history(view) if row.kind == "newer_version"]
        assert view.newer_events == len(rows) == 2
    assert {row.field for row in rows} == {"exchange.photographed.1", "exchange.recorded.1"}
    assert {row.became for row in rows} == {"made by a newer version"}
    assert {row.operator for row in rows} == {"Bohdan"}


def test_tables_know_from_where_on_they_are_incomplete(with_newer: Ledger) -> None:
    with with_newer.view() as now:
        last = now.position
    with with_newer.view(last - 2) as before:
        assert before.newer_events == 0
    with with_newer.view(last - 1) as between:
        assert between.newer_events == 1
    assert all_totals(with_newer).returned == 189


def test_entry_is_off_from_the_next_command_on(with_newer: Ledger) -> None:
    """Also where this sitting has already taken its journal."""
    with writing_nothing(with_newer), refused("newer_events"):
        with_newer.record(drafted(returned=5))


def test_entry_is_off_when_the_ledger_is_opened_again(with_newer: Ledger, clock: HandClock) -> None:
    with_newer.close()
    again = Ledger.open(with_newer.path, with_newer.profile, clock=clock)
    with writing_nothing(again), refused("newer_events"):
        again.rename("Another")
    again.rebuild()
    with again.view() as view:
        assert view.newer_events == 2
    again.close()


# --- what is no event ----------------------------------------------------------------------------


def event_of(header: dict[str, Any], body: bytes = b'{"salt":"00","name":"x"}') -> bytes:
    return b"\n".join((json.dumps(header).encode(), body, b"c2lnbmF0dXJl"))


def test_the_template_of_the_tests_below_is_an_event() -> None:
    assert isinstance(read_event(event_of(TEMPLATE)).body, e.LedgerNamed)


@pytest.mark.parametrize("body", [b"{}", b'{"salt":"00","name":5}', b'{"name":"\xff"}', b"[red"])
def test_a_body_of_another_shape_is_a_flaw_of_the_event(body: bytes) -> None:
    """Its place in the journal can be relied on all the same, and so it can be kept."""
    event = read_event(event_of(TEMPLATE, body))
    assert event.body is None
    assert event.flaw is not None and event.flaw.code == "body_form"


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\n\n",
        b"{}\n{}\n",
        STORED[0][1].rpartition(b"\n")[0],
        STORED[0][1] + b"\n",
        STORED[0][1][10:],
        event_of({**TEMPLATE, "index": "3"}),
        event_of({**TEMPLATE, "index": 1.5}),
        event_of({**TEMPLATE, "act": None}),
        event_of({key: value for key, value in TEMPLATE.items() if key != "prev"}),
    ],
)
def test_refuses_bytes_that_are_not_three_lines_of_this_form(stored: bytes) -> None:
    with pytest.raises(NotAnEvent):
        read_event(stored)


def test_members_that_a_later_version_added_are_kept_and_passed_over() -> None:
    stored = event_of({**TEMPLATE, "zone": "Kyiv"}, b'{"salt":"00","name":"x","colour":"red"}')
    event = read_event(stored)
    assert event.body == e.LedgerNamed(salt="00", name="x")
    assert event.stored == stored


# --- one by one ----------------------------------------------------------------------------------


def test_the_salt_comes_first_then_the_fact_in_order() -> None:
    line = body_line(e.LedgerNamed(salt="ab", name="Облік", replaces=("x",)))
    assert line == '{"salt":"ab","name":"Облік","replaces":["x"]}'.encode()
    assert body_hash(line) == hashlib.sha256(line).hexdigest()


def test_equal_facts_with_other_salts_have_other_hashes() -> None:
    lines = [body_line(e.LedgerNamed(salt=salt, name="Облік")) for salt in ("00", "01")]
    assert body_hash(lines[0]) != body_hash(lines[1])


@pytest.mark.parametrize("topic", list(TOPICS))
def test_a_body_that_says_nothing_but_what_it_must_is_read_back(topic: str) -> None:
    kind = TOPICS[topic]
    required = {
        field.name: _least(field.type) for field in msgspec.structs.fields(kind) if field.required
    }
    body = kind(**required)
    assert msgspec.json.decode(body_line(body), type=kind) == body


def _least(kind: Any) -> Any:
    if kind is str:
        return "x"
    if kind is int:
        return 0
    return {} if "Mapping" in str(kind) or "dict" in str(kind) else ()


def test_topics_are_stable_strings_and_not_the_names_of_modules() -> None:
    for topic in TOPICS:
        noun, verb, form = topic.split(".")
        assert noun.isalpha()
        assert verb.isalpha()
        assert form == str(FORM)
    assert len(set(TOPICS.values())) == len(TOPICS)


def test_the_authors_clock_is_read_in_its_own_time_zone() -> None:
    def at(text: str) -> Event:
        return read_event(event_of({**TEMPLATE, "at": text}))

    assert at("2024-12-30T20:04:05+02:00").clock == at("2024-12-30T18:04:05+00:00").clock
    assert at("1970-01-01T00:01:00+00:00").clock == 60
