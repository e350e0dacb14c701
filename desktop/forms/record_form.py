"""The record form: a statement in hand, the keyboard, and Ctrl+Enter at the end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.drafts import DraftFile
from desktop.forms.lines_edit import LinesEdit
from desktop.theme import SPACE, WIDE, current_theme
from desktop.workspace import Workspace
from domain.commands import whole_number
from domain.model.breakdown import Line, check_lines, closures
from domain.model.claims import MEASURES
from domain.model.closure_words import closure_words
from domain.model.counts import Count, parse_count, to_value
from domain.model.draft import Draft, read_draft
from domain.model.refusal import Refused
from domain.model.typed import typed_dating, typed_lines
from domain.model.vocabulary import KINDS, LEGS, check_mediator


@dataclass
class _Field:
    """A line of the form with the place where its warning or error stands."""

    edit: QLineEdit
    note: QLabel


class RecordForm(QDialog):
    """Everything of one statement on one page; what is typed is on disk at once."""

    def __init__(
        self, workspace: Workspace, drafts: DraftFile, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.drafts = drafts
        say = workspace.say
        self.setWindowTitle(say("Record an exchange"))
        self.resize(640, 720)
        with workspace.ledger.view() as view:
            self._words = view.vocabulary
        self._fields: dict[str, _Field] = {}
        self._form = QFormLayout()
        self._form.setVerticalSpacing(SPACE)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add("occurred", say("date"), say("30.12, 30 Dec, 2024-12-30, 2024-12"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("kind"))
        for code, name in KINDS.items():
            self.kind.addItem(name.in_language(say.code), code)
        self.kind.currentIndexChanged.connect(self._typed)
        self._form.addRow(say("kind"), self.kind)
        for leg in LEGS:
            self._add(leg, say(leg.replace("_", " ")), say("24, about 24, at least 24, unknown"))
        self.lines = LinesEdit(self._words, say.code)
        self.lines.setAccessibleName(say("breakdown lines"))
        self.lines.setPlaceholderText(say("Armed Forces 87\n    Territorial Defence 17\nNavy 24"))
        self.lines.setMinimumHeight(180)
        self.lines.textChanged.connect(self._typed)
        self._form.addRow(say("breakdown lines"), self.lines)
        self.closure = QLabel()
        self.closure.setWordWrap(True)
        self.closure.setAccessibleName(say("closure"))
        self._form.addRow("", self.closure)
        self._add("mediators", say("mediators"), say("AE, TR, ICRC"))
        self._add("source", say("source"), say("an address or a title"))
        self._add("published", say("published"), say("30.12, 30 Dec, 2024-12-30"))
        self.claims = QPlainTextEdit()
        self.claims.setTabChangesFocus(True)
        self.claims.setAccessibleName(say("claims"))
        self.claims.setPlaceholderText(
            "returned_total year:2024 1358\nexchange_ordinal year:2024 11"
        )
        self.claims.setToolTip(", ".join(MEASURES))
        self.claims.setMaximumHeight(80)
        self.claims.textChanged.connect(self._typed)
        self._form.addRow(say("claims"), self.claims)
        self._add("place", say("place"), "")
        self._add("remarks", say("remarks"), "")
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        buttons = QDialogButtonBox()
        record = buttons.addButton(say("Record"), QDialogButtonBox.ButtonRole.AcceptRole)
        record.setToolTip("Ctrl+Enter")
        record.setAutoDefault(False)
        later = buttons.addButton(say("Keep for later"), QDialogButtonBox.ButtonRole.RejectRole)
        later.setToolTip("Esc")
        later.setAutoDefault(False)
        buttons.accepted.connect(self.record)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.addLayout(self._form)
        column.addStretch(1)
        column.addWidget(self.error)
        column.addWidget(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record)
        self._restore(drafts.read())
        self._fields["occurred"].edit.setFocus()

    # --- typing ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on; only Ctrl+Enter records. Arrows move the day."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        day = self._fields["occurred"].edit
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if day.hasFocus() and event.key() in steps:
            self._move_day(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def typed(self) -> dict[str, str]:
        """What stands in the form, as text."""
        return {
            **{name: field.edit.text() for name, field in self._fields.items()},
            "lines": self.lines.toPlainText(),
            "claims": self.claims.toPlainText(),
        }

    def record(self) -> None:
        """Record the exchange; the form stays, with the reason, where it cannot be."""
        self._typed()
        try:
            draft, source, published = self._draft()
        except Refused as refused:
            self._show_error(refused)
            return
        said = self.workspace.say("Recorded.")
        try:
            self.workspace.ledger.record(draft, source or None, published)
        except Refused as refused:
            self._show_error(refused)
            return
        self.drafts.clear()
        self.workspace.changed.emit()
        self.workspace.told.emit(said, False)
        self._restore({})
        self.accept()

    def _draft(self) -> tuple[Draft, str, str]:
        typed = self.typed()
        today = self.workspace.ledger.clock().date()
        lines, wrong = typed_lines(typed["lines"], self._words)
        if wrong:
            raise wrong[min(wrong)]
        breakdowns: dict[str, list[dict[str, Any]]] = {}
        for line in lines:
            breakdowns.setdefault(line.dimension, []).append(
                {
                    "category": line.category,
                    "count": to_value(line.count),
                    "within": ".".join(line.within) if line.within else None,
                }
            )
        occurred = typed["occurred"].strip()
        data: dict[str, Any] = {
            "kind": self.kind.currentData(),
            "occurred": str(typed_dating(occurred, today)) if occurred else None,
            "breakdowns": breakdowns,
            "mediators": _codes(typed["mediators"]),
            "claims": [_claim(row) for row in typed["claims"].split("\n") if row.strip()],
            "place": typed["place"] or None,
            "remarks": typed["remarks"] or None,
        }
        for leg in LEGS:
            count = _count(typed[leg], leg)
            data[leg] = None if count is None else to_value(count)
        published = typed["published"].strip()
        day = str(typed_dating(published, today, "published")) if published else ""
        return read_draft(data, self._words), typed["source"].strip(), day

    def _typed(self) -> None:
        """At each keystroke: keep it, and say what does not fit yet."""
        self.drafts.write(self.typed())
        self.error.clear()
        self._warn()
        self._close()

    def _warn(self) -> None:
        for name, field in self._fields.items():
            note = self._note(name, field.edit.text().strip())
            field.note.setText(note)
            field.note.setVisible(bool(note))

    def _note(self, name: str, text: str) -> str:
        """What stands beside a field: the day it means, or what is wrong with it."""
        today = self.workspace.ledger.clock().date()
        try:
            if name in ("occurred", "published") and text:
                meant = str(typed_dating(text, today, name))
                return "" if meant == text else meant
            if name in LEGS:
                _count(text, name)
            elif name == "mediators":
                _codes(text)
        except Refused as refused:
            return f"▲ {self.workspace.say.refusal(refused)}"
        return ""

    def _close(self) -> None:
        """How every breakdown closes with what is typed so far."""
        say = self.workspace.say
        lines, wrong = typed_lines(self.lines.toPlainText(), self._words)
        found = [Line(row.dimension, row.category, row.count, row.within) for row in lines]
        sentences = []
        try:
            total = _count(self._fields["returned"].edit.text(), "returned")
        except Refused:
            total = None
        signs = {"closes": "✓", "short": "▲", "exceeds": "▼"}
        for closure in closures("returned", total, found, {}):
            words = closure_words(closure, say.code, self._words)
            sentences.append(f"{signs.get(closure.status, '·')} {words}")
        try:
            check_lines("returned", found)
        except Refused as refused:
            sentences.append(f"▼ {say.refusal(refused)}")
        sentences += [f"▲ {say.refusal(wrong[place])}" for place in sorted(wrong)]
        self.closure.setText("\n".join(sentences))

    # --- pieces ------------------------------------------------------------------------------

    def _add(self, name: str, title: str, hint: str) -> None:
        edit = QLineEdit()
        edit.setAccessibleName(title)
        edit.setPlaceholderText(hint)
        edit.textChanged.connect(self._typed)
        note = QLabel()
        note.setWordWrap(True)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(edit)
        column.addWidget(note)
        note.hide()
        self._fields[name] = _Field(edit, note)
        label = QLabel(title)
        label.setBuddy(edit)
        self._form.addRow(label, holder)

    def _move_day(self, by: int) -> None:
        edit = self._fields["occurred"].edit
        today = self.workspace.ledger.clock().date()
        try:
            day = typed_dating(edit.text(), today).first if edit.text().strip() else today
        except Refused:
            return
        edit.setText((day + timedelta(days=by)).isoformat())

    def _restore(self, typed: dict[str, str]) -> None:
        for name, field in self._fields.items():
            field.edit.blockSignals(True)
            field.edit.setText(typed.get(name, ""))
            field.edit.blockSignals(False)
        for edit, name in ((self.lines, "lines"), (self.claims, "claims")):
            edit.blockSignals(True)
            edit.setPlainText(typed.get(name, ""))
            edit.blockSignals(False)
        self._warn()
        self._close()

    def _show_error(self, refused: Refused) -> None:
        self.error.setText(f"▼ {self.workspace.say.refusal(refused)}")
        field = self._fields.get(refused.field)
        if field is not None:
            field.edit.setFocus()
            field.edit.selectAll()


def _count(text: str, field: str) -> Count | None:
    return parse_count(text, field) if text.strip() else None


def _codes(text: str) -> list[str]:
    return [check_mediator(code, "mediators") for code in text.replace(",", " ").split()]


def _claim(row: str) -> dict[str, Any]:
    words = row.split()
    if len(words) != 3:
        raise Refused("claim_form", "claims", text=row.strip())
    return {"measure": words[0], "scope": words[1], "value": whole_number(words[2], "claims")}
