"""What a chart shows, before anything is drawn: bars, steps, labels, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Colours are numbers of `colours.of_categories`, except those of
QUIET: Final = -1  # what is not stated
OTHERS: Final = -2  # what shares one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """From `start` to `end` at `place`; an open one stands for a figure that is not exact, or for
    what is not stated."""

    place: float
    start: float
    end: float
    width: float = 0.8
    colour: int = 0
    is_open: bool = False
    figure: str = ""  # written inside where there is room


@dataclass(frozen=True, slots=True)
class Label:
    """A few words at a point: above it, or at the right edge, level with it."""

    x: float
    y: float
    text: str
    colour: int | None = None  # of the small square in front; None for none
    at_edge: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing area. `across`: bars run from left to right, one under the other."""

    title: str
    bars: Sequence[Bar] = ()
    steps: Sequence[tuple[float, float]] = ()
    labels: Sequence[Label] = ()
    ticks: Sequence[tuple[float, str]] = ()
    dividers: Sequence[float] = ()
    across: bool = False

    @property
    def highest(self) -> float:
        ends = [bar.end for bar in self.bars] + [y for _, y in self.steps]
        return max(ends, default=0.0)

    @property
    def places(self) -> tuple[float, float]:
        """The first and last place, with half a bar around."""
        found = [bar.place for bar in self.bars] + [x for x, _ in self.steps]
        return min(found, default=0.0) - 0.6, max(found, default=0.0) + 0.6


@dataclass(frozen=True, slots=True)
class Point:
    """A place that one can go to with the arrow keys, and what it says there."""

    place: float
    text: str
    people: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, what has to be said with it, and every point in words.

    `beside`: the panels stand side by side instead of one above the other.
    """

    title: str
    panels: Sequence[Panel]
    points: Sequence[Point]
    remarks: Sequence[str] = ()
    stamp: str = ""
    legend: Sequence[tuple[str, int]] = ()  # names with their colours
    beside: bool = False

    def in_words(self) -> str:
        """Everything the drawing shows, for whoever does not see it."""
        sentences = [self.title, *self.remarks, *(point.text for point in self.points), self.stamp]
        return "\n".join(sentence for sentence in sentences if sentence)
