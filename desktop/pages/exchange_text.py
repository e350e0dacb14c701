"""One exchange in words and small bars: figures, breakdowns, mediators, sources, history."""

from collections.abc import Iterator
from html import escape

from desktop.language import Language
from desktop.theme import Theme
from domain.model.breakdown import Closure, Line
from domain.model.closure_words import closure_words
from domain.model.exchange import Exchange
from domain.model.vocabulary import KINDS, LEGS, Vocabulary, mediator_name
from domain.projections.exchanges import exchange_at
from domain.projections.history import history
from domain.projections.mediators import notes
from domain.projections.questions import Row
from domain.projections.view import View

SIGNS = {"closes": "✓", "short": "▲", "exceeds": "▼", "cannot_tell": "–"}
BAR = 160  # pixels of a whole


def exchange_text(view: View, row: Row, say: Language, theme: Theme) -> str:
    """The selected exchange as a page of its own."""
    exchange = exchange_at(view, row["id"])
    words = view.vocabulary
    parts = [
        _head(row, say),
        _figures(exchange, say, theme),
        *_breakdowns(exchange, say, theme, words),
        _notes(view, row["id"], say),
        _paragraph(say("source"), escape(row["sources"]) or say("no source")),
        _paragraph(say("place"), escape(row["place"])) if row["place"] else "",
        _paragraph(say("remarks"), escape(row["remarks"])) if row["remarks"] else "",
        _history(view, row["id"], say, theme),
    ]
    return "".join(parts)


def _head(row: Row, say: Language) -> str:
    kind = KINDS[row["kind"]].in_language(say.code)
    parts = [row["occurred"] or say("undated"), kind]
    if row["number"]:
        parts.append(f"№ {row['number']} / {row['occurred'][:4]}")
    if row["standing"] != "counts":
        parts.append(say(row["standing"].replace("_", " ")))
    return f"<h3>{escape(' · '.join(parts))}</h3>"


def _figures(exchange: Exchange, say: Language, theme: Theme) -> str:
    cells = []
    for leg in LEGS:
        count = exchange.count(leg)
        if count is None:
            continue
        figure = say.number(count.n) if count.is_exact and count.n is not None else say(str(count))
        cells.append(
            f"<td style='padding-right:24px'><span style='font-size:xx-large'>{figure}</span><br>"
            f"<span style='color:{theme.quiet}'>{say(leg.replace('_', ' '))}</span></td>"
        )
    return f"<table><tr>{''.join(cells)}</tr></table>" if cells else ""


def _breakdowns(
    exchange: Exchange, say: Language, theme: Theme, words: Vocabulary
) -> Iterator[str]:
    for closure in exchange.closures():
        lines = [
            line
            for line in exchange.lines[closure.leg]
            if line.dimension == closure.dimension and line.within == closure.within
        ]
        colour = {
            "closes": theme.closes,
            "short": theme.short,
            "exceeds": theme.exceeds,
        }.get(closure.status, theme.quiet)
        sign = SIGNS.get(closure.status, "·")
        sentence = escape(closure_words(closure, say.code, words))
        rows = "".join(_bar(line, closure, say, theme, words) for line in lines)
        yield (
            f"<p style='margin-bottom:2px;color:{colour}'>{sign} {sentence}</p>"
            f"<table cellspacing='2'>{rows}</table>"
        )


def _bar(line: Line, closure: Closure, say: Language, theme: Theme, words: Vocabulary) -> str:
    n = line.count.n or 0
    whole = max(closure.base.n or 0 if closure.base else 0, closure.summed, 1)
    width = max(1, round(BAR * n / whole)) if n else 0
    bar = f"<table cellspacing='0' cellpadding='0'><tr><td width='{width}' bgcolor='{theme.accent}'>&nbsp;</td></tr></table>"  # noqa: E501
    name = escape(words.category_name(line.dimension, line.category, say.code))
    figure = say.number(n) if line.count.is_exact else escape(str(line.count))
    return (
        f"<tr><td>{name}</td><td align='right' style='padding:0 8px'>{figure}</td>"
        f"<td width='{BAR}'>{bar if width else ''}</td></tr>"
    )


def _notes(view: View, exchange: str, say: Language) -> str:
    found = [note for note in notes(view, exchange) if note.standing != "retracted"]
    if not found:
        return ""
    lines = [
        escape(mediator_name(note.mediator, say.code))
        + (f": {escape(note.text)}" if note.text else "")
        for note in found
    ]
    return _paragraph(say("mediators"), "<br>".join(lines))


def _history(view: View, exchange: str, say: Language, theme: Theme) -> str:
    lines = []
    for row in history(view, exchange):
        if row.kind in ("recorded", "source") or (row.kind == "claim" and row.field != "value"):
            continue
        if row.kind == "note" and row.field != "mediator":
            continue
        change = (
            f"{row.field}: {row.was} → {row.became}" if row.was else f"{row.field}: {row.became}"
        )
        lines.append(
            f"<span style='color:{theme.quiet}'>{escape(row.recorded_at[:16].replace('T', ' '))} "
            f"{escape(row.operator)}</span> {escape(say(row.kind.replace('_', ' ')))} — "
            f"{escape(change)}" + (f" ({escape(row.reason)})" if row.reason else "")
        )
    return _paragraph(say("history"), "<br>".join(lines)) if lines else ""


def _paragraph(title: str, html: str) -> str:
    return f"<p><b>{escape(title)}</b><br>{html}</p>"
