"""Which automatic copies of a ledger there are by their names, and which of them stay.

A name carries a mark of the file and the device that it was copied from, so that nothing else in
the same folder, such as a copy that an operator made or a colleague's, is ever taken for one.
Nothing here reads a clock or a disk.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

LATEST: Final = 10
DAYS: Final = 30
MONTHS: Final = 12
ENDING: Final = ".ledger"
_TIME: Final = "%Y-%m-%d %H%M%S"
_NAME: Final = re.compile(r"(?s).* ([0-9a-f]{12}) (\d{4}-\d\d-\d\d \d{6})Z\.ledger")


def mark_of(ledger: str, device: str, path: str) -> str:
    """What the names of one file's copies have in common: its ledger, its device and its place."""
    return hashlib.sha256("\0".join((ledger, device, path)).encode()).hexdigest()[:12]


def copy_name(stem: str, mark: str, at: datetime) -> str:
    """The name of a copy made at a moment: for a person its ledger and time, for us its mark."""
    return f"{stem} {mark} {at.astimezone(UTC):{_TIME}}Z{ENDING}"


def copied_at(name: str, mark: str) -> datetime | None:
    """When a copy was made; None where the name is not that of a copy with this mark."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] != mark:
        return None
    try:
        return datetime.strptime(found[2], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The copies that stay: the last ten, and the last of each of the latest days and months.

    Days and months without a copy are not counted: after a long pause no copy is too old.
    """
    latest_first = sorted(set(moments), reverse=True)
    days: dict[str, datetime] = {}
    months: dict[str, datetime] = {}
    for moment in latest_first:
        days.setdefault(f"{moment:%Y-%m-%d}", moment)
        months.setdefault(f"{moment:%Y-%m}", moment)
    return {*latest_first[:LATEST], *list(days.values())[:DAYS], *list(months.values())[:MONTHS]}


def not_kept(names: Iterable[str], mark: str, newest: str) -> list[str]:
    """The copies that need not stay, oldest first; the newest always does, whatever its clock."""
    ours: Mapping[str, datetime] = {
        name: moment for name in names if (moment := copied_at(name, mark)) is not None
    }
    staying = kept(ours.values())
    return sorted(
        (name for name, moment in ours.items() if moment not in staying and name != newest),
        key=lambda name: ours[name],
    )
