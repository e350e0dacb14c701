"""Colours that tell categories apart for every kind of sight (Okabe and Ito, 2008)."""

from typing import Final

from desktop.theme import Theme

ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"

ON_LIGHT: Final = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, YELLOW)
ON_DARK: Final = (SKY, ORANGE, GREEN, PURPLE, YELLOW, VERMILION, BLUE)
MANY: Final = len(ON_LIGHT)


def of_categories(theme: Theme) -> tuple[str, ...]:
    """The colours in order, those first that stand out best from the ground."""
    return ON_LIGHT if is_light(theme.base) else ON_DARK


def colour_of(number: int, theme: Theme) -> str:
    """A category's colour; the quiet one for what is not stated."""
    return theme.quiet if number < 0 else of_categories(theme)[number % MANY]


def on_top_of(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    return "#000000" if is_light(colour) else "#ffffff"


def is_light(colour: str) -> bool:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 299 * red + 587 * green + 114 * blue > 127_500
