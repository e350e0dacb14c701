"""How long the tests here search, and the count of what their histories really exercised.

`HYPOTHESIS_PROFILE=thorough` searches thousands of histories instead of some hundreds; `mutants`
searches few and does not make a failing one smaller.
"""

import os
from collections import Counter
from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings

from domain.events import Event
from tests.domain.fold.oracle import STANDING, Oracle

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "quick")
LONGEST: Final = 7_200 if PROFILE == "thorough" else 300  # seconds that one search may take
EXERCISED: Final = "exercised"  # the user property that tests/conftest.py prints


def search(quick: int, thorough: int) -> settings:
    """Settings for a test that tries `quick` histories, or `thorough` when asked to."""
    return settings(
        max_examples=thorough if PROFILE == "thorough" else quick,
        deadline=None,
        database=None,
        derandomize=PROFILE == "mutants",
        phases=(Phase.generate,) if PROFILE == "mutants" else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


class Tally(Counter[str]):
    """What some histories exercised."""

    def add_history(self, oracle: Oracle, events: Mapping[str, Event]) -> None:
        """Count what the rules were put to in one history."""
        self["histories"] += 1
        self["events"] += len(events)
        self["conflicts"] += len(oracle.conflicts)
        for register, heads in oracle.heads.items():
            is_conflict = register in oracle.conflicts
            self["agreements"] += len(heads) > 1 and not is_conflict
            self["standing conflicts"] += is_conflict and register[1] == STANDING
            self["named registers in conflict"] += is_conflict and ":" in register[0]
            if is_conflict:
                clocks = [oracle.when[head.event][0] for head in heads]
                self["conflicts decided by id"] += clocks[-1] == clocks[-2]
        for entries in oracle.entries.values():
            values = {entry.event: entry.value for entry in entries}
            for entry in entries:
                named = [values[event] for event in entry.replaces if event in values]
                self["settlements"] += any(value != named[0] for value in named)
        for key, place in oracle.places.items():
            for mark in place.marks:
                self[mark] += 1
            self["groups gone"] += not place.group
            self["merged records"] += place.group not in ("", key)
            self["stages"] += bool(place.parent)
            self["staged exchanges"] += bool(oracle.stages(key))

    def report(self, request: pytest.FixtureRequest, floors: Mapping[str, float]) -> None:
        """Leave the counts for the end of the run; fail where a rule was hardly tried.

        `floors`: the fewest of each for one history, well below what the generator yields.
        """
        words = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in self.items())
        request.node.user_properties.append((EXERCISED, words))
        if PROFILE == "mutants":
            return  # a mutant has to be found out by a wrong answer
        many = self["histories"]
        scarce = {name: self[name] for name, each in floors.items() if self[name] < each * many}
        assert not scarce, f"the histories hardly exercise {scarce}: {words}"
