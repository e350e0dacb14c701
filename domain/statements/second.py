"""A second statement on an exchange that is recorded: which one, what differs, what to do with it.

It is never recorded as another exchange by itself: the operator says whether its figures replace
the recorded ones (a revision) or stand beside them as rival claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from domain import commands
from domain.commands import Correction
from domain.events import Event
from domain.journal import Step
from domain.ledger import Ledger
from domain.model.draft import Draft, DraftClaim
from domain.model.exchange import value_text
from domain.model.sources import Source
from domain.projections.view import View

WAYS: Final = ("revision", "claims", "another")
_LEGS: Final = ("returned", "handed_over", "remains")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the statement tells otherwise than the record; empty where nothing is said."""

    field: str
    recorded: str
    stated: str


@dataclass(frozen=True, slots=True)
class Same:
    """A recorded exchange that a statement seems to be about."""

    exchange: str
    occurred: str
    is_same_text: bool
    differences: tuple[Difference, ...]


def find_same(view: View, draft: Draft, source: Source) -> list[Same]:
    """The recorded exchanges that a statement seems to be about: from the very same text, of the
    same kind on the same day, on a neighbouring day with the same count, or with the number that
    the statement gives."""
    texts = _from_text(view, source.text_hash)
    found = dict.fromkeys([*texts, *_on_day(view, draft), *_with_number(view, draft)])
    return [
        Same(
            exchange,
            str(_fields(view, exchange).get("occurred") or ""),
            exchange in texts,
            tuple(differences(view, exchange, draft)),
        )
        for exchange in found
    ]


def differences(view: View, exchange: str, draft: Draft) -> list[Difference]:
    """What the statement says otherwise than the record, or beyond it. What it leaves out is no
    difference."""
    recorded = _fields(view, exchange)
    return [
        Difference(name, value_text(recorded.get(name)), value_text(value))
        for name, value in draft.fields.items()
        if recorded.get(name) != value
    ]


def record_revision(
    ledger: Ledger, same: Same, draft: Draft, source: Source, reason: str
) -> list[Event]:
    """Take over the statement's figures into the record, with its claims and mediators."""
    with ledger.view() as view:
        steps: list[Step] = []
        if same.differences:
            values = {difference.field: difference.stated for difference in same.differences}
            correction = Correction(same.exchange, values, "revision", reason, source)
            steps = commands.correct(view, correction, ledger.clock().date())
        steps = _beside(view, steps, same.exchange, draft, draft.claims, source)
    return ledger.append(steps) if steps else []


def record_beside(ledger: Ledger, same: Same, draft: Draft, source: Source) -> list[Event]:
    """Keep what the statement says beside the figures: its claims and mediators."""
    with ledger.view() as view:
        steps = _beside(view, [], same.exchange, draft, draft.claims, source)
    return ledger.append(steps) if steps else []


def record_claims(ledger: Ledger, same: Same, draft: Draft, source: Source) -> list[Event]:
    """Keep the statement's figures as claims about the recorded exchange, which stays as it is."""
    rivals = [
        DraftClaim(leg, "exchange", draft.fields[leg])
        for leg in _LEGS
        if isinstance(draft.fields.get(leg), int)
    ]
    with ledger.view() as view:
        steps = _beside(view, [], same.exchange, draft, [*rivals, *draft.claims], source)
    return ledger.append(steps) if steps else []


def _beside(
    view: View,
    steps: Sequence[Step],
    exchange: str,
    draft: Draft,
    claims: Sequence[DraftClaim],
    source: Source,
) -> list[Step]:
    """The steps, with those of claims and mediators that the record does not have yet. The source
    is always the first event of the command, so that every step finds it there."""
    opening, _ = commands.use_source(view, source)
    whole = [*steps] or [*opening]
    have = _claims_of(view, exchange)
    for claim in claims:
        if (claim.measure, claim.scope, claim.value) not in have:
            made = commands.claim(view, claim, source, exchange)
            whole += made[len(opening) :]
    noted = _mediators_of(view, exchange)
    for code in draft.mediators:
        if code not in noted:
            whole += commands.note(view, exchange, code, "", "mediator", source)[len(opening) :]
    return whole


def _fields(view: View, exchange: str) -> dict[str, Any]:
    subject = view.subject(exchange)
    return dict(subject.fields()) if subject is not None else {}


def _from_text(view: View, text_hash: str) -> list[str]:
    """The exchanges recorded from this very text."""
    if not text_hash:
        return []
    known = [
        str(row["id"])
        for row in view.all(
            "SELECT id FROM records WHERE kind = 'source' AND owner = ? AND to_position IS NULL",
            text_hash,
        )
    ]
    rows = view.all(f"SELECT id, sources FROM exchanges WHERE counting = id AND {view.known}")
    return [str(row["id"]) for row in rows if set(known) & set(str(row["sources"]).split())]


def _on_day(view: View, draft: Draft) -> list[str]:
    occurred = str(draft.fields.get("occurred") or "")
    if not occurred:
        return []
    rows = view.all(
        "SELECT id, first_day, last_day, returned FROM exchanges WHERE counting = id "
        "AND kind = ? AND first_day <= date(?, '+1 day') AND last_day >= date(?, '-1 day') "
        f"AND {view.known} ORDER BY first_day, id",
        draft.fields["kind"],
        occurred[:10],
        occurred[:10],
    )
    day = date.fromisoformat(occurred[:10]).isoformat()
    return [
        str(row["id"])
        for row in rows
        if row["first_day"] <= day <= row["last_day"]
        or (row["returned"] is not None and row["returned"] == draft.fields.get("returned"))
    ]


def _with_number(view: View, draft: Draft) -> list[str]:
    numbers = {
        (claim.scope, claim.value) for claim in draft.claims if claim.measure == "exchange_ordinal"
    }
    found = []
    for row in _claims(view):
        record = msgspec.json.decode(row["record"])
        numbered = record["measure"] == "exchange_ordinal" and row["owner"]
        if numbered and (record["scope"], record["value"]) in numbers:
            found.append(str(row["owner"]))
    return found


def _claims(view: View) -> list[Any]:
    return view.all(
        "SELECT owner, record FROM records WHERE kind = 'claim' AND standing <> 'retracted' "
        f"AND {view.known}"
    )


def _claims_of(view: View, exchange: str) -> set[tuple[str, str, int]]:
    records = [msgspec.json.decode(r["record"]) for r in _claims(view) if r["owner"] == exchange]
    return {(record["measure"], record["scope"], record["value"]) for record in records}


def _mediators_of(view: View, exchange: str) -> set[str]:
    rows = view.all(
        "SELECT record FROM records WHERE kind = 'note' AND owner = ? "
        f"AND standing <> 'retracted' AND {view.known}",
        exchange,
    )
    return {str(msgspec.json.decode(row["record"]).get("mediator", "")) for row in rows}
