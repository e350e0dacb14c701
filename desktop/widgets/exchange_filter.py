"""The filter over the list of exchanges: words, choices, checks, and one way to clear them all."""

import json
from dataclasses import asdict, fields
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import Language
from desktop.settings import Settings
from desktop.theme import SPACE
from domain.projections.exchange_list import Filter

DAY = "yyyy-MM-dd"


class ExchangeFilter(QWidget):
    """`changed` says that something else is to be listed, `left` that Esc found nothing to clear.

    What is chosen is remembered for each ledger by its id.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, say: Language, settings: Settings, ledger: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._name = f"filter/{ledger}"
        self._is_recalling = False
        self.text = QLineEdit()
        self.text.setPlaceholderText(
            say("Filter: place, remarks, mediator, source, note, date, figure")
        )
        self.text.setAccessibleName(say("filter"))
        self.text.setClearButtonEnabled(True)
        self.year = self._choice(say("year"), say("every year"))
        self.kind = self._choice(say("kind"), say("every kind"))
        self.mediator = self._choice(say("mediator"), say("every mediator"))
        self.does_not_close = QCheckBox(say("does not close"))
        self.in_conflict = QCheckBox(say("in conflict"))
        self.corrected = QCheckBox(say("corrected since"))
        self.since = QDateEdit(QDate.currentDate().addMonths(-1))
        self.since.setDisplayFormat(DAY)
        self.since.setCalendarPopup(True)
        self.since.setAccessibleName(say("corrected since"))
        self.since.setEnabled(False)
        self.clear = QPushButton(say("Clear filter"))
        self.clear.setToolTip(say("Clear filter ({keys})", keys="Esc"))
        self.clear.setEnabled(False)
        self._lay_out()
        self._recall()
        self.text.textChanged.connect(self._change)
        for check in (self.does_not_close, self.in_conflict, self.corrected):
            check.toggled.connect(self._change)
        self.since.dateChanged.connect(self._change)
        self.clear.clicked.connect(self.clear_all)
        for widget in (self, *self.findChildren(QWidget)):
            widget.installEventFilter(self)

    def chosen(self) -> Filter:
        """What is to be listed now."""
        since = self.since.date().toString(DAY) if self.corrected.isChecked() else ""
        return Filter(
            text=self.text.text(),
            year=str(self.year.currentData() or ""),
            kind=str(self.kind.currentData() or ""),
            mediator=str(self.mediator.currentData() or ""),
            does_not_close=self.does_not_close.isChecked(),
            in_conflict=self.in_conflict.isChecked(),
            corrected_since=since,
        )

    def offer(
        self, years: dict[str, str], kinds: dict[str, str], mediators: dict[str, str]
    ) -> None:
        """What can be chosen, as the ledger has it now; a choice that is gone stays offered."""
        for box, entries in (
            (self.year, years),
            (self.kind, kinds),
            (self.mediator, mediators),
        ):
            kept = str(box.currentData() or "")
            offered = (
                entries if not kept or kept in entries else {**entries, kept: box.currentText()}
            )
            if [box.itemData(place) for place in range(1, box.count())] == list(offered):
                continue
            every = box.itemText(0)
            box.blockSignals(True)
            box.clear()
            box.addItem(every, "")
            for code, name in offered.items():
                box.addItem(name, code)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.blockSignals(False)

    def clear_all(self) -> None:
        """List everything again."""
        self._show(Filter())
        self._change()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Escape and is_plain:
                if self.chosen() == Filter():
                    self.left.emit()
                else:
                    self.clear_all()
                return True
        return super().eventFilter(watched, event)

    # --- small things ------------------------------------------------------------------------

    def _change(self) -> None:
        if self._is_recalling:
            return
        chosen = self.chosen()
        self.since.setEnabled(self.corrected.isChecked())
        self.clear.setEnabled(chosen != Filter())
        self._settings.remember_text(self._name, json.dumps(asdict(chosen), ensure_ascii=False))
        self.changed.emit()

    def _recall(self) -> None:
        """Choose what was chosen when this ledger was last open; nothing if that is unreadable."""
        try:
            kept: dict[str, Any] = json.loads(self._settings.text(self._name) or "{}")
            known = {field.name: type(field.default) for field in fields(Filter)}
            kept = {k: v for k, v in kept.items() if k in known and isinstance(v, known[k])}
        except (ValueError, AttributeError):
            kept = {}
        self._show(Filter(**kept))
        self.since.setEnabled(self.corrected.isChecked())
        self.clear.setEnabled(self.chosen() != Filter())

    def _show(self, chosen: Filter) -> None:
        self._is_recalling = True
        self.text.setText(chosen.text)
        self.does_not_close.setChecked(chosen.does_not_close)
        self.in_conflict.setChecked(chosen.in_conflict)
        self.corrected.setChecked(bool(chosen.corrected_since))
        if chosen.corrected_since:
            self.since.setDate(QDate.fromString(chosen.corrected_since, DAY))
        self._is_recalling = False
        for box, code in (
            (self.year, chosen.year),
            (self.kind, chosen.kind),
            (self.mediator, chosen.mediator),
        ):
            if code and box.findData(code) < 0:
                box.addItem(code, code)
            box.setCurrentIndex(max(0, box.findData(code)))

    def _choice(self, name: str, every: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(every, "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(self._change)
        return box

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.text, 1)
        for box in (self.year, self.kind, self.mediator):
            first.addWidget(box)
        for check in (self.does_not_close, self.in_conflict, self.corrected):
            second.addWidget(check)
        second.addWidget(self.since)
        second.addStretch(1)
        second.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for row in (first, second):
            row.setSpacing(SPACE)
            column.addLayout(row)
