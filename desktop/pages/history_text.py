"""What happened to an exchange, one entry an event: when, who, what, why, from which source."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from desktop.figures import clock_text, field_name, value_text
from desktop.language import Language
from desktop.theme import Theme
from domain.model.claims import MEASURES
from domain.model.exchange import split_line_field
from domain.model.vocabulary import Vocabulary, mediator_name
from domain.projections.history import HistoryRow
from domain.projections.one_exchange import OneExchange


def history_lines(found: OneExchange, say: Language, theme: Theme, words: Vocabulary) -> list[str]:
    """The history of the exchange and of all that hangs on it, the latest first."""
    entries = []
    for _, together in groupby(found.history, key=lambda row: row.event):
        rows = list(together)
        changes = list(_changes(found, rows, say, words))
        if rows[0].kind == "source":
            continue
        entries.append(_entry(rows[0], changes, say, theme))
    return entries[::-1]


def field_history_html(
    rows: Sequence[HistoryRow], field: str, say: Language, theme: Theme, words: Vocabulary
) -> str:
    """Every value of one field, in the order in which they came: 24 → 25 → 24, each with why."""
    values = [value_text(field, row.became, say, words) or say("taken back") for row in rows]
    chain = escape(" → ".join(values))
    entries = "".join(
        f"<p style='margin:8px 0'><b>{escape(value)}</b> {_entry(row, [], say, theme)}</p>"
        for row, value in zip(rows, values, strict=True)
    )
    return f"<div style='color:{theme.text}'><p><b>{chain}</b></p>{entries}</div>"


def _entry(row: HistoryRow, changes: Sequence[str], say: Language, theme: Theme) -> str:
    what = escape(say(row.kind.replace("_", " ")))
    lines = [
        f"<span style='color:{theme.quiet}'>{escape(clock_text(row.recorded_at))} · "
        f"{escape(row.operator)}</span> · {what}"
    ]
    lines += [escape(change) for change in changes]
    if row.reason:
        lines[-1] += f" ({escape(row.reason)})"
    if row.source and row.kind in ("correction", "revision", "retraction", "reinstatement"):
        lines.append(f"<span style='color:{theme.quiet}'>{escape(row.source)}</span>")
    return "<br>".join(lines)


def _changes(
    found: OneExchange, rows: Sequence[HistoryRow], say: Language, words: Vocabulary
) -> Iterator[str]:
    """What an event says, in a line for each field; a recording is told by its figures above."""
    fields = {row.field: row for row in rows}
    kind = rows[0].kind
    if kind == "recorded":
        return
    if kind == "note" and "mediator" in fields:
        yield mediator_name(fields["mediator"].became, say.code)
    elif kind == "claim" and "measure" in fields:
        measure = fields["measure"].became
        name = MEASURES[measure].in_language(say.code) if measure in MEASURES else measure
        scope = fields["scope"].became.partition(":")[2] if "scope" in fields else ""
        value = fields["value"].became if "value" in fields else ""
        value = say.number(int(value)) if value.isdigit() else value
        yield f"{name}{f' ({scope})' if scope else ''}: {value}"
    else:
        for row in rows:
            is_own = row.subject == found.id or split_line_field(row.field) is not None
            name = field_name(row.field, say, words)
            was = value_text(row.field, row.was, say, words) if is_own else row.was
            became = value_text(row.field, row.became, say, words) if is_own else row.became
            yield f"{name}: {was} → {became or say('taken back')}" if was else f"{name}: {became}"
