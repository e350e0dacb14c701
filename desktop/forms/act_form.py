"""A small form for one act on one record: a few lines, and what they would change."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from desktop.forms.entry_form import EntryForm
from desktop.forms.field import Field
from desktop.forms.impact_panel import ImpactPanel
from desktop.forms.source_fields import KnownSources, add_source_line, source_meant
from desktop.forms.words import refusal_words
from desktop.theme import WIDE
from desktop.workspace import Workspace
from domain.journal import Step
from domain.model.naming import Choice
from domain.model.refusal import Refused
from domain.projections.view import View


class ActForm(EntryForm):
    """The calm shape of every small form. One that is built on it adds lines, then calls `fit`."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        form: str,
        about: str = "",
        subject: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`about` says in words which record it is, `subject` names it."""
        super().__init__(workspace, title, form, subject, parent)
        with workspace.ledger.view() as view:
            self.words = view.vocabulary
            self.known = KnownSources(view)
        if about:
            label = self.heading(about)
            label.setWordWrap(True)
        self.impact: ImpactPanel | None = None
        self._looked_at: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self.lines = self.grid()

    # --- lines -------------------------------------------------------------------------------

    def line(self, name: str, title: str, hint: str = "", *, start: str = "") -> Field:
        """A line of free text."""
        return self.watch(self.lines.add(name, title, QLineEdit(start), hint, wide=True))

    def text(self, name: str, title: str, hint: str = "") -> Field:
        """Several lines of free text."""
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(5 * self.fontMetrics().lineSpacing())
        return self.watch(self.lines.add(name, title, edit, hint, wide=True))

    def choice(self, name: str, title: str, choices: Sequence[Choice]) -> Field:
        """A choice among few words."""
        box = QComboBox()
        for choice in choices:
            box.addItem(choice.shown, choice.code)
        field = self.lines.add(name, title, box)
        box.currentIndexChanged.connect(self.changed)
        return field

    def source(self) -> Field:
        return self.watch(add_source_line(self.lines, self.say, self.known))

    def show_impact(self) -> None:
        """Show, from here on, what `steps` would change."""
        self.impact = ImpactPanel(self.workspace, self._planned)
        self.impact.refused.connect(self._impact_refused)
        self.column.addWidget(self.impact)

    def fit(self, width: int = 640) -> None:
        """All lines are there: as high as they need, with room for the buttons."""
        self.page.adjustSize()
        self.ready(QSize(width, self.page.sizeHint().height() + 8 * WIDE))

    # --- what stands in them -----------------------------------------------------------------

    def value(self, name: str) -> str:
        return str(self.typed().get(name, "")).strip()

    def source_given(self) -> str | None:
        """The source as a verb takes it; None for none."""
        return source_meant(self.lines, self.known) or None

    def steps(self, view: View) -> Sequence[Step] | None:  # noqa: ARG002
        """The act as far as it is typed, to show its impact."""
        return None

    def widgets(self) -> Sequence[QWidget]:
        return [*super().widgets(), *((self.impact.text,) if self.impact else ())]

    def refresh(self) -> None:
        for field in self._fields().values():
            field.note.remark("")
        if self.impact is not None and self._is_ready:
            self.impact.ask()

    def done(self, result: int) -> None:
        if self.impact is not None:
            self.impact.stop()
        super().done(result)

    # --- what others do meanwhile ------------------------------------------------------------

    def look_at(self, *subjects: str) -> None:
        """Remember what these records say now: what is recorded rests on that."""
        self._looked_at = {subject: self._heads(subject) for subject in subjects}

    def check_unchanged(self) -> None:
        """Refused, once, where a record says something else than when the form opened."""
        if any(self._heads(subject) != heads for subject, heads in self._looked_at.items()):
            self.look_at(*self._looked_at)
            if self.impact is not None:
                self.impact.show_now()
            raise Refused("changed_meanwhile", "")

    def _heads(self, subject: str) -> Mapping[str, tuple[str, ...]]:
        with self.workspace.ledger.view() as view:
            found = view.subject(subject)
        return {field: found.head_ids(field) for field in found.registers} if found else {}

    def _planned(self) -> Sequence[Step] | None:
        with self.workspace.ledger.view() as view:
            return self.steps(view)

    def _impact_refused(self, refused: object) -> None:
        if isinstance(refused, Refused) and self.impact is not None:
            self.impact.text.setPlainText(refusal_words(self.say, refused))


def quiet_label(text: str) -> QLabel:
    """A sentence that explains, and is not a field."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label
