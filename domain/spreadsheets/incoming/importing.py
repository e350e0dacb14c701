"""An import, from a file to the ledger: read, look at, decide, carry out. What a wizard turns to.

    book = read(path)                                     # in a process of its own
    plan = plan_import(ledger, book, mapping, decisions)  # again as often as asked, writes nothing
    carry_out(ledger, plan, reason)                       # all of it, or nothing

A `Plan` is what a preview shows: the sheets, the columns with what they were taken for, and every
row as what it would record, with its problems and what it would do.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.batch import KnownRow, NewRow, SheetImport
from domain.events import Event, ImportedRow
from domain.ledger import Ledger
from domain.model.draft import Draft, DraftClaim
from domain.model.refusal import Refused
from domain.model.sources import Source, source_from_words
from domain.model.vocabulary import Vocabulary
from domain.projections.view import View
from domain.spreadsheets.incoming import layout as layouts
from domain.spreadsheets.incoming.cells import Workbook, column_name
from domain.spreadsheets.incoming.comparison import (
    Comparison,
    Decisions,
    Outcome,
    Planned,
    claims_of,
    exchange_fields,
    typed,
)
from domain.spreadsheets.incoming.fields import targets
from domain.spreadsheets.incoming.layout import Column, Layout
from domain.spreadsheets.incoming.mapping import Mapping, checked
from domain.spreadsheets.incoming.reading import read
from domain.spreadsheets.incoming.recognition import (
    Series,
    all_series,
    gone,
    recognised,
    series_of,
)
from domain.spreadsheets.incoming.rows import MEDIATORS, Problem, Skipped, Stated, stated

__all__ = ["Decisions", "Mapping", "Plan", "carry_out", "choices", "plan_import", "read"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of one sheet would do.

    `mapping` is what the sheet was read by, complete, to be shown, changed and saved. `gone` are
    rows of an earlier version that are not in the sheet any more; nothing happens to them.
    """

    book: Workbook
    layout: Layout
    mapping: Mapping
    rows: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]
    gone: tuple[ImportedRow, ...]
    series: str
    position: int

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.layout.columns

    @property
    def not_taken(self) -> tuple[Column, ...]:
        """Columns with a heading and something in them that mean nothing to the ledger."""
        data = self.layout.sheet.rows[self.layout.first_row :]
        return tuple(
            column
            for column in self.columns
            if column.heading
            and not column.target
            and any(len(r) > column.place and r[column.place] is not None for r in data)
        )

    @property
    def formulas(self) -> tuple[tuple[Column, int], ...]:
        """Columns taken in which formulas made values, and how many: those stored were used."""
        known = self.layout.sheet.formulas
        return tuple((c, known[c.place]) for c in self.columns if c.target and c.place in known)

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way of carrying it out."""
        return not self.counts["wrong"]

    @property
    def is_needed(self) -> bool:
        """Whether carrying it out would record anything."""
        return any(row.records for row in self.rows)

    @property
    def undecided(self) -> list[Planned]:
        """Rows that are not recorded unless the operator says so."""
        return [row for row in self.rows if row.outcome in ("duplicate", "unclear")]


def plan_import(
    ledger: Ledger,
    book: Workbook,
    mapping: Mapping | None = None,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
) -> Plan:
    """What an import of a sheet would do now. Nothing is written.

    Raises Refused where no table is found on the sheet; what is wrong in a row stands in the plan.
    """
    decided = decisions or Decisions()
    with ledger.view() as view:
        words = view.vocabulary
        guide = checked(mapping or Mapping(), words)
        found = layouts.chosen(book, guide, words)
        _check_layout(found)
        rows, skipped = stated(found, guide, words)
        series = series_of(book.file, found.sheet.name, rows, all_series(view))
        planned, missing = _compared(ledger, view, rows, series, decided, progress)
        return Plan(
            book=book,
            layout=found,
            mapping=found.mapping(guide),
            rows=planned,
            skipped=tuple(skipped),
            gone=missing,
            series=series.id if series else "",
            position=view.position,
        )


def _check_layout(found: Layout) -> None:
    name = found.sheet.name
    if not found.columns:
        raise Refused("sheet_no_headings", name)
    if found.column("occurred") is None:
        seen = ", ".join(column.heading for column in found.columns if column.heading)
        raise Refused("sheet_no_day", name, headings=seen[:200])


def _compared(
    ledger: Ledger,
    view: View,
    rows: Sequence[Stated],
    series: Series | None,
    decided: Decisions,
    progress: Progress | None,
) -> tuple[tuple[Planned, ...], tuple[ImportedRow, ...]]:
    known = recognised(rows, series)
    comparison = Comparison(view, decided, ledger.clock().date())
    comparison.expect(one.row.exchange for one in known if one.row is not None)
    planned = []
    for done, (row, found) in enumerate(zip(rows, known, strict=True)):
        if progress is not None and done % 50 == 0:
            progress(done, len(rows))
        planned.append(comparison.planned(row, found))
    return tuple(planned), tuple(gone(known, series))


def choices(vocabulary: Vocabulary) -> list[str]:
    """What a column can be said to mean, for an operator to choose from."""
    return ["", *targets(vocabulary)]


def carry_out(
    ledger: Ledger, plan: Plan, reason: str, source: str = "", progress: Progress | None = None
) -> list[Event]:
    """Record what a plan says: all of it in one transaction, or nothing.

    `reason` stands with every revision; `source` says who published the sheet. Raises Refused where
    a row cannot be recorded or the ledger has moved on since. What `progress` raises cancels, and
    nothing was written.
    """
    if not plan.is_possible:
        wrong = sum(row.outcome == "wrong" for row in plan.rows)
        raise Refused("rows_wrong", plan.book.file, count=wrong)
    if not plan.is_needed and not any(row.like and row.exchange for row in plan.rows):
        return []
    with ledger.view() as view:
        if view.last != plan.position:
            raise Refused("ledger_moved", plan.book.file)
        incoming = _incoming(view, plan, reason, source)
    return ledger.import_sheet(incoming, progress)


def sheet_source(plan: Plan, publisher: str = "") -> Source:
    """The sheet itself as a source: its name, and the hash of the very bytes that were read."""
    name = f"{plan.book.file}, {plan.layout.sheet.name}"
    title = name if plan.book.form != "csv" else plan.book.file
    return Source(title=title, publisher=publisher, address=f"sha256:{plan.book.sha256}")


def _incoming(view: View, plan: Plan, reason: str, publisher: str) -> SheetImport:
    comparison = Comparison(view, Decisions(), None)
    new, known = [], []
    for row in plan.rows:
        if row.outcome == "new":
            new.append(_new(row.stated))
        elif row.outcome == "changed" or (row.outcome == "unchanged" and row.like):
            known.append(_known(row, comparison))
    return SheetImport(
        file=plan.book.file,
        sheet=plan.layout.sheet.name,
        sha256=plan.book.sha256,
        source=sheet_source(plan, publisher),
        reason=reason,
        new=new,
        known=known,
        continues=plan.series,
    )


def draft_of(one: Stated) -> Draft:
    """The draft that a row becomes, as an operator would have filled it in."""
    claims = [DraftClaim(measure, scope, n) for _, measure, scope, n in claims_of(one.said)]
    return Draft(exchange_fields(one), tuple(one.said.get(MEDIATORS) or ()), tuple(claims))


def _new(one: Stated) -> NewRow:
    source = source_from_words(one.source, one.published) if one.source else None
    return NewRow(one.row, draft_of(one), one.said, one.key, source, one.published)


def _known(row: Planned, comparison: Comparison) -> KnownRow:
    """A row of an exchange that is there, with what it changes and adds."""
    claims = comparison.claims(row.exchange)
    changed = {change.field: change for change in row.changes}
    revised, added = {}, []
    for name, measure, scope, value in claims_of(row.stated.said):
        if name not in changed:
            continue
        if name in claims:
            revised[claims[name][0]] = value
        else:
            added.append(DraftClaim(measure, scope, value))
    has = set(changed[MEDIATORS].now or ()) if MEDIATORS in changed else set()
    codes = row.stated.said.get(MEDIATORS) or () if MEDIATORS in changed else ()
    return KnownRow(
        row=row.stated.row,
        exchange=row.exchange,
        said=row.stated.said,
        key=row.stated.key,
        values=typed(row.changes),
        shown=row.shown,
        settle=row.settle,
        claims=revised,
        new_claims=tuple(added),
        new_mediators=tuple(code for code in codes if code not in has),
    )


def places(problem: Problem, plan: Plan) -> str:
    """Where a problem is, as a spreadsheet says it: `Sheet1!C7`."""
    return f"{plan.layout.sheet.name}!{problem.column}{problem.row}"


def column_label(column: Column) -> str:
    """A column as an operator finds it: its letters and heading."""
    return f"{column_name(column.place)} {column.heading}".strip()


def read_file(path: Path, mapping: Mapping, progress: Progress | None = None) -> Workbook:
    """The workbook in a file, read as a mapping says."""
    return read(path, encoding=mapping.encoding, separator=mapping.separator, progress=progress)
