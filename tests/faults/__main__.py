"""The full runs of the fault tests, as one table: python3 -m tests.faults [--small] [--seed N]."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from domain.ledger import Ledger
from domain.sample import build
from domain.storage.profile import Profile
from tests.domain.proofs.test_merkle_proofs import (
    accepted,
    check_consistency,
    check_inclusion,
    chosen,
)
from tests.faults.flips import flip_bits
from tests.faults.imports import interrupt_often
from tests.faults.kills import kill_often

Row = tuple[str, str, bool]  # what was done, what came of it, whether that is what is promised


def kills(folder: Path, small: bool, seed: int) -> Row:
    done = kill_often(folder, 100 if small else 10_000, seed)
    good = not (done.lost or done.half or done.unverified) and done.slowest_reopening < 2
    return (
        f"kill -9 while recording: {done.kills} kills",
        f"{done.acknowledged} acknowledged commands, {len(done.lost)} events lost, "
        f"{len(done.half)} half-made, {len(done.unverified)} findings, slowest reopening "
        f"{done.slowest_reopening:.2f} s",
        good,
    )


def flips(folder: Path, small: bool, seed: int) -> Row:
    ledger: Ledger = build(folder / "sample.ledger", Profile.load(folder / "profile"))
    ledger.close()
    done = flip_bits(ledger.path, folder, 500 if small else 10_000, seed)
    good = not (done.silent or done.unnamed or done.crashes) and done.reported == done.changed
    return (
        f"bit flips in the file: {done.flips} flips",
        f"{done.changed} changed data, {done.reported} reported; {done.events} changed an event, "
        f"{len(done.unnamed)} without its name; {len(done.crashes)} crashes {done.crashes[:3]}",
        good,
    )


def proofs(folder: Path, small: bool, seed: int) -> Row:
    largest = 257 if small else 1025
    for size in range(largest + 1):
        check_inclusion(size, chosen(size))
        check_consistency(size, chosen(size))
    return f"Merkle roots and proofs, sizes 0 to {largest}", "equal to the definition", True


def mutants(folder: Path, small: bool, seed: int) -> Row:
    count = 2_000 if small else 10_000
    taken = accepted(count, seed)
    return f"mutated proofs: {count}", f"{taken} accepted", taken == 0


def imports(folder: Path, small: bool, seed: int) -> Row:
    done = interrupt_often(folder, 10 if small else 1)
    return (
        f"imports ended by kill -9 and by an error, of {done.writes} writes",
        f"{done.before} as before, {done.complete} complete, {len(done.wrong)} wrong "
        f"{done.wrong[:2]}",
        not done.wrong,
    )


RUNS: tuple[Callable[[Path, bool, int], Row], ...] = (proofs, mutants, flips, kills, imports)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--small", action="store_true", help="about a hundredth of the full runs")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = 0
    for run in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            what, came, good = run(Path(folder), asked.small, asked.seed)
        failed += not good
        seconds = time.monotonic() - started
        print(f"{'ok' if good else 'FAILED':6} {seconds:7.1f} s  {what}: {came}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
