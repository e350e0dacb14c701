"""Every way of tampering with a ledger, seen by somebody who holds an earlier checkpoint."""

import base64
import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from sqlcipher3 import dbapi2 as sqlite

from domain import events as e
from domain import journal as journals
from domain.journal import Head
from domain.ledger import Ledger
from domain.storage.profile import Profile
from domain.storage.recorder import CREATE
from domain.verification.findings import Finding
from tests.domain.proofs.conftest import Sealed, held_of, record


@contextlib.contextmanager
def forced(path: Path) -> Iterator[Any]:
    """A connection for which nothing is append-only; the triggers are put back afterwards."""
    with contextlib.closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in CREATE:
            connection.execute(statement)


def state_at(connection: Any, position: int) -> bytes:
    (state,) = connection.execute(
        "SELECT state FROM stored_events WHERE position = ?", (position,)
    ).fetchone()
    return bytes(state)


def put(connection: Any, position: int, state: bytes) -> None:
    connection.execute("UPDATE stored_events SET state = ? WHERE position = ?", (state, position))


def found(sealed: Sealed, code: str) -> Finding:
    """The first finding with this code; the ledger must not be verified, nor with a checkpoint."""
    report = sealed.check()
    assert not sealed.check(held=True).is_verified
    codes = [finding.code for finding in report.findings]
    assert code in codes, report.findings
    return report.findings[codes.index(code)]


def seen_by_holders_only(sealed: Sealed, *codes: str) -> None:
    """The file alone looks right; against the checkpoint these are found."""
    assert sealed.check().findings == ()
    assert {finding.code for finding in sealed.check(held=True).findings} == set(codes)


def test_an_untouched_ledger_is_verified(sealed: Sealed) -> None:
    before = sealed.file.read_bytes()
    report = sealed.check(held=True)
    assert report.is_verified, report.findings
    assert report.signatures == report.events
    assert {remark.code for remark in report.remarks} == {"extends", "extends_code"}
    assert sealed.file.read_bytes() == before
    assert [path.name for path in sealed.file.parent.iterdir()] == [sealed.file.name]


# --- what the file itself shows -------------------------------------------------------------------


def test_an_edited_body(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        first, second, third = state_at(connection, 8).split(b"\n")
        put(connection, 8, b"\n".join((first, second.replace(b"40", b"41"), third)))
    finding = found(sealed, "body_changed")
    assert finding.position == 8


@pytest.mark.parametrize("part", [b'"by":"', b'"at":"', b'"app":"'])
def test_an_edited_header(sealed: Sealed, part: bytes) -> None:
    """Its id changes, so that neither the next record nor any later signature fits."""
    with forced(sealed.file) as connection:
        state = state_at(connection, 9)
        at = state.index(part) + len(part)
        put(connection, 9, state[:at] + bytes([state[at] ^ 1]) + state[at + 1 :])
    finding = found(sealed, "not_as_signed")
    assert finding.position == 9
    report = sealed.check(all_signatures=True)
    assert [f.position for f in report.findings if f.code == "not_as_signed"] == [9]


def test_an_edited_record_that_hashes_right(sealed: Sealed) -> None:
    """Body and header changed together, so that only the signature tells."""
    with forced(sealed.file) as connection:
        first, second, third = state_at(connection, 8).split(b"\n")
        changed = second.replace(b"40", b"41")
        old, new = (hashlib.sha256(line).hexdigest().encode() for line in (second, changed))
        put(connection, 8, b"\n".join((first.replace(old, new), changed, third)))
    report = sealed.check()
    named = [(finding.code, finding.position) for finding in report.findings]
    assert named[:1] == [("not_as_signed", 8)]


def test_a_record_deleted_in_the_middle(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        state = state_at(connection, 7)
        connection.execute("DELETE FROM stored_events WHERE position = 7")
    assert found(sealed, "position").position == 8
    missing = found(sealed, "missing_known")
    assert missing.id == e.read_event(state).id


def test_records_deleted_in_the_middle(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        connection.execute("DELETE FROM stored_events WHERE position IN (7, 8, 9)")
    assert found(sealed, "missing").values == {"first": 7, "last": 9}


def test_a_gap_that_was_closed_up(sealed: Sealed) -> None:
    """The positions, and the indices, moved down by one."""
    with forced(sealed.file) as connection:
        connection.execute("DELETE FROM stored_events WHERE position = 7")
        connection.execute("UPDATE stored_events SET position = position - 1 WHERE position > 7")
    assert found(sealed, "missing_known").index == 7


def test_records_reordered(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        for was, becomes in ((7, 1000), (8, 7), (1000, 8)):
            connection.execute(
                "UPDATE stored_events SET position = ? WHERE position = ?", (becomes, was)
            )
    assert found(sealed, "out_of_order").position == 8


def test_arrivals_reordered(sealed: Sealed) -> None:
    """What the other device wrote is said to have come after what was recorded next here."""
    with forced(sealed.file) as connection:
        rows = connection.execute(
            "SELECT first_position, last_position FROM arrivals ORDER BY 1"
        ).fetchall()
        first, last = next(
            row for row in rows
            if row[0] > 1 and connection.execute(
                "SELECT origin FROM arrivals WHERE first_position = ?", (row[0],)
            ).fetchone()[0]
        )  # fmt: skip
        after = next(row for row in rows if row[0] == last + 1)
        width, moved = last - first + 1, after[1] - after[0] + 1
        connection.execute("UPDATE stored_events SET position = position + 10000")
        for low, high, by in ((first, last, moved), (after[0], after[1], -width)):
            connection.execute(
                "UPDATE stored_events SET position = position - 10000 + ? "
                "WHERE position BETWEEN ? AND ?", (by, low + 10000, high + 10000),
            )  # fmt: skip
        connection.execute(
            "UPDATE stored_events SET position = position - 10000 WHERE position > 10000"
        )
        connection.execute("DELETE FROM arrivals WHERE first_position IN (?, ?)", (first, after[0]))
        (at,) = connection.execute(
            "SELECT max(at) FROM arrivals WHERE first_position < ?", (first,)
        ).fetchone()
        middle = first + moved
        connection.execute("INSERT INTO arrivals VALUES (?, ?, ?, '')", (first, middle - 1, at))
        connection.execute(
            "INSERT INTO arrivals VALUES (?, ?, ?, 'b.ledger')", (middle, middle + width - 1, at)
        )
    assert found(sealed, "seen_later").position == first


def test_an_arrival_backdated(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        connection.execute("UPDATE arrivals SET at = at - 86400000")
    finding = found(sealed, "arrival_early")
    assert finding.position == 1


def test_a_later_arrival_said_to_be_earlier(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        connection.execute("UPDATE arrivals SET at = 1 WHERE first_position > 10")
    assert found(sealed, "arrival_time").position > 10


def test_a_head_signed_with_another_key(sealed: Sealed) -> None:
    """Only the last signature is replaced; the records are as they were."""
    with forced(sealed.file) as connection:
        (last,) = connection.execute("SELECT max(position) FROM stored_events").fetchone()
        text, _, _ = state_at(connection, last).rpartition(b"\n")
        forged = base64.b64encode(SigningKey.generate().sign(b"x").signature)
        put(connection, last, text + b"\n" + forged)
    assert found(sealed, "not_as_signed").position == last


def test_a_signature_in_the_middle(sealed: Sealed) -> None:
    with forced(sealed.file) as connection:
        text, _, _ = state_at(connection, 6).rpartition(b"\n")
        put(connection, 6, text + b"\n" + base64.b64encode(bytes(64)))
    finding = found(sealed, "signature_wrong")
    assert finding.position == 6


def test_a_dropped_trigger(sealed: Sealed) -> None:
    with contextlib.closing(sqlite.connect(str(sealed.file))) as connection:
        connection.execute("DROP TRIGGER stored_events_no_delete")
    assert found(sealed, "schema").values == {"name": "trigger stored_events_no_delete"}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("exchanges", "UPDATE exchanges SET first_day = '2023-01-01' WHERE subject = {subject}"),
        ("records", "DELETE FROM records WHERE subject IN (SELECT min(subject) FROM records)"),
        ("cells", "UPDATE cells SET value = value + 1 WHERE cell = 1"),
        ("cell_changes", "UPDATE cell_changes SET value = value + 1 WHERE position > 10"),
        ("journals", "UPDATE journals SET operator = 'Nobody'"),
        ("subject_events", "INSERT INTO subject_events VALUES (1, 12345)"),
        ("newer_events", "INSERT INTO newer_events VALUES (3, 'x')"),
    ],
)
def test_an_edited_table(sealed: Sealed, table: str, change: str) -> None:
    with contextlib.closing(sqlite.connect(str(sealed.file), isolation_level=None)) as connection:
        (subject,) = connection.execute("SELECT min(subject) FROM exchanges").fetchone()
        done = connection.execute(change.format(subject=subject))
        assert done.rowcount
    finding = found(sealed, "table_differs")
    assert finding.values["table"] == table
    if table in ("exchanges", "records"):
        assert finding.id


# --- what only somebody else's checkpoint shows --------------------------------------------------


def cut(path: Path, last: int) -> None:
    """The record as if nothing had come after position `last`, tables included."""
    with forced(path) as connection:
        connection.execute("DELETE FROM stored_events WHERE position > ?", (last,))
        connection.execute("DELETE FROM arrivals WHERE last_position > ?", (last,))


def rebuilt(sealed: Sealed) -> None:
    ledger = Ledger.open(sealed.file, sealed.profile)
    ledger.rebuild()
    ledger.close()


def test_the_tail_deleted(sealed: Sealed) -> None:
    with contextlib.closing(sqlite.connect(str(sealed.file))) as connection:
        (first,) = connection.execute("SELECT max(first_position) FROM arrivals").fetchone()
    cut(sealed.file, first - 1)
    rebuilt(sealed)
    seen_by_holders_only(sealed, "checkpoint_short", "code_short")
    on_this_device = sealed.check(profile=sealed.profile)
    assert [finding.code for finding in on_this_device.findings] == ["behind"]


def test_a_tail_that_another_journal_has_seen(sealed: Sealed) -> None:
    """The other device's records name the head that they saw: the merge made it a witness."""
    with forced(sealed.file) as connection:
        (foreign,) = connection.execute(
            "SELECT originator_id FROM stored_events GROUP BY 1 HAVING min(position) > 1"
        ).fetchone()
        connection.execute(
            "DELETE FROM stored_events WHERE originator_id = ? AND originator_version > 2",
            (foreign,),
        )
    assert found(sealed, "seen_missing").values["index"] > 2


def test_the_file_rolled_back(tmp_path: Path) -> None:
    profile = Profile.load(tmp_path / "p")
    path, old = tmp_path / "now.ledger", tmp_path / "old"
    ledger = Ledger.create(path, profile, name="x")
    record(ledger, 1)
    ledger.close()
    shutil.copy(path, old)
    ledger = Ledger.open(path, profile)
    record(ledger, 2)
    held = held_of(ledger)
    ledger.close()
    shutil.copy(old, path)
    seen_by_holders_only(Sealed(path, held, profile), "checkpoint_short", "code_short")


def test_a_cloned_journal(tmp_path: Path) -> None:
    """Two copies of one disk go on in one journal: each holds another record at the same place."""
    profile = Profile.load(tmp_path / "p")
    path = tmp_path / "one.ledger"
    ledger = Ledger.create(path, profile, name="x")
    record(ledger, 1)
    early = held_of(ledger)
    ledger.close()
    shutil.copytree(tmp_path / "p", tmp_path / "q")
    shutil.copy(path, tmp_path / "two.ledger")
    held = []
    for name, profile_name, day in (("one", "p", 2), ("two", "q", 3)):
        ledger = Ledger.open(tmp_path / f"{name}.ledger", Profile.load(tmp_path / profile_name))
        record(ledger, day)
        held.append(held_of(ledger))
        ledger.close()
    clone = Sealed(tmp_path / "two.ledger", held[0], profile)
    seen_by_holders_only(clone, "checkpoint_differs", "code_differs")
    assert Sealed(tmp_path / "two.ledger", early, profile).check(held=True).is_verified
    both = Sealed(
        clone.file,
        type(early)((*early.checkpoints, *held[0].checkpoints)),
        profile,
    )
    (finding,) = both.check(held=True).findings
    first = early.checkpoints[0].size + 1  # narrowed to what came after the one that agrees
    assert (finding.values["first"], finding.values["index"]) == (first, first + 3)


Rewriter = Callable[[e.Header, bytes], tuple[e.Header, bytes]]


def rewritten(sealed: Sealed, key: SigningKey, change: Rewriter) -> None:
    """One device's whole journal written anew with `key`, hashes and signatures and all."""
    with forced(sealed.file) as connection:
        rows = connection.execute(
            "SELECT position, state FROM stored_events ORDER BY position"
        ).fetchall()
        heads: dict[str, Head] = {}
        ids: dict[str, str] = {}
        for position, state in rows:
            _, second, _ = state.split(b"\n")
            event = e.read_event(state)
            header = event.header
            for old, new in ids.items():
                second = second.replace(old.encode(), new.encode())
            seen = tuple((j, n, ids.get(i, i)) for j, n, i in header.seen)
            header, second = change(header, second)
            head = heads.get(header.journal, Head(header.journal))
            line = e.header_line(
                e.Header(
                    header.act, header.app, header.at, e.body_hash(second), header.by,
                    header.index, header.journal, head.id or None, seen, header.topic, header.v,
                )
            )  # fmt: skip
            head = heads[header.journal] = journals.grown(head, line)
            ids[event.id] = head.id
            signature = base64.b64encode(key.sign(journals.checkpoint(head)).signature)
            put(connection, position, b"\n".join((line, second, signature)))


def test_resigned_with_another_key(sealed: Sealed) -> None:
    """A forger without the device's key puts in their own, and signs everything anew."""
    forger = SigningKey.generate()
    mine = journals.public_key(forger).encode()

    def change(header: e.Header, second: bytes) -> tuple[e.Header, bytes]:
        if header.index == 1:
            at = second.index(b'"key":"') + 7
            second = second[:at] + mine + second[at + len(mine) :]
        return header, second

    rewritten(sealed, forger, change)
    rebuilt(sealed)
    seen_by_holders_only(sealed, "checkpoint_key", "code_differs")


def test_backdated_by_the_owner_of_the_key(tmp_path: Path) -> None:
    """Whoever has the key can write a consistent other history; a checkpoint tells."""
    profile = Profile.load(tmp_path / "p")
    path = tmp_path / "x.ledger"
    ledger = Ledger.create(path, profile, name="x")
    record(ledger, 1)
    held = held_of(ledger)
    ledger.close()
    sealed = Sealed(path, held, profile)

    def change(header: e.Header, second: bytes) -> tuple[e.Header, bytes]:
        year = int(header.at[:4])
        return (
            e.Header(
                header.act, header.app, f"{year - 1}{header.at[4:]}", header.body, header.by,
                header.index, header.journal, header.prev, header.seen, header.topic, header.v,
            ),
            second,
        )  # fmt: skip

    rewritten(sealed, profile.key, change)
    rebuilt(sealed)
    seen_by_holders_only(sealed, "checkpoint_differs", "code_differs")
