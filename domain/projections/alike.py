"""Recorded exchanges that a new one may be a second record of, found while it is being typed."""

from dataclasses import dataclass
from datetime import timedelta

from domain.model.counts import Count
from domain.model.dating import Dating
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """An exchange that counts and looks like the one being entered."""

    id: str
    occurred: str
    returned: int | None
    is_same_count: bool


def alike(view: View, kind: str, occurred: Dating, returned: Count | None) -> list[AlikeRow]:
    """Exchanges of this kind on the same or a neighbouring day, stages aside.

    On a neighbouring day only one with the same exact count is alike; on the same day any is, for
    a count may have been revised in between.
    """
    before = (occurred.first - timedelta(days=1)).isoformat()
    after = (occurred.last + timedelta(days=1)).isoformat()
    rows = view.all(
        "SELECT id, occurred, first_day, returned, returned_bound FROM exchanges "
        "WHERE counting = id AND parent = '' AND kind = ? AND first_day BETWEEN ? AND ? "
        f"AND {view.known} ORDER BY first_day, id",
        kind,
        before,
        after,
    )
    found = []
    for row in rows:
        exact = returned is not None and returned.is_exact and row["returned_bound"] == "exact"
        same = exact and returned is not None and row["returned"] == returned.n
        overlaps = occurred.first.isoformat() <= row["first_day"] <= occurred.last.isoformat()
        if same or overlaps:
            people = None if row["returned"] is None else int(row["returned"])
            found.append(AlikeRow(row["id"], row["occurred"], people, same))
    return found
