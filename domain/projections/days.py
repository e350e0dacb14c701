"""What is counted between two days: whole years from the cells, the others from their rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

from domain.model.policy import Policy
from domain.model.vocabulary import KINDS
from domain.projections.counted import Stages, is_counted, people, stages_of
from domain.projections.totals import cells_at
from domain.projections.view import View

_COLUMNS: Final = (
    "id, kind, first_day, counting, parent, stages, recorded_clock, fields, returned, "
    "returned_bound, handed_over, handed_over_bound, remains, remains_bound, whole_returned, "
    "whole_returned_bound, whole_handed_over, whole_handed_over_bound, whole_remains, "
    "whole_remains_bound"
)
_ORDER: Final = "ORDER BY first_day, recorded_clock, id"
_LEGS: Final = {
    "events": ("events",),
    "returned": ("returned",),
    "handed_over": ("handed_over",),
    "remains": ("remains",),
    "both": ("returned", "handed_over"),
}
_BOUNDS: Final = ("at_least", "about", "unknown", "unstated")


@dataclass(frozen=True, slots=True)
class _Series:
    """A year's counted events in order of day, with running sums: of people, of inexact counts."""

    days: Sequence[str]
    people: Sequence[int]
    inexact: Sequence[int]

    def between(self, after: str, first: str, last: str) -> tuple[int, int]:
        start = max(bisect_left(self.days, first), bisect_right(self.days, after))
        end = max(start, bisect_right(self.days, last))
        return self.people[end] - self.people[start], self.inexact[end] - self.inexact[start]


class Days:
    """The days of the record as one view knows it. A year is read when it is first asked for."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._rows: dict[str, Sequence[Any]] = {}
        self._series: dict[tuple[Policy, str, str], _Series] = {}
        self._sums: dict[tuple[Policy, str], Mapping[str, tuple[int, int]]] = {}

    def between(
        self, policy: Policy, leg: str, after: str, first: str, last: str
    ) -> tuple[int, bool]:
        """(people, whether some count of them is not exact) with first <= day <= last and
        day > after. `leg` is a leg, `both`, or `events` to count these."""
        total = inexact = 0
        for year in self._years:
            start, end = f"{year}-01-01", f"{year}-12-31"
            if end < first or last < start or end <= after:
                continue
            if first <= start and end <= last and after < start and policy.persons == "all":
                n, open_ended = self._of_whole_years(policy, leg).get(year, (0, 0))
            else:
                n, open_ended = self._of_days(policy, leg, year).between(after, first, last)
            total, inexact = total + n, inexact + open_ended
        return total, inexact > 0

    def largest(self, policy: Policy, first: str, last: str) -> tuple[int | None, bool]:
        """(the largest return, whether some count there is not exact) of those days."""
        part = "parent = ''" if policy.stages == "exchange" else "stages = 0"
        most, inexact = self._view.first(
            "SELECT max(whole_returned), max(whole_returned_bound <> 'exact') FROM exchanges "
            f"WHERE counting = id AND {part} AND kind IN ({', '.join('?' * len(policy.kinds))}) "
            f"AND first_day BETWEEN ? AND ? AND {self._view.known}",
            *policy.kinds,
            first,
            last,
        )
        return most, bool(inexact)

    def later_on_its_day(self, about: Any, policy: Policy) -> int:
        """How many are counted on the day of one exchange that come after it in order."""
        day, place = about["first_day"], (about["recorded_clock"], about["id"])
        rows = self._of_year(day[:4])
        start = bisect_left(rows, day, key=_day)
        return sum(
            row["kind"] in policy.kinds
            and is_counted(row, policy)
            and (row["recorded_clock"], row["id"]) > place
            for row in rows[start : bisect_right(rows, day, lo=start, key=_day)]
        )

    def as_large_as(self, size: int) -> Sequence[Any]:
        """Every dated exchange, counting or not, in which just so many were returned."""
        return self._by_size.get(size, ())

    @cached_property
    def _by_size(self) -> Mapping[int, Sequence[Any]]:
        found: dict[int, list[Any]] = {}
        for row in self._view.all(
            "SELECT id, kind, occurred, first_day, counting, parent, standing, stages, "
            f"whole_returned FROM exchanges WHERE first_day <> '' AND {self._view.known} {_ORDER}"
        ):
            found.setdefault(row["whole_returned"], []).append(row)
        return found

    @cached_property
    def _years(self) -> list[str]:
        return sorted({cell[1].zfill(4) for cell, _ in cells_at(self._view) if cell[1]})

    def _of_whole_years(self, policy: Policy, leg: str) -> Mapping[str, tuple[int, int]]:
        """By year: the people, and how many counts of them are not exact."""
        found = self._sums.get((policy, leg))
        if found is None:
            found = self._sums[policy, leg] = {}
            legs = _LEGS[leg]
            inexact = {f"{name}_{bound}" for name in legs for bound in _BOUNDS}
            kinds = _kinds(policy, leg)
            for (stages, year, kind, measure, line, _), n in cells_at(self._view):
                if not line and kind in kinds and stages in ("both", policy.stages):
                    total, open_ended = found.get(year.zfill(4), (0, 0))
                    total += n if measure in legs else 0
                    open_ended += n if measure in inexact else 0
                    found[year.zfill(4)] = total, open_ended
        return found

    def _of_days(self, policy: Policy, leg: str, year: str) -> _Series:
        key = (policy, leg, year)
        if key not in self._series:
            kinds = _kinds(policy, leg)
            rows = [r for r in self._of_year(year) if r["kind"] in kinds and is_counted(r, policy)]
            counts = [self._people(row, policy, leg) for row in rows]
            self._series[key] = _Series(
                [row["first_day"] for row in rows],
                [0, *accumulate(n for n, _ in counts)],
                [0, *accumulate(inexact for _, inexact in counts)],
            )
        return self._series[key]

    def _people(self, row: Any, policy: Policy, leg: str) -> tuple[int, bool]:
        return (1, False) if leg == "events" else people(row, policy, leg, self._stages_for(policy))

    def _stages_for(self, policy: Policy) -> Stages:
        return {} if policy.persons == "all" else self._stages

    @cached_property
    def _stages(self) -> Stages:
        return stages_of(
            self._view.all(
                f"SELECT {_COLUMNS} FROM exchanges WHERE counting = id AND parent <> '' "
                f"AND {self._view.known}"
            )
        )

    def _of_year(self, year: str) -> Sequence[Any]:
        """The rows of a year in order: by day, then as recorded."""
        if year in self._rows:
            return self._rows[year]
        if self._view.is_now:
            found = self._rows[year] = self._view.all(
                f"SELECT {_COLUMNS} FROM exchanges WHERE counting = id "
                f"AND first_day BETWEEN ? AND ? AND {self._view.known} {_ORDER}",
                f"{year}-01-01",
                f"{year}-12-31",
            )
            return found
        rows: dict[str, list[Any]] = {name: [] for name in self._years}
        for row in self._view.all(  # no index leads to the rows of an earlier moment
            f"SELECT {_COLUMNS} FROM exchanges WHERE counting = id AND first_day <> '' "
            f"AND {self._view.known} {_ORDER}"
        ):
            rows.setdefault(row["first_day"][:4], []).append(row)
        self._rows.update(rows)
        return rows[year]


def _day(row: Any) -> str:
    return str(row["first_day"])


def _kinds(policy: Policy, leg: str) -> Sequence[str]:
    return tuple(KINDS) if leg == "remains" else policy.kinds
