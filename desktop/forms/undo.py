"""Undo: the form that takes back one recorded change, as a change that says which one it undoes."""

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from desktop.forms.correct_form import CorrectForm
from desktop.forms.dispose_form import DisposeForm
from desktop.forms.record_words import record_words
from desktop.forms.standing_form import ReinstateForm, RetractForm
from desktop.forms.words import stored_day
from desktop.workspace import Workspace
from domain import events as e
from domain.events import Event, read_event


def undoing(workspace: Workspace, position: int, parent: QWidget | None) -> QDialog | None:
    """A form for taking back what was recorded at a position; None, and a sentence, where that
    cannot be undone."""
    event = _find(workspace, position)
    body = event.body if event else None
    event_id = event.id if event else ""
    reason = _reason(workspace, event) if event else ""
    match body:
        case e.ExchangeChanged() | e.NoteChanged() | e.ClaimChanged() | e.SourceChanged():
            return _corrected_back(workspace, event_id, body.subject, body.changes, reason, parent)
        case e.Retracted():
            about = record_words(workspace, body.subject)
            return ReinstateForm(workspace, body.subject, about, parent, reason)
        case e.Reinstated():
            about = record_words(workspace, body.subject)
            return RetractForm(workspace, body.subject, about, parent, reason)
        case e.DuplicatesMerged():
            key = body.duplicates[0].subject
            return ReinstateForm(workspace, key, record_words(workspace, key), parent, reason)
        case e.ExchangeRecorded() | e.NoteRecorded() | e.ClaimRecorded():
            about = record_words(workspace, event_id)
            return RetractForm(workspace, event_id, about, parent, reason)
        case e.ClaimDisposed():
            return DisposeForm(workspace, body.claim, parent)
    workspace.told.emit(
        workspace.say("This cannot be undone; define or name it again instead."), True
    )
    return None


def _corrected_back(
    workspace: Workspace,
    event_id: str,
    key: str,
    changes: tuple[e.Change, ...],
    reason: str,
    parent: QWidget | None,
) -> QDialog | None:
    with workspace.ledger.view() as view:
        subject = view.subject(key)
    if subject is None:
        return None
    proposed: dict[str, Any] = {change.field: change.was for change in changes}
    return CorrectForm(
        workspace, subject, parent, proposed=proposed, reason=reason, undoes=event_id
    )


def _reason(workspace: Workspace, event: Event) -> str:
    say = workspace.say
    day = stored_day(say, event.header.at[:10])
    why = str(getattr(event.body, "reason", ""))
    if why:
        return say("undo of the change of {day} ({why})", day=day, why=why)
    return say("undo of the change of {day}", day=day)


def _find(workspace: Workspace, position: int) -> Event | None:
    with workspace.ledger.view() as view:
        row = view.first("SELECT state FROM stored_events WHERE position = ?", position)
    return read_event(row[0]) if row else None
