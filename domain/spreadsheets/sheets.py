"""Tables as sheets: typed cells in rows, formulas beside the figures, and what is charted.

A cell is None (nothing is known, or nothing is to be said), a number, a day, a moment in UTC, a
text, or a formula with the value that the ledger computed. Unknown is never 0.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from domain.model.counts import parse_count
from domain.model.dating import parse_dating
from domain.model.vocabulary import Vocabulary
from domain.projections.questions import Question, found
from domain.projections.totals import ALL
from domain.projections.view import View
from domain.spreadsheets.layouts import LAYOUTS, Field, Kind, Mark
from domain.spreadsheets.words import Say, code_text, heading, said

LONGEST: Final = 32_767  # UTF-16 units of one cell; Excel's limit
EARLIEST: Final = 1901  # years that every spreadsheet counts alike
SIGNS: Final = {
    "closes": "✓",
    "yes": "✓",
    "reproduced": "✓",
    "short": "▲",
    "no": "▲",
    "exceeds": "▼",
    "cannot_be_checked": "–",
    "cannot_tell": "–",
}
MARK_OF_SIGN: Final[dict[str, Mark]] = {
    "✓": "good",
    "▲": "short",
    "▼": "exceeds",
    "–": "unknown",
}
# Characters that no XML may hold (XML 1.0 §2.2), whatever the escape.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Range(NamedTuple):
    """Cells from one corner to the other (0-based, both inside); `fixed` when copied."""

    row: int
    column: int
    last_row: int
    last_column: int
    fixed: bool = False


class Formula(NamedTuple):
    """A formula in parts, commas between arguments, and the value the ledger computed for it."""

    parts: tuple[str | Range, ...]
    value: int | None


Cell = None | int | str | date | datetime | Formula
Look = Literal["text", "number", "plain", "day", "time", "bound", "status", "id", "formula"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; `key` is the table's own column, also for one derived from it."""

    key: str
    title: str
    look: Look
    width: int
    report: int = 0
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns of a sheet drawn over another, from row to row (0-based, both inside)."""

    title: str
    over: int
    of: tuple[int, ...]
    row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows` can be gone through once, `beneath` are formulas to check them with."""

    table: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    beneath: tuple[Sequence[Cell], ...] = ()
    chart: Chart | None = None


Make = Callable[[Any, Any], tuple[Cell, ...]]  # (value, record) -> the cells of one field

WIDTHS: Final[dict[Look, int]] = {
    "text": 16,
    "number": 12,
    "plain": 10,
    "day": 11,
    "time": 17,
    "bound": 14,
    "status": 12,
    "id": 14,
    "formula": 14,
}
_LOOKS: Final[dict[Kind, Look]] = {
    "text": "text",
    "word": "text",
    "words": "text",
    "status": "status",
    "number": "number",
    "plain": "plain",
    "count": "number",
    "dating": "day",
    "day": "day",
    "time": "time",
    "id": "id",
}


def sheet(view: View, table: str, asked: Question, containing: str, say: Say) -> Sheet:
    """A table on a sheet. Small tables that carry formulas over all their rows are read at once."""
    fields = LAYOUTS[table]
    columns = tuple(column for field in fields for column in _columns(field, say))
    records: Iterable[Any] = found(view, table, asked, containing)
    rows = _rows(records, fields, say, view.vocabulary)
    title = heading(table, say)
    if table == "totals" and not containing:
        return _with_sums(table, title, columns, list(rows), say)
    if table in _SUMMED and not containing:
        return _with_sums_beside(table, title, columns, list(rows), say)
    if table in _BESIDE:
        columns, moved = _widened(columns, (_BESIDE[table][0],), say)
        checked = _with_formula_beside(table, columns, moved(rows))
        return Sheet(table, title, columns, checked)
    return Sheet(table, title, columns, rows)


# --- cells ---------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """The text as every format can hold it: no characters beyond XML, no longer than a cell."""
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) * 2 > LONGEST and len(text.encode("utf-16-le")) // 2 > LONGEST:
        cut = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
        text = cut.decode("utf-16-le", "ignore") + "…"
    return text


def mark_of(column: Column, cell: Cell) -> Mark:
    """How a cell is marked, to be seen before it is read."""
    if column.look == "status":
        return MARK_OF_SIGN.get(str(cell)[:1], "") if cell else ""
    value = cell.value if isinstance(cell, Formula) else cell
    return column.mark if column.mark and value else ""


def _columns(field: Field, say: Say) -> Iterator[Column]:
    title = heading(field.key, say)
    look = _LOOKS[field.kind]
    usual = 22 if field.kind == "dating" else WIDTHS[look]  # 2024-10-18/2024-10-19
    width = field.width or max(usual, min(len(title) + 3, 14))
    if field.kind == "time":
        title = say("{column}, UTC", column=title)
    yield Column(field.key, title, look, width, field.report, field.mark)
    if field.kind in ("count", "dating"):
        exact = say("{column}, how exact", column=title)
        yield Column(field.key, exact, "bound", WIDTHS["bound"])


def _rows(
    records: Iterable[Any], fields: Sequence[Field], say: Say, words: Vocabulary
) -> Iterator[list[Cell]]:
    makers = [(field.key, _maker(field, say, words)) for field in fields]
    for record in records:
        cells: list[Cell] = []
        for key, make in makers:
            cells += make(getattr(record, key), record)
        yield cells


def _maker(field: Field, say: Say, words: Vocabulary) -> Make:
    match field.kind:
        case "number" | "plain":
            return lambda value, _: (value,)
        case "text" | "id":
            return lambda value, _: (clean(str(value)) if value else None,)
        case "count":
            return _counts(say)
        case "dating":
            return _datings(say)
        case "day":
            return lambda value, _: (_day(value),)
        case "time":
            return lambda value, _: (_moment(value),)
        case _:
            return _named(field, say, words)


def _named(field: Field, say: Say, words: Vocabulary) -> Make:
    """Cells that say codes by their names; each name is looked up once."""

    @lru_cache(maxsize=4096)
    def name(code: str, dimension: str) -> Cell:
        if field.kind == "words" and field.key != "mediators":
            return clean(", ".join(_said_with_detail(part, say) for part in code.split()))
        text = code_text(field.key, code, dimension, say, words)
        if field.kind == "status" or code in ("yes", "no"):
            text = said(code, say)
        if field.kind == "status" and code in SIGNS:
            text = f"{SIGNS[code]} {text}"
        return clean(text or code)

    def make(value: Any, record: Any) -> tuple[Cell, ...]:
        if value is None or value == "":
            return (None,)
        if field.key == "period" and value.isdigit():
            return (int(value),)
        if isinstance(value, bool):
            return (name("yes" if value else "no", ""),)
        return (name(value, getattr(record, "dimension", "")),)

    return make


def _said_with_detail(code: str, say: Say) -> str:
    """`line_exceeds:branch.navy` as `line exceeds: branch.navy`."""
    kind, colon, detail = code.partition(":")
    return f"{said(kind, say)}{colon and ': '}{detail}"


def _counts(say: Say) -> Make:
    @lru_cache(maxsize=1024)
    def read(text: str) -> tuple[Cell, ...]:
        count = parse_count(text)
        return count.n, None if count.is_exact else said(count.bound, say)

    def make(value: Any, _: Any) -> tuple[Cell, ...]:
        if isinstance(value, int):
            return value, None
        return read(value) if value else (None, None)

    return make


def _datings(say: Say) -> Make:
    @lru_cache(maxsize=4096)
    def read(text: str) -> tuple[Cell, ...]:
        dating = parse_dating(text)
        if dating.precision == "day":
            return _day(text), None
        return text, said(dating.precision, say)

    return lambda value, _: read(value) if value else (None, None)


def _day(text: str) -> Cell:
    """A day; a text where it is none, or one from before the calendar of spreadsheets begins."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return clean(text)
    return day if day is None or day.year >= EARLIEST else text


def _moment(text: str) -> Cell:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None) if text else None


# --- formulas ------------------------------------------------------------------------------------

# Table -> the column that a formula in its own row gives again, and how.
_BESIDE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "claims": ("difference", ("computed", "-", "value")),
    "closures": ("residual", ("total", "-", "summed", "-", "not_in_it")),
    "opening": ("to_date", ("opening", "+", "since")),
}
# Table -> columns that the row of all periods gives, and that its rows of single periods sum to.
_SUMMED: Final[dict[str, tuple[str, ...]]] = {
    "breakdown": ("count",),
    "mediators": ("exchanges", "returned"),
}
_FIRST: Final = 1  # the row of the first record, below the titles


def _formula_column(column: Column, say: Say) -> Column:
    title = say("{column}, as a formula", column=column.title)
    return Column(column.key, title, "formula", WIDTHS["formula"], 0, column.mark)


def _widened(
    columns: Sequence[Column], keys: Sequence[str], say: Say
) -> tuple[tuple[Column, ...], Callable[[Iterable[Sequence[Cell]]], Iterator[list[Cell]]]]:
    """The columns with one for a formula behind each of `keys`, and rows with room for them."""
    wider: list[Column] = []
    room: list[int] = []
    for n, column in enumerate(columns):
        wider.append(column)
        if column.key in keys:
            wider.append(_formula_column(column, say))
            room.append(n + 1)

    def moved(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
        for row in rows:
            cells = list(row)
            for n in reversed(room):
                cells.insert(n, None)
            yield cells

    return tuple(wider), moved


def _places(columns: Sequence[Column]) -> dict[str, int]:
    """Where the value of each of the table's own columns is."""
    return {column.key: n for n, column in reversed(list(enumerate(columns)))}


def _with_formula_beside(
    table: str, columns: Sequence[Column], rows: Iterable[list[Cell]]
) -> Iterator[Sequence[Cell]]:
    """Every row with the formula that makes one of its figures out of the others.

    Left out where the figure is not there, and where a count that is not exact keeps the formula
    from being what the ledger computes (a breakdown that exceeds by its least figures).
    """
    key, terms = _BESIDE[table]
    place = _places(columns)
    for row_number, cells in enumerate(rows, _FIRST):
        value = cells[place[key]]
        known = [cells[place[term]] for term in terms if term in place]
        if (
            isinstance(value, int)
            and all(isinstance(n, int) for n in known)
            and _worked_out(terms, place, cells) == value
        ):
            parts = tuple(
                Range(row_number, place[term], row_number, place[term]) if term in place else term
                for term in terms
            )
            cells[place[key] + 1] = Formula(parts, value)
        yield cells


def _worked_out(terms: Sequence[str], place: dict[str, int], cells: Sequence[Cell]) -> int:
    total, sign = 0, 1
    for term in terms:
        if term in "+-":
            sign = -1 if term == "-" else 1
            continue
        value = cells[place[term]]
        assert isinstance(value, int)
        total += sign * value
    return total


def _with_sums(
    table: str, title: str, columns: tuple[Column, ...], rows: list[list[Cell]], say: Say
) -> Sheet:
    """The totals with their sum over the periods beneath, and what that differs from the total."""
    last = _FIRST + len(rows) - 1  # the row of all periods
    if len(rows) < 2:
        return Sheet(table, title, columns, rows)
    sums: list[Cell] = [say("sum of the periods, as a formula")]
    differences: list[Cell] = [say("difference, as a formula")]
    for n in range(1, len(columns)):
        value = rows[-1][n]
        assert isinstance(value, int)
        sums.append(Formula(("SUM(", Range(_FIRST, n, last - 1, n), ")"), value))
        differences.append(
            Formula((Range(last, n, last, n), "-", Range(last + 2, n, last + 2, n)), 0)
        )
    of = tuple(n for n, column in enumerate(columns) if column.key in ("returned", "handed_over"))
    chart = Chart(say("People by period"), 0, of, _FIRST, last - 1)
    return Sheet(table, title, columns, rows, ([], sums, differences), chart)


def _with_sums_beside(
    table: str, title: str, columns: tuple[Column, ...], rows: list[list[Cell]], say: Say
) -> Sheet:
    """Rows of all periods with the sum of the same line over the single periods."""
    columns, moved = _widened(columns, _SUMMED[table], say)
    rows = list(moved(rows))
    place = _places(columns)
    places = [place[key] for key in _SUMMED[table]]
    same = range(1, min(places))  # what tells one line from another, the period aside
    last = _FIRST + len(rows) - 1
    whole = said(ALL, say)
    for row_number, cells in enumerate(rows, _FIRST):
        for n in places if cells[0] == whole else ():
            value = cells[n]
            parts: list[str | Range] = ["SUMPRODUCT(("]
            parts += [Range(_FIRST, 0, last, 0, True), "<>", Range(row_number, 0, row_number, 0)]
            for m in same:
                parts += [")*(", Range(_FIRST, m, last, m, True), "="]
                parts += [Range(row_number, m, row_number, m)]
            parts += [")*", Range(_FIRST, n, last, n, True), ")"]
            assert isinstance(value, int)
            cells[n + 1] = Formula(tuple(parts), value)
    return Sheet(table, title, columns, rows)
