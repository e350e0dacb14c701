"""What a change would alter: totals, breakdowns, closures, claims, and records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from domain.events import read_event
from domain.model.claims import parse_scope
from domain.projections.affected import affected
from domain.projections.breakdowns import breakdown
from domain.projections.exchanges import closures, numbered_in
from domain.projections.reconciliation import OPEN_END, Reconciler, reconcile
from domain.projections.totals import ALL, totals
from domain.projections.view import View
from domain.state import touches

Words = tuple[str, ...]
_WORDS: Final = ("place", "remarks")
_ADDED: Final = (
    *("kind", "occurred", "first_day", "counting", "parent", "stages", "recorded_clock"),
    *("whole_returned", "whole_handed_over", "whole_remains"),
    *("whole_returned_bound", "whole_handed_over_bound", "whole_remains_bound"),
)
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


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches: the exchanges whose rows it changed; the days, before and after, of
    those that add up otherwise; all that is linked with them; and other records, among them
    `rules` that claims are checked by."""

    exchanges: Sequence[str]
    days: Sequence[str]
    linked: frozenset[str]
    records: frozenset[str]
    rules: bool  # a policy or an opening balance, or the first day of the record

    @property
    def years(self) -> list[str]:
        return sorted({day[:4] for day in self.days if day})

    def may_move(self, claim: Any) -> bool:
        """Whether what is computed for a claim (its row) can have changed."""
        if self.rules or claim["id"] in self.records or claim["owner"] in self.linked:
            return True
        record = msgspec.json.decode(claim["record"])
        scope = parse_scope(record["scope"])
        last = scope.last or OPEN_END
        if record["measure"] != "exchange_ordinal" and record.get("as_of"):
            last = min(last, record["as_of"])
        return any(scope.first <= day <= last for day in self.days if day)


def impact(before: View, after: View, language: str = "en") -> list[ImpactRow]:
    """Everything the tables would say differently; of claims and records, only what the change
    can have touched is looked at."""
    touched = _touched(before, after)
    return [
        *_differences("total", _totals(before), _totals(after)),
        *_differences("breakdown", _breakdowns(before), _breakdowns(after)),
        *_closures(before, after, touched, language),
        *_differences("claim", _claims(before, touched), _claims(after, touched)),
        *_differences("record", _records(before, touched), _records(after, touched)),
        *_exports(before, after),
    ]


def _touched(before: View, after: View) -> Touched:
    since = before.position
    events = after.all("SELECT state FROM stored_events WHERE position > ?", since)
    ids = {touch.subject for row in events for touch in touches(read_event(row[0]))}
    family = after.all(
        "SELECT id, subject FROM subjects WHERE family IN "
        f"(SELECT family FROM subjects WHERE id IN ({_marks(ids)}))",
        *ids,
    )
    members = [row["subject"] for row in family]
    new = f"WHERE subject IN ({_marks(members)}) AND from_position > ?"
    rows = after.all(f"SELECT * FROM exchanges {new} AND {after.known}", *members, since)
    records = after.all(f"SELECT id, kind FROM records {new}", *members, since)
    changed = [row["subject"] for row in rows]
    earlier = before.all(
        f"SELECT * FROM exchanges WHERE subject IN ({_marks(changed)}) AND {before.known}",
        *changed,
    )
    old, new_rows = ({row["id"]: row for row in found} for found in (earlier, rows))
    moved = [
        key for key, row in new_rows.items() if key not in old or _sum_of(row) != _sum_of(old[key])
    ]
    return Touched(
        list(new_rows),
        [found[key]["first_day"] for found in (old, new_rows) for key in moved if key in found],
        frozenset(row["id"] for row in family) if moved else frozenset(),
        frozenset(row["id"] for row in records),
        rules=any(row["kind"] in ("policy", "opening") for row in records)
        or Reconciler(before).earliest != Reconciler(after).earliest,
    )


def _sum_of(row: Any) -> tuple[object, ...]:
    """What of an exchange's row figures are made from."""
    fields = {n: v for n, v in msgspec.json.decode(row["fields"]).items() if n not in _WORDS}
    return (*(row[name] for name in _ADDED), fields)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


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


def _closures(before: View, after: View, touched: Touched, language: str) -> list[ImpactRow]:
    """How the breakdowns of the touched exchanges close."""
    found = []
    for exchange in touched.exchanges:
        old, new = (_closures_of(view, exchange, language) for view in (before, after))
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


def _claims(view: View, touched: Touched) -> dict[Words, Words]:
    if not (touched.days or touched.linked or touched.records or touched.rules):
        return {}
    return {
        (row.measure, row.scope, str(row.value), row.as_of, f"({row.source or row.id[:12]})"): (
            row.status,
            "" if row.computed is None else f"({row.computed})",
        )
        for row in reconcile(view, only=touched.may_move, candidates=False)
    }


def _records(view: View, touched: Touched) -> dict[Words, Words]:
    """The largest return of each year touched and of all, and each exchange's place in its year."""
    found: dict[Words, Words] = {}
    for year in touched.years:
        found[("largest_return", year)] = _largest(view, f"{year}-01-01", f"{year}-12-31")
    found[("largest_return", ALL)] = _largest(view, "0001-01-01", OPEN_END)
    for year in touched.years:
        for row, number in numbered_in(view, year):
            name = ("number", "exchange", row["id"][:12], row["occurred"])
            found[name] = (f"{number} / {year}",)
    return found


def _largest(view: View, first: str, last: str) -> Words:
    row = view.first(
        "SELECT occurred, max(whole_returned) AS people FROM exchanges "
        "WHERE counting = id AND parent = '' AND kind <> 'repatriation_of_remains' "
        f"AND first_day BETWEEN ? AND ? AND {view.known}",
        first,
        last,
    )
    return () if row["people"] is None else (str(row["people"]), f"({row['occurred']})")


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
