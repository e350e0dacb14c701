"""Rows that we put into a sheet's XML are the bytes that XlsxWriter writes for the same cells."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.spreadsheets.sheets import Cell, Formula, Range, clean
from domain.spreadsheets.xlsx_rows import formula, write_rows

WIDTH = 4
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["_x000D_", " a", "a\n", "\ta", "<r><t>x</t></r>", "a & b < c", "=1+1", "_x000d_ _xAb1"]
)
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    TEXT.map(clean).filter(bool),
    st.dates(date(1901, 1, 1), date(2199, 12, 31)),
    st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.builds(
        lambda row, column, fixed, value: Formula(
            ("SUM(", Range(row, column, row + 3, column, fixed), ")<>", Range(0, 0, 0, 0)), value
        ),
        st.integers(0, 99),
        st.integers(0, 30),
        st.booleans(),
        st.integers(-99, 99) | st.none(),
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=WIDTH), max_size=8)


def sheet(write: Callable[[Any, Any, Sequence[Any]], object]) -> bytes:
    """The XML of a sheet with a row of titles, the rows that `write` writes, and a last one."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        looks = [book.add_format({"num_format": "0" * n}) for n in range(1, WIDTH + 1)]
        page.set_row(0, 32)
        for n in range(WIDTH):
            page.write_string(0, n, "title", looks[n])
        write(book, page, looks)
        page.write_string(20, WIDTH - 1, "below", looks[0])
    with zipfile.ZipFile(file) as found:
        return found.read("xl/worksheets/sheet1.xml")


def by_the_library(page: Any, rows: Sequence[Sequence[Cell]], looks: Sequence[Any]) -> None:
    for n, row in enumerate(rows, 1):
        for m, cell in enumerate(row):
            if isinstance(cell, str):
                # a text in <r>…</r> it would copy as it is, so that test is left to the other file
                page._write_string(n, m, cell, looks[m])
            elif isinstance(cell, int):
                page.write_number(n, m, cell, looks[m])
            elif isinstance(cell, date):
                page.write_datetime(n, m, cell, looks[m])
            elif cell is not None:
                page.write_formula(n, m, f"={formula(cell)}", looks[m], cell.value or 0)


@settings(deadline=None)
@given(ROWS)
@example([[None], ["a", None, 3], [], [datetime(2024, 2, 29, 23, 59, 59)]])
def test_they_are_what_the_library_writes(rows: list[list[Cell]]) -> None:
    rows = [[_unmarked(cell) for cell in row] for row in rows]

    def ours(_: Any, page: Any, looks: Sequence[Any]) -> None:
        assert write_rows(page, rows[:3], 1, looks) == len(rows[:3])
        write_rows(page, rows[3:], 1 + len(rows[:3]), looks)

    assert sheet(ours) == sheet(lambda _, page, looks: by_the_library(page, rows, looks))


def _unmarked(cell: Cell) -> Cell:
    """Not a text that the library would copy as marked-up XML; ours never does."""
    is_marked = isinstance(cell, str) and cell.startswith("<r>") and cell.endswith("</r>")
    return "<r>" if is_marked else cell


def test_what_looks_like_markup_stays_text() -> None:
    found = sheet(lambda _, page, looks: write_rows(page, [["<r><t>x</t></r>"]], 1, looks))
    assert b"&lt;r&gt;&lt;t&gt;x&lt;/t&gt;&lt;/r&gt;" in found
