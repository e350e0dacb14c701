"""What run.py does after set-up: its own argument, where the sample lies, what is shown."""

from pathlib import Path

import pytest

import opening

HOME = Path("/home/olena")
AN_EXIT_STATUS_OF_ITS_OWN = 2


class StandIn:
    """Stands in for the program: keeps what it was called with and answers with given statuses."""

    def __init__(self, statuses: dict[str, int]) -> None:
        self.calls: list[list[str]] = []
        self.statuses = statuses

    def __call__(self, arguments: list[str]) -> int:
        self.calls.append(arguments)
        if arguments[0] == "sample":
            Path(arguments[1]).write_text("half a ledger")
        return self.statuses.get(arguments[-1], self.statuses.get(arguments[0], 0))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (False, [])),
        (["--yes"], (True, [])),
        (["--yes", "show", "my.ledger", "totals"], (True, ["show", "my.ledger", "totals"])),
        (["record", "my.ledger", "--yes"], (False, ["record", "my.ledger", "--yes"])),
        (["--yes", "--yes"], (True, ["--yes"])),
    ],
)
def test_only_a_leading_yes_is_our_own(
    arguments: list[str], expected: tuple[bool, list[str]]
) -> None:
    assert opening.split_arguments(arguments) == expected


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, HOME / ".local/share"),
        ("linux", {"XDG_DATA_HOME": ""}, HOME / ".local/share"),
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data")),
        ("darwin", {"XDG_DATA_HOME": "/data"}, HOME / "Library/Application Support"),
        ("win32", {}, HOME / "AppData/Local"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local")),
    ],
)
def test_the_sample_is_kept_where_the_system_keeps_data(
    platform: str, environ: dict[str, str], folder: Path
) -> None:
    place = opening.sample_place(platform, environ, HOME)
    assert place == folder / "exchange-ledger" / "sample.ledger"


@pytest.mark.parametrize(
    ("platform", "environ", "reason"),
    [
        ("linux", {}, "no display"),
        ("linux", {"DISPLAY": ""}, "no display"),
        ("linux", {"DISPLAY": ":0"}, None),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, None),
        ("darwin", {}, None),
        ("win32", {}, None),
    ],
)
def test_the_reason_why_the_window_cannot_open(
    platform: str, environ: dict[str, str], reason: str | None
) -> None:
    said = opening.why_no_window(platform, environ)
    assert (said is None) if reason is None else (said is not None and reason in said)


def test_a_missing_sample_is_made_and_an_existing_one_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = StandIn({})
    monkeypatch.setattr(opening, "run_program", program)
    ledger = tmp_path / "new" / "folder" / "sample.ledger"
    assert opening.ensure_sample(ledger) == 0
    assert opening.ensure_sample(ledger) == 0
    assert program.calls == [["sample", str(ledger)]]


def test_half_a_sample_is_removed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "run_program", StandIn({"sample": AN_EXIT_STATUS_OF_ITS_OWN}))
    ledger = tmp_path / "sample.ledger"
    ledger.with_name("sample.ledger-wal").touch()
    assert opening.ensure_sample(ledger) == AN_EXIT_STATUS_OF_ITS_OWN
    assert list(tmp_path.iterdir()) == []


def test_all_tables_are_shown_even_if_one_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    program = StandIn({"breakdown": AN_EXIT_STATUS_OF_ITS_OWN})
    monkeypatch.setattr(opening, "run_program", program)
    ledger = tmp_path / "sample.ledger"
    assert opening.show_tables(ledger) == AN_EXIT_STATUS_OF_ITS_OWN
    assert [call[-1] for call in program.calls] == ["totals", "breakdown", "claims"]
    printed = capfd.readouterr()
    assert "Totals" in printed.out
    assert "remove it" in printed.err


@pytest.mark.parametrize(("display", "opens"), [(":0", True), ("", False)])
def test_without_arguments_the_window_opens_or_the_tables_are_shown(
    display: str, opens: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = StandIn({})
    monkeypatch.setattr(opening, "run_program", program)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert opening.main_after_set_up([]) == 0
    ledger = str(tmp_path / "exchange-ledger" / "sample.ledger")
    shown = [[ledger]] if opens else [["show", ledger, table] for table, _ in opening.TABLES]
    assert program.calls == [["sample", ledger], *shown]


def test_with_arguments_their_exit_status_is_handed_back(monkeypatch: pytest.MonkeyPatch) -> None:
    program = StandIn({"show": AN_EXIT_STATUS_OF_ITS_OWN})
    monkeypatch.setattr(opening, "run_program", program)
    arguments = ["show", "my.ledger", "totals"]
    assert opening.main_after_set_up(arguments) == AN_EXIT_STATUS_OF_ITS_OWN
    assert program.calls == [arguments]


@pytest.mark.parametrize(("returncode", "status"), [(0, 0), (2, 2), (-15, 143)])
def test_a_program_ended_by_a_signal_has_the_status_of_a_shell(
    returncode: int, status: int
) -> None:
    assert opening.shell_status(returncode) == status
