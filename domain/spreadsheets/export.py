"""An export: the file is made, then put in its place, then recorded; never half of any."""

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from domain.events import Event
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.projections.questions import Question
from domain.projections.view import View
from domain.spreadsheets import csvs, ods, xlsx
from domain.spreadsheets.front import front
from domain.spreadsheets.layouts import LAYOUTS, REPORT
from domain.spreadsheets.sheets import Sheet, sheet
from domain.spreadsheets.words import Say

FORMS: Final = (".xlsx", ".ods", ".csv", ".zip", ".pdf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operator wants exported, and where to. Without `table`: the whole book.

    `as_of` is a position, a date or a date-time; `policy` is empty where each claim keeps its own;
    `containing` are words that every row of the table has to hold.
    """

    path: Path
    table: str = ""
    as_of: str = ""
    policy: str = ""
    containing: str = ""

    def where(self) -> dict[str, str]:
        """Which rows of the table: what the record of the export says of it."""
        words = " ".join(self.containing.split())
        return {"containing": words} if words else {}


def export(ledger: Ledger, wanted: Wanted, say: Say) -> list[Event]:
    """Writes the file and records that it was given out; returns the events.

    Raises Refused where it cannot be, and OSError where the disk does not take it: then there is
    no file and nothing is recorded. Returns no events, and makes no file, where words were given
    and no row holds them.
    """
    form = wanted.path.suffix.lower()
    tables = _tables(wanted, form)
    _check_place(wanted.path)
    part = wanted.path.with_name(f".{wanted.path.name}.{secrets.token_hex(4)}.part")
    try:
        with ledger.view(wanted.as_of or None) as view:
            if wanted.policy:
                view.policy(wanted.policy)
            sheets = _sheets(view, tables, wanted, say)
            if wanted.containing:
                (only,) = sheets
                rows = iter(only.rows)
                first = next(rows, None)
                if first is None:
                    return []
                sheets = iter([replace(only, rows=chain([first], rows))])
            _write(part, form, ledger, view, sheets, wanted, say)
            known = view.position
        digest = _digest(part)
        _put(part, wanted.path)
    finally:
        part.unlink(missing_ok=True)
    try:
        return ledger.record_export(
            known, wanted.path.name, digest, tables, say.code, wanted.policy, wanted.where()
        )
    except BaseException:
        wanted.path.unlink(missing_ok=True)
        raise


def _tables(wanted: Wanted, form: str) -> Sequence[str]:
    if form not in FORMS:
        raise Refused("export_form", str(wanted.path), known=", ".join(FORMS))
    if wanted.table and wanted.table not in LAYOUTS:
        raise Refused("table_unknown", "table", text=wanted.table, known=", ".join(LAYOUTS))
    if form == ".csv" and not wanted.table:
        raise Refused("export_one_table", str(wanted.path))
    if wanted.containing and not wanted.table:
        raise Refused("export_words_of_table", "where")
    if wanted.table:
        return (wanted.table,)
    return REPORT if form == ".pdf" else tuple(LAYOUTS)


def _check_place(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise Refused("file_exists", str(path))
    if not path.parent.is_dir():
        raise Refused("folder_missing", str(path.parent))


def _sheets(view: View, tables: Sequence[str], wanted: Wanted, say: Say) -> Iterator[Sheet]:
    asked = Question(wanted.policy, language=say.code)
    return (sheet(view, table, asked, wanted.containing, say) for table in tables)


def _write(
    part: Path,
    form: str,
    ledger: Ledger,
    view: View,
    sheets: Iterator[Sheet],
    wanted: Wanted,
    say: Say,
) -> None:
    first = front(
        view, ledger.id, wanted.policy, wanted.containing, ledger.operator, ledger.clock(), say
    )
    match form:
        case ".xlsx":
            xlsx.write(part, first, sheets, say)
        case ".ods":
            ods.write(part, first, sheets, say)
        case ".zip":
            csvs.write_all(part, first, sheets, say)
        case ".csv":
            csvs.write_one(part, next(sheets))
        case _:
            from domain.spreadsheets import pdf  # its library is slow to start

            pdf.write(part, first, sheets, say)


def _digest(path: Path) -> str:
    """SHA-256 of the file, once all of it is on disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(part: Path, path: Path) -> None:
    """The finished file under its name, which nothing may have taken meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise Refused("file_exists", str(path)) from None
    except OSError:  # file systems without links, such as those of USB sticks
        if path.exists():
            raise Refused("file_exists", str(path)) from None
        part.replace(path)
