"""What a change would alter: totals, breakdowns, closures, claims, and records."""

from dataclasses import dataclass
from typing import Final

from domain.projections.affected import affected
from domain.projections.breakdowns import breakdown
from domain.projections.exchanges import closures, ordinals
from domain.projections.reconciliation import reconcile
from domain.projections.totals import ALL, totals
from domain.projections.view import View

Words = tuple[str, ...]
MEASURES: Final = ("events", "returned", "handed_over", "remains", "total")


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One figure or statement that would change, in words that a screen can translate one by one.

    `what`: total, breakdown, closure, claim, record or export; `name` says which one. `was` or
    `becomes` is empty where the figure is not there before or after.
    """

    what: str
    name: Words
    was: Words
    becomes: Words


def impact(before: View, after: View, language: str = "en") -> list[ImpactRow]:
    """Everything the tables would say differently."""
    return [
        *_differences("total", _totals(before), _totals(after)),
        *_differences("breakdown", _breakdowns(before), _breakdowns(after)),
        *_closures(before, after, language),
        *_differences("claim", _claims(before), _claims(after)),
        *_differences("record", _records(before), _records(after)),
        *_exports(before, after),
    ]


def _differences(what: str, old: dict[Words, Words], new: dict[Words, Words]) -> list[ImpactRow]:
    names = [*old, *(name for name in new if name not in old)]
    return [
        ImpactRow(what, name, old.get(name, ()), new.get(name, ()))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _totals(view: View) -> dict[Words, Words]:
    return {
        (measure, row.period, f"({policy.name})"): (str(getattr(row, measure)),)
        for policy in view.policies.values()
        for row in totals(view, policy)
        for measure in MEASURES
        if measure != "total" or policy.leg == "both"
    }


def _breakdowns(view: View) -> dict[Words, Words]:
    return {
        (
            row.leg,
            f"{row.dimension}.{row.category}{'@' if row.within else ''}{row.within}",
            row.period,
        ): (str(row.count),)
        for row in breakdown(view, view.policy("all-returns"))
    }


def _closures(before: View, after: View, language: str) -> list[ImpactRow]:
    """How the breakdowns of the touched exchanges close."""
    touched = after.all(
        "SELECT DISTINCT id FROM exchanges WHERE from_position > ?", before.position
    )
    found = []
    for row in touched:
        old, new = (_closures_of(view, row[0], language) for view in (before, after))
        found += _differences("closure", old, new)
    return found


def _closures_of(view: View, exchange: str, language: str) -> dict[Words, Words]:
    return {
        (row.leg, row.occurred, f"[{row.dimension}{'@' if row.within else ''}{row.within}]"): (
            row.in_words,
        )
        for row in closures(view, exchange, language)
        if row.status != "highlight"
    }


def _claims(view: View) -> dict[Words, Words]:
    return {
        (row.measure, row.scope, str(row.value), row.as_of, f"({row.source or row.id[:12]})"): (
            row.status,
            "" if row.computed is None else f"({row.computed})",
        )
        for row in reconcile(view)
    }


def _records(view: View) -> dict[Words, Words]:
    """The largest return of each year and of all, and each exchange's place in its year."""
    found: dict[Words, Words] = {}
    best: tuple[int, str] = (0, "")
    for row in view.all(
        "SELECT substr(first_day, 1, 4) AS year, occurred, max(whole_returned) AS people "
        "FROM exchanges WHERE counting = id AND parent = '' AND whole_returned IS NOT NULL "
        f"AND kind <> 'repatriation_of_remains' AND {view.known} GROUP BY year ORDER BY year"
    ):
        found[("largest_return", row["year"])] = (str(row["people"]), f"({row['occurred']})")
        best = max(best, (row["people"], row["occurred"]))
    if best[1]:
        found[("largest_return", ALL)] = (str(best[0]), f"({best[1]})")
    days = view.all(f"SELECT id, occurred FROM exchanges WHERE {view.known}")
    occurred = {row[0]: row[1] for row in days}
    for exchange, number in ordinals(view).items():
        day = occurred[exchange]
        found[("number", "exchange", exchange[:12], day)] = (f"{number} / {day[:4]}",)
    return found


def _exports(before: View, after: View) -> list[ImpactRow]:
    """The exports that say something which would no longer stand (see `affected`)."""
    return [
        ImpactRow(
            "export",
            (found.export.file, found.export.recorded_at, found.table),
            ("as_in_the_ledger",),
            ("out_of_date",),
        )
        for found in affected(before, after)
    ]
