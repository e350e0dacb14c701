"""What a change would alter: totals, breakdowns, closures, claims, and records."""

from dataclasses import dataclass

from domain.projections.breakdowns import breakdown
from domain.projections.exchanges import closures, ordinals
from domain.projections.reconciliation import reconcile
from domain.projections.totals import ALL, totals
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One figure or statement that would change. `what`: total, breakdown, closure, claim or
    record; `name` says which one."""

    what: str
    name: str
    was: str
    becomes: str


def impact(before: View, after: View) -> list[ImpactRow]:
    """Everything the tables would say differently."""
    return [
        *_differences("total", _totals(before), _totals(after)),
        *_differences("breakdown", _breakdowns(before), _breakdowns(after)),
        *_closures(before, after),
        *_differences("claim", _claims(before), _claims(after)),
        *_differences("record", _records(before), _records(after)),
    ]


def _differences(what: str, old: dict[str, str], new: dict[str, str]) -> list[ImpactRow]:
    names = [*old, *(name for name in new if name not in old)]
    return [
        ImpactRow(what, name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _totals(view: View) -> dict[str, str]:
    found = {}
    for policy in view.policies.values():
        for row in totals(view, policy):
            for measure in ("events", "returned", "handed_over", "remains", "total"):
                found[f"{measure} {row.period} ({policy.name})"] = str(getattr(row, measure))
    return found


def _breakdowns(view: View) -> dict[str, str]:
    return {
        f"{row.leg} {row.dimension}.{row.category}"
        + (f" within {row.within}" if row.within else "")
        + f" {row.period}": str(row.count)
        for row in breakdown(view, view.policy("all-returns"))
    }


def _closures(before: View, after: View) -> list[ImpactRow]:
    """How the breakdowns of the touched exchanges close."""
    touched = after.all(
        "SELECT DISTINCT id, occurred FROM exchanges WHERE from_position > ?", before.position
    )
    found = []
    for row in touched:
        name = f"{row[1]} {row[0][:12]}"
        old, new = (_closures_of(view, row[0], name) for view in (before, after))
        found += _differences("closure", old, new)
    return found


def _closures_of(view: View, exchange: str, name: str) -> dict[str, str]:
    return {
        f"{name} {row.leg} {row.dimension} {row.within}".strip(): row.in_words
        for row in closures(view, exchange)
        if row.status != "highlight"
    }


def _claims(view: View) -> dict[str, str]:
    return {
        f"{row.measure} {row.scope} {row.value} as of {row.as_of} ({row.source})": row.status
        + (f" (computed {row.computed})" if row.computed is not None else "")
        for row in reconcile(view)
    }


def _records(view: View) -> dict[str, str]:
    """The largest return of each year and of all, and each exchange's place in its year."""
    found = {}
    for row in view.all(
        "SELECT substr(first_day, 1, 4) AS year, id, occurred, max(whole_returned) AS people "
        "FROM exchanges WHERE counting = id AND parent = '' AND whole_returned IS NOT NULL "
        f"AND kind <> 'repatriation_of_remains' AND {view.known} GROUP BY year ORDER BY year"
    ):
        found[f"largest return {row['year']}"] = f"{row['people']} on {row['occurred']}"
    if found:
        largest = max(found.values(), key=lambda text: int(text.partition(" ")[0]))
        found[f"largest return {ALL}"] = largest
    days = {
        row[0]: row[1] for row in view.all(f"SELECT id, occurred FROM exchanges WHERE {view.known}")
    }
    for exchange, number in ordinals(view).items():
        found[f"exchange {exchange[:12]}"] = f"{number} of {days[exchange][:4]} ({days[exchange]})"
    return found
