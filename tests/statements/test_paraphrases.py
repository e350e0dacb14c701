"""The reader on composed statements: the same facts in many wordings give the same draft."""

import pytest

from domain.statements import read

from .paraphrases import statements
from .scorer import facts

MANY = 150


@pytest.mark.parametrize("language", ["en", "uk"])
def test_no_wording_gives_a_fact_that_is_not_told(language: str) -> None:
    wrong = [
        (told.text, facts(read(told.text).draft) - told.facts())
        for told in statements(language, MANY)
        if facts(read(told.text).draft) - told.facts()
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_nearly_every_fact_is_read_in_whatever_wording(language: str) -> None:
    composed = statements(language, MANY)
    told = sum(len(statement.facts()) for statement in composed)
    found = sum(
        len(statement.facts() & facts(read(statement.text).draft)) for statement in composed
    )
    assert found >= 0.99 * told
