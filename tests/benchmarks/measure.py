"""What the benchmarks measure in a process of its own: python -m tests.benchmarks.measure WHAT …

Each prints one JSON object; seconds and bytes.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

START: Final = time.perf_counter()


def most_memory() -> int:
    """The most memory this process has held, in bytes.

    Not getrusage's ru_maxrss: Linux hands that on from the process that started this one, so a
    large pytest makes every child look large. VmHWM begins anew with the program.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def scan(path: Path) -> float:
    """Seconds to read every event and decode its header and body, and nothing else."""
    import msgspec

    from domain.events import TOPICS, Header
    from domain.storage.connection import connect

    header = msgspec.json.Decoder(Header).decode
    bodies = {topic: msgspec.json.Decoder(body).decode for topic, body in TOPICS.items()}
    with closing(connect(str(path), read_only=True)) as connection:
        connection.row_factory = None
        start = time.perf_counter()
        for (stored,) in connection.execute("SELECT state FROM stored_events ORDER BY position"):
            first, second, _ = stored.split(b"\n")
            bodies[header(first).topic](second)
        return time.perf_counter() - start


def rebuild(path: Path, profile: Path) -> dict[str, float]:
    """Making every table again, between two scans of the same file, with the memory it took."""
    from domain.ledger import Ledger
    from domain.storage.connection import connect
    from domain.storage.profile import Profile

    before = scan(path)
    with closing(connect(str(path))) as connection:
        connection.execute("DELETE FROM facts WHERE name = 'projections'")
    start = time.perf_counter()
    ledger = Ledger.open(path, Profile.load(profile))  # makes the tables, as they are out of date
    seconds = time.perf_counter() - start
    ledger.close()
    memory = most_memory()
    return {"seconds": seconds, "scan": min(before, scan(path)), "memory": memory}


def opening(path: Path, profile: Path) -> dict[str, float]:
    """From the start of the process to the first totals, against a raw reading of the cells."""
    from domain.ledger import Ledger
    from domain.model.policy import ALL_RETURNS
    from domain.projections.totals import totals
    from domain.storage.connection import connect
    from domain.storage.profile import Profile

    imported = time.perf_counter()
    ledger = Ledger.open(path, Profile.load(profile))
    with ledger.view() as view:
        rows = totals(view, ALL_RETURNS)
    opened = time.perf_counter()
    assert rows[-1].returned
    ledger.close()
    start = time.perf_counter()
    with closing(connect(str(path), read_only=True)) as connection:
        connection.execute("SELECT * FROM cells").fetchall()
    return {
        "seconds": opened - START,
        "importing": imported - START,
        "raw": time.perf_counter() - start,
    }


def as_known(path: Path, profile: Path, times: int) -> dict[str, Any]:
    """All totals and breakdowns at random positions, against a raw reading of their cells."""
    from domain.ledger import Ledger
    from domain.model.policy import BUILT_IN
    from domain.projections.breakdowns import breakdown
    from domain.projections.cell_log import CHECKPOINT_EVERY
    from domain.projections.totals import totals
    from domain.storage.profile import Profile

    ledger = Ledger.open(path, Profile.load(profile), read_only=True)
    last = ledger.recorder.max_notification_id() or 0
    positions = random.Random(7)
    ours, raw = [], []
    for _ in range(times):
        position = positions.randrange(1, last + 1)
        start = time.perf_counter()
        with ledger.view(position) as view:
            for policy in BUILT_IN.values():
                totals(view, policy)
                breakdown(view, policy)
        ours.append(time.perf_counter() - start)
        checkpoint = position // CHECKPOINT_EVERY * CHECKPOINT_EVERY
        start = time.perf_counter()
        with ledger.view(position) as view:
            view.all("SELECT * FROM cell_checkpoints WHERE position = ?", checkpoint)
            view.all(
                "SELECT * FROM cell_changes WHERE position > ? AND position <= ?",
                checkpoint,
                position,
            )
        raw.append(time.perf_counter() - start)
    ledger.close()
    return {"seconds": ours, "raw": raw}


def commands(path: Path, profile: Path, times: int) -> dict[str, Any]:
    """One correction and one note after the other, each beside the same bytes put in raw."""
    from domain.commands import Correction
    from domain.events import Event
    from domain.ledger import Ledger
    from domain.storage.connection import connect
    from domain.storage.profile import Profile

    ledger = Ledger.open(
        path, Profile.load(profile), clock=lambda: datetime(2031, 1, 1, tzinfo=UTC)
    )
    with ledger.view() as view:
        # Not those with nested lines: a slip there is a reason for a verb to refuse.
        exchanges = [
            row[0]
            for row in view.all(
                "SELECT id FROM exchanges WHERE to_position IS NULL AND standing = 'counts' "
                "AND conflicts = '' AND fields NOT LIKE '%\"within\":\"%' ORDER BY id LIMIT ?",
                times * 2,
            )
        ]
        source = view.one("SELECT id FROM records WHERE kind = 'source' LIMIT 1")
    beside = path.with_suffix(".raw")
    found: dict[str, list[float]] = {"correct": [], "note": [], "raw": []}
    with closing(connect(str(beside))) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, state BLOB)")

        def timed(name: str, action: Callable[..., Any], *arguments: Any) -> Any:
            start = time.perf_counter()
            result = action(*arguments)
            found[name].append(time.perf_counter() - start)
            return result

        def note(exchange: str) -> list[Event]:
            return ledger.note(exchange, "AE", "they helped", source=source)

        def insert(event: Event) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO events (state) VALUES (?)", (event.stored,))
            connection.commit()

        for corrected, noted in zip(exchanges[:times], exchanges[times:], strict=True):
            change = Correction(corrected, {"remarks": "read again"}, "correction", "slip", source)
            (event,) = timed("correct", ledger.correct, change)
            timed("raw", insert, event)
            (event,) = timed("note", note, noted)
            timed("raw", insert, event)
    ledger.close()
    return found


def of(values: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def main(words: list[str]) -> None:
    what, ledger, profile, *rest = words
    actions: dict[str, Callable[..., dict[str, Any]]] = {
        "rebuild": rebuild,
        "opening": opening,
        "as_known": as_known,
        "commands": commands,
    }
    print(json.dumps(actions[what](Path(ledger), Path(profile), *map(int, rest))))


if __name__ == "__main__":
    main(sys.argv[1:])
