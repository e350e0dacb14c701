"""The device profile, and by example the rule for continuing a journal; test_lives.py searches."""

import base64
import json
import os
import platform
import shutil
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from domain.events import Continues, Event, JournalOpened, read_event
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage import profile as profiles
from domain.storage.profile import Profile
from tests.domain.helpers import HandClock, drafted, recorded, stored_lines

# --- the profile itself --------------------------------------------------------------------------


def test_a_profile_is_made_at_first_use_and_then_stays(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "profile"
    made = Profile.load(folder, language="uk")
    again = Profile.load(folder, language="en")
    assert (again.device, bytes(again.key)) == (made.device, bytes(made.key))
    assert (again.operator, again.language) == (made.operator, "uk")
    assert made.operator


def test_what_is_saved_is_read_back(profile: Profile) -> None:
    profile.operator = "Олена К."
    profile.language = "uk"
    profile.save()
    assert Profile.load(profile.folder) == profile
    stored = json.loads((profile.folder / "profile.json").read_text(encoding="utf-8"))
    assert stored["operator"] == "Олена К."
    assert base64.b64decode(stored["key"]) == bytes(profile.key)


def test_no_two_devices_have_one_key(tmp_path: Path) -> None:
    one, two = (Profile.load(tmp_path / name) for name in ("one", "two"))
    assert one.device != two.device
    assert bytes(one.key) != bytes(two.key)


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX systems")
def test_the_key_is_readable_by_its_owner_only(profile: Profile, ledger: Ledger) -> None:
    recorded(ledger, returned=5)
    files = [path for path in profile.folder.rglob("*.json") if path.is_file()]
    assert len(files) == 2
    profile.save()
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_left_lying_about(profile: Profile) -> None:
    profile.save()
    assert sorted(path.name for path in profile.folder.iterdir()) == ["journals", "profile.json"]


def test_a_machine_is_told_from_its_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    here = profiles.machine()
    assert here == profiles.machine()
    monkeypatch.setattr(platform, "node", lambda: "another-host")
    assert profiles.machine() != here


# --- continuing a journal ------------------------------------------------------------------------


def openings(ledger: Ledger) -> list[tuple[str, Continues | None]]:
    """(journal, what it continues) of every journal in the ledger, in order."""
    events = [read_event(lines) for lines in stored_lines(ledger)]
    return [
        (event.header.journal, event.body.continues)
        for event in events
        if isinstance(event.body, JournalOpened)
    ]


def last_of(ledger: Ledger, journal: str) -> Event:
    events = [read_event(lines) for lines in stored_lines(ledger)]
    return [event for event in events if event.header.journal == journal][-1]


def reopened(ledger: Ledger, clock: HandClock, profile: Profile | None = None) -> Ledger:
    return Ledger.open(ledger.path, profile or ledger.profile, clock=clock)


def crash(ledger: Ledger) -> None:
    """End a sitting as a crash does: nothing is marked, the system lets the lock go."""
    sitting, ledger._sitting = ledger._sitting, None
    assert sitting is not None
    sitting.lock.release()
    ledger.close()


def test_a_journal_that_was_closed_is_continued(ledger: Ledger, clock: HandClock) -> None:
    for n in range(3):
        recorded(ledger, returned=n)
        ledger.close()
        ledger = reopened(ledger, clock)
    assert [continues for _, continues in openings(ledger)] == [None]
    ledger.close()


def test_looking_into_a_ledger_takes_no_journal(ledger: Ledger, clock: HandClock) -> None:
    ledger.close()
    reader = reopened(ledger, clock)
    with reader.view() as view:
        assert view.name == "Test"
    recorded(reader, returned=5)
    assert len(openings(reader)) == 1
    reader.close()


def test_a_journal_that_was_not_closed_is_not_continued(ledger: Ledger, clock: HandClock) -> None:
    recorded(ledger, returned=5)
    ((first, _),) = openings(ledger)
    last = last_of(ledger, first)
    crash(ledger)
    again = reopened(ledger, clock)
    recorded(again, returned=6)
    _, (_, continues) = openings(again)
    assert continues == Continues(first, last.header.index, last.id, "not_closed")
    again.close()
    third = reopened(ledger, clock)
    recorded(third, returned=7)
    assert len(openings(third)) == 2
    third.close()


def test_after_two_crashes_the_newest_journal_is_the_one_gone_on_from(
    ledger: Ledger, clock: HandClock
) -> None:
    crash(ledger)
    for _ in range(3):
        again = reopened(ledger, clock)
        recorded(again, returned=5)
        found = openings(again)
        crash(again)
    for (before, _), (_, continues) in pairwise(found):
        assert continues is not None
        assert (continues.journal, continues.why) == (before, "not_closed")


def test_a_file_put_back_from_a_copy_begins_a_new_journal(
    ledger: Ledger, clock: HandClock, tmp_path: Path
) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    copy = tmp_path / "copy"
    shutil.copy(ledger.path, copy)
    ledger = reopened(ledger, clock)
    kept = recorded(ledger, returned=6)
    recorded(ledger, returned=7)
    ((first, _),) = openings(ledger)
    ledger.close()
    shutil.copy(copy, ledger.path)
    again = reopened(ledger, clock)
    (missing,) = again.missing()
    assert (missing.journal, missing.changes) == (first, 2)
    assert missing.written[:2] == "20"
    recorded(again, returned=8)
    _, (_, continues) = openings(again)
    head = last_of(again, first)
    assert continues == Continues(first, head.header.index, head.id, "behind")
    assert kept not in {event.id for event in map(read_event, stored_lines(again))}
    again.close()


def test_a_ledger_that_has_all_its_changes_misses_none(ledger: Ledger, clock: HandClock) -> None:
    recorded(ledger, returned=5)
    assert ledger.missing() == []
    ledger.close()
    again = reopened(ledger, clock)
    assert again.missing() == []
    again.close()


def test_another_machine_does_not_continue_a_journal(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    monkeypatch.setattr(profiles, "machine", lambda: "another/machine")
    again = reopened(ledger, clock)
    recorded(again, returned=6)
    (first, _), (_, continues) = openings(again)
    assert continues is not None
    assert (continues.journal, continues.why) == (first, "other_machine")
    again.close()


def test_another_device_begins_its_own_journal_and_continues_nothing(
    ledger: Ledger, clock: HandClock, tmp_path: Path
) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    other = reopened(ledger, clock, Profile.load(tmp_path / "other"))
    recorded(other, returned=6)
    assert [continues for _, continues in openings(other)] == [None, None]
    other.close()


def test_a_journal_in_use_is_not_continued(ledger: Ledger, clock: HandClock) -> None:
    recorded(ledger, returned=5)
    second = reopened(ledger, clock)
    recorded(second, returned=6)
    (first, _), (other, continues) = openings(second)
    assert first != other
    assert continues is not None
    assert (continues.journal, continues.why) == (first, "in_use")
    recorded(ledger, returned=7)
    recorded(second, returned=8)
    assert len(openings(second)) == 2
    second.close()
    ledger.close()
    third = reopened(ledger, clock)
    recorded(third, returned=9)
    assert len(openings(third)) == 2
    third.close()


def test_a_journal_that_never_began_is_not_gone_on_from(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first entry that could not be stored: the next one still says what it continues."""
    recorded(ledger, returned=5)
    ((first, _),) = openings(ledger)
    crash(ledger)
    failing = reopened(ledger, clock)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(failing.recorder, "insert_within", full)
        with pytest.raises(OSError, match="no space"):
            failing.record(drafted(returned=6))
    failing.close()
    again = reopened(ledger, clock)
    recorded(again, returned=7)
    _, (_, continues) = openings(again)
    assert continues is not None
    assert (continues.journal, continues.why) == (first, "not_closed")
    again.close()


def test_a_command_that_could_not_be_stored_leaves_the_journal_where_it_was(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(ledger, returned=5)
    before = stored_lines(ledger)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ledger.recorder, "insert_within", full)
        with pytest.raises(OSError, match="no space"):
            ledger.record(drafted(returned=6))
    assert stored_lines(ledger) == before
    recorded(ledger, returned=7)
    ledger.close()
    again = reopened(ledger, clock)
    recorded(again, returned=8)
    assert len(openings(again)) == 1
    again.close()


def test_the_mark_is_on_disk_before_the_first_event(
    ledger: Ledger, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.close()
    again = reopened(ledger, clock)
    seen: list[str] = []
    insert = again.recorder.insert_within  # type: ignore[attr-defined]

    def watching(cursor: object, events: object) -> object:
        marks = [json.loads(path.read_text()) for path in marks_of(again.profile)]
        seen.extend(mark["state"] for mark in marks)
        return insert(cursor, events)

    monkeypatch.setattr(again.recorder, "insert_within", watching)
    recorded(again, returned=5)
    assert seen == ["open"]
    again.close()
    (path,) = marks_of(again.profile)
    mark = json.loads(path.read_text())
    head = last_of(reopened(ledger, clock), mark["journal"])
    assert (mark["state"], mark["index"], mark["id"], mark["machine"], mark["ledger"]) == (
        "closed",
        head.header.index,
        head.id,
        profiles.machine(),
        ledger.id,
    )


def marks_of(profile: Profile) -> list[Path]:
    return sorted((profile.folder / "journals").glob("*.json"))


def test_the_journals_of_two_ledgers_have_nothing_to_do_with_one_another(
    ledger: Ledger, clock: HandClock, tmp_path: Path
) -> None:
    other = Ledger.create(tmp_path / "other.ledger", ledger.profile, clock=clock)
    recorded(other, returned=5)
    recorded(ledger, returned=6)
    assert [continues for _, continues in openings(ledger) + openings(other)] == [None, None]
    assert ledger.missing() == other.missing() == []
    other.close()


def test_a_damaged_profile_is_named_and_left_alone(tmp_path: Path) -> None:
    Profile.load(tmp_path)
    file = tmp_path / "profile.json"
    file.write_text('{"device": ', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Profile.load(tmp_path)
    assert refused.value.code == "profile_damaged"
    assert refused.value.values == {"file": str(file)}
    assert file.read_text(encoding="utf-8") == '{"device": '


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}"])
def test_a_journal_whose_mark_is_damaged_is_not_continued(
    ledger: Ledger, clock: HandClock, damage: str
) -> None:
    recorded(ledger, returned=5)
    ledger.close()
    (mark,) = marks_of(ledger.profile)
    mark.write_text(damage, encoding="utf-8")
    again = reopened(ledger, clock)
    recorded(again, returned=6)
    assert len(openings(again)) == 2
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="folders have no modes here")
def test_nobody_else_reads_the_profile(tmp_path: Path) -> None:
    profile = Profile.load(tmp_path / "profile")
    assert profile.folder.stat().st_mode & 0o077 == 0
