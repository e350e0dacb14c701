"""Cells copied in a spreadsheet become rows of a breakdown."""

import pytest

from domain.model.typed_lines import read_block
from domain.model.vocabulary import STANDARD
from domain.spreadsheets.incoming.pasting import pasted

BRANCHES = [("Armed Forces", "87", 0), ("Territorial Defence", "17", 1), ("Navy", "24", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Armed Forces\t87\nTerritorial Defence\t17\nNavy\t24\n".replace("\nT", "\n  T"),
        "ЗСУ\t87\r\nз них ТрО\t17\r\nВМС\t24\r\n",
        "Branch\tCount\nAFU\t87\nof which TDF\t17\nNaval forces\t24\nTotal\t111",
        "1\tЗСУ\t87\n\tу т.ч. ТрО\t17\n2\tВМС ЗСУ\t24\n\tРазом\t111",
        "ЗСУ\tз них ТрО\tВМС\tРазом\n87\t17\t24\t111",
        "ЗСУ\t\t87\n\tТрО\t17\nВМС\t\t24\n",
        '"Збройні Сили"\t87\n"з них\nТрО"\t17\nВМС\t24',
        "ЗСУ 87\nз них ТрО 17\nВМС 24",
    ],
)
def test_however_it_was_copied(text: str) -> None:
    rows = pasted(text, STANDARD).rows
    assert [(row.name, row.count, row.depth) for row in rows] == BRANCHES
    read = read_block("branch", rows, STANDARD)
    assert not read.wrong
    assert [line.within for line in read.lines.values()] == [None, ("branch", "armed_forces"), None]


def test_headings_and_totals_are_left_out_and_said() -> None:
    found = pasted("Формування\tКількість\nЗСУ\t87\nРазом\t87", STANDARD, "uk")
    assert [row.name for row in found.rows] == ["Збройні Сили"]
    assert found.left_out == ("Формування Кількість", "Разом 87")


def test_what_is_not_known_stays_as_it_is_to_be_corrected() -> None:
    found = pasted("ЗСУ\t87\nНевідоме\t5\nВМС\tбагато", STANDARD)
    assert [(row.name, row.count) for row in found.rows] == [
        ("Armed Forces", "87"),
        ("Невідоме", "5"),
        ("Navy", "багато"),
    ]
    assert set(read_block("branch", found.rows, STANDARD).wrong) == {1, 2}


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n", "\t", "5\t6\n7\t8", "a\x00b\t1"])
def test_nothing_breaks_it(text: str) -> None:
    pasted(text, STANDARD)
