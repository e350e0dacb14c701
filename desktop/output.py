"""Rows out: as a table to read, as JSON or as CSV for other programs."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from prettytable import PrettyTable, TableStyle

from desktop.language import Language
from desktop.session import SHORT_ID
from desktop.tables import TABLES, Row
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.vocabulary import KINDS, Name, Vocabulary, mediator_name

FORMATS: Final = ("table", "json", "csv")
WIDEST: Final = 100  # characters of one cell of a table on a terminal
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_IDS: Final = {"id", "exchange", "subject", "event", "counting", "part_of"}
_NAMES: Final[dict[str, dict[str, Name]]] = {
    "kind": dict(KINDS),
    "measure": dict(MEASURES),
    "disposition": dict(DISPOSITIONS),
    "reopened": dict(DISPOSITIONS),
}


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
        table.add_row([_shortened(_cell(column, row, say, words)) for column in columns])
    return "\n".join(line.rstrip() for line in table.get_string().splitlines())


def _shortened(text: str) -> str:
    """Long texts would push the figures off a terminal; JSON and CSV give them whole."""
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _cell(column: str, row: Row, say: Language, words: Vocabulary) -> str:
    value = row[column]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return str(value) if column in ("position", "number") else say.number(value)
    if column in _IDS:
        return str(value)[:SHORT_ID]
    if column in _NAMES and value in _NAMES[column]:
        return _NAMES[column][value].in_language(say.code)
    if column == "dimension":
        return words.dimension_name(value, say.code)
    if column in ("category", "within"):
        dimension, category = words.find_known(value, row.get("dimension") or "")
        return words.category_name(dimension, category, say.code)
    if column == "mediators":
        return ", ".join(mediator_name(code, say.code) for code in value.split())
    if isinstance(value, str) and "\n" in value:
        return " ".join(value.split())
    return say(str(value).replace("_", " ")) if _is_word(column) else str(value)


def _is_word(column: str) -> bool:
    """Whether a column holds the program's own words rather than an operator's or a source's."""
    return column in ("status", "standing", "period", "kind", "leg", "why", "record", "role")
