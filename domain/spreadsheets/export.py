"""An export: the file is made, then put in its place, then recorded; never half of any."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from domain.application import Progress
from domain.events import Event
from domain.journal import APP
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.projections.exchange_list import Filter, exchange_numbers
from domain.projections.narrowing import Narrowing
from domain.projections.questions import Question
from domain.projections.view import View
from domain.spreadsheets import csvs, ods, xlsx
from domain.spreadsheets.carried import FORM, Asked, carried_rows
from domain.spreadsheets.front import front
from domain.spreadsheets.layouts import LAYOUTS, REPORT
from domain.spreadsheets.placing import Making
from domain.spreadsheets.sheets import Sheet, sheet
from domain.spreadsheets.telling import Telling
from domain.spreadsheets.words import Say

FORMS: Final = (".xlsx", ".ods", ".csv", ".zip", ".pdf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operator wants exported, and where to. Without `table`: the whole book.

    `as_of` is a position, a date or a date-time; `policy` is empty where each claim keeps its own;
    `narrowed` says which rows of the one table, as a screen lists them. `order` are the subject
    numbers of the exchanges in the order that the screen has put them in, by day where None. With
    `carries` a workbook holds, hidden, every event it was derived from: whoever gets it gets them.
    """

    path: Path
    table: str = ""
    as_of: str = ""
    policy: str = ""
    narrowed: Narrowing = field(default_factory=Narrowing)
    order: Sequence[int] | None = None
    carries: bool = False

    @property
    def form(self) -> str:
        return self.path.suffix.lower()

    @property
    def tables(self) -> Sequence[str]:
        if self.table:
            return (self.table,)
        return REPORT if self.form == ".pdf" else tuple(LAYOUTS)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is in its place: what was wanted, the position it was made at, its SHA-256."""

    wanted: Wanted
    known: int
    sha256: str
    language: str


def export(
    ledger: Ledger, wanted: Wanted, say: Say, progress: Progress | None = None
) -> list[Event]:
    """Writes the file and records that it was given out; returns the events.

    Raises Refused where it cannot be, OSError where the disk does not take it, and whatever
    `progress` raises to stop it: then there is no file and nothing is recorded. Returns no events,
    and makes no file, where rows were chosen and there are none.
    """
    written = write(ledger, wanted, say, progress)
    return record(ledger, written) if written else []


def write(
    ledger: Ledger, wanted: Wanted, say: Say, progress: Progress | None = None
) -> Written | None:
    """Writes the file and records nothing: only reads the ledger, so that entry can go on.

    `progress` is told how far it is, in rows; what it raises stops the export.
    """
    _check(wanted)
    with Making(wanted.path) as making:
        with ledger.view(wanted.as_of or None) as view:
            if wanted.policy:
                view.policy(wanted.policy)
            telling = Telling(progress, view, wanted.tables)
            sheets = _sheets(view, wanted, say)
            if wanted.narrowed.conditions():
                only = _unless_empty(next(sheets))
                if only is None:
                    return None
                sheets = iter([only])
            _write(making.part, ledger, view, map(telling.through, sheets), wanted, say)
            known = view.position
        with making.part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        telling.end()
        making.put()
    return Written(wanted, known, digest, say.code)


def record(ledger: Ledger, written: Written) -> list[Event]:
    """Records that the file was given out; where that fails the file is taken away again."""
    wanted = written.wanted
    try:
        return ledger.record_export(
            written.known,
            wanted.path.name,
            written.sha256,
            wanted.tables,
            written.language,
            wanted.policy,
            wanted.narrowed.conditions(),
        )
    except BaseException:
        wanted.path.unlink(missing_ok=True)
        raise


def _check(wanted: Wanted) -> None:
    path = wanted.path
    if wanted.form not in FORMS:
        raise Refused("export_form", str(path), known=", ".join(FORMS))
    if wanted.table and wanted.table not in LAYOUTS:
        raise Refused("table_unknown", "table", text=wanted.table, known=", ".join(LAYOUTS))
    if wanted.carries and wanted.form != ".xlsx":
        raise Refused("export_carries_form", str(path))
    if wanted.form == ".csv" and not wanted.table:
        raise Refused("export_one_table", str(path))
    if wanted.narrowed.conditions() and not wanted.table:
        raise Refused("export_words_of_table", "where")
    if path.exists() or path.is_symlink():
        raise Refused("file_exists", str(path))
    if not path.parent.is_dir():
        raise Refused("folder_missing", str(path.parent))


def _sheets(view: View, wanted: Wanted, say: Say) -> Iterator[Sheet]:
    narrowed = wanted.narrowed
    chosen = wanted.order
    if chosen is None and narrowed.listed != Filter():
        chosen = exchange_numbers(view, narrowed.listed)
    asked = Question(
        wanted.policy, narrowed.dimension, narrowed.exchange, narrowed.since, say.code, chosen
    )
    return (sheet(view, table, asked, narrowed.containing, say) for table in wanted.tables)


def _unless_empty(sheet: Sheet) -> Sheet | None:
    """The sheet, if it has a row."""
    if isinstance(sheet.rows, list):
        return sheet if sheet.rows else None
    rows = iter(sheet.rows)
    first = next(rows, None)
    return None if first is None else replace(sheet, rows=chain([first], rows))


def _write(
    part: Path, ledger: Ledger, view: View, sheets: Iterator[Sheet], wanted: Wanted, say: Say
) -> None:
    narrowed, at = wanted.narrowed.conditions(), ledger.clock()
    first = front(
        view, ledger.id, wanted.policy, narrowed, ledger.operator, at, say, carries=wanted.carries
    )
    match wanted.form:
        case ".xlsx":
            asked = Asked(
                form=FORM,
                ledger=ledger.id,
                operator=ledger.operator,
                at=at.isoformat(),
                app=APP,
                language=say.code,
                table=wanted.table,
                policy=wanted.policy,
                where=narrowed,
                order=None if wanted.order is None else _ids(view, wanted.order),
            )
            carried = carried_rows(view, asked) if wanted.carries else ()
            xlsx.write(part, first, sheets, say, carried)
        case ".ods":
            ods.write(part, first, sheets, say)
        case ".zip":
            csvs.write_all(part, first, sheets, say)
        case ".csv":
            csvs.write_one(part, next(sheets))
        case _:
            from domain.spreadsheets import pdf  # its library is slow to start

            pdf.write(part, first, sheets, say)


def _ids(view: View, subjects: Sequence[int]) -> list[str]:
    """What the subjects are called in every copy of the ledger."""
    return [
        str(view.one("SELECT id FROM subjects WHERE subject = ?", subject)) for subject in subjects
    ]
