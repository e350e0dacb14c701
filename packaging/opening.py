"""What packaging/run.py does after set-up: opens the sample, or is the command line."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from setup_steps import (
    NOT_SET_UP,
    SetupError,
    environment_place,
    environment_python,
    program_environment,
    say,
    set_up,
)

# The tables that stand in for the window, each with its heading.
TABLES = (("totals", "Totals"), ("breakdown", "Breakdowns"), ("claims", "Claims"))


def main(arguments: Sequence[str]) -> int:
    agreed, passed_on = split_arguments(arguments)
    try:
        set_up("run", agreed=agreed)
        return main_after_set_up(passed_on)
    except SetupError as error:
        say(str(error))
        return NOT_SET_UP
    except KeyboardInterrupt:
        return 130


def main_after_set_up(arguments: Sequence[str]) -> int:
    return run_program(arguments) if arguments else open_sample()


def split_arguments(arguments: Sequence[str]) -> tuple[bool, list[str]]:
    """Our own --yes, which can only come first, and the rest, which is the program's."""
    agreed = bool(arguments) and arguments[0] == "--yes"
    return agreed, list(arguments[1:] if agreed else arguments)


def run_program(arguments: Sequence[str]) -> int:
    """Runs the program in the person's own folder, which paths of ledgers are relative to."""
    # -P: a folder named desktop there is not taken for the program.
    command = [str(environment_python(environment_place())), "-P", "-m", "desktop", *arguments]
    status = subprocess.run(command, env=program_environment(dict(os.environ)), check=False)
    return shell_status(status.returncode)


def shell_status(returncode: int) -> int:
    """A program ended by signal n has the status 128 + n, as in a shell."""
    return returncode if returncode >= 0 else 128 - returncode


def open_sample() -> int:
    ledger = sample_place(sys.platform, os.environ, Path.home())
    status = ensure_sample(ledger)
    if status != 0:
        return status
    obstacle = why_no_window(sys.platform, os.environ)
    if obstacle is None:
        return run_program([str(ledger)])
    say(f"{obstacle} Here are the tables of the sample ledger instead.")
    return show_tables(ledger)


def sample_place(platform: str, environ: Mapping[str, str], home: Path) -> Path:
    """Where this system keeps a person's data."""
    if platform == "win32":
        folder = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "exchange-ledger" / "sample.ledger"


def ensure_sample(ledger: Path) -> int:
    """Makes the sample ledger if it is not there yet. Returns the program's exit status."""
    if ledger.exists():
        return 0
    ledger.parent.mkdir(parents=True, exist_ok=True)
    say(f"Making a sample ledger: {ledger}")
    status = run_program(["sample", str(ledger)])
    if status != 0:
        remove_unfinished(ledger)
        say("The sample ledger could not be made.")
    return status


def remove_unfinished(ledger: Path) -> None:
    """Half a sample must not be taken for a whole one. It is new, so nothing is lost."""
    for ending in ("", "-wal", "-shm", "-journal"):
        ledger.with_name(ledger.name + ending).unlink(missing_ok=True)


def why_no_window(platform: str, environ: Mapping[str, str]) -> str | None:
    """The reason why the window cannot open, or None."""
    if platform == "linux" and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return (
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window "
            "cannot open."
        )
    return None


def show_tables(ledger: Path) -> int:
    """Prints the tables, going on after one that fails. Returns the first status that is not 0."""
    statuses: list[int] = []
    for table, heading in TABLES:
        print(f"\n{heading}\n", flush=True)
        statuses.append(run_program(["show", str(ledger), table]))
    failed = next((status for status in statuses if status != 0), 0)
    if failed:
        say(f"If {ledger} is damaged or older than this version, remove it: it is made anew.")
    return failed
