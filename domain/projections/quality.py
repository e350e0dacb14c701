"""What wants a look: what does not close, missing ordinals, likely duplicates, dates, sources."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from domain.projections.exchanges import each_closure
from domain.projections.view import SHORT, View


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One thing to look at. `kind`: does_not_close, conflict, likely_duplicates, ordinal_missing,
    dates_out_of_order, no_date, no_source, changed_unseen, or another mark of the fold; `other` is
    the exchange it looks like."""

    kind: str
    exchange: str
    occurred: str
    detail: str
    other: str = ""


def quality(view: View, language: str = "en") -> list[QualityRow]:
    """Everything in the ledger that wants a look, in order of kind and day."""
    rows = _counting(view)
    found = [
        *_not_closing(view, "", language),
        *(row for exchange in rows for row in _of_exchange(exchange)),
        *_unseen(view),
        *_duplicates(rows),
        *_ordinals(view, {row["id"]: row for row in rows}),
    ]
    return sorted(found, key=lambda row: (row.kind, row.occurred, row.exchange, row.detail))


def quality_of(view: View, exchange: str, language: str = "en") -> list[QualityRow]:
    """What wants a look in one exchange: by itself, and beside its neighbours in time."""
    rows = view.all(
        "SELECT x.* FROM exchanges x JOIN subjects s ON s.id = ? "
        f"JOIN exchanges o ON o.subject = s.subject AND {view.known_of('o')} "
        f"WHERE x.counting = x.id AND {view.known_of('x')} AND (x.id = o.id OR x.first_day "
        "BETWEEN date(o.first_day, '-1 day') AND date(o.first_day, '+1 day')) "
        "ORDER BY x.first_day, x.recorded_clock, x.id",
        exchange,
    )
    return [
        *_not_closing(view, exchange, language),
        *(found for row in rows if row["id"] == exchange for found in _of_exchange(row)),
        *(found for found in _duplicates(rows) if exchange in (found.exchange, found.other)),
    ]


def likely_duplicates(view: View) -> list[QualityRow]:
    """Exchanges that look like another one, in order of day."""
    return list(_duplicates(_counting(view)))


def _counting(view: View) -> list[Any]:
    """What is looked at of every exchange that counts; not the long texts, for there are many."""
    return view.all(
        "SELECT id, occurred, first_day, kind, parent, returned, returned_bound, conflicts, "
        f"sources, marks FROM exchanges WHERE counting = id AND {view.known} "
        "ORDER BY first_day, recorded_clock, id"
    )


def _not_closing(view: View, exchange: str, language: str) -> Iterator[QualityRow]:
    for closure in each_closure(view, exchange, language):
        if closure.status in ("short", "exceeds"):
            yield QualityRow("does_not_close", closure.exchange, closure.occurred, closure.in_words)


def _of_exchange(row: Any) -> Iterator[QualityRow]:
    def finding(kind: str, detail: str) -> QualityRow:
        return QualityRow(kind, row["id"], row["occurred"], detail)

    if row["conflicts"]:
        yield finding("conflict", row["conflicts"])
    if not row["occurred"]:
        yield finding("no_date", "")
    if not row["sources"]:
        yield finding("no_source", "")
    for mark in row["marks"].split():
        kind, _, detail = mark.partition(":")
        yield finding(kind, detail)


def _unseen(view: View) -> Iterator[QualityRow]:
    """Retractions and merges that missed a change, of what therefore does not count itself."""
    for row in view.all(
        "SELECT id, occurred FROM exchanges "
        f"WHERE counting <> id AND instr(marks, 'changed_unseen') AND {view.known}"
    ):
        yield QualityRow("changed_unseen", row["id"], row["occurred"], "")
    for row in view.all(
        "SELECT r.id, r.kind, r.owner, x.occurred FROM records r "
        "LEFT JOIN subjects s ON s.id = r.owner "
        f"LEFT JOIN exchanges x ON x.subject = s.subject AND {view.known_of('x')} "
        f"WHERE r.marks = 'changed_unseen' AND {view.known_of('r')}"
    ):
        detail = f"{row['kind']} {row['id'][:SHORT]}"
        yield QualityRow("changed_unseen", row["owner"], row["occurred"] or "", detail)


def _duplicates(rows: list[Any]) -> Iterator[QualityRow]:
    """Same kind and same exact count on the same or a neighbouring day; stages aside."""
    by_day: dict[tuple[str, str, int], list[Any]] = {}
    for row in rows:
        if row["parent"] or not row["first_day"] or row["returned_bound"] != "exact":
            continue
        by_day.setdefault((row["first_day"], row["kind"], row["returned"]), []).append(row)
    for (day, kind, returned), alike in by_day.items():
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        near = [*alike, *by_day.get((after, kind, returned), [])]
        for other in near[1:]:
            if other["id"] != alike[0]["id"]:
                yield QualityRow(
                    "likely_duplicates",
                    other["id"],
                    other["occurred"],
                    f"{alike[0]['id'][:12]} ({alike[0]['occurred']}): {kind}, {returned}",
                    alike[0]["id"],
                )


def _ordinals(view: View, exchanges: dict[str, Any]) -> Iterator[QualityRow]:
    """Gaps in the numbers that sources give, and numbers that run against the calendar."""
    series: dict[str, dict[int, list[Any]]] = {}
    for row in view.all(
        "SELECT owner, record FROM records WHERE kind = 'claim' AND standing <> 'retracted' "
        f"AND {view.known}"
    ):
        record = msgspec.json.decode(row["record"])
        exchange = exchanges.get(row["owner"])
        if record["measure"] == "exchange_ordinal" and exchange is not None:
            series.setdefault(record["scope"], {}).setdefault(record["value"], []).append(exchange)
    for scope, balance in _opening_ordinals(view):
        if scope in series:
            series[scope].setdefault(balance["value"], []).append(
                {"id": "", "occurred": balance["as_of"], "first_day": balance["as_of"]}
            )
    for scope, numbers in sorted(series.items()):
        ordered = sorted(numbers)
        for low, high in itertools.pairwise(ordered):
            before, after = numbers[low][0], numbers[high][0]
            if high - low > 1:
                missing = str(low + 1) if high - low == 2 else f"{low + 1}–{high - 1}"
                yield QualityRow(
                    "ordinal_missing", after["id"], after["occurred"], f"{scope}: {missing}"
                )
            if before["first_day"] > after["first_day"] and after["first_day"]:
                yield QualityRow(
                    "dates_out_of_order",
                    after["id"],
                    after["occurred"],
                    f"{scope}: {low} = {before['occurred']}, {high} = {after['occurred']}",
                )


def _opening_ordinals(view: View) -> Iterator[tuple[str, dict[str, Any]]]:
    """(scope, balance) of the opening balances that say which ordinal had been reached."""
    prefix = "opening:exchange_ordinal:"
    for row in view.all(
        f"SELECT id, record FROM records WHERE kind = 'opening' AND {view.known} ORDER BY id"
    ):
        if row["id"].startswith(prefix):
            yield row["id"].removeprefix(prefix), msgspec.json.decode(row["record"])["balance"]
