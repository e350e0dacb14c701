"""How fast, and in how much memory: python3 packaging/test.py -- -m slow tests/benchmarks

Only generous ratios within one run are asserted: a busy machine is no defect. The table of
results is printed at the end.
"""

from collections.abc import Callable
from statistics import median

import pytest

from tests.benchmarks.conftest import Kept
from tests.benchmarks.measure import of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

Report = Callable[[str, str, str, str], None]
SIZES = (100_000, 1_000_000)
MILLION = SIZES[-1]


@pytest.mark.parametrize("events", SIZES)
def test_rebuild(kept: Kept, report: Report, events: int) -> None:
    path = kept.ledger(events, rebuilt=False)
    found = kept.measure("rebuild", path)
    kept.has_rebuilt(path)
    ratio = found["seconds"] / found["scan"]
    name = f"rebuild of {events:,} events"
    report(name, f"{found['seconds']:.1f} s", "10 × a raw scan", f"{ratio:.1f} ×")
    report(f"{name}, memory", f"{found['memory'] / 1e6:.0f} MB", "350 MB", "")
    assert ratio < 150
    assert found["memory"] < 700e6


def test_opening(kept: Kept, report: Report) -> None:
    path = kept.ledger(MILLION)
    runs = [kept.measure("opening", path) for _ in range(7)]
    seconds, importing, raw = (
        median(run[key] for run in runs) for key in ("seconds", "importing", "raw")
    )
    report(
        f"opening {MILLION:,} events to the first totals, new process",
        f"{seconds:.2f} s ({importing:.2f} s of it importing)",
        "1 s",
        f"{(seconds - importing) / raw:.1f} × reading the cells raw",
    )
    assert seconds - importing < 50 * raw


def test_as_known(kept: Kept, report: Report) -> None:
    found = kept.measure("as_known", kept.ledger(MILLION), 200)
    middle, high = of(found["seconds"])
    ratio = middle / median(found["raw"])
    report(
        f"all totals and breakdowns of {MILLION:,} events as known at any position",
        f"{middle * 1e3:.1f} ms, p95 {high * 1e3:.1f} ms",
        "20 ms",
        f"{ratio:.1f} × reading their cells raw",
    )
    assert ratio < 20


@pytest.mark.parametrize("events", SIZES)
def test_commands(kept: Kept, report: Report, events: int) -> None:
    found = kept.measure("commands", kept.copy(events), 300)
    raw = median(found["raw"])
    for name in ("correct", "note"):
        middle, high = of(found[name])
        report(
            f"one durable {name}, in {events:,} events",
            f"{middle * 1e3:.2f} ms, p95 {high * 1e3:.2f} ms",
            "2.5 × a raw insert, p95 5 ms",
            f"{middle / raw:.2f} × ({raw * 1e3:.2f} ms)",
        )
        assert middle < 20 * raw
