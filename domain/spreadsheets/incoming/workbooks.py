"""The cells of an XLSX or ODS file, after a first look into its parts, by a library."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.model.refusal import Refused
from domain.spreadsheets.incoming import limits
from domain.spreadsheets.incoming.cells import NO_VALUE, Cell, Day, Flaw, SheetHead
from domain.spreadsheets.incoming.package import Facts, look


def workbook(data: bytes) -> tuple[str, Iterator[SheetHead | list[Cell]]]:
    """The form of a workbook, and its sheets: each a head, then its rows."""
    form, facts = look(data)
    return form, _sheets(data, facts)


def _sheets(data: bytes, facts: list[Facts]) -> Iterator[SheetHead | list[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for place, sheet in enumerate(book.sheet_names):
                known = next((f for f in facts if f.name == sheet), None)
                if known is None:
                    raise Refused("sheet_damaged", why=f"sheet {sheet[:40]}")
                if known.last_row < 0:
                    yield SheetHead(known.name, 0, known.hidden)
                    continue
                rows = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
                yield from _sheet(known, rows)
    except CalamineError as error:
        raise Refused("sheet_damaged", why=str(error)[:120]) from error


def _sheet(facts: Facts, rows: list[list[Any]]) -> Iterator[SheetHead | list[Cell]]:
    cells = [[_cell(value) for value in row] for row in rows]
    for (row, column), error in facts.errors.items():
        _put(cells, row, column, Flaw(error))
    for row, column in facts.missing:
        _put(cells, row, column, Flaw(NO_VALUE))
    _fill_merged(facts, cells)
    while cells and not any(cell is not None for cell in cells[-1]):
        cells.pop()
    yield SheetHead(facts.name, len(cells), facts.hidden, facts.formulas)
    yield from cells


def _put(cells: list[list[Cell]], row: int, column: int, value: Cell) -> None:
    while len(cells) <= row:
        cells.append([])
    line = cells[row]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = value


def _fill_merged(facts: Facts, cells: list[list[Cell]]) -> None:
    """Give every cell of a merged area the value of its first, within what has values at all."""
    filled = 0
    for row, column, end_row, end_column in facts.merges:
        if row >= len(cells) or column >= len(cells[row]) or cells[row][column] is None:
            continue
        last_row = min(end_row, facts.last_row)
        last_column = min(end_column, limits.COLUMNS - 1)
        filled += (last_row - row + 1) * (last_column - column + 1)
        if filled > limits.CELLS:
            raise Refused("sheet_area", sheet=facts.name, cell=f"{row + 1}")
        for r in range(row, last_row + 1):
            for c in range(column, last_column + 1):
                _put(cells, r, c, cells[row][column])


def _cell(value: Any) -> Cell:
    match value:
        case None | "":
            return None
        case bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        case datetime():
            return Day(value.date().isoformat())  # at what hour it was, no exchange records
        case date():
            return Day(value.isoformat())
        case timedelta() | time():
            return str(value)
    text = str(value)
    if len(text) > limits.TEXT:
        raise Refused("sheet_text_long", limit=limits.TEXT)
    return text
