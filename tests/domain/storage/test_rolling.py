"""Automatic copies: which stay, and that nothing but our own is ever deleted."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage.automatic import copy_and_clear
from domain.storage.profile import Profile
from domain.storage.rolling import LATEST, copied_at, copy_name, kept, mark_of, not_kept

MARK = mark_of("ledger", "device", "/x.ledger")
OTHER = mark_of("ledger", "device", "/y.ledger")
START = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.datetimes(
    min_value=datetime(2023, 1, 1), max_value=datetime(2026, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))


@given(st.lists(moments, max_size=80))
def test_what_stays_is_the_rule(made: list[datetime]) -> None:
    staying, latest_first = kept(made), sorted(set(made), reverse=True)
    days = sorted({moment.date() for moment in made}, reverse=True)
    months = sorted({(moment.year, moment.month) for moment in made}, reverse=True)
    wanted = set(latest_first[:10])
    wanted |= {max(m for m in made if m.date() == day) for day in days[:30]}
    wanted |= {max(m for m in made if (m.year, m.month) == month) for month in months[:12]}
    assert staying == wanted
    assert kept(staying) == staying


@given(st.lists(moments, max_size=80), moments)
def test_the_newest_copy_and_foreign_files_are_never_given_up(
    made: list[datetime], newest: datetime
) -> None:
    name = copy_name("my record", MARK, newest)
    foreign = ["my record 2024-01-01 120000.ledger", "letter.txt", copy_name("x", OTHER, newest)]
    names = [copy_name("my record", MARK, moment) for moment in made]
    gone = not_kept([*names, name, *foreign], MARK, name)
    assert name not in gone
    assert set(gone) <= set(names)
    assert len({*names, name} - set(gone)) >= min(LATEST, len({*names, name}))


@given(st.text(max_size=30), moments)
def test_a_name_is_read_back(stem: str, moment: datetime) -> None:
    name = copy_name(stem, MARK, moment)
    assert copied_at(name, MARK) == moment
    assert copied_at(name, OTHER) is None
    assert copied_at(f"{name}.keys", MARK) is None


def test_a_day_that_is_none_is_not_ours() -> None:
    assert copied_at(f"x {MARK} 2024-99-01 000000Z.ledger", MARK) is None


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = Ledger.create(tmp_path / "x.ledger", Profile.load(tmp_path / "profile"))
    made.close()
    return made.path


def test_old_copies_go_only_after_the_new_one_is_there(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    mine = "x 2023-01-01 120000.ledger"
    for hour in range(14):
        at = START + timedelta(hours=hour)
        copy_and_clear(ledger, folder, MARK, at)
        os.utime(folder / copy_name("x", MARK, at), (at.timestamp(), at.timestamp()))
        if hour == 0:
            (folder / mine).write_bytes(b"an operator's own")
            worked_in = folder / copy_name("x", MARK, at)
            os.utime(worked_in, ((at + timedelta(days=1)).timestamp(),) * 2)
    names = sorted(path.name for path in folder.iterdir())
    assert mine in names
    assert worked_in.name in names
    assert copy_name("x", MARK, START + timedelta(hours=1)) not in names
    assert len(names) == LATEST + 2


def test_a_failed_copy_deletes_nothing(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    for hour in range(12):
        folder.mkdir(exist_ok=True)
        at = START + timedelta(hours=hour)
        place = folder / copy_name("x", MARK, at)
        place.write_bytes(b"old")
        os.utime(place, (at.timestamp(), at.timestamp()))
    ledger.write_bytes(b"not a ledger any more" * 100)
    with pytest.raises(Refused):
        copy_and_clear(ledger, folder, MARK, START + timedelta(days=1))
    assert len(list(folder.iterdir())) == 12


def test_a_copy_made_while_the_clock_is_behind_stays() -> None:
    later = [START + timedelta(days=day) for day in range(400, 480)]
    name = copy_name("x", MARK, START)
    names = [name, *(copy_name("x", MARK, moment) for moment in later)]
    for day in range(1, 13):  # the months that stay are all later ones, too
        names.append(copy_name("x", MARK, START + timedelta(days=370 - 28 * day)))
    assert name not in not_kept(names, MARK, name)
    assert name in not_kept(names, MARK, names[1])
