"""A column is data: its name in the domain, whether it holds numbers, whether it shows at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.language import Language
from desktop.tables import TABLES

NUMBERS = frozenset(
    {
        "number", "returned", "handed_over", "remains", "events", "residual_unknown", "inexact",
        "conflicts", "likely_duplicates", "count", "exchanges", "notes", "value", "computed",
        "difference", "opening", "since", "to_date", "position", "then", "now", "was", "became",
        "total", "summed", "not_in_it", "residual", "corrections",
    }
)  # fmt: skip
# Of the list of exchanges: what it can show beyond the table that other programs read.
LISTED: Final = (
    *("occurred", "kind", "number", "returned", "handed_over", "remains", "closure"),
    *("mediators", "place", "conflicts", "corrections", "standing", "id"),
)
HIDDEN_AT_FIRST: Final = frozenset({"place", "conflicts", "corrections", "id"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on screen."""

    name: str
    title: str
    is_number: bool
    is_shown: bool = True


def columns_of(table: str, say: Language) -> Sequence[Column]:
    """The columns of one of the domain's tables, with their titles in the operator's language."""
    return [
        Column(name, say(name.replace("_", " ")), name in NUMBERS and table != "history")
        for name in TABLES[table].columns
    ]


def exchange_columns(say: Language) -> Sequence[Column]:
    """The columns of the list of exchanges. A conflict is named there, not counted."""
    return [
        Column(
            name,
            say(name.replace("_", " ")),
            name in NUMBERS and name != "conflicts",
            name not in HIDDEN_AT_FIRST,
        )
        for name in LISTED
    ]
