"""Tables as CSV: one file a table, or all of them in a zip. UTF-8 with a mark, for Excel's sake.

A spreadsheet that opens a CSV takes a text that begins with = + - @ for a formula, so such texts
get an apostrophe in front. So do places inside a text where a reader that splits at semicolons,
tabs or line ends would begin a new cell.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, TextIO

from domain.spreadsheets.front import Front
from domain.spreadsheets.sheets import Cell, Formula, Sheet
from domain.spreadsheets.words import Say

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_STARTS: Final = "=+\\-@＝＋－＠﹢﹣﹦﹫"
# A byte order mark or a blank in front does not keep every reader from evaluating what follows.
_BLANKS: Final = "[\\s\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}]*"
_FORMULA: Final = re.compile(f"(^|[;\\t\\n-\\r\\x85\\u2028\\u2029])(?={_BLANKS}[{_STARTS}])")


def write_one(path: Path, sheet: Sheet) -> None:
    """One table; the figures are digits without grouping, days and moments ISO 8601."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        _table(file, sheet)


def write_all(path: Path, front: Front, sheets: Iterable[Sheet], say: Say) -> None:
    """A zip of every table, named as the ledger names them, and what the front says as about.csv"""
    counts = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            with archive.open(f"{sheet.table}.csv", "w", force_zip64=True) as binary:
                file = io.TextIOWrapper(binary, encoding="utf-8", newline="")
                file.write(BOM)
                counts.append((sheet.title, _table(file, sheet)))
                file.flush()
                file.detach()
        archive.writestr("about.csv", _about(front, counts, say))


def neutral(text: str) -> str:
    """The text, so that no spreadsheet takes it, or a part of it, for a formula."""
    found = _FORMULA.sub(r"\1'", text)
    return f"'{found}" if found[:1] in ("\t", "\r", "\n") else found


def _table(file: TextIO, sheet: Sheet) -> int:
    """The table without its formulas; returns how many rows it has."""
    kept = [n for n, column in enumerate(sheet.columns) if column.look != "formula"]
    out = csv.writer(file, lineterminator="\r\n")
    out.writerow([neutral(sheet.columns[n].title) for n in kept])
    count = 0
    for cells in sheet.rows:
        out.writerow([_text(cells[n]) for n in kept])
        count += 1
    return count


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    value = cell.value if isinstance(cell, Formula) else cell
    return "" if value is None else str(value)


def _about(front: Front, counts: Sequence[tuple[str, int]], say: Say) -> str:
    file = io.StringIO(newline="")
    file.write(BOM)
    out = csv.writer(file, lineterminator="\r\n")
    rows: list[Sequence[object]] = [(front.title,), *front.lines]
    rows += [(say("Journal"), say("Event"), say("Event id")), *front.heads]
    rows += [(say("Sheet"), say("Rows")), *counts]
    rows += [(note,) for note in front.notes]
    for row in rows:
        out.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()
