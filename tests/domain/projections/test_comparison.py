"""Two moments compared: which figures differ, through which events; what rests on a source."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, note

from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import DraftClaim
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.projections import comparison
from domain.projections.comparison import compared, explained, restatements
from domain.projections.explanations import disposals, explanations
from domain.projections.reconciliation import reconcile_claim
from domain.projections.restated import restated
from domain.projections.resting import resting_counts, resting_on
from domain.projections.sources import sources
from domain.projections.totals import totals
from domain.projections.view import View
from tests.domain.fold.ledgers import BY_STAGE, empty_ledger, profile
from tests.domain.fold.replicas import HISTORIES, History
from tests.domain.fold.searching import LONGEST, Tally, search
from tests.domain.helpers import OTHER, SOURCE, claim_of, corrected, recorded

pytestmark = pytest.mark.timeout(LONGEST)


def test_the_events_of_a_figure_lead_from_then_to_now(request: pytest.FixtureRequest) -> None:
    tally = Tally()

    @search(quick=30, thorough=600)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        tally["histories"] += 1
        random = Random(history.data)
        with (
            tempfile.TemporaryDirectory() as folder,
            empty_ledger(Path(folder) / "a.ledger", profile(Path(folder) / "p", 0)) as ledger,
        ):
            ledger.receive(list(history.events.values()), "a colleague")
            for policy in (ALL_RETURNS, EXCHANGES, BY_STAGE):
                since = random.randrange(len(history.events))
                with ledger.view() as view:
                    _leads_there(view, policy, since, tally)

    check()
    tally.report(request, {"figures": 10, "events": 20})


def _leads_there(view: View, policy: Policy, since: int, tally: Tally) -> None:
    rows = compared(view, policy, since)
    known = {
        (row.period, row.measure, row.line, row.within): (row.then, row.now)
        for row in restated(view, policy, since)
        if row.then != row.now
    }
    assert {row.figure: (row.then, row.now) for row in rows} == known
    for row in rows:
        events, more = explained(view, policy, since, row)
        assert more == 0
        reached = row.then
        for event in events:
            assert event.was == reached
            assert event.position > since
            reached = event.became
        assert reached == row.now
        tally["figures"] += 1
        tally["events"] += len(events)


def test_a_policy_defined_anew_explains_what_it_moves(ledger: Ledger) -> None:
    recorded(ledger, returned=5, handed_over=3)
    recorded(ledger, OTHER, kind="release", returned=4)
    ledger.define_policy(Policy("mine", ("exchange",)))
    with ledger.view() as view:
        since = view.last
    ledger.define_policy(Policy("mine", ("exchange", "release")))
    with ledger.view() as view:
        rows = compared(view, view.policy("mine"), since)
        returned = next(row for row in rows if row.figure == ("all", "returned", "", ""))
        (event,), _ = explained(view, view.policy("mine"), since, returned)
        then = totals(View(view.cursor, since), View(view.cursor, since).policy("mine"))[-1]
    assert (returned.then, returned.now) == (5, 9) == (then.returned, 9)
    assert (event.kind, event.was, event.became) == ("policy", 5, 9)


def test_only_the_latest_events_are_named(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MOST", 2)
    key = recorded(ledger, returned=5)
    with ledger.view() as view:
        since = view.last
    for n in (6, 7, 8):
        corrected(ledger, key, returned=n)
    with ledger.view() as view:
        row = next(r for r in compared(view, ALL_RETURNS, since) if r.measure == "returned")
        events, more = explained(view, ALL_RETURNS, since, row)
        assert restatements(view) == 3
    assert ([event.became for event in events], more) == ([7, 8], 1)


def test_what_rests_on_a_source(ledger: Ledger) -> None:
    one = recorded(ledger, returned=5)
    two = recorded(ledger, OTHER, returned=6)
    ledger.note(one, "AE", "helped", source=OTHER)
    ledger.claim(DraftClaim("returned_total", "all", 11), OTHER)
    with ledger.view() as view:
        ids = {row.address: row.id for row in sources(view)}
        counts = resting_counts(view)
        rows = resting_on(view, ids[OTHER])
        (only,) = resting_on(view, ids[SOURCE])
    assert counts == {
        ids[SOURCE]: {"exchange": 1},
        ids[OTHER]: {"exchange": 1, "note": 1, "claim": 1},
    }
    assert [(row.kind, row.exchange) for row in rows] == [
        ("exchange", two),
        ("claim", ""),
        ("note", one),
    ]
    assert (only.exchange, only.occurred) == (one, "2024-06-01")


# --- what would explain a claim ------------------------------------------------------------------


def test_a_release_or_another_policy_would_explain_it(ledger: Ledger) -> None:
    """The reference in small: ten people came without an exchange's number."""
    recorded(ledger, occurred="2023-05-01", returned=1)
    recorded(ledger, OTHER, occurred="2024-05-01", returned=189)
    ten = recorded(ledger, None, occurred="2024-06-28", kind="release", returned=10)
    made = ledger.claim(DraftClaim("returned_total", "year:2024", 199), OTHER, policy="exchanges")
    with ledger.view() as view:
        row = reconcile_claim(view, claim_of(made))
        assert (row.status, row.difference) == ("short", -10)
        policy, release = explanations(view, row)
    assert policy.policy == "all-returns"
    assert (release.exchange, release.people, release.is_counted) == (ten, 10, False)
    ledger.dispose(row.id, "scope_differs", "it counts the release")
    ledger.correct(Correction(ten, {"returned": "11"}, "correction", "recounted", SOURCE))
    with ledger.view() as view:
        (said,) = disposals(view, row.id)
        assert reconcile_claim(view, row.id).disposition == "scope_differs"  # exchanges stand
        assert explanations(view, reconcile_claim(view, row.id)) == []
    assert (said.disposition, said.claimed, said.computed) == ("scope_differs", 199, 189)


def test_a_reproduced_claim_needs_no_explanation(ledger: Ledger) -> None:
    recorded(ledger, occurred="2023-05-01", returned=1)
    recorded(ledger, OTHER, occurred="2024-05-01", returned=189)
    made = ledger.claim(DraftClaim("returned_total", "year:2024", 189), OTHER)
    with ledger.view() as view:
        assert explanations(view, reconcile_claim(view, claim_of(made))) == []
