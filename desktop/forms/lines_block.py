"""One dimension of a breakdown: its rows, how it is read, and under them how it closes."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.forms.closure_line import ClosureLine
from desktop.forms.line_row import LineRow
from desktop.forms.words import refusal_words
from desktop.language import Language
from desktop.theme import SPACE
from domain.model.breakdown import Closure
from domain.model.closure_words import closure_words
from domain.model.naming import Choice, categories
from domain.model.refusal import Refused
from domain.model.typed_lines import ReadBlock, TypedRow, pasted_rows, read_block
from domain.model.vocabulary import Vocabulary

SIGNS = {"closes": "✓", "short": "▲", "exceeds": "▼", "cannot_tell": "–", "highlight": "·"}


class LinesBlock(QWidget):
    """Rows of one dimension; the last is always empty, so that there is somewhere to type."""

    edited = Signal()
    rebuilt = Signal()  # rows came or went: the way of Tab has to be laid again
    left = Signal()  # Enter on the empty row
    define_asked = Signal(str, str)  # dimension, name

    def __init__(
        self, dimension: str, words: Vocabulary, say: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.dimension = dimension
        self.words = words
        self.say = say
        self.rows: list[LineRow] = []
        title = QLabel(words.dimension_name(dimension, say.code).capitalize())
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.title = title.text()
        self.mode = QComboBox()
        self.mode.setAccessibleName(say("{block}: how its lines are read", block=self.title))
        self.mode.setToolTip(
            say("Lines that divide the whole must add up to it; named parts may overlap.")
        )
        for code, shown in (
            ("", say("read as usual")),
            ("partition", say("must add up")),
            ("highlight", say("named parts")),
        ):
            self.mode.addItem(shown, code)
        self.mode.currentIndexChanged.connect(self.edited)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.mode)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE // 2)
        self.closure = ClosureLine(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE)
        column.setSpacing(SPACE // 2)
        column.addLayout(head)
        column.addLayout(self._column)
        column.addWidget(self.closure)
        self._insert(0)

    # --- what stands here --------------------------------------------------------------------

    def read(self) -> ReadBlock:
        return read_block(
            self.dimension, [row.row() for row in self.rows], self.words, self.say.code
        )

    def typed(self) -> dict[str, Any]:
        rows = [row.row() for row in self.rows if not row.row().is_empty]
        return {
            "mode": str(self.mode.currentData() or ""),
            "rows": [[row.name, row.count, row.depth] for row in rows],
        }

    def restore(self, typed: Mapping[str, Any]) -> None:
        with QSignalBlocker(self):
            self.mode.setCurrentIndex(max(0, self.mode.findData(str(typed.get("mode", "")))))
            while len(self.rows) > 1:
                self._take_out(self.rows[-1])
            self.rows[0].set_row(TypedRow("", ""))
            self._put(
                self.rows[0],
                [TypedRow(str(n), str(c), int(d)) for n, c, d in typed.get("rows", ())],
            )
        self.rebuilt.emit()

    def use_words(self, words: Vocabulary) -> None:
        """The ledger has learnt a word since."""
        self.words = words

    def widgets(self) -> Sequence[QWidget]:
        return [self.mode, *(edit for row in self.rows for edit in row.widgets())]

    # --- what there is to say ----------------------------------------------------------------

    def show_reading(self, read: ReadBlock, closures: Sequence[Closure]) -> None:
        """The notes of the rows, and the closure line."""
        for place, row in enumerate(self.rows):
            line, wrong = read.lines.get(place), read.wrong.get(place)
            row.note.remark("")
            if wrong is not None:
                if not _is_unfinished(row, wrong):
                    row.note.warn(self._wrong_words(wrong))
            elif line is not None and line.dimension != self.dimension:
                row.note.remark(self.words.dimension_name(line.dimension, self.say.code))
            elif line is not None and not line.count.is_exact:
                row.note.remark(self.say("not exact"))
        self.closure.tell(
            [
                (
                    SIGNS[found.status],
                    closure_words(found, self.say.code, self.words),
                    found.status,
                )
                for found in closures
            ]
        )

    def _wrong_words(self, wrong: Refused) -> str:
        words = refusal_words(self.say, wrong)
        if wrong.code == "line_unknown":
            return f"{words} ({self.say('F4 defines it')})"
        return words

    # --- rows --------------------------------------------------------------------------------

    def _offer(self, row: LineRow) -> list[Choice]:
        own = categories(self.words, self.dimension, self.say.code)
        if not row.level:
            return own
        others = [name for name in self.words.dimensions if name != self.dimension]
        return [*own, *(c for name in others for c in categories(self.words, name, self.say.code))]

    def _insert(self, place: int) -> LineRow:
        row: LineRow = LineRow(lambda: self._offer(row), self.say)
        row.edited.connect(lambda: self._edited(row))
        row.nest_asked.connect(lambda by: self._nest(row, by))
        row.left.connect(lambda part: self._enter(row, part))
        row.moved.connect(lambda by: self._move(row, by))
        row.removed.connect(lambda: self._remove(row))
        row.pasted.connect(lambda text: self._paste(row, text))
        row.define_asked.connect(
            lambda: self.define_asked.emit(self.dimension, row.name.text().strip())
        )
        self.rows.insert(place, row)
        self._column.insertWidget(place, row)
        row.show()  # now, and not when the layout gets round to it: Enter may be coming
        self._name_rows()
        return row

    def _name_rows(self) -> None:
        for place, row in enumerate(self.rows):
            number = place + 1
            row.set_names(
                self.say("{block}, line {n}: name", block=self.title, n=number),
                self.say("{block}, line {n}: count", block=self.title, n=number),
            )
            row.may_nest = place > 0 and self.rows[place - 1].level >= row.level

    def _edited(self, row: LineRow) -> None:
        if row is self.rows[-1] and not row.row().is_empty:
            self._insert(len(self.rows)).set_level(row.level)
            self._name_rows()
            self.rebuilt.emit()
        self.edited.emit()

    def _nest(self, row: LineRow, by: int) -> None:
        """Move a row in or out, with everything that lies within it."""
        place = self.rows.index(row)
        depth = row.level + by
        if depth < 0 or (by > 0 and not row.may_nest):
            return
        end = place + 1
        while end < len(self.rows) - 1 and self.rows[end].level > row.level:
            end += 1
        is_last = end == len(self.rows) - 1
        for other in self.rows[place:end]:
            other.set_level(other.level + by)
        if is_last and self.rows[-1].row().is_empty and end > place:
            self.rows[-1].set_level(min(self.rows[-1].level, self.rows[end - 1].level))
        self._name_rows()
        self.edited.emit()

    def _enter(self, row: LineRow, part: str) -> None:
        if part == "name" and row.name.text().strip():
            row.name.complete()
            row.count.setFocus(Qt.FocusReason.TabFocusReason)
        elif part == "name":
            self.left.emit()
        else:
            self._move(row, 1)

    def _move(self, row: LineRow, by: int) -> None:
        place = self.rows.index(row) + by
        if place >= len(self.rows):
            self.left.emit()
        elif place >= 0:
            target = self.rows[place]
            edit = target.name if by > 0 else target.count
            edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, row: LineRow) -> None:
        if row is self.rows[-1]:
            return
        place = self.rows.index(row)
        for other in self.rows[place + 1 :]:
            if other.level <= row.level:
                break
            other.set_level(other.level - 1)
        self._take_out(row)
        self._name_rows()
        self.rows[place].name.setFocus(Qt.FocusReason.TabFocusReason)
        self.rebuilt.emit()
        self.edited.emit()

    def _take_out(self, row: LineRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _paste(self, row: LineRow, text: str) -> None:
        self._put(row, pasted_rows(text))
        self.rows[-1].name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rebuilt.emit()
        self.edited.emit()

    def _put(self, row: LineRow, typed: Sequence[TypedRow]) -> None:
        """Rows in place of an empty one, or after one that is not."""
        if not typed:
            return
        place = self.rows.index(row) + (not row.row().is_empty)
        with QSignalBlocker(self):
            for offset, given in enumerate(typed):
                at = place + offset
                target = self.rows[at] if at < len(self.rows) else self._insert(at)
                if not target.row().is_empty:
                    target = self._insert(at)
                for edit in target.widgets():
                    edit.blockSignals(True)
                target.set_row(given)
                for edit in target.widgets():
                    edit.blockSignals(False)
                target.name.complete()
            if not self.rows[-1].row().is_empty:
                self._insert(len(self.rows)).set_level(0)
            self._name_rows()


def _is_unfinished(row: LineRow, wrong: Refused) -> bool:
    """Whether somebody is still typing what is wrong."""
    if row.name.hasFocus():
        return wrong.code in ("needed", "line_unknown", "count_form")
    return row.count.hasFocus() and wrong.code == "needed"
