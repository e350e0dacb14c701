"""Counting policies: what one may filter by, and that remains stay apart from the living."""

from itertools import combinations

import pytest

from domain.model.policy import (
    ALL_RETURNS,
    BUILT_IN,
    EXCHANGES,
    NAMES,
    Policy,
    check_policy,
    policy_from_rule,
)
from domain.model.vocabulary import KINDS, STANDARD, Name
from tests.domain.helpers import refused

REMAINS = "repatriation_of_remains"


def test_the_built_in_policies_count_as_the_design_says() -> None:
    assert Policy("all-returns", ("exchange", "release"), "all", "returned") == ALL_RETURNS
    assert Policy("exchanges", ("exchange",), "all", "returned") == EXCHANGES
    assert ALL_RETURNS.stages == EXCHANGES.stages == "exchange"
    assert BUILT_IN.keys() == NAMES.keys()


@pytest.mark.parametrize("policy", list(BUILT_IN.values()))
def test_a_stored_rule_is_read_back(policy: Policy) -> None:
    assert policy_from_rule(policy.name, policy.rule()) == policy
    assert check_policy(policy) == policy


def test_remains_are_never_in_one_total_with_the_living() -> None:
    for size in (1, 2, 3):
        for kinds in combinations(KINDS, size):
            if REMAINS in kinds and size > 1:
                with refused("kind_unknown", "kinds"):
                    check_policy(Policy("p", kinds))
            else:
                check_policy(Policy("p", kinds))


@pytest.mark.parametrize(
    ("code", "field", "policy"),
    [
        ("needed", "kinds", Policy("p", ())),
        ("kind_unknown", "kinds", Policy("p", ("swap",))),
        ("kind_unknown", "leg", Policy("p", ("exchange",), leg="remains")),
        ("kind_unknown", "stages", Policy("p", ("exchange",), stages="both")),
        ("field_unknown", "persons", Policy("p", ("exchange",), persons="")),
        ("field_unknown", "persons", Policy("p", ("exchange",), persons="civilian")),
        ("field_unknown", "persons", Policy("p", ("exchange",), persons="status")),
        (
            "field_unknown",
            "persons",
            Policy("p", ("exchange",), persons="returned.status.civilian"),
        ),
        (
            "field_unknown",
            "persons",
            Policy("p", ("exchange",), persons="handed_over.status.civilian"),
        ),
        ("category_unknown", "persons", Policy("p", ("exchange",), persons="status.cats")),
        ("dimension_unknown", "persons", Policy("p", ("exchange",), persons="camp.olenivka")),
    ],
)
def test_refuses_a_policy_that_names_nothing(code: str, field: str, policy: Policy) -> None:
    with refused(code, field):
        check_policy(policy)


def test_persons_may_be_a_category_of_the_ledgers_own() -> None:
    own = STANDARD.with_category("camp", "olenivka", Name("Olenivka", "Оленівка"))
    check_policy(Policy("p", ("exchange",), persons="camp.olenivka"), own)
