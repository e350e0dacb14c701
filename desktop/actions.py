"""What an operator can do from the window: one short function an action, and the list of them all.

Every function takes the workspace, what it is about (where it is about something), and the window,
opens one form and returns it. `ACTIONS` is what menus and the list under Ctrl+K are made from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtWidgets import QDialog, QWidget

from desktop.forms.claim_form import ClaimForm, OpeningForm
from desktop.forms.correct_form import CorrectForm
from desktop.forms.dispose_form import DisposeForm
from desktop.forms.import_form import ImportForm
from desktop.forms.merge_form import MergeForm
from desktop.forms.note_form import NoteForm
from desktop.forms.record_form import RecordForm
from desktop.forms.record_words import record_words
from desktop.forms.standing_form import ReinstateForm, RetractForm
from desktop.forms.undo import undoing
from desktop.forms.words_form import CategoryForm, PolicyForm
from desktop.language import Language
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from domain.state import Subject
from domain.statements.proposal import Proposal
from domain.statements.second import Same, record_beside

About = Mapping[str, Any] | str  # a row of a table, or the id of its record
Needs = Literal["nothing", "exchange", "exchanges", "note", "claim", "source", "event"]


def record(workspace: Workspace, parent: QWidget | None, statement: str = "") -> QDialog:
    """Open the record form, with a statement beside it if there is one."""
    form = RecordForm(workspace, parent, statement)

    def define(dimension: str, name: str) -> None:
        asked = CategoryForm(workspace, form, dimension, name)
        asked.recorded.connect(form.use_words)
        asked.open()

    def revise(same: Same, proposal: Proposal) -> None:
        subject = _subject(workspace, same.exchange)
        if subject is None or proposal.draft is None:
            return
        draft = proposal.draft
        values = {found.field: draft.fields[found.field] for found in same.differences}
        asked = CorrectForm(workspace, subject, form, proposed=values, stated_by=proposal.source)

        def keep_the_rest() -> None:
            """The statement's claims and mediators go beside the revised record."""
            record_beside(workspace.ledger, same, draft, proposal.source)
            form.finish(workspace.say("The record is revised."))

        asked.recorded.connect(keep_the_rest)
        asked.open()

    form.define_asked.connect(define)
    form.reading.revision_asked.connect(revise)
    return _opened(form)


def import_sheet(workspace: Workspace, tasks: Tasks, parent: QWidget | None) -> QDialog:
    """Open the form that takes in a spreadsheet."""
    return _opened(ImportForm(workspace, tasks, parent))


def correct(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog | None:
    """Open a record for correction: an exchange, a note, a claim or a source."""
    subject = _subject(workspace, about)
    return _opened(CorrectForm(workspace, subject, parent)) if subject else None


def add_note(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog:
    """Ask for a mediator note on an exchange."""
    exchange = _id(about)
    return _opened(NoteForm(workspace, exchange, record_words(workspace, exchange), parent))


def correct_note(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog | None:
    """Open a mediator note for correction."""
    return correct(workspace, about, parent)


def retract(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog:
    """Ask why a record is taken back: an exchange, a note or a claim."""
    key = _id(about)
    return _opened(RetractForm(workspace, key, record_words(workspace, key), parent))


def reinstate(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog:
    """Ask why a record is to count again."""
    key = _id(about)
    return _opened(ReinstateForm(workspace, key, record_words(workspace, key), parent))


def merge(workspace: Workspace, about: Sequence[About], parent: QWidget | None) -> QDialog:
    """Show records side by side that are one exchange."""
    return _opened(MergeForm(workspace, [_id(one) for one in about], parent))


def add_claim(
    workspace: Workspace, about: About | None = None, parent: QWidget | None = None
) -> QDialog:
    """Ask for a claim, about one exchange where one is given."""
    exchange = _id(about) if about else ""
    words = record_words(workspace, exchange) if exchange else ""
    return _opened(ClaimForm(workspace, exchange, words, parent))


def dispose(workspace: Workspace, about: About, parent: QWidget | None) -> QDialog:
    """Ask why a claim differs from the record."""
    return _opened(DisposeForm(workspace, _id(about), parent))


def undo(workspace: Workspace, about: Mapping[str, Any], parent: QWidget | None) -> QDialog | None:
    """Take back one recorded change, as a change of its own; `about` is a row of the history."""
    form = undoing(workspace, int(about["position"]), parent)
    return _opened(form) if form else None


def state_opening(workspace: Workspace, parent: QWidget | None) -> QDialog:
    """Ask what came before the ledger begins."""
    return _opened(OpeningForm(workspace, parent))


def define_category(
    workspace: Workspace, parent: QWidget | None, dimension: str = "", name: str = ""
) -> QDialog:
    """Ask for a category of the ledger's own."""
    return _opened(CategoryForm(workspace, parent, dimension, name))


def define_policy(workspace: Workspace, parent: QWidget | None) -> QDialog:
    """Ask for a counting policy of the ledger's own."""
    return _opened(PolicyForm(workspace, parent))


# --- the list of them all ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """An action as menus show it. `needs` says what has to be selected; `open` takes the
    workspace, that selection (left out for `nothing`) and the window."""

    name: str
    title: Callable[[Language], str]
    key: str
    needs: Needs
    open: Callable[..., QDialog | None]


ACTIONS: Final[tuple[Action, ...]] = (
    Action("record", lambda say: say("Record an exchange"), "Ctrl+N", "nothing", record),
    Action("correct", lambda say: say("Correct"), "F2", "exchange", correct),
    Action("note", lambda say: say("Mediator note"), "Ctrl+M", "exchange", add_note),
    Action("retract", lambda say: say("Retract"), "Del", "exchange", retract),
    Action("reinstate", lambda say: say("Reinstate"), "Shift+Del", "exchange", reinstate),
    Action("merge", lambda say: say("Merge duplicates"), "Ctrl+Shift+M", "exchanges", merge),
    Action("claim", lambda say: say("Add a claim"), "Ctrl+Shift+A", "exchange", add_claim),
    Action("undo", lambda say: say("Undo this change"), "Ctrl+Z", "event", undo),
    Action("dispose", lambda say: say("Explain the difference"), "Ctrl+Shift+D", "claim", dispose),
    Action("correct_note", lambda say: say("Correct a mediator note"), "", "note", correct),
    Action("retract_note", lambda say: say("Retract a mediator note"), "", "note", retract),
    Action("correct_claim", lambda say: say("Correct a claim"), "", "claim", correct),
    Action("retract_claim", lambda say: say("Retract a claim"), "", "claim", retract),
    Action("correct_source", lambda say: say("Correct a source"), "", "source", correct),
    Action("opening", lambda say: say("Opening balance"), "", "nothing", state_opening),
    Action("category", lambda say: say("Define a category"), "", "nothing", define_category),
    Action("policy", lambda say: say("Define a counting policy"), "", "nothing", define_policy),
)


# --- helpers -------------------------------------------------------------------------------------


def _opened(form: QDialog) -> QDialog:
    form.open()
    return form


def _id(about: About) -> str:
    return about if isinstance(about, str) else str(about["id"])


def _subject(workspace: Workspace, about: About) -> Subject | None:
    with workspace.ledger.view() as view:
        return view.subject(_id(about))
