"""What no verb records, though signed as it should be: refused by name, and survived where kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain import events as e
from domain.journal import Author, write
from domain.ledger import Ledger
from domain.merging.files import merge_file
from domain.model.refusal import Refused
from domain.projections.exchanges import exchanges
from domain.projections.history import history
from domain.projections.questions import ASK, Question, rows
from domain.projections.totals import totals
from domain.storage.profile import Profile
from tests.domain.merging.ledgers import NOW, begin, copy_of, everything, join, profile, recorded

ID = "0" * 64


@dataclass
class Pair:
    """Our file with one exchange, and a colleague who goes on with a program of his own."""

    ours: Ledger
    theirs: Ledger
    profile: Profile
    exchange: str
    claim: str

    def forged(self, body: e.Body) -> e.Event:
        """An event that the colleague's own key signs."""
        with self.theirs.view() as view:
            seen = [
                (row["journal"], row["head_index"], row["head_id"])
                for row in view.all("SELECT * FROM journals ORDER BY journal")
            ]
            head = self.theirs._sit_down(view).head
        events, _ = write(head, [body], self.profile.key, Author("Ihor", NOW), seen)
        return events[0]

    def put(self, body: e.Body) -> e.Event:
        """The colleague's file holds it now."""
        event = self.forged(body)
        self.theirs.receive([event], "by hand")
        return event


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    ours = begin(tmp_path)
    shared = recorded(
        ours, returned=10, claims=[{"measure": "returned_total", "scope": "all", "value": 10}]
    )
    with ours.view() as view:
        claim = view.one("SELECT id FROM records WHERE kind = 'claim'")
    theirs = join(tmp_path, "Ihor", ours)
    recorded(theirs, occurred="2013-07-01", returned=5)
    merge_file(ours, theirs.path)
    yield Pair(ours, theirs, profile(tmp_path, "Ihor"), shared, claim)
    theirs.close()
    ours.close()


def exchange(**fields: Any) -> e.Body:
    return e.ExchangeRecorded(salt="", fields={"kind": "exchange", **fields})


def claimed(**fields: Any) -> e.Body:
    stated = {"measure": "returned_total", "scope": "all", "value": 1, **fields}
    return e.ClaimRecorded(salt="", fields=stated)


def correction(subject: str, field: str, value: Any) -> e.Body:
    change = e.Change(field, None, value)
    return e.ExchangeChanged(
        salt="", subject=subject, changes=(change,), kind="correction", reason="x", source=ID
    )


def policy(**rule: Any) -> e.Body:
    stated = {"kinds": ["exchange"], "persons": "all", "leg": "returned", "stages": "stage"}
    return e.PolicyDefined(salt="", name="own", rule={**stated, **rule}, en="x", uk="x")


FORGED = {
    "returned: -5 is below zero": exchange(returned=-5),
    "returned: “many” is not a count": exchange(returned="many"),
    "returned: “True” is not a count": exchange(returned=True),
    "returned: 10000000000 is more people": exchange(returned=10**10),
    "occurred: “2024-02-30” is not a date": exchange(occurred="2024-02-30"),
    "occurred: Expected text, found int": exchange(occurred=2024),
    "kind: “barter” is not a kind": exchange(kind="barter"),
    "branch.navy: Expected count, within, found int": exchange(**{"branch.navy": 5}),
    "branch.navy: “None” is not a count": exchange(**{"branch.navy": {"within": None}}),
    "branch.navy: “x y” is not a name": exchange(
        **{"branch.navy": {"count": 1, "within": "branch.x y"}}
    ),
    "branch: A breakdown is a partition or a highlight": exchange(branch=["partition"]),
    "standing: There is no such field": exchange(standing="partition"),
    "part_of: Expected text, found list": exchange(part_of=["x"]),
    "mediator: “ae” is not a mediator": e.NoteRecorded(
        salt="", fields={"exchange": ID, "mediator": "ae"}
    ),
    "scope: “ever” is not a scope": claimed(scope="ever"),
    "value: “12” is not a whole number": claimed(value="12"),
    "value: This is needed": claimed(value=None),
    "published: “soon” is not a date": e.SourceRecorded(salt="", fields={"published": "soon"}),
    "kinds: “barter” is not a kind": policy(kinds=["barter"]),
    "stages: “all” is not a kind": policy(stages="all"),
    "mode: A breakdown is a partition or a highlight": e.DimensionDefined(
        salt="", dimension="camp", en="x", uk="x", mode="odd"
    ),
    "category: “A B” is not a name": e.CategoryDefined(
        salt="", dimension="camp", category="A B", en="x", uk="x"
    ),
    "value: -1 is below zero": e.OpeningStated(
        salt="", measure="returned_total", scope="all", value=-1, source=ID
    ),
    "as: “odd” is not a disposition": e.ClaimDisposed(
        salt="", claim=ID, disposition="odd", reason="x", claimed=1
    ),
    "subject: Nothing in this ledger is called “policy:own”": e.Retracted(
        salt="", subject="policy:own", reason="x"
    ),
}


@pytest.mark.parametrize("why", FORGED)
def test_a_merge_refuses_it_by_name_and_writes_nothing(pair: Pair, why: str) -> None:
    event = pair.put(FORGED[why])
    before = everything(pair.ours)
    stick = copy_of(pair.theirs, "stick")
    for dry_run in (True, False):
        with pytest.raises(Refused) as refused:
            merge_file(pair.ours, stick, dry_run=dry_run)
        assert refused.value.code == "merge_malformed"
        assert refused.value.values["index"] == event.header.index
        assert refused.value.values["journal"] == event.header.journal
        assert str(refused.value.values["why"]).startswith(why)
    assert everything(pair.ours) == before


def test_a_merge_refuses_a_body_of_another_shape(pair: Pair) -> None:
    """A text where the form has a number, though the hash and the signature agree."""
    body = e.ClaimDisposed(
        salt="",
        claim=pair.claim,
        disposition="rounding",
        reason="x",
        claimed="many",  # type: ignore[arg-type]
    )
    pair.put(body)
    with pytest.raises(Refused) as refused:
        merge_file(pair.ours, copy_of(pair.theirs, "stick"))
    assert refused.value.code == "merge_malformed"


@pytest.mark.parametrize("why", FORGED)
def test_a_ledger_that_holds_it_opens_and_says_that_it_is_incomplete(pair: Pair, why: str) -> None:
    event = pair.put(FORGED[why])
    pair.theirs.rebuild()
    pair.theirs.close()
    with Ledger.open(pair.theirs.path, pair.profile) as ledger, ledger.view() as view:
        assert view.malformed_events == 1
        assert view.newer_events == 0
        for table in ASK:
            rows(view, table, Question())
        assert totals(view, view.policy("all-returns"))[-1].returned == 15
        (row,) = [row for row in history(view) if row.kind == "unreadable"]
        assert (row.event, row.became) == (event.id, str(event.flaw))
    with Ledger.open(pair.theirs.path, pair.profile) as ledger:
        recorded(ledger, occurred="2013-08-01", returned=1)
        with ledger.view(1) as view:
            assert view.malformed_events == 0


@pytest.mark.parametrize("field", ["value", "scope", "measure"])
def test_a_change_meant_for_another_kind_of_record_spoils_no_table(pair: Pair, field: str) -> None:
    """Each event is well formed by itself: only the record it names is of another kind."""
    pair.put(correction(pair.claim, field, "partition"))
    pair.theirs.rebuild()
    with pair.theirs.view() as view:
        for table in ASK:
            rows(view, table, Question())
        assert {row.returned for row in exchanges(view)} == {10, 5}
