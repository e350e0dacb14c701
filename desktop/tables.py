"""The tables that can be asked for, and which of their columns a narrow screen shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Table:
    """A table, by the columns that a narrow screen shows of it."""

    columns: tuple[str, ...]


TABLES: Final[Mapping[str, Table]] = {
    "exchanges": Table(
        (
            "occurred",
            "kind",
            "number",
            "returned",
            "handed_over",
            "remains",
            "closure",
            "mediators",
            "standing",
            "id",
        )
    ),
    "totals": Table(
        (
            "period",
            "events",
            "returned",
            "handed_over",
            "remains",
            "residual_unknown",
            "inexact",
            "conflicts",
            "likely_duplicates",
        )
    ),
    "breakdown": Table(("period", "leg", "dimension", "category", "within", "count", "inexact")),
    "mediators": Table(("period", "mediator", "name", "exchanges", "returned", "notes")),
    "notes": Table(("occurred", "mediator", "role", "text", "standing", "source", "id")),
    "claims": Table(
        (
            "as_of",
            "measure",
            "scope",
            "value",
            "computed",
            "difference",
            "status",
            "disposition",
            "policy",
            "source",
            "id",
        )
    ),
    "opening": Table(("measure", "scope", "opening", "as_of", "since", "to_date", "source")),
    "history": Table(
        (
            "position",
            "recorded_at",
            "operator",
            "kind",
            "exchange",
            "field",
            "was",
            "became",
            "reason",
            "source",
        )
    ),
    "journals": Table(("journal", "operator", "device", "key", "events", "head", "forked_from")),
    "sources": Table(("published", "publisher", "title", "address", "id")),
    "conflicts": Table(
        ("record", "subject", "field", "value", "counts", "operator", "recorded_at", "reason")
    ),
    "restated": Table(
        (
            "period",
            "measure",
            "line",
            "then",
            "now",
            "was",
            "became",
            "kind",
            "reason",
            "source",
            "operator",
            "recorded_at",
            "event",
        )
    ),
    "closures": Table(
        (
            "occurred",
            "leg",
            "dimension",
            "within",
            "total",
            "summed",
            "not_in_it",
            "residual",
            "status",
        )
    ),
    "quality": Table(("kind", "occurred", "detail", "exchange")),
    "exports": Table(
        (
            "recorded_at",
            "operator",
            "file",
            "tables",
            "as_of",
            "position",
            "policy",
            "file_hash",
            "id",
        )
    ),
}
