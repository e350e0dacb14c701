"""Where the table is on a sheet: its rows of headings, and what each column means.

Of the first rows, those are the headings whose columns mean most. A heading may have several
levels, one above the other; an upper one counts for the columns to its right until the next. A row
of data says nothing of what it is, so nothing is guessed from figures, with one exception: whether
the Territorial Defence is inside the Armed Forces here is seen by which of the two closes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.model.refusal import Refused
from domain.model.vocabulary import Vocabulary
from domain.spreadsheets.incoming.cells import Cell, Row, Sheet, Workbook, cell_text, is_blank
from domain.spreadsheets.incoming.fields import folded, guess, is_whole
from domain.spreadsheets.incoming.mapping import LEVELS, Mapping

_LOOK: Final = 60  # rows from the top among which the headings are looked for
_DATED: Final = ("occurred", "id")
_FIGURES: Final = ("returned", "handed_over", "remains", "count")


@dataclass(frozen=True, slots=True)
class Column:
    """A column from 0, its heading (levels joined by ` / `) and its target, empty if not taken."""

    place: int
    heading: str
    target: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with its headings found: rows from 0, the first of the headings and of the data.

    `fitness` says how much of it was understood; 0 where no headings were found.
    """

    sheet: Sheet
    first_heading: int
    first_row: int
    columns: tuple[Column, ...]
    fitness: int

    @property
    def has_lines(self) -> bool:
        """Whether each row is one line of a breakdown, rather than one exchange."""
        return self.column("category") is not None

    def column(self, target: str) -> Column | None:
        return next((column for column in self.columns if column.target == target), None)

    def mapping(self, mapping: Mapping) -> Mapping:
        """What was found, as a mapping to save; what `mapping` says beside it is kept."""
        return replace(
            mapping,
            columns={c.heading: c.target for c in self.columns if c.heading},
            sheet=self.sheet.name,
            header_row=self.first_row,
            header_rows=self.first_row - self.first_heading,
        )


def layouts(book: Workbook, mapping: Mapping, vocabulary: Vocabulary) -> list[Layout]:
    """A layout for every sheet, the best one first."""
    found = [layout(sheet, mapping, vocabulary) for sheet in book.sheets]
    return sorted(found, key=lambda one: (-one.fitness, one.sheet.hidden))


def chosen(book: Workbook, mapping: Mapping, vocabulary: Vocabulary) -> Layout:
    """The layout of the sheet that is named, or of the one that fits best."""
    if not any(sheet.rows for sheet in book.sheets):
        raise Refused("sheet_empty")
    if mapping.sheet:
        sheet = book.sheet(mapping.sheet)
        if sheet is None and len(book.sheets) > 1:
            known = ", ".join(sheet.name for sheet in book.sheets)
            raise Refused("sheet_unknown", text=mapping.sheet, known=known)
        return layout(sheet or book.sheets[0], mapping, vocabulary)
    return layouts(book, mapping, vocabulary)[0]


def layout(sheet: Sheet, mapping: Mapping, vocabulary: Vocabulary) -> Layout:
    """Where the headings of a sheet are and what they mean, where the mapping leaves it open."""
    if mapping.header_row:
        last = min(mapping.header_row, len(sheet.rows))
        levels = [mapping.header_rows] if mapping.header_rows else range(1, LEVELS + 1)
        tries = [(max(0, last - level), last) for level in levels]
    else:
        tries = [
            (last - level, last)
            for last in range(1, min(_LOOK, len(sheet.rows)) + 1)
            for level in range(1, min(LEVELS, last) + 1)
        ]
    best = Layout(sheet, 0, 0, (), 0)
    for first, last in tries:
        columns = _columns(sheet.rows, first, last, mapping, vocabulary)
        fitness = _fitness(columns)
        if fitness > best.fitness or (mapping.header_row and not best.columns):
            best = Layout(sheet, first, last, columns, fitness)
    return replace(best, columns=_nested(best, mapping))


def _columns(
    rows: Sequence[Row], first: int, last: int, mapping: Mapping, vocabulary: Vocabulary
) -> tuple[Column, ...]:
    paths = _paths(rows[first:last])
    headings = _told_apart([" / ".join(path) for path in paths])
    found: list[Column] = []
    taken = {mapping.columns[heading] for heading in headings if heading in mapping.columns}
    before = ""
    for place, (path, heading) in enumerate(zip(paths, headings, strict=True)):
        target = mapping.columns.get(heading)
        if target is None:
            target = guess(path, vocabulary, before)
            target = "" if target in taken else target
        taken.add(target)
        if "." in target and "@" not in target:
            before = target
        found.append(Column(place, heading, target))
    return tuple(_as_one_layout(found, mapping))


def _paths(levels: Sequence[Row]) -> list[tuple[str, ...]]:
    """The headings above each column; an upper one goes on to the right above other headings."""
    width = max((len(row) for row in levels), default=0)
    paths: list[tuple[str, ...]] = []
    upper = [""] * len(levels)
    for place in range(width):
        texts = [cell_text(row[place]) if place < len(row) else "" for row in levels]
        path: list[str] = []
        for level, text in enumerate(texts):
            is_above = any(texts[level + 1 :])
            if text:
                upper[level:] = [text] + [""] * (len(levels) - level - 1)
            said = text or (upper[level] if is_above else "")
            if said and said not in path:
                path.append(said)
        paths.append(tuple(path))
    return paths


def _told_apart(headings: Sequence[str]) -> list[str]:
    seen = Counter[str]()
    found = []
    for heading in headings:
        seen[heading] += 1
        again = seen[heading] > 1 and heading
        found.append(f"{heading} ({seen[heading]})" if again else heading)
    return found


def _as_one_layout(columns: list[Column], mapping: Mapping) -> list[Column]:
    """Let the columns agree on whether a row is an exchange or a line of its breakdown; what the
    mapping says of a column stays."""
    targets = {column.target for column in columns}

    def changed(of: Callable[[Column], str | None]) -> list[Column]:
        return [
            column
            if column.heading in mapping.columns or (new := of(column)) is None
            else replace(column, target=new)
            for column in columns
        ]

    if "category" in targets and targets & {"count", "returned"}:
        if "count" not in targets:
            return changed(lambda c: "count" if c.target == "returned" else None)
        return columns
    replaced = {"category": "", "within": "", "dimension": "", "leg": ""}
    replaced["count"] = "" if targets & set(_FIGURES[:3]) else "returned"
    columns = changed(lambda c: replaced.get(c.target))
    if not {column.target for column in columns} & set(_FIGURES):
        wholes = [c for c in columns if not c.target and is_whole(c.heading)]
        if len(wholes) == 1:
            columns = changed(lambda c: "returned" if c is wholes[0] else None)
    return columns


def _fitness(columns: Sequence[Column]) -> int:
    """How many columns mean something; 0 without a day and a figure, which no table lacks."""
    targets = {column.target for column in columns if column.target}
    if not targets & set(_DATED) or not any(t in _FIGURES or "." in t for t in targets):
        return 0
    return len(targets)


def _nested(found: Layout, mapping: Mapping) -> tuple[Column, ...]:
    """The columns, with the Territorial Defence within the Armed Forces where only that closes."""
    inner = found.column("branch.territorial_defence")
    outer, total = found.column("branch.armed_forces"), found.column("returned")
    if inner is None or outer is None or total is None or inner.heading in mapping.columns:
        return found.columns
    tops = [c for c in found.columns if c.target.startswith("branch.") and "@" not in c.target]
    civilians = found.column("status.civilian")
    beside = inside = 0
    for row in found.sheet.rows[found.first_row :]:
        part, whole = _number(row, inner), _number(row, total)
        if not part or not whole:
            continue
        room = whole - (_number(row, civilians) if civilians else 0)
        summed = sum(_number(row, column) for column in tops)
        beside += summed == room
        inside += summed - part == room
    if inside <= beside or beside:
        return found.columns
    within = "branch.territorial_defence@armed_forces"
    return tuple(replace(c, target=within) if c is inner else c for c in found.columns)


def _number(row: Row, column: Column) -> int:
    cell: Cell = row[column.place] if column.place < len(row) else None
    if isinstance(cell, bool):
        return 0
    if isinstance(cell, int):
        return cell
    text = "".join(cell_text(cell).split())
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def is_heading_again(row: Row, found: Layout) -> bool:
    """Whether a row repeats the headings, as tables that are printed do on every page."""
    own = [folded(c.heading.rpartition(" / ")[2]) for c in found.columns if c.target]
    said = [
        folded(cell_text(row[c.place])) if c.place < len(row) else ""
        for c in found.columns
        if c.target
    ]
    filled = [(a, b) for a, b in zip(own, said, strict=True) if b]
    return len(filled) > 1 and all(a == b for a, b in filled)


def blank(row: Row) -> bool:
    return all(is_blank(cell) for cell in row)
