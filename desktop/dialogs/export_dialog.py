"""What to give out, in which form, as known when; the export itself is recorded in the ledger."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.asking import documents
from desktop.tasks import Task, Tasks
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from desktop.widgets.ask_path import ask_new_file
from desktop.workspace import Workspace
from domain.events import Event
from domain.model.policy import NAMES
from domain.projections.exchange_list import Filter
from domain.projections.narrowing import Narrowing
from domain.spreadsheets.export import FORMS, Wanted, export
from domain.spreadsheets.layouts import LAYOUTS
from domain.spreadsheets.words import heading

FORM: Final = "export/form"
FOLDER: Final = "export/folder"
LISTED: Final = "exchanges as listed"


class Listed(NamedTuple):
    """The exchanges as a screen lists them: which, and their subject numbers in its order."""

    filter: Filter
    order: Sequence[int]


class ExportDialog(QDialog):
    """Asks; the export goes on by itself after the dialog has closed."""

    def __init__(
        self,
        workspace: Workspace,
        tasks: Tasks,
        table: str,
        parent: QWidget | None = None,
        listed: Listed | None = None,
    ) -> None:
        """`table` is the one that is looked at: it is offered first where it can be exported.

        `listed` are the exchanges where they are looked at; narrowed by a filter, they come first.
        """
        super().__init__(parent)
        self.workspace = workspace
        self.tasks = tasks
        say = workspace.say
        self.setWindowTitle(say("Export"))
        self.setMinimumWidth(sized(520))
        tables = {"": say("everything, a sheet a table")}
        self._listed = listed
        tables |= {LISTED: say("the exchanges as they are listed now")} if listed else {}
        self.table = _choice(tables | {name: heading(name, say) for name in LAYOUTS})
        narrowed = listed is not None and listed.filter != Filter()
        self.table.setCurrentIndex(max(0, self.table.findData(LISTED if narrowed else table)))
        forms = {
            ".xlsx": say("Excel workbook (.xlsx)"),
            ".ods": say("OpenDocument spreadsheet (.ods)"),
            ".csv": say("plain table (.csv)"),
            ".zip": say("plain tables in one archive (.zip)"),
            ".pdf": say("report to read and print (.pdf)"),
        }
        self.form = _choice({form: forms[form] for form in FORMS})
        kept = workspace.settings.text(FORM)
        self.form.setCurrentIndex(max(0, self.form.findData(kept)))
        with workspace.view() as view:
            policies = {"": say("as each claim says"), **{name: name for name in view.policies}}
        named = {code: NAMES[code].in_language(say.code) for code in policies if code in NAMES}
        self.policy = _choice({**policies, **named})
        self.as_of = QLineEdit("" if workspace.position is None else str(workspace.position))
        self.as_of.setPlaceholderText(say("now; or a date, or the number of an event"))
        self.carries = QCheckBox(
            say("with every event behind it, so that the file verifies itself")
        )
        self.path = QLineEdit()
        choose = QPushButton(say("Choose…"))
        choose.setAccessibleName(say("Choose a file…"))
        choose.setAutoDefault(False)  # else Enter in a field would press it
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.setSpacing(SPACE)
        place.addWidget(self.path, 1)
        place.addWidget(choose)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self.error.hide()
        lines = QFormLayout()
        lines.setVerticalSpacing(SPACE)
        lines.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, widget in (
            (say("What"), self.table),
            (say("Form"), self.form),
            (say("Counting policy"), self.policy),
            (say("As known at"), self.as_of),
        ):
            widget.setAccessibleName(title)
            lines.addRow(title, widget)
        lines.addRow("", self.carries)
        self.path.setAccessibleName(say("File"))
        lines.addRow(say("File"), place)
        about = QLabel(
            say(
                "The ledger records what was given out, so that later corrections can say which "
                "exports show an old figure."
            )
        )
        about.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(say("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.export)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("Export")))
        column.addWidget(about)
        column.addLayout(lines)
        column.addWidget(self.error)
        column.addWidget(buttons)
        self._suggested = ""
        for box in (self.table, self.form):
            box.activated.connect(self._suggest)
        self.form.currentIndexChanged.connect(self._say_if_it_carries)
        self._suggest()
        self._say_if_it_carries()

    def export(self) -> None:
        """Start; a refusal stands in the dialog, and what was chosen stays."""
        say = self.workspace.say
        path = Path(self.path.text().strip())
        wanted = self._wanted(path)
        self.error.hide()
        self.go.setEnabled(False)
        ledger = self.workspace.ledger
        started = self.tasks.run(
            Task(say("Exporting"), writes=True),
            lambda progress: export(ledger, wanted, say, progress),
            lambda events: self._exported(path, events),
            self._failed,
        )
        if not started:
            self._failed(say("Other work is still going on. Wait for its end."))

    def _wanted(self, path: Path) -> Wanted:
        table, as_of = str(self.table.currentData()), self.as_of.text().strip()
        listed = self._listed if table == LISTED else None
        shown = "" if self.workspace.position is None else str(self.workspace.position)
        return Wanted(
            path,
            table="exchanges" if listed else table,
            as_of=as_of,
            policy=str(self.policy.currentData()),
            narrowed=Narrowing(listed=listed.filter) if listed else Narrowing(),
            order=listed.order if listed and as_of == shown else None,
            carries=self.carries.isEnabled() and self.carries.isChecked(),
        )

    def _say_if_it_carries(self) -> None:
        """Only a workbook can hold what it was made from."""
        self.carries.setEnabled(self.form.currentData() == ".xlsx")

    def _exported(self, path: Path, _: list[Event]) -> None:
        work = self.workspace
        work.settings.remember_text(FORM, str(self.form.currentData()))
        work.settings.remember_text(FOLDER, str(path.parent))
        self.accept()
        work.changed.emit()
        work.told.emit(work.say("Exported: {path}", path=path), False)

    def _failed(self, why: str) -> None:
        self.go.setEnabled(True)
        self.error.setText(f"▼ {why}")
        self.error.setVisible(bool(why))  # nothing is said where it was cancelled
        self.path.setFocus()

    def _suggest(self) -> None:
        """A name from the ledger's and the table's, as long as none was typed."""
        if self.path.text() != self._suggested:
            path = Path(self.path.text())
            self._suggested = str(path.with_suffix(str(self.form.currentData())))
        else:
            ledger = self.workspace.ledger.path.stem
            table = self.table.currentText().split(",")[0] if self.table.currentData() else ""
            name = " ".join(part for part in (ledger, table) if part)
            folder = Path(self.workspace.settings.text(FOLDER) or documents())
            self._suggested = str(_free(folder / f"{name}{self.form.currentData()}"))
        self.path.setText(self._suggested)

    def _choose(self) -> None:
        say = self.workspace.say
        ask_new_file(self, say, say("Export"), Path(self.path.text()), self._chosen)

    def _chosen(self, path: Path) -> None:
        form = str(self.form.currentData())
        self.path.setText(str(path if path.suffix else path.with_suffix(form)))
        place = self.form.findData(path.suffix.lower())
        if place >= 0:
            self.form.setCurrentIndex(place)


def _free(path: Path) -> Path:
    """The name, or the name with a number: an existing file is never overwritten."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found


def _choice(entries: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    for data, text in entries.items():
        box.addItem(text, data)
    return box
