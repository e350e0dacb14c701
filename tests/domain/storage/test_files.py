"""The ledger file: append-only, indifferent to the environment, careful with files of others."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from eventsourcing.persistence import PersistenceError
from sqlcipher3 import dbapi2

from domain.ledger import Ledger
from domain.storage.connection import APPLICATION_ID, FORMAT
from domain.storage.profile import Profile
from tests.domain.helpers import (
    ROOT,
    HandClock,
    all_totals,
    arrivals,
    drafted,
    recorded,
    refused,
    stored_lines,
    writing_nothing,
)

SURROUNDINGS = {
    "PERSISTENCE_MODULE": "eventsourcing.popo",
    "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
    "TRANSCODER_TOPIC": "eventsourcing.persistence:JSONTranscoder",
    "COMPRESSOR_TOPIC": "zlib",
    "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
    "CIPHER_KEY": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=",
    "IS_SNAPSHOTTING_ENABLED": "y",
    "AGGREGATE_CACHE_MAXSIZE": "1",
    "SQLITE_DBNAME": ":memory:",
    "SQLITE_LOCK_TIMEOUT": "1",
    "CREATE_TABLE": "yes",
    "FACTORY_TOPIC": "eventsourcing.popo:POPOFactory",
    "ORIGINATOR_ID_TYPE": "text",
}


# --- append-only ---------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["stored_events", "arrivals"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {first} = {first}",
        "UPDATE {table} SET {last} = 'x' WHERE {first} = 1",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE {first} = 1",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {first} = 1",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_what_is_stored_is_never_changed_or_removed(
    ledger: Ledger, table: str, statement: str
) -> None:
    columns = {
        "stored_events": {"first": "position", "last": "state"},
        "arrivals": {"first": "first_position", "last": "origin"},
    }
    recorded(ledger, returned=5)
    with (
        writing_nothing(ledger),
        pytest.raises(PersistenceError, match="append-only"),
        ledger.datastore.transaction(commit=True) as cursor,
    ):
        cursor.execute(statement.format(table=table, **columns[table]))


def test_another_program_meets_the_same_refusal(ledger: Ledger) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    other = sqlite3.connect(ledger.path)
    for table in ("stored_events", "arrivals"):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            other.execute(f"DELETE FROM {table}")
    other.close()


def test_the_file_can_be_read_by_any_sqlite_and_says_what_it_is(ledger: Ledger) -> None:
    recorded(ledger, returned=5, place="Чернігів")
    lines = stored_lines(ledger)
    ledger.close()
    other = sqlite3.connect(ledger.path)
    assert other.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert other.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = other.execute("SELECT position, state FROM stored_events ORDER BY position").fetchall()
    assert rows == list(enumerate(lines, 1))
    assert "Чернігів" in lines[-1].decode()
    other.close()


def test_every_save_is_on_disk_before_it_is_acknowledged(ledger: Ledger) -> None:
    with ledger.datastore.transaction(commit=False) as cursor:
        settings = {}
        for name in ("synchronous", "journal_mode"):
            cursor.execute(f"PRAGMA {name}")
            settings[name] = cursor.fetchone()[0]
    assert settings == {"synchronous": 2, "journal_mode": "wal"}  # 2 is FULL


def test_who_is_going_to_write_takes_the_lock_at_once(ledger: Ledger) -> None:
    # by the same library: two of them in one process do not see one another's locks
    other = dbapi2.connect(str(ledger.path), timeout=0, isolation_level=None)
    with ledger.datastore.transaction(commit=True):
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM stored_events").fetchone() == (2,)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_refuses_to_work_on_a_sqlite_that_can_corrupt_a_ledger(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with refused("sqlite_old"):
        Ledger.open(ledger.path, ledger.profile)


# --- the environment -----------------------------------------------------------------------------

LIFE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.storage.profile import Profile

path, folder = map(Path, sys.argv[1:])
at = datetime(2025, 1, 10, 12, 0, tzinfo=UTC)
ledger = Ledger.create(path, Profile.load(folder), name="Test", operator="x", clock=lambda: at)
ledger.record(read_draft({"kind": "exchange", "returned": 5}), "https://example.org")
ledger.close()
ledger = Ledger.open(path, Profile.load(folder), operator="x", clock=lambda: at)
ledger.record(read_draft({"kind": "exchange", "returned": 6}), "https://example.org")
ledger.close()
"""


def test_variables_of_the_process_change_nothing(tmp_path: Path) -> None:
    shapes = []
    for name, variables in (("plain", {}), ("odd", SURROUNDINGS)):
        path = tmp_path / f"{name}.ledger"
        subprocess.run(
            [sys.executable, "-c", LIFE, str(path), str(tmp_path / name)],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), **variables},
            check=True,
        )
        other = sqlite3.connect(path)
        tables = other.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        events = other.execute("SELECT topic, state FROM stored_events").fetchall()
        lines = [(topic, [len(line) for line in state.split(b"\n")]) for topic, state in events]
        assert [state[:7] for _, state in events] == [b'{"act":'] * len(events)
        other.close()
        shapes.append((tables, lines))
    assert shapes[0] == shapes[1]
    assert len(shapes[0][1]) == 5  # opened, named, source, and two exchanges


def test_a_ledger_knows_nothing_of_its_surroundings(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SURROUNDINGS.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(f"LEDGER_{name}", value)
    again = Ledger.open(ledger.path, ledger.profile, clock=clock)
    assert dict(again.env) == {"SQLITE_DBNAME": str(ledger.path), "CREATE_TABLE": "no"}
    recorded(again, returned=5)
    assert all_totals(ledger).returned == 5
    again.close()


# --- files that are no ledgers -------------------------------------------------------------------


def foreign_database(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE stored_events (position INTEGER PRIMARY KEY, state BLOB)")
    other.execute("INSERT INTO stored_events VALUES (1, 'theirs')")
    other.commit()
    other.close()


def foreign_database_in_wal_mode(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.close()
    foreign_database(path)


def claims_to_be_a_ledger(path: Path) -> None:
    foreign_database(path)
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    other.close()


def claims_to_be_a_ledger_without_a_name(path: Path) -> None:
    claims_to_be_a_ledger(path)
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT)")
    other.commit()
    other.close()


def looks_like_a_ledger_and_does_not_say_so(path: Path) -> None:
    foreign_database(path)
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT)")
    other.execute("INSERT INTO facts VALUES ('ledger', 'theirs')")
    other.commit()
    other.close()


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def empty_database(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("VACUUM")
    other.close()


def short_text(path: Path) -> None:
    path.write_text("189")


def long_text(path: Path) -> None:
    path.write_text("Додому повернулися 189 українців. " * 500)


def broken_database(path: Path) -> None:
    foreign_database(path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)


@pytest.mark.parametrize(
    "make",
    [
        foreign_database,
        foreign_database_in_wal_mode,
        claims_to_be_a_ledger,
        claims_to_be_a_ledger_without_a_name,
        looks_like_a_ledger_and_does_not_say_so,
        empty_file,
        empty_database,
        short_text,
        long_text,
        broken_database,
    ],
)
def test_a_file_that_is_no_ledger_is_refused_and_left_untouched(
    tmp_path: Path, profile: Profile, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "foreign"
    make(path)
    before = path.read_bytes()
    with refused("file_not_ledger", str(path)):
        Ledger.open(path, profile)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.glob("foreign*")] == ["foreign"]


def test_a_newer_form_is_refused_and_left_untouched(ledger: Ledger) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    other = sqlite3.connect(ledger.path)
    other.execute(f"PRAGMA user_version = {FORMAT + 1}")
    other.close()
    before = ledger.path.read_bytes()
    with refused("file_newer", str(ledger.path)):
        Ledger.open(ledger.path, ledger.profile)
    assert ledger.path.read_bytes() == before


def test_refuses_a_file_that_is_not_there(tmp_path: Path, profile: Profile) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with refused("file_missing", str(path)):
            Ledger.open(path, profile)
    assert not (tmp_path / "nothing").exists()


def test_a_new_ledger_needs_a_free_name_in_a_folder(tmp_path: Path, profile: Profile) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with refused("file_exists", str(taken)):
        Ledger.create(taken, profile)
    assert taken.read_text() == "mine"
    with refused("folder_missing", str(tmp_path / "none")):
        Ledger.create(tmp_path / "none" / "x.ledger", profile)


# --- opening and reading -------------------------------------------------------------------------


def test_reading_never_writes(ledger: Ledger, clock: HandClock) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    before = ledger.path.read_bytes()
    (mark,) = (ledger.profile.folder / "journals").glob("*.json")
    marked = mark.read_bytes()
    reader = Ledger.open(ledger.path, ledger.profile, clock=clock, read_only=True)
    assert all_totals(reader).returned == 5
    with refused("file_unwritable", str(ledger.path)):
        reader.record(drafted(returned=6))
    assert all_totals(reader).returned == 5
    reader.close()
    again = Ledger.open(ledger.path, ledger.profile, clock=clock)
    assert all_totals(again).returned == 5
    again.close()
    assert ledger.path.read_bytes() == before
    assert json.loads(mark.read_bytes())["index"] == json.loads(marked)["index"]


def test_tables_that_are_out_of_date_are_made_again(ledger: Ledger, clock: HandClock) -> None:
    recorded(ledger, returned=5)
    expected = all_totals(ledger)
    ledger.close()
    other = sqlite3.connect(ledger.path)
    other.execute("UPDATE facts SET value = '0' WHERE name = 'projections'")
    other.execute("DELETE FROM cells")
    other.commit()
    other.close()
    steps: list[tuple[int, int]] = []
    again = Ledger.open(
        ledger.path, ledger.profile, clock=clock, progress=lambda at, of: steps.append((at, of))
    )
    assert all_totals(again) == expected
    assert steps[-1][0] == steps[-1][1] == len(stored_lines(again))
    again.close()


def test_a_rebuild_that_was_interrupted_is_begun_again(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(ledger, returned=5)
    expected = all_totals(ledger)

    class PowerCut(Exception):
        pass

    def cut(self: Ledger, *_: object) -> int:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "_rebuild_chunk", cut)
        with pytest.raises(PowerCut):
            ledger.rebuild()
    ledger.close()
    again = Ledger.open(ledger.path, ledger.profile, clock=clock)
    assert all_totals(again) == expected
    assert len(arrivals(again)) == 2
    again.close()
