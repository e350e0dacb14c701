"""The words of the record: each in two languages, Ukrainian really so; which codes are taken."""

import unicodedata
from collections.abc import Iterator

import pytest

from domain.model import claims, policy, vocabulary
from domain.model.vocabulary import (
    BUILT_IN,
    KINDS,
    MEDIATORS,
    STANDARD,
    Name,
    Vocabulary,
    check_kind,
    check_mediator,
    check_name,
    check_text,
    mediator_name,
)
from tests.domain.helpers import refused


def every_name() -> Iterator[tuple[str, Name]]:
    yield from KINDS.items()
    yield from MEDIATORS.items()
    yield from claims.MEASURES.items()
    yield from claims.DISPOSITIONS.items()
    yield from policy.NAMES.items()
    for dimension, known in BUILT_IN.items():
        yield dimension, known.name
        for category, name in known.categories.items():
            yield f"{dimension}.{category}", name


NAMES = list(every_name())


@pytest.mark.parametrize("name", [pytest.param(name, id=code) for code, name in NAMES])
def test_every_word_has_an_english_and_a_ukrainian_name(name: Name) -> None:
    scripts = {
        language: {
            unicodedata.name(letter).split()[0]
            for letter in name.in_language(language)
            if letter.isalpha()
        }
        for language in ("en", "uk")
    }
    assert scripts == {"en": {"LATIN"}, "uk": {"CYRILLIC"}}
    for text in (name.en, name.uk):
        assert text == text.strip()
        assert unicodedata.is_normalized("NFC", text)
        assert not set(text) & set("ыэъёЫЭЪЁ")


def test_no_two_words_of_one_kind_look_the_same() -> None:
    groups = [
        KINDS,
        MEDIATORS,
        claims.MEASURES,
        claims.DISPOSITIONS,
        *(d.categories for d in BUILT_IN.values()),
    ]
    for names in groups:
        for language in ("en", "uk"):
            words = [name.in_language(language) for name in names.values()]
            assert len(set(words)) == len(words)


def test_a_bare_category_means_one_thing() -> None:
    """`17@armed_forces` is printed without its dimension, so no category may be in two."""
    categories = [category for known in BUILT_IN.values() for category in known.categories]
    assert len(set(categories)) == len(categories)


@pytest.mark.parametrize("code", list(BUILT_IN))
def test_codes_are_such_as_people_can_type(code: str) -> None:
    assert check_name(code, "dimension") == code
    for category in BUILT_IN[code].categories:
        assert check_name(category, "category") == category


def test_dimensions_that_say_nothing_of_civilians() -> None:
    assert [code for code, known in BUILT_IN.items() if known.of_military] == ["branch", "rank"]


@pytest.mark.parametrize("text", ["", "Navy", "1st", "на", "a b", "a.b", "_a", "a" * 65, "a\n"])
def test_refuses_names_that_cannot_be_typed(text: str) -> None:
    with refused("name_form", "name"):
        check_name(text, "name")


def test_mediators_are_country_codes_or_the_red_cross() -> None:
    assert [check_mediator(code) for code in ("ae", " TR ", "icrc", "XX")] == [
        "AE",
        "TR",
        "ICRC",
        "XX",
    ]
    for text in ("", "UAE", "A", "AE\n AE", "ОА", "Emirates"):
        with refused("mediator_unknown", "mediator"):
            check_mediator(text)
    assert mediator_name("AE", "uk") == "Об’єднані Арабські Емірати"
    assert mediator_name("XX") == "XX"


def test_refuses_another_kind_of_exchange() -> None:
    for kind in ("", "none", "Exchange", "swap"):
        with refused("kind_unknown", "kind"):
            check_kind(kind)


@pytest.mark.parametrize("text", ["a\x00", "a\x07b", "a\rb", "\x85", "a\x7f", "\ud800"])
def test_refuses_characters_that_no_screen_shows(text: str) -> None:
    with refused("text_control", "remarks"):
        check_text(text, "remarks")


def test_text_becomes_nfc_and_keeps_lines_and_tabs() -> None:
    assert check_text("и\u0306\n\tї", "remarks") == "й\n\tї"


# --- what a ledger adds --------------------------------------------------------------------------


def test_a_ledger_adds_categories_and_dimensions_and_leaves_the_built_in_ones() -> None:
    grown = STANDARD.with_category("branch", "coast_guard", Name("Coast Guard", "Морська охорона"))
    grown = grown.with_category("camp", "olenivka", Name("Olenivka", "Оленівка"), "partition")
    assert grown.category_name("branch", "coast_guard", "uk") == "Морська охорона"
    assert grown.mode("camp") == "partition"
    assert grown.dimensions["branch"].of_military
    grown.check_category("branch", "navy", "field")
    assert "coast_guard" not in STANDARD.dimensions["branch"].categories
    assert "camp" not in STANDARD.dimensions


def test_what_nobody_defined_is_shown_by_its_code() -> None:
    nothing = Vocabulary({})
    assert nothing.category_name("camp", "olenivka_2") == "olenivka 2"
    assert nothing.dimension_name("prison_camp", "uk") == "prison camp"
    assert nothing.mode("camp") == "highlight"


def test_a_bare_category_means_its_own_dimensions_first() -> None:
    own = STANDARD.with_category("camp", "navy", Name("Navy camp", "Табір флоту"))
    assert own.find_category("navy", "camp", "field") == ("camp", "navy")
    assert own.find_category("navy", "rank", "field") == ("branch", "navy")
    with refused("category_unknown", "field"):
        own.find_category("nothing", "camp", "field")


def test_names_in_a_language_nobody_translated_are_english() -> None:
    assert vocabulary.mediator_name("QA", "de") == "Qatar"
