"""100,000 exchanges to XLSX: near the speed of the bare library, and memory that does not grow."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from domain import events as e
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.storage.profile import Profile

ROOT = Path(__file__).parents[3]
MANY, FEW = 100_000, 20_000
SLOWER: Final = 1.5  # times the bare library at most
GROWS = 48  # MB at most, from FEW to MANY: an id and a number are kept for each exchange

# Each is measured in a process of its own, which says how long it took and its most memory.
MEASURED = """
import json, sys, time
from pathlib import Path
import xlsxwriter
from desktop.language import language
from domain.ledger import Ledger
from domain.projections.questions import Question
from domain.spreadsheets.export import Wanted, export
from domain.spreadsheets.sheets import sheet
from domain.storage.profile import Profile

what, folder, name = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
ledger = Ledger.open(folder / name, Profile.load(folder / "profile"))
say = language("en")
out = folder / f"{what}-{name}.xlsx"
if what == "ours":
    start, began = time.perf_counter(), time.process_time()
    export(ledger, Wanted(out, table="exchanges"), say)
    spent, worked = time.perf_counter() - start, time.process_time() - began
else:
    with ledger.view() as view:
        rows = [list(row) for row in sheet(view, "exchanges", Question(), "", say).rows]
    start, began = time.perf_counter(), time.process_time()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, str):
                    page.write_string(n, m, cell)
                elif isinstance(cell, int):
                    page.write_number(n, m, cell)
                else:
                    page.write_datetime(n, m, cell, day)
    spent, worked = time.perf_counter() - start, time.process_time() - began
ledger.close()
# not getrusage: its peak can be that of the process which started this one
status = Path("/proc/self/status").read_text().split()
most = int(status[status.index("VmHWM:") + 1]) // 1024
print(json.dumps([spent, worked, most]))
"""


def measured(what: str, folder: Path, name: str) -> tuple[float, float, int]:
    """(seconds, seconds of the processor, most memory in MB)"""
    order = [sys.executable, "-c", MEASURED, what, str(folder), name]
    done = subprocess.run(order, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, worked, most = json.loads(done.stdout)
    return seconds, worked, most


def fill(folder: Path, name: str, exchanges: int) -> None:
    """A ledger of exchanges like the one of 30 December 2024, from fifty sources."""
    ledger = Ledger.create(folder / name, Profile.load(folder / "profile"))
    sources = ledger.append(
        [e.SourceRecorded(salt="", fields={"title": f"List {n}"}) for n in range(50)]
    )
    branch = [("navy", 24), ("national_guard", 43), ("border_guard", 33), ("armed_forces", 87)]
    lines = {"branch": [{"category": name, "count": n} for name, n in branch]}
    lines["rank"] = [
        {"category": "privates_and_sergeants", "count": 173},
        {"category": "officers", "count": 14},
    ]
    lines["status"] = [{"category": "civilian", "count": 2}]
    for start in range(0, exchanges, 1000):
        ledger.append(
            [
                e.ExchangeRecorded(
                    salt="",
                    fields=read_draft(
                        {
                            "kind": "exchange",
                            "occurred": f"{2000 + n % 24}-{1 + n // 24 % 12:02}-{1 + n % 28:02}",
                            "returned": 189,
                            "handed_over": 150 + n % 40,
                            "breakdowns": lines,
                            "remarks": f"As reported, list {n}",
                        }
                    ).fields,
                    source=sources[n % 50].id,
                )
                for n in range(start, start + 1000)
            ]
        )
    ledger.close()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_exchanges(tmp_path: Path) -> None:
    fill(tmp_path, "few.ledger", FEW)
    fill(tmp_path, "many.ledger", MANY)
    *_, least = measured("ours", tmp_path, "few.ledger")
    ours, worked, most = measured("ours", tmp_path, "many.ledger")
    bare, bare_worked, _ = measured("bare", tmp_path, "many.ledger")
    said = (
        f"{ours:.1f} s, bare {bare:.1f} s, {ours / bare:.2f} times "
        f"(of the processor: {worked:.1f}, {bare_worked:.1f}, {worked / bare_worked:.2f}); "
        f"{least} and {most} MB"
    )
    print(said)
    assert ours <= SLOWER * bare, said
    assert most - least <= GROWS, said
