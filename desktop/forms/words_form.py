"""The ledger's own words: define a category (with its dimension), or a counting policy."""

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.forms.act_form import ActForm, quiet_label
from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.field import as_entry
from desktop.workspace import Workspace
from domain.model.naming import Choice, categories, dimensions, meant, named
from domain.model.policy import LEG_CHOICES, STAGE_CHOICES, Policy
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS

_LATIN = {
    **dict(zip("абвгґдезиійклмнопрстуф", "abvhgdezyiyklmnoprstuf", strict=True)),
    **{"є": "ye", "ж": "zh", "ї": "yi", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh"},
    **{"щ": "shch", "ь": "", "ю": "yu", "я": "ya"},
}


def code_from(name: str) -> str:
    """A code in Latin letters for a name: `State Guard` is state_guard."""
    latin = "".join(_LATIN.get(letter, letter) for letter in name.casefold())
    return re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:64].lstrip("0123456789_")


class CategoryForm(ActForm):
    """Defines a line that breakdowns can have, in both languages."""

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget | None = None,
        dimension: str = "",
        name: str = "",
    ) -> None:
        say = workspace.say
        super().__init__(workspace, say("Define a category"), "category", parent=parent)
        self.dimension = ChoiceEdit(lambda: dimensions(self.words, say.code))
        hint = say("branch, rank, status …, or a new one")
        self.watch(self.lines.add("dimension", say("&Dimension"), self.dimension, hint, wide=True))
        self.line("en", say("Name in &English"), start=name if say.code == "en" else "")
        self.line("uk", say("Name in &Ukrainian"), start=name if say.code == "uk" else "")
        self.line("code", say("&Code"), say("made from the English name"))
        modes = [
            Choice("highlight", say("named parts, which may overlap")),
            Choice("partition", say("parts that add up to the whole")),
        ]
        self.choice("mode", say("Lines &are"), modes)
        if dimension:
            self.dimension.show_code(dimension)
        self.fit()
        if dimension:
            (self._fields()["uk" if name and say.code == "en" else "en"].edit).setFocus()

    def refresh(self) -> None:
        super().refresh()
        known = meant(dimensions(self.words, self.say.code), self.value("dimension"))
        self._fields()["mode"].set_visible(known is None)
        code = self._fields()["code"].edit
        if isinstance(code, QLineEdit):
            code.setPlaceholderText(self._code() or self.say("made from the English name"))

    def commit(self) -> str:
        for name in ("dimension", "en", "uk"):
            if not self.value(name):
                raise Refused("needed", name)
        known = meant(dimensions(self.words, self.say.code), self.value("dimension"))
        dimension = known.code if known else code_from(self.value("dimension"))
        same = meant(categories(self.words, dimension, self.say.code), self.value("en"))
        if not self.value("code") and same is not None and same.shown == self.value("en"):
            raise Refused("duplicate_line", "en", line=self.value("en"))
        self.workspace.ledger.define_category(
            dimension,
            self.value("code") or self._code(),
            self.value("en"),
            self.value("uk"),
            "" if known else self.value("mode"),
        )
        return self.say("The category is defined.")

    def _code(self) -> str:
        return code_from(self.value("en") or self.value("uk"))


class PolicyForm(ActForm):
    """Defines what a total counts."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        super().__init__(workspace, say("Define a counting policy"), "policy", parent=parent)
        self.line("en", say("Name in &English"))
        self.line("uk", say("Name in &Ukrainian"))
        self.line("code", say("&Code"), say("made from the English name"))
        self.kinds: dict[str, QCheckBox] = {}
        self.column.addWidget(quiet_label(say("It counts these kinds:")))
        for choice in named(KINDS, say.code):
            box = QCheckBox(choice.shown)
            as_entry(box, choice.shown)
            box.setChecked(choice.code == "exchange")
            box.toggled.connect(self.changed)
            self.kinds[choice.code] = box
            self.column.addWidget(box)
        more = self.grid()
        self.persons = ChoiceEdit(self._lines_on_offer)
        hint = say("everybody, or one line such as civilians")
        self.watch(more.add("persons", say("&Persons"), self.persons, hint, wide=True))
        self._more = more
        legs = {"returned": say("those returned"), "handed_over": say("those handed over")}
        legs["both"] = say("both directions")
        stages = {
            "exchange": say("a staged exchange once"),
            "stage": say("each stage by itself"),
        }
        self.lines, plain = more, self.lines
        self.choice("leg", say("Its own &total adds"), [Choice(c, legs[c]) for c in LEG_CHOICES])
        self.choice(
            "stages", say("It counts &stages"), [Choice(c, stages[c]) for c in STAGE_CHOICES]
        )
        self.lines = plain
        self.fit()

    def typed(self) -> Mapping[str, Any]:
        kinds = [code for code, box in self.kinds.items() if box.isChecked()]
        return {**super().typed(), "kinds": "" if kinds == ["exchange"] else " ".join(kinds)}

    def restore(self, typed: Mapping[str, Any]) -> None:
        super().restore(typed)
        kinds = str(typed.get("kinds") or "exchange").split()
        for code, box in self.kinds.items():
            box.setChecked(code in kinds)

    def widgets(self) -> list[QWidget]:
        return [*self.lines.widgets(), *self.kinds.values(), *self._more.widgets()]

    def commit(self) -> str:
        if not self.value("en") and not self.value("code"):
            raise Refused("needed", "en")
        chosen = tuple(code for code, box in self.kinds.items() if box.isChecked())
        persons = self.persons.code() or "all"
        if self.value("persons") and persons == "all":
            raise Refused("choice_words", "persons", text=self.value("persons"))
        policy = Policy(
            self.value("code") or code_from(self.value("en")),
            chosen,
            persons,
            self.value("leg"),
            self.value("stages"),
        )
        self.workspace.ledger.define_policy(policy, self.value("en"), self.value("uk"))
        return self.say("The counting policy is defined.")

    def _lines_on_offer(self) -> list[Choice]:
        code = self.say.code
        return [
            Choice(f"{dimension}.{category}", name.in_language(code), (name.en, name.uk))
            for dimension, known in self.words.dimensions.items()
            for category, name in known.categories.items()
        ]
