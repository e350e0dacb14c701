"""A claim by itself: a figure that a source asserts about the record, or about one exchange."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.forms.act_form import ActForm
from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.typed_field import DateEdit, say_day
from desktop.workspace import Workspace
from domain.commands import whole_number
from domain.model.claims import MEASURES, OF_ONE_EXCHANGE
from domain.model.draft import DraftClaim
from domain.model.naming import Choice, code_of, named
from domain.model.policy import NAMES as POLICY_NAMES
from domain.model.refusal import Refused
from domain.model.scope_words import scope_choices, scope_words, typed_scope


class MeasureForm(ActForm):
    """The lines that a claim and an opening balance share: measure, scope, value, day, source."""

    def add_measure(self, *, of_one_exchange: bool) -> None:
        say = self.say
        measures = {
            code: name
            for code, name in MEASURES.items()
            if of_one_exchange or code not in OF_ONE_EXCHANGE
        }
        self._measures = named(measures, say.code)
        self._scopes = [
            choice
            for choice in scope_choices([self.today().year, self.today().year - 1], say.code)
            if of_one_exchange or choice.code != "exchange"
        ]
        self.measure = ChoiceEdit(lambda: self._measures)
        self.scope = ChoiceEdit(lambda: self._scopes)
        self.day = DateEdit(self.today)
        self.measure.editingFinished.connect(self._suggest_scope)
        self.watch(self.lines.add("measure", say("&What"), self.measure, wide=True))
        hint = say("2024, to date, since 24.02.2022")
        self.watch(self.lines.add("scope", say("For w&hat"), self.scope, hint, wide=True))
        self.watch(self.lines.add("value", say("How man&y"), QLineEdit()))
        self.watch(
            self.lines.add("as_of", say("&As of"), self.day, say("30.12, 30 Dec, 2024-12-30"))
        )

    def measured(self) -> tuple[str, str, int, str]:
        """(measure, scope, value, day) as codes; refused naming the line."""
        for name in ("measure", "scope", "value"):
            if not self.value(name):
                raise Refused("needed", name)
        wanted = self.value("measure")
        unknown = Refused("measure_words", "measure", text=wanted)
        measure = code_of(self._measures, wanted, unknown)
        scope = typed_scope(self.value("scope"), self.today())
        return measure, scope, whole_number(self.value("value"), "value"), self._day()

    def refresh(self) -> None:
        super().refresh()
        say_day(self.day, self._fields()["as_of"].note, self.say, "as_of")

    def _day(self) -> str:
        found = self.day.dating("as_of")
        if found is not None and found.precision != "day":
            raise Refused("date_form", "as_of", text=self.day.text())
        return str(found) if found else ""

    def _suggest_scope(self) -> None:
        code = self.measure.code()
        if code and not self.scope.text():
            scope = "exchange" if code in OF_ONE_EXCHANGE else f"year:{self._year().year}"
            self.scope.setText(scope_words(scope, self.say.code))

    def _year(self) -> date:
        return self.today()


class ClaimForm(MeasureForm):
    """Adds a claim; of one exchange where one is given."""

    def __init__(
        self,
        workspace: Workspace,
        exchange: str = "",
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        say = workspace.say
        super().__init__(workspace, say("Add a claim"), "claim", about, exchange, parent)
        self._exchange = exchange
        self.add_measure(of_one_exchange=bool(exchange))
        self.line("quotation", say("In these w&ords"), say("as the source has it"))
        with workspace.ledger.view() as view:
            policies = [
                Choice(
                    name, POLICY_NAMES[name].in_language(say.code) if name in POLICY_NAMES else name
                )
                for name in view.policies
            ]
        self.choice("policy", say("Coun&ted as"), [Choice("", say("as usual for it")), *policies])
        self.source()
        self.fit()

    def commit(self) -> str:
        measure, scope, value, day = self.measured()
        source = self.source_given()
        if source is None:
            raise Refused("needed", "source")
        if (scope == "exchange" or measure == "exchange_ordinal") and not self._exchange:
            raise Refused("claim_exchange", "measure")
        figure = DraftClaim(measure, scope, value, day, self.value("quotation"))
        self.workspace.ledger.claim(figure, source, self._exchange, self.value("policy"))
        return self.say("The claim is kept.")


class OpeningForm(MeasureForm):
    """States what came before the ledger begins."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        about = say("What came before the ledger begins")
        super().__init__(workspace, say("Opening balance"), "opening", about, "", parent)
        self.add_measure(of_one_exchange=False)
        self.source()
        self.fit()

    def commit(self) -> str:
        measure, scope, value, day = self.measured()
        source = self.source_given()
        if source is None:
            raise Refused("needed", "source")
        self.workspace.ledger.open_with(measure, scope, value, source, day)
        return self.say("The opening balance is stated.")
