"""Each concept of the language in sentences of our own: several forms of words in each."""

from typing import Any

import pytest

from domain.statements import read

Rows = list[tuple[str, int, str | None]]


def draft(text: str) -> Any:
    return read(text).draft


def rows(text: str, dimension: str) -> Rows:
    found = draft(text)["breakdowns"][dimension]
    return [(row["category"], row["count"], row["within"]) for row in found]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A prisoner swap. Forty-one Ukrainians stepped off the buses on home soil.", 41),
        ("Sixty-two prisoners of war walked out of Russian captivity on Monday.", 62),
        ("In the exchange 77 soldiers are back among their families.", 77),
        ("One hundred and five captives have been driven home after the swap.", 105),
        ("Обмін: 64 воїни ступили на рідну землю.", 64),
        ("З ворожої неволі вирвано сімдесятьох двох українців.", 72),
        ("Дев'яносто п'ятеро полонених опинилися на волі.", 95),
        ("У межах обміну до України доправлено 31 захисника.", 31),
        ("Наші вдома! 84 людини: військові та цивільні, їх звільнили з полону.", 84),
    ],
)
def test_return_is_told_in_many_words(text: str, number: int) -> None:
    assert draft(text)["returned"] == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A swap freed 40 Ukrainians. In return Moscow got 38 of its servicemen.", 38),
        ("A swap freed 40 Ukrainians; 38 Russians went the other way.", 38),
        ("In the swap Kyiv recovered 40 of its people and parted with 38 prisoners.", 38),
        ("A swap freed 40 Ukrainians. The same number of Russians were handed over.", 40),
        ("In a swap 40 Ukrainians came home. On the Russian side 38 went home too.", 38),
        ("Обмін звільнив 40 українців. Росії натомість віддали 38 полонених.", 38),
        ("Обмін звільнив 40 українців, росіян передали стільки ж.", 40),
        ("Обмін звільнив 40 українців. Російська сторона отримала 38 своїх.", 38),
        ("Обмін звільнив 40 українців. Росіян відпустили двома групами, 20 і 18, загалом 38.", 38),
        ("Відбувся обмін «40 на 40», волю здобули 80 осіб.", 40),
    ],
)
def test_who_was_handed_over(text: str, number: int) -> None:
    assert draft(text)["handed_over"] == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("An exchange took place to the formula 55 for 55: 110 people were freed.", 55),
        ("Обмін відбувся. Спершу приїхали 20 наших, потім іще 15; разом 35 українців удома.", 35),
    ],
)
def test_sums_tell_the_return_from_other_totals(text: str, number: int) -> None:
    assert draft(text)["returned"] == number


def test_lines_confirm_a_number_that_no_verb_goes_with() -> None:
    text = (
        "After the prisoner exchange the officials ticked off 60 names. Forty are from the Armed "
        "Forces, 15 from the National Guard and five from the Navy."
    )
    assert draft(text)["returned"] == 60


def test_a_return_smaller_than_one_of_its_lines_is_left_out() -> None:
    text = "A swap brought home 9 people. Armed Forces – 40, National Guard – 12."
    assert draft(text)["returned"] is None


KEYED = """Returned to Ukraine: 40
 – military: 36
     of these, officers: 6
     of these, sergeants: 30
 – civilians: 4
     of these, women: 3
Handed over to Russia: 41
Aged under 25: 12
"""
KEYED_UK = """Обмін 8 лютого 2025 року
Повернуто в Україну: 40 осіб
 • військові – 36
     – з них офіцери: 6
     – з них сержанти: 30
 • цивільні – 4
     – з них жінки: 3
Передано росіянам: 41 особу
Номер обміну від початку повномасштабного вторгнення: 66
"""


@pytest.mark.parametrize("text", ["Swap in figures\n" + KEYED, KEYED_UK])
def test_keys_and_values_nest_by_their_indentation(text: str) -> None:
    read_draft = draft(text)
    assert (read_draft["returned"], read_draft["handed_over"]) == (40, 41)
    assert rows(text, "status") == [("military", 36, None), ("civilian", 4, None)]
    assert rows(text, "rank") == [("officers", 6, "military"), ("sergeants", 30, "military")]
    assert rows(text, "sex") == [("women", 3, "civilian")]


def test_the_number_of_an_exchange_may_be_a_value() -> None:
    claims = [(c["scope"], c["value"]) for c in draft(KEYED_UK)["claims"]]
    assert claims == [("since:2022-02-24", 66)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A swap freed 30 people. National Guard, twelve; Border Guard Service, ten; Navy, 8.",
            [("national_guard", 12, None), ("border_guard", 10, None), ("navy", 8, None)],
        ),
        (
            "Обмін звільнив 40 воїнів. ЗСУ – 30, з них по троє – із ССО та Повітряних сил.",
            [
                ("armed_forces", 30, None),
                ("special_operations", 3, "armed_forces"),
                ("air_force", 3, "armed_forces"),
            ],
        ),
        (
            "A swap freed 40 people.\n• 30 soldiers of the Armed Forces. Nine of them are from "
            "the Navy and two from the Air Force;\n• ten guardsmen of the National Guard.",
            [
                ("armed_forces", 30, None),
                ("navy", 9, "armed_forces"),
                ("air_force", 2, "armed_forces"),
                ("national_guard", 10, None),
            ],
        ),
    ],
)
def test_lists_of_many_layouts(text: str, expected: Rows) -> None:
    assert rows(text, "branch") == expected


def test_some_of_a_named_group_are_within_it() -> None:
    text = (
        "In the swap 46 Ukrainians were freed: 39 are service members and seven are civilians. "
        "Five of the service members hold officer rank. Three of the seven civilians are women."
    )
    assert rows(text, "rank") == [("officers", 5, "military")]
    assert rows(text, "sex") == [("women", 3, "civilian")]
    assert rows("Обмін: волю здобули 30 людей, усі вони чоловіки.", "sex") == [("men", 30, None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kyiv, 9 October 2025. Russia returned 11 captives the day before.", "2025-10-08"),
        ("5 липня 2024 р., п'ятниця\nОбмін відбувся у вівторок. Вдома 20 воїнів.", "2024-07-02"),
        (
            "15.05.2024\nУ ніч з вівторка на середу, о 23:40, з полону вийшли 70 воїнів.",
            "2024-05-14",
        ),
        (
            "In the night from 30 October to 31 October 2025, well before dawn, a swap freed 20 "
            "prisoners.",
            "2025-10-31",
        ),
        ("06-NOV-2025 KYIV, MOSCOW SWAP PRISONERS ON THURSDAY, EACH SIDE FREES 78", "2025-11-06"),
    ],
)
def test_the_day_of_the_event(text: str, day: str) -> None:
    assert draft(text)["occurred"] == day


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "A swap freed 20 prisoners. It is exchange No. 63 since the full-scale invasion.",
            [("since:2022-02-24", 63)],
        ),
        ("Обмін звільнив 20 воїнів. За ліком цей обмін дев'ятнадцятий.", [("all", 19)]),
        ("25.05.2025 Відбулася третя, завершальна частина великого обміну: вдома 303 воїни.", []),
    ],
)
def test_which_ordinals_number_an_exchange(text: str, claims: list[tuple[str, int]]) -> None:
    assert [(c["scope"], c["value"]) for c in draft(text)["claims"]] == claims


@pytest.mark.parametrize(
    "text",
    [
        "The club agreed an exchange: striker Bondar returns after two seasons, while two "
        "defenders were handed over for the match. It is the fourth deal this year.",
        "The zoo welcomed nine lions freed from captivity in an exchange between sanctuaries.",
        "Банк повернув 207 мільйонів гривень у купюрах, обмін безкоштовний, касир приймає дві.",
        "Клуби домовилися обмінятися воротарями: гравець повертається після 103 матчів.",
        "48 звільнених з полону захисників вийшли на старт забігу, троє з них офіцери.",
        "Ukraine hopes to see 1,200 of its prisoners home before the New Year.",
        "– Чи правда, що повернули 300 полонених?",
    ],
)
def test_what_is_no_exchange(text: str) -> None:
    assert draft(text)["kind"] == "none"


def test_other_events_lend_no_number() -> None:
    text = (
        "9 October 2025. Russia gave back eleven badly wounded prisoners and asked for no one in "
        "exchange. The 185 soldiers and 20 civilians who were freed six days earlier came home by "
        "an ordinary exchange."
    )
    assert draft(text)["returned"] == 11
    assert rows(text, "status") == []


def test_the_correct_figure_replaces_the_wrong_one() -> None:
    text = "Ми повідомили, що обмін звільнив 57 воїнів. Правильна цифра – 75 осіб."
    assert draft(text)["returned"] == 75


def test_a_long_text_says_where_its_reading_stopped() -> None:
    text = "A swap freed 20 prisoners. " + "x" * 200_000
    reading = read(text)
    assert reading.read_to < len(text)
    assert not reading.is_whole
    assert read("A swap freed 20 prisoners.").is_whole
