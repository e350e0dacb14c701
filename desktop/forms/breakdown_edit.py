"""The breakdowns of one leg: a block for each dimension, checked together."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.forms.field import Note
from desktop.forms.lines_block import LinesBlock
from desktop.forms.words import refusal_words
from desktop.language import Language
from desktop.theme import SPACE
from domain.model.breakdown import Closure, Line, check_lines, closures
from domain.model.counts import Count, to_value
from domain.model.exchange import Fields, Value, line_field
from domain.model.refusal import Refused
from domain.model.vocabulary import Leg, Mode, Vocabulary

USUAL: Final = ("branch", "rank", "status")


class BreakdownEdit(QWidget):
    """Blocks under one another; others than the usual ones are added by a key."""

    edited = Signal()
    rebuilt = Signal()
    left = Signal()
    define_asked = Signal(str, str)

    def __init__(
        self,
        leg: Leg,
        words: Vocabulary,
        say: Language,
        another: str,
        parent: QWidget | None = None,
    ) -> None:
        """`another` is the title of the button that adds a dimension."""
        super().__init__(parent)
        self.leg = leg
        self.words = words
        self.say = say
        self.blocks: dict[str, LinesBlock] = {}
        self.closures: Sequence[Closure] = ()  # how the lines close, as of the last keystroke
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE // 2)
        self.note = Note()
        self.more = QToolButton()
        self.more.setText(another)
        self.more.setAccessibleName(another.replace("&", ""))
        self.more.setToolTip(say("Ctrl+D: another dimension, such as sex, age or condition"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._column.addWidget(self.note)
        self._column.addWidget(self.more)
        for dimension in USUAL:
            self.add(dimension)

    # --- dimensions --------------------------------------------------------------------------

    def add(self, dimension: str) -> LinesBlock:
        """The block of a dimension, made where it is not there yet."""
        if dimension in self.blocks:
            return self.blocks[dimension]
        block = LinesBlock(dimension, self.words, self.say)
        block.edited.connect(self.edited)
        block.rebuilt.connect(self.rebuilt)
        block.left.connect(lambda: self._leave(block))
        block.define_asked.connect(self.define_asked)
        self.blocks[dimension] = block
        self._column.insertWidget(len(self.blocks) - 1, block)
        self._offer_more()
        self.rebuilt.emit()
        return block

    def use_words(self, words: Vocabulary) -> None:
        self.words = words
        for block in self.blocks.values():
            block.use_words(words)
        self._offer_more()

    def choose_another(self) -> None:
        """Open the list of the dimensions that are not here yet."""
        self.more.showMenu()

    def _offer_more(self) -> None:
        self._menu.clear()
        for dimension in self.words.dimensions:
            if dimension not in self.blocks:
                name = self.words.dimension_name(dimension, self.say.code).capitalize()
                action = self._menu.addAction(name)
                action.triggered.connect(lambda _=False, chosen=dimension: self._added(chosen))
        self.more.setEnabled(not self._menu.isEmpty())

    def _added(self, dimension: str) -> None:
        block = self.add(dimension)
        block.rows[0].name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _leave(self, block: LinesBlock) -> None:
        blocks = list(self.blocks.values())
        place = blocks.index(block) + 1
        if place == len(blocks):
            self.left.emit()
            return
        blocks[place].rows[0].name.setFocus(Qt.FocusReason.TabFocusReason)

    # --- what stands here --------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        return {
            dimension: typed
            for dimension, block in self.blocks.items()
            if (typed := block.typed())["rows"] or typed["mode"]
        }

    def restore(self, typed: Mapping[str, Any]) -> None:
        for dimension in typed:
            self.add(dimension)
        for dimension, block in self.blocks.items():
            block.restore(typed.get(dimension, {}))

    def widgets(self) -> Sequence[QWidget]:
        found = [widget for block in self.blocks.values() for widget in block.widgets()]
        return [*found, self.more]

    def fields(self) -> Fields:
        """The breakdowns as register values; refused at the first row that is wrong."""
        found: dict[str, Value] = {}
        lines: list[Line] = []
        for dimension, block in self.blocks.items():
            read = block.read()
            for place, wrong in sorted(read.wrong.items()):
                raise wrong.about(self._place(dimension, place, wrong.field))
            for place, line in read.lines.items():
                field = line_field(self.leg, line.dimension, line.category)
                if field in found:
                    where = self._place(dimension, place, "name")
                    raise Refused("duplicate_line", where, line=block.rows[place].name.text())
                within = ".".join(line.within) if line.within else None
                found[field] = {"count": to_value(line.count), "within": within}
                lines.append(line)
            if block.mode.currentData():
                found[line_field(self.leg, dimension)] = block.mode.currentData()
        try:
            check_lines(self.leg, lines)
        except Refused as refused:
            raise self._at_row(refused) from None
        return found

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        """The line and the note that a refusal of `fields` is about."""
        leg, _, rest = field.partition("/")
        if leg != self.leg or not rest:
            return None
        dimension, number, part = rest.split("/")
        row = self.blocks[dimension].rows[int(number)]
        return (row.count if part == "count" else row.name), row.note

    def place_of_line(self, field: str) -> tuple[QWidget, Note] | None:
        """The count of the line that has this field's name, such as `branch.navy`."""
        for dimension, block in self.blocks.items():
            for number, line in block.read().lines.items():
                if line_field(self.leg, line.dimension, line.category) == field:
                    return self.place(self._place(dimension, number, "count"))
        return None

    def field_of(self, widget: QWidget) -> str | None:
        """The name of the field whose line has this widget."""
        for block in self.blocks.values():
            for number, line in block.read().lines.items():
                if widget in block.rows[number].widgets():
                    return line_field(self.leg, line.dimension, line.category)
        return None

    def _place(self, dimension: str, number: int, part: str) -> str:
        return f"{self.leg}/{dimension}/{number}/{part}"

    def _at_row(self, refused: Refused) -> Refused:
        """A refusal about a line's code, about its row; codes in it become names."""
        said = {name: self._named(str(value)) for name, value in refused.values.items()}
        for dimension, block in self.blocks.items():
            for number, line in block.read().lines.items():
                if line_field(self.leg, line.dimension, line.category) == refused.field:
                    where = self._place(dimension, number, "count")
                    return Refused(refused.code, where, **said)
        return Refused(refused.code, refused.field, **said)

    def _named(self, code: str) -> str:
        dimension, dot, category = code.partition(".")
        known = self.words.dimensions.get(dimension)
        if dot and known is not None and category in known.categories:
            return self.words.category_name(dimension, category, self.say.code)
        return code

    # --- what there is to say ----------------------------------------------------------------

    def show_closures(self, total: Count | None) -> None:
        """At each keystroke: how every block closes with what is typed so far."""
        readings = {dimension: block.read() for dimension, block in self.blocks.items()}
        homes = {
            line.key: dimension
            for dimension, read in readings.items()
            for line in read.lines.values()
        }
        lines = [line for read in readings.values() for line in read.lines.values()]
        unique = list({line.key: line for line in lines}.values())
        modes = {
            dimension: cast(Mode, str(block.mode.currentData()))
            for dimension, block in self.blocks.items()
            if block.mode.currentData()
        }
        found = closures(self.leg, total, unique, modes)
        self.closures = found
        for dimension, block in self.blocks.items():
            own = [closure for closure in found if _home(closure, homes) == dimension]
            block.show_reading(readings[dimension], own)
        try:
            check_lines(self.leg, unique)
        except Refused as refused:
            at = self.place(self._at_row(refused).field)
            if at is not None:
                at[1].warn(refusal_words(self.say, self._at_row(refused)))


def _home(closure: Closure, homes: Mapping[tuple[str, str], str]) -> str:
    """The block under which a closure is said: where the line that it divides stands."""
    return homes.get(closure.within, closure.dimension) if closure.within else closure.dimension
