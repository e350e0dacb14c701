"""10,000 rows, by the time of the processor: what others run on the machine is no matter."""

import resource
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.ledger import Ledger
from domain.spreadsheets.incoming.importing import Mapping, carry_out, plan_import, read_file
from tests.domain.spreadsheets.incoming import sheets

ROWS = 10_000
SECONDS = 10


@pytest.mark.slow
def test_ten_thousand_rows(ledger: Ledger, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Date", "Kind", "Returned", "Armed Forces", "National Guard", "Officers", "Mediator"]
    ]
    rows += [
        [date(1995, 1, 1) + timedelta(days=n), "exchange", 100 + n % 50, 60, 40 + n % 50, 5, "AE"]
        for n in range(ROWS)
    ]
    path = sheets.xlsx(tmp_path / "many.xlsx", {"List": rows})
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    plan = plan_import(ledger, read_file(path, Mapping()))
    carry_out(ledger, plan, "x")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reader = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert plan.counts == {"new": ROWS}
    assert time.process_time() - started + reader < SECONDS
    assert plan_import(ledger, plan.book).counts == {"unchanged": ROWS}
