"""What the benchmark of exports measures, each in a process of its own.

python -m tests.benchmarks.exporting WHAT LEDGER PROFILE OUT prints the seconds that the processor
worked, and the most memory of the process in bytes.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from desktop.language import language
from domain import events as e
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.projections.questions import Question
from domain.spreadsheets.export import Wanted, export
from domain.spreadsheets.sheets import sheet
from domain.storage.profile import Profile
from tests.benchmarks.measure import most_memory


def fill(path: Path, profile: Profile, exchanges: int) -> None:
    """A ledger of exchanges like the one of 30 December 2024, from fifty sources."""
    ledger = Ledger.create(path, profile)
    sources = ledger.append(
        [e.SourceRecorded(salt="", fields={"title": f"List {n}"}) for n in range(50)]
    )
    for start in range(0, exchanges, 1000):
        ledger.append(
            [
                e.ExchangeRecorded(
                    salt="", fields=read_draft(_facts(n)).fields, source=sources[n % 50].id
                )
                for n in range(start, start + 1000)
            ]
        )
    ledger.close()


def _facts(n: int) -> dict[str, Any]:
    """No two exchanges that follow one another are alike, nor are their breakdowns."""
    army, privates = 60 + n % 97, 150 + n % 31
    returned = army + 43 + 33 + 24 + 2
    branch = {"armed_forces": army, "national_guard": 43, "border_guard": 33, "navy": 24}
    rank = {"privates_and_sergeants": privates, "officers": returned - 2 - privates}
    if rank["officers"] < 0:
        rank = {"privates_and_sergeants": returned - 2}
    return {
        "kind": "exchange",
        "occurred": f"{2000 + n % 24}-{1 + n // 24 % 12:02}-{1 + n % 28:02}",
        "returned": returned,
        "handed_over": 150 + n % 40,
        "breakdowns": {
            name: [{"category": category, "count": count} for category, count in lines.items()]
            for name, lines in (("branch", branch), ("rank", rank), ("status", {"civilian": 2}))
        },
        "remarks": f"As reported, list {n}",
    }


def ours(ledger: Ledger, out: Path, table: str) -> float:
    """An export as an operator makes it: read, laid out, written, hashed, recorded."""
    began = time.process_time()
    export(ledger, Wanted(out, table=table), language("en"))
    return time.process_time() - began


def bare(ledger: Ledger, out: Path, table: str) -> float:
    """The same cells, read beforehand, through XlsxWriter's constant memory and nothing else."""
    with ledger.view() as view:
        rows = [list(row) for row in sheet(view, table, Question(), "", language("en")).rows]
    began = time.process_time()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(n, m, cell)
                elif isinstance(cell, int):
                    page.write_number(n, m, cell)
                elif isinstance(cell, date):
                    page.write_datetime(n, m, cell, day)
    return time.process_time() - began


if __name__ == "__main__":
    what, path, profile, out, *table = sys.argv[1:]
    with Ledger.open(Path(path), Profile.load(Path(profile))) as opened:
        measured = {"ours": ours, "bare": bare}[what](opened, Path(out), "".join(table))
    print(json.dumps([measured, most_memory()]))
