"""What would explain a claim that differs, and what operators have said of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.events import ClaimDisposed
from domain.projections.reconciliation import ClaimRow, Reconciler, claim_row
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing that would make the claim and the record agree.

    Either an exchange of exactly the difference (`is_counted`: it is in the computed value, so the
    source may have left it out; else the source may have counted it), or a counting policy under
    which the claim is reproduced.
    """

    exchange: str = ""
    occurred: str = ""
    kind: str = ""
    people: int = 0
    is_counted: bool = False
    standing: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Disposal:
    """What an operator said of a claim, in view of which numbers; the last one holds, unless a
    number moved."""

    position: int
    disposition: str
    reason: str
    operator: str
    recorded_at: str
    claimed: int
    computed: int | None
    policy: str


def explanations(view: View, claim: ClaimRow) -> list[Explanation]:
    """Candidates only: nothing of this is decided by the program."""
    if claim.status not in ("short", "exceeds"):
        return []
    return [*_policies(view, claim), *_exchanges(view, claim)]


def disposals(view: View, claim: str) -> list[Disposal]:
    """Every disposition that a claim was given, in order of arrival."""
    return [
        Disposal(
            position,
            event.body.disposition,
            event.body.reason,
            event.header.by,
            event.header.at,
            event.body.claimed,
            event.body.computed,
            event.body.policy,
        )
        for position, event in view.events_of(claim)
        if isinstance(event.body, ClaimDisposed)
    ]


def _reconciler(view: View) -> Reconciler:
    return view.once("reconciler", Reconciler)


def _policies(view: View, claim: ClaimRow) -> Iterator[Explanation]:
    record = view.first(f"SELECT * FROM records WHERE id = ? AND {view.known}", claim.id)
    for name, policy in view.policies.items():
        if name != claim.policy:
            other = claim_row(_reconciler(view), record, policy)
            if other.status == "reproduced":
                yield Explanation(policy=name)


def _exchanges(view: View, claim: ClaimRow) -> Iterator[Explanation]:
    for row in _reconciler(view).candidates(claim, view.policy(claim.policy)):
        yield Explanation(
            exchange=row["id"],
            occurred=row["occurred"],
            kind=row["kind"],
            people=row["whole_returned"],
            is_counted=(claim.difference or 0) > 0,
            standing=row["standing"],
        )
