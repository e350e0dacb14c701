"""Spreadsheets as others make them, written by hand for the tests: XLSX, ODS and text files."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Rows = Sequence[Sequence[Any]]
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


class Formula(str):
    """A formula; `value` is what was stored with it."""

    value: Any = ""

    def __new__(cls, text: str, value: Any) -> "Formula":
        made = super().__new__(cls, text)
        made.value = value
        return made


def xlsx(
    path: Path,
    sheets: Mapping[str, Rows],
    merged: Sequence[tuple[str, int, int, int, int]] = (),
) -> Path:
    """A workbook by XlsxWriter; `merged` are (sheet, row, column, last row, last column) from 0."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, Formula):
                    sheet.write_formula(place, column, cell, None, cell.value)
                elif isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                elif cell is not None:
                    sheet.write(place, column, cell)
        for which, *area in merged:
            if which == name:
                sheet.merge_range(*area, rows[area[0]][area[1]])
    book.close()
    return path


def text(path: Path, rows: Rows, separator: str, encoding: str) -> Path:
    """A text file, its cells as they are."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def ods(path: Path, sheets: Mapping[str, Rows], more: Mapping[str, str] | None = None) -> Path:
    """An ODS file; a cell (text, columns, rows) spans as many cells."""
    body = "".join(
        f"<table:table table:name={quoteattr(name)}>{_ods_rows(rows)}</table:table>"
        for name, rows in sheets.items()
    )
    return ods_of(path, body, more or {})


def ods_of(path: Path, body: str, more: Mapping[str, str] | None = None) -> Path:
    """An ODS file with these tables, and other parts beside."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.2"><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    parts = {"content.xml": content, "META-INF/manifest.xml": manifest, **(more or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE)
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def _ods_rows(rows: Rows) -> str:
    return "".join(
        f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
        for row in rows
    )


def _ods_cell(cell: Any) -> str:
    spans = ""
    if isinstance(cell, tuple):
        cell, columns, rows = cell
        spans = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
    if cell is None:
        return f"<table:table-cell{spans}/>"
    if isinstance(cell, Formula):
        value = f'office:value-type="float" office:value="{cell.value}"'
        return f'<table:table-cell table:formula="of:{cell}" {value}{spans}/>'
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return (
        f"<table:table-cell {kind}{spans}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
    )


def repacked(path: Path, new: Path, changed: Mapping[str, bytes | None]) -> Path:
    """A copy of a package with other parts: new, changed, or taken away (None)."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts.update({name: part for name, part in changed.items() if part is not None})
    for name, part in changed.items():
        if part is None:
            parts.pop(name, None)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    new.write_bytes(buffer.getvalue())
    return new
