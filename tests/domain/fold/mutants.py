"""Deliberate faults in the fold and the tables, and a run of the tests here against each.

`python -m tests.domain.fold.mutants` tries them all and says which test finds which; with words,
only those whose file or fault contains one of them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[2]
TESTS: Final = ("test_fold.py", "test_commands.py", "test_as_known_at.py")
SECONDS: Final = 1_200


class Mutant(NamedTuple):
    """In `file` of the domain, `right` (which occurs once) becomes `wrong`."""

    file: str
    right: str
    wrong: str
    fault: str


class Outcome(NamedTuple):
    mutant: Mutant | None
    killed_by: str  # the test that failed; empty for a survivor


_OTHER_HEADS: Final = "head.value != register.heads[0].value for head in register.heads[1:]"

MUTANTS: Final = (
    Mutant(
        "state.py", "return max(register.heads", "return min(register.heads", "the first counts"
    ),
    Mutant(
        "state.py",
        "key=lambda head: self.writers[head.writer])",
        "key=lambda head: self.writers[head.writer][0])",
        "equal clocks are not told apart by id",
    ),
    Mutant("state.py", _OTHER_HEADS, "True for head in register.heads[1:]", "agreement conflicts"),
    Mutant(
        "state.py",
        'if head is None or head.value["is"] not in ("retracted", "merged"):',
        'if head is None or head.value["is"] != "retracted":',
        "a merge never misses a change",
    ),
    Mutant("state.py", "event_id not in basis for", "False for", "nothing is ever unseen"),
    Mutant("state.py", "if field != STANDING\n", "if field\n", "standing is in its own view"),
    Mutant(
        "state.py",
        "if event.id not in register.awaited:",
        "if event.id:",
        "what was replaced before it arrived stands",
    ),
    Mutant(
        "state.py",
        "subject.writers.append((event.clock, event.id))",
        "subject.writers.append((event.clock // 3600, event.id))",
        "clocks are compared by the hour",
    ),
    Mutant("state.py", 'and self.kind != "claim"', 'and self.kind != "note"', "notes do not link"),
    Mutant(
        "family.py",
        "root = min(circle, key",
        "root = max(circle, key",
        "in a circle the last recorded counts",
    ),
    Mutant(
        "family.py",
        'if exchanges[key].standing()["is"] != "retracted"',
        'if exchanges[key].standing()["is"] == "counts"',
        "a group ends with its survivor",
    ),
    Mutant(
        "family.py", "min(standing_members)[2]", "max(standing_members)[2]", "the farthest counts"
    ),
    Mutant("family.py", 'mark("survivor_retracted")', 'mark("")', "no mark for another survivor"),
    Mutant(
        "family.py",
        "if verdict.group == key else None",
        "if verdict.group else None",
        "duplicates are stages too",
    ),
    Mutant(
        "family.py",
        'parent = verdicts[target].group if target in verdicts else ""',
        'parent = target if target in verdicts else ""',
        "a stage hangs on what does not count",
    ),
    Mutant(
        "family.py", "            del links[key]\n", "", "stages in a circle count for each other"
    ),
    Mutant(
        "projections/cells.py",
        "own.counts[leg] or _sum_counts(part.counts[leg] for part in parts)",
        "_sum_counts(part.counts[leg] for part in parts) or own.counts[leg]",
        "stages before the parent's own count",
    ),
    Mutant(
        "projections/cells.py",
        "if staged and not family.stages.get(key):",
        "if staged:",
        "a parent counts beside its stages",
    ),
    Mutant(
        "projections/cells.py",
        "conflicts.add(verdict.group)",
        "conflicts.add(key)",
        "a duplicate's conflict touches no total",
    ),
    Mutant(
        "projections/cells.py",
        "unseen.add(verdict.group)",
        "unseen.add(key)",
        "a change that a merge had not seen touches no total",
    ),
    Mutant(
        "projections/reading.py",
        'if not exchange or subject.standing()["is"] == "retracted":',
        "if not exchange:",
        "retracted notes count",
    ),
    Mutant("projections/cells.py", 'if bounds == {"exact"}:', "if bounds:", "every sum is exact"),
    Mutant(
        "projections/cell_log.py",
        "moved += [((*place, *item), -n) for item, n in before.items() if n]",
        "pass",
        "what no longer counts stays in the totals",
    ),
    Mutant(
        "projections/families.py",
        "_both(mine.amounts, theirs.amounts),",
        "mine.amounts,",
        "families that join forget what they added",
    ),
    Mutant(
        "projections/families.py",
        "self.touched |= other.touched",
        "self.touched = other.touched",
        "a family that joins another is not read again",
    ),
    Mutant(
        "projections/cell_log.py",
        "self._values[number] = value",
        "self._values[number] = 0",
        "totals begin anew when a ledger is opened",
    ),
    Mutant(
        "projections/cell_log.py",
        "(position, number, n) for number, n in values",
        "(position - 1, number, n) for number, n in values",
        "a checkpoint stands one position too early",
    ),
    Mutant(
        "projections/cell_log.py",
        "alike = max(0, after - 1) - max(0, before - 1)",
        "alike = after - before",
        "one record is its own likely duplicate",
    ),
    Mutant(
        "projections/totals.py",
        "WHERE position > ? AND position <= ? ",
        "WHERE position > ? AND position < ? ",
        "totals as known one event earlier",
    ),
    Mutant(
        "projections/totals.py",
        'cell[0] in ("both", policy.stages)',
        'cell[0] != "stages"',
        "stages count in both ways at once",
    ),
    Mutant(
        "projections/totals.py",
        'row.get("returned_unstated", 0) + row.get("returned_unknown", 0)',
        'row.get("returned_unstated", 0)',
        "unknown is known",
    ),
    Mutant(
        "projections/days.py",
        "max(bisect_left(self.days, first)",
        "max(bisect_right(self.days, first)",
        "the first day of a scope is left out",
    ),
    Mutant(
        "projections/reconciliation.py",
        'if about["parent"] or day <= after:',
        "if day <= after:",
        "stages have numbers of their own",
    ),
    Mutant(
        "projections/reconciliation.py",
        '(stored["claimed"], stored["computed"]) != (value, computed)',
        'stored["claimed"] != value',
        "a disposition holds whatever is computed",
    ),
    Mutant(
        "projections/reconciliation.py",
        'return opening["value"], opening["as_of"]',
        'return 0, opening["as_of"]',
        "opening balances are not added",
    ),
    Mutant(
        "projections/reconciliation.py",
        "return _Answer(base + people, not inexact, ",
        "return _Answer(base + people, True, ",
        "inexact counts settle a claim",
    ),
    Mutant(
        "projections/days.py",
        "total += n if measure in legs else 0",
        "total += n if measure in inexact else 0",
        "whole years are not added",
    ),
    Mutant(
        "projections/days.py",
        'and (row["recorded_clock"], row["id"]) > place',
        'and (row["recorded_clock"], row["id"]) < place',
        "two exchanges of one day change places",
    ),
    Mutant(
        "projections/versions.py",
        "newest[2] = position",
        "newest[2] = position + 1",
        "two versions of a row at one position",
    ),
    Mutant(
        "projections/versions.py",
        "self._ended.append((position, subject))",
        "pass",
        "an older version never ends",
    ),
    Mutant(
        "projections/view.py",
        "{at}to_position > {self.position})",
        "{at}to_position >= {self.position})",
        "the version before is known as well",
    ),
    Mutant(
        "projections/view.py",
        "members = ever_linked(events, subject)",
        "pass",
        "a family is known before it came together",
    ),
    Mutant(
        "projections/conflicts.py",
        "counts=head is counting",
        "counts=head is not counting",
        "the wrong rival is said to count",
    ),
    Mutant(
        "journal.py",
        "seen=() if events else tuple(seen)",
        "seen=()",
        "an event does not say what its author had seen",
    ),
)


def attempt(mutant: Mutant | None) -> Outcome:
    """The tests against a copy with one fault, or with none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("domain", "tests/domain/fold"):
            ignored = shutil.ignore_patterns("__pycache__", "test_mutants.py")
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", folder)
        if mutant is not None:
            file = folder / "domain" / mutant.file
            text = file.read_text(encoding="utf-8")
            if text.count(mutant.right) != 1:
                raise LookupError(f"{mutant.file} has not once {mutant.right!r}: renew this mutant")
            file.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
        found = _failing_test(folder)
    return Outcome(mutant, found)


def _failing_test(folder: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(f"tests/domain/fold/{name}" for name in TESTS)],
        cwd=folder,
        env={**os.environ, "HYPOTHESIS_PROFILE": "mutants"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode == 0:
        return ""
    failed = re.search(r"^FAILED \S+::(\S+)", done.stdout, re.MULTILINE)
    if done.returncode != 1 or failed is None:
        raise RuntimeError(f"the tests did not run:\n{done.stdout}\n{done.stderr}")
    return failed[1]


def attempt_all(mutants: Sequence[Mutant] = MUTANTS) -> list[Outcome]:
    """Every mutant in turn, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(attempt, mutants))


def report(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(
        f"{mutant.file}: {mutant.fault}: {f'killed by {test}' if test else 'SURVIVED'}"
        for mutant, test in outcomes
        if mutant is not None
    )


if __name__ == "__main__":
    words = sys.argv[1:]
    chosen = [m for m in MUTANTS if not words or any(w in f"{m.file} {m.fault}" for w in words)]
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(attempt, chosen):
            print(report([outcome]), flush=True)
