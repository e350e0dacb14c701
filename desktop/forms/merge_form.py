"""Merge duplicates: the records side by side, which goes on, and which value stands."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from desktop.forms.act_form import ActForm, quiet_label
from desktop.forms.change_row import field_title, shown_value
from desktop.forms.correct_form import NOT_SHOWN
from desktop.forms.field import Note, as_entry
from desktop.forms.words import stored_day
from desktop.theme import SPACE
from desktop.workspace import Workspace
from domain import commands
from domain.journal import Step
from domain.model.exchange import SCALARS
from domain.projections.view import View
from domain.state import Subject

LONGEST: Final = 32  # letters of a value that stand beside one another; the rest is in its tooltip


class MergeForm(ActForm):
    """Nothing is lost: the others stay in the history, and the one that goes on counts for all."""

    def __init__(
        self, workspace: Workspace, exchanges: Sequence[str], parent: QWidget | None = None
    ) -> None:
        say = workspace.say
        subject = " ".join(sorted(exchanges))
        super().__init__(workspace, say("Merge duplicates"), "merge", "", subject, parent)
        with workspace.ledger.view() as view:
            found = [view.subject(exchange) for exchange in exchanges]
        self.subjects: list[Subject] = [one for one in found if one is not None]
        self.look_at(*(one.id for one in self.subjects))
        self.column.removeWidget(self.lines)
        self.column.addWidget(
            quiet_label(say("These are one exchange. Choose which record goes on:"))
        )
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(2 * SPACE)
        self._table.setColumnStretch(0, 1)
        self.survivor = QButtonGroup(self)
        self._survivors = [self._head(place, one) for place, one in enumerate(self.subjects)]
        self._survivors[0].setChecked(True)
        self.values: dict[str, QButtonGroup] = {}
        self._choices: list[QRadioButton] = []
        for field in self._fields_of_any():
            self._field_row(field)
        self.column.addLayout(self._table)
        self.column.addWidget(
            quiet_label(
                say("Where another record’s value is chosen, the one that goes on is corrected.")
            )
        )
        self._said = Note()
        self.column.addWidget(self._said)
        self.column.addWidget(self.lines)
        self.survivor.buttonToggled.connect(self._survivor_chosen)
        self.line("reason", say("Re&ason"), say("why they are one exchange"))
        self.source()
        self.show_impact()
        self.fit(900)

    # --- building ----------------------------------------------------------------------------

    def _head(self, place: int, subject: Subject) -> QRadioButton:
        day = stored_day(self.say, str(subject.value("occurred") or ""))
        button = QRadioButton(f"{day} ({subject.id[:12]})")
        as_entry(button, self.say("{record} goes on", record=button.text()))
        font = button.font()
        font.setBold(True)
        button.setFont(font)
        self.survivor.addButton(button, place)
        self._table.addWidget(button, 0, place + 1)
        self._table.setColumnStretch(place + 1, 2)
        return button

    def _fields_of_any(self) -> list[str]:
        names = {name for subject in self.subjects for name in subject.fields()}
        shown = [name for name in names if name not in NOT_SHOWN]
        order = {name: place for place, name in enumerate(SCALARS)}
        return sorted(shown, key=lambda name: (order.get(name, len(order)), name))

    def _field_row(self, field: str) -> None:
        values = [subject.value(field) for subject in self.subjects]
        texts = [shown_value(field, v, self.words, self.say) or "–" for v in values]
        title = field_title(field, self.words, self.say)
        at = self._table.rowCount()
        label = QLabel(title)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._table.addWidget(label, at, 0)
        if all(value == values[0] for value in values):
            for place, text in enumerate(texts):
                self._table.addWidget(QLabel(_short(text)), at, place + 1)
            return
        group = QButtonGroup(self)
        for place, text in enumerate(texts):
            button = QRadioButton(_short(text))
            button.setToolTip(text)
            as_entry(button, self.say("{field}: {value} stands", field=title, value=text))
            group.addButton(button, place)
            self._table.addWidget(button, at, place + 1)
            self._choices.append(button)
        group.buttons()[0].setChecked(True)
        group.buttonToggled.connect(self.changed)
        self.values[field] = group

    # --- the form ----------------------------------------------------------------------------

    def first(self) -> QWidget:
        return self._survivors[0]

    def widgets(self) -> Sequence[QWidget]:
        return [*self._survivors, *self._choices, *super().widgets()]

    def typed(self) -> Mapping[str, Any]:
        stands = {field: group.checkedId() for field, group in self.values.items()}
        return {**super().typed(), "survivor": self.survivor.checkedId(), "stands": stands}

    def restore(self, typed: Mapping[str, Any]) -> None:
        super().restore(typed)
        _check(self.survivor, typed.get("survivor", 0))
        for field, group in self.values.items():
            _check(group, typed.get("stands", {}).get(field, 0))

    def steps(self, view: View) -> Sequence[Step] | None:
        kept, others, taken = self._merged()
        reason = self.value("reason") or "–"
        source = self.source_given() or ("–" if taken else None)
        return commands.merge_duplicates(view, kept, others, reason, source, taken)

    def commit(self) -> str:
        self.check_unchanged()
        kept, others, taken = self._merged()
        self.workspace.ledger.merge_duplicates(
            kept, others, self.value("reason"), self.source_given(), taken
        )
        return self.say("Merged.")

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        """A refusal about a field stands under the table."""
        if field in self.values:
            return self.values[field].buttons()[0], self._said
        return super().place(field)

    def _merged(self) -> tuple[str, list[str], dict[str, str]]:
        """The record that goes on, the others, and the fields whose value another has right."""
        chosen = self.survivor.checkedId()
        kept = self.subjects[chosen]
        others = [one.id for one in self.subjects if one is not kept]
        taken = {
            field: self.subjects[group.checkedId()].id
            for field, group in self.values.items()
            if self.subjects[group.checkedId()].value(field) != kept.value(field)
        }
        return kept.id, others, taken

    def _survivor_chosen(self, _: object, checked: bool) -> None:
        """The values of the record that goes on stand, unless one chooses another."""
        if checked:
            for group in self.values.values():
                _check(group, self.survivor.checkedId())
            self.changed()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _check(group: QButtonGroup, place: object) -> None:
    button = group.button(place) if isinstance(place, int) else None
    if button is not None:
        button.setChecked(True)
