"""What one thing that is counted adds to the cells of its year and kind: item -> number.

An item is (measure, line, within); what it is counted for stands in `cells`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.model.breakdown import Line
from domain.model.counts import Count
from domain.model.vocabulary import Leg

Item = tuple[str, str, str]
Share = Mapping[Item, int]
Counts = Mapping[Leg, Count | None]
Lines = Mapping[Leg, Sequence[Line]]
LIVING: Final = ("exchange", "release")


def share_of(counts: Counts, lines: Lines, kind: str) -> Share:
    """One event of this kind, its people and its lines."""
    item: Item = ("events", "", "")
    found = {item: 1}
    for leg, count in counts.items():
        if count is None:
            if leg == "returned" and kind in LIVING:
                found["returned_unstated", "", ""] = 1
            continue
        if count.n is not None:
            found[leg, "", ""] = count.n
        if not count.is_exact:
            found[f"{leg}_{count.bound}", "", ""] = 1
    for leg, stated in lines.items():
        for line in stated:
            count = line.count
            if count.n is not None:
                item = (leg, line.code, line.holder)
                found[item] = found.get(item, 0) + count.n
            if not count.is_exact:
                item = (f"{leg}_{count.bound}", line.code, line.holder)
                found[item] = found.get(item, 0) + 1
    return found


def marked(
    share: Share,
    returned: Count | None,
    mediators: Collection[str],
    *,
    in_conflict: bool,
    unseen: bool,
) -> Share:
    """The share with those who helped, and with what is to be said beside the totals."""
    if not (mediators or in_conflict or unseen):
        return share
    found = dict(share)
    if in_conflict:
        found["conflicts", "", ""] = 1
    if unseen:
        found["unseen", "", ""] = 1
    for code in mediators:
        found["events", f"mediator.{code}", ""] = 1
        if returned is not None and returned.n is not None:
            found["returned", f"mediator.{code}", ""] = returned.n
    return found


def summed(mine: Share, theirs: Share) -> Share:
    """Two shares of the same cells."""
    found = dict(mine)
    for item, n in theirs.items():
        found[item] = found.get(item, 0) + n
    return found
