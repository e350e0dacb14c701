"""Correct: was → becomes, why and from where, and the impact before it is recorded."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.forms.change_row import ChangeRow, Rival, field_title, shown_value
from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.closure_line import ClosureLine
from desktop.forms.entry_form import EntryForm
from desktop.forms.field import Note
from desktop.forms.impact_panel import ImpactPanel
from desktop.forms.lines_block import SIGNS
from desktop.forms.record_words import subject_words
from desktop.forms.source_fields import KnownSources, add_source_line, source_meant
from desktop.forms.words import refusal_words
from desktop.theme import SPACE
from desktop.workspace import Workspace
from domain.commands import CORRECTABLE, Correction
from domain.journal import Step
from domain.model.closure_words import closure_words
from domain.model.exchange import (
    COUNTS,
    SCALARS,
    from_fields,
    line_field,
    parse_field,
    split_line_field,
)
from domain.model.naming import Choice
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.model.vocabulary import LEGS, Leg
from domain.projections.view import View
from domain.state import Subject

NOT_SHOWN: Final = ("standing", "exchange", "disposition", "text_hash", "text")


class CorrectForm(EntryForm):
    """One record's fields; what the form showed when it opened is what the correction replaces."""

    def __init__(
        self,
        workspace: Workspace,
        subject: Subject,
        parent: QWidget | None = None,
        *,
        proposed: Mapping[str, Any] | None = None,
        reason: str = "",
        undoes: str = "",
        stated_by: Source | None = None,
    ) -> None:
        """`proposed` are values to begin with; `undoes` names the event they take back, and
        `stated_by` the statement that revises its figures to them."""
        super().__init__(workspace, workspace.say("Correct"), "correct", subject.id, parent)
        say = self.say
        self.subject = subject
        self._undoes = undoes
        self._stated_by = stated_by
        self.rows: dict[str, ChangeRow] = {}
        self._stale_is_seen = False
        with workspace.ledger.view() as view:
            self._words = view.vocabulary
            self._known = KnownSources(view)
            self._authors = _authors(view, subject)
            about = subject_words(view, subject, say)
        self._take_in_view(subject)
        self.heading(about)
        self._stale = Note()
        self._stale.hide()
        self._again = QPushButton(say("Show what it &says now"))
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self.show_what_is_now)
        self._again.hide()
        stale = QHBoxLayout()
        stale.addWidget(self._stale, 1)
        stale.addWidget(self._again)
        self.column.addLayout(stale)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(SPACE)
        self._table.setVerticalSpacing(SPACE // 2)
        within = say("Within") if subject.kind == "exchange" else ""
        for column, (title, stretch) in enumerate(
            ((say("Field"), 3), (say("Was"), 3), (say("Becomes"), 4), (within, 3))
        ):
            label = QLabel(title)
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
            self._table.addWidget(label, 0, column)
            self._table.setColumnStretch(column, stretch)
        self.column.addLayout(self._table)
        self._fill()
        self.another = ChoiceEdit(self._not_here)
        self.another.setPlaceholderText(say("another field or line, such as Air Force"))
        self.another.setAccessibleName(say("another field or line"))
        self.another.taken.connect(self._add_another)
        self._table.addWidget(self.another, 1000, 2, 1, 2)
        self.another.setVisible(subject.kind == "exchange")
        self.closure = ClosureLine(say("How it closes"))
        self.column.addWidget(self.closure)
        self.heading(say("Why"))
        self._why = self.grid()
        self.kind = QComboBox()
        self.kind.addItem(say("correction: we mis-entered it"), "correction")
        self.kind.addItem(say("revision: the source changed its figure"), "revision")
        self.kind.currentIndexChanged.connect(self.changed)
        self._why.add("change_kind", say("&Kind of change"), self.kind, wide=True)
        self.reason = QLineEdit(reason)
        self.watch(self._why.add("reason", say("Re&ason"), self.reason, wide=True))
        self.watch(add_source_line(self._why, say, self._known))
        self.source = cast(ChoiceEdit, self._why.fields["source"].edit)
        if stated_by is not None:
            self.kind.setCurrentIndex(self.kind.findData("revision"))
            self.source.setText(_source_words(stated_by))
            self.source.setCursorPosition(0)
        self.impact = ImpactPanel(workspace, self.steps)
        self.impact.refused.connect(self._impact_refused)
        self.column.addWidget(self.impact)
        for field, value in (proposed or {}).items():
            self._row(field).set_value(value)
        workspace.changed.connect(self.look_again)
        self.ready(QSize(900, 860))

    # --- building ----------------------------------------------------------------------------

    def _fill(self) -> None:
        stated = self.subject.fields()
        conflicts = self.subject.conflicts()
        if self.subject.kind == "exchange":
            order = {name: place for place, name in enumerate(SCALARS)}
            names = [*(name for name in SCALARS if name in COUNTS[:2] or name in stated)]
            names += sorted((n for n in stated if n not in order), key=self._reading_order)
        else:
            names = list(CORRECTABLE[self.subject.kind])
        names += [name for name in conflicts if name not in names]
        for name in names:
            if name not in NOT_SHOWN or (name == "text" and self.subject.kind == "note"):
                self._row(name)

    def _reading_order(self, field: str) -> tuple[int, int, list[int]]:
        """Legs, then dimensions, then lines: each with those within it behind it."""
        split = split_line_field(field)
        if split is None:
            return len(LEGS), 0, []
        leg, dimension, category = split
        known = list(self._words.dimensions)
        place = known.index(dimension) if dimension in known else len(known)
        return LEGS.index(leg), place, self._path(leg, dimension, category)

    def _path(self, leg: Leg, dimension: str, category: str) -> list[int]:
        """The places in the vocabulary of the lines that hold a line, and its own."""
        path: list[int] = []
        at = (dimension, category)
        while at[1] and len(path) < 8:
            known = self._words.dimensions.get(at[0])
            names = list(known.categories) if known else []
            path.insert(0, names.index(at[1]) if at[1] in names else len(names))
            value = self.subject.value(line_field(leg, *at))
            within = str(value.get("within") or "") if isinstance(value, dict) else ""
            parent, _, child = within.partition(".")
            at = (parent, child)
        return path

    def _row(self, field: str) -> ChangeRow:
        """The row of a field, made where it is not there yet."""
        if field in self.rows:
            return self.rows[field]
        rivals = []
        if field in self.subject.conflicts():
            for head in self.subject.registers[field].heads:
                by = self._authors.get(self.subject.writers[head.writer][1], "–")
                rivals.append(
                    Rival(shown_value(field, head.value, self._words, self.say) or "–", by)
                )
        row = ChangeRow(field, self.subject.value(field), self._words, self.say, self.today, rivals)
        self.rows[field] = row
        at = self._table.rowCount()
        self._table.addWidget(row.label, at, 0)
        self._table.addWidget(row.was, at, 1)
        row.label.setBuddy(row.edit)
        if row.within is not None:
            self._table.addWidget(row.edit, at, 2)
            self._table.addWidget(row.within, at, 3)
        else:
            self._table.addWidget(row.edit, at, 2, 1, 2)
        for offset, tick in enumerate(row.ticks, 1):
            self._table.addWidget(tick, at + offset, 2, 1, 2)
            tick.toggled.connect(self.changed)
        self._table.addWidget(row.note, at + len(row.ticks) + 1, 1, 1, 3)
        for edit in (row.edit, row.within):
            if isinstance(edit, QLineEdit):
                edit.textChanged.connect(self.changed)
            elif isinstance(edit, QComboBox):
                edit.currentIndexChanged.connect(self.changed)
        if isinstance(row.edit, ChoiceEdit):
            row.edit.taken.connect(lambda: self.move_on(row.edit))
        for widget in row.widgets():
            widget.show()
        return row

    def _not_here(self) -> list[Choice]:
        """Fields that this record could have and does not."""
        if self.subject.kind != "exchange":
            return []
        names = [name for name in SCALARS if name not in self.rows]
        for leg in LEGS[:2]:
            for dimension, known in self._words.dimensions.items():
                names += [line_field(leg, dimension, category) for category in known.categories]
                names.append(line_field(leg, dimension))
        return [
            Choice(name, field_title(name, self._words, self.say), (name,))
            for name in names
            if name not in self.rows
        ]

    def _add_another(self) -> None:
        code = self.another.code()
        if code:
            self.another.clear()
            row = self._row(code)
            self.lay_order()
            row.edit.setFocus(Qt.FocusReason.TabFocusReason)
            self.changed()

    # --- the form ----------------------------------------------------------------------------

    def first(self) -> QWidget:
        return next(iter(self.rows.values())).edit

    def widgets(self) -> Sequence[QWidget]:
        rows = [widget for row in self.rows.values() for widget in row.widgets()]
        return [self._again, *rows, self.another, *self._why.widgets(), self.impact.text]

    def typed(self) -> Mapping[str, Any]:
        found = super().typed()
        rows = {
            field: [*row.texts(), shown_value(field, row.value, self._words, self.say)]
            for field, row in self.rows.items()
            if row.is_changed
        }
        kind = "" if self.kind.currentIndex() == 0 else str(self.kind.currentData())
        return {**found, "change_kind": kind, "rows": rows}

    def restore(self, typed: Mapping[str, Any]) -> None:
        super().restore(typed)
        moved = []
        for field, (text, within, was) in typed.get("rows", {}).items():
            row = self._row(str(field))
            row.set_texts(str(text), str(within))
            now = shown_value(row.field, row.value, self._words, self.say)
            if now != was:
                moved.append(
                    self.say("{field}: {was}, now {now}", field=row.title, was=was, now=now)
                )
        if moved:
            said = self.say(
                "This record changed since you typed this: {what}", what="; ".join(moved)
            )
            self._stale.warn(said)
            self._stale.show()

    def summary(self, typed: Mapping[str, Any]) -> str:
        parts = [
            f"{field_title(str(field), self._words, self.say)} → {texts[0] or '–'}"
            for field, texts in list(typed.get("rows", {}).items())[:3]
        ]
        return " · ".join([*parts, str(typed.get("reason") or "")][:4]).strip(" ·")

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        if field in self.rows:
            row = self.rows[field]
            return row.edit, row.note
        return super().place({"kind": "change_kind", "field": "occurred"}.get(field, field))

    def after(self, widget: QWidget) -> QWidget | None:
        """Enter in a line that is left as it is goes on to the next; the impact is only read."""
        return self.ok if widget is self.source else None

    def refresh(self) -> None:
        for row in self.rows.values():
            row.show_state()
            row.note.remark("")
            row.note.hide()
        self._say_closures()
        if self._is_ready:
            self.impact.ask()

    def done(self, result: int) -> None:
        self.impact.stop()
        super().done(result)

    # --- what is corrected -------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """The fields that become something else, as a correction takes them."""
        return {field: row.typed() for field, row in self.rows.items() if row.is_changed}

    def correction(self) -> Correction:
        values = self.values()
        conflicts = self.subject.conflicts()
        return Correction(
            subject=self.subject.id,
            values=values,
            kind=str(self.kind.currentData()),
            reason=self.reason.text(),
            source=self._source(),
            settle=any(field in conflicts for field in values),
            shown=self._shown,
            undoes=self._undoes,
        )

    def _source(self) -> Source | str:
        """The statement itself, with its text, as long as its line was not typed over."""
        given = self._stated_by
        if given is not None and self.source.text() == _source_words(given):
            return given
        return source_meant(self._why, self._known)

    def steps(self) -> Sequence[Step] | None:
        """The correction as far as it is typed: its impact does not wait for reason and source."""
        values = self.values()
        if not values:
            return None
        given = self.correction()
        return self.workspace.ledger.plan(
            Correction(
                given.subject,
                values,
                given.kind,
                given.reason.strip() or "–",
                given.source if isinstance(given.source, Source) else given.source.strip() or "–",
                given.settle,
                given.shown,
                given.undoes,
            )
        )

    def commit(self) -> str:
        if not any(row.is_changed for row in self.rows.values()):
            raise Refused("nothing_typed", next(iter(self.rows)))
        if self._changed_meanwhile() and not self._stale_is_seen:
            self._stale_is_seen = True
            self.look_again()
            raise Refused("changed_meanwhile", "")
        self.workspace.ledger.correct(self.correction())
        return self.say("Corrected.")

    # --- what others did meanwhile -----------------------------------------------------------

    def _take_in_view(self, subject: Subject) -> None:
        self.subject = subject
        self._shown = {field: subject.head_ids(field) for field in subject.registers}
        self._stale_is_seen = False

    def _changed_meanwhile(self) -> list[str]:
        """The fields whose values are no longer those that the form shows."""
        with self.workspace.ledger.view() as view:
            now = view.subject(self.subject.id)
        if now is None:
            return []
        return [
            field
            for field in now.registers
            if now.head_ids(field) != self._shown.get(field, ()) and field != "disposition"
        ]

    def look_again(self) -> None:
        """Something was recorded while the form is open: say so where it touches this record."""
        if not self._is_ready:
            return
        fields = self._changed_meanwhile()
        self._stale.setVisible(bool(fields))
        self._again.setVisible(bool(fields))
        if fields:
            names = ", ".join(field_title(field, self._words, self.say) for field in fields)
            self._stale.warn(
                self.say(
                    "This record was changed while the form is open: {fields}. Recorded as it is, "
                    "your value and the other would be in conflict.",
                    fields=names,
                )
            )

    def show_what_is_now(self) -> None:
        """Show the record as it now is, with what is typed still in place."""
        with self.workspace.ledger.view() as view:
            now = view.subject(self.subject.id)
            self._authors = _authors(view, self.subject)
        if now is None:
            return
        typed = self.typed()
        self._is_ready = False
        self._take_in_view(now)
        for row in self.rows.values():
            for part in (row.label, row.was, row.note, *row.widgets()):
                self._table.removeWidget(part)
                part.hide()
                part.deleteLater()
        self.rows.clear()
        self._fill()
        self._stale.hide()
        self._again.hide()
        self.restore(typed)
        self._stale.hide()
        self._is_ready = True
        self.lay_order()
        self.refresh()
        self.first().setFocus()

    # --- what there is to say ----------------------------------------------------------------

    def _say_closures(self) -> None:
        if self.subject.kind != "exchange":
            self.closure.tell([])
            return
        fields = dict(self.subject.fields())
        for name, row in self.rows.items():
            if not row.is_changed:
                continue
            try:
                field, value = parse_field(name, row.typed(), self._words)
            except Refused as refused:
                if refused.code != "rivals_unnamed" and not row.edit.hasFocus():
                    row.note.warn(refusal_words(self.say, refused))
                    row.note.show()
                continue
            fields[field] = value
        stated = {name: value for name, value in fields.items() if value is not None}
        self.closure.tell(
            [
                (
                    SIGNS[found.status],
                    closure_words(found, self.say.code, self._words),
                    found.status,
                )
                for found in from_fields(stated).closures()
            ]
        )

    def _impact_refused(self, refused: object) -> None:
        if not isinstance(refused, Refused):
            return
        at = self.place(refused.field)
        if at is not None and not at[0].hasFocus():
            at[1].warn(refusal_words(self.say, refused))
            at[1].show()


def _source_words(source: Source) -> str:
    """A statement on one line."""
    return source.address or source.title or source.publisher


def _authors(view: View, subject: Subject) -> dict[str, str]:
    """Who recorded each event of a subject."""
    return {event.id: event.header.by for _, event in view.events_of(subject.id)}
