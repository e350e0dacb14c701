"""Rows of an XLSX sheet, put into its XML by us rather than cell by cell through XlsxWriter.

XlsxWriter checks, keeps and formats each cell on its own, which takes most of the time of a long
export (5 µs a cell; this takes a fifth of it). In constant-memory mode it writes each row, once it
is done, to a file that becomes the sheet's; we append our rows to that file, and a test shows that
they are the same bytes that the library would have written. What we use of its inside is
`_write_single_row`, `_check_dimensions`, `row_data_fh` and a format's `_get_xf_index`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from domain.spreadsheets.sheets import Cell, Formula, Range

# Texts that XML or Excel would not take as they are; nearly none does.
_SPECIAL: Final = re.compile(r"[&<>]|_x[0-9a-fA-F]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]|^\s|\s$")
_CODE: Final = re.compile("_x[0-9a-fA-F]{4}_")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_DAY_0: Final = date(1899, 12, 30).toordinal()  # right from 1 March 1900 on
_SECONDS: Final = 24 * 60 * 60


def write_rows(
    page: Worksheet, rows: Iterable[Sequence[Cell]], first: int, formats: Sequence[Format]
) -> int:
    """Writes rows from row `first` (0-based) on, all below what is written already; returns how
    many. `formats` are those of the columns; a cell that is None is left out.

    Texts have to be clean (`sheets.clean`), days not before March 1900.
    """
    page._write_single_row(first)  # what is still being put together above
    write = page.row_data_fh.write
    starts = [f'<c r="{xl_col_to_name(n)}' for n in range(len(formats))]
    styles = [f'" s="{how._get_xf_index()}"' for how in formats]
    texts = [f'{style} t="inlineStr"><is><t' for style in styles]
    numbers = [f"{style}><v>" for style in styles]
    row = first
    for cells in rows:
        row += 1  # as the file counts
        parts = [f'<row r="{row}">']
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                parts.append(f"{starts[n]}{row}{texts[n]}{_text(cell)}</t></is></c>")
            elif isinstance(cell, int):
                parts.append(f"{starts[n]}{row}{numbers[n]}{cell}</v></c>")
            elif isinstance(cell, date):  # a moment is one, too
                parts.append(f"{starts[n]}{row}{numbers[n]}{_serial(cell)}</v></c>")
            else:
                inside = f"<f>{_escaped(formula(cell))}</f><v>{cell.value or 0}</v>"
                parts.append(f"{starts[n]}{row}{styles[n]}>{inside}</c>")
        if len(parts) > 1:
            parts.append("</row>")
            write("".join(parts))
    if row > first:
        page._check_dimensions(row - 1, len(formats) - 1)
        page._write_single_row(row)
    return row - first


def formula(found: Formula) -> str:
    """The formula as Excel writes it, without the = before it."""
    return "".join(part if isinstance(part, str) else _range(part) for part in found.parts)


def _range(part: Range) -> str:
    first = xl_rowcol_to_cell(part.row, part.column, part.fixed, part.fixed)
    last = xl_rowcol_to_cell(part.last_row, part.last_column, part.fixed, part.fixed)
    return first if first == last else f"{first}:{last}"


def _serial(day: date) -> str:
    """Days since the epoch of spreadsheets, and the part of the day."""
    days = day.toordinal() - _DAY_0
    if not isinstance(day, datetime):
        return str(days)
    seconds = day.hour * 3600 + day.minute * 60 + day.second
    return f"{days + (seconds + day.microsecond / 1e6) / _SECONDS:.16G}"


def _text(text: str) -> str:
    """What stands between `<t` and `</t>`."""
    if not _SPECIAL.search(text):
        return f">{text}"
    # A code such as _x000D_ would be read as the character it names.
    coded = _CODE.sub(r"_x005F\g<0>", text)
    coded = _escaped(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", coded))
    is_padded = text[:1].isspace() or text[-1:].isspace()
    return f' xml:space="preserve">{coded}' if is_padded else f">{coded}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
