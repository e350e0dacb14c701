"""Sheets as an XLSX workbook, written row by row: memory does not grow with the tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from domain.spreadsheets.front import Front
from domain.spreadsheets.layouts import Mark
from domain.spreadsheets.sheets import Cell, Chart, Column, Formula, Look, Range, Sheet, clean
from domain.spreadsheets.styles import COLOURS, FIGURES, HEADER, INK, SERIES, SIGN_MARKS
from domain.spreadsheets.words import Say

ROWS: Final = 1_048_576  # of one sheet; a longer table goes on on another
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORMATS: Final[dict[Look, dict[str, Any]]] = {
    "text": {"align": "left", "indent": 1},
    "number": {"num_format": "#,##0"},
    "plain": {"num_format": "0"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "indent": 1},
    "bound": {"font_color": "#595959", "align": "left", "indent": 1},
    "status": {"align": "left", "indent": 1},
    "id": {"font_color": "#595959", "align": "left", "indent": 1},
    "formula": {"num_format": "#,##0", "font_color": "#595959", "italic": True},
}


def write(path: Path, front: Front, sheets: Iterable[Sheet], say: Say) -> None:
    """The workbook at `path`: the front, then one sheet a table."""
    with xlsxwriter.Workbook(str(path), dict(_OPTIONS)) as book:
        book.set_properties({"title": front.title, "comments": front.stamp})
        formats = _Formats(book)
        first = book.add_worksheet(clean(say("About"))[:31])
        counts = [(sheet.title, _sheet(book, sheet, front, formats)) for sheet in sheets]
        _front(first, front, counts, formats, say)
        first.activate()


class _Formats:
    """The few formats of a workbook, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.look = {look: book.add_format({**base, **how}) for look, how in _FORMATS.items()}
        self.text = self.look["text"]
        large = {"font_size": 18, "bold": True, "font_color": INK}
        self.title = book.add_format({**base, **large, "align": "left", "indent": 1})
        self.label = book.add_format(
            {**base, "font_color": "#595959", "align": "left", "indent": 1}
        )
        self.header = book.add_format(
            {
                **base,
                **{"bold": True, "bg_color": HEADER, "text_wrap": True, "bottom": 1},
                **{"align": "left", "indent": 1},
            }
        )
        self.header_right = book.add_format(
            {
                **base,
                **{"bold": True, "bg_color": HEADER, "text_wrap": True, "bottom": 1},
                "align": "right",
            }
        )
        self.left = book.add_format({**base, "num_format": "0", "align": "left", "indent": 1})
        self.marks: dict[Mark, Format] = {
            mark: book.add_format({"font_color": ink, "bg_color": ground})
            for mark, (ink, ground) in COLOURS.items()
        }


def _sheet(book: xlsxwriter.Workbook, sheet: Sheet, front: Front, formats: _Formats) -> int:
    """One table, on as many sheets as it needs; returns how many rows it has."""
    total = 0
    rows = iter(sheet.rows)
    for number, part in enumerate(_parts(rows, ROWS - 8), 1):
        name = sheet.title if number == 1 else f"{sheet.title} {number}"
        page = book.add_worksheet(clean(name)[:31])
        _set_up(page, sheet, front, formats)
        written = _rows(page, sheet.columns, part, 1, formats)
        last = written
        if number == 1:
            _rows(page, sheet.columns, sheet.beneath, written + 1, formats)
            last += len(sheet.beneath)
            if sheet.chart is not None:
                _chart(book, page, sheet, sheet.chart, last + 2)
        _finish(page, sheet, written, last, formats)
        total += written
    return total


def _parts(rows: Iterator[Sequence[Cell]], size: int) -> Iterator[Iterator[Sequence[Cell]]]:
    """The rows in runs of `size`; one empty run where there are none."""
    yield islice(rows, size)
    for row in rows:
        yield chain([row], islice(rows, size - 1))


def _set_up(page: Worksheet, sheet: Sheet, front: Front, formats: _Formats) -> None:
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width, formats.look[column.look])
        is_right = column.look in ("number", "plain", "formula")
        header = formats.header_right if is_right and n else formats.header
        page.write_string(0, n, column.title, header)
    page.set_row(0, 32)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    stamp = front.stamp.replace("&", "&&")[:200]
    page.set_footer(f"&L&8{stamp}&R&8&P / &N")


def _finish(page: Worksheet, sheet: Sheet, written: int, last: int, formats: _Formats) -> None:
    """What needs to know where the rows end."""
    width = len(sheet.columns) - 1
    if written:
        page.autofilter(0, 0, written, width)
    read = max(n for n, column in enumerate(sheet.columns) if column.report)
    page.print_area(0, 0, last + (20 if sheet.chart else 0), read)
    page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last + 1, width)}"})
    for n, column in enumerate(sheet.columns):
        if not written:
            continue
        if column.look == "status":
            for sign, mark in SIGN_MARKS.items():
                rule = {"type": "text", "criteria": "begins with", "value": sign}
                page.conditional_format(1, n, written, n, {**rule, "format": formats.marks[mark]})
        elif column.mark and column.look in ("number", "formula"):
            # an empty cell counts as 0 here
            differs = {"type": "cell", "criteria": "!=", "value": 0}
            found = {**differs, "format": formats.marks[column.mark]}
            page.conditional_format(1, n, last, n, found)
        elif column.mark:
            found = {"type": "no_blanks", "format": formats.marks[column.mark]}
            page.conditional_format(1, n, written, n, found)


def _rows(
    page: Worksheet,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    first: int,
    formats: _Formats,
) -> int:
    """Writes rows from row `first` on; returns how many."""
    looks = [formats.look[column.look] for column in columns]
    text: Callable[..., object] = page.write_string
    number: Callable[..., object] = page.write_number
    count = 0
    for row, cells in enumerate(rows, first):
        count += 1
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                text(row, n, _safe(cell), looks[n])
            elif isinstance(cell, int):
                number(row, n, cell, formats.left if columns[n].key == "period" else looks[n])
            elif isinstance(cell, datetime | date):
                page.write_datetime(row, n, cell, looks[n])
            else:
                page.write_formula(row, n, _formula(cell), looks[n], cell.value or 0)
    return count


def _safe(text: str) -> str:
    """XlsxWriter takes a text in <r>…</r> for marked-up XML and copies it as it is; not ours."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _formula(formula: Formula) -> str:
    return "=" + "".join(part if isinstance(part, str) else _range(part) for part in formula.parts)


def _range(part: Range) -> str:
    first = xl_rowcol_to_cell(part.row, part.column, part.fixed, part.fixed)
    last = xl_rowcol_to_cell(part.last_row, part.last_column, part.fixed, part.fixed)
    return first if first == last else f"{first}:{last}"


def _chart(
    book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet, chart: Chart, row: int
) -> None:
    drawn = book.add_chart({"type": "column"})
    assert drawn is not None
    for n, colour in zip(chart.of, SERIES, strict=False):
        drawn.add_series(
            {
                "name": [page.name, 0, n],
                "categories": [page.name, chart.row, chart.over, chart.last_row, chart.over],
                "values": [page.name, chart.row, n, chart.last_row, n],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": {"size": 9}},
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 13}, "overlay": False})
    drawn.set_legend({"position": "bottom"})
    drawn.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": FIGURES}})
    drawn.set_x_axis({"num_format": "0"})
    drawn.set_size({"width": 720, "height": 320})
    page.insert_chart(row, 0, drawn, {"description": f"{sheet.title}: {chart.title}"})


def _front(
    page: Worksheet,
    front: Front,
    counts: Sequence[tuple[str, int]],
    formats: _Formats,
    say: Say,
) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 42, formats.text)
    page.set_column(1, 1, 12, formats.text)
    page.set_column(2, 2, 76, formats.text)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_row(0, 30)
    page.write_string(0, 0, _safe(front.title), formats.title)
    row = 2
    for label, value in front.lines:
        page.write_string(row, 0, label, formats.label)
        page.write_string(row, 1, _safe(value), formats.text)
        row += 1
    row = _block(page, row + 1, (say("Journal"), say("Event"), say("Event id")), formats)
    for journal, index, event in front.heads:
        page.write_string(row, 0, journal, formats.text)
        page.write_number(row, 1, index, formats.left)
        page.write_string(row, 2, event, formats.text)
        row += 1
    row = _block(page, row + 1, (say("Sheet"), say("Rows")), formats)
    for title, count in counts:
        page.write_string(row, 0, title, formats.text)
        page.write_number(row, 1, count, formats.look["number"])
        row += 1
    row += 1
    for note in front.notes:
        page.write_string(row, 0, note, formats.label)
        row += 1


def _block(page: Worksheet, row: int, titles: Sequence[str], formats: _Formats) -> int:
    for n, title in enumerate(titles):
        page.write_string(row, n, title, formats.header)
    return row + 1
