"""One transaction for events, arrival and tables; looking back at any position, day or moment."""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from domain.application import LedgerApplication
from domain.commands import Correction
from domain.events import Event, LedgerNamed, read_event
from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.projections.history import history
from domain.projections.projector import Projector
from domain.projections.tables import NAMES
from domain.projections.versions import Cursor
from domain.storage.profile import Profile
from tests.domain.helpers import (
    NOON,
    OTHER,
    HandClock,
    all_totals,
    arrivals,
    carry,
    corrected,
    drafted,
    joined,
    recorded,
    refused,
    row_of,
    stored_lines,
    writing_nothing,
)


@pytest.fixture
def kyiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's clock is that of Kyiv, two hours ahead of UTC in winter."""
    monkeypatch.setenv("TZ", "Europe/Kyiv")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def other(ledger: Ledger, tmp_path: Path, clock: HandClock) -> Iterator[Ledger]:
    """A colleague's copy of the ledger, with a device and a clock of its own."""
    theirs = HandClock(clock.at + timedelta(days=365))
    made = joined(tmp_path / "other.ledger", ledger, Profile.load(tmp_path / "other"), theirs)
    yield made
    made.close()


def tables(ledger: LedgerApplication) -> dict[str, list[tuple[object, ...]]]:
    """Everything the projections hold."""
    with ledger.datastore.transaction(commit=False) as cursor:
        found = {}
        for name in NAMES:
            cursor.execute(f"SELECT * FROM {name}")
            found[name] = sorted((tuple(row) for row in cursor.fetchall()), key=repr)
    return found


# --- arrivals ------------------------------------------------------------------------------------


def test_every_command_is_one_arrival(ledger: Ledger, clock: HandClock) -> None:
    clock.move(hours=1)
    made = ledger.record(drafted(mediators=["AE", "TR"]), OTHER)
    first, second = arrivals(ledger)
    milliseconds = int(NOON.timestamp() * 1000)
    assert first == (1, 2, milliseconds, "")
    assert second == (3, 2 + len(made), milliseconds + 3_600_000, "")


def test_arrivals_never_go_back_in_time_when_the_clock_does(
    ledger: Ledger, clock: HandClock
) -> None:
    for move in (1, -48, 2, -1000, 0, 5000):
        clock.move(hours=move)
        recorded(ledger, returned=1)
    times = [at for _, _, at, _ in arrivals(ledger)]
    assert times == sorted(times)
    last = [read_event(lines).header.at for lines in stored_lines(ledger)]
    assert last != sorted(last)  # the author's clock is kept as it was


def test_arrivals_cover_every_position_once(ledger: Ledger, other: Ledger) -> None:
    recorded(ledger, returned=1)
    recorded(other, returned=2)
    carry(other, ledger)
    recorded(ledger, returned=3)
    found = arrivals(ledger)
    assert [first for first, _, _, _ in found] == [1] + [last + 1 for _, last, _, _ in found[:-1]]
    assert found[-1][1] == len(stored_lines(ledger))
    assert [origin for *_, origin in found] == ["", "", str(other.path), ""]


# --- receiving -----------------------------------------------------------------------------------


def test_what_others_recorded_is_kept_as_it_is(ledger: Ledger, other: Ledger) -> None:
    recorded(other, returned=7)
    theirs = stored_lines(other)
    carry(other, ledger)
    carry(ledger, other)
    assert set(stored_lines(ledger)) == set(stored_lines(other)) >= set(theirs)
    assert all_totals(ledger) == all_totals(other)


def test_what_is_here_already_is_not_taken_in_again(ledger: Ledger, other: Ledger) -> None:
    recorded(other, returned=7)
    new = carry(other, ledger)
    fresh = recorded(other, returned=8)
    with writing_nothing(ledger), pytest.raises(IntegrityError):
        ledger.receive([*_events(other, fresh), new[-1]], "again")
    assert all_totals(ledger).returned == 7
    carry(other, ledger)
    assert all_totals(ledger).returned == 15


def _events(ledger: Ledger, event_id: str) -> list[Event]:
    return [e for e in map(read_event, stored_lines(ledger)) if e.id == event_id]


def test_the_next_entry_says_what_it_saw(ledger: Ledger, other: Ledger) -> None:
    recorded(other, returned=7)
    carry(other, ledger)
    made = ledger.record(drafted(returned=8, mediators=["AE"]), OTHER)
    theirs = [
        e
        for e in map(read_event, stored_lines(other))
        if e.header.journal != made[0].header.journal
    ]
    head = theirs[-1]
    assert made[0].header.seen == ((head.header.journal, head.header.index, head.id),)
    assert made[1].header.seen == ()
    assert ledger.record(drafted(returned=9))[0].header.seen == ()


# --- as known at ---------------------------------------------------------------------------------


@pytest.fixture
def three_days(kyiv: None, ledger: Ledger, clock: HandClock) -> dict[str, int]:
    """Records on three days in Kyiv, and the position after each day."""
    reached = {}
    for day, hour in (("2025-01-11", 0), ("2025-01-12", 21), ("2025-01-13", 22)):
        clock.at = datetime.fromisoformat(f"{day}T{hour:02}:30:00+00:00")
        recorded(ledger, returned=10)
        reached[day] = len(stored_lines(ledger))
    return reached


@pytest.mark.parametrize(
    ("when", "events"),
    [
        ("2025-01-09", 0),
        ("2025-01-10", 0),
        ("2025-01-11", 1),
        ("2025-01-12", 2),
        ("2025-01-13", 2),  # 22:30 in Greenwich is the next day in Kyiv
        ("2025-01-14", 3),
        ("2026-01-01", 3),
        ("2025-01-11T02:29", 0),
        ("2025-01-11T02:30", 1),
        ("2025-01-11T02:30:00", 1),
        ("2025-01-11T00:29:59+00:00", 0),
        ("2025-01-11T00:30:00+00:00", 1),
        ("2025-01-11T00:30:00Z", 1),
        ("1970-01-01", 0),
    ],
)
def test_a_day_or_a_moment_means_the_last_arrival_not_after_it(
    ledger: Ledger, three_days: dict[str, int], when: str, events: int
) -> None:
    assert all_totals(ledger, as_of=when).events == events


def test_every_position_has_a_view(ledger: Ledger, three_days: dict[str, int]) -> None:
    last = len(stored_lines(ledger))
    for position in range(last + 1):
        total = all_totals(ledger, as_of=position)
        assert total == all_totals(ledger, as_of=str(position))
        with ledger.view(position) as view:
            assert view.is_now == (position == last)
            assert len(exchanges(view)) == total.events
    for day, position in three_days.items():
        if day != "2025-01-13":
            assert all_totals(ledger, as_of=position) == all_totals(ledger, as_of=day)


@pytest.mark.parametrize(
    "when",
    [
        "",
        "yesterday",
        "2025-13-01",
        "2025-01",
        "12:00",
        "-1",
        "1.5",
        "٣",
        "0001-01-01",
    ],
)
def test_refuses_what_is_no_moment(ledger: Ledger, when: str) -> None:
    with refused("when_form", "as-of"), ledger.view(when):
        pass


@pytest.mark.parametrize("when", ["3", "99999999999999999999", 3, -1])
def test_refuses_a_position_that_is_not_in_the_ledger(ledger: Ledger, when: str | int) -> None:
    with ledger.view(2) as view:
        assert view.is_now
    with refused("when_range", "as-of"), ledger.view(when):
        pass


def test_the_words_are_those_of_then(ledger: Ledger) -> None:
    ledger.define_category("camp", "olenivka", "Olenivka", "Оленівка")
    ledger.rename("Another")
    with ledger.view(2) as before:
        assert "camp" not in before.vocabulary.dimensions
        assert before.name == "Test"
    with ledger.view() as now:
        assert "camp" in now.vocabulary.dimensions
        assert now.name == "Another"


def test_a_view_is_one_moment_while_others_write(ledger: Ledger, profile: Profile) -> None:
    second = Ledger.open(ledger.path, profile)
    with ledger.view() as view:
        recorded(second, returned=5)
        assert exchanges(view) == []
    assert all_totals(ledger).events == 1
    second.close()


# --- one transaction -----------------------------------------------------------------------------


def test_events_arrival_and_tables_are_written_together_or_not_at_all(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = recorded(ledger, returned=5)
    before = tables(ledger)

    class PowerCut(Exception):
        pass

    project = Projector.project

    def cut(self: Projector, cursor: Cursor, events: Iterable[tuple[int, Event]]) -> None:
        project(self, cursor, events)
        raise PowerCut

    with monkeypatch.context() as patch, writing_nothing(ledger):
        patch.setattr(Projector, "project", cut)
        with pytest.raises(PowerCut):
            corrected(ledger, exchange, returned=6)
    assert tables(ledger) == before
    corrected(ledger, exchange, returned=7)
    assert row_of(ledger, exchange).returned == 7
    lived = tables(ledger)
    ledger.rebuild()
    assert tables(ledger) == lived


def test_a_rehearsal_shows_before_and_after_and_leaves_nothing(ledger: Ledger) -> None:
    exchange = recorded(ledger, returned=5)
    before = tables(ledger)
    correction = Correction(exchange, {"returned": "6"}, "correction", "mistyped", OTHER)
    with writing_nothing(ledger):
        steps = ledger.plan(correction)
        with ledger.rehearse(steps) as (was, becomes):
            assert [row.returned for row in exchanges(was)] == [5]
            assert [row.returned for row in exchanges(becomes)] == [6]
    assert tables(ledger) == before
    ledger.correct(correction)
    assert row_of(ledger, exchange).returned == 6


def test_rebuilt_tables_equal_lived_ones(ledger: Ledger, other: Ledger) -> None:
    """By example; the search over histories is in tests/domain/fold."""
    one = recorded(ledger, returned=5, mediators=["AE"])
    two = recorded(other, returned=5)
    carry(other, ledger)
    corrected(ledger, one, returned=6)
    ledger.merge_duplicates(one, [two], "the same")
    ledger.retract(two, "wrong")
    stage = recorded(ledger, returned=2, part_of=one)
    corrected(ledger, stage, kind="release")
    lived = [all_totals(ledger, as_of=n) for n in range(len(stored_lines(ledger)) + 1)]
    with ledger.view() as view:
        told = list(history(view))
    ledger.rebuild()
    assert [all_totals(ledger, as_of=n) for n in range(len(lived))] == lived
    with ledger.view() as view:
        assert list(history(view)) == told


def test_steps_may_be_appended_by_a_program_too(ledger: Ledger) -> None:
    (event,) = ledger.append([LedgerNamed(salt="", name="By hand")])
    assert event.header.topic == "ledger.named.1"


def test_closing_twice_is_closing_once(ledger: Ledger) -> None:
    ledger.close()
    ledger.close()


def test_the_authors_clock_keeps_its_time_zone(ledger: Ledger, clock: HandClock) -> None:
    clock.at = datetime(2025, 1, 11, tzinfo=UTC)
    (event,) = ledger.record(drafted())
    assert event.header.at == "2025-01-11T00:00:00+00:00"
    assert event.header.by == ledger.operator
