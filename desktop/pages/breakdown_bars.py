"""The breakdowns of an exchange as small bars: one below the other, nested ones in their parent."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from desktop.figures import CLOSURE_SIGNS, count_text
from desktop.language import Language
from desktop.theme import Theme
from domain.model.breakdown import Closure, Line
from domain.model.closure_words import closure_words
from domain.model.exchange import Exchange, line_field
from domain.model.vocabulary import BUILT_IN, LEGS, Leg, Vocabulary

# Okabe and Ito's colours, which people who see colours differently tell apart as well; the ones
# that are dark enough on white come first. Every bar is labelled: no legend is needed.
COLOURS: Final = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#f0e442",
    "#999999",
)


def breakdown_bars(
    exchange: Exchange, say: Language, theme: Theme, words: Vocabulary, points: float, width: int
) -> Iterator[str]:
    """One table: for each breakdown of each leg how it closes, then its lines.

    The longest bar is `width` pixels, text `points` high.
    """
    rows = "".join(_blocks(exchange, say, theme, words, points, width))
    if rows:
        yield f"<table cellspacing='0' cellpadding='1'>{rows}</table>"


def _blocks(
    exchange: Exchange, say: Language, theme: Theme, words: Vocabulary, points: float, width: int
) -> Iterator[str]:
    for leg in LEGS:
        lines = exchange.lines[leg]
        closures = {(c.dimension, c.within): c for c in exchange.closures() if c.leg == leg}
        for dimension in _in_order({line.dimension for line in lines if line.within is None}):
            top = [line for line in lines if line.dimension == dimension and line.within is None]
            closure = closures[(dimension, None)]
            said = _closure(closure, say, theme, words)
            yield f"<tr><td colspan='3' style='padding-top:12px'>{said}</td></tr>"
            whole = max(
                closure.base.n or 0 if closure.base else 0,
                closure.summed + closure.beside,
                *(line.count.n or 0 for line in top),
                1,
            )
            block = _Block(leg, lines, closures, whole, say, theme, words, points, width)
            yield from block.rows(top)


class _Block:
    """The lines of one breakdown, all drawn to one scale."""

    def __init__(
        self,
        leg: Leg,
        lines: Sequence[Line],
        closures: Mapping[tuple[str, tuple[str, str] | None], Closure],
        whole: int,
        say: Language,
        theme: Theme,
        words: Vocabulary,
        points: float,
        width: int,
    ) -> None:
        self._leg = leg
        self._lines = lines
        self._closures = closures
        self._whole = whole
        self._say = say
        self._theme = theme
        self._words = words
        self._points = points
        self._width = width

    def rows(self, top: Sequence[Line]) -> Iterator[str]:
        for place, line in enumerate(_largest_first(top)):
            yield from self._with_inner(line, COLOURS[place % len(COLOURS)], 0, None, ())

    def _with_inner(
        self,
        line: Line,
        colour: str,
        depth: int,
        holder: Line | None,
        above: tuple[tuple[str, str], ...],
    ) -> Iterator[str]:
        yield self._row(line, colour, depth, holder)
        inner = [
            other
            for other in self._lines
            if other.within == line.key and other.key not in (*above, line.key)
        ]
        for dimension in _in_order({other.dimension for other in inner}):
            closure = self._closures.get((dimension, line.key))
            if closure is not None and closure.status != "highlight":
                said = _closure(closure, self._say, self._theme, self._words)
                indent = f"padding-left:{16 * depth + 16}px"
                yield f"<tr><td colspan='3' style='{indent}'>{said}</td></tr>"
            for other in _largest_first([o for o in inner if o.dimension == dimension]):
                yield from self._with_inner(other, colour, depth + 1, line, (*above, line.key))

    def _row(self, line: Line, colour: str, depth: int, holder: Line | None) -> str:
        name = escape(self._words.category_name(line.dimension, line.category, self._say.code))
        figure = escape(count_text(line.count, self._say))
        field = line_field(self._leg, line.dimension, line.category)
        link = (
            f"<a href='field:{field}' style='color:{self._theme.text}; text-decoration:none'>"
            f"{figure}</a>"
        )
        indent = f"padding-left:{16 * depth}px; padding-right:12px"
        return (
            f"<tr><td style='{indent}; white-space:nowrap'>{name}</td>"
            f"<td align='right' style='padding-right:8px; white-space:nowrap'>{link}</td>"
            f"<td style='vertical-align:middle'>{self._bar(line, colour, holder)}</td></tr>"
        )

    def _bar(self, line: Line, colour: str, holder: Line | None) -> str:
        """The line's length; of a nested one, within the pale length of what holds it."""
        length = self._length(line)
        beside = max(0, self._length(holder) - length) if holder is not None else 0
        cells = "".join(
            f"<td width='{width}' bgcolor='{ground}' style='font-size:{self._points * 0.6:.1f}pt'>"
            "&nbsp;</td>"
            for width, ground in ((length, colour), (beside, _pale(self._theme)))
            if width
        )
        if not cells:
            return ""
        return f"<table cellspacing='0' cellpadding='0'><tr>{cells}</tr></table>"

    def _length(self, line: Line) -> int:
        n = line.count.n or 0
        return max(2, round(self._width * min(n, self._whole) / self._whole)) if n else 0


def _closure(closure: Closure, say: Language, theme: Theme, words: Vocabulary) -> str:
    """How a breakdown closes, in symbol and words."""
    colours = {"closes": theme.closes, "short": theme.short, "exceeds": theme.exceeds}
    colour = colours.get(closure.status, theme.quiet)
    sign = CLOSURE_SIGNS.get(closure.status, "·")
    sentence = escape(closure_words(closure, say.code, words))
    return f"<span style='color:{colour}'>{sign} {sentence}</span>"


def _pale(theme: Theme) -> str:
    """The ground of a nested bar: a fifth of the way from the paper to the ink."""
    paper, ink = (
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        for colour in (theme.base, theme.text)
    )
    mixed = [round(p + (i - p) / 5) for p, i in zip(paper, ink, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _in_order(dimensions: set[str]) -> list[str]:
    """Dimensions as the vocabulary has them, a ledger's own ones last."""
    known = list(BUILT_IN)
    return sorted(dimensions, key=lambda d: (known.index(d) if d in known else len(known), d))


def _largest_first(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-(line.count.n or 0), line.category))
