"""Cells that were copied in a spreadsheet -> rows of a breakdown, as if an operator had typed them.

The cells may stand one below the other or side by side, with a column of numbers before them,
headings above and a total beneath; names may be written as others write them (ЗСУ, AFU).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from domain.model.counts import parse_count
from domain.model.refusal import Refused
from domain.model.typed_lines import TypedRow, pasted_rows
from domain.model.vocabulary import Vocabulary
from domain.spreadsheets.incoming.fields import find_category, is_whole

_INDENT = 2  # spaces before a name that put it one deeper


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows for the form, and what was left out of them: headings and totals, as they stood."""

    rows: tuple[TypedRow, ...]
    left_out: tuple[str, ...] = ()


def pasted(text: str, vocabulary: Vocabulary, language: str = "en") -> Pasted:
    """The rows that a copied text means; without tabs, plain lines that end in a count."""
    if "\t" not in text.strip("\r\n"):
        return _named(pasted_rows(text), (), vocabulary, language)
    cells = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if any(row)]
    rows, left_out = _rows(_upright(cells))
    return _named(rows, left_out, vocabulary, language)


def _upright(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """Two rows with names above counts as two columns; anything else as it is."""
    if len(cells) != 2 or _has_count(cells[0]) or not _has_count(cells[1]):
        return [list(row) for row in cells]
    names, counts = cells
    width = max(len(names), len(counts))
    pairs = [(_at(names, n), _at(counts, n)) for n in range(width)]
    return [[name, count] for name, count in pairs if name.strip() and count.strip()]


def _rows(cells: Sequence[Sequence[str]]) -> tuple[list[TypedRow], list[str]]:
    rows: list[TypedRow] = []
    left_out: list[str] = []
    left = min((at for row in cells if (at := _name_at(row)) is not None), default=0)
    for row in cells:
        name = _name_at(row)
        if name is None:
            left_out.append(" ".join(cell for cell in row if cell.strip()))
            continue
        counts = [cell.strip() for cell in row[name + 1 :] if _is_count(cell)]
        if not counts and not rows:
            left_out.append(" ".join(cell for cell in row if cell.strip()))
            continue
        rest = [cell.strip() for cell in row[name + 1 :] if cell.strip()]
        count = counts[0] if counts else next(iter(rest), "")
        spaces = len(row[name].replace("\u00a0", " ")) - len(row[name].lstrip(" \u00a0"))
        rows.append(TypedRow(row[name].strip(), count, name - left + spaces // _INDENT))
    return rows, left_out


def _name_at(row: Sequence[str]) -> int | None:
    """The place of the first cell that is a name; a number before it is that of the row."""
    return next((n for n, cell in enumerate(row) if cell.strip() and not _is_count(cell)), None)


def _named(
    rows: Sequence[TypedRow], left_out: Sequence[str], vocabulary: Vocabulary, language: str
) -> Pasted:
    """The rows under the names that the form knows, "of which" as a depth, totals left out."""
    found: list[TypedRow] = []
    gone = list(left_out)
    for row in rows:
        target, is_within = find_category(row.name, vocabulary)
        if not target and is_whole(row.name):
            gone.append(f"{row.name} {row.count}")
            continue
        name = row.name
        if target:
            dimension, _, category = target.partition(".")
            name = vocabulary.category_name(dimension, category, language)
        deepest = found[-1].depth + 1 if found else 0
        inside = 1 if is_within and not row.depth else 0
        found.append(TypedRow(name, row.count, min(row.depth + inside, deepest)))
    return Pasted(tuple(found), tuple(gone))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _has_count(row: Sequence[str]) -> bool:
    return any(_is_count(cell) for cell in row)


def _is_count(cell: str) -> bool:
    if not any(letter.isdigit() for letter in cell):
        return False
    try:
        parse_count(cell)
    except Refused:
        return False
    return True
