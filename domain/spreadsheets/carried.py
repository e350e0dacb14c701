"""The record that a workbook carries behind its rows, so that anybody can derive them again.

It is a sheet of its own, hidden, of plain text: sheets survive being saved by other programs, parts
that those do not know may not. Every row begins with what it is; what follows is JSON, cut into
cells because a cell has an end. It holds every event that the export knew, as it is stored and in
the order in which it arrived, with its signature; and what was asked of them.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.model.refusal import Refused
from domain.projections.view import View

SHEET: Final = "exchange-ledger record"
FORM: Final = 1
_CELL: Final = 30_000  # characters; Excel's limit is 32,767
COLUMNS: Final = 1024  # of the sheet, at most; a reader looks at no more
_PAGE: Final = 1000
_LATEST: Final = 4_102_444_800_000  # milliseconds since 1970: the year 2100


class Asked(msgspec.Struct, frozen=True):
    """What the workbook was made from. `order` are the ids of the exchanges in the order they were
    put in; None for the order of their days. `at` is ISO 8601."""

    form: int
    ledger: str
    operator: str
    at: str
    app: str
    language: str
    table: str
    policy: str
    where: dict[str, str]
    order: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """`events` are (address, index, topic, stored lines), `arrivals` (first, last, at, origin)."""

    asked: Asked
    arrivals: tuple[tuple[int, int, int, str], ...]
    events: tuple[tuple[str, int, str, bytes], ...]


def carried_rows(view: View, asked: Asked) -> Iterator[list[str]]:
    """The rows of the sheet: everything known at the view's position."""
    yield _row("asked", asked)
    for row in view.all(
        "SELECT first_position, last_position, at, origin FROM arrivals "
        "WHERE first_position <= ? ORDER BY first_position",
        view.position,
    ):
        yield _row("arrival", [row[0], min(row[1], view.position), row[2], row[3] or ""])
    for low in range(0, view.position, _PAGE):
        for row in view.all(
            "SELECT originator_id, originator_version, topic, state FROM stored_events "
            "WHERE position > ? AND position <= ? ORDER BY position",
            low,
            min(low + _PAGE, view.position),
        ):
            lines = base64.b64encode(bytes(row[3])).decode()
            yield _row("event", [row[0], row[1], row[2], lines])


def read_carried(rows: Sequence[Sequence[Any]]) -> Carried:
    """What the sheet holds; Refused where it is not as this program wrote it."""
    asked: Asked | None = None
    arrivals, events = [], []
    try:
        for cells in rows:
            kind, *parts = ["" if cell is None else str(cell) for cell in cells]
            line = "".join(parts).encode()
            if kind == "asked" and asked is None:
                asked = msgspec.json.decode(line, type=Asked)
            elif kind == "arrival":
                arrivals.append(msgspec.json.decode(line, type=tuple[int, int, int, str]))
            elif kind == "event":
                address, index, topic, text = msgspec.json.decode(
                    line, type=tuple[str, int, str, str]
                )
                UUID(address)
                datetime.fromisoformat(asked.at if asked else "")
                events.append((address, index, topic, base64.b64decode(text, validate=True)))
            else:
                raise Refused("carried_damaged")
    except ValueError as error:
        raise Refused("carried_damaged") from error
    if asked is None or asked.form != FORM or not _is_whole(arrivals, len(events)):
        raise Refused("carried_damaged")
    return Carried(asked, tuple(arrivals), tuple(events))


def _is_whole(arrivals: Sequence[tuple[int, int, int, str]], events: int) -> bool:
    """Whether the arrivals follow one another, up to the last event."""
    position = moment = 0
    for first, last, at, _ in arrivals:
        if first != position + 1 or last < first or not moment <= at < _LATEST:
            return False
        position, moment = last, at
    return position == events


def _row(kind: str, value: object) -> list[str]:
    text = msgspec.json.encode(value).decode()
    return [kind, *(text[start : start + _CELL] for start in range(0, len(text), _CELL))]
