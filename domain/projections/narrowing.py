"""What a table was narrowed to when it was given out: the same conditions in words that are kept.

An export is recorded with its conditions by name, so that any copy of the ledger, and a program
with more kinds of them, can ask again which of its rows it held.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from domain.projections.exchange_list import Filter

YES: Final = "yes"
WORDS: Final = ("containing", "text")  # conditions that are words to look for
NAMES: Final = ("dimension", "exchange", "since", *(part.name for part in fields(Filter)))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which rows of one table; an empty part does not narrow.

    `containing` are words that every row holds, `dimension` and `exchange` those of the row,
    `since` the position from which restatements are told, `listed` the filter over the exchanges.
    """

    containing: str = ""
    dimension: str = ""
    exchange: str = ""
    since: int | None = None
    listed: Filter = field(default_factory=Filter)

    def conditions(self) -> dict[str, str]:
        """Each condition by name, as it is kept; none where nothing is narrowed."""
        found = {
            "containing": self.containing,
            "dimension": self.dimension,
            "exchange": self.exchange,
            "since": "" if self.since is None else str(self.since),
        }
        usual = Filter()
        for part in fields(Filter):
            value = getattr(self.listed, part.name)
            if value != getattr(usual, part.name):
                found[part.name] = value if isinstance(value, str) else YES if value else "no"
        return {name: " ".join(value.split()) for name, value in found.items() if value.strip()}


def narrowing(conditions: Mapping[str, str]) -> Narrowing:
    """The conditions by which rows were chosen; one that this program does not know chooses all."""
    usual = Filter()
    listed: dict[str, Any] = {}
    for part in fields(Filter):
        if part.name in conditions:
            is_yes = conditions[part.name] == YES
            is_check = isinstance(getattr(usual, part.name), bool)
            listed[part.name] = is_yes if is_check else conditions[part.name]
    since = conditions.get("since", "")
    return Narrowing(
        containing=conditions.get("containing", ""),
        dimension=conditions.get("dimension", ""),
        exchange=conditions.get("exchange", ""),
        since=int(since) if since.isascii() and since.isdigit() else None,
        listed=Filter(**listed),
    )
