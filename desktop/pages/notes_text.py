"""The notes about one mediator, the exchanges a link away."""

from collections.abc import Sequence
from html import escape

from desktop.language import Language
from desktop.stamp import day_text
from desktop.theme import Theme
from domain.projections.mediators import NoteRow

MOST = 200  # notes at once; more would take long to lay out


def notes_text(name: str, notes: Sequence[NoteRow], say: Language, theme: Theme) -> str:
    """Those with a text first in full, then only the days of the others."""
    written = [note for note in notes if note.text]
    named = [note for note in notes if not note.text]
    parts = [f"<p><b>{escape(name)}</b></p>"]
    parts += [_written(note, say, theme) for note in written[-MOST:]]
    if named:
        days = " · ".join(_link(note, say, theme) for note in named[-MOST:])
        parts.append(f"<p style='color:{theme.quiet}'>{say('Named, without a text:')} {days}</p>")
    return "".join(parts)


def _written(note: NoteRow, say: Language, theme: Theme) -> str:
    source = f"<br><span style='color:{theme.quiet}'>{escape(note.source)}</span>"
    return f"<p>{_link(note, say, theme)}: {escape(note.text)}{source if note.source else ''}</p>"


def _link(note: NoteRow, say: Language, theme: Theme) -> str:
    day = escape(day_text(note.occurred, say) or say("undated"))
    return f"<a href='{escape(note.exchange)}' style='color:{theme.accent}'>{day}</a>"
