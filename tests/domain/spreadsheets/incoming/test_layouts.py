"""Tables that others laid out, each in its own way, come to the same ledger."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.spreadsheets.incoming.importing import (
    Decisions,
    Mapping,
    Plan,
    carry_out,
    plan_import,
    read_file,
)
from tests.domain.helpers import writing_nothing
from tests.domain.spreadsheets.incoming import sheets
from tests.domain.spreadsheets.incoming.sheets import Formula

# The record that every layout below tells: (fields, mediators), in order of day.
RECORD: list[tuple[dict[str, Any], str]] = [
    (
        {
            "kind": "exchange",
            "occurred": "2024-01-03",
            "returned": 230,
            "branch.armed_forces": (130, None),
            "branch.territorial_defence": (15, "branch.armed_forces"),
            "branch.national_guard": (55, None),
            "branch.border_guard": (38, None),
            "branch.navy": (7, None),
        },
        "AE",
    ),
    (
        {
            "kind": "release",
            "occurred": "2024-06-28",
            "returned": 10,
            "status.civilian": (10, None),
        },
        "VA",
    ),
    ({"kind": "exchange", "occurred": "2024-10-18/2024-10-19", "returned": 95}, ""),
    (
        {
            "kind": "exchange",
            "occurred": "2024-12-30",
            "returned": 189,
            "handed_over": 150,
            "branch.armed_forces": (87, None),
            "branch.territorial_defence": (17, "branch.armed_forces"),
            "branch.national_guard": (43, None),
            "branch.border_guard": (33, None),
            "branch.navy": (24, None),
            "status.civilian": (2, None),
        },
        "AE TR",
    ),
]


def one_row_an_exchange(folder: Path) -> Path:
    """English headings, real dates, nothing special."""
    rows: list[list[Any]] = [
        *[["Date", "Type", "Returned", "Armed Forces", "of which Territorial Defence"]],
        [date(2024, 1, 3), "exchange", 230, 130, 15, 55, 38, 7, None, None, "UAE"],
        [date(2024, 6, 28), "release", 10, None, None, None, None, None, 10, None, "Holy See"],
        ["18–19 October 2024", "exchange", 95],
        [date(2024, 12, 30), "exchange", 189, 87, 17, 43, 33, 24, 2, 150, "UAE; Türkiye"],
    ]
    rows[0] += ["National Guard", "Border Guards", "Navy", "Civilians", "Handed over", "Mediators"]
    return sheets.xlsx(folder / "exchanges.xlsx", {"Sheet1": rows})


def one_row_a_branch(folder: Path) -> Path:
    """Ukrainian; a day is written once, in a merged cell, with a line for each branch below."""
    rows: list[list[Any]] = [["Дата обміну", "Вид", "Формування", "Кількість", "Посередники"]]
    merged = []
    for day, kind, mediators, lines in (
        (
            *("3 січня 2024 р.", "обмін", "ОАЕ"),
            (
                ("усього", 230),
                ("ЗСУ", 130),
                ("з них ТрО", 15),
                ("НГУ", 55),
                ("ДПСУ", 38),
                ("ВМС", 7),
            ),
        ),
        ("28 червня 2024 р.", "звільнення", "Ватикан", (("усього", 10), ("цивільні", 10))),
        ("у ніч на 19 жовтня 2024 р.", "обмін", None, (("усього", 95),)),
        (
            *("30 грудня 2024 р.", "обмін", "ОАЕ, Туреччина"),
            (
                *(("усього", 189), ("ЗСУ", 87), ("з них ТрО", 17), ("Нацгвардія", 43)),
                *(("Прикордонники", 33), ("ВМС ЗСУ", 24), ("цивільних", 2), ("передано", 150)),
            ),
        ),
    ):
        first = len(rows)
        for place, (category, count) in enumerate(lines):
            heads = (day, kind, mediators) if place == 0 else (None, None, None)
            rows.append([heads[0], heads[1], category, count, heads[2]])
        if len(lines) > 1:
            merged += [("Аркуш1", first, column, len(rows) - 1, column) for column in (0, 1)]
    return sheets.xlsx(folder / "рядки.xlsx", {"Аркуш1": rows}, merged)


def merged_headings(folder: Path) -> Path:
    """A title, two levels of headings, the upper ones merged, a total at the end."""
    rows: list[list[Any]] = [
        ["Обміни полоненими у 2024 році"],
        [],
        ["№", "Дата", "Вид", "Повернуто", *[None] * 7, "Передано", "Посередник"],
        [None, None, None, "Усього", "Збройні Сили", None, "Нацгвардія", "ДПСУ", "ВМС", "Цивільні"],
        [None, None, None, None, "усього", "ТрО"],
        [1, date(2024, 1, 3), "обмін", 230, 130, 15, 55, 38, 7, None, None, None, "ОАЕ"],
        [2, date(2024, 6, 28), "звільнення", 10, *[None] * 5, 10, None, None, "Ватикан"],
        [3, "у ніч на 19 жовтня", "обмін", 95],
        [4, date(2024, 12, 30), "обмін", 189, 87, 17, 43, 33, 24, 2, None, 150, "ОАЕ та Туреччина"],
        ["Разом", None, None, 524, 217, 32, 98, 71, 31, 12, None, 150],
    ]
    name = "2024"
    merged = [
        (name, 2, 0, 4, 0),
        (name, 2, 1, 4, 1),
        (name, 2, 2, 4, 2),
        (name, 2, 3, 2, 10),
        (name, 3, 3, 4, 3),
        (name, 3, 4, 3, 5),
        (name, 3, 6, 4, 6),
        (name, 2, 11, 4, 11),
        (name, 2, 12, 4, 12),
    ]
    return sheets.xlsx(folder / "обміни.xlsx", {name: rows}, merged)


def cp1251_with_totals(folder: Path) -> Path:
    """A text file of Excel's: Windows-1251, semicolons, totals in the middle, years as headings."""
    rows: list[list[Any]] = [
        ["Дата", "Вид події", "Звільнено", "ЗСУ", "у т.ч. ТрО", "НГУ", "ДПСУ", "ВМС", "Цивільних"],
        ["2024 рік"],
        ["3 січня", "обмін", "230", "130", "15", "55", "38", "7", "", "", "ОАЕ"],
        ["Усього за I квартал", "", "230", "130", "15", "55", "38", "7"],
        ["28 червня", "звільнення", "10", "", "", "", "", "", "10", "-", "Ватикан"],
        ["18–19 жовтня", "обмін", "95 осіб", "", "", "", "", "", "", "", "—"],
        ["30.12.2024", "обмін", "189", "87", "17", "43", "33", "24", "2", "150", "ОАЕ, Туреччина"],
        ["Разом", "", "524", "217", "32", "98", "71", "31", "12", "150"],
    ]
    rows[0] += ["Передано", "Посередник"]
    return sheets.text(folder / "обміни.csv", rows, ";", "cp1251")


def shifted_ods(folder: Path) -> Path:
    """English days as text, the table somewhere in the middle, a column that means nothing here."""
    gap: list[Any] = [None, None]
    rows: list[list[Any]] = [
        ["Compiled from open sources"],
        [],
        [],
        [
            *gap,
            "Weekday",
            "When",
            "Event",
            "Freed",
            "AFU",
            "TDF",
            "NGU",
            "SBGS",
            "Navy",
            "Civilian",
        ],
        [*gap, "Wed", "January 3, 2024", "exchange", 230, 130, 15, 55, 38, 7, None, None, "AE"],
        [*gap, "Fri", "28 June 2024", "mediated release", 10, *[None] * 5, 10, None, "VA"],
        [*gap, None, "2024-10-18/2024-10-19", "exchange", 95],
        [*gap, "Mon", "30 Dec 2024", "exchange", 189, 87, 17, 43, 33, 24, 2, 150, "AE, TR"],
    ]
    rows[3] += ["Given", "Mediated by"]
    return sheets.ods(folder / "exchanges.ods", {"Data": rows})


def second_sheet_with_formulas(folder: Path) -> Path:
    """The table is on the second sheet; totals are formulas, days American, headings repeat."""
    headings = ["Date of exchange", "Kind", "Total returned", "Returned / Armed Forces", "TrO"]
    headings += ["National Guard of Ukraine", "Border Guard Service", "Naval Forces", "Civilians"]
    headings += ["Handed over to Russia", "Mediator"]
    headings[3] = "Armed Forces of Ukraine"
    total = Formula("=SUM(D3,F3:I3)", 230)
    rows: list[list[Any]] = [
        ["Prisoner exchanges"],
        headings,
        ["01/03/2024", "exchange", total, 130, 15, 55, 38, 7, None, None, "UAE"],
        ["06/28/2024", "release", 10, None, None, None, None, None, 10, None, "Vatican"],
        headings,
        ["the night of October 19, 2024", "exchange", 95],
        [
            "12/30/2024",
            "exchange",
            Formula("=1*189", 189),
            87,
            17,
            43,
            33,
            24,
            2,
            150,
            "UAE and Turkey",
        ],
        ["Total", None, Formula("=SUM(C3:C7)", 524)],
    ]
    notes = [["How to read this"], ["Dates are month/day/year"]]
    return sheets.xlsx(folder / "book.xlsx", {"Read me": notes, "List": rows})


def long_utf16(folder: Path) -> Path:
    """Every figure is a row, with its leg, dimension and parent; UTF-16 with tabs."""
    rows: list[list[Any]] = [
        ["date", "kind", "leg", "dimension", "category", "within", "count", "mediators"]
    ]
    for fields, mediators in RECORD:
        who = mediators.replace(" ", ";")
        head = [fields["occurred"], fields["kind"]]
        for name, value in fields.items():
            if name in ("returned", "handed_over"):
                rows.append([*head, name, "", "total", "", value, who])
            elif isinstance(value, tuple):
                dimension, _, category = name.partition(".")
                within = (value[1] or "").rpartition(".")[2]
                rows.append([*head, "returned", dimension, category, within, value[0], who])
    return sheets.text(folder / "long.csv", rows, "\t", "utf-16")


def koi8_without_years(folder: Path) -> Path:
    """KOI8-U with commas, days without a year, the year only in the operator's mapping."""
    rows: list[list[Any]] = [
        [
            "День",
            "Тип",
            "Повернуто",
            "ЗСУ",
            "в т.ч. ТрО",
            "НГУ",
            "ДПСУ",
            "ВМС",
            "Цивільні",
            "Віддано",
        ],
        ["03.01", "обмін", 230, 130, 15, 55, 38, 7, "", "", "ОАЕ"],
        ["28.06", "звільнення", 10, "", "", "", "", "", 10, "", "Ватикан"],
        ["18-19.10.2024", "обмін", 95],
        ["30.12", "обмін", 189, 87, 17, 43, 33, 24, 2, 150, '"ОАЕ, Туреччина"'],
    ]
    rows[0].append("За посередництва")
    return sheets.text(folder / "koi.csv", rows, ",", "koi8-u")


Layout = Callable[[Path], Path]
LAYOUTS: Sequence[Layout] = (
    one_row_an_exchange,
    one_row_a_branch,
    merged_headings,
    cp1251_with_totals,
    shifted_ods,
    second_sheet_with_formulas,
    long_utf16,
    koi8_without_years,
)
GUIDES: dict[Layout, Mapping] = {koi8_without_years: Mapping(year=2024)}


def told(plan: Plan) -> list[str]:
    return [str(problem.refused) for problem in plan.problems if problem.is_error]


def recorded(ledger: Ledger) -> list[tuple[dict[str, Any], str]]:
    """What the ledger says, in the form of RECORD."""
    with ledger.view() as view:
        found = []
        for row in exchanges(view):
            subject = view.subject(row.id)
            assert subject is not None
            fields = {
                name: (value["count"], value["within"]) if isinstance(value, dict) else value
                for name, value in subject.fields().items()
            }
            found.append((fields, row.mediators))
    return found


@pytest.mark.parametrize("made", LAYOUTS, ids=lambda made: made.__name__)
def test_a_layout_comes_to_the_record(made: Layout, ledger: Ledger, tmp_path: Path) -> None:
    guide = GUIDES.get(made, Mapping())
    book = read_file(made(tmp_path), guide)
    plan = plan_import(ledger, book, guide)
    assert told(plan) == []
    assert plan.counts == {"new": 4}
    carry_out(ledger, plan, "the sheet was changed")
    assert recorded(ledger) == RECORD
    again = plan_import(ledger, book, guide)
    assert again.counts == {"unchanged": 4}
    with writing_nothing(ledger):
        assert carry_out(ledger, again, "the sheet was changed") == []


@pytest.mark.parametrize("made", LAYOUTS[1:], ids=lambda made: made.__name__)
def test_another_layout_of_the_same_is_recognised_as_likely_duplicates(
    made: Layout, ledger: Ledger, tmp_path: Path
) -> None:
    """No sheet's rows are counted twice because somebody else laid them out otherwise."""
    first = plan_import(ledger, read_file(one_row_an_exchange(tmp_path), Mapping()))
    carry_out(ledger, first, "the sheet was changed")
    guide = GUIDES.get(made, Mapping())
    plan = plan_import(ledger, read_file(made(tmp_path), guide), guide)
    assert set(plan.counts) <= {"duplicate", "unchanged"}
    with writing_nothing(ledger):
        carry_out(ledger, plan, "the sheet was changed")


def test_rows_that_are_no_record_are_listed(ledger: Ledger, tmp_path: Path) -> None:
    plan = plan_import(ledger, read_file(cp1251_with_totals(tmp_path), Mapping()))
    assert [(one.row, one.why) for one in plan.skipped] == [
        (2, "section"),
        (4, "subtotal"),
        (8, "subtotal"),
    ]
    book = read_file(second_sheet_with_formulas(tmp_path), Mapping())
    plan = plan_import(ledger, book)
    assert [(one.row, one.why) for one in plan.skipped] == [(5, "heading"), (8, "subtotal")]
    assert [(column.heading, n) for column, n in plan.formulas] == [("Total returned", 3)]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_merged_cell_speaks_for_all_its_rows(ledger: Ledger, tmp_path: Path, form: str) -> None:
    rows: list[list[Any]] = [
        ["Date", "Returned", "Mediator"],
        ["2024-01-03", 230, "UAE"],
        ["2024-01-31", 207, None],
        ["2024-02-08", 100, None],
    ]
    path = tmp_path / f"a.{form}"
    if form == "xlsx":
        sheets.xlsx(path, {"S": rows}, [("S", 1, 2, 2, 2)])
    else:
        rows[1][2] = ("UAE", 1, 2)
        sheets.ods(path, {"S": rows})
    plan = plan_import(ledger, read_file(path, Mapping()))
    assert [row.stated.said.get("mediators") for row in plan.rows] == [["AE"], ["AE"], None]


def test_a_year_that_is_no_sum_has_to_be_decided(ledger: Ledger, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Date", "Returned"],
        ["2024-01-03", 230],
        ["2024-01-31", 207],
        ["2024", 437],
        ["2024", 400],
    ]
    book = read_file(sheets.text(tmp_path / "a.csv", rows, ",", "utf-8"), Mapping())
    plan = plan_import(ledger, book)
    assert [(one.row, one.why) for one in plan.skipped] == [(4, "subtotal")]
    assert plan.counts == {"new": 2, "wrong": 1}
    assert [p.refused.code for p in plan.problems] == ["row_maybe_total"]
    assert plan_import(ledger, book, None, Decisions(leave_out=frozenset({5}))).is_possible
    assert plan_import(ledger, book, None, Decisions(as_new=frozenset({5}))).counts == {"new": 3}
