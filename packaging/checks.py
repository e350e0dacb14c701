"""What packaging/test.py does once the machine is set up: every check, then what came of each."""

import os
import shlex
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from setup_steps import (
    NOT_SET_UP,
    ROOT,
    SetupError,
    environment_place,
    environment_python,
    program_environment,
    say,
    set_up,
)
from system_packages import SystemPackage

USAGE = "Usage: python3 packaging/test.py [--yes] [-- arguments of pytest]"


@dataclass(frozen=True)
class Check:
    name: str
    arguments: tuple[str, ...]  # of the environment's Python


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float


@dataclass(frozen=True)
class SkippedTest:
    name: str
    reason: str


def main(arguments: Sequence[str]) -> int:
    options = split_arguments(arguments)
    if options is None:
        say(USAGE)
        return 2
    agreed, for_pytest = options
    try:
        missing = set_up("test", agreed=agreed)
        return run_checks(for_pytest, missing)
    except SetupError as error:
        say(str(error))
        return NOT_SET_UP
    except KeyboardInterrupt:
        return 130


def split_arguments(arguments: Sequence[str]) -> tuple[bool, list[str]] | None:
    """Our own --yes, and what stands after -- for pytest; None if there is anything else."""
    own = list(arguments)
    for_pytest: list[str] = []
    if "--" in own:
        split = own.index("--")
        own, for_pytest = own[:split], own[split + 1 :]
    if own not in ([], ["--yes"]):
        return None
    return own == ["--yes"], for_pytest


def checks(for_pytest: Sequence[str], report: Path) -> tuple[Check, ...]:
    """All checks in the order of running: the quick ones first, the tests last.

    Two processes run the tests: the machines that run them for every change have two cores.
    """
    tests = ("-m", "pytest", "-n", "2", f"--junitxml={report}", *for_pytest)
    # import-linter has no `python -m` form, and its script breaks when the folder moves
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return (
        Check("format", ("-m", "ruff", "format", "--check", ".")),
        Check("lint", ("-m", "ruff", "check", ".")),
        Check("types", ("-m", "mypy", "domain", "desktop", "tests", "packaging")),
        Check("arrows", ("-c", lint_imports, "--no-logo")),
        Check("tests", tests),
    )


def run_checks(for_pytest: Sequence[str], missing: Sequence[SystemPackage]) -> int:
    """Runs every check even after one failed. Returns 0 only if all of them passed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "tests.xml"
        outcomes = [run_check(check) for check in checks(for_pytest, report)]
        skipped = read_skipped(report)
    print("\n" + "\n".join(summary(outcomes, skipped, missing)), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def run_check(check: Check) -> Outcome:
    print(f"\n--- {check.name}: python {shlex.join(check.arguments)}", flush=True)
    started = time.monotonic()
    status = subprocess.run(
        [str(environment_python(environment_place())), *check.arguments],
        cwd=ROOT,
        env=program_environment(dict(os.environ)),
        check=False,
    )
    return Outcome(check.name, status.returncode == 0, time.monotonic() - started)


def read_skipped(report: Path) -> list[SkippedTest] | None:
    """Every test that was skipped or failed as expected; None if pytest left no report."""
    try:
        return parse_skipped(report.read_text(encoding="utf-8"))
    except (OSError, ElementTree.ParseError):
        return None


def parse_skipped(report: str) -> list[SkippedTest]:
    tests: list[SkippedTest] = []
    for case in ElementTree.fromstring(report).iter("testcase"):
        mark = case.find("skipped")
        if mark is not None:
            names = (case.get("classname"), case.get("name"))
            tests.append(SkippedTest("::".join(filter(None, names)), reason_of(mark)))
    return tests


def reason_of(mark: ElementTree.Element) -> str:
    reason = mark.get("message") or "no reason given"
    if reason == "collection skipped":  # a whole file: the reason stands inside
        reason = (mark.text or reason).strip()
    return f"expected to fail: {reason}" if mark.get("type") == "pytest.xfail" else reason


def summary(
    outcomes: Sequence[Outcome],
    skipped: Sequence[SkippedTest] | None,
    missing: Sequence[SystemPackage],
) -> list[str]:
    """The last lines: what came of every check, and what was not tested and why."""
    lines = ["--- summary"]
    for outcome in outcomes:
        word = "passed" if outcome.passed else "FAILED"
        lines.append(f"{word}  {outcome.name:<8} {outcome.seconds:6.1f} s")
    if missing:
        lines.append("Not installed on this system, which tests may need:")
        lines += [f"  {package.name}: {package.why}" for package in missing]
    if skipped is None:
        lines.append("The tests left no report, so which were skipped is not known.")
    elif not skipped:
        lines.append("No test was skipped.")
    else:
        lines.append("Skipped tests:")
        lines += [f"  {test.name}: {test.reason}" for test in skipped]
    return lines
