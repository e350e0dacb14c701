"""Importing a spreadsheet: which sheet, what its columns mean, what each row would do; then all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.cells import cell_text
from desktop.forms.import_columns import ImportColumns
from desktop.import_text import COLUMNS, counts_text, notes, preview_row
from desktop.models.columns import Column
from desktop.models.rows_model import RowsModel
from desktop.tasks import Progress, Task, Tasks, in_words
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from desktop.widgets.ask_path import ask_file, ask_new_file
from desktop.widgets.table_view import TableView
from desktop.workspace import Workspace
from domain.events import Event
from domain.model.refusal import Refused
from domain.projections.questions import Row
from domain.spreadsheets.incoming.cells import Workbook
from domain.spreadsheets.incoming.importing import (
    Decisions,
    Mapping,
    Plan,
    carry_out,
    plan_import,
    read_file,
)
from domain.spreadsheets.incoming.mapping import load, written

NUMBERS: Final = ("row", "returned", "handed_over", "remains")
DECIDED: Final = ("leave_out", "as_new", "as_same")


class ImportForm(QDialog):
    """Everything is shown before anything is written; one key takes all of it in, or nothing."""

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.tasks = tasks
        self.say = say = workspace.say
        with workspace.ledger.view() as view:
            self.words = view.vocabulary
        self.book: Workbook | None = None
        self.plan: Plan | None = None
        self.mapping = Mapping()
        self.decided: dict[int, str] = {}
        self._is_stale = False
        self.setWindowTitle(say("Import a spreadsheet"))
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(say("file"))
        self.file.setPlaceholderText(say("No file chosen yet"))
        self.choose = self._button(say("Choose a &file…"), self.ask_for_file)
        self.sheet = QComboBox()
        self.sheet.activated.connect(lambda: self._change(sheet=self.sheet.currentText()))
        self.heading = QSpinBox()
        self.heading.setRange(0, 9999)
        self.heading.setSpecialValueText(say("find them"))
        self.heading.editingFinished.connect(self._heading_typed)
        self.source = QLineEdit()
        self.source.setPlaceholderText(say("who published the sheet"))
        self.columns = ImportColumns(say, self.words)
        self.columns.changed.connect(self._columns_changed)
        self.table = TableView("import", workspace.settings, say("rows of the sheet"), say)
        shown = [Column(name, say(name.replace("_", " ")), name in NUMBERS) for name in COLUMNS]
        self.model = RowsModel(shown, self._text, say.code, self)
        self.table.setModel(self.model)
        self.counts = QLabel()
        self.counts.setAccessibleName(say("what the rows would do"))
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(say("what is to be known of the sheet"))
        self.notes.setMaximumHeight(sized(84))
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self._build()
        self._enable()

    # --- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.say
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.file, 1)
        line.addWidget(self.choose)
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(say("S&heet"), self.sheet)
        form.addRow(say("Row of &headings"), self.heading)
        form.addRow(say("P&ublisher"), self.source)
        self.load_mapping = self._button(say("&Load a mapping…"), self.ask_for_mapping)
        self.save_mapping = self._button(say("Sa&ve the mapping…"), self.ask_where_to_save)
        kept = QHBoxLayout()
        kept.setSpacing(SPACE)
        for button in (self.load_mapping, self.save_mapping):
            kept.addWidget(button)
        left = QWidget()
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(SPACE)
        left_column.addLayout(form)
        left_column.addWidget(QLabel(say("What each column means")))
        left_column.addWidget(self.columns, 1)
        left_column.addLayout(kept)
        self.deciding = {
            "leave_out": self._button(say("L&eave out"), lambda: self.decide("leave_out")),
            "as_new": self._button(say("Record as &new"), lambda: self.decide("as_new")),
            "as_same": self._button(say("The &same exchange"), lambda: self.decide("as_same")),
            "": self._button(say("As&k again"), lambda: self.decide("")),
        }
        decide = QHBoxLayout()
        decide.setSpacing(SPACE)
        decide.addWidget(QLabel(say("Selected rows:")))
        for button in self.deciding.values():
            decide.addWidget(button)
        decide.addStretch(1)
        right = QWidget()
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(SPACE)
        for part in (self.counts, self.table, decide, self.notes):
            if isinstance(part, QHBoxLayout):
                right_column.addLayout(part)
            else:
                right_column.addWidget(part, 1 if part is self.table else 0)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(WIDE)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([sized(340), sized(800)])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setText(say("Close"))
        self.take_in = buttons.addButton(say("&Import"), QDialogButtonBox.ButtonRole.ActionRole)
        self.take_in.setToolTip("Ctrl+Enter")
        self.take_in.clicked.connect(self.bring_in)
        for button in (self.close_button, self.take_in):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.bring_in)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        outer.setSpacing(SPACE)
        outer.addWidget(title_label(say("Import a spreadsheet")))
        outer.addLayout(line)
        outer.addWidget(halves, 1)
        outer.addWidget(self.error)
        outer.addWidget(buttons)
        self.resize(sized(1180), sized(680))
        self.choose.setFocus()

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: do())
        return button

    # --- the file ----------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        say = self.say
        kinds = f"{say('Spreadsheets')} (*.xlsx *.ods *.csv *.tsv *.txt);;{say('All files')} (*)"
        ask_file(self, say("Choose a file…"), self.open_file, kinds)

    def open_file(self, path: Path) -> None:
        """Read a file, in a process of its own, and show what it would bring."""
        mapping = self.mapping
        self._run(
            Task(self.say("Reading the spreadsheet")),
            lambda progress: read_file(path, mapping, progress),
            lambda book: self._opened(path, book),
        )

    def _opened(self, path: Path, book: Workbook) -> None:
        self.book, self.decided = book, {}
        self.mapping = replace(self.mapping, sheet="", header_row=0, header_rows=0)
        self.file.setText(str(path))
        self.sheet.clear()
        self.sheet.addItems([sheet.name for sheet in book.sheets])
        self.look()

    # --- looking -----------------------------------------------------------------------------

    def look(self) -> None:
        """See what the sheet would bring now; nothing is written."""
        book, mapping, ledger = self.book, self.mapping, self.workspace.ledger
        if book is None:
            return
        if self.tasks.is_busy:
            self._is_stale = True
            return
        self._is_stale = False
        decisions = self._decisions()
        self._run(
            Task(self.say("Comparing the rows with the ledger")),
            lambda progress: plan_import(ledger, book, mapping, decisions, progress),
            self._looked,
        )

    def _decisions(self) -> Decisions:
        chosen = {
            name: frozenset(row for row, was in self.decided.items() if was == name)
            for name in DECIDED
        }
        return Decisions(**chosen)

    def _looked(self, plan: Plan) -> None:
        if self._is_stale:  # something else was chosen meanwhile
            self.look()
            return
        self.plan = plan
        self.sheet.setCurrentText(plan.layout.sheet.name)
        self.heading.blockSignals(True)
        self.heading.setValue(plan.layout.first_row)
        self.heading.blockSignals(False)
        data = plan.layout.sheet.rows[plan.layout.first_row :]
        self.columns.show_columns(plan.columns, data)
        chosen = {row.row() for row in self.table.selectionModel().selectedRows()}
        self.model.show_rows([preview_row(row, self.say) for row in plan.rows])
        self.table.fit_columns()
        if len(chosen) == 1:
            self.table.selectRow(min(*chosen, self.model.rowCount() - 1) if chosen else 0)
        self.counts.setText(counts_text(plan, self.say))
        self.notes.setPlainText("\n".join(notes(plan, self.say)))
        self._enable()

    def _change(self, **changes: Any) -> None:
        if "sheet" in changes:
            changes |= {"header_row": 0, "header_rows": 0, "columns": {}}
            self.decided = {}
            self.columns.start_from({})
        self.mapping = replace(self.mapping, **changes)
        self.look()

    def _heading_typed(self) -> None:
        shown = self.plan.layout.first_row if self.plan else 0
        if self.heading.value() != shown or self.plan is None:
            self._change(header_row=self.heading.value(), header_rows=0)

    def _columns_changed(self) -> None:
        self._change(columns=self.columns.chosen())

    def decide(self, what: str) -> None:
        """Say of the selected rows what is to become of them; empty to be asked again."""
        for index in self.table.selectionModel().selectedRows():
            number = int(self.model.row(index)["row"])
            self.decided.pop(number, None)
            if what:
                self.decided[number] = what
        self.look()

    # --- mappings ----------------------------------------------------------------------------

    def ask_for_mapping(self) -> None:
        ask_file(self, self.say("Load a mapping…"), self.use_mapping, "JSON (*.json)")

    def use_mapping(self, path: Path) -> None:
        try:
            self.mapping = load(path, self.words)
        except (Refused, OSError) as error:
            self._failed(in_words(error, self.say))
            return
        self.columns.start_from(self.mapping.columns)
        self.look()

    def ask_where_to_save(self) -> None:
        say = self.say
        name = Path(self.file.text()).with_suffix(".mapping.json")
        ask_new_file(self, say, say("Save the mapping…"), name, self.keep_mapping, "JSON (*.json)")

    def keep_mapping(self, path: Path) -> None:
        if self.plan is None:
            return
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(written(self.plan.mapping))
        except FileExistsError:
            self._failed(self.say.refusal(Refused("file_exists", str(path))))
        except OSError as error:
            self._failed(in_words(error, self.say))

    # --- taking in ---------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Record all of it, or nothing."""
        plan, ledger = self.plan, self.workspace.ledger
        if plan is None or not self.take_in.isEnabled():
            return
        reason, source = self.say("the sheet was changed"), self.source.text().strip()

        def work(progress: Progress) -> Sequence[Event]:
            return carry_out(ledger, plan, reason, source, progress)

        self._run(Task(self.say("Importing"), writes=True), work, self._brought_in)

    def _brought_in(self, _: Sequence[Event]) -> None:
        assert self.plan is not None
        counts = self.plan.counts
        said = self.say(
            "Imported: {new} new, {changed} revised; {undecided} wait for a decision.",
            new=self.say.number(counts["new"]),
            changed=self.say.number(counts["changed"]),
            undecided=self.say.number(len(self.plan.undecided)),
        )
        self.workspace.changed.emit()
        self.workspace.told.emit(said, False)
        self.accept()

    # --- what all of them need ---------------------------------------------------------------

    def _run(
        self, task: Task, work: Callable[[Progress], Any], done: Callable[[Any], object]
    ) -> None:
        self.error.clear()
        if not self.tasks.run(task, work, done, self._failed):
            self._failed(self.say("Other work is still going on. Wait for its end."))

    def _failed(self, why: str) -> None:
        self.error.setText(f"▼ {why}" if why else self.say("Stopped. Nothing was written."))
        self._enable()

    def _enable(self) -> None:
        plan = self.plan
        self.take_in.setEnabled(plan is not None and plan.is_possible and plan.is_needed)
        self.save_mapping.setEnabled(plan is not None)
        for widget in (self.sheet, self.heading, *self.deciding.values()):
            widget.setEnabled(self.book is not None)

    def _text(self, column: str, row: Row) -> str:
        if column == "row":
            return str(row[column])
        return cell_text(column, row, self.say, self.words)
