"""Encrypted ledgers: made, opened, encrypted later, copied, stolen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from domain.encrypted import (
    change_code,
    change_passphrase,
    create_encrypted,
    encrypt,
    needs_unlocking,
    unlock,
)
from domain.ledger import Ledger
from domain.merging.files import join_file, merge_file
from domain.model.refusal import Refused
from domain.storage import encryption
from domain.storage.backup import backup, restore
from domain.storage.keys import Cost, is_encrypted, slots_beside
from domain.storage.profile import Profile
from domain.verification.verify import verify
from tests.domain.helpers import recorded

QUICK = Cost(passes=1, memory=8 * 1024)
WORDS = "чотири їжаки під ялинкою"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.load(tmp_path / "profile")


@pytest.fixture
def locked(tmp_path: Path, profile: Profile) -> Path:
    """An encrypted ledger with one exchange, closed."""
    ledger, _ = create_encrypted(tmp_path / "x.ledger", profile, WORDS, cost=QUICK)
    recorded(ledger, returned=189)
    ledger.close()
    return ledger.path


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda found: found.code == code)


def returned(ledger: Ledger) -> list[bytes]:
    with ledger.view() as view:
        view.cursor.execute("SELECT state FROM stored_events ORDER BY position")
        return [bytes(row[0]) for row in view.cursor.fetchall()]


def test_it_opens_with_what_was_typed_and_not_without(locked: Path, profile: Profile) -> None:
    assert is_encrypted(locked)
    assert needs_unlocking(locked, profile)
    with refused("passphrase_needed"):
        Ledger.open(locked, profile)
    with refused("passphrase_wrong"):
        unlock(locked, profile, "a wrong passphrase")
    lock = unlock(locked, profile, WORDS)
    ledger = Ledger.open(locked, profile, key=lock.key)
    recorded(ledger, returned=5)
    ledger.close()
    assert verify(locked, key=lock.key, profile=profile).is_verified


def test_the_recovery_code_opens_it_and_makes_another_passphrase(
    tmp_path: Path, profile: Profile
) -> None:
    path = tmp_path / "x.ledger"
    ledger, code = create_encrypted(path, profile, WORDS, cost=QUICK)
    ledger.close()
    change_passphrase(path, profile, code, "forgotten no more", cost=QUICK)
    with refused("passphrase_wrong"):
        unlock(path, profile, WORDS)
    unlock(path, profile, "forgotten no more")
    other = change_code(path, profile, code, cost=QUICK)
    with refused("passphrase_wrong"):
        unlock(path, profile, code)
    unlock(path, profile, other)


def test_lost_slots_come_back_from_the_devices_own_copy(locked: Path, profile: Profile) -> None:
    slots_beside(locked).unlink()
    unlock(locked, profile, WORDS)
    assert slots_beside(locked).is_file()
    slots_beside(locked).write_text("damaged")
    unlock(locked, profile, WORDS)


def test_without_any_slots_it_says_what_is_missing(
    locked: Path, profile: Profile, tmp_path: Path
) -> None:
    slots_beside(locked).unlink()
    stranger = Profile.load(tmp_path / "stranger")
    assert not needs_unlocking(locked, stranger)
    with refused("keys_missing"):
        unlock(locked, stranger, WORDS)
    with refused("file_not_ledger"):
        Ledger.open(locked, stranger)


def test_the_keys_of_another_ledger(locked: Path, profile: Profile, tmp_path: Path) -> None:
    other, _ = create_encrypted(tmp_path / "y.ledger", profile, WORDS, cost=QUICK)
    other.close()
    shutil.copy(slots_beside(tmp_path / "y.ledger"), slots_beside(locked))
    lock = unlock(locked, profile, WORDS)
    with refused("keys_other"):
        Ledger.open(locked, profile, key=lock.key)


def test_nothing_is_overwritten(locked: Path, profile: Profile, tmp_path: Path) -> None:
    before = locked.read_bytes(), slots_beside(locked).read_bytes()
    with refused("file_exists"):
        create_encrypted(locked, profile, WORDS, cost=QUICK)
    with refused("file_exists"):
        backup(locked, tmp_path / "copy", unlock(locked, profile, WORDS))
        slots_beside(tmp_path / "again").write_text("mine")
        backup(locked, tmp_path / "again", unlock(locked, profile, WORDS))
    assert (locked.read_bytes(), slots_beside(locked).read_bytes()) == before
    assert not (tmp_path / "again").exists()
    with refused("folder_missing"):
        create_encrypted(tmp_path / "nowhere" / "x.ledger", profile, WORDS, cost=QUICK)


def test_a_backup_has_its_slots_and_is_restored(
    locked: Path, profile: Profile, tmp_path: Path
) -> None:
    lock = unlock(locked, profile, WORDS)
    backup(locked, tmp_path / "stick", lock)
    stranger = Profile.load(tmp_path / "another machine")
    again = unlock(tmp_path / "stick", stranger, WORDS)
    restore(tmp_path / "stick", tmp_path / "again.ledger", again)
    assert is_encrypted(tmp_path / "again.ledger")
    ledger = Ledger.open(
        tmp_path / "again.ledger",
        stranger,
        key=unlock(tmp_path / "again.ledger", stranger, WORDS).key,
    )
    assert len(returned(ledger)) > 2
    ledger.close()


def test_merged_with_a_plain_file_of_the_same_ledger(
    locked: Path, profile: Profile, tmp_path: Path
) -> None:
    lock = unlock(locked, profile, WORDS)
    colleague = Profile.load(tmp_path / "colleague")
    plain = join_file(tmp_path / "plain.ledger", colleague, locked, other_key=lock.key)
    recorded(plain, returned=7)
    ledger = Ledger.open(locked, profile, key=lock.key)
    merge_file(ledger, plain.path)
    recorded(ledger, returned=8)
    ledger.close()
    merge_file(plain, locked, key=lock.key)
    with refused("passphrase_needed"):
        merge_file(plain, locked)
    plain.close()


# --- a plain ledger that is encrypted ------------------------------------------------------------


@pytest.fixture
def plain(tmp_path: Path, profile: Profile) -> Path:
    ledger = Ledger.create(tmp_path / "plain.ledger", profile)
    for count in range(20):
        recorded(ledger, returned=count)
    ledger.close()
    return ledger.path


def test_encrypted_it_is_the_same_ledger_and_goes_on(plain: Path, profile: Profile) -> None:
    before = Ledger.open(plain, profile)
    events = returned(before)
    before.close()
    lock, code = encrypt(plain, profile, WORDS, cost=QUICK)
    assert is_encrypted(plain)
    assert sorted(path.name for path in plain.parent.iterdir() if path.is_file()) == [
        "plain.ledger",
        "plain.ledger.keys",
    ]
    for typed in (WORDS, code):
        assert unlock(plain, profile, typed) == lock
    ledger = Ledger.open(plain, profile, key=lock.key)
    assert returned(ledger) == events
    recorded(ledger, returned=21)
    with ledger.view() as view:
        view.cursor.execute("SELECT count(*) FROM journals")
        assert view.cursor.fetchone()[0] == 1  # the journal went on
    ledger.close()
    assert verify(plain, key=lock.key, profile=profile).is_verified
    with refused("encrypted_already"):
        encrypt(plain, profile, WORDS, cost=QUICK)


def test_not_while_somebody_has_it_open(plain: Path, profile: Profile) -> None:
    open_elsewhere = Ledger.open(plain, profile)
    recorded(open_elsewhere, returned=3)
    with refused("ledger_in_use"):
        encrypt(plain, profile, WORDS, cost=QUICK)
    recorded(open_elsewhere, returned=4)
    open_elsewhere.close()
    assert not is_encrypted(plain)
    assert not slots_beside(plain).exists()


def test_slots_of_an_attempt_cut_short_are_put_aside(plain: Path, profile: Profile) -> None:
    slots_beside(plain).write_text("of an earlier attempt")
    encrypt(plain, profile, WORDS, cost=QUICK)
    aside = plain.with_name("plain.ledger.keys.old1")
    assert aside.read_text() == "of an earlier attempt"


@pytest.mark.parametrize("step", ["_export", "write_slots", "_exchange"])
def test_what_cannot_be_copied_stays_plain(
    plain: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(encryption, step, broken)
    before = plain.read_bytes()
    with pytest.raises(OSError, match="No space"):
        encrypt(plain, profile, WORDS, cost=QUICK)
    # but for the counters that SQLite keeps in the file's first page
    assert plain.read_bytes()[100:] == before[100:]
    assert [path.name for path in plain.parent.iterdir() if path.is_file()] == [plain.name]
    ledger = Ledger.open(plain, profile)
    with ledger.view() as view:
        view.cursor.execute("PRAGMA journal_mode")
        assert view.cursor.fetchone()[0] == "wal"
    ledger.close()


@pytest.mark.parametrize("junk", [b"", b"x" * 100, os.urandom(8192)])
def test_only_a_ledger_is_encrypted(tmp_path: Path, profile: Profile, junk: bytes) -> None:
    (tmp_path / "junk").write_bytes(junk)
    with refused("file_not_ledger"):
        encrypt(tmp_path / "junk", profile, WORDS, cost=QUICK)
    assert (tmp_path / "junk").read_bytes() == junk


# --- stolen --------------------------------------------------------------------------------------

PLANTED = [f"слово{n:03}таємне" if n % 2 else f"planted{n:03}secret" for n in range(200)]

SITTING = """
import os, sys
from pathlib import Path
from domain.encrypted import create_encrypted
from domain.model.draft import read_draft
from domain.storage.keys import Cost
from domain.storage.profile import Profile
from tests.domain.test_encrypted import PLANTED, QUICK, WORDS
folder = Path(sys.argv[1])
ledger, _ = create_encrypted(folder / "x.ledger", Profile.load(folder / "p"), WORDS, cost=QUICK)
for n in range(0, 200, 4):
    place, remarks, title, quotation = PLANTED[n : n + 4]
    claim = {"measure": "returned_total", "scope": "all", "value": n, "quotation": quotation}
    draft = {"kind": "exchange", "occurred": "2024-12-30", "returned": n, "place": place,
             "remarks": remarks, "claims": [claim]}
    ledger.record(read_draft(draft), title)
os.kill(os.getpid(), 9)
"""


def test_a_stolen_folder_says_nothing(tmp_path: Path) -> None:
    """Killed while open, so that the log is there; temporary files come into the same folder."""
    environment = {**os.environ, "TMPDIR": str(tmp_path), "SQLITE_TMPDIR": str(tmp_path)}
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", SITTING, str(tmp_path)]
    subprocess.run(command, cwd=root, env=environment, check=False)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert "x.ledger-wal" in [path.name for path in files]
    everything = b"".join(path.read_bytes() for path in files)
    assert len(everything) > 100_000
    for word in PLANTED:
        for form in ("utf-8", "utf-16-le", "utf-16-be", "cp1251"):
            assert word.encode(form) not in everything
    profile = Profile.load(tmp_path / "p")
    lock = unlock(tmp_path / "x.ledger", profile, WORDS)
    ledger = Ledger.open(tmp_path / "x.ledger", profile, key=lock.key)
    found = b"".join(returned(ledger))
    ledger.close()
    for word in PLANTED:
        assert word.encode() in found


def test_an_encrypted_ledger_leaves_nothing_in_clear(plain: Path, profile: Profile) -> None:
    assert b"exchange.recorded" in plain.read_bytes()
    encrypt(plain, profile, WORDS, cost=QUICK)
    for path in plain.parent.rglob("*"):
        if path.is_file():
            assert b"exchange.recorded" not in path.read_bytes()
