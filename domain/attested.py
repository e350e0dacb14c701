"""Whether a workbook says what the record that it carries says, cell by cell.

The record is taken out of the workbook and checked as any ledger is; then the same export is made
from it once more, and the two are compared. Only what is derived is compared: who exported and
when are words of whoever did, and colours, charts, widths and formulas are not looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from domain.ledger import Ledger
from domain.merging.files import new_file
from domain.merging.incoming import Row, without_gaps
from domain.merging.union import bring_in
from domain.model.refusal import Refused
from domain.projections.narrowing import narrowing
from domain.spreadsheets.carried import SHEET, Carried, read_carried
from domain.spreadsheets.export import Wanted, write
from domain.spreadsheets.incoming.cells import Sheet, cell_text, column_name
from domain.spreadsheets.incoming.reading import read
from domain.spreadsheets.words import Say
from domain.storage.profile import Profile
from domain.verification.verify import Held, Report, verify

LISTED: Final = 100  # changed cells that are named; all are counted


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that says something else than the record; `cell` is empty for a whole sheet."""

    sheet: str
    cell: str
    says: str
    record: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What came of it, of the record carried and of the cells. `made_by`: the program's version."""

    report: Report
    cells: int
    changed: tuple[Changed, ...]
    count: int
    made_by: str

    @property
    def is_verified(self) -> bool:
        return self.report.is_verified and not self.count


def attest(path: Path, language: Callable[[str], Say], held: Held | None = None) -> Attested:
    """Check a workbook by the record that it carries; `held` are checkpoints that others keep.

    Raises Refused where it carries none, or one that is damaged or of a changed history.
    """
    book = read(path)
    sheet = book.sheet(SHEET)
    if sheet is None:
        raise Refused("carried_none", str(path))
    carried = read_carried(sheet.rows)
    with TemporaryDirectory(prefix="exchange-ledger-") as folder:
        again = Path(folder) / "again.xlsx"
        ledger_path = Path(folder) / "carried.ledger"
        _again(carried, ledger_path, again, language)
        report = verify(ledger_path, held)
        made = read(again)
    known = {found.name: found for found in book.sheets if found.name != SHEET}
    wanted = {found.name: found for found in made.sheets if found.name != SHEET}
    front = made.sheets[0].name
    own_words = _own_words(language(carried.asked.language))
    cells = 0
    changed: list[Changed] = []
    for name in [*wanted, *(name for name in known if name not in wanted)]:
        if name not in known or name not in wanted:
            changed.append(Changed(name, "", "", ""))
            continue
        cells += sum(len(row) for row in wanted[name].rows)
        skipped = own_words if name == front else frozenset()
        changed += _differences(known[name], wanted[name], skipped)
    return Attested(report, cells, tuple(changed[:LISTED]), len(changed), carried.asked.app)


def _again(carried: Carried, path: Path, out: Path, language: Callable[[str], Say]) -> None:
    """A ledger of the carried events, and the same export from it."""
    asked = carried.asked
    at = datetime.fromisoformat(asked.at)
    rows = without_gaps((Row(*event) for event in carried.events), {})
    profile = Profile.load(path.with_name("profile"))
    with new_file(path, profile, asked.ledger, operator=asked.operator, clock=lambda: at) as ledger:
        arrivals = [(*arrival[:3], arrival[3] or "export") for arrival in carried.arrivals]
        bring_in(ledger, rows, "export", arrivals=arrivals)
    try:
        narrowed = narrowing(asked.where)
        order = None if asked.order is None else _numbers(ledger, asked.order)
        wanted = Wanted(out, asked.table, "", asked.policy, narrowed, order, carries=True)
        write(ledger, wanted, language(asked.language))
    finally:
        ledger.close()


def _numbers(ledger: Ledger, ids: Iterable[str]) -> list[int]:
    with ledger.view() as view:
        found = [view.first("SELECT subject FROM subjects WHERE id = ?", one) for one in ids]
    if not all(found):
        raise Refused("carried_damaged")
    return [row[0] for row in found]


def _own_words(say: Say) -> frozenset[str]:
    """Lines of the front that follow from no record."""
    labels = ("As known at", "Exported by", "Exported at", "Made with")
    return frozenset(say(label) for label in labels)


def _differences(found: Sheet, wanted: Sheet, skipped: frozenset[str]) -> Iterator[Changed]:
    for number, (cells, expected) in enumerate(
        zip_longest(found.rows, wanted.rows, fillvalue=()), 1
    ):
        if expected and cell_text(expected[0]) in skipped:
            continue
        for n, (cell, right) in enumerate(zip_longest(cells, expected)):
            says, record = cell_text(cell), cell_text(right)
            if says != record:
                yield Changed(wanted.name, f"{column_name(n)}{number}", says, record)
