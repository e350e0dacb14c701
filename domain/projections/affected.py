"""Which earlier exports a change makes wrong.

An export is affected when something that it says stands before the change and not after it: a row
that it holds, asked of its table as known at its own position, under its own policy and words, is
also a row of that table now and is no longer one after the change. So

- a row that the change only adds affects no export: nothing that was given out became wrong;
- a row that an earlier change had already altered does not count again;
- tables that only ever grow, or that tell of changes themselves, affect nothing (`GROWING`).

Rows are compared whole, with the ids they carry, in the codes of the domain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from domain.projections.exports import ExportRow, conditions, exports
from domain.projections.questions import Question, found
from domain.projections.view import View

GROWING: Final = {"history", "restated", "journals", "exports"}
OF_ONE: Final = {"exchanges", "closures", "notes"}  # can be asked of one exchange alone
CHEAP_FIRST: Final = ("totals", "exchanges", "closures", "notes", "breakdown", "mediators")


@dataclass(frozen=True, slots=True)
class Affected:
    """An export that a change makes wrong, and the first table where it does."""

    export: ExportRow
    table: str


def affected(before: View, after: View) -> list[Affected]:
    """The exports that say something which stands before the change and not after it."""
    given_out = exports(before)
    return _Comparison(before, after).among(given_out) if given_out else []


class _Comparison:
    """The same questions asked before and after, each only once."""

    def __init__(self, before: View, after: View) -> None:
        self.before = before
        self.after = after
        touched = after.all(
            "SELECT DISTINCT id FROM exchanges WHERE from_position > ?", before.position
        )
        self.touched = [str(row[0]) for row in touched]
        self._gone: dict[tuple[str, str, str], set[Any]] = {}
        self._held: dict[tuple[int, str, str, str], set[Any]] = {}

    def among(self, given_out: Iterable[ExportRow]) -> list[Affected]:
        return [
            Affected(export, table) for export in given_out if (table := self._first_table(export))
        ]

    def _first_table(self, export: ExportRow) -> str:
        tables = [table for table in export.tables.split() if table not in GROWING]
        known = [table for table in CHEAP_FIRST if table in tables]
        for table in [*known, *(table for table in tables if table not in known)]:
            if self._holds_what_goes(export, table):
                return table
        return ""

    def _holds_what_goes(self, export: ExportRow, table: str) -> bool:
        key = (table, export.policy, conditions(export.narrowed_to).get("containing", ""))
        if key not in self._gone:
            self._gone[key] = self._rows(self.before, *key) - self._rows(self.after, *key)
        if not self._gone[key]:
            return False
        held = (export.position, *key)
        if held not in self._held:
            self._held[held] = self._rows(View(self.before.cursor, export.position), *key)
        return not self._gone[key].isdisjoint(self._held[held])

    def _rows(self, view: View, table: str, policy: str, containing: str) -> set[Any]:
        if policy and policy not in view.policies:
            return set()
        parts = self.touched if table in OF_ONE else [""]
        return {
            row
            for exchange in parts
            for row in found(view, table, Question(policy, exchange=exchange), containing)
        }
