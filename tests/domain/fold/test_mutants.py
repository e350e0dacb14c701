"""The tests of this folder find every fault that was put in on purpose."""

import pytest

from tests.domain.fold.mutants import MUTANTS, attempt, attempt_all, report
from tests.domain.fold.searching import EXERCISED


@pytest.mark.slow
@pytest.mark.timeout(14_400)
def test_every_mutant_is_killed(request: pytest.FixtureRequest) -> None:
    assert not attempt(None).killed_by, "the tests fail without a fault"
    outcomes = attempt_all()
    survivors = [outcome for outcome in outcomes if not outcome.killed_by]
    request.node.user_properties.append((EXERCISED, f"{len(MUTANTS)} mutants\n{report(outcomes)}"))
    assert not survivors, report(survivors)
