"""Several people's files of one ledger, and everything that their tables say."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.commands import Correction
from domain.events import Event, read_event
from domain.ledger import Ledger
from domain.merging.files import join_file, merge_file
from domain.model.draft import Draft, read_draft
from domain.projections.questions import ASK, Question
from domain.storage.connection import connect
from domain.storage.profile import Profile

SOURCE: Final = "https://example.org/statement"
NOW: Final = datetime(2025, 1, 10, 12, tzinfo=UTC)
FAST: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None  # real files, no disk to wait for
_LOCAL: Final = {"position", "arrived_at", "was"}  # what the order of arrival decides


class Clock:
    """A device's clock: wrong by some years, and a minute later each time it is read."""

    def __init__(self, years: int = 0) -> None:
        self.at = NOW.replace(year=NOW.year + years)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def profile(folder: Path, name: str) -> Profile:
    made = Profile.load(folder / f"profile of {name}")
    made.operator = name
    return made


def begin(folder: Path, name: str = "Olena", *, years: int = 0) -> Ledger:
    """A ledger and the first file of it."""
    path = folder / f"{name}.ledger"
    return Ledger.create(path, profile(folder, name), name="Exchanges", clock=Clock(years))


def join(folder: Path, name: str, other: Ledger, *, years: int = 0) -> Ledger:
    """Another person's file of the same ledger."""
    path = folder / f"{name}.ledger"
    return join_file(path, profile(folder, name), other.path, clock=Clock(years))


def copy_of(ledger: Ledger, name: str) -> Path:
    """What a USB stick gets: the file as it is now."""
    raw = connect(str(ledger.path))
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    path = ledger.path.with_name(f"{name}.ledger")
    shutil.copyfile(ledger.path, path)
    return path


def drafted(**facts: Any) -> Draft:
    return read_draft({"kind": "exchange", "occurred": "2013-06-01", **facts})


def recorded(ledger: Ledger, **facts: Any) -> str:
    """The id of an exchange just recorded."""
    events = ledger.record(drafted(**facts), SOURCE)
    return next(event.id for event in events if event.header.topic == "exchange.recorded.1")


def corrected(ledger: Ledger, subject: str, *, settle: bool = False, **values: Any) -> list[Event]:
    named = {name: str(value) for name, value in values.items()}
    return ledger.correct(Correction(subject, named, "correction", "misread", SOURCE, settle))


def lines(ledger: Ledger) -> list[bytes]:
    """Every event as it is stored, in order of position."""
    with ledger.view() as view:
        return [bytes(row[0]) for row in view.all("SELECT state FROM stored_events ORDER BY 1")]


def ids(ledgers: Iterable[Ledger]) -> set[str]:
    return {read_event(stored).id for ledger in ledgers for stored in lines(ledger)}


def arrivals(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger.view() as view:
        return [tuple(row) for row in view.all("SELECT * FROM arrivals ORDER BY first_position")]


def everything(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of the file: what must not change where a merge is refused."""
    with ledger.view() as view:
        names = [row[0] for row in view.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: sorted(map(tuple, view.all(f"SELECT * FROM {name}"))) for name in names}


def said(ledger: Ledger) -> dict[str, list[str]]:
    """What every table says, whatever the order in which the events arrived here."""
    with ledger.view() as view:
        return {
            name: sorted(
                repr({key: value for key, value in asdict(row).items() if key not in _LOCAL})
                for row in ask(view, Question())
            )
            for name, ask in ASK.items()
            if name != "restated"  # what this file itself said earlier
        }


def converge(ledgers: Sequence[Ledger]) -> None:
    """Merge each with each until nobody has anything new for another."""
    while sum(merge_file(one, other.path).events for one in ledgers for other in ledgers):
        pass
