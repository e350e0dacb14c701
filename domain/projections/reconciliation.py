"""Claims beside computed values: reproduced, short, exceeds, or why one cannot be checked.

A difference is never plugged: what the record does not reach is said not to be checkable.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import msgspec

from domain.model.claims import OF_ONE_EXCHANGE, Scope, Status, compare, parse_scope
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.model.refusal import Refused
from domain.projections.counted import is_counted
from domain.projections.days import Days
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


class Reconciler:
    """Checks claims against the record as one view knows it, reading no more than they ask for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._days = Days(view)

    @cached_property
    def openings(self) -> dict[str, dict[str, Any]]:
        rows = self.view.all(
            f"SELECT id, record FROM records WHERE kind = 'opening' AND {self.view.known}"
        )
        return {row[0]: msgspec.json.decode(row[1])["balance"] for row in rows}

    @cached_property
    def earliest(self) -> str:
        """The day of the first dated event; the record says nothing of what came before it."""
        row = self.view.first(
            "SELECT first_day FROM exchanges WHERE counting = id AND first_day <> '' "
            f"AND {self.view.known} ORDER BY first_day LIMIT 1"
        )
        return str(row[0]) if row else OPEN_END

    def about(self, exchange: str) -> Any:
        """The row of the record that counts for an exchange; None where none does."""
        return self.view.first(
            "SELECT c.* FROM subjects s "
            f"JOIN exchanges x ON x.subject = s.subject AND {self.view.known_of('x')} "
            "JOIN subjects t ON t.id = x.counting "
            f"JOIN exchanges c ON c.subject = t.subject AND {self.view.known_of('c')} "
            "WHERE s.id = ?",
            exchange,
        )

    def answer(
        self, measure: str, scope: Scope, as_of: str, exchange: str, policy: Policy
    ) -> _Answer:
        """What the record computes for a claim."""
        about = self.about(exchange) if exchange else None
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
            return _Answer(base + self._days.between(policy, "events", after, first, last)[0])
        leg = measure.removesuffix("_total")
        people, inexact = self._days.between(policy, leg, after, first, last)
        return _Answer(base + people, not inexact, "not_exact" if inexact else "")

    def candidates(self, row: ClaimRow, policy: Policy) -> list[Any]:
        """Single events as large as a difference: left out if too few, counted if too many."""
        if not row.difference or row.measure != "returned_total":
            return []
        first, last = _days(parse_scope(row.scope), row.as_of)
        return [
            found
            for found in self._days.as_large_as(abs(row.difference))
            if first <= found["first_day"] <= last
            and self._is_in(found, policy) == (row.difference > 0)
        ]

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
        if about["parent"] or day <= after:
            return _Answer(None, why="exchange_not_counted")
        first, last = _days(scope, day)
        place, _ = self._days.between(EXCHANGES, "events", after, first, last)
        if first <= day <= last:
            place -= self._days.later_on_its_day(about, EXCHANGES)
        return _Answer(base + place)

    def _largest(self, scope: Scope, as_of: str, about: Any, policy: Policy) -> _Answer:
        covered = bool(scope.first) and self.earliest < scope.first
        if about is None and not covered:
            return _Answer(None, why="ledger_starts_too_late")
        most, inexact = self._days.largest(policy, *_days(scope, as_of))
        if most is None:
            return _Answer(None, why="not_stated")
        return _Answer(most, not inexact, "not_exact" if inexact else "")


def reconcile(
    view: View,
    policy: str = "",
    *,
    only: Callable[[Any], bool] | None = None,
    candidates: bool = True,
) -> list[ClaimRow]:
    """Every claim that stands, each under its own counting policy or the one given.

    `only` picks among the rows of the claims; without `candidates`, none are looked for.
    """
    reconciler = Reconciler(view)
    chosen = view.policy(policy) if policy else None
    rows = view.all(
        f"SELECT * FROM records WHERE kind = 'claim' AND standing <> 'retracted' AND {view.known}"
    )
    found = [
        claim_row(reconciler, row, chosen, look=candidates)
        for row in rows
        if only is None or only(row)
    ]
    return sorted(found, key=lambda row: (row.as_of, row.measure, row.scope, row.value, row.id))


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim's value beside what the record computes under the policy."""

    value: int
    computed: int | None
    policy: str


def reconcile_claim(view: View, claim: str) -> ClaimRow:
    """One claim, under its own policy."""
    return claim_row(Reconciler(view), _stored(view, claim), None)


def check_claim(view: View, claim: str) -> Checked:
    """One claim, under its own policy; of the record, no more is read than it speaks of."""
    row = _stored(view, claim)
    record = msgspec.json.decode(row["record"])
    policy = _policy_of(view, record)
    answer = _answer(Reconciler(view), row, record, policy)
    return Checked(record["value"], answer.computed, policy.name)


def _stored(view: View, claim: str) -> Any:
    row = view.first(
        "SELECT r.* FROM subjects s JOIN records r ON r.subject = s.subject "
        f"WHERE s.id = ? AND r.kind = 'claim' AND {view.known_of('r')}",
        claim,
    )
    if row is None:
        raise Refused("not_found", "claim", text=claim)
    return row


def _policy_of(view: View, record: dict[str, Any]) -> Policy:
    return view.policies.get(record.get("policy", ""), ALL_RETURNS)


def _answer(reconciler: Reconciler, row: Any, record: dict[str, Any], policy: Policy) -> _Answer:
    scope, as_of = parse_scope(record["scope"]), record.get("as_of", "")
    return reconciler.answer(record["measure"], scope, as_of, row["owner"], policy)


def claim_row(
    reconciler: Reconciler, row: Any, chosen: Policy | None, *, look: bool = True
) -> ClaimRow:
    """A stored claim beside what the record says; `look` for single events of the difference."""
    view = reconciler.view
    record = msgspec.json.decode(row["record"])
    policy = chosen or _policy_of(view, record)
    scope = parse_scope(record["scope"])
    as_of = record.get("as_of", "")
    value = record["value"]
    answer = _answer(reconciler, row, record, policy)
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
    looked = look and status in ("short", "exceeds")
    candidates = reconciler.candidates(found, policy) if looked else []
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
