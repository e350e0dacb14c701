"""Correct: pick fields, see was → becomes, say why and from where, and see the impact first."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import ROW_HEIGHT, SPACE, WIDE, current_theme
from desktop.workspace import Workspace
from domain.commands import Correction
from domain.model.exchange import SCALARS, value_text
from domain.model.refusal import Refused
from domain.projections.impact import ImpactRow, impact
from domain.state import Subject

FIELD, WAS, BECOMES = range(3)
PAUSE = 300  # milliseconds after the last keystroke before the impact is computed


class CorrectForm(QDialog):
    """One record's fields; what the form showed when it opened is what the correction replaces."""

    def __init__(
        self, workspace: Workspace, subject: Subject, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.subject = subject
        say = workspace.say
        self.setWindowTitle(say("Correct"))
        self.resize(760, 680)
        self._shown = {field: subject.head_ids(field) for field in subject.registers}
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(say("fields"))
        self.table.setHorizontalHeaderLabels([say("field"), say("was"), say("becomes")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setTabKeyNavigation(False)
        self._fill()
        self.table.itemChanged.connect(self._changed)
        self.field = QLineEdit()
        self.field.setPlaceholderText(say("another field, such as branch.navy"))
        self.field.setAccessibleName(say("another field"))
        self.field.returnPressed.connect(self._add_field)
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("kind"))
        self.kind.addItem(say("correction: we mis-entered it"), "correction")
        self.kind.addItem(say("revision: the source changed its figure"), "revision")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(say("reason"))
        self.source = QLineEdit()
        self.source.setAccessibleName(say("source"))
        self.source.setPlaceholderText(say("an address or a title"))
        for edit in (self.reason, self.source):
            edit.textChanged.connect(self._changed)
        form = QFormLayout()
        form.setVerticalSpacing(SPACE)
        form.addRow(say("kind"), self.kind)
        form.addRow(say("reason"), self.reason)
        form.addRow(say("source"), self.source)
        self.impact = QPlainTextEdit()
        self.impact.setReadOnly(True)
        self.impact.setTabChangesFocus(True)
        self.impact.setAccessibleName(say("impact"))
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        buttons = QDialogButtonBox()
        record = buttons.addButton(say("Record"), QDialogButtonBox.ButtonRole.AcceptRole)
        record.setToolTip("Ctrl+Enter")
        record.setAutoDefault(False)
        cancel = buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.record)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(self.table, 3)
        column.addWidget(self.field)
        column.addLayout(form)
        column.addWidget(QLabel(say("impact")))
        column.addWidget(self.impact, 2)
        column.addWidget(self.error)
        column.addWidget(buttons)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.show_impact)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record)
        self.table.setFocus()
        if self.table.rowCount():
            self.table.setCurrentCell(0, BECOMES)

    def values(self) -> dict[str, str]:
        """The fields that become something else, as typed."""
        found = {}
        for row in range(self.table.rowCount()):
            was, becomes = self._text(row, WAS), self._text(row, BECOMES)
            if becomes != was:
                found[self._text(row, FIELD)] = becomes
        return found

    def correction(self) -> Correction:
        values = self.values()
        conflicts = self.subject.conflicts()
        return Correction(
            subject=self.subject.id,
            values=values,
            kind=str(self.kind.currentData()),
            reason=self.reason.text(),
            source=self.source.text(),
            settle=any(field in conflicts for field in values),
            shown=self._shown,
        )

    def show_impact(self) -> None:
        """What would change, before anything is recorded."""
        self.error.clear()
        if not self.values():
            self.impact.clear()
            return
        given = self.correction()
        looked = Correction(
            given.subject,
            given.values,
            given.kind,
            given.reason.strip() or "—",
            str(given.source).strip() or "—",
            given.settle,
            given.shown,
        )
        say = self.workspace.say
        try:
            steps = self.workspace.ledger.plan(looked)
            with self.workspace.ledger.rehearse(steps) as (before, after):
                rows = impact(before, after, say.code)
        except Refused as refused:
            self.impact.clear()
            self.error.setText(f"▼ {say.refusal(refused)}")
            return
        lines = [self._line(row) for row in rows] or [say("No total, claim or record changes.")]
        self.impact.setPlainText("\n".join(lines))

    def done(self, result: int) -> None:
        """Closed, one way or the other: nothing is left to compute."""
        self._pause.stop()
        super().done(result)

    def record(self) -> None:
        self.error.clear()
        try:
            self.workspace.ledger.correct(self.correction())
        except Refused as refused:
            self.error.setText(f"▼ {self.workspace.say.refusal(refused)}")
            return
        self.workspace.changed.emit()
        self.workspace.told.emit(self.workspace.say("Corrected."), False)
        self.accept()

    def _line(self, row: ImpactRow) -> str:
        say = self.workspace.say

        def said(words: tuple[str, ...]) -> str:
            return " ".join(say(word.replace("_", " ")) for word in words) or "—"

        return f"{say(row.what)}: {said(row.name)}: {said(row.was)} → {said(row.becomes)}"

    def _fill(self) -> None:
        stated = self.subject.fields()
        order = {name: place for place, name in enumerate(SCALARS)}
        for field in sorted(stated, key=lambda name: (order.get(name, len(order)), name)):
            if field not in ("standing", "exchange", "disposition", "text_hash"):
                self._add_row(field, value_text(stated[field]))

    def _add_row(self, field: str, was: str) -> int:
        row = self.table.rowCount()
        self.table.blockSignals(True)
        self.table.insertRow(row)
        for column, text in ((FIELD, field), (WAS, was), (BECOMES, was)):
            item = QTableWidgetItem(text)
            if column != BECOMES:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        return row

    def _add_field(self) -> None:
        name = self.field.text().strip()
        if name:
            row = self._add_row(name, "")
            self.field.clear()
            self.table.setCurrentCell(row, BECOMES)
            self.table.setFocus()

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item else ""

    def _changed(self, *_: object) -> None:
        for row in range(self.table.rowCount()):
            item = self.table.item(row, BECOMES)
            if item is not None:
                font = item.font()
                font.setBold(self._text(row, WAS) != self._text(row, BECOMES))
                self.table.blockSignals(True)
                item.setFont(font)
                self.table.blockSignals(False)
        self._pause.start()
