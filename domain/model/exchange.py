"""One return of people: its fields, how each is read and written, and what they must satisfy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from domain.model.breakdown import Closure, Line, check_lines, closures
from domain.model.counts import Count, from_value, parse_count, to_value
from domain.model.dating import Dating, parse_dating
from domain.model.refusal import Refused
from domain.model.vocabulary import (
    LEGS,
    MODES,
    STANDARD,
    Leg,
    Mode,
    Vocabulary,
    check_kind,
    check_text,
)

COUNTS: Final = ("returned", "handed_over", "remains")
SCALARS: Final = ("occurred", "kind", *COUNTS, "part_of", "place", "remarks")
# What registers and tables give a meaning of their own: never the name of a dimension.
RESERVED: Final = (*SCALARS, "mediator", "standing", "disposition")

Value = Any  # what a register holds: JSON of integers, strings, lists and objects
Fields = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange as its effective field values say; absent fields are None or empty."""

    kind: str
    occurred: Dating | None
    returned: Count | None
    handed_over: Count | None
    remains: Count | None
    part_of: str | None
    place: str
    remarks: str
    lines: Mapping[Leg, tuple[Line, ...]]
    modes: Mapping[Leg, Mapping[str, Mode]]

    def count(self, leg: Leg) -> Count | None:
        if leg == "returned":
            return self.returned
        return self.handed_over if leg == "handed_over" else self.remains

    def closures(self) -> list[Closure]:
        """Every breakdown of every leg beside its total."""
        return [
            closure
            for leg in LEGS
            if self.lines[leg]
            for closure in closures(leg, self.count(leg), self.lines[leg], self.modes[leg])
        ]

    def implausible(self) -> list[str]:
        """Codes of what is unlikely and yet was reported; it is kept and marked, never refused."""
        exceeding = (c for c in self.closures() if c.status == "exceeds")
        return [*(f"exceeds:{c.leg}.{c.dimension}" for c in exceeding), *self.unlikely()]

    def unlikely(self) -> list[str]:
        """The implausible that `closures` does not tell already."""
        marks = []
        for leg in LEGS:
            total = self.count(leg)
            if total is not None and total.high is not None:
                most = total.high
                marks += [
                    f"line_exceeds:{leg}.{line.code}"
                    for line in self.lines[leg]
                    if line.count.low > most
                ]
        if self.kind == "release" and self.handed_over is not None and self.handed_over.n:
            marks.append("release_with_handed_over")
        if self.kind == "repatriation_of_remains" and any(
            count is not None and count.n for count in (self.returned, self.handed_over)
        ):
            marks.append("repatriation_with_living")
        return marks


@lru_cache(maxsize=4096)
def split_line_field(name: str) -> tuple[Leg, str, str] | None:
    """(leg, dimension, category) of a field such as `branch.navy` or `handed_over.rank.officers`.

    The category is empty for a field that says how a whole dimension is read.
    """
    parts = name.split(".")
    leg: Leg = "returned"
    if parts[0] in LEGS:
        leg = parts[0]
        parts = parts[1:]
    if len(parts) not in (1, 2) or not all(parts) or parts[0] in RESERVED:
        return None
    return leg, parts[0], parts[1] if len(parts) == 2 else ""


def line_field(leg: Leg, dimension: str, category: str = "") -> str:
    name = f"{dimension}.{category}" if category else dimension
    return name if leg == "returned" else f"{leg}.{name}"


def parse_field(name: str, text: str, vocabulary: Vocabulary = STANDARD) -> tuple[str, Value]:
    """The field and register value that `NAME=TEXT` means; None takes a value back.

    `branch.navy=24`, `branch.territorial_defence=17@armed_forces`, `branch=highlight`,
    `returned=at least 200`, `place=`. Raises Refused naming the field.
    """
    words = text.strip()
    if name in SCALARS:
        if not words:
            return name, None
        if name in COUNTS:
            return name, to_value(parse_count(words, name))
        return name, check_value(name, words, vocabulary)
    split = split_line_field(name)
    if split is None:
        raise Refused("field_unknown", name)
    leg, dimension, category = split
    field = line_field(leg, dimension, category)
    if not category:
        return field, check_value(field, words or None, vocabulary)
    if not words:
        return field, None
    count, at, parent = words.partition("@")
    value: dict[str, Value] = {"count": to_value(parse_count(count, field)), "within": None}
    if at:
        value["within"] = parent.strip()
    return field, check_value(field, value, vocabulary)


def check_value(field: str, value: Value, vocabulary: Vocabulary = STANDARD) -> Value:
    """The value in the one form that events keep; raises Refused naming the field.

    The parent of a line may be given bare (`armed_forces`) and is kept in full
    (`branch.armed_forces`). None is always allowed: it takes the value back.
    """
    if value is None:
        return None
    if field in COUNTS:
        return to_value(from_value(value, field))
    if field in SCALARS:
        if not isinstance(value, str):
            raise Refused("draft_type", field, expected="text", found=type(value).__name__)
        text = check_text(value.strip(), field)
        if field == "occurred":
            return str(parse_dating(text, field))
        return check_kind(text, field) if field == "kind" else text or None
    split = split_line_field(field)
    if split is None:
        raise Refused("field_unknown", field)
    _, dimension, category = split
    if not category:
        vocabulary.check_dimension(dimension, field)
        if value not in MODES:
            raise Refused("mode_unknown", field, text=value)
        return value
    vocabulary.check_category(dimension, category, field)
    if not isinstance(value, dict):
        value = {"count": value, "within": None}
    within = value.get("within")
    if within:
        prefix, dot, bare = str(within).rpartition(".")
        pair = (prefix, bare) if dot else vocabulary.find_category(bare, dimension, field)
        vocabulary.check_category(*pair, field)
        within = ".".join(pair)
    return {"count": to_value(from_value(value.get("count"), field)), "within": within or None}


def from_fields(fields: Fields) -> Exchange:
    """The exchange that register values describe. Never refuses: the fold keeps what was kept."""
    lines: dict[Leg, list[Line]] = {leg: [] for leg in LEGS}
    modes: dict[Leg, dict[str, Mode]] = {leg: {} for leg in LEGS}
    for field, value in fields.items():
        if value is None or field in SCALARS:
            continue
        split = split_line_field(field)
        if split is None:
            continue
        leg, dimension, category = split
        if not category:
            modes[leg][dimension] = value
            continue
        n, within = value["count"], value.get("within") or ""
        if type(n) is int:
            lines[leg].append(_exact_line(dimension, category, n, within))
        else:
            lines[leg].append(_line(dimension, category, from_value(n), within))
    occurred = fields.get("occurred")
    return Exchange(
        kind=fields.get("kind") or "exchange",
        occurred=parse_dating(occurred) if occurred else None,
        returned=_count(fields.get("returned")),
        handed_over=_count(fields.get("handed_over")),
        remains=_count(fields.get("remains")),
        part_of=fields.get("part_of"),
        place=fields.get("place") or "",
        remarks=fields.get("remarks") or "",
        lines={leg: tuple(found) for leg, found in lines.items()},
        modes=modes,
    )


@lru_cache(maxsize=16_384)
def _exact_line(dimension: str, category: str, n: int, within: str) -> Line:
    """A line as most are; the same object for the same line, as a ledger holds it often."""
    return _line(dimension, category, from_value(n), within)


def _line(dimension: str, category: str, count: Count, within: str) -> Line:
    parent, _, child = within.partition(".")
    return Line(dimension, category, count, (parent, child) if child else None)


def _count(value: Value) -> Count | None:
    return None if value is None else from_value(value)


def check_exchange(fields: Fields, *, published: str = "", today: date | None = None) -> Exchange:
    """The exchange, refused where its fields cannot all be true together.

    `published` is the day its source appeared (ISO 8601) and `today` the operator's day; an event
    cannot be later than either. One day is granted for clocks and time zones.
    """
    found = from_fields(fields)
    for leg in LEGS:
        check_lines(leg, found.lines[leg])
    if found.occurred is not None:
        if published and found.occurred.first > date.fromisoformat(published):
            raise Refused(
                "date_after_publication",
                "occurred",
                occurred=str(found.occurred),
                published=published,
            )
        if today is not None and found.occurred.first > today + timedelta(days=1):
            raise Refused("date_future", "occurred", occurred=str(found.occurred), today=today)
    return found


def value_text(value: Value) -> str:
    """A register value in the words an operator would type it with; empty for None."""
    if value is None:
        return ""
    if isinstance(value, dict) and "count" in value:
        within = (value.get("within") or "").rpartition(".")[2]
        count = str(from_value(value["count"]))
        return f"{count}@{within}" if within else count
    if isinstance(value, int | dict) or value == "unknown":
        return str(from_value(value))
    return str(value)
