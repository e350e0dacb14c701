"""One sentence or two for each rule: what is taken, what is left alone."""

import datetime as dt
from typing import Any

import pytest

from domain.statements import read


def lines(text: str, dimension: str) -> list[tuple[str, int, str | None]]:
    rows = read(text).draft["breakdowns"][dimension]
    return [(row["category"], row["count"], row["within"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("189 Ukrainians were freed in an exchange.", "returned", 189),
        ("Ukraine freed 150 prisoners; Russia received 150 of its soldiers.", "handed_over", 150),
        ("The sides exchanged 314 prisoners, 157 from each.", "returned", 157),
        ("About 200 prisoners came home.", "returned_bound", {"about": 200}),
        ("Ukraine brought home over 200 prisoners.", "returned_bound", {"at_least": 200}),
        ("Between 40 and 50 prisoners came home in the swap.", "returned", None),
        ("Up to 300 prisoners were freed in the swap.", "returned", None),
        ("The bodies of 503 defenders were brought home.", "remains", 503),
        ("The bodies of two foreigners and one Ukrainian were returned.", "remains", None),
        ("Ukraine and Russia will exchange 205 prisoners.", "kind", "none"),
        ("The exchange of 100 prisoners did not take place.", "kind", "none"),
        ("The bank returned 300 cards at a good exchange rate.", "kind", "none"),
        ("Відбувся обмін: повернуто не 98, а 100 людей.", "returned", 100),
        ("З полону повернулися двісті семеро українців.", "returned", 207),
        ("Відбувся обмін 150 на 150: додому повернулися 150 воїнів.", "handed_over", 150),
        ("Росіянам передали 63-х їхніх військових, відбувся обмін.", "handed_over", 63),
        ("Україні передано 1 212 тіл полеглих.", "kind", "repatriation_of_remains"),
        ("Поза обміном Росія передала Україні 31 пораненого військового.", "kind", "release"),
        ("Відбулася підготовка до обміну, буде звільнено 300 полонених.", "kind", "none"),
    ],
)
def test_one_fact(text: str, field: str, value: Any) -> None:
    assert read(text).draft[field] == value


def test_of_whom_lasts_until_a_branch_that_is_never_inside() -> None:
    text = "87 from the Armed Forces, of whom 17 are Territorial Defence, 43 National Guards."
    assert lines("A swap freed prisoners: " + text, "branch") == [
        ("armed_forces", 87, None),
        ("territorial_defence", 17, "armed_forces"),
        ("national_guard", 43, None),
    ]


def test_arithmetic_settles_where_of_whom_ends() -> None:
    text = (
        "100 defenders were freed in the exchange. Armed Forces – 80, "
        "including 10 Territorial Defence, {} Navy."
    )
    assert ("navy", 20, None) in lines(text.format(20), "branch")
    closing = text.replace("80", "100").format(20)
    assert ("navy", 20, "armed_forces") in lines(closing, "branch")


def test_soldiers_are_a_line_only_beside_civilians() -> None:
    beside = "Відбувся обмін: Україна повернула 146 оборонців і вісьмох цивільних."
    assert lines(beside, "status") == [("military", 146, None), ("civilian", 8, None)]
    assert read(beside).draft["returned"] is None
    alone = "Відбувся обмін: Україна повернула 146 військових."
    assert lines(alone, "status") == []
    assert read(alone).draft["returned"] == 146


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("It was the 55th exchange in all. 115 people came home.", ("exchange_ordinal", "all", 55)),
        (
            "115 came home in the exchange. Since the full-scale invasion 3,520 people have been "
            "freed.",
            ("returned_total", "since:2022-02-24", 3520),
        ),
        (
            "5 лютого 2025 року відбувся обмін. Цього року звільнено 175 людей.",
            ("returned_total", "year:2025", 175),
        ),
    ],
)
def test_claims(text: str, claim: tuple[str, str, int]) -> None:
    found = [(c["measure"], c["scope"], c["value"]) for c in read(text).draft["claims"]]
    assert found == [claim]


def test_the_other_sides_figure_is_a_rival_claim() -> None:
    reading = read("An exchange took place. Moscow says it let go 146 Ukrainian prisoners.")
    assert reading.draft["returned"] is None
    assert [claim["value"] for claim in reading.further_claims] == [146]


def test_the_day_of_publication_settles_yesterday() -> None:
    text = "Yesterday 103 prisoners came home in an exchange."
    assert read(text).draft["occurred"] is None
    published = dt.date(2024, 9, 15)
    assert read(text, published=published).draft["occurred"] == "2024-09-14"


def test_a_number_that_is_left_out_says_why() -> None:
    text = "103 prisoners came home in an exchange. 31 of them had defended Mariupol."
    assert [(number.value, bool(number.why)) for number in read(text).unused] == [(31, True)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The sides agreed to exchange 500 prisoners.", "announcement"),
        ("Обмін полоненими не відбувся.", "failure"),
        ("The headquarters denied that prisoners were exchanged.", "denial"),
        ("Israel and Hamas exchanged hostages.", "something else"),
        ("", "something else"),
    ],
)
def test_no_exchange_says_why(text: str, reason: str) -> None:
    assert read(text).reason == reason
