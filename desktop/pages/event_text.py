"""One event in full: was → becomes, why, from where, when, and what its author had not seen."""

from collections.abc import Iterator
from html import escape

from desktop.event_words import RECORDING, field_name, value_text
from desktop.language import Language
from desktop.stamp import day_text, time_text
from desktop.theme import Theme
from domain.model.vocabulary import Vocabulary
from domain.projections.event_detail import EventDetail, FieldChange, Rival

SHORT = 12


def event_text(detail: EventDetail, words: Vocabulary, say: Language, theme: Theme) -> str:
    """The event as a page of its own; links name exchanges, or events as `event:POSITION`."""
    return "".join(
        (
            _head(detail, say, theme),
            _table(detail, words, say, theme),
            *_rivals(detail, words, say, theme),
            _why(detail, say),
            _when(detail, say, theme),
        )
    )


def _head(detail: EventDetail, say: Language, theme: Theme) -> str:
    parts = [escape(say(detail.kind.replace("_", " "))), escape(detail.operator)]
    if detail.exchange:
        day = escape(day_text(detail.occurred, say) or say("undated"))
        parts.append(
            f"<a href='{escape(detail.exchange)}' style='color:{theme.accent}'>"
            f"{escape(say('exchange of {day}', day=day))}</a>"
        )
    return f"<p><b>{' · '.join(parts)}</b></p>"


def _table(detail: EventDetail, words: Vocabulary, say: Language, theme: Theme) -> str:
    is_new = detail.kind in RECORDING
    rows = []
    for change in detail.changes:
        if change.field == "exchange":
            continue
        name = escape(field_name(change.field, words, say))
        became = escape(value_text(change.field, change.became, words, say) or say("nothing"))
        was = escape(value_text(change.field, change.was, words, say) or say("nothing"))
        before = "" if is_new else f"<td style='color:{theme.quiet}'>{was}</td><td>→</td>"
        rows.append(
            f"<tr><td style='color:{theme.quiet};padding-right:12px'>{name}</td>{before}"
            f"<td><b>{became}</b></td></tr>"
        )
        if change.in_view:
            shown = escape(value_text(change.field, change.in_view, words, say))
            note = escape(say("its author saw {value} there", value=shown))
            rows.append(
                f"<tr><td></td><td colspan='3' style='color:{theme.short}'>▲ {note}</td></tr>"
            )
    return f"<table cellpadding='2'>{''.join(rows)}</table>"


def _rivals(detail: EventDetail, words: Vocabulary, say: Language, theme: Theme) -> Iterator[str]:
    for change in detail.changes:
        for rival in change.rivals:
            text = _rival(change, rival, words, say, theme)
            yield f"<p style='color:{theme.conflict}'>⇄ {text}</p>"


def _rival(
    change: FieldChange, rival: Rival, words: Vocabulary, say: Language, theme: Theme
) -> str:
    values = {
        "field": field_name(change.field, words, say),
        "value": value_text(change.field, rival.value, words, say),
        "operator": rival.operator,
    }
    if rival.was_seen:
        text = say(
            "In conflict: {operator} says {value} ({field}). The author of this had that value, "
            "and did not name it.",
            **values,
        )
    else:
        text = say(
            "In conflict: {operator} says {value} ({field}). The author of this had not seen it.",
            **values,
        )
    counts = say("That value counts until a change names both.") if rival.counts else ""
    link = (
        f"<a href='event:{rival.position}' style='color:{theme.accent}'>"
        f"{escape(say('event {n}', n=say.number(rival.position)))}</a>"
    )
    return f"{escape(text)} {escape(counts)} {link}"


def _why(detail: EventDetail, say: Language) -> str:
    parts = []
    if detail.reason:
        parts.append(f"<b>{escape(say('reason'))}</b> {escape(detail.reason)}")
    if detail.source:
        parts.append(f"<b>{escape(say('source'))}</b> {escape(detail.source)}")
    if detail.undoes:
        undone = say("undoes change {event}", event=detail.undoes[:SHORT])
        parts.append(escape(undone))
    return f"<p>{'<br>'.join(parts)}</p>" if parts else ""


def _when(detail: EventDetail, say: Language, theme: Theme) -> str:
    """The four times, and where the event stands."""
    lines = []
    if detail.occurred:
        lines.append(say("occurred {day}", day=day_text(detail.occurred, say)))
    if detail.published:
        lines.append(say("published {day}", day=day_text(detail.published, say)))
    lines.append(say("recorded {when}", when=time_text(detail.recorded_at, say)))
    arrived = say("arrived {when}", when=time_text(detail.arrived_at, say))
    lines.append(
        f"{arrived} ({say('from {place}', place=detail.origin)})" if detail.origin else arrived
    )
    place = say(
        "event {position} of this ledger, {index} of journal {journal}, id {id}",
        position=say.number(detail.position),
        index=say.number(detail.index),
        journal=detail.journal[:8],
        id=detail.event[:SHORT],
    )
    return f"<p style='color:{theme.quiet}'>{escape(' · '.join(lines))}<br>{escape(place)}</p>"
