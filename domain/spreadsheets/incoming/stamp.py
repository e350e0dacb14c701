"""Our own exports say what they knew: the last event of each journal. So an edited one can be told
from one that is merely old.

An exchange that an export names by its id was then as the ledger was then. What the export says now
and did not say then, somebody wrote into it: that is a change. What differs because the ledger has
moved on since is none.
"""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.events import leaf_hash
from domain.projections.view import View
from domain.spreadsheets.incoming.cells import Workbook

_JOURNAL: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_EVENT: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def known_at(book: Workbook, view: View) -> int | None:
    """The position by which this ledger had all that an export knew; None where it never did, or
    where the workbook does not say."""
    positions = []
    for journal, index, event_id in _heads(book):
        row = view.first(
            "SELECT position, state FROM stored_events "
            "WHERE originator_id = ? AND originator_version = ?",
            UUID(journal).hex,
            index,
        )
        if row is None or leaf_hash(row[1].partition(b"\n")[0]).hex() != event_id:
            return None
        positions.append(int(row[0]))
    return max(positions, default=None)


def _heads(book: Workbook) -> Iterator[tuple[str, int, str]]:
    """The rows of a front sheet that name the head of a journal."""
    for sheet in book.sheets[:1]:
        for row in sheet.rows:
            match list(row[:3]):
                case [str(journal), int(index), str(event)] if _JOURNAL.fullmatch(
                    journal
                ) and _EVENT.fullmatch(event):
                    yield journal, index, event
