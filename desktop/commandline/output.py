"""Rows out: as a table to read, as JSON or as CSV for other programs."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from prettytable import PrettyTable, TableStyle

from desktop.cells import cell_text
from desktop.language import Language
from desktop.tables import TABLES
from domain.model.vocabulary import Vocabulary
from domain.projections.questions import Row

FORMATS: Final = ("table", "json", "csv")
WIDEST: Final = 100  # characters of one cell of a table on a terminal
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def written(rows: Sequence[Row], table: str, form: str, say: Language, words: Vocabulary) -> str:
    """The rows in one of FORMATS. JSON and CSV keep every column and the codes of the domain."""
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(list(rows)), indent=1).decode()
    if form == "csv":
        return _csv(rows)
    return _table(rows, TABLES[table].columns, say, words)


def _csv(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return out.getvalue().rstrip("\n")


def _plain(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula (also for its full-width look-alikes)."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value


def _table(rows: Sequence[Row], columns: Sequence[str], say: Language, words: Vocabulary) -> str:
    table = PrettyTable()
    table.set_style(TableStyle.PLAIN_COLUMNS)
    table.right_padding_width = 2
    table.field_names = [say(column.replace("_", " ")) for column in columns]
    for name, column in zip(table.field_names, columns, strict=True):
        is_number = any(isinstance(row[column], int) for row in rows)
        table.align[name] = "r" if is_number else "l"
    for row in rows:
        table.add_row([_shortened(cell_text(column, row, say, words)) for column in columns])
    return "\n".join(line.rstrip() for line in table.get_string().splitlines())


def _shortened(text: str) -> str:
    """Long texts would push the figures off a terminal; JSON and CSV give them whole."""
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
