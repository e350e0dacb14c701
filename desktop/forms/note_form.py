"""A mediator note: who helped, in what part, according to whom."""

from PySide6.QtWidgets import QWidget

from desktop.forms.act_form import ActForm
from desktop.forms.choice_edit import ChoiceEdit
from desktop.workspace import Workspace
from domain.model.naming import meant, mediators
from domain.model.refusal import Refused
from domain.model.vocabulary import check_mediator


class NoteForm(ActForm):
    """Adds a note to one exchange."""

    def __init__(
        self, workspace: Workspace, exchange: str, about: str, parent: QWidget | None = None
    ) -> None:
        say = workspace.say
        super().__init__(workspace, say("Mediator note"), "note", about, exchange, parent)
        self._exchange = exchange
        self.mediator = ChoiceEdit(lambda: mediators(say.code))
        hint = say("a name, or a country code such as AE")
        self.watch(self.lines.add("mediator", say("&Mediator"), self.mediator, hint, wide=True))
        self.line("role", say("R&ole"), say("such as host, guarantor; mediator where left empty"))
        self.text("text", say("&Text"), say("what is known of its part"))
        self.source()
        self.fit()

    def commit(self) -> str:
        typed = self.value("mediator")
        found = meant(mediators(self.say.code), typed)
        if not typed:
            raise Refused("needed", "mediator")
        try:
            code = found.code if found else check_mediator(typed)
        except Refused:
            raise Refused("mediator_words", "mediator", text=typed) from None
        self.workspace.ledger.note(
            self._exchange,
            code,
            self.value("text"),
            self.value("role") or "mediator",
            self.source_given(),
        )
        return self.say("Noted.")
