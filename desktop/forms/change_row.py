"""One field of a record in a correction: what it was, what it becomes, and its rivals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.field import Note, as_entry
from desktop.forms.source_fields import LANGUAGES
from desktop.forms.typed_field import DateEdit
from desktop.forms.words import count_words, stored_day
from desktop.language import Language
from desktop.theme import current_theme
from domain.model.claims import MEASURES
from domain.model.counts import from_value
from domain.model.exchange import COUNTS, split_line_field, value_text
from domain.model.naming import Choice, code_of, mediators, named
from domain.model.policy import NAMES as POLICIES
from domain.model.refusal import Refused
from domain.model.scope_words import scope_choices, scope_words, typed_scope
from domain.model.typed import typed_dating
from domain.model.vocabulary import KINDS, Vocabulary


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several values that stand in conflict, and who says it."""

    text: str
    by: str


class ChangeRow:
    """The widgets of one field; `typed` is its new value as a correction takes it."""

    def __init__(
        self,
        field: str,
        value: Any,
        words: Vocabulary,
        say: Language,
        today: Callable[[], date],
        rivals: Sequence[Rival] = (),
    ) -> None:
        self.field = field
        self.value = value
        self.say = say
        self._today = today
        self._words = words
        self.title = field_title(field, words, say)
        is_within = isinstance(value, dict) and bool(value.get("within"))
        self.label = QLabel(f"    ↳ {self.title}" if is_within else self.title)
        self.was = QLabel(shown_value(field, value, words, say) or "–")
        self.was.setWordWrap(True)
        self.edit = self._make_edit()
        as_entry(self.edit, say("{field} becomes", field=self.title))
        self.within: ChoiceEdit | None = None
        split = split_line_field(field)
        if split is not None and split[2]:
            self._make_within(split[1])
        self.note = Note()
        self.note.hide()
        self.ticks = [
            QCheckBox(say("replaces {value}, recorded by {by}", value=rival.text, by=rival.by))
            for rival in rivals
        ]
        for tick in self.ticks:
            tick.setAccessibleName(f"{self.title}: {tick.text()}")
        self._start = self.texts()

    # --- what stands here --------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        within = self.within.text().strip() if self.within is not None else ""
        if isinstance(self.edit, QComboBox):
            return str(self.edit.currentData() or ""), within
        assert isinstance(self.edit, QLineEdit)
        return self.edit.text().strip(), within

    def set_texts(self, text: str, within: str) -> None:
        if isinstance(self.edit, QComboBox):
            self.edit.setCurrentIndex(max(0, self.edit.findData(text)))
        elif isinstance(self.edit, QLineEdit):
            self.edit.setText(text)
        if self.within is not None:
            self.within.setText(within)

    def set_value(self, value: Any) -> None:
        """Propose a value for the field, such as the one an undone change took away."""
        within = ""
        if isinstance(value, dict) and "count" in value:
            within = self._within_words(str(value.get("within") or ""))
        self.set_texts(self._as_typed(value), within)

    @property
    def is_changed(self) -> bool:
        return self.texts() != self._start or any(tick.isChecked() for tick in self.ticks)

    def typed(self) -> str:
        """The new value as a correction takes it; refused naming the field."""
        if self.ticks and not all(tick.isChecked() for tick in self.ticks):
            raise Refused("rivals_unnamed", self.field)
        text, within = self.texts()
        if not text:
            return ""
        if self.within is not None:
            if not within:
                return text
            known = list(self._holders())
            unknown = Refused("choice_words", self.field, text=within)
            return f"{text}@{code_of(known, within, unknown)}"
        if isinstance(self.edit, DateEdit):
            return str(typed_dating(text, self._today(), self.field))
        if self.field == "scope":
            return typed_scope(text, self._today(), self.field)
        if isinstance(self.edit, ChoiceEdit):
            unknown = Refused("choice_words", self.field, text=text)
            return self.edit.code() or (text if self.field == "mediator" else _refuse(unknown))
        return text

    def show_state(self) -> None:
        """Light the row up while it becomes something else."""
        theme = current_theme()
        changed = self.is_changed
        style = f"border: 2px solid {theme.accent}; border-radius: 3px;" if changed else ""
        self.edit.setStyleSheet(f"QLineEdit {{ {style} }}" if style else "")
        font = self.label.font()
        font.setBold(changed)
        self.label.setFont(font)
        state = self.say("changed from {was}", was=self.was.text()) if changed else ""
        self.edit.setAccessibleDescription(state)

    def widgets(self) -> list[QWidget]:
        found: list[QWidget] = [self.edit]
        if self.within is not None:
            found.append(self.within)
        return [*found, *self.ticks]

    # --- making ------------------------------------------------------------------------------

    def _make_edit(self) -> QWidget:
        say, field = self.say, self.field
        offers: dict[str, Callable[[], Sequence[Choice]]] = {
            "mediator": lambda: mediators(say.code),
            "measure": lambda: named(MEASURES, say.code),
            "policy": lambda: named(POLICIES, say.code),
            "language": lambda: named(LANGUAGES, say.code),
            "scope": lambda: scope_choices([self._today().year], say.code),
        }
        split = split_line_field(field)
        if field == "kind" or (split is not None and not split[2] and field not in _PLAIN):
            box = QComboBox()
            choices = named(KINDS, say.code) if field == "kind" else _modes(say)
            for choice in choices:
                box.addItem(choice.shown, choice.code)
            box.setCurrentIndex(max(0, box.findData(str(self.value or ""))))
            return box
        edit: QLineEdit
        if field in ("occurred", "published", "as_of"):
            edit = DateEdit(self._today)
        elif field in offers:
            edit = ChoiceEdit(offers[field])
        else:
            edit = QLineEdit()
        edit.setText(self._as_typed(self.value))
        return edit

    def _make_within(self, dimension: str) -> None:
        self.within = ChoiceEdit(lambda: [Choice("", ""), *self._holders()])
        start = str(self.value.get("within") or "") if isinstance(self.value, dict) else ""
        self.within.setText(self._within_words(start))
        as_entry(self.within, self.say("{field} lies within", field=self.title))
        self.within.setProperty("entry", False)  # Enter passes by; Tab stops here
        self.within.setPlaceholderText(self.say("on its own"))
        self.within.setToolTip(self.say("the line that holds this one"))
        self._dimension = dimension

    def _holders(self) -> list[Choice]:
        return [
            Choice(f"{dimension}.{category}", name.in_language(self.say.code), (name.en, name.uk))
            for dimension, known in self._words.dimensions.items()
            for category, name in known.categories.items()
        ]

    def _within_words(self, code: str) -> str:
        dimension, _, category = code.partition(".")
        return self._words.category_name(dimension, category, self.say.code) if category else ""

    def _as_typed(self, value: Any) -> str:
        if value is None:
            return ""
        if self.field == "scope":
            return scope_words(str(value), self.say.code)
        if isinstance(value, dict) and "count" in value:
            value = value["count"]
        text = value_text(value)
        if isinstance(value, str):
            for choices in (MEASURES, POLICIES, LANGUAGES):
                if self.field in ("measure", "policy", "language") and value in choices:
                    return choices[value].in_language(self.say.code)
            if self.field == "mediator":
                known = {choice.code: choice.shown for choice in mediators(self.say.code)}
                return known.get(value, value)
        return text


_PLAIN = (
    *("place", "remarks", "part_of", "role", "text", "quotation", "publisher", "title"),
    *("address", "value", "occurred", "published", "as_of", "mediator", "measure", "policy"),
    *("language", "scope", *COUNTS),
)


def _modes(say: Language) -> list[Choice]:
    return [
        Choice("", say("read as usual")),
        Choice("partition", say("must add up")),
        Choice("highlight", say("named parts")),
    ]


def _refuse(refused: Refused) -> str:
    raise refused


def field_title(field: str, words: Vocabulary, say: Language) -> str:
    """What a field is called on screen."""
    titles = {
        "occurred": say("Date"),
        "kind": say("Kind"),
        "returned": say("Returned"),
        "handed_over": say("Handed over"),
        "remains": say("Remains"),
        "part_of": say("Stage of"),
        "place": say("Place"),
        "remarks": say("Remarks"),
        "mediator": say("Mediator"),
        "role": say("Role"),
        "text": say("Text"),
        "measure": say("What is claimed"),
        "scope": say("For what"),
        "value": say("How many"),
        "as_of": say("As of"),
        "quotation": say("In these words"),
        "policy": say("Counting policy"),
        "publisher": say("Publisher"),
        "title": say("Title"),
        "address": say("Address"),
        "published": say("Published"),
        "language": say("Language"),
        "disposition": say("Disposition"),
    }
    if field in titles:
        return titles[field]
    split = split_line_field(field)
    if split is None:
        return field
    leg, dimension, category = split
    prefix = "" if leg == "returned" else f"{titles[leg]}: "
    if not category:
        name = words.dimension_name(dimension, say.code)
        return prefix + say("{dimension}: how it is read", dimension=name)
    return prefix + words.category_name(dimension, category, say.code)


def shown_value(field: str, value: Any, words: Vocabulary, say: Language) -> str:
    """A stored value as a person reads it."""
    if value is None:
        return ""
    if field in ("occurred", "published", "as_of"):
        return stored_day(say, str(value))
    if field == "scope":
        return scope_words(str(value), say.code)
    if isinstance(value, dict) and "count" in value:
        text = count_words(say, from_value(value["count"]))
        dimension, _, category = str(value.get("within") or "").partition(".")
        if category:
            parent = words.category_name(dimension, category, say.code)
            return say("{count} within {parent}", count=text, parent=parent)
        return text
    if field in COUNTS or field == "value":
        return count_words(say, from_value(value))
    for name, choices in (
        ("kind", KINDS),
        ("measure", MEASURES),
        ("policy", POLICIES),
        ("language", LANGUAGES),
    ):
        if field == name and value in choices:
            return choices[value].in_language(say.code)
    if field == "mediator":
        return next((c.shown for c in mediators(say.code) if c.code == value), str(value))
    if value in ("partition", "highlight"):
        return next(choice.shown for choice in _modes(say) if choice.code == value)
    return " ".join(str(value).split())
