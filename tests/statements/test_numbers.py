"""Numbers in both languages: digits, groups, words, cases, ordinals, mixed forms."""

import pytest

from domain.statements.english import ENGLISH
from domain.statements.lexicon import Language
from domain.statements.marks import mark_text
from domain.statements.numbers import Number
from domain.statements.tokens import tokenize
from domain.statements.ukrainian import UKRAINIAN


def first_number(text: str, language: Language) -> Number | None:
    marks = mark_text(tokenize(text), language)
    return next((mark.number for mark in marks if mark.number is not None), None)


CARDINALS = [
    (ENGLISH, "189", 189),
    (ENGLISH, "1,358", 1358),
    (ENGLISH, "1\u00a0358", 1358),
    (ENGLISH, "1 358", 1358),
    (ENGLISH, "eighty-seven", 87),
    (ENGLISH, "Two hundred and seven", 207),
    (ENGLISH, "one hundred eighty-nine", 189),
    (ENGLISH, "one thousand two hundred and twelve", 1212),
    (ENGLISH, "three thousand", 3000),
    (UKRAINIAN, "4\u202f131", 4131),
    (UKRAINIAN, "22-х", 22),
    (UKRAINIAN, "двадцятьох", 20),
    (UKRAINIAN, "двадцяти п'яти", 25),
    (UKRAINIAN, "сто вісімдесят троє", 183),
    (UKRAINIAN, "дев’ятеро", 9),
    (UKRAINIAN, "двохсот", 200),
    (UKRAINIAN, "двомастами", 200),
    (UKRAINIAN, "п'ятдесятьма трьома", 53),
    (UKRAINIAN, "трьохсот сорока двох", 342),
    (UKRAINIAN, "тисячу двісті дванадцять", 1212),
    (UKRAINIAN, "1 тисяча 212", 1212),
    (UKRAINIAN, "сьома", 7),
    (UKRAINIAN, "дев'яноста одного", 91),
]

ORDINALS = [
    (ENGLISH, "11th", 11),
    (ENGLISH, "52-nd", 52),
    (ENGLISH, "fiftieth", 50),
    (ENGLISH, "sixty-eighth", 68),
    (ENGLISH, "one hundred and first", 101),
    (UKRAINIAN, "61-й", 61),
    (UKRAINIAN, "62-го", 62),
    (UKRAINIAN, "шістдесят другий", 62),
    (UKRAINIAN, "п'ятдесятого", 50),
    (UKRAINIAN, "одинадцятому", 11),
    (UKRAINIAN, "сорок третя", 43),
]


@pytest.mark.parametrize(("language", "text", "value"), CARDINALS)
def test_cardinals(language: Language, text: str, value: int) -> None:
    number = first_number(text, language)
    assert number is not None
    assert (number.value, number.ordinal, number.rounded) == (value, False, False)


@pytest.mark.parametrize(("language", "text", "value"), ORDINALS)
def test_ordinals(language: Language, text: str, value: int) -> None:
    number = first_number(text, language)
    assert number is not None
    assert (number.value, number.ordinal) == (value, True)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [(ENGLISH, "two dozen", 24), (UKRAINIAN, "два десятки", 20), (UKRAINIAN, "7 тисяч", 7000)],
)
def test_round_numbers_are_known_to_be_round(language: Language, text: str, value: int) -> None:
    number = first_number(text, language)
    assert number is not None
    assert (number.value, number.rounded) == (value, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "Il-76"),
        (ENGLISH, "40-50 people"),
        (ENGLISH, "between 40 and 50 people"),
        (ENGLISH, "2.5"),
        (ENGLISH, "9" * 5000),
        (UKRAINIAN, "від 40 до 50 людей"),
    ],
)
def test_what_looks_like_a_count_and_is_none(language: Language, text: str) -> None:
    number = first_number(text, language)
    assert number is not None
    assert number.value is None


@pytest.mark.parametrize(("language", "text"), [(ENGLISH, "00:40"), (UKRAINIAN, "об 1:30 ночі")])
def test_a_time_of_day_is_no_number(language: Language, text: str) -> None:
    assert first_number(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (ENGLISH, "the thousand-for-thousand exchange", 1000),
        (ENGLISH, "150 for 150", 150),
        (UKRAINIAN, "150 на 150", 150),
        (UKRAINIAN, "тисяча на тисячу", 1000),
    ],
)
def test_formulas(language: Language, text: str, value: int) -> None:
    marks = [mark for mark in mark_text(tokenize(text), language) if mark.is_a("formula")]
    assert [mark.number.value for mark in marks if mark.number is not None] == [value]
