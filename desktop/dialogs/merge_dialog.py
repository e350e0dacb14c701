"""Merging with a file or an address: what would come in is shown before anything is written."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.cells import cell_text
from desktop.dialogs.passphrase_dialog import PassphraseDialog
from desktop.merge_text import counted, is_address, merged, to_look_at, who_sent
from desktop.tables import TABLES
from desktop.tasks import Progress, Task, Tasks
from desktop.theme import SPACE, WIDE, current_theme, sized, title_label
from desktop.widgets.ask_path import ask_file
from desktop.workspace import Workspace
from domain.encrypted import needs_unlocking
from domain.merging.report import Report

LAST_OTHER = "merge/other"


class MergeDialog(QDialog):
    """First a trial that writes nothing, then, when the operator agrees, the merge."""

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.tasks = tasks
        self._tried = ""
        self._key: bytes | None = None  # of the other file, where it is encrypted
        say = workspace.say
        self.setWindowTitle(say("Merge"))
        about = QLabel(
            say(
                "Another file of this ledger, or a PostgreSQL address. Both sides keep everything; "
                "nothing is overruled."
            )
        )
        about.setWordWrap(True)
        self.other = QLineEdit(workspace.settings.text(LAST_OTHER))
        self.other.setAccessibleName(say("file or address"))
        self.other.setPlaceholderText(say("file, or postgresql://…"))
        self.other.textChanged.connect(self._typed)
        choose = QPushButton(say("Choose a file…"))
        choose.setAutoDefault(False)  # else Enter in a field would press it
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.other, 1)
        line.addWidget(choose)
        self.report = QTextBrowser()
        self.report.setAccessibleName(say("what would come in"))
        self.report.setPlaceholderText(
            say("What would come in is shown here before anything is written.")
        )
        self.report.setMinimumHeight(sized(220))
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {current_theme().exceeds};")
        self.error.setAccessibleName(say("what is wrong"))
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        other = QDialogButtonBox.ButtonRole.ActionRole
        self.look = buttons.addButton(say("See what would come in"), other)
        self.merge = buttons.addButton(say("Merge"), other)
        self.look.clicked.connect(self.try_out)
        self.merge.clicked.connect(self.bring_in)
        self.look.setDefault(True)
        self.merge.setEnabled(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(title_label(say("Merge")))
        column.addWidget(about)
        column.addLayout(line)
        column.addWidget(self.report, 1)
        column.addWidget(self.error)
        column.addWidget(buttons)
        self.resize(sized(680), sized(460))
        self._typed()

    def try_out(self) -> None:
        """See what would come in; nothing is written. An encrypted file is unlocked first."""
        other = self.other.text().strip()
        profile = self.workspace.ledger.profile
        if is_address(other) or not needs_unlocking(Path(other), profile):
            self._try_out(other, None)
            return
        dialog = PassphraseDialog(
            Path(other), profile, self.tasks, lambda lock: self._try_out(other, lock.key), self
        )
        dialog.open()

    def _try_out(self, other: str, key: bytes | None) -> None:
        say = self.workspace.say
        self._key = key
        self._run(
            Task(
                say("Looking at what would come in"),
                writes=True,
                counted=self._counted,
                has_end=False,
            ),
            lambda progress: merged(
                self.workspace.ledger, other, key=key, dry_run=True, progress=progress
            ),
            lambda report: self._tried_out(other, report),
        )

    def bring_in(self) -> None:
        """Merge for good."""
        say = self.workspace.say
        other, key = self.other.text().strip(), self._key
        self._run(
            Task(say("Merging"), writes=True, counted=self._counted, has_end=False),
            lambda progress: merged(self.workspace.ledger, other, key=key, progress=progress),
            self._merged,
        )

    def _run(
        self, task: Task, work: Callable[[Progress], Report], done: Callable[[Report], object]
    ) -> None:
        self.error.hide()
        self.report.clear()
        self.look.setEnabled(False)
        self.merge.setEnabled(False)
        if not self.tasks.run(task, work, done, self._failed):
            self._failed(self.workspace.say("Other work is still going on. Wait for its end."))

    def _tried_out(self, other: str, report: Report) -> None:
        say = self.workspace.say
        self._tried = other
        nothing = not report.incoming and not report.sent
        self._show(
            report,
            [] if nothing else [say("Nothing was written yet.")],
        )
        self.look.setEnabled(True)
        self.merge.setEnabled(not nothing)
        if not nothing:
            self.merge.setDefault(True)
            self.merge.setFocus()

    def _merged(self, report: Report) -> None:
        say = self.workspace.say
        self.workspace.settings.remember_text(LAST_OTHER, self._tried)
        self._show(report, [say("Merged.")])
        self.look.setEnabled(True)
        self._tried = ""
        self.workspace.changed.emit()
        told = say.plural(
            "Merged: {n} event came in.", "Merged: {n} events came in.", report.events
        )
        self.workspace.told.emit(told, False)

    def _failed(self, why: str) -> None:
        say = self.workspace.say
        self.error.setText(f"▼ {why}" if why else say("Stopped. Nothing was written."))
        self.error.show()
        self.look.setEnabled(bool(self.other.text().strip()))

    def _show(self, report: Report, end: Sequence[str]) -> None:
        self.report.setPlainText("\n".join([*self._lines(report), *end]))

    def _lines(self, report: Report) -> Sequence[str]:
        say = self.workspace.say
        incoming = [*who_sent(report, say)]
        conflicts = self._conflicts(report)
        return [
            *([say("What comes in:"), *incoming, ""] if incoming else []),
            *to_look_at(report, say),
            *([say("New conflicts:"), *conflicts, ""] if conflicts else []),
            *counted(report, say),
        ]

    def _conflicts(self, report: Report) -> list[str]:
        say = self.workspace.say
        with self.workspace.ledger.view() as view:
            words = view.vocabulary
        lines = []
        for row in report.conflicts:
            cells = {
                column: cell_text(column, asdict(row), say, words)
                for column in TABLES["conflicts"].columns
            }
            lines.append(
                say(
                    "{field}: {value}, by {operator} ({recorded_at})",
                    field=cells["field"],
                    value=cells["value"],
                    operator=cells["operator"],
                    recorded_at=cells["recorded_at"][:10],
                )
            )
        return lines

    def _counted(self, taken: int, looked_at: int) -> str:
        say = self.workspace.say
        return say(
            "{taken} new of {seen} events",
            taken=say.number(taken),
            seen=say.number(looked_at),
        )

    def _typed(self) -> None:
        other = self.other.text().strip()
        self.look.setEnabled(bool(other))
        self.merge.setEnabled(bool(other) and other == self._tried)

    def _choose(self) -> None:
        say = self.workspace.say
        ask_file(
            self,
            say("Choose a file…"),
            lambda path: self.other.setText(str(path)),
            f"{say('Ledgers')} (*.ledger);;{say('All files')} (*)",
        )
