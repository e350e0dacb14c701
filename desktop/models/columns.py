"""A column is data: its name in the domain, and whether it holds numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on screen."""

    name: str
    title: str
    is_number: bool


def columns_of(table: str, say: Language) -> Sequence[Column]:
    """The columns of one of the domain's tables, with their titles in the operator's language."""
    return [
        Column(name, say(name.replace("_", " ")), name in NUMBERS and table != "history")
        for name in TABLES[table].columns
    ]
