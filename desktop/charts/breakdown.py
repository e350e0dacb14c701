"""Draws one dimension by year: a partition stacked to its total, highlights side by side."""

from collections.abc import Sequence
from typing import Final

from desktop.charts.chart import OTHERS, QUIET, Bar, Chart, Label, Panel, Point
from desktop.charts.colours import MANY
from desktop.language import Language
from domain.model.vocabulary import Vocabulary
from domain.projections.by_period import PeriodRow, PeriodTable
from domain.projections.totals import ALL, UNDATED

_WIDE: Final = 0.8


def breakdown_chart(table: PeriodTable, words: Vocabulary, say: Language, stamp: str = "") -> Chart:
    """The table's rows by period; nested lines are within theirs and not drawn again."""
    periods = [period for period in table.periods if period != ALL]
    drawn = _drawn(table)
    names = [_name(rows, words, say) for rows in drawn]
    series = [[sum(row.figure(p).count for row in rows) for p in periods] for rows in drawn]
    inexact = [[any(row.figure(p).inexact for row in rows) for p in periods] for rows in drawn]
    colours = [
        OTHERS if len(rows) > 1 else QUIET if rows[0].kind == "residual" else place
        for place, rows in enumerate(drawn)
    ]
    draw = _stacked if table.mode == "partition" else _side_by_side
    bars, labels = draw(series, inexact, names, colours, say)
    if table.mode == "partition":
        (total,) = table.of_kind("total")
        labels += [
            Label(place, _height(series, place), say.number(total.figure(period).count))
            for place, period in enumerate(periods)
        ]
    ticks = [
        (float(place), say("undated") if period == UNDATED else period)
        for place, period in enumerate(periods)
    ]
    points = [
        Point(
            place,
            _words(ticks[place][1], [figures[place] for figures in series], names, say),
            sum(figures[place] for figures in series),
        )
        for place in range(len(periods))
    ]
    title = say(
        "{dimension} by year: {leg}",
        dimension=words.dimension_name(table.dimension, say.code),
        leg=say(table.leg.replace("_", " ")),
    )
    return Chart(
        title[:1].upper() + title[1:],
        [Panel("", bars, labels=labels, ticks=ticks)],
        points,
        _remarks(table, say),
        stamp,
        () if table.mode == "partition" else list(zip(names, colours, strict=True)),
    )


def _drawn(table: PeriodTable) -> list[list[PeriodRow]]:
    """The rows, each with a colour of its own; the smallest of many partition lines share one."""
    lines = [*table.of_kind("line"), *table.of_kind("beside")]
    largest = sorted(lines, key=lambda row: -row.figure(ALL).count)
    if table.mode == "highlight":
        return [[row] for row in lines if row in largest[:MANY]]
    kept = largest if len(lines) <= MANY else largest[: MANY - 1]
    others = [row for row in lines if row not in kept]
    drawn = [[row] for row in lines if row in kept]
    return drawn + [others] * bool(others) + [[row] for row in table.of_kind("residual")]


def _name(rows: Sequence[PeriodRow], words: Vocabulary, say: Language) -> str:
    if len(rows) > 1:
        return say.plural("{n} other category", "{n} other categories", len(rows))
    if rows[0].kind == "residual":
        return say("not stated")
    dimension, _, category = rows[0].line.partition(".")
    return words.category_name(dimension, category, say.code)


def _stacked(
    series: Sequence[Sequence[int]],
    inexact: Sequence[Sequence[bool]],
    names: Sequence[str],
    colours: Sequence[int],
    say: Language,
) -> tuple[list[Bar], list[Label]]:
    bars, labels = [], []
    last = len(series[0]) - 1 if series else -1
    residual = len(names) - 1  # the last one: not stated
    for place in range(last + 1):
        reached = 0
        for number, figures in enumerate(series):
            n = figures[place]
            if n > 0:
                figure = say.number(n)
                is_open = inexact[number][place] or number == residual
                bar = Bar(place, reached, reached + n, _WIDE, colours[number], is_open, figure)
                bars.append(bar)
                reached += n
    for number, name in enumerate(names):
        level = sum(max(0, figures[last]) for figures in series[:number])
        middle = level + max(0, series[number][last]) / 2
        if any(n > 0 for n in series[number]):
            labels.append(Label(last + _WIDE / 2, middle, name, colours[number], at_edge=True))
    return bars, labels


def _side_by_side(
    series: Sequence[Sequence[int]],
    inexact: Sequence[Sequence[bool]],
    names: Sequence[str],  # noqa: ARG001
    colours: Sequence[int],
    say: Language,
) -> tuple[list[Bar], list[Label]]:
    bars, labels = [], []
    width = _WIDE / max(1, len(series))
    for number, figures in enumerate(series):
        for place, n in enumerate(figures):
            if n:
                middle = place - _WIDE / 2 + width * (number + 0.5)
                is_open = inexact[number][place]
                bars.append(Bar(middle, 0, n, width * 0.9, colours[number], is_open))
                labels.append(Label(middle, n, say.number(n)))
    return bars, labels


def _height(series: Sequence[Sequence[int]], place: int) -> int:
    return sum(max(0, figures[place]) for figures in series)


def _words(period: str, figures: Sequence[int], names: Sequence[str], say: Language) -> str:
    parts = [f"{name} {say.number(n)}" for name, n in zip(names, figures, strict=True) if n]
    return f"{period}: {', '.join(parts)}" if parts else f"{period}: {say('nothing stated')}"


def _remarks(table: PeriodTable, say: Language) -> list[str]:
    if table.mode == "highlight":
        return [say("Highlights overlap: the same person may be in several, so they never add up.")]
    found = []
    for row in table.of_kind("residual"):
        exceeding = [p for p in table.periods if p != ALL and row.figure(p).count < 0]
        for period in exceeding:
            found.append(
                say(
                    "{period}: the lines exceed the total by {n}.",
                    period=say("undated") if period == UNDATED else period,
                    n=say.number(-row.figure(period).count),
                )
            )
    return found
