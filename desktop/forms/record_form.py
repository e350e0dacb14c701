"""The record form: a statement in hand, the keyboard, and Ctrl+Enter at the end."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.breakdown_edit import BreakdownEdit
from desktop.forms.change_row import field_title
from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.claims_edit import ClaimsEdit
from desktop.forms.entry_form import EntryForm
from desktop.forms.field import Field, Note
from desktop.forms.source_fields import KnownSources, add_source_fields, read_source
from desktop.forms.statement_pane import StatementPane
from desktop.forms.statement_reading import StatementReading
from desktop.forms.typed_field import DateEdit, read_count, say_count, say_day
from desktop.forms.words import dating_words, refusal_words, stored_day
from desktop.theme import SPACE
from desktop.workspace import Workspace
from domain.model.counts import to_value
from domain.model.draft import Draft
from domain.model.exchange import check_value, from_fields
from domain.model.naming import meant, mediators, named
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS, LEGS, Leg, Vocabulary, check_kind, check_mediator
from domain.projections.alike import alike
from domain.statements.document import Document

PAUSE: Final = 200  # milliseconds after the last keystroke before the ledger is asked
REMAINS: Final = "repatriation_of_remains"


class RecordForm(EntryForm):
    """Everything of one statement on one page; what is typed is on disk at once."""

    define_asked = Signal(str, str)  # a category that the ledger does not know: dimension, name
    statement_changed = Signal(str)  # the text beside the form is another one

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, statement: str = ""
    ) -> None:
        super().__init__(workspace, workspace.say("Record an exchange"), "record", "", parent)
        say = self.say
        with workspace.ledger.view() as view:
            self._words = view.vocabulary
            self._known = KnownSources(view)
        self._build_figures()
        self.breakdowns: dict[Leg, BreakdownEdit] = {}
        self._others: dict[Leg, QWidget] = {}
        for leg in LEGS:
            self._build_breakdown(leg)
        self._build_rest()
        self.pane = StatementPane(say, statement)
        self.pane.changed.connect(self._statement_edited)
        self.pane.figure_chosen.connect(self.go_to)
        self.reading = StatementReading(self)
        self.pane.given.connect(self._read)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.reading.band)
        beside.addWidget(self.area, 1)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.pane)
        self._split.addWidget(right)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self.column.setContentsMargins(SPACE, 0, SPACE, 0)
        self.pane.setVisible(bool(statement))
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(PAUSE)
        self._ask.timeout.connect(self.look_for_alike)
        for keys, do in (
            ("Ctrl+D", self._another_dimension),
            ("Ctrl+I", self.show_statement),
            ("Ctrl+H", lambda: self.break_down("handed_over")),
            ("F5", self.pane.read_again),
            ("F6", self.go_across),
            ("F9", self.reading.confirm_all),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self.setAcceptDrops(True)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.ready(QSize(1180 if statement else 780, 820))
        self._show_legs()
        if statement:
            self.pane.read_again()

    # --- building ----------------------------------------------------------------------------

    def _build_figures(self) -> None:
        say = self.say
        top = self.grid()
        self._top = top
        self.day = DateEdit(self.today)
        self.watch(top.add("occurred", say("&Date"), self.day, say("30.12, 30 Dec, 18-19.10")))
        self.kind = QComboBox()
        for choice in named(KINDS, say.code):
            self.kind.addItem(choice.shown, choice.code)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.kind.activated.connect(self._kind_typed)
        top.add("kind", say("Ki&nd"), self.kind)
        self.counts: dict[Leg, QLineEdit] = {}
        titles = {
            "returned": say("Re&turned"),
            "handed_over": say("&Handed over"),
            "remains": say("Re&mains"),
        }
        for leg in LEGS:
            self.counts[leg] = QLineEdit()
            hint = say("24, about 24, at least 24, unknown")
            self.watch(top.add(leg, titles[leg], self.counts[leg], hint))
        self.alike = Note()
        self.alike.hide()
        self.column.addWidget(self.alike)

    def _build_breakdown(self, leg: Leg) -> None:
        say = self.say
        headings = {
            "returned": say("Breakdown of those returned"),
            "handed_over": say("Breakdown of those handed over"),
            "remains": say("Breakdown of the remains"),
        }
        heading = self.heading(headings[leg])
        another = say("Another dimension…")
        edit = BreakdownEdit(leg, self._words, say, another)
        edit.edited.connect(self.changed)
        edit.rebuilt.connect(self.lay_order)
        edit.left.connect(lambda: self._leave_breakdown(leg))
        edit.define_asked.connect(self.define_asked)
        self.breakdowns[leg] = edit
        self.column.addWidget(edit)
        if leg != "returned":
            heading.hide()
            edit.hide()
            self._others[leg] = heading
        else:
            self._more = QPushButton(say("Break down those handed over"))
            self._more.setToolTip("Ctrl+H")
            self._more.setAutoDefault(False)
            self._more.clicked.connect(lambda: self.break_down("handed_over"))
            row = QHBoxLayout()
            row.addWidget(self._more)
            self._statement = QPushButton(say("Statement beside the form"))
            self._statement.setToolTip("Ctrl+I")
            self._statement.setAutoDefault(False)
            self._statement.clicked.connect(self.show_statement)
            row.addWidget(self._statement)
            row.addStretch(1)
            self.column.addLayout(row)

    def _build_rest(self) -> None:
        say = self.say
        self.heading(say("Mediators"))
        helped = self.grid()
        self.mediators = ChoiceEdit(lambda: mediators(say.code), several=True)
        hint = say("a name or a code, with commas between")
        self.watch(helped.add("mediators", say("Mediat&ors"), self.mediators, hint))
        self.heading(say("Source"))
        self._source = self.grid()
        add_source_fields(self._source, say, self.today, self._known)
        for field in self._source.fields.values():
            self.watch(field)
        self.heading(say("Claims of the source"))
        self.claims = ClaimsEdit(say, self.today, self._year)
        self.claims.edited.connect(self.changed)
        self.claims.rebuilt.connect(self.lay_order)
        self.column.addWidget(self.claims)
        self.heading(say("Also known"))
        self._rest = self.grid()
        self.watch(self._rest.add("place", say("Pla&ce"), QLineEdit(), wide=True))
        self.watch(self._rest.add("remarks", say("Remar&ks"), QLineEdit(), wide=True))
        self._stage = DateEdit(self.today)
        hint = say("the date of the exchange of which this is a stage")
        self.watch(self._rest.add("part_of", say("Sta&ge of"), self._stage, hint, wide=True))

    def middle(self) -> QWidget:
        return self._split

    def widgets(self) -> Sequence[QWidget]:
        shown = [edit for leg, edit in self.breakdowns.items() if leg == "returned"]
        others = [self.breakdowns[leg] for leg in ("handed_over", "remains")]
        return [
            *(self.pane.widgets() if not self.pane.isHidden() else ()),
            *self.reading.band.widgets(),
            *self._top.widgets(),
            *(widget for edit in shown for widget in edit.widgets()),
            self._more,
            self._statement,
            *(widget for edit in others if not edit.isHidden() for widget in edit.widgets()),
            self.mediators,
            *self._source.widgets(),
            *self.claims.widgets(),
            *self._rest.widgets(),
        ]

    def first(self) -> QWidget:
        return self.day

    # --- typing ------------------------------------------------------------------------------

    def typed(self) -> Mapping[str, Any]:
        kind = str(self.kind.currentData())
        return {
            **super().typed(),
            "kind": "" if self.kind.currentIndex() == 0 else kind,
            "breakdowns": {leg: edit.typed() for leg, edit in self.breakdowns.items()},
            "claims": self.claims.typed(),
            "statement": self.pane.text(),
            "to_confirm": list(self.reading.waiting),
        }

    def restore(self, typed: Mapping[str, Any]) -> None:
        super().restore(typed)
        for leg, edit in self.breakdowns.items():
            edit.restore(typed.get("breakdowns", {}).get(leg, {}))
        self.claims.restore(typed.get("claims", []))
        self.pane.set_text(str(typed.get("statement", "")))
        if self.pane.text():
            self.show_statement()
        self._show_legs()
        self.reading.show(self.pane.text(), [str(name) for name in typed.get("to_confirm", ())])

    def refresh(self) -> None:
        say = self.say
        fields = self._fields()
        occurred = say_day(self.day, fields["occurred"].note, say, "occurred")
        published = cast(DateEdit, fields["published"].edit)
        day = say_day(published, fields["published"].note, say, "published")
        if occurred is not None and day is not None and occurred.first > day.first:
            fields["published"].note.warn(say("before the day of the exchange"))
        if occurred is not None and occurred.first > self.today() + timedelta(days=1):
            fields["occurred"].note.warn(
                say("{day} has not come yet", day=dating_words(say, occurred))
            )
        for leg in LEGS:
            total = say_count(self.counts[leg].text(), fields[leg].note, say)
            self.breakdowns[leg].show_closures(total)
        self._say_mediators()
        self._say_unlikely()
        self.claims.show_readings(self._default_day())
        self.reading.paint()
        if self._is_ready:
            self._ask.start()

    def after(self, widget: QWidget) -> QWidget | None:
        if self.claims.is_empty_here(widget):
            return self._rest.fields["place"].edit
        return None

    def place(self, field: str) -> tuple[QWidget, Note] | None:
        for edit in self.breakdowns.values():
            if (found := edit.place(field)) is not None:
                return found
        return self.claims.place(field) or super().place(field)

    def place_of(self, field: str) -> tuple[QWidget, Note] | None:
        """The line of a field as the record calls it, and the note beside it."""
        if field.startswith("claims/"):
            number = int(field.partition("/")[2])
            known = number < len(self.claims.rows)
            return self.claims.place(f"{field}/value") if known else None
        return super().place(field) or self._place_of_line(field)

    def title_of(self, field: str) -> str:
        """What a field is called on this form."""
        if field.startswith("claims/"):
            row = self.claims.rows[int(field.partition("/")[2])]
            return f"{row.measure.text()}, {row.scope.text()}"
        named_field = self._fields().get(field)
        return named_field.title if named_field else field_title(field, self.words, self.say)

    def named_fields(self) -> Mapping[str, Field]:
        return self._fields()

    @property
    def words(self) -> Vocabulary:
        return self._words

    def go_across(self) -> None:
        """From the text to the field of its words, and back."""
        if self.pane.isHidden():
            self.show_statement()
            return
        if self.pane.edit.hasFocus():
            if field := self.pane.field_here():
                self.go_to(field)
            return
        here = self.focusWidget()
        self.pane.go_to(self._field_of(here) if here is not None else "")

    def go_to(self, field: str) -> None:
        """Put the cursor into the line of a field: `returned`, `branch.navy`, `claims/0/value`."""
        at = self.place_of(field)
        if at is not None:
            at[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(at[0], 0, 4 * SPACE)

    def summary(self, typed: Mapping[str, Any]) -> str:
        parts = [str(typed.get(name) or "") for name in ("occurred", "returned", "title")]
        found = [" ".join(part.split())[:32] for part in parts if part.strip()]
        return " · ".join(found) or " ".join(str(typed.get("statement") or "").split())[:48]

    # --- the statement -----------------------------------------------------------------------

    def show_statement(self) -> None:
        """Open the pane for the statement's text and put the cursor there."""
        self.pane.show()
        self._statement.setEnabled(False)
        if self.width() < 1000:
            room = self.screen().availableSize()
            self.resize(QSize(1180, self.height()).boundedTo(room * 0.95))
        self.lay_order()
        if self._is_ready and not self.pane.text():
            self.pane.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_statement(self, text: str) -> None:
        """Put a statement's text beside the form."""
        self.pane.set_text(text)
        self.show_statement()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pane.take(event.mimeData())
        self.show_statement()
        event.acceptProposedAction()

    def _statement_edited(self) -> None:
        self.reading.forget_words()
        self.statement_changed.emit(self.pane.text())
        self.changed()

    def _read(self, document: Document) -> None:
        self.show_statement()
        self.reading.read(document)
        self.lay_order()

    def _kind_typed(self, _: int) -> None:
        self.reading.kind_is_typed = True

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """The figure in the statement follows the cursor in the form; a field that was left has
        been looked at."""
        if now is None or self.pane.isHidden() or not self.isAncestorOf(now):
            return
        if before is not None and self.isAncestorOf(before):
            self.reading.confirm(self._field_of(before))
        if field := self._field_of(now):
            self.pane.show_field(field)

    def _field_of(self, widget: QWidget) -> str:
        for name, field in self._fields().items():
            if field.edit is widget:
                return name
        for edit in self.breakdowns.values():
            if line := edit.field_of(widget):
                return line
        return self.claims.field_of(widget) or ""

    # --- recording ---------------------------------------------------------------------------

    def record(self) -> None:
        """Record; what was read and never looked at is asked about once."""
        here = self.focusWidget()
        if here is not None:
            self.reading.confirm(self._field_of(here))
        if self.reading.holds_back():
            self.error.warn(
                self.say.plural(
                    "{n} field was read from the text and nobody has been in it. "
                    "F9 confirms it; Ctrl+Enter again records it as it stands.",
                    "{n} fields were read from the text and nobody has been in them. "
                    "F9 confirms them; Ctrl+Enter again records them as they stand.",
                    len(self.reading.waiting),
                )
            )
            return
        super().record()

    def commit(self) -> str:
        draft = self.read()
        self.workspace.ledger.record(draft, draft.source)
        return self.say("Recorded.")

    def read(self) -> Draft:
        """The draft that the form describes; refused at the first field that is wrong."""
        fields: dict[str, Any] = {}
        occurred = self.day.dating("occurred")
        if occurred is None:
            raise Refused("needed", "occurred")
        fields["occurred"] = str(occurred)
        fields["kind"] = check_kind(str(self.kind.currentData()))
        for leg in LEGS:
            count = read_count(self.counts[leg].text(), leg)
            if count is not None:
                fields[leg] = to_value(count)
        for edit in self.breakdowns.values():
            fields |= edit.fields()
        codes = self._mediators()
        source = read_source(self._source, self.say, self.pane.text())
        claims = tuple(self.claims.claims())
        for name in ("place", "remarks"):
            if text := self._text(name):
                fields[name] = text
        if stage := self._stage.text().strip():
            fields["part_of"] = self._parent(stage)
        checked = {name: check_value(name, value, self._words) for name, value in fields.items()}
        return Draft(checked, codes, claims, source)

    # --- what there is to say ----------------------------------------------------------------

    def look_for_alike(self) -> None:
        """Whether such an exchange is recorded already."""
        self.alike.hide()
        try:
            occurred = self.day.dating("occurred")
            returned = read_count(self.counts["returned"].text(), "returned")
        except Refused:
            return
        if occurred is None or occurred.precision in ("month", "year"):
            return
        with self.workspace.ledger.view() as view:
            found = alike(view, str(self.kind.currentData()), occurred, returned)
        if not found:
            return
        told = "; ".join(
            self.say(
                "{day}, {returned} returned ({id})",
                day=stored_day(self.say, row.occurred),
                returned="–" if row.returned is None else self.say.number(row.returned),
                id=row.id[:12],
            )
            for row in found[:3]
        )
        if any(row.is_same_count for row in found):
            self.alike.warn(self.say("This may be recorded already: {found}", found=told))
        else:
            self.alike.remark(self.say("Also recorded for these days: {found}", found=told))
        self.alike.show()

    def done(self, result: int) -> None:
        self._ask.stop()
        super().done(result)

    def use_words(self) -> None:
        """The ledger has learnt a word: offer it here too."""
        with self.workspace.ledger.view() as view:
            self._words = view.vocabulary
        for edit in self.breakdowns.values():
            edit.use_words(self._words)
        self.refresh()

    def break_down(self, leg: Leg) -> None:
        """Show the blocks of another leg, and go there."""
        self._others[leg].show()
        self.breakdowns[leg].show()
        self.lay_order()
        first = next(iter(self.breakdowns[leg].blocks.values())).rows[0].name
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(first, 0, 8 * SPACE)

    def text_of(self, name: str) -> str:
        """What stands in a line of the form."""
        return self._text(name)

    def occurred_text(self) -> str:
        """The day as the record keeps it; empty where none is stated."""
        return _day_text(self.day, "occurred")

    def published_text(self) -> str:
        return _day_text(cast(DateEdit, self._fields()["published"].edit), "published")

    def count_text(self, leg: Leg) -> str:
        """A count in the words of the record."""
        try:
            count = read_count(self.counts[leg].text(), leg)
        except Refused:
            return ""
        return "" if count is None else str(count)

    def mediator_codes(self) -> Sequence[str]:
        try:
            return self._mediators()
        except Refused:
            return ()

    def _parent(self, text: str) -> str:
        """The exchange of which this is a stage: its day as typed, or the beginning of its id."""
        try:
            return str(self._stage.dating("part_of"))
        except Refused:
            return text

    def _mediators(self) -> tuple[str, ...]:
        known = mediators(self.say.code)
        codes = []
        for name in filter(None, (part.strip() for part in self.mediators.text().split(","))):
            found = meant(known, name)
            if found is not None:
                codes.append(found.code)
                continue
            try:
                codes.append(check_mediator(name, "mediators"))
            except Refused:
                raise Refused("mediator_words", "mediators", text=name) from None
        return tuple(dict.fromkeys(codes))

    def _say_mediators(self) -> None:
        note = self._fields()["mediators"].note
        try:
            codes = self._mediators()
        except Refused as refused:
            if self.mediators.hasFocus():
                note.remark("")
            else:
                note.warn(refusal_words(self.say, refused))
            return
        known = {choice.code: choice.shown for choice in mediators(self.say.code)}
        said = ", ".join(known.get(code, code) for code in codes)
        note.remark("" if said == self.mediators.text().strip() else said)

    def _say_unlikely(self) -> None:
        """What is unlikely and yet may be so: it is said, and never stops anybody."""
        try:
            fields: dict[str, Any] = {
                leg: to_value(count)
                for leg in LEGS
                if (count := read_count(self.counts[leg].text(), leg)) is not None
            }
        except Refused:
            return
        found = from_fields({**fields, "kind": str(self.kind.currentData())}).unlikely()
        notes = self._fields()
        if "release_with_handed_over" in found:
            notes["handed_over"].note.warn(self.say("a release, and yet people were handed over"))
        if "repatriation_with_living" in found:
            notes["returned"].note.warn(
                self.say("a repatriation of remains, and yet living people are counted")
            )

    def _kind_chosen(self) -> None:
        self._show_legs()
        self.changed()

    def _show_legs(self) -> None:
        """Remains are asked for where remains returned, or where some are stated."""
        remains = self.kind.currentData() == REMAINS or bool(self.counts["remains"].text())
        self._top.fields["remains"].set_visible(remains)
        for leg in ("handed_over", "remains"):
            has_lines = bool(self.breakdowns[leg].typed())
            shown = has_lines or (leg == "remains" and remains)
            if shown or not self._is_ready or leg == "remains":
                self._others[leg].setVisible(shown)
                self.breakdowns[leg].setVisible(shown)
        self.lay_order()

    def _leave_breakdown(self, leg: Leg) -> None:
        following = [name for name in LEGS[LEGS.index(leg) + 1 :] if name in self.breakdowns]
        for other in following:
            if not self.breakdowns[other].isHidden():
                next(iter(self.breakdowns[other].blocks.values())).rows[0].name.setFocus(
                    Qt.FocusReason.TabFocusReason
                )
                return
        self.mediators.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(self.mediators, 0, 8 * SPACE)

    def _another_dimension(self) -> None:
        here = self.focusWidget()
        for edit in self.breakdowns.values():
            if here is not None and edit.isAncestorOf(here):
                edit.choose_another()
                return
        self.breakdowns["returned"].choose_another()

    def _place_of_line(self, field: str) -> tuple[QWidget, Note] | None:
        for edit in self.breakdowns.values():
            if (found := edit.place_of_line(field)) is not None:
                return found
        return None

    def _year(self) -> int:
        try:
            occurred = self.day.dating("occurred")
        except Refused:
            occurred = None
        return occurred.year if occurred else self.today().year

    def _default_day(self) -> str:
        try:
            occurred = self.day.dating("occurred")
        except Refused:
            return ""
        return f"{occurred.first:%d.%m.%Y}" if occurred else ""

    def _text(self, name: str) -> str:
        edit = self._fields()[name].edit
        return edit.text().strip() if isinstance(edit, QLineEdit) else ""


def _day_text(edit: DateEdit, field: str) -> str:
    try:
        return str(edit.dating(field) or "")
    except Refused:
        return ""
