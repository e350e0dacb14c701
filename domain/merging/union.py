"""The union of two records: what is missing here comes in, checked, in one transaction.

Nothing is weighed and nothing overruled: the events of both sides are kept, bytes unchanged, and
what they disagree on is a conflict for people to settle. So the order of merges, and how often
they are repeated, makes no difference to what a ledger says.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from domain.application import Arrival, Intake, Progress
from domain.events import Event
from domain.ledger import Ledger
from domain.merging.checks import Gate
from domain.merging.incoming import Row, read_row
from domain.merging.report import Report, Tally, compared
from domain.projections.versions import Cursor
from domain.projections.view import View

_CHUNK: Final = 4096


def bring_in(
    ledger: Ledger,
    rows: Iterable[Row],
    origin: str,
    *,
    arrivals: Sequence[Arrival] = (),
    undo: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take in what is missing of another place's events, given in its order of arrival.

    All or none: Refused where one of them cannot be taken in. `arrivals` are the other place's,
    where an empty file takes them over. With `undo` it is only tried out. `progress` is told how
    many events were taken, of how many that were looked at.
    """
    tally = Tally()
    with ledger.bring_in(origin, arrivals=arrivals, undo=undo) as intake:
        before = View(intake.cursor).last
        gate = Gate(intake.cursor, ledger.id)
        looked_at = taken = 0
        for chunk in _chunks(rows):
            new = list(_stored(intake, gate, _missing(intake.cursor, chunk), tally))
            intake.project(new)
            looked_at, taken = looked_at + len(chunk), taken + len(new)
            if progress is not None:
                progress(taken, looked_at)
        return compared(View(intake.cursor, before), View(intake.cursor), tally)


def _stored(
    intake: Intake, gate: Gate, rows: Iterable[Row], tally: Tally
) -> Iterator[tuple[int, Event]]:
    """The events of the rows that are new here, stored where they belong."""
    for row in rows:
        event = read_row(row)
        if gate.is_held(event):
            continue
        branch = gate.let_in(event)
        tally.add(event, branch)
        yield intake.store(branch.address, event), event


def _missing(cursor: Cursor, rows: Sequence[Row]) -> list[Row]:
    """The rows that are not here, byte for byte, under the same address."""
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS incoming "
        "(place INTEGER PRIMARY KEY, address TEXT, version INTEGER, topic TEXT, state BLOB)"
    )
    cursor.execute("DELETE FROM temp.incoming")
    cursor.executemany(
        "INSERT INTO temp.incoming VALUES (?, ?, ?, ?, ?)",
        [(place, *row) for place, row in enumerate(rows)],
    )
    cursor.execute(
        "SELECT place FROM temp.incoming WHERE NOT EXISTS (SELECT 1 FROM stored_events "
        "WHERE originator_id = address AND originator_version = version "
        "AND stored_events.topic = incoming.topic AND stored_events.state = incoming.state) "
        "ORDER BY place"
    )
    return [rows[found[0]] for found in cursor.fetchall()]


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    ahead = iter(rows)
    while chunk := list(islice(ahead, _CHUNK)):
        yield chunk
