"""What test.py does after set-up: which checks run, what its last lines say, when it fails."""

from pathlib import Path

import pytest

import checks
from checks import Outcome, SkippedTest
from system_packages import SystemPackage

REPORT = """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest" skipped="3" tests="4">
<testcase classname="tests.storage.test_file" name="test_reads[1]" time="0.1"/>
<testcase classname="tests.storage.test_postgres" name="test_push" time="0">
 <skipped type="pytest.skip" message="no PostgreSQL server here">test_postgres.py:9: …</skipped>
</testcase>
<testcase classname="" name="tests.desktop.test_window" time="0">
 <skipped message="collection skipped">could not import PySide6</skipped>
</testcase>
<testcase classname="tests.domain.test_fold" name="test_circle" time="0">
 <skipped type="pytest.xfail" message="circles come later" />
</testcase>
</testsuite></testsuites>
"""

GOOD = Outcome("lint", passed=True, seconds=0.1)
BAD = Outcome("tests", passed=False, seconds=12.0)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (False, [])),
        (["--yes"], (True, [])),
        (["--", "-m", "slow"], (False, ["-m", "slow"])),
        (["--yes", "--", "--", "-x"], (True, ["--", "-x"])),
        (["-x"], None),
        (["--yes", "tests"], None),
    ],
)
def test_arguments_after_two_dashes_are_for_pytest(
    arguments: list[str], expected: tuple[bool, list[str]] | None
) -> None:
    assert checks.split_arguments(arguments) == expected


def test_an_unknown_argument_installs_and_runs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "set_up", lambda purpose, agreed: pytest.fail("set up"))
    assert checks.main(["--fast"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_every_check_of_a_change_is_run(tmp_path: Path) -> None:
    planned = checks.checks(["-x"], tmp_path / "tests.xml")
    assert [check.name for check in planned] == ["format", "lint", "types", "arrows", "tests"]
    assert planned[-1].arguments[-1] == "-x"


def test_the_checks_go_on_after_one_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def run_check(check: checks.Check) -> Outcome:
        ran.append(check.name)
        return Outcome(check.name, passed=check.name != "format", seconds=0.0)

    monkeypatch.setattr(checks, "run_check", run_check)
    assert checks.run_checks([], ()) == 1
    assert ran == ["format", "lint", "types", "arrows", "tests"]
    assert "FAILED  format" in capsys.readouterr().out


def test_skipped_tests_are_read_from_the_report_with_their_reasons() -> None:
    assert checks.parse_skipped(REPORT) == [
        SkippedTest("tests.storage.test_postgres::test_push", "no PostgreSQL server here"),
        SkippedTest("tests.desktop.test_window", "could not import PySide6"),
        SkippedTest("tests.domain.test_fold::test_circle", "expected to fail: circles come later"),
    ]


def test_the_last_lines_name_every_skipped_test() -> None:
    skipped = [SkippedTest("a::b", "no server"), SkippedTest("c::d", "no screen")]
    lines = checks.summary([GOOD, BAD], skipped, ())
    assert lines[-3:] == ["Skipped tests:", "  a::b: no server", "  c::d: no screen"]
    assert any(line.startswith("FAILED  tests") for line in lines)


def test_the_last_lines_say_when_nothing_was_skipped_or_nothing_is_known() -> None:
    assert checks.summary([GOOD], [], ())[-1] == "No test was skipped."
    assert "not known" in checks.summary([BAD], None, ())[-1]


def test_the_last_lines_name_what_could_not_be_installed() -> None:
    lines = checks.summary([GOOD], [], [SystemPackage("xvfb", "a virtual screen")])
    assert "  xvfb: a virtual screen" in lines


def test_without_a_report_the_skipped_tests_are_unknown(tmp_path: Path) -> None:
    assert checks.read_skipped(tmp_path / "tests.xml") is None
    (tmp_path / "half.xml").write_text("<testsuites><testsuite>")
    assert checks.read_skipped(tmp_path / "half.xml") is None
