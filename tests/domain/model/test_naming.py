"""Which word is meant by what has been typed so far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.naming import Choice, categories, code_of, folded, matching, meant, mediators
from domain.model.refusal import Refused
from domain.model.vocabulary import BUILT_IN, STANDARD

BRANCHES = categories(STANDARD, "branch", "en")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Navy", "navy"),
        ("nav", "navy"),
        ("військово-морські", "navy"),
        ("вмс", "navy"),
        ("nat g", "national_guard"),
        ("ng", "national_guard"),
        ("s b g", "border_guard"),
        ("ter", "territorial_defence"),
        ("national_police", "national_police"),
    ],
)
def test_a_clear_beginning_is_enough(typed: str, code: str) -> None:
    found = meant(BRANCHES, typed)
    assert found is not None and found.code == code
    assert matching(BRANCHES, typed)[0].code == code


@pytest.mark.parametrize("typed", ["nat", "", "  ", "forces", "sta", "nothing"])
def test_what_several_begin_is_not_guessed(typed: str) -> None:
    assert meant(BRANCHES, typed) is None


def test_what_several_begin_is_offered_in_order() -> None:
    shown = [choice.shown for choice in matching(BRANCHES, "nat")]
    assert shown == ["National Guard", "National Police", "International Legion"]
    assert matching(BRANCHES, "") == BRANCHES


def test_accents_and_apostrophes_are_no_obstacle() -> None:
    assert [choice.code for choice in matching(mediators("en"), "turkiye")] == ["TR"]
    assert meant(mediators("uk"), "об'єднані") is not None
    assert folded("Їжак й ґанок") == "їжак й ґанок"


def test_one_name_for_two_codes_is_not_guessed() -> None:
    twins = [Choice("a", "Other"), Choice("b", "Other")]
    assert meant(twins, "Other") is None
    with pytest.raises(Refused, match="not one of the words"):
        code_of(twins, "Other", Refused("choice_words", "x", text="Other"))


@given(
    st.sampled_from(sorted(BUILT_IN)),
    st.sampled_from(["en", "uk"]),
    st.data(),
)
def test_a_name_in_full_always_means_itself(
    dimension: str, language: str, data: st.DataObject
) -> None:
    choices = categories(STANDARD, dimension, language)
    choice = data.draw(st.sampled_from(choices))
    spelling = data.draw(st.sampled_from([choice.shown, choice.code, *choice.spellings]))
    assert meant(choices, spelling.upper()) == choice


@given(st.sampled_from(sorted(BUILT_IN)), st.text(max_size=12))
def test_what_is_meant_is_the_first_on_offer(dimension: str, typed: str) -> None:
    choices = categories(STANDARD, dimension, "uk")
    found = meant(choices, typed)
    if found is not None:
        assert matching(choices, typed)[0] == found
