"""What each column of a sheet means: its heading, what stands in it, and a choice."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QScrollArea, QWidget

from desktop.import_text import target_text
from desktop.language import Language
from desktop.theme import SPACE
from domain.model.vocabulary import Vocabulary
from domain.spreadsheets.incoming.cells import Row, cell_text, is_blank
from domain.spreadsheets.incoming.importing import choices
from domain.spreadsheets.incoming.layout import Column


class ImportColumns(QScrollArea):
    """A choice for every column that has a heading; `changed` when the operator takes another."""

    changed = Signal()

    def __init__(self, say: Language, words: Vocabulary) -> None:
        super().__init__()
        self.say = say
        self.words = words
        self.chooses: dict[str, QComboBox] = {}
        self._chosen: dict[str, str] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(say("What each column means"))

    def chosen(self) -> Mapping[str, str]:
        """What was chosen, by heading; what others mean is guessed around that."""
        return dict(self._chosen)

    def start_from(self, chosen: Mapping[str, str]) -> None:
        """These were chosen before; empty to guess anew."""
        self._chosen = dict(chosen)

    def show_columns(self, columns: Sequence[Column], data: Sequence[Row]) -> None:
        """These columns; the widgets stay where the headings are the same, and so does focus."""
        named = [column for column in columns if column.heading]
        if [column.heading for column in named] != list(self.chooses):
            self._build(named, data)
        for column in named:
            choose = self.chooses[column.heading]
            with QSignalBlocker(choose):
                if choose.findData(column.target) < 0:
                    choose.addItem(target_text(column.target, self.say, self.words), column.target)
                choose.setCurrentIndex(choose.findData(column.target))

    def _build(self, columns: Sequence[Column], data: Sequence[Row]) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setSpacing(SPACE)
        self.chooses = {}
        known = [(target_text(t, self.say, self.words), t) for t in choices(self.words)]
        for column in columns:
            choose = QComboBox()
            choose.setAccessibleName(column.heading)
            choose.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choose.setMinimumContentsLength(16)
            for text, target in known:
                choose.addItem(text, target)
            choose.setToolTip(_example(column, data))
            choose.activated.connect(lambda _, heading=column.heading: self._take(heading))
            label = QLabel(
                column.heading if len(column.heading) < 28 else f"{column.heading[:26]}…"
            )
            label.setToolTip(column.heading)
            label.setBuddy(choose)
            form.addRow(label, choose)
            self.chooses[column.heading] = choose
        self.setWidget(page)

    def _take(self, heading: str) -> None:
        """A meaning belongs to one column: another one that it was chosen for is guessed anew."""
        target = str(self.chooses[heading].currentData())
        self._chosen = {
            other: was for other, was in self._chosen.items() if not target or was != target
        }
        self._chosen[heading] = target
        self.changed.emit()


def _example(column: Column, data: Sequence[Row]) -> str:
    """What stands in a column: its first few cells."""
    found = [
        cell_text(row[column.place])
        for row in data[:200]
        if column.place < len(row) and not is_blank(row[column.place])
    ]
    return "\n".join(found[:5])
