"""The table of exchanges, and how each of their breakdowns closes."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import msgspec

from domain.model.closure_words import closure_words
from domain.model.counts import Count
from domain.model.exchange import Exchange, from_fields
from domain.projections.view import View

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A recorded exchange. Counts are in words where they are not exact (`at least 200`).

    `number` is its place among the counting numbered exchanges of its year. `standing` is
    counts, retracted, merged or reinstated; `counting` the record that counts for it. `closure`
    says in words how its breakdowns close, `closes` whether none is short or too much.
    """

    id: str
    occurred: str
    kind: str
    number: int | None
    returned: int | str | None
    handed_over: int | str | None
    remains: int | str | None
    closes: bool
    closure: str
    mediators: str
    standing: str
    counting: str
    part_of: str
    stages: int
    marks: str
    conflicts: str
    corrections: int
    place: str
    remarks: str
    sources: str


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One breakdown of one exchange beside its total (see breakdown.Closure)."""

    exchange: str
    occurred: str
    leg: str
    dimension: str
    within: str
    total: str
    summed: int
    not_in_it: int
    residual: int | None
    status: str
    in_words: str


def exchanges(
    view: View, exchange: str = "", language: str = "en", *, counting_only: bool = False
) -> list[ExchangeRow]:
    """Every exchange (or one) in order of its day; retracted and merged ones say so."""
    return list(each_exchange(view, exchange, language, counting_only=counting_only))


def each_exchange(
    view: View,
    exchange: str = "",
    language: str = "en",
    *,
    counting_only: bool = False,
    chosen: Sequence[int] | None = None,
) -> Iterator[ExchangeRow]:
    """The same one after the other, so that no more than a page of them is in memory.

    `chosen` are subject numbers, to list no others and in this order.
    """
    if chosen is not None:
        numbers = ordinals(view)
        for row in _pages(view, chosen):
            yield described(view, row, numbers, language)
        return
    numbers = ordinals(view) if exchange else {}
    reached: dict[str, int] = {}
    for row in _stored(view, exchange):
        if not exchange and (year := _year_of_number(row)):
            # all come by in the order that numbers them, so there is no need to keep every number
            reached[year] = reached.get(year, 0) + 1
            numbers = {row["id"]: reached[year]}
        if not counting_only or row["counting"] == row["id"]:
            yield described(view, row, numbers, language)


def described(view: View, row: Any, numbers: Mapping[str, int], language: str) -> ExchangeRow:
    """A stored row as the table shows it; `numbers` are the ordinals of the exchanges."""
    fields = msgspec.json.decode(row["fields"])
    closures = from_fields(fields).closures()
    return ExchangeRow(
        id=row["id"],
        occurred=row["occurred"],
        kind=row["kind"],
        number=numbers.get(row["id"]),
        returned=shown_count(row, "returned"),
        handed_over=shown_count(row, "handed_over"),
        remains=shown_count(row, "remains"),
        closes=not row["misfits"],
        closure="; ".join(
            closure_words(c, language, view.vocabulary) for c in closures if c.status != "highlight"
        ),
        mediators=row["mediators"],
        standing=row["standing"],
        counting=row["counting"],
        part_of=row["parent"],
        stages=row["stages"],
        marks=row["marks"],
        conflicts=row["conflicts"],
        corrections=row["changed"],
        place=fields.get("place") or "",
        remarks=fields.get("remarks") or "",
        sources=view.source_titles(row["sources"]),
    )


def closures(view: View, exchange: str = "", language: str = "en") -> list[ClosureRow]:
    """How every breakdown of every counting exchange (or of one) closes."""
    return list(each_closure(view, exchange, language))


def each_closure(view: View, exchange: str = "", language: str = "en") -> Iterator[ClosureRow]:
    """The same one after the other, so that no more than a page of exchanges is in memory."""
    for row in _stored(view, exchange):
        if row["counting"] != row["id"] and not exchange:
            continue
        for closure in from_fields(msgspec.json.decode(row["fields"])).closures():
            yield ClosureRow(
                exchange=row["id"],
                occurred=row["occurred"],
                leg=closure.leg,
                dimension=closure.dimension,
                within=closure.within[1] if closure.within else "",
                total="" if closure.base is None else str(closure.base),
                summed=closure.summed,
                not_in_it=closure.beside,
                residual=closure.residual,
                status=closure.status,
                in_words=closure_words(closure, language, view.vocabulary),
            )


def exchange_at(view: View, exchange: str) -> Exchange:
    """One exchange with its legs and lines, as known then."""
    found = view.subject(exchange)
    return from_fields(found.fields() if found else {})


def ordinals(view: View) -> dict[str, int]:
    """The place of every counting numbered exchange in its year, by day, then as recorded."""
    numbers: dict[str, int] = {}
    reached: dict[str, int] = {}
    for row in view.all(
        "SELECT id, first_day FROM exchanges WHERE kind = 'exchange' AND counting = id "
        f"AND parent = '' AND first_day <> '' AND {view.known} "
        "ORDER BY first_day, recorded_clock, id"
    ):
        year = row[1][:4]
        reached[year] = numbers[row[0]] = reached.get(year, 0) + 1
    return numbers


def _year_of_number(row: Mapping[str, Any]) -> str:
    """The year in which a stored row has a number; empty where it has none (see `ordinals`)."""
    is_numbered = row["kind"] == "exchange" and row["counting"] == row["id"] and not row["parent"]
    return str(row["first_day"])[:4] if is_numbered else ""


def numbered_in(view: View, year: str) -> Iterator[tuple[Any, int]]:
    """The counting numbered exchanges of one year, each with its place in it."""
    rows = view.all(
        "SELECT id, occurred FROM exchanges WHERE kind = 'exchange' AND counting = id "
        f"AND parent = '' AND first_day BETWEEN ? AND ? AND {view.known} "
        "ORDER BY first_day, recorded_clock, id",
        f"{year}-01-01",
        f"{year}-12-31",
    )
    return zip(rows, count(1), strict=False)


def shown_count(row: Mapping[str, Any], name: str) -> int | str | None:
    """A stored count as a number where exact, else in words; None where it is not stated."""
    bound = row[f"{name}_bound"]
    if not bound:
        return None
    count = Count(row[name], bound)
    return count.n if count.is_exact else str(count)


def _stored(view: View, exchange: str) -> Iterator[Any]:
    """The stored rows in order of day, a page at a time: what is long is read when it is due."""
    if exchange:
        yield from view.all(f"SELECT * FROM exchanges WHERE {view.known} AND id = ?", exchange)
        return
    view.cursor.execute(
        f"SELECT subject FROM exchanges WHERE {view.known} ORDER BY first_day, recorded_clock, id"
    )
    subjects = array("q", (row[0] for row in iter(view.cursor.fetchone, None)))
    yield from _pages(view, subjects)


def _pages(view: View, subjects: Sequence[int]) -> Iterator[Any]:
    """The stored rows of subjects in their order, as far as they are exchanges known then."""
    for start in range(0, len(subjects), _PAGE):
        page = subjects[start : start + _PAGE]
        marks = ", ".join("?" * len(page))
        rows = {
            row["subject"]: row
            for row in view.all(
                f"SELECT * FROM exchanges WHERE {view.known} AND subject IN ({marks})", *page
            )
        }
        yield from (rows[subject] for subject in page if subject in rows)
