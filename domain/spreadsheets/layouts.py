"""How each table is laid out on a sheet: its columns in order, and what kind of cell each has.

A layout is data. Every column of the table is on the sheet: first what one reads and prints, then
what one looks up, then the ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "text",  # as it is
    "word",  # a code, shown by its name
    "words",  # several codes
    "status",  # a code with its sign: ✓ ▲ ▼ –
    "number",  # digits grouped
    "plain",  # digits not grouped: positions, ordinals
    "count",  # a number, and beside it how exact it is
    "dating",  # a day, or in words what is less exact; beside it how exact it is
    "day",
    "time",  # a moment, UTC
    "id",
]
Mark = Literal["", "good", "short", "exceeds", "conflict", "unknown"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table on a sheet.

    `width` is in characters, 0 for as wide as its kind usually is. `report` is its share of the
    width of a printed page, 0 where the report leaves it out. `mark` is how a cell is marked that
    is neither empty nor 0.
    """

    key: str
    kind: Kind
    report: int = 0
    width: int = 0
    mark: Mark = ""


def _ids(*keys: str) -> tuple[Field, ...]:
    return tuple(Field(key, "id") for key in keys)


LAYOUTS: Final[Mapping[str, tuple[Field, ...]]] = {
    "totals": (
        Field("period", "word", 12, width=34),
        Field("events", "number", 8),
        Field("returned", "number", 10),
        Field("handed_over", "number", 10),
        Field("remains", "number", 10),
        Field("total", "number", 10),
        Field("residual_unknown", "number", 10, mark="unknown"),
        Field("inexact", "number", 8, mark="unknown"),
        Field("conflicts", "number", 11, mark="conflict"),
        Field("likely_duplicates", "number", 11, mark="short"),
        Field("changed_unseen", "number", mark="short"),
    ),
    "exchanges": (
        Field("occurred", "dating", 12),
        Field("kind", "word", 12),
        Field("number", "plain", 4),
        Field("returned", "count", 9),
        Field("handed_over", "count", 9),
        Field("remains", "count", 7),
        Field("closes", "status", 10),
        Field("closure", "text", 30, width=44),
        Field("mediators", "words", 18, width=26),
        Field("standing", "word", 13),
        Field("place", "text"),
        Field("stages", "plain"),
        Field("corrections", "plain"),
        Field("conflicts", "text", mark="conflict"),
        Field("marks", "words", mark="short"),
        Field("remarks", "text", width=44),
        Field("sources", "text", width=52),
        *_ids("id", "counting", "part_of"),
    ),
    "closures": (
        Field("occurred", "dating", 11),
        Field("leg", "word", 10),
        Field("dimension", "word", 11),
        Field("within", "word", 14),
        Field("total", "count", 8),
        Field("summed", "number", 7),
        Field("not_in_it", "number", 8),
        Field("residual", "number", 8, mark="short"),
        Field("status", "status", 15, width=16),
        Field("in_words", "text", 30, width=44),
        *_ids("exchange"),
    ),
    "breakdown": (
        Field("period", "word", 8),
        Field("leg", "word", 11),
        Field("dimension", "word", 13),
        Field("category", "word", 28, width=34),
        Field("within", "word", 22, width=22),
        Field("count", "number", 9),
        Field("inexact", "number", 8, mark="unknown"),
    ),
    "mediators": (
        Field("period", "word", 8),
        Field("mediator", "text", 10),
        Field("name", "text", 28, width=28),
        Field("exchanges", "number", 10),
        Field("returned", "number", 10),
        Field("notes", "number", 10),
    ),
    "notes": (
        Field("occurred", "dating", 11),
        Field("mediator", "text", 10),
        Field("role", "word", 12),
        Field("text", "text", 40, width=60),
        Field("standing", "word", 12),
        Field("source", "text", 30, width=44),
        *_ids("id", "exchange"),
    ),
    "claims": (
        Field("as_of", "day", 10),
        Field("measure", "word", 18, width=24),
        Field("scope", "text", 13, width=18),
        Field("value", "number", 9),
        Field("computed", "number", 11),
        Field("difference", "number", 11, mark="short"),
        Field("status", "status", 16, width=20),
        Field("disposition", "word", 12, width=16),
        Field("policy", "text", 11, width=14),
        Field("source", "text", 28, width=52),
        Field("why", "word", width=28),
        Field("reopened", "word"),
        Field("candidates", "text", width=32),
        Field("quotation", "text", width=32),
        Field("standing", "word"),
        Field("conflicts", "text", mark="conflict"),
        *_ids("id", "exchange"),
    ),
    "opening": (
        Field("measure", "word", 20, width=24),
        Field("scope", "text", 12, width=18),
        Field("opening", "number", 10),
        Field("as_of", "day", 10),
        Field("since", "number", 9),
        Field("to_date", "number", 9),
        Field("is_exact", "word", 8),
        Field("source", "text", 34, width=52),
    ),
    "quality": (
        Field("kind", "word", 18, width=24),
        Field("occurred", "dating", 24),
        Field("detail", "text", 60, width=60),
        *_ids("exchange", "other"),
    ),
    "sources": (
        Field("published", "day", 10),
        Field("publisher", "text", 22, width=36),
        Field("title", "text", 36, width=52),
        Field("address", "text", 36, width=52),
        Field("language", "text"),
        Field("conflicts", "text", mark="conflict"),
        *_ids("id", "text_hash"),
    ),
    "conflicts": (
        Field("record", "word", 11),
        Field("field", "text", 16, width=24),
        Field("value", "text", 16, width=24),
        Field("counts", "word", 8),
        Field("operator", "text", 14, width=18),
        Field("recorded_at", "time", 14),
        Field("reason", "text", 26, width=36),
        Field("source", "text", 26, width=44),
        *_ids("exchange", "subject", "event"),
    ),
    "restated": (
        Field("period", "word", 7),
        Field("measure", "word", 11),
        Field("line", "text", 16, width=26),
        Field("within", "word", 12, width=20),
        Field("then", "number", 7),
        Field("now", "number", 7),
        Field("was", "number", 7),
        Field("became", "number", 7),
        Field("kind", "word", 11),
        Field("reason", "text", 22, width=36),
        Field("source", "text", 20, width=44),
        Field("operator", "text", 11, width=18),
        Field("recorded_at", "time", 12),
        Field("position", "plain"),
        *_ids("event"),
    ),
    "history": (
        Field("position", "plain", 7),
        Field("recorded_at", "time", 13),
        Field("operator", "text", 12, width=18),
        Field("kind", "word", 11, width=14),
        Field("field", "text", 18, width=26),
        Field("was", "text", 16, width=20),
        Field("became", "text", 22, width=36),
        Field("reason", "text", 22, width=36),
        Field("source", "text", 22, width=52),
        Field("arrived_at", "time"),
        *_ids("exchange", "subject", "event"),
    ),
    "journals": (
        Field("operator", "text", 20, width=24),
        Field("device", "text", 20, width=24),
        Field("events", "number", 10),
        Field("key", "text", 40, width=44),
        Field("forked_from", "plain", mark="exceeds"),
        *_ids("journal", "head"),
    ),
    "exports": (
        Field("recorded_at", "time", 14),
        Field("operator", "text", 12, width=18),
        Field("file", "text", 22, width=30),
        Field("tables", "words", 28, width=40),
        Field("as_of", "time", 14),
        Field("position", "plain", 8),
        Field("policy", "text", 10, width=14),
        Field("narrowed_to", "text", 10, width=24),
        Field("language", "text"),
        *_ids("file_hash", "id"),
    ),
}

# What a printed report holds: what one reads, not what one looks up.
REPORT: Final = ("totals", "breakdown", "mediators", "claims", "opening", "quality", "exchanges")
