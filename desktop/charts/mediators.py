"""Draws mediators: how many times each helped, and how many people returned then."""

from collections.abc import Sequence
from typing import Final

from desktop.charts.chart import Bar, Chart, Label, Panel, Point
from desktop.language import Language
from domain.projections.mediators import MediatorRow

MOST: Final = 12


def mediators_chart(
    rows: Sequence[MediatorRow], period: str, say: Language, stamp: str = ""
) -> Chart:
    """The mediators of one period, busiest first; they are never added up."""
    shown = [row for row in rows if row.period == period]
    drawn = shown[:MOST]
    places = [len(drawn) - 1 - place for place in range(len(drawn))]  # from the top down
    ticks = [(float(place), row.name) for place, row in zip(places, drawn, strict=True)]

    def panel(title: str, figures: Sequence[int], colour: int, names: bool) -> Panel:
        return Panel(
            title,
            [Bar(at, 0, n, 0.62, colour) for at, n in zip(places, figures, strict=True)],
            labels=[Label(n, at, say.number(n)) for at, n in zip(places, figures, strict=True)],
            ticks=ticks if names else [(at, "") for at, _ in ticks],
            across=True,
        )

    remarks = [say("An exchange with two mediators is in both lines, so they never add up.")]
    if len(shown) > len(drawn):
        remarks.append(
            say.plural(
                "{n} more mediator is in the table.",
                "{n} more mediators are in the table.",
                len(shown) - len(drawn),
            )
        )
    points = [
        Point(
            place,
            f"{row.name}: {say.plural('{n} time', '{n} times', row.exchanges)}, "
            f"{say.plural('{n} person returned', '{n} people returned', row.returned)}",
            row.returned,
        )
        for place, row in zip(places, drawn, strict=True)
    ]
    return Chart(
        say("Mediators"),
        [
            panel(say("times"), [row.exchanges for row in drawn], 0, names=True),
            panel(say("people returned"), [row.returned for row in drawn], 2, names=False),
        ],
        points,
        remarks if drawn else [],
        stamp,
        beside=True,
    )
