"""Every sentence has its Ukrainian, with the same names to fill in and the right plural forms."""

import re
import string
from importlib.resources import files

import polib
import pytest

from desktop.language import language
from domain.model.refusal import Refused
from tests.desktop.sentences import plurals, sentences

CATALOGUE = polib.pofile(
    files("desktop.translations").joinpath("uk.po").read_text(encoding="utf-8")
)
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_nothing_is_untranslated_or_left_over() -> None:
    said = sentences() | {one for one, _ in plurals()}
    assert {entry.msgid for entry in CATALOGUE} == said


@pytest.mark.parametrize("entry", list(CATALOGUE), ids=lambda entry: entry.msgid[:40])
def test_a_translation_is_ukrainian_and_fills_in_the_same_names(entry: polib.POEntry) -> None:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    for text in texts:
        assert names(text) == names(entry.msgid)
        assert CYRILLIC.search(text) or entry.msgid in ("id", "number")
    assert "fuzzy" not in entry.flags


@pytest.mark.parametrize(
    ("n", "form"), [(1, "1 зміни"), (2, "2 змін"), (5, "5 змін"), (11, "11 змін"), (21, "21 зміни")]
)
def test_plural_forms(n: int, form: str) -> None:
    one, many = next(pair for pair in plurals() if "missing" in pair[0])
    assert f"бракує {form}," in language("uk").plural(one, many, n, day="2026-05-03")


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 обмін"), (2, "2 обміни"), (5, "5 обмінів"), (21, "21 обмін")]
)
def test_plurals_of_exchanges(n: int, said: str) -> None:
    assert language("uk").plural("{n} exchange", "{n} exchanges", n) == said


def test_a_refusal_is_said_in_the_operators_language() -> None:
    refused = Refused("count_negative", "branch.navy", text=-3)
    assert language("en").refusal(refused) == str(refused)
    assert language("uk").refusal(refused).startswith("branch.navy: -3 менше за нуль")
