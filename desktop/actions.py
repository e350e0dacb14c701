"""What an operator can do from the window: one short function an action."""

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QWidget

from desktop.forms.ask_form import Act, AskForm
from desktop.forms.correct_form import CorrectForm
from desktop.forms.record_form import RecordForm
from desktop.workspace import Workspace
from domain.projections.questions import Row


def record(workspace: Workspace, parent: QWidget) -> QDialog:
    """Open the record form with whatever was left in it."""
    form = RecordForm(workspace, parent)
    form.open()
    return form


def correct(workspace: Workspace, exchange: Row, parent: QWidget) -> QDialog | None:
    """Open the selected exchange for correction."""
    with workspace.ledger.view() as view:
        subject = view.subject(exchange["id"])
    if subject is None:
        return None
    form = CorrectForm(workspace, subject, parent)
    form.open()
    return form


def add_note(workspace: Workspace, exchange: Row, parent: QWidget) -> QDialog:
    """Ask for a mediator note on the selected exchange."""
    say = workspace.say

    def act(typed: Mapping[str, str]) -> object:
        source = typed["source"].strip() or None
        return workspace.ledger.note(
            exchange["id"], typed["mediator"], typed["text"], source=source
        )

    lines = [
        ("mediator", say("country code (AE, TR …) or ICRC")),
        ("text", say("the note")),
        ("source", say("source")),
    ]
    return _ask(workspace, say("Mediator note"), exchange, lines, act, parent)


def retract(workspace: Workspace, exchange: Row, parent: QWidget) -> QDialog:
    """Ask why the selected exchange is taken back."""

    def act(typed: Mapping[str, str]) -> object:
        source = typed["source"].strip() or None
        return workspace.ledger.retract(exchange["id"], typed["reason"], source)

    return _ask(
        workspace, workspace.say("Retract"), exchange, _reason_lines(workspace), act, parent
    )


def reinstate(workspace: Workspace, exchange: Row, parent: QWidget) -> QDialog:
    """Ask why the selected exchange is to count again."""

    def act(typed: Mapping[str, str]) -> object:
        source = typed["source"].strip() or None
        return workspace.ledger.reinstate(exchange["id"], typed["reason"], source)

    return _ask(
        workspace, workspace.say("Reinstate"), exchange, _reason_lines(workspace), act, parent
    )


def merge(workspace: Workspace, exchanges: list[Row], parent: QWidget) -> QDialog:
    """Ask why the selected exchanges are one; the first recorded of them counts."""
    survivor, *others = exchanges

    def act(typed: Mapping[str, str]) -> object:
        source = typed["source"].strip() or None
        duplicates = [row["id"] for row in others]
        return workspace.ledger.merge_duplicates(
            survivor["id"], duplicates, typed["reason"], source
        )

    return _ask(
        workspace,
        workspace.say("Merge duplicates"),
        survivor,
        _reason_lines(workspace),
        act,
        parent,
    )


def _reason_lines(workspace: Workspace) -> list[tuple[str, str]]:
    return [("reason", workspace.say("reason")), ("source", workspace.say("source"))]


def _ask(
    workspace: Workspace,
    title: str,
    exchange: Row,
    lines: list[tuple[str, str]],
    act: Act,
    parent: QWidget,
) -> QDialog:
    say = workspace.say
    about = say(
        "{day}, {returned} returned ({id})",
        day=exchange["occurred"] or say("undated"),
        returned=exchange["returned"],
        id=exchange["id"][:12],
    )
    form = AskForm(workspace, title, about, lines, act, parent)
    form.open()
    return form
