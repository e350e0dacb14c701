"""Rows of a sheet -> what each says of an exchange, and what is wrong with it, cell by cell.

Pure: the same sheet, layout and vocabulary always give the same answer. Rows that are no record
(totals, repeated headings, years that head a section) are listed, never silently dropped; a row
whose day is only a year or a month, in a table of days, is taken for a total if the rows above it
sum to it, and else has to be looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from domain.model.counts import to_value
from domain.model.dating import Dating, parse_day
from domain.model.exchange import (
    COUNTS,
    Value,
    check_value,
    line_field,
    split_line_field,
    value_text,
)
from domain.model.refusal import Refused
from domain.model.vocabulary import LEGS, Leg, Vocabulary, check_text
from domain.spreadsheets.incoming import values
from domain.spreadsheets.incoming.cells import Cell, Row, cell_text, column_name, is_blank
from domain.spreadsheets.incoming.fields import CLAIM, find_category, folded, is_whole
from domain.spreadsheets.incoming.layout import Column, Layout, blank, is_heading_again
from domain.spreadsheets.incoming.mapping import Mapping as Guide

MEDIATORS: Final = "mediators"
_TEXTS: Final = ("place", "remarks")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: `row` as the spreadsheet counts, `column` its letters (empty for
    the whole row). An error keeps its row, and so the import, out; a remark only says something.
    """

    row: int
    column: str
    heading: str
    refused: Refused
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record: `why` is total, heading or section; `text` what it begins with."""

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What one exchange of the sheet says of itself, with the numbers of its rows.

    `said` are register values by field, with `mediators` (codes) and claims
    (`claim:exchange_ordinal:year:2024`) beside them. `id` is what our own exports call it, `key`
    what the sheet says tells it from others; `standing` is empty where it counts.
    """

    rows: tuple[int, ...]
    said: Mapping[str, Value]
    source: str = ""
    published: str = ""
    key: str = ""
    id: str = ""
    standing: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not any(problem.is_error for problem in self.problems)

    @property
    def row(self) -> int:
        return self.rows[0]


@dataclass
class _Gathered:
    """What is being collected of one exchange."""

    rows: list[int] = field(default_factory=list)
    said: dict[str, Value] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dating: Dating | None = None
    last_line: str = ""


def stated(
    found: Layout, guide: Guide, vocabulary: Vocabulary
) -> tuple[list[Stated], list[Skipped]]:
    """Everything the data rows of a sheet say, in their order, and the rows that are no record."""
    return _Reader(found, guide, vocabulary).read()


class _Reader:
    def __init__(self, found: Layout, guide: Guide, vocabulary: Vocabulary) -> None:
        self.found = found
        self.guide = guide
        self.vocabulary = vocabulary
        self.year = guide.year or values.year(found.sheet.name) or None
        self.taken = [column for column in found.columns if column.target]
        dates = found.column("occurred")
        self.dates = dates
        data = found.sheet.rows[found.first_row :]
        self.order = guide.order or values.order_of([_at(row, dates) for row in data])
        self.skipped: list[Skipped] = []

    def read(self) -> tuple[list[Stated], list[Skipped]]:
        gathered: list[_Gathered] = []
        for place, row in enumerate(self.found.sheet.rows[self.found.first_row :]):
            number = self.found.first_row + place + 1
            if blank(row):
                continue
            why = self._why_no_record(row)
            if why:
                text = next(cell_text(cell) for cell in row if not is_blank(cell))
                self.skipped.append(Skipped(number, why, text[:80]))
                continue
            if self.found.has_lines:
                self._line(number, row, gathered)
            else:
                one = _Gathered([number])
                self._cells(number, row, one)
                gathered.append(one)
        made = [self._finished(one) for one in gathered]
        return self._without_totals(made), sorted(self.skipped, key=lambda one: one.row)

    # --- rows that are no record -------------------------------------------------------------

    def _why_no_record(self, row: Row) -> str:
        if is_heading_again(row, self.found):
            return "heading"
        said = list(dict.fromkeys(cell_text(cell) for cell in row if not is_blank(cell)))
        if len(said) == 1:
            if year := values.year(said[0]):
                self.year = year
            return "section" if year or not _has_digit(said[0]) else ""
        day = _at(row, self.dates)
        if is_blank(day) or (isinstance(day, str) and is_whole(day)):
            names = [cell for cell in row if isinstance(cell, str) and is_whole(cell)]
            category = self.found.column("category")
            is_line = category is not None and is_whole(cell_text(_at(row, category)))
            if names and not (is_line and len(names) == 1 and is_blank(day)):
                return "total"
        return ""

    def _without_totals(self, made: list[Stated]) -> list[Stated]:
        """Take out rows of a year or month that are what the rows above them sum to."""
        if not any(len(str(one.said.get("occurred", ""))) >= 10 for one in made):
            return made
        kept: list[Stated] = []
        since = 0
        for one in made:
            occurred = str(one.said.get("occurred", ""))
            if occurred and len(occurred) < 10 and not one.id:
                if _sums(kept[since:], one) or _sums(kept, one):
                    self.skipped.append(Skipped(one.row, "total", occurred))
                    since = len(kept)
                    continue
                refused = Refused("row_maybe_total", "occurred", text=occurred)
                kept.append(_with_problem(one, refused))
                continue
            kept.append(one)
        return kept

    # --- one row an exchange -----------------------------------------------------------------

    def _cells(self, number: int, row: Row, one: _Gathered) -> None:
        for column in self.taken:
            self._try(number, column, one, partial(self._cell, _at(row, column), column, one))

    def _try(
        self, number: int, column: Column | None, one: _Gathered, work: Callable[[], None]
    ) -> None:
        """Do something with a cell; what is refused becomes a problem of that cell."""
        try:
            work()
        except Refused as refused:
            letters = column_name(column.place) if column else ""
            heading = column.heading if column else ""
            one.problems.append(Problem(number, letters, heading, refused))

    def _cell(self, cell: Cell, column: Column, one: _Gathered) -> None:
        target = column.target
        if target.endswith(":bound"):
            self._bound(cell, target.removesuffix(":bound"), one)
            return
        if is_blank(cell):
            return
        values.check_flaw(cell, target)
        if target == "occurred":
            one.dating = values.dating(cell, target, within=self.year, order=self.order)
            self._say(one, target, str(one.dating))
        elif target in COUNTS:
            self._say_count(one, target, cell)
        elif target.startswith(CLAIM):
            count = values.count(cell, target)
            if count is not None:
                if count.n is None or not count.is_exact:
                    raise Refused("value_whole", target, text=cell_text(cell))
                one.claims[target] = count.n
        elif "." in target:
            self._say_line(one, target, cell)
        else:
            self._word(target, cell_text(cell) if target not in _TEXTS else _whole(cell), one)

    def _word(self, target: str, text: str, one: _Gathered) -> None:
        if target == "kind":
            code = self.guide.values.get(text) or values.kind(text)
            self._say(one, target, code)
        elif target == "mediators":
            found = list(values.mediators(text))
            if found:
                self._say(one, MEDIATORS, found)
        elif target in (*_TEXTS, "part_of"):
            if not values.says_nothing(text):
                self._say(one, target, check_value(target, text, self.vocabulary))
        elif target == "published":
            day = values.dating(text, target, within=self.year, order=self.order)
            one.beside[target] = parse_day(str(day), target).isoformat()
        elif target in ("source", "key", "id", "standing") and not values.says_nothing(text):
            self._beside(one, target, check_text(text, target))

    def _bound(self, cell: Cell, name: str, one: _Gathered) -> None:
        values.check_flaw(cell, name)
        if name == "occurred" or is_blank(cell):
            return  # a day that is not exact says so itself
        known = one.said.get(name)
        count = values.bound(cell, values.count(_plain(known), name), name)
        if count is not None:
            one.said[name] = to_value(count)

    def _say_count(self, one: _Gathered, target: str, cell: Cell) -> None:
        count = values.count(cell, target)
        if count is not None:
            self._say(one, target, to_value(count))

    def _say_line(self, one: _Gathered, target: str, cell: Cell) -> None:
        name, _, within = target.partition("@")
        count = values.count(cell, name)
        if count is not None:
            value = {"count": to_value(count), "within": within or None}
            split = split_line_field(name)
            assert split is not None  # mappings are checked
            field_name = line_field(*split)
            self._say(one, field_name, check_value(field_name, value, self.vocabulary))

    def _say(self, one: _Gathered, name: str, value: Value) -> None:
        if name in one.said and one.said[name] != value:
            raise Refused(
                "row_says_two", name, first=shown_value(one.said[name]), second=shown_value(value)
            )
        one.said[name] = value

    def _beside(self, one: _Gathered, name: str, text: str) -> None:
        if one.beside.get(name, text) != text:
            raise Refused("row_says_two", name, first=one.beside[name], second=text)
        one.beside[name] = text

    # --- one row a line ----------------------------------------------------------------------

    def _line(self, number: int, row: Row, gathered: list[_Gathered]) -> None:
        """Take a row as a line of the exchange above, or of a new one where day, kind or key
        are others. What a group says once (a merged or an empty cell) holds for all its rows."""
        one = _Gathered([number])
        own = [column for column in self.taken if column.target not in _LINE_COLUMNS]
        for column in own:
            self._try(number, column, one, partial(self._cell, _at(row, column), column, one))
        last = gathered[-1] if gathered else None
        if last is not None and self._belongs(one, last):
            last.rows.append(number)
            last.problems += one.problems
            for name, value in one.said.items():
                self._try(number, None, last, partial(self._say, last, name, value))
            for name, text in one.beside.items():
                self._try(number, None, last, partial(self._beside, last, name, text))
            last.claims |= one.claims
            one = last
        else:
            gathered.append(one)
        category = self.found.column("category")
        self._try(number, category, one, partial(self._line_cells, row, one))

    def _belongs(self, one: _Gathered, last: _Gathered) -> bool:
        same_day = one.dating is None or one.dating == last.dating
        same_kind = one.said.get("kind") in (None, last.said.get("kind"))
        keys = ("key", "id")
        same_key = all(one.beside.get(k) in (None, last.beside.get(k)) for k in keys)
        return same_day and same_kind and same_key and not one.problems

    def _line_cells(self, row: Row, one: _Gathered) -> None:
        text = cell_text(_at(row, self.found.column("category")))
        count = _at(row, self.found.column("count"))
        leg = self._leg(cell_text(_at(row, self.found.column("leg"))))
        if not text and is_blank(count):
            return
        if not text or is_whole(text):
            self._say_count(one, leg, count)
            return
        if folded(text) in _LEG_WORDS:
            self._say_count(one, _LEG_WORDS[folded(text)], count)
            return
        target, is_within = self._category(text, row)
        within = cell_text(_at(row, self.found.column("within")))
        if within:
            within = self._category(within, row)[0].rpartition(".")[2]
        elif is_within:
            within = one.last_line.rpartition(".")[2]
        else:
            one.last_line = target
        name = target if leg == "returned" else f"{leg}.{target}"
        self._say_line(one, f"{name}@{within}" if within else name, count)

    def _leg(self, text: str) -> Leg:
        if not text:
            return "returned"
        if folded(text) in _LEG_WORDS:
            return _LEG_WORDS[folded(text)]
        raise Refused("leg_unknown", "leg", text=text, known=", ".join(LEGS))

    def _category(self, text: str, row: Row) -> tuple[str, bool]:
        if text in self.guide.values:
            return self.guide.values[text], False
        target, is_within = find_category(text, self.vocabulary)
        dimension = cell_text(_at(row, self.found.column("dimension")))
        if not target:
            raise Refused("line_unknown", "category", text=text)
        if dimension and not target.startswith(f"{dimension}."):
            named = f"{dimension}.{target.rpartition('.')[2]}"
            if find_category(named, self.vocabulary)[0]:
                target = named
        return target, is_within

    # --- what came of it ---------------------------------------------------------------------

    def _finished(self, one: _Gathered) -> Stated:
        said = dict(one.said)
        said.setdefault("kind", self.guide.kind)
        has_date_problem = any(p.refused.field == "occurred" for p in one.problems)
        if one.dating is None and not has_date_problem:
            refused = Refused("needed", "occurred")
            letters = column_name(self.dates.place) if self.dates else ""
            heading = self.dates.heading if self.dates else ""
            one.problems.append(Problem(one.rows[0], letters, heading, refused))
        for target, number in one.claims.items():
            _, measure, scope = target.split(":")
            if scope == "year" and one.dating is not None:
                scope = f"year:{one.dating.year}"
            said[f"{CLAIM}{measure}:{scope}"] = number
        return Stated(
            rows=tuple(one.rows),
            said=said,
            source=one.beside.get("source", ""),
            published=one.beside.get("published", ""),
            key=one.beside.get("key", ""),
            id=one.beside.get("id", ""),
            standing=_standing(one.beside.get("standing", "")),
            problems=tuple(one.problems),
        )


_LINE_COLUMNS: Final = ("leg", "dimension", "category", "within", "count")
_LEG_WORDS: Final[dict[str, Leg]] = {
    "returned": "returned",
    "повернуто": "returned",
    "повернулися": "returned",
    "звільнено": "returned",
    "handed over": "handed_over",
    "передано": "handed_over",
    "remains": "remains",
    "тіла": "remains",
}
_COUNTING: Final = ("", "counts", "reinstated", "враховано", "поновлено", "чинний")


def _standing(text: str) -> str:
    return "" if folded(text) in _COUNTING else text


def _at(row: Row, column: Column | None) -> Cell:
    if column is None or column.place >= len(row):
        return None
    return row[column.place]


def _whole(cell: Cell) -> str:
    """A text with its own line breaks."""
    return cell.strip() if isinstance(cell, str) else cell_text(cell)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _plain(value: Value) -> Cell:
    if isinstance(value, dict):
        return next(iter(value.values()), None)
    return value if isinstance(value, int | str) else None


def shown_value(value: Value) -> str:
    """A value of `Stated.said` in words; empty for None."""
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return value_text(value)


def _sums(rows: Sequence[Stated], total: Stated) -> bool:
    """Whether every leg that a row counts is what the others sum to."""
    legs = [leg for leg in LEGS if isinstance(total.said.get(leg), int)]
    sums = {leg: sum(_int(one.said.get(leg)) for one in rows) for leg in legs}
    return bool(legs) and bool(rows) and all(total.said[leg] == sums[leg] for leg in legs)


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _with_problem(one: Stated, refused: Refused) -> Stated:
    return replace(one, problems=(*one.problems, Problem(one.row, "", "", refused)))


def problems_of(made: Sequence[Stated]) -> Iterator[Problem]:
    for one in made:
        yield from one.problems
