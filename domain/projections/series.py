"""The counted exchanges one after the other: what each adds to the total, and what it reaches."""

from dataclasses import dataclass
from typing import Final

from domain.model.policy import Policy
from domain.projections.counted import is_counted, people, stages_of
from domain.projections.view import View

_COLUMNS: Final = (
    "id, occurred, first_day, kind, parent, stages, returned, returned_bound, handed_over, "
    "handed_over_bound, whole_returned, whole_returned_bound, whole_handed_over, "
    "whole_handed_over_bound"
)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One counted exchange. `people` are those known of the legs that the policy counts, 0 where
    none is; `to_date` adds them up to and including this one. Undated ones come last."""

    exchange: str
    occurred: str
    first_day: str
    kind: str
    people: int
    is_exact: bool
    to_date: int


def series(view: View, policy: Policy) -> list[SeriesRow]:
    """Every exchange that the policy counts, by day, then as recorded.

    The last `to_date` is the `total` of the total to date.
    """
    fields = ", fields" if policy.persons != "all" else ""
    rows = view.all(
        f"SELECT {_COLUMNS}{fields} FROM exchanges WHERE counting = id AND {view.known} "
        "ORDER BY first_day = '', first_day, recorded_clock, id"
    )
    stages = stages_of(rows)
    found, to_date = [], 0
    for row in rows:
        if row["kind"] not in policy.kinds or not is_counted(row, policy):
            continue
        n, is_inexact = people(row, policy, policy.leg, stages)
        to_date += n
        found.append(
            SeriesRow(
                row["id"],
                row["occurred"],
                row["first_day"],
                row["kind"],
                n,
                not is_inexact,
                to_date,
            )
        )
    return found
