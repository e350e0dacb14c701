"""Which earlier exports a change makes wrong.

An export is affected when something that it says stands before the change and not after it: a row
that it holds, asked of its table as known at its own position, under its own policy and words, is
also a row of that table now and is no longer one after the change. So

- a row that the change only adds affects no export: nothing that was given out became wrong;
- a row that an earlier change had already altered does not count again;
- tables that only ever grow, or that tell of changes themselves, affect nothing (`GROWING`).

Rows are compared whole, with the ids they carry, in the codes of the domain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.projections.exchange_list import Filter, exchange_numbers
from domain.projections.exports import ExportRow, conditions, exports
from domain.projections.narrowing import Narrowing, narrowing
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
            "SELECT DISTINCT subject, id FROM exchanges WHERE from_position > ?", before.position
        )
        self.touched = {int(row[0]): str(row[1]) for row in touched}
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
        key = (table, export.policy, export.narrowed_to)
        if key not in self._gone:
            self._gone[key] = self._rows(self.before, *key) - self._rows(self.after, *key)
        if not self._gone[key]:
            return False
        held = (export.position, *key)
        if held not in self._held:
            self._held[held] = self._rows(View(self.before.cursor, export.position), *key)
        return not self._gone[key].isdisjoint(self._held[held])

    def _rows(self, view: View, table: str, policy: str, narrowed_to: str) -> set[Any]:
        """The rows that such an export holds, of the exchanges that the change touches."""
        if policy and policy not in view.policies:
            return set()
        held = narrowing(conditions(narrowed_to))
        return {
            row
            for asked in self._questions(view, table, policy, held)
            for row in found(view, table, asked, held.containing)
        }

    def _questions(
        self, view: View, table: str, policy: str, held: Narrowing
    ) -> Iterator[Question]:
        asked = Question(policy, held.dimension, held.exchange, held.since)
        if table == "exchanges" and held.listed != Filter():
            listed = exchange_numbers(view, held.listed)
            yield replace(asked, chosen=[number for number in listed if number in self.touched])
        elif table in OF_ONE:
            for exchange in self.touched.values():
                if held.exchange in ("", exchange):
                    yield replace(asked, exchange=exchange)
        else:
            yield asked
