"""Backup, restore, read-only media, and copies that were made while the ledger was open."""

import os
import shutil
from pathlib import Path

import pytest
from eventsourcing.application import Application

from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage import connection as connections
from domain.storage.backup import backup, restore
from domain.storage.profile import Profile
from domain.verification.verify import verify
from tests.domain.proofs.conftest import Sealed, held_of, record


def test_a_backup_is_one_file_that_verifies(sealed: Sealed, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    copied = backup(sealed.file, folder / "copy")
    report = verify(folder / "copy", sealed.held)
    assert report.is_verified
    assert report.events == copied.events
    assert [path.name for path in folder.iterdir()] == ["copy"]


def test_a_backup_of_an_open_ledger_holds_what_was_recorded(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "x.ledger", Profile.load(tmp_path / "p"), name="x")
    for day in (1, 2):
        record(ledger, day)
        backup(ledger.path, tmp_path / f"copy{day}")
        held = held_of(ledger)
        assert verify(tmp_path / f"copy{day}", held).is_verified
    ledger.close()


def test_restored_it_goes_on_in_a_new_journal_and_says_what_is_missing(tmp_path: Path) -> None:
    profile = Profile.load(tmp_path / "p")
    ledger = Ledger.create(tmp_path / "x.ledger", profile, name="x")
    record(ledger, 1)
    backup(ledger.path, tmp_path / "copy")
    record(ledger, 2)
    ledger.close()
    restore(tmp_path / "copy", tmp_path / "again.ledger")
    again = Ledger.open(tmp_path / "again.ledger", profile)
    assert [missing.changes for missing in again.missing()] == [4]
    record(again, 3)
    again.close()
    report = verify(again.path)
    assert report.is_verified
    assert [(remark.code, remark.values["why"]) for remark in report.remarks] == [
        ("continues", "behind")
    ]


def test_nothing_is_overwritten(sealed: Sealed, tmp_path: Path) -> None:
    for name in ("there", "log-wal"):
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    cases = {"there": "file_exists", "dangling": "file_exists", "log": "log_left"}
    for name, code in cases.items():
        for copy in (backup, restore):
            with pytest.raises(Refused) as refused:
                copy(sealed.file, tmp_path / name)
            assert refused.value.code == code
    assert (tmp_path / "there").read_bytes() == b"mine"
    with pytest.raises(Refused):
        backup(sealed.file, tmp_path / "no folder" / "copy")
    with pytest.raises(Refused):
        backup(tmp_path / "there", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert not list(tmp_path.glob(".ledger-copy-*"))


def test_a_medium_without_hard_links(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    backup(sealed.file, tmp_path / "copy")
    assert verify(tmp_path / "copy").is_verified
    with pytest.raises(Refused):
        backup(sealed.file, tmp_path / "copy")


def test_a_damaged_ledger_is_not_backed_up(sealed: Sealed, tmp_path: Path) -> None:
    data = bytearray(sealed.file.read_bytes())
    data[4096 * 3 : 4096 * 30] = bytes(4096 * 27)
    sealed.file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        backup(sealed.file, tmp_path / "copy")
    assert refused.value.code in ("backup_damaged", "file_not_ledger")
    assert not (tmp_path / "copy").exists()


# --- where nothing can be written -----------------------------------------------------------------


def test_read_only_media(made: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    path = folder / "x.ledger"
    shutil.copy(made.file, path)
    path.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:  # whom no permission stops; a medium would
        monkeypatch.setattr(os, "access", lambda *asked: False)
    try:
        report = verify(path, made.held)
        assert report.is_verified
        ledger = Ledger.open(path, Profile.load(tmp_path / "p"))
        with ledger.view() as view:
            assert view.last == report.events
        with pytest.raises(Refused) as refused:
            ledger.retract("2024-06-01", "mistyped")
        assert refused.value.code == "file_unwritable"
        ledger.close()
        backup(path, tmp_path / "copy")
        assert [found.name for found in folder.iterdir()] == ["x.ledger"]
        assert path.read_bytes() == made.file.read_bytes()
    finally:
        folder.chmod(0o755)


def test_changes_in_a_log_that_cannot_be_read_are_not_passed_over(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed.file.with_name(f"{sealed.file.name}-wal").write_bytes(b"changes")
    monkeypatch.setattr(connections, "is_writable", lambda path: False)
    with pytest.raises(Refused) as refused:
        sealed.check()
    assert refused.value.code == "folder_read_only"


# --- copied while it was open ---------------------------------------------------------------------


def test_a_copy_without_the_log_is_recognised(tmp_path: Path) -> None:
    """The last changes are in the log beside the file; a plain copy of the file lacks them."""
    profile = Profile.load(tmp_path / "p")
    ledger = Ledger.create(tmp_path / "x.ledger", profile, name="x")
    record(ledger, 1)
    ledger.close()
    ledger = Ledger.open(tmp_path / "x.ledger", profile)
    record(ledger, 2)
    shutil.copy(ledger.path, tmp_path / "copy")
    here = verify(tmp_path / "x.ledger", profile=profile)
    assert here.is_verified
    assert [remark.code for remark in here.remarks] == ["open_elsewhere"]
    ledger.close()
    report = verify(tmp_path / "copy", profile=profile)
    assert [finding.code for finding in report.findings] == ["behind"]
    assert report.findings[0].values["changes"] == 4


def test_a_sitting_that_broke_off_is_told(tmp_path: Path) -> None:
    profile = Profile.load(tmp_path / "p")
    ledger = Ledger.create(tmp_path / "x.ledger", profile, name="x")
    record(ledger, 1)
    sitting = ledger._sitting
    assert sitting is not None
    sitting.lock.release()  # as when the process ends
    Application.close(ledger)
    report = verify(ledger.path, profile=profile)
    assert report.is_verified
    assert [remark.code for remark in report.remarks] == ["not_closed"]


def test_a_file_that_was_cut(sealed: Sealed) -> None:
    size = sealed.file.stat().st_size
    with sealed.file.open("r+b") as file:
        file.truncate(size - 4096 * 3)
    codes = [finding.code for finding in sealed.check().findings]
    assert codes[0] == "file_cut"
