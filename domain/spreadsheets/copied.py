"""Rows of a table to paste elsewhere: as text with tabs, and as HTML for programs that take it.

Figures stay figures, everything else stays text: no program takes a copied text for a formula, a
date or a number.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Final

from domain.spreadsheets.csvs import neutral
from domain.spreadsheets.sheets import Cell, Formula, Sheet

# Excel reads the first, LibreOffice the second: what is inside is text, whatever it looks like.
_AS_TEXT: Final = ' style=\'mso-number-format:"\\@"\' sdnum="0;0;@"'


@dataclass(frozen=True, slots=True)
class Copied:
    """The same rows in both forms; put both on the clipboard."""

    text: str
    html: str


def copied(
    sheet: Sheet, *, with_headers: bool = True, columns: Collection[str] | None = None
) -> Copied:
    """The rows of a sheet without its formulas; `columns` are the keys of those wanted."""
    kept = [
        n
        for n, column in enumerate(sheet.columns)
        if column.look != "formula" and (columns is None or column.key in columns)
    ]
    rows = [[cells[n] for n in kept] for cells in sheet.rows]
    titles: list[list[Cell]] = [[sheet.columns[n].title for n in kept]] if with_headers else []
    table = "".join(_html_row(row, "th") for row in titles)
    table += "".join(_html_row(row, "td") for row in rows)
    head = '<head><meta charset="utf-8"></head>'
    return Copied(
        text="\n".join("\t".join(map(_plain, row)) for row in [*titles, *rows]),
        html=f"<html>{head}<body><table>{table}</table></body></html>",
    )


def _html_row(cells: Iterable[Cell], tag: str) -> str:
    return f"<tr>{''.join(_html_cell(cell, tag) for cell in cells)}</tr>"


def _html_cell(cell: Cell, tag: str) -> str:
    how = _AS_TEXT if isinstance(cell, str) else ""
    return f"<{tag}{how}>{escape(_plain(cell))}</{tag}>"


def _plain(cell: Cell) -> str:
    """One cell on one line: a line end or a tab inside it would begin another."""
    if isinstance(cell, str):
        return neutral(" ".join(cell.split()))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    value = cell.value if isinstance(cell, Formula) else cell
    return "" if value is None else str(value)
