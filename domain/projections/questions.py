"""The tables that can be asked for by name, and how each is asked of its projection."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.model.policy import Policy
from domain.projections import (
    breakdowns,
    conflicts,
    exchanges,
    exports,
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


Ask = Callable[[View, Question], Iterable[Any]]

ASK: Final[Mapping[str, Ask]] = {
    "exchanges": lambda view, asked: exchanges.each_exchange(view, asked.exchange, asked.language),
    "totals": lambda view, asked: totals.totals(view, asked.counted_by(view)),
    "breakdown": lambda view, asked: breakdowns.breakdown(
        view, asked.counted_by(view), asked.dimension
    ),
    "mediators": lambda view, asked: mediators.mediators(
        view, asked.counted_by(view), asked.language
    ),
    "notes": lambda view, asked: mediators.notes(view, asked.exchange),
    "claims": lambda view, asked: (
        row
        for row in reconciliation.reconcile(view, asked.policy)
        if asked.exchange in ("", row.exchange)
    ),
    "opening": lambda view, asked: openings.openings(view, asked.counted_by(view)),
    "history": lambda view, asked: history.history(view, asked.exchange),
    "journals": lambda view, _: journals.journals(view),
    "sources": lambda view, _: sources.sources(view),
    "conflicts": lambda view, asked: (
        row for row in conflicts.conflicts(view) if asked.exchange in ("", row.exchange)
    ),
    "restated": lambda view, asked: restated.restated(view, asked.counted_by(view), asked.since),
    "closures": lambda view, asked: exchanges.closures(view, asked.exchange, asked.language),
    "quality": lambda view, asked: (
        row for row in quality.quality(view, asked.language) if asked.exchange in ("", row.exchange)
    ),
    "exports": lambda view, _: exports.exports(view),
}


def found(view: View, table: str, asked: Question, containing: str = "") -> Iterator[Any]:
    """The records of a table, or those that hold every word of `containing`, in any case."""
    words = containing.casefold().split()
    for record in ASK[table](view, asked):
        if not words or _holds(record, words):
            yield record


def rows(view: View, table: str, asked: Question, containing: str = "") -> list[Row]:
    """The same as mappings from column to value."""
    return [asdict(record) for record in found(view, table, asked, containing)]


def _holds(record: Any, words: list[str]) -> bool:
    values = (getattr(record, name) for name in record.__dataclass_fields__)
    text = "\n".join(str(value) for value in values if value is not None).casefold()
    return all(word in text for word in words)
