"""Sums between two days, from cells and from rows, beside adding up every row one by one."""

import itertools
from pathlib import Path
from random import Random
from typing import Any

from domain.ledger import Ledger
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.model.vocabulary import KINDS
from domain.projections.days import Days
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.benchmarks.generator import make
from tests.domain.helpers import recorded

STAGES = Policy("stages", ("exchange", "release"), stages="stage")
OFFICERS = Policy("officers", ("exchange",), persons="rank.officers")


def one_by_one(rows: list[Any], policy: Policy, leg: str, days: tuple[str, str, str]) -> int:
    after, first, last = days
    total = 0
    for row in rows:
        kinds = KINDS if leg == "remains" else policy.kinds
        is_counted = not row["parent"] if policy.stages == "exchange" else not row["stages"]
        day = row["first_day"]
        if row["kind"] in kinds and is_counted and day > after and first <= day <= last:
            prefix = "whole_" if policy.stages == "exchange" else ""
            legs = ("returned", "handed_over") if leg == "both" else (leg,)
            total += 1 if leg == "events" else sum(row[f"{prefix}{name}"] or 0 for name in legs)
    return total


def check(view: View, dice: Random) -> None:
    rows = view.all(f"SELECT * FROM exchanges WHERE counting = id AND {view.known}")
    known = Days(view)
    days = sorted({row["first_day"] for row in rows})
    edges = ["", "0001-01-01", "9999-12-31", "2015-01-01", "2016-12-31", *dice.sample(days, 6)]
    for policy, leg in itertools.product(
        (ALL_RETURNS, EXCHANGES, STAGES), ("events", "returned", "handed_over", "both", "remains")
    ):
        for first, last, after in itertools.product(edges[1:], edges[1:], ("", *edges[-3:])):
            people, _ = known.between(policy, leg, after, first, last)
            assert people == one_by_one(rows, policy, leg, (after, first, last))
    whole, _ = known.between(OFFICERS, "returned", "", "0001-01-01", "9999-12-31")
    middle = days[len(days) // 2]
    early, _ = known.between(OFFICERS, "returned", "", "0001-01-01", middle)
    late, _ = known.between(OFFICERS, "returned", middle, "0001-01-01", "9999-12-31")
    assert whole == early + late > 0


def test_any_days_at_any_moment(tmp_path: Path) -> None:
    path, profile = tmp_path / "made.ledger", Profile.load(tmp_path / "profile")
    make(path, profile, 3000)
    dice = Random(1)
    with Ledger.open(path, profile) as ledger:
        for position in (None, 2999, 1500):
            with ledger.view(position) as view:
                check(view, dice)


def test_years_of_less_than_four_digits(ledger: Ledger) -> None:
    recorded(ledger, occurred="0024-12-30", returned=5)
    recorded(ledger, occurred="2024-12-30", returned=7)
    with ledger.view() as view:
        known = Days(view)
        assert known.between(ALL_RETURNS, "returned", "", "0001-01-01", "9999-12-31") == (
            12,
            False,
        )
        assert known.between(ALL_RETURNS, "returned", "", "0024-12-01", "0999-12-31") == (
            5,
            False,
        )
