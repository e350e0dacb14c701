"""Draws totals: what each exchange returned, and what that reaches to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Final

from desktop.charts.chart import Bar, Chart, Label, Panel, Point
from desktop.language import Language
from desktop.stamp import day_text
from domain.model.vocabulary import KINDS
from domain.projections.series import SeriesRow

MOST: Final = 400  # bars that can still be told apart; beyond them, periods are drawn
_COLOURS: Final = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class _Column:
    """One exchange, or all of a period (which may be of several kinds)."""

    name: str
    year: str
    kind: str
    people: int
    is_exact: bool
    exchanges: int


def returns_chart(rows: Sequence[SeriesRow], say: Language, stamp: str = "") -> Chart:
    """Every exchange as a bar, or every month or year where there are too many of them."""
    columns = _columns(rows, say)
    reached = list(accumulate(column.people for column in columns))
    years = [
        (place, column.year)
        for place, column in enumerate(columns)
        if place == 0 or columns[place - 1].year != column.year
    ]
    ends = [*(place for place, _ in years[1:]), len(columns)][: len(years)]
    ticks = [
        ((place + end - 1) / 2, year or say("undated"))
        for (place, year), end in zip(years, ends, strict=True)
    ]
    dividers = [place - 0.5 for place, _ in years[1:]]
    bars = [
        Bar(place, 0, column.people, 0.8, _COLOURS.get(column.kind, 0), not column.is_exact)
        for place, column in enumerate(columns)
    ]
    each = Panel(
        say("each exchange") if _are_single(columns) else say("each period"),
        bars,
        labels=_labels(columns, say),
        ticks=ticks,
        dividers=dividers,
    )
    to_date = Panel(
        say("to date"),
        steps=list(enumerate(reached)),
        labels=[Label(len(reached) - 1, reached[-1], say.number(reached[-1]))] if reached else [],
        ticks=ticks,
        dividers=dividers,
    )
    points = [
        Point(place, _words(column, total, say), column.people)
        for place, (column, total) in enumerate(zip(columns, reached, strict=True))
    ]
    return Chart(
        say("Returned, exchange by exchange and to date"),
        [each, to_date],
        points,
        _remarks(rows, say),
        stamp,
        _legend(rows, say) if _are_single(columns) else (),
    )


def _columns(rows: Sequence[SeriesRow], say: Language) -> list[_Column]:
    if len(rows) <= MOST:
        return [
            _Column(
                day_text(row.occurred, say) or say("undated"),
                row.first_day[:4],
                row.kind,
                row.people,
                row.is_exact,
                1,
            )
            for row in rows
        ]
    months = len({row.first_day[:7] for row in rows})
    letters = 7 if months <= MOST else 4
    return [
        _together(period, list(some), say)
        for period, some in groupby(rows, lambda row: row.first_day[:letters])
    ]


def _together(period: str, rows: Sequence[SeriesRow], say: Language) -> _Column:
    return _Column(
        period or say("undated"),
        period[:4],
        "",
        sum(row.people for row in rows),
        all(row.is_exact for row in rows),
        len(rows),
    )


def _are_single(columns: Sequence[_Column]) -> bool:
    return all(column.exchanges == 1 for column in columns)


def _labels(columns: Sequence[_Column], say: Language) -> list[Label]:
    """The largest by its name; the others say theirs when one goes to them."""
    if not columns:
        return []
    best = max(range(len(columns)), key=lambda place: columns[place].people)
    largest = columns[best]
    words = f"{say.number(largest.people)} · {largest.name}"
    return [Label(best, largest.people, words)] if largest.people else []


def _words(column: _Column, total: int, say: Language) -> str:
    parts = [column.name]
    if column.kind in KINDS:
        parts.append(KINDS[column.kind].in_language(say.code))
    else:
        parts.append(say.plural("{n} exchange", "{n} exchanges", column.exchanges))
    if column.people or column.is_exact:
        figure = say.plural("{n} person", "{n} people", column.people)
        parts.append(
            figure if column.is_exact else say("at least or about {people}", people=figure)
        )
    else:
        parts.append(say("number not stated"))
    parts.append(say("{n} to date", n=say.number(total)))
    return " · ".join(parts)


def _remarks(rows: Sequence[SeriesRow], say: Language) -> list[str]:
    found = []
    unknown = sum(not row.is_exact and not row.people for row in rows)
    about = sum(not row.is_exact for row in rows) - unknown
    undated = [row for row in rows if not row.first_day]
    if unknown:
        found.append(
            say.plural(
                "{n} exchange states no number, and adds nothing.",
                "{n} exchanges state no number, and add nothing.",
                unknown,
            )
        )
    if about:
        found.append(
            say.plural(
                "{n} number is not exact: an open bar.",
                "{n} numbers are not exact: open bars.",
                about,
            )
        )
    if undated:
        found.append(
            say.plural(
                "{n} exchange has no date, and stands last.",
                "{n} exchanges have no date, and stand last.",
                len(undated),
            )
        )
    return found


def _legend(rows: Sequence[SeriesRow], say: Language) -> list[tuple[str, int]]:
    """Each kind that is drawn, with its colour."""
    present = {row.kind for row in rows}
    return [
        (KINDS[kind].in_language(say.code), colour)
        for kind, colour in _COLOURS.items()
        if kind in present
    ]
