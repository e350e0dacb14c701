"""How fast the list of exchanges answers: python3 packaging/test.py -- -m slow tests/benchmarks

Asserted are generous ratios to a plain ORDER BY of the same rows in the same run; the table of
results at the end has the times.
"""

from collections.abc import Callable
from statistics import median

import pytest

from tests.benchmarks.conftest import Kept
from tests.benchmarks.measure import of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

Report = Callable[[str, str, str, str], None]
MILLION = 1_000_000


def shown(seconds: float) -> str:
    return f"{seconds * 1e3:.0f} ms"


def test_the_list_is_sorted_and_filtered(kept: Kept, report: Report) -> None:
    found = kept.measure("listing", kept.ledger(MILLION), by="measure_window")
    raw = found["raw"]
    name = f"of {found['exchanges']:,} exchanges"
    for order, seconds in found["sorts"].items():
        report(f"sort {name} by {order}", shown(seconds), "150 ms", f"{seconds / raw:.2f} ×")
    for what, seconds in found["filters"].items():
        report(f"filter {name} by {what}", shown(seconds), "150 ms", f"{seconds / raw:.2f} ×")
    report(f"people returned {name}", shown(found["people"]), "", f"{found['people'] / raw:.2f} ×")
    report("sort at half of the history", shown(found["then"]), "", f"{found['then'] / raw:.2f} ×")
    report("a plain ORDER BY of the same rows", shown(raw), "", "1 ×")
    assert max(found["sorts"].values()) < 1.5 * raw
    assert max(found["filters"].values()) < 2 * raw


def test_the_window_paints_sorts_and_scrolls(kept: Kept, report: Report) -> None:
    path = kept.ledger(MILLION)
    raw = kept.measure("listing", path, by="measure_window")["raw"]
    runs = [kept.measure("window", path, by="measure_window") for _ in range(3)]
    painted = median(run["painted"] for run in runs)
    report("first page painted, from the program's first line", shown(painted), "1 s", "")
    for what in ("sorts", "filters"):
        for name in runs[0][what]:
            seconds = median(run[what][name] for run in runs)
            report(
                f"{what[:-1]} in the window: {name}",
                shown(seconds),
                "150 ms",
                f"{seconds / raw:.2f} ×",
            )
            assert seconds < 3 * raw
    middle, high = of([seconds for run in runs for seconds in run["repaints"]])
    report("repaint while scrolling", f"{middle * 1e3:.1f} ms, p95 {high * 1e3:.1f}", "16 ms", "")
    assert middle < raw / 5
    middle, high = of([seconds for run in runs for seconds in run["selections"]])
    report("go to another row", f"{middle * 1e3:.1f} ms, p95 {high * 1e3:.1f}", "", "")
    memory = max(run["memory"] for run in runs)
    report("memory of the window", f"{memory / 1e6:.0f} MB", "400 MB", "")
    assert memory < 600e6
