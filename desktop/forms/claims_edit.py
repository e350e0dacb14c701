"""The claims of a statement as rows: what, for what time, how many, as of when."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.field import Note, as_entry
from desktop.forms.typed_field import DateEdit
from desktop.forms.words import dating_words, refusal_words
from desktop.language import Language
from desktop.theme import SPACE
from domain.commands import whole_number
from domain.model.claims import MEASURES, OF_ONE_EXCHANGE, check_measure, parse_scope
from domain.model.draft import DraftClaim
from domain.model.naming import code_of, named
from domain.model.refusal import Refused
from domain.model.scope_words import scope_choices, scope_words, typed_scope

PARTS: Final = ("measure", "scope", "value", "as_of", "quotation")


class _Row:
    """The lines of one claim and, under them, their note."""

    def __init__(self, say: Language, today: Callable[[], date], years: Callable[[], list[int]]):
        self.measure = ChoiceEdit(lambda: named(MEASURES, say.code))
        self.scope = ChoiceEdit(lambda: scope_choices(years(), say.code))
        self.value = QLineEdit()
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.as_of = DateEdit(today)
        self.quotation = QLineEdit()
        self.note = Note()

    def edits(self) -> dict[str, QLineEdit]:
        return {part: getattr(self, part) for part in PARTS}

    def texts(self) -> list[str]:
        return [edit.text() for edit in self.edits().values()]

    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.texts())


class ClaimsEdit(QWidget):
    """Rows of claims; the last is always empty. Enter on an empty one moves on."""

    edited = Signal()
    rebuilt = Signal()
    left = Signal()

    def __init__(
        self,
        say: Language,
        today: Callable[[], date],
        year: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        """`year` is that of the exchange, which a new claim most often speaks of."""
        super().__init__(parent)
        self.say = say
        self._today = today
        self._year = year
        self.rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE // 2)
        self._grid.setVerticalSpacing(SPACE // 2)
        self.titles = {
            "measure": say("What is claimed"),
            "scope": say("For what"),
            "value": say("How many"),
            "as_of": say("As of"),
            "quotation": say("In these words"),
        }
        for column, (part, stretch) in enumerate(zip(PARTS, (4, 3, 2, 2, 4), strict=True)):
            self._grid.addWidget(QLabel(self.titles[part]), 0, column)
            self._grid.setColumnStretch(column, stretch)
        self._insert()

    def widgets(self) -> Sequence[QWidget]:
        return [edit for row in self.rows for edit in row.edits().values()]

    def typed(self) -> list[list[str]]:
        return [row.texts() for row in self.rows if not row.is_empty()]

    def restore(self, typed: Sequence[Sequence[str]]) -> None:
        with QSignalBlocker(self):
            while len(self.rows) > 1:
                self._take_out(self.rows.pop())
            for edit in self.rows[0].edits().values():
                edit.clear()
            for texts in typed:
                row = self.rows[-1]
                for edit, text in zip(row.edits().values(), texts, strict=False):
                    edit.setText(str(text))
                if self.rows[-1] is row:
                    self._insert()
        self.rebuilt.emit()

    def append(self, texts: Sequence[str]) -> None:
        """Write a claim into the empty row at the end."""
        row = self.rows[-1]
        for edit, text in zip(row.edits().values(), texts, strict=True):
            edit.setText(text)
            edit.setCursorPosition(0)

    def field_of(self, widget: QWidget) -> str | None:
        """The name of the claim whose row has this widget."""
        for place, row in enumerate(self.rows):
            if widget in row.edits().values():
                return f"claims/{place}"
        return None

    def claims(self) -> list[DraftClaim]:
        """What is claimed; refused at the first row that is wrong."""
        found = []
        for place, row in enumerate(self.rows):
            if not row.is_empty():
                try:
                    found.append(self._read(row))
                except Refused as refused:
                    raise refused.about(f"claims/{place}/{refused.field}") from None
        return found

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        section, _, rest = field.partition("/")
        if section != "claims" or not rest:
            return None
        number, part = rest.split("/")
        row = self.rows[int(number)]
        return row.edits().get(part, row.measure), row.note

    def show_readings(self, default: str) -> None:
        """What is wrong with a row; `default` is the day a claim is as of where it says none."""
        for row in self.rows:
            row.note.hide()
            row.as_of.setPlaceholderText(default)
            if row.is_empty() or any(edit.hasFocus() for edit in row.edits().values()):
                continue
            try:
                claim = self._read(row)
            except Refused as refused:
                row.note.warn(refusal_words(self.say, refused))
                row.note.show()
                continue
            if claim.as_of and row.as_of.text().strip():
                day = row.as_of.dating("as_of")
                row.note.remark(dating_words(self.say, day) if day else "")

    def _read(self, row: _Row) -> DraftClaim:
        measures = named(MEASURES, self.say.code)
        wanted = row.measure.text().strip()
        if not wanted:
            raise Refused("needed", "measure")
        measure = code_of(measures, wanted, Refused("measure_words", "measure", text=wanted))
        if not row.scope.text().strip():
            raise Refused("needed", "scope")
        scope = parse_scope(typed_scope(row.scope.text(), self._today()))
        fitting = check_measure(measure, scope)
        if not row.value.text().strip():
            raise Refused("needed", "value")
        day = row.as_of.dating("as_of")
        if day is not None and day.precision != "day":
            raise Refused("date_form", "as_of", text=row.as_of.text())
        return DraftClaim(
            fitting,
            scope.text,
            whole_number(row.value.text(), "value"),
            str(day) if day else "",
            row.quotation.text().strip(),
        )

    # --- rows --------------------------------------------------------------------------------

    def _insert(self) -> None:
        row = _Row(self.say, self._today, lambda: [self._year(), self._year() - 1])
        number = len(self.rows) + 1
        at = 2 * number
        for column, (part, edit) in enumerate(row.edits().items()):
            as_entry(edit, self.say("claim {n}: {part}", n=number, part=self.titles[part]))
            self._grid.addWidget(edit, at, column)
            edit.show()  # now, and not when the layout gets round to it: Enter may be coming
            edit.textChanged.connect(lambda _="", changed=row: self._edited(changed))
            edit.editingFinished.connect(self.edited)
        self._grid.addWidget(row.note, at + 1, 0, 1, len(PARTS))
        row.note.hide()
        row.measure.taken.connect(lambda: self._measured(row))
        row.measure.editingFinished.connect(lambda: self._suggest_scope(row))
        row.scope.taken.connect(lambda: self._to(row.value))
        self.rows.append(row)

    def _edited(self, row: _Row) -> None:
        if row is self.rows[-1] and not row.is_empty():
            self._insert()
            self.rebuilt.emit()
        self.edited.emit()

    def _measured(self, row: _Row) -> None:
        self._suggest_scope(row)
        self._to(row.scope)

    def _suggest_scope(self, row: _Row) -> None:
        """The scope such a claim most often has, to be typed over."""
        code = row.measure.code()
        if code and not row.scope.text():
            scope = "exchange" if code in OF_ONE_EXCHANGE else f"year:{self._year()}"
            row.scope.setText(scope_words(scope, self.say.code))

    def _to(self, edit: QLineEdit) -> None:
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        edit.selectAll()

    def _take_out(self, row: _Row) -> None:
        for part in (*row.edits().values(), row.note):
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()

    def is_empty_here(self, edit: QWidget) -> bool:
        """Whether this line belongs to the empty row at the end: Enter there moves on."""
        last = self.rows[-1]
        return last.is_empty() and edit in last.edits().values()
