"""Opening balances, and the totals to date that begin with them."""

from dataclasses import dataclass

from domain.model.claims import parse_scope
from domain.model.policy import Policy
from domain.projections.reconciliation import Reconciler
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """What came before, what the ledger has recorded since, and both together.

    `as_of` is the last day that the balance covers; empty where it covers all that came before
    the ledger's first record. `is_exact` is false where some count since is not exact.
    """

    measure: str
    scope: str
    opening: int
    as_of: str
    since: int | None
    to_date: int | None
    is_exact: bool
    source: str


def openings(view: View, policy: Policy) -> list[OpeningRow]:
    """A row for each measure and scope that has an opening balance."""
    reconciler = Reconciler(view)
    rows = []
    for subject, balance in sorted(reconciler.openings.items()):
        _, measure, scope = subject.split(":", 2)
        counted = "exchange_count" if measure == "exchange_ordinal" else measure
        chosen = view.policy("exchanges") if counted == "exchange_count" else policy
        answer = reconciler.answer(counted, parse_scope(scope), "", "", chosen)
        since = None if answer.computed is None else answer.computed - balance["value"]
        rows.append(
            OpeningRow(
                measure=measure,
                scope=scope,
                opening=balance["value"],
                as_of=balance["as_of"],
                since=since,
                to_date=answer.computed,
                is_exact=answer.is_exact,
                source=view.source_titles(balance["source"]),
            )
        )
    return rows
