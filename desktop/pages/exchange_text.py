"""One exchange as a page of rich text: figures first, then what they rest on, then what happened.

Every figure is a link to its own history (`field:…`), every other exchange to itself
(`exchange:…`), every address to the source it names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from desktop.figures import (
    CONFLICT,
    count_text,
    day_text,
    field_name,
    short_source,
    value_text,
)
from desktop.language import Language
from desktop.pages.breakdown_bars import breakdown_bars
from desktop.pages.history_text import history_lines
from desktop.theme import Theme
from domain.model.claims import MEASURES
from domain.model.vocabulary import KINDS, LEGS, Leg, Vocabulary, mediator_name
from domain.projections.one_exchange import ClaimOf, NoteOf, OneExchange, Related, SourceOf

STATUS_SIGNS = {"reproduced": "✓", "short": "▲", "exceeds": "▼", "cannot_be_checked": "–"}


@dataclass(frozen=True, slots=True)
class Look:
    """How to say and draw it: language, palette, the ledger's words, the text's size in points, the
    length of the longest bar in pixels."""

    say: Language
    theme: Theme
    words: Vocabulary
    points: float
    bar: int


def exchange_text(found: OneExchange, look: Look) -> str:
    """The exchange as HTML of the kind that Qt draws."""
    say = look.say
    exchange = found.exchange
    parts = [
        _head(found, look),
        _figures(found, look),
        *_conflicts(found, look),
        *breakdown_bars(exchange, look.say, look.theme, look.words, look.points, look.bar),
        *_section(say("mediators"), [_note(note, look) for note in found.notes]),
        *_section(
            say("sources"),
            [_source(source, look) for source in found.sources] or [escape(say("no source"))],
        ),
        *_section(
            say("place"),
            [_field_link("place", escape(exchange.place), look)] if exchange.place else [],
        ),
        *_section(
            say("remarks"),
            [_field_link("remarks", escape(exchange.remarks), look)] if exchange.remarks else [],
        ),
        *_related(found, look),
        *_section(say("claims"), _claims(found, look)),
        *_section(say("history"), history_lines(found, say, look.theme, look.words)),
    ]
    return f"<div style='color:{look.theme.text}'>{''.join(parts)}</div>"


def _head(found: OneExchange, look: Look) -> str:
    say, exchange = look.say, found.exchange
    day = day_text(str(exchange.occurred), say) if exchange.occurred else say("undated")
    parts = [
        KINDS[exchange.kind].in_language(say.code) if exchange.kind in KINDS else exchange.kind
    ]
    if found.number and exchange.occurred:
        parts.append(say("№ {n} of {year}", n=found.number, year=exchange.occurred.year))
    if found.standing != "counts":
        parts.append(say(found.standing.replace("_", " ")))
    marks = [_said_mark(mark, look) for mark in found.marks]
    said = f"<div style='color:{look.theme.short}'>{'<br>'.join(marks)}</div>" if marks else ""
    return (
        f"<div style='font-size:{look.points * 1.4:.1f}pt; font-weight:600'>"
        f"{_field_link('occurred', escape(day), look)}</div>"
        f"<div style='color:{look.theme.quiet}'>{escape(' · '.join(parts))}</div>{said}"
    )


def _said_mark(mark: str, look: Look) -> str:
    code, _, line = mark.partition(":")
    words = look.say(code.replace("_", " "))
    about = f": {field_name(line.removeprefix('returned.'), look.say, look.words)}" if line else ""
    return escape(f"▲ {words}{about}")


def _figures(found: OneExchange, look: Look) -> str:
    cells = []
    for leg in LEGS:
        count = found.exchange.count(leg)
        whole = found.whole[leg]
        if count is None and whole is None:
            continue
        shown = count if count is not None else whole
        assert shown is not None
        figure = escape(count_text(shown, look.say))
        label = look.say(leg.replace("_", " "))
        if count is None:
            label = f"{label} ({look.say('the sum of its stages')})"
        in_conflict = any(rival.field == leg for rival in found.rivals)
        sign = (
            f" <span style='color:{look.theme.conflict}'>{CONFLICT}</span>" if in_conflict else ""
        )
        size = look.points * (2 if shown.is_exact else 1.5)
        cells.append(
            f"<td style='padding:0 24px 0 0'><div style='font-size:{size:.1f}pt'>"
            f"{_field_link(leg, figure, look)}{sign}</div>"
            f"<div style='color:{look.theme.quiet}'>{escape(label)}</div>"
            f"{_rival_claims(found, leg, look)}</td>"
        )
    return f"<table style='margin-top:8px'><tr>{''.join(cells)}</tr></table>" if cells else ""


def _rival_claims(found: OneExchange, leg: Leg, look: Look) -> str:
    """What sources say of the same figure otherwise, right under it."""
    rivals = [
        claim for claim in found.claims if claim.measure == leg and claim.status != "reproduced"
    ]
    return "".join(
        f"<div>{_status(claim, look)}<br><span style='color:{look.theme.quiet}'>"
        f"{escape(short_source(claim.source))}</span></div>"
        for claim in rivals
        if claim.status is not None
    )


def _status(claim: ClaimOf, look: Look) -> str:
    """A claim beside the record's own figure, in symbol and words."""
    say, theme = look.say, look.theme
    colours = {"reproduced": theme.closes, "short": theme.short, "exceeds": theme.exceeds}
    status = claim.status or "cannot_be_checked"
    n = say.number(abs(claim.difference or 0))
    words = {
        "reproduced": say("reproduced"),
        "short": say("the record is short by {n}", n=n),
        "exceeds": say("the record exceeds it by {n}", n=n),
        "cannot_be_checked": say("cannot be checked"),
    }[status]
    value = say("{n} is claimed", n=say.number(claim.value))
    return (
        f"{escape(value)} <span style='color:{colours.get(status, theme.quiet)}'>"
        f"{STATUS_SIGNS[status]} {escape(words)}</span>"
    )


def _claims(found: OneExchange, look: Look) -> list[str]:
    lines = []
    for claim in found.claims:
        measure = MEASURES[claim.measure].in_language(look.say.code)
        scope = claim.scope.partition(":")[2]
        source = _quiet(short_source(claim.source), look)
        said = f"{measure}{f' ({scope})' if scope else ''}: {look.say.number(claim.value)}"
        if claim.status is None:
            lines.append(escape(said) + source)
        else:
            lines.append(f"{escape(measure)}: {_status(claim, look)}{source}")
    return lines


def _conflicts(found: OneExchange, look: Look) -> Iterator[str]:
    if not found.rivals:
        return
    say, theme = look.say, look.theme
    lines = []
    for rival in found.rivals:
        name = field_name(rival.field, say, look.words)
        value = value_text(rival.field, rival.value, say, look.words)
        who = f"{rival.operator}, {rival.recorded_at[:16].replace('T', ' ')}"
        counts = f" <b>{escape(say('counts meanwhile'))}</b>" if rival.counts else ""
        reason = f" — {escape(rival.reason)}" if rival.reason else ""
        lines.append(
            f"<span style='color:{theme.conflict}'>{CONFLICT}</span> "
            f"{_field_link(rival.field, escape(f'{name}: {value}'), look)}{counts}"
            f"{_quiet(who, look)}{reason}"
        )
    rule = say(
        "The value recorded last by its author’s clock counts until a correction names them all."
    )
    title = f"{CONFLICT} {say('in conflict')}"
    yield from _section(title, [*lines, f"<i>{escape(rule)}</i>"], colour=theme.conflict)


def _note(note: NoteOf, look: Look) -> str:
    name = escape(mediator_name(note.mediator, look.say.code))
    text = f": {escape(note.text)}" if note.text else ""
    role = f" ({escape(note.role)})" if note.role not in ("", "mediator") else ""
    said = f"<b>{name}</b>{role}{text}"
    if note.standing == "retracted":
        said = f"<s>{said}</s> {escape(look.say('retracted'))}"
    sign = (
        f" <span style='color:{look.theme.conflict}'>{CONFLICT}</span>" if note.has_conflict else ""
    )
    return f"{said}{sign}{_quiet(short_source(note.source), look)}"


def _source(source: SourceOf, look: Look) -> str:
    named = ", ".join(filter(None, (source.publisher, source.title)))
    day = day_text(source.published, look.say) if source.published else ""
    address = escape(source.address, quote=True)
    link = f"<a href='{address}' style='color:{look.theme.accent}'>{address}</a>" if address else ""
    first = f"{escape(named)}{_quiet(day, look)}" if named else _quiet(day, look)
    return "<br>".join(filter(None, (first, link)))


def _related(found: OneExchange, look: Look) -> Iterator[str]:
    say = look.say
    if found.counted_as is not None:
        yield from _section(say("counted through"), [_link(found.counted_as, look)])
    if found.parent is not None:
        yield from _section(say("stage of"), [_link(found.parent, look)])
    yield from _section(say("stages"), [_link(stage, look) for stage in found.stages])
    yield from _section(
        say("duplicates merged into it"), [_link(other, look) for other in found.duplicates]
    )


def _link(other: Related, look: Look) -> str:
    day = day_text(other.occurred, look.say) if other.occurred else look.say("undated")
    count = f": {count_text(other.returned, look.say)}" if other.returned else ""
    kind = KINDS[other.kind].in_language(look.say.code) if other.kind in KINDS else other.kind
    return (
        f"<a href='exchange:{other.id}' style='color:{look.theme.accent}'>"
        f"{escape(f'{day}, {kind}{count}')}</a>"
    )


def _field_link(field: str, html: str, look: Look) -> str:
    """A figure that leads to its history."""
    return (
        f"<a href='field:{field}' style='color:{look.theme.text}; text-decoration:none'>{html}</a>"
    )


def _section(title: str, lines: Iterable[str], colour: str = "") -> Iterator[str]:
    said = list(lines)
    if said:
        style = f" style='color:{colour}'" if colour else ""
        body = "".join(f"<div style='margin-bottom:4px'>{line}</div>" for line in said)
        yield f"<p style='margin:12px 0 2px 0'><b{style}>{escape(title)}</b></p>{body}"


def _quiet(text: str, look: Look) -> str:
    return f" <span style='color:{look.theme.quiet}'>{escape(text)}</span>" if text else ""
