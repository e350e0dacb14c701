"""Take a record back, or let it count again: why, from where, and what that changes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.forms.act_form import ActForm
from desktop.workspace import Workspace
from domain import commands
from domain.journal import Step
from domain.projections.view import View


class RetractForm(ActForm):
    """Nothing is deleted: the record stays in the history and counts no more."""

    def __init__(
        self,
        workspace: Workspace,
        subject: str,
        about: str,
        parent: QWidget | None = None,
        reason: str = "",
    ) -> None:
        say = workspace.say
        super().__init__(workspace, say("Retract"), "retract", about, subject, parent)
        self._subject = subject
        self.look_at(subject)
        hint = say("why it should not have been recorded")
        self.line("reason", say("Re&ason"), hint, start=reason)
        self.source()
        self.show_impact()
        self.fit()
        self.refresh()

    def steps(self, view: View) -> Sequence[Step] | None:
        return commands.retract(view, self._subject, self.value("reason") or "–", None)

    def commit(self) -> str:
        self.check_unchanged()
        source = self.source_given()
        self.workspace.ledger.retract(self._subject, self.value("reason"), source)
        return self.say("Retracted.")


class ReinstateForm(ActForm):
    """A retracted record, or a merged duplicate, counts again."""

    def __init__(
        self,
        workspace: Workspace,
        subject: str,
        about: str,
        parent: QWidget | None = None,
        reason: str = "",
    ) -> None:
        say = workspace.say
        super().__init__(workspace, say("Reinstate"), "reinstate", about, subject, parent)
        self._subject = subject
        self.look_at(subject)
        self.line("reason", say("Re&ason"), say("why it counts after all"), start=reason)
        self.source()
        self.show_impact()
        self.fit()
        self.refresh()

    def steps(self, view: View) -> Sequence[Step] | None:
        return commands.reinstate(view, self._subject, self.value("reason") or "–", None)

    def commit(self) -> str:
        self.check_unchanged()
        source = self.source_given()
        self.workspace.ledger.reinstate(self._subject, self.value("reason"), source)
        return self.say("Reinstated.")
