"""The fold on thousands of concurrent histories: any order of arrival, and every rule there is."""

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, note

from domain.events import Event
from domain.family import judge
from domain.state import Subject, fold
from tests.domain.fold.oracle import STANDING, Oracle
from tests.domain.fold.replicas import HISTORIES, History, salt_of
from tests.domain.fold.searching import LONGEST, Tally, search

pytestmark = pytest.mark.timeout(LONGEST)
FLOORS: Final = {
    "conflicts": 0.5,
    "settlements": 0.2,
    "agreements": 0.2,
    "standing conflicts": 0.1,
    "named registers in conflict": 0.1,
    "conflicts decided by id": 0.02,
    "changed_unseen": 0.1,
    "merged_in_circle": 0.05,
    "survivor_retracted": 0.05,
    "parent_does_not_count": 0.1,
    "stage_in_circle": 0.05,
    "groups gone": 0.1,
    "merged records": 0.3,
    "stages": 0.3,
    "late forms": 0.2,
}


def truth(state: Mapping[str, Subject]) -> dict[str, Any]:
    """Everything that a fold says, in a form that does not depend on the order of arrival."""
    verdicts = judge(state)
    found: dict[str, Any] = {}
    for key, subject in state.items():
        verdict = verdicts.get(key)
        found[key] = {
            "kind": subject.kind,
            "fields": subject.fields(),
            "heads": {name: sorted(subject.head_ids(name)) for name in subject.registers},
            "conflicts": subject.conflicts(),
            "standing": subject.standing(),
            "changed unseen": subject.changed_unseen(),
            "recorded": subject.recorded,
            "in view": subject.in_view(),
            "changed": subject.changed,
            "sources": sorted(subject.sources),
            "verdict": verdict and (verdict.group, verdict.parent, tuple(verdict.marks)),
        }
    return found


def families(state: Mapping[str, Subject]) -> list[dict[str, Subject]]:
    """The subjects that name one another, directly or through others."""
    family = {key: {key} for key in state}
    for key, subject in state.items():
        for target in subject.links():
            if target in state:
                joined = family[key] | family[target]
                for member in joined:
                    family[member] = joined
    distinct = {id(members): members for members in family.values()}
    return [{key: state[key] for key in sorted(members)} for members in distinct.values()]


@pytest.mark.parametrize("kind", ["causal", "any"])
def test_the_order_of_arrival_makes_no_difference(kind: str) -> None:
    """Replicas that hold the same events agree, whichever came first; even where none may."""

    @search(quick=150, thorough=1_500)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        shuffled = Random(history.data)
        events = list(history.events.values())
        expected = truth(fold(events))
        for order in _orders(history, events, kind, shuffled):
            assert truth(fold(order)) == expected

    check()


def _orders(
    history: History, events: list[Event], kind: str, random: Random
) -> Iterable[list[Event]]:
    if kind == "any":
        yield events[::-1]
        for _ in range(3):
            yield random.sample(events, len(events))
        return
    for replica in history.replicas:
        missing = [event for event in events if event.id not in replica.held]
        yield [*(replica.held[key] for key in replica.order), *missing]


def test_the_fold_follows_every_rule(request: pytest.FixtureRequest) -> None:
    """Registers, conflicts, standing, groups and stages are what an independent account says."""
    tally = Tally()

    @search(quick=500, thorough=4_000)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        oracle = Oracle(event.stored for event in history.events.values())
        tally.add_history(oracle, history.events)
        tally["late forms"] += history.told.late_forms
        tally["careless changes"] += history.told.careless
        agrees(fold(history.events.values()), oracle)
        for replica in history.replicas:
            agrees(replica.state, Oracle(event.stored for event in replica.held.values()))

    check()
    tally.report(request, FLOORS)


def agrees(state: Mapping[str, Subject], oracle: Oracle) -> None:
    """The fold says what the oracle says."""
    assert {key for key, subject in state.items() if subject.kind} == oracle.kinds.keys()
    for key, subject in state.items():
        assert subject.kind == oracle.kinds.get(key, "")
        assert subject.fields() == oracle.fields.get(key, {})
        assert set(subject.sources) == oracle.sources.get(key, set())
        assert subject.standing() == oracle.standing(key)
        assert subject.changed_unseen() == oracle.changed_unseen(key)
        for name in subject.registers:
            heads = oracle.heads[key, name]
            assert sorted(subject.head_ids(name)) == sorted(head.event for head in heads)
            assert (name in subject.conflicts()) == ((key, name) in oracle.conflicts)
    assert {(key, name) for key, s in state.items() for name in s.registers} == oracle.heads.keys()
    verdicts = judge(state)
    places = {
        key: (place.group, place.parent, sorted(place.marks))
        for key, place in oracle.places.items()
    }
    assert {key: (v.group, v.parent, v.marks) for key, v in verdicts.items()} == places


def test_a_change_takes_over_exactly_what_its_author_saw() -> None:
    """Worked out from what each author held when the form was opened, not from what it names."""

    @search(quick=100, thorough=1_000)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        state = fold(history.events.values())
        oracle = Oracle(event.stored for event in history.events.values())
        careless = {
            event.id for event in history.events.values() if salt_of(event) in history.partial
        }
        for (key, name), entries in oracle.entries.items():
            writers = {entry.event for entry in entries}
            if not writers & careless:
                unseen = writers - {old for new in writers for old in history.saw(new)}
                assert set(state[key].head_ids(name)) == unseen
        for key, subject in state.items():
            if subject.standing()["is"] in ("retracted", "merged"):
                judged = oracle.heads[key, STANDING][-1].event
                in_view = set(subject.in_view())
                assert subject.changed_unseen() == (not in_view <= history.saw(judged))

    check()


def test_an_event_names_everything_its_author_held() -> None:
    """By `prev` and `seen`, directly or through the events that these name, and nothing else."""

    @search(quick=60, thorough=600)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        behind: dict[str, set[str]] = {}
        for event in history.events.values():  # in the order of recording
            named = {seen[2] for seen in event.header.seen}
            if event.header.prev:
                named.add(event.header.prev)
            behind[event.id] = named.union(*(behind[key] for key in named))
        for replica in history.replicas:
            for place, key in enumerate(replica.order):
                if replica.held[key].header.journal == replica.head.journal:
                    assert behind[key] == set(replica.order[:place])

    check()


def test_a_family_can_be_judged_by_itself() -> None:
    """No verdict depends on records that are not linked with it."""

    @search(quick=60, thorough=600)
    @given(HISTORIES)
    def check(history: History) -> None:
        note(repr(history))
        state = fold(history.events.values())
        alone = {key: v for family in families(state) for key, v in judge(family).items()}
        assert alone == judge(state)

    check()
