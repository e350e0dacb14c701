"""The impact of a change: all that differs, found without reading all that does not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain import commands
from domain.commands import Correction
from domain.journal import Step
from domain.ledger import Ledger
from domain.projections.exchanges import ordinals
from domain.projections.impact import impact
from domain.projections.reconciliation import reconcile
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.benchmarks.generator import make


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of some three hundred exchanges over seventeen years."""
    path, profile = tmp_path / "made.ledger", Profile.load(tmp_path / "profile")
    make(path, profile, 3000)
    with Ledger.open(path, profile, clock=lambda: datetime(2031, 1, 1, tzinfo=UTC)) as ledger:
        yield ledger


def counting(view: View, place: int) -> str:
    rows = view.all(
        "SELECT id FROM exchanges WHERE counting = id AND parent = '' AND conflicts = '' "
        "AND kind = 'exchange' AND fields NOT LIKE '%\"within\":\"%' AND to_position IS NULL "
        "ORDER BY first_day"
    )
    return str(rows[place]["id"])


def changes(view: View) -> Iterator[list[Step]]:
    def corrected(place: int, **values: str) -> list[Step]:
        exchange = counting(view, place)
        change = Correction(exchange, values, "correction", "slip", "A list")
        return commands.correct(view, change, date(2031, 1, 1))

    yield corrected(5, occurred="2019-05-05")
    yield corrected(0, occurred="2013-01-01")
    yield corrected(-3, returned="9000")
    yield corrected(40, kind="release")
    yield corrected(60, remarks="read again")
    yield commands.retract(view, counting(view, 7), "never was", None)
    yield commands.merge_duplicates(view, counting(view, 9), [counting(view, 10)], "the same", None)
    yield commands.opening(view, "returned_total", "all", 99, "A list")


def by_claim(view: View) -> dict[str, tuple[str, int | None]]:
    return {row.id: (row.status, row.computed) for row in reconcile(view)}


def shown(checked: tuple[str, int | None] | None) -> tuple[str, ...]:
    if checked is None:
        return ()
    status, computed = checked
    return (status, "" if computed is None else f"({computed})")


def test_nothing_that_differs_is_left_out(large: Ledger) -> None:
    with large.view() as view:
        plans = list(changes(view))
    found = 0
    for steps in plans:
        with large.rehearse(steps) as (before, after):
            rows = impact(before, after)
            old, new = by_claim(before), by_claim(after)
            numbers = ordinals(before), ordinals(after)
        moved = {old[key]: new.get(key) for key in old if new.get(key) != old[key]}
        told = {(row.was, row.becomes) for row in rows if row.what == "claim"}
        assert {(shown(was), shown(becomes)) for was, becomes in moved.items()} <= told
        places = {
            key for key in numbers[0] | numbers[1] if numbers[0].get(key) != numbers[1].get(key)
        }
        numbered = {r.name[2] for r in rows if r.what == "record" and r.name[0] == "number"}
        assert {key[:12] for key in places} <= numbered
        found += len(moved) + len(places)
    assert found > 100


class Reading:
    """How many rows of exchanges were read through views."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        ask = View.all

        def counted(view: View, sql: str, *parameters: Any) -> list[Any]:
            found = ask(view, sql, *parameters)
            self.rows += len(found) if "FROM exchanges" in sql else 0
            return found

        monkeypatch.setattr(View, "all", counted)


def test_a_disposition_reads_only_what_its_claim_speaks_of(
    large: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with large.view() as view:
        claims = view.all(
            "SELECT id FROM records WHERE kind = 'claim' AND standing = 'counts' "
            "AND to_position IS NULL ORDER BY id LIMIT 20"
        )
    reading = Reading(monkeypatch)
    for claim in claims:
        large.dispose(claim["id"], "rounding", "as far as one can tell")
    assert reading.rows < 60 * len(claims)  # of three hundred; a year has some twenty


@pytest.mark.parametrize(
    ("place", "field", "value"), [(5, "remarks", "read again"), (-1, "returned", "150")]
)
def test_a_preview_reads_only_the_years_it_touches(
    large: Ledger, monkeypatch: pytest.MonkeyPatch, place: int, field: str, value: str
) -> None:
    """A remark touches no figure at all; the last exchange none of the years before it."""
    with large.view() as view:
        exchange = counting(view, place)
    steps = large.plan(Correction(exchange, {field: value}, "correction", "slip", "A list"))
    reading = Reading(monkeypatch)
    with large.rehearse(steps) as (before, after):
        impact(before, after)
    assert reading.rows < 150
