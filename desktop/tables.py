"""The tables that can be asked for, and how each is asked of the domain. A table is data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.model.policy import Policy
from domain.projections import (
    breakdowns,
    conflicts,
    exchanges,
    history,
    journals,
    mediators,
    openings,
    quality,
    reconciliation,
    restated,
    sources,
    totals,
)
from domain.projections.view import View

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a table. `policy` is empty where each claim keeps its own."""

    policy: str = ""
    dimension: str = ""
    exchange: str = ""
    since: int | None = None
    language: str = "en"

    def counted_by(self, view: View) -> Policy:
        return view.policy(self.policy or "all-returns")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: how to ask for it, and which columns a narrow screen shows."""

    ask: Callable[[View, Question], Iterable[Any]]
    columns: tuple[str, ...]


TABLES: Final[Mapping[str, Table]] = {
    "exchanges": Table(
        lambda view, asked: exchanges.exchanges(view, asked.exchange, asked.language),
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
        ),
    ),
    "totals": Table(
        lambda view, asked: totals.totals(view, asked.counted_by(view)),
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
        ),
    ),
    "breakdown": Table(
        lambda view, asked: breakdowns.breakdown(view, asked.counted_by(view), asked.dimension),
        ("period", "leg", "dimension", "category", "within", "count", "inexact"),
    ),
    "mediators": Table(
        lambda view, asked: mediators.mediators(view, asked.counted_by(view), asked.language),
        ("period", "mediator", "name", "exchanges", "returned", "notes"),
    ),
    "notes": Table(
        lambda view, asked: mediators.notes(view, asked.exchange),
        ("occurred", "mediator", "role", "text", "standing", "source", "id"),
    ),
    "claims": Table(
        lambda view, asked: (
            row
            for row in reconciliation.reconcile(view, asked.policy)
            if asked.exchange in ("", row.exchange)
        ),
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
        ),
    ),
    "opening": Table(
        lambda view, asked: openings.openings(view, asked.counted_by(view)),
        ("measure", "scope", "opening", "as_of", "since", "to_date", "source"),
    ),
    "history": Table(
        lambda view, asked: history.history(view, asked.exchange),
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
        ),
    ),
    "journals": Table(
        lambda view, _: journals.journals(view),
        ("journal", "operator", "device", "key", "events", "head", "forked_from"),
    ),
    "sources": Table(
        lambda view, _: sources.sources(view),
        ("published", "publisher", "title", "address", "id"),
    ),
    "conflicts": Table(
        lambda view, asked: (
            row for row in conflicts.conflicts(view) if asked.exchange in ("", row.exchange)
        ),
        ("record", "subject", "field", "value", "counts", "operator", "recorded_at", "reason"),
    ),
    "restated": Table(
        lambda view, asked: restated.restated(view, asked.counted_by(view), asked.since),
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
        ),
    ),
    "closures": Table(
        lambda view, asked: exchanges.closures(view, asked.exchange, asked.language),
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
        ),
    ),
    "quality": Table(
        lambda view, asked: (
            row
            for row in quality.quality(view, asked.language)
            if asked.exchange in ("", row.exchange)
        ),
        ("kind", "occurred", "detail", "exchange"),
    ),
}


def rows(view: View, table: str, asked: Question, containing: str = "") -> list[Row]:
    """The rows of a table, or those that hold `containing` anywhere, in any case of letters."""
    found = (asdict(row) for row in TABLES[table].ask(view, asked))
    words = containing.casefold().split()
    if not words:
        return list(found)
    return [row for row in found if all(word in _text(row) for word in words)]


def _text(row: Row) -> str:
    return "\n".join(str(value) for value in row.values() if value is not None).casefold()
