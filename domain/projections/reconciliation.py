"""Claims beside computed values: reproduced, short, exceeds, or why one cannot be checked.

A difference is never plugged: what the record does not reach is said not to be checkable.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import msgspec

from domain.model.claims import OF_ONE_EXCHANGE, Scope, Status, compare, parse_scope
from domain.model.policy import ALL_RETURNS, Policy
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS
from domain.projections.counted import Stages, is_counted, people, stages_of
from domain.projections.view import View

OPEN_END: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim beside what the record says of it.

    `difference` is computed minus claimed. `why` says what keeps a claim from being checked:
    ledger_starts_too_late, before_opening_balance, exchange_not_counted, not_stated or
    not_exact. A disposition that re-opened is in `reopened`, and `disposition` is then empty.
    `candidates` are single events whose count is exactly the difference.
    """

    id: str
    measure: str
    scope: str
    value: int
    computed: int | None
    difference: int | None
    status: Status
    why: str
    disposition: str
    reopened: str
    candidates: str
    policy: str
    as_of: str
    exchange: str
    quotation: str
    standing: str
    conflicts: str
    source: str


@dataclass(frozen=True, slots=True)
class _Answer:
    computed: int | None
    is_exact: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Series:
    """Counted events in order of day, with running sums of people and of inexact counts."""

    days: Sequence[str]
    people: Sequence[int]
    inexact: Sequence[int]

    def between(self, after: str, first: str, last: str) -> tuple[int, int, int]:
        """(events, people, inexact) with first <= day <= last and day > after."""
        start = max(bisect_left(self.days, first), bisect_right(self.days, after))
        end = max(start, bisect_right(self.days, last))
        return (
            end - start,
            self.people[end] - self.people[start],
            self.inexact[end] - self.inexact[start],
        )


class Reconciler:
    """Checks claims against the record as one view knows it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._series: dict[tuple[Policy, str], _Series] = {}
        self._rows_of: dict[Policy, tuple[list[str], list[Any]]] = {}

    @cached_property
    def rows(self) -> list[Any]:
        """Every counting exchange in order: by day, then as recorded."""
        return self.view.all(
            f"SELECT * FROM exchanges WHERE counting = id AND {self.view.known} "
            "ORDER BY first_day, recorded_clock, id"
        )

    @cached_property
    def counting(self) -> dict[str, str]:
        """For every exchange, the record that counts for it."""
        rows = self.view.all(f"SELECT id, counting FROM exchanges WHERE {self.view.known}")
        return {row[0]: row[1] for row in rows}

    @cached_property
    def by_id(self) -> dict[str, Any]:
        return {row["id"]: row for row in self.rows}

    @cached_property
    def openings(self) -> dict[str, dict[str, Any]]:
        rows = self.view.all(
            f"SELECT id, record FROM records WHERE kind = 'opening' AND {self.view.known}"
        )
        return {row[0]: msgspec.json.decode(row[1])["balance"] for row in rows}

    @cached_property
    def earliest(self) -> str:
        """The day of the first dated event; the record says nothing of what came before it."""
        return next((row["first_day"] for row in self.rows if row["first_day"]), OPEN_END)

    def answer(
        self, measure: str, scope: Scope, as_of: str, exchange: str, policy: Policy
    ) -> _Answer:
        """What the record computes for a claim."""
        about = self.by_id.get(self.counting.get(exchange, "")) if exchange else None
        if scope.is_one_exchange:
            return _of_one(about, measure)
        if measure == "largest_return":
            return self._largest(scope, as_of, about, policy)
        if measure == "exchange_ordinal":
            return self._ordinal(scope, about)
        reach = self._reach(measure, scope, as_of)
        if reach is None:
            return _Answer(None, why=self._why(measure, scope, as_of))
        base, after = reach
        first, last = _days(scope, as_of)
        if measure == "exchange_count":
            events, _, _ = self.series(policy, "events").between(after, first, last)
            return _Answer(base + events)
        leg = measure.removesuffix("_total")
        _, people, inexact = self.series(policy, leg).between(after, first, last)
        return _Answer(base + people, not inexact, "not_exact" if inexact else "")

    def series(self, policy: Policy, leg: str) -> _Series:
        """Counted events under a policy; `leg` is a leg, `both`, or `events`."""
        key = (policy, leg)
        if key not in self._series:
            kinds = tuple(KINDS) if leg == "remains" else policy.kinds
            rows = [
                row
                for row in self.rows
                if row["kind"] in kinds and row["first_day"] and is_counted(row, policy)
            ]
            counts = [self._people(row, policy, leg) for row in rows]
            self._series[key] = _Series(
                [row["first_day"] for row in rows],
                [0, *accumulate(n for n, _ in counts)],
                [0, *accumulate(inexact for _, inexact in counts)],
            )
        return self._series[key]

    def _people(self, row: Any, policy: Policy, leg: str) -> tuple[int, bool]:
        return (1, False) if leg == "events" else people(row, policy, leg, self._stages)

    @cached_property
    def _stages(self) -> Stages:
        return stages_of(self.rows)

    def candidates(self, row: ClaimRow, policy: Policy) -> list[Any]:
        """Single events as large as a difference: left out if too few, counted if too many."""
        if not row.difference or row.measure != "returned_total":
            return []
        first, last = _days(parse_scope(row.scope), row.as_of)
        size = abs(row.difference)
        return [
            found
            for found in self._by_size.get(size, ())
            if first <= found["first_day"] <= last
            and self._is_in(found, policy) == (row.difference > 0)
        ]

    @cached_property
    def _by_size(self) -> dict[int, list[Any]]:
        """Every dated exchange, counting or not, by how many returned, in order of day."""
        found: dict[int, list[Any]] = {}
        for row in self.view.all(
            f"SELECT * FROM exchanges WHERE first_day <> '' AND {self.view.known} "
            "ORDER BY first_day, recorded_clock, id"
        ):
            found.setdefault(row["whole_returned"], []).append(row)
        return found

    def _is_in(self, row: Any, policy: Policy) -> bool:
        counts = row["counting"] == row["id"]
        return counts and row["kind"] in policy.kinds and is_counted(row, policy)

    def _reach(self, measure: str, scope: Scope, as_of: str) -> tuple[int, str] | None:
        """The opening balance and the day up to which it counts; None where the record begins
        too late for the scope."""
        opening = self._opening(measure, scope)
        if opening is not None:
            if as_of and opening["as_of"] and as_of < opening["as_of"]:
                return None
            return opening["value"], opening["as_of"]
        return (0, "") if scope.first and self.earliest < scope.first else None

    def _opening(self, measure: str, scope: Scope) -> dict[str, Any] | None:
        names = (
            ("exchange_ordinal", "exchange_count")
            if measure in ("exchange_ordinal", "exchange_count")
            else (measure,)
        )
        for name in names:
            found = self.openings.get(f"opening:{name}:{scope.text}")
            if found is not None:
                return found
        return None

    def _why(self, measure: str, scope: Scope, as_of: str) -> str:
        opening = self._opening(measure, scope)
        return "before_opening_balance" if opening and as_of else "ledger_starts_too_late"

    def _ordinal(self, scope: Scope, about: Any) -> _Answer:
        if about is None or about["kind"] != "exchange" or not about["first_day"]:
            return _Answer(None, why="exchange_not_counted")
        day = about["first_day"]
        reach = self._reach("exchange_ordinal", scope, day)
        opening = self._opening("exchange_ordinal", scope)
        if reach is None:
            return _Answer(None, why=self._why("exchange_ordinal", scope, day))
        base, after = reach
        if opening and opening["as_of"] and day == opening["as_of"]:
            return _Answer(base)
        first, last = _days(scope, day)
        days, places = self._numbered
        place = places.get(about["id"], -1)
        reached = bisect_right(days, after)
        if place < reached:
            return _Answer(None, why="exchange_not_counted")
        start = max(reached, bisect_left(days, first))
        return _Answer(base + max(0, min(place + 1, bisect_right(days, last)) - start))

    @cached_property
    def _numbered(self) -> tuple[list[str], dict[str, int]]:
        """The days of the numbered exchanges in order, and the place of each by its id."""
        rows = [row for row in self.rows if row["kind"] == "exchange" and not row["parent"]]
        return [row["first_day"] for row in rows], {row["id"]: n for n, row in enumerate(rows)}

    def _counted(self, policy: Policy) -> tuple[list[str], list[Any]]:
        """The exchanges that a policy counts, in order of day, and their days."""
        if policy not in self._rows_of:
            rows = [
                row for row in self.rows if row["kind"] in policy.kinds and is_counted(row, policy)
            ]
            self._rows_of[policy] = [row["first_day"] for row in rows], rows
        return self._rows_of[policy]

    def _largest(self, scope: Scope, as_of: str, about: Any, policy: Policy) -> _Answer:
        covered = bool(scope.first) and self.earliest < scope.first
        if about is None and not covered:
            return _Answer(None, why="ledger_starts_too_late")
        first, last = _days(scope, as_of)
        days, rows = self._counted(policy)
        found = rows[bisect_left(days, first) : bisect_right(days, last)]
        counts = [row["whole_returned"] for row in found if row["whole_returned"] is not None]
        inexact = any(row["whole_returned_bound"] != "exact" for row in found)
        if not counts:
            return _Answer(None, why="not_stated")
        return _Answer(max(counts), not inexact, "not_exact" if inexact else "")


def reconcile(view: View, policy: str = "") -> list[ClaimRow]:
    """Every claim that stands, each under its own counting policy or the one given."""
    reconciler = Reconciler(view)
    chosen = view.policy(policy) if policy else None
    rows = view.all(
        f"SELECT * FROM records WHERE kind = 'claim' AND standing <> 'retracted' AND {view.known}"
    )
    found = [claim_row(reconciler, row, chosen) for row in rows]
    return sorted(found, key=lambda row: (row.as_of, row.measure, row.scope, row.value, row.id))


def reconcile_claim(view: View, claim: str) -> ClaimRow:
    """One claim, under its own policy."""
    row = view.first(
        f"SELECT * FROM records WHERE kind = 'claim' AND id = ? AND {view.known}", claim
    )
    if row is None:
        raise Refused("not_found", "claim", text=claim)
    return claim_row(Reconciler(view), row, None)


def claim_row(reconciler: Reconciler, row: Any, chosen: Policy | None) -> ClaimRow:
    view = reconciler.view
    record = msgspec.json.decode(row["record"])
    own = view.policies.get(record.get("policy", ""), ALL_RETURNS)
    policy = chosen or own
    scope = parse_scope(record["scope"])
    as_of = record.get("as_of", "")
    value = record["value"]
    answer = reconciler.answer(record["measure"], scope, as_of, row["owner"], policy)
    status = compare(value, answer.computed, is_exact=answer.is_exact)
    computed = answer.computed
    disposition, reopened = _disposition(record.get("disposition"), value, computed, policy.name)
    found = ClaimRow(
        id=row["id"],
        measure=record["measure"],
        scope=scope.text,
        value=value,
        computed=computed,
        difference=None if computed is None else computed - value,
        status=status,
        why=answer.why if status == "cannot_be_checked" else "",
        disposition=disposition,
        reopened=reopened,
        candidates="",
        policy=policy.name,
        as_of=as_of,
        exchange=row["owner"],
        quotation=record.get("quotation", ""),
        standing=row["standing"],
        conflicts=row["conflicts"],
        source=view.source_titles(row["sources"]),
    )
    candidates = reconciler.candidates(found, policy) if status in ("short", "exceeds") else []
    return found if not candidates else _with_candidates(found, candidates)


def _with_candidates(row: ClaimRow, candidates: Sequence[Any]) -> ClaimRow:
    words = "; ".join(f"{c['occurred']} {c['kind']} {c['id'][:12]}" for c in candidates)
    values = {name: getattr(row, name) for name in ClaimRow.__dataclass_fields__}
    return ClaimRow(**{**values, "candidates": words})


def _disposition(
    stored: dict[str, Any] | None, value: int, computed: int | None, policy: str
) -> tuple[str, str]:
    """(what holds, what re-opened): a disposition holds for the two numbers it was given for."""
    if not stored:
        return "", ""
    is_same_question = stored["policy"] in ("", policy)
    if is_same_question and (stored["claimed"], stored["computed"]) != (value, computed):
        return "", stored["as"]
    return stored["as"], ""


def _of_one(about: Any, measure: str) -> _Answer:
    if about is None:
        return _Answer(None, why="exchange_not_counted")
    if measure not in OF_ONE_EXCHANGE:  # measure and scope were changed apart from one another
        return _Answer(None, why="not_stated")
    n, bound = about[f"whole_{measure}"], about[f"whole_{measure}_bound"]
    if n is None:
        return _Answer(None, why="not_stated")
    return _Answer(n, bound == "exact", "" if bound == "exact" else "not_exact")


def _days(scope: Scope, as_of: str) -> tuple[str, str]:
    last = scope.last or OPEN_END
    return scope.first or "0001-01-01", min(last, as_of) if as_of else last
