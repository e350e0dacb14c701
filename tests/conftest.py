"""Prints, at the end of a run, what the searching tests really tried."""

import pytest

EXERCISED = "exercised"  # the user property in which a test leaves its counts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    counts = [
        (report.nodeid, value)
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == EXERCISED
    ]
    if counts:
        terminalreporter.section("what the histories exercised")
    for test, value in counts:
        terminalreporter.write_line(f"{test.rpartition('::')[2]}: {value}")
