"""The list of events: filters against the whole history, and one event in full."""

import tempfile
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, note

from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.projections import history_list
from domain.projections.event_detail import event_detail
from domain.projections.exchanges import exchanges
from domain.projections.history import HistoryRow, history
from domain.projections.history_list import (
    EventFilter,
    event_page,
    event_positions,
    events_holding,
    fields,
    kinds,
    operators,
)
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.domain.fold.ledgers import empty_ledger, profile
from tests.domain.fold.replicas import HISTORIES, History
from tests.domain.fold.searching import LONGEST, Tally, search
from tests.domain.helpers import HandClock, carry, joined, recorded

pytestmark = pytest.mark.timeout(LONGEST)


def test_filters_choose_what_the_whole_history_says(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_list, "_CHUNK", 3)
    tally = Tally()

    @search(quick=30, thorough=600)
    @given(HISTORIES)
    def check(history_of: History) -> None:
        note(repr(history_of))
        tally["histories"] += 1
        random = Random(history_of.data)
        with (
            tempfile.TemporaryDirectory() as folder,
            empty_ledger(Path(folder) / "a.ledger", profile(Path(folder) / "p", 0)) as ledger,
        ):
            ledger.receive(list(history_of.events.values()), "a colleague")
            last = len(history_of.events)
            for position in (random.randrange(last + 1), last):
                with ledger.view(position) as view:
                    _agrees(view, tally)

    check()
    tally.report(request, {"operators": 1, "kinds": 3, "fields": 3, "exchanges": 2, "days": 1})


def _agrees(view: View, tally: Tally) -> None:
    rows = list(history(view))
    every = range(1, view.position + 1)
    assert list(event_positions(view, EventFilter())) == list(every)

    assert operators(view) == sorted({row.operator for row in rows}, key=str.casefold)
    assert kinds(view) == sorted({row.kind for row in rows})
    by: dict[tuple[str, EventFilter], set[int]] = {}
    for row in rows:
        day = local_day(row)
        for sort, chosen in (
            ("operators", EventFilter(operator=row.operator)),
            ("kinds", EventFilter(kind=row.kind)),
            ("fields", EventFilter(field=row.field)),
            ("days", EventFilter(first_day=day, last_day=day)),
        ):
            if chosen != EventFilter(field=row.field) or row.field in fields(view):
                by.setdefault((sort, chosen), set()).add(row.position)
    for (sort, chosen), positions in by.items():
        assert list(event_positions(view, chosen)) == sorted(positions), (sort, chosen)
        tally[sort] += 1
    for exchange in exchanges(view):
        own = {row.position for row in history(view, exchange.id)}
        found = set(event_positions(view, EventFilter(exchange=exchange.id)))
        assert found >= own
        tally["exchanges"] += 1
    page = event_page(view, list(every))
    assert [row.position for row in page] == list(every)
    shown = {(c.position, c.subject, c.field, c.became) for row in page for c in row.changes}
    assert shown == {(c.position, c.subject, c.field, c.became) for c in rows}


def local_day(row: HistoryRow) -> str:
    return datetime.fromisoformat(row.recorded_at).astimezone().date().isoformat()


def test_filters_are_met_together(ledger: Ledger) -> None:
    one = recorded(ledger, returned=5)
    recorded(ledger, returned=6)
    ledger.operator = "Олена"
    ledger.correct(Correction(one, {"returned": "7"}, "correction", "перелічено", "Список"))
    with ledger.view() as view:
        chosen = EventFilter(operator="Олена", kind="correction", exchange=one, field="returned")
        (position,) = event_positions(view, chosen)
        assert not event_positions(view, EventFilter(operator="Олена", kind="recorded"))
        assert not event_positions(view, EventFilter(last_day="1999-12-31"))
        every = event_positions(view, EventFilter())
        assert events_holding(view, every, "ПЕРЕЛІЧЕНО олена") == [position]
        assert position in events_holding(view, every, "список")  # the title of its source
        assert events_holding(view, every, "перелічено двічі") == []
        (row,) = event_page(view, [position])
    assert (row.kind, row.operator, row.exchange, row.reason) == (
        "correction",
        "Олена",
        one,
        "перелічено",
    )
    (change,) = row.changes
    assert (change.was, change.became) == ("5", "7")


@pytest.fixture
def apart(ledger: Ledger, tmp_path: Path, clock: HandClock) -> tuple[Ledger, str]:
    """Two operators corrected one field, neither having seen the other's value."""
    key = recorded(ledger, returned=5)
    other = joined(tmp_path / "b.ledger", ledger, Profile.load(tmp_path / "other"), clock)
    clock.move(hours=1)
    ledger.correct(Correction(key, {"returned": "6"}, "correction", "mine", "https://a.org/1"))
    clock.move(hours=1)
    other.operator = "Taras"
    other.correct(Correction(key, {"returned": "7"}, "correction", "his", "https://a.org/2"))
    carry(other, ledger)
    other.close()
    return ledger, key


def test_an_event_says_what_its_author_had_not_seen(apart: tuple[Ledger, str]) -> None:
    ledger, key = apart
    with ledger.view() as view:
        mine, his = event_positions(view, EventFilter(kind="correction"))
        detail = event_detail(view, his)
        (change,) = detail.changes
        (rival,) = change.rivals
        (other,) = event_detail(view, mine).changes[0].rivals
    assert (detail.operator, detail.reason, detail.exchange) == ("Taras", "his", key)
    assert (change.was, change.became, change.in_view) == ("6", "7", "5")
    assert (rival.value, rival.position, rival.was_seen, rival.counts) == ("6", mine, False, False)
    assert (other.value, other.was_seen, other.counts) == ("7", False, True)


def test_a_settled_field_has_no_rivals(apart: tuple[Ledger, str], clock: HandClock) -> None:
    ledger, key = apart
    clock.move(hours=1)
    settling = Correction(
        key, {"returned": "7"}, "correction", "counted", "https://a.org/3", settle=True
    )
    ledger.correct(settling)
    with ledger.view() as view:
        (*_, last) = event_positions(view, EventFilter(kind="correction"))
        detail = event_detail(view, last)
    assert [change.rivals for change in detail.changes] == [()]


def test_an_event_that_was_not_known_then_is_refused(ledger: Ledger) -> None:
    recorded(ledger, returned=5)
    with ledger.view(1) as view, pytest.raises(Refused):
        event_detail(view, 2)


def test_what_a_retraction_changed_is_that_the_record_counted(ledger: Ledger) -> None:
    key = recorded(ledger, returned=5)
    ledger.retract(key, "never happened")
    with ledger.view() as view:
        (change,) = event_detail(view, view.last).changes
    assert (change.field, change.was, change.became) == ("standing", "counts", "retracted")
