"""Why a claim differs from the record: the operator's disposition, in view of both numbers."""

from PySide6.QtWidgets import QWidget

from desktop.forms.act_form import ActForm
from desktop.language import Language
from desktop.workspace import Workspace
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.naming import named
from domain.model.scope_words import scope_words
from domain.projections.reconciliation import ClaimRow, reconcile_claim


class DisposeForm(ActForm):
    """Nothing is plugged: the difference stays; this says why, until a number moves."""

    def __init__(self, workspace: Workspace, claim: str, parent: QWidget | None = None) -> None:
        say = workspace.say
        with workspace.ledger.view() as view:
            row = reconcile_claim(view, claim)
        about = claim_words(say, row)
        super().__init__(workspace, say("Explain the difference"), "dispose", about, claim, parent)
        self._claim = claim
        self.choice("as", say("&Because"), named(DISPOSITIONS, say.code))
        self.text("reason", say("Re&ason"), say("what was found, and where"))
        self.fit()

    def commit(self) -> str:
        self.workspace.ledger.dispose(self._claim, self.value("as"), self.value("reason"))
        return self.say("The difference is explained.")


def claim_words(say: Language, row: ClaimRow) -> str:
    """A claim beside the computed value, in one sentence."""
    what = MEASURES[row.measure].in_language(say.code) if row.measure in MEASURES else row.measure
    values = {
        "what": what,
        "scope": scope_words(row.scope, say.code),
        "value": say.number(row.value),
    }
    if row.computed is None:
        return say("{what}, {scope}: {value} claimed; it cannot be checked.", **values)
    return say(
        "{what}, {scope}: {value} claimed, {computed} computed ({difference}).",
        **values,
        computed=say.number(row.computed),
        difference=f"{row.difference or 0:+d}",
    )
