"""The reader beside the record form: fills what is empty, marks it, has it confirmed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.forms.change_row import field_title
from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.field import Note
from desktop.forms.filling import Filled, Offer, fill_claims, fill_line, fill_lines
from desktop.forms.read_band import ReadBand
from desktop.forms.read_colours import colour, tint
from desktop.forms.typed_field import read_count
from desktop.forms.words import stored_day
from domain.model.closure_words import closure_words
from domain.model.exchange import line_field, value_text
from domain.model.naming import mediators
from domain.model.refusal import Refused
from domain.model.vocabulary import LEGS
from domain.statements.document import Document
from domain.statements.documents import document_of
from domain.statements.proposal import Proposal, propose
from domain.statements.reasons import NO_EXCHANGE
from domain.statements.second import Same, find_same, record_claims

if TYPE_CHECKING:
    from desktop.forms.record_form import RecordForm


class StatementReading(QObject):
    """What was read into one form, and which of it nobody has looked at yet."""

    revision_asked = Signal(object, object)  # Same, Proposal

    def __init__(self, form: "RecordForm") -> None:
        super().__init__(form)
        self.form = form
        self.say = form.say
        self.band = ReadBand(form.say)
        self.band.confirmed.connect(self.confirm_all)
        self.band.rebuilt.connect(form.lay_order)
        self.waiting: list[str] = []
        self.is_warned = False
        self._coloured: list[QWidget] = []
        self._marked: dict[str, Note] = {}
        self._words: list[tuple[int, int, str]] = []
        self._stated: dict[str, str] = {}  # the counts of the text, by field
        self.kind_is_typed = False

    # --- reading -----------------------------------------------------------------------------

    def read(self, document: Document) -> None:
        """A text was given: fill the form from it, unless it is recorded or tells nothing."""
        self.band.clear()
        self.is_warned = False
        proposal = self._propose(document)
        if proposal.draft is None:
            reason = NO_EXCHANGE[proposal.reading.reason or "something else"]
            self.band.tell(f"{self.say(reason)} {self.say('Nothing was filled in.')}")
            return
        with self.form.workspace.ledger.view() as view:
            same = find_same(view, proposal.draft, proposal.source)
        if same:
            for one in same:
                self._ask(one, proposal)
            return
        self.fill(proposal)

    def show(self, text: str, waiting: Sequence[str]) -> None:
        """A kept draft is taken up: show again what its fields rest on, and fill nothing."""
        self.waiting = list(waiting)
        if text.strip():
            try:
                document = document_of(text.encode("utf-8", "replace"), "")
            except Refused:
                return
            self._propose(Document(text=text, title=document.title))
        self.form.refresh()

    def _propose(self, document: Document) -> Proposal:
        proposal = propose(document, self.form.words)
        self._words = list(proposal.words)
        self._stated = _counts(proposal)
        say = self.say
        unused = [
            (*number.span, say("not used: {why}", why=say(number.why)))
            for number in proposal.reading.unused
        ]
        double = say("not used: the record has one line for each category")
        unused += [(*span, double) for span in proposal.left_out]
        self._unused = unused
        self._highlight({})
        if not proposal.reading.is_whole:
            read_to = say.number(proposal.reading.read_to)
            self.band.tell(say("Only the first {n} characters were read.", n=read_to))
        return proposal

    def _highlight(self, places: Mapping[str, str]) -> None:
        self._words = [(start, end, places.get(f, f)) for start, end, f in self._words]
        self.form.pane.highlight(self._words, self._unused)

    # --- filling -----------------------------------------------------------------------------

    def fill(self, proposal: Proposal) -> None:
        """Write the draft into the empty fields; what stands otherwise is offered."""
        form, draft = self.form, proposal.draft
        assert draft is not None
        into = Filled()
        fields = form.named_fields()

        def line(name: str, stated: str, here: str) -> None:
            edit = fields[name].edit
            assert isinstance(edit, QLineEdit)
            fill_line(edit, fields[name].title, name, stated, stated == here, into)
            edit.setCursorPosition(0)

        line("occurred", str(draft.fields.get("occurred") or ""), form.occurred_text())
        self._fill_kind(str(draft.fields["kind"]), into)
        for leg in LEGS:
            line(leg, value_text(draft.fields.get(leg)), form.count_text(leg))
        fill_lines(form.breakdowns["returned"], draft.fields, self.say, into)
        known = {choice.code: choice.shown for choice in mediators(self.say.code)}
        names = ", ".join(known.get(code, code) for code in draft.mediators)
        is_known = set(draft.mediators) <= set(form.mediator_codes())
        line("mediators", names, names if is_known else "")
        source = proposal.source
        for name in ("publisher", "title", "address"):
            line(name, getattr(source, name), form.text_of(name))
        line("published", source.published, form.published_text())
        spoken = fields["language"].edit
        if isinstance(spoken, ChoiceEdit) and not spoken.text() and source.language:
            spoken.show_code(source.language)
            into.fields.append("language")
        fill_claims(form.claims, draft.claims, self.say, into)
        self._highlight(into.places)
        self.waiting = [*self.waiting, *(f for f in into.fields if f not in self.waiting)]
        for offer in into.offers:
            self.band.offer(offer, partial(self._take, offer))
        form.changed()
        form.refresh()

    def _fill_kind(self, kind: str, into: Filled) -> None:
        box = self.form.kind
        if box.currentData() == kind:
            into.fields.append("kind")
        elif box.currentIndex() == 0 and not self.kind_is_typed:
            box.setCurrentIndex(box.findData(kind))
            into.fields.append("kind")
        else:
            at = box.findData(kind)
            title = self.form.named_fields()["kind"].title
            stated, here = box.itemText(at), box.currentText()
            into.offers.append(
                Offer(title, stated, here, partial(box.setCurrentIndex, at), ("kind",))
            )

    def _take(self, offer: Offer) -> None:
        offer.take()
        self.waiting = [f for f in self.waiting if f not in offer.fields]
        self.form.changed()

    # --- an exchange that is recorded already ------------------------------------------------

    def _ask(self, same: Same, proposal: Proposal) -> None:
        say = self.say
        place = {"exchange": same.exchange[:12], "day": self._shown("occurred", same.occurred)}
        words = [
            say("Recorded already from this very text: {exchange} ({day})", **place)
            if same.is_same_text
            else say("Recorded already, it seems: {exchange} ({day})", **place)
        ]
        words += [
            say(
                "  {field}: recorded {recorded}, stated {stated}",
                field=field_title(found.field, self.form.words, say),
                recorded=self._shown(found.field, found.recorded) or "—",
                stated=self._shown(found.field, found.stated),
            )
            for found in same.differences
        ]
        if not same.differences:
            words.append(say("  no figure differs"))
        revise = (
            say("Correct as a revision…"),
            say("the source changed its figures: opens the record with them"),
            lambda: self.revision_asked.emit(same, proposal),
        )
        keep = (
            say("Keep as rival claims"),
            say("the record stays as it is, these figures stand beside it"),
            lambda: self._keep(same, proposal),
        )
        another = (
            say("Another exchange"),
            say("fills the form from the text"),
            lambda: self._another(proposal),
        )
        ways = (revise, keep, another) if same.differences else (keep, another)
        self.band.ask("\n".join(words), ways)

    def _shown(self, field: str, text: str) -> str:
        return stored_day(self.say, text) if field == "occurred" and text else text

    def _keep(self, same: Same, proposal: Proposal) -> None:
        assert proposal.draft is not None
        try:
            events = record_claims(
                self.form.workspace.ledger, same, proposal.draft, proposal.source
            )
        except Refused as refused:
            self.form.show_refusal(refused)
            return
        say = self.say
        self.form.finish(
            say("Kept as claims of the source.") if events else say("It is all recorded already.")
        )

    def _another(self, proposal: Proposal) -> None:
        self.band.clear()
        self.fill(proposal)

    # --- what is to be confirmed -------------------------------------------------------------

    def confirm(self, field: str) -> None:
        """The operator has been in this field."""
        if field in self.waiting:
            self.waiting.remove(field)
            self.form.changed()

    def confirm_all(self) -> None:
        self.waiting = []
        self.form.changed()
        self.form.error.remark("")

    def holds_back(self) -> bool:
        """Whether to ask, once, before fields are recorded that nobody has looked at."""
        if not self.waiting or self.is_warned:
            return False
        self.is_warned = True
        return True

    # --- what is shown -----------------------------------------------------------------------

    def forget_words(self) -> None:
        """The text is another one: nothing rests on its words until it is read."""
        self._words = []

    def paint(self) -> None:
        """At each keystroke: colours, marks, and the figures that do not close."""
        self.waiting = [field for field in self.waiting if self.form.place_of(field) is not None]
        for widget in self._coloured:
            colour(widget, "")
            widget.setAccessibleDescription("")
        for note in self._marked.values():
            note.setToolTip("")
        self._coloured, told = [], {}
        for field in dict.fromkeys([*(word[2] for word in self._words), *self.waiting]):
            at = self.form.place_of(field)
            if at is None:
                continue
            widget, note = at
            told[field] = self.form.title_of(field)
            if field in self._stated and self._stated[field] != _count_in(widget):
                self._say_other(field, widget, note)
            else:
                self._coloured.append(widget)
                colour(widget, tint(field))
            if field in self.waiting:
                self._mark(field, widget, note)
        for field in [field for field in self._marked if field not in self.waiting]:
            note = self._marked.pop(field)
            if note.text() == self._mark_words():
                note.remark("")
        self.band.show_waiting(len(self.waiting))
        self.form.pane.tell(told, self._troubles())

    def _say_other(self, field: str, widget: QWidget, note: Note) -> None:
        """What stands in the field is not what its words say: it does not rest on them."""
        if isinstance(widget, QLineEdit) and widget.text().strip():
            note.also(self.say("the text says {stated}", stated=self._stated[field]))

    def _mark_words(self) -> str:
        return self.say("◇ to be confirmed")

    def _mark(self, field: str, widget: QWidget, note: Note) -> None:
        rests_on = self.form.pane.words_of(field)
        words = self.say("read from the text, to be confirmed")
        words = f"{words}: “{rests_on}”" if rests_on else words
        widget.setAccessibleDescription(words)
        note.also(self._mark_words())
        note.setToolTip(words)
        self._marked[field] = note

    def _troubles(self) -> dict[str, str]:
        """What does not close, by the fields whose figures are in it."""
        found: dict[str, str] = {}
        for leg, edit in self.form.breakdowns.items():
            for closure in edit.closures:
                if closure.status not in ("short", "exceeds"):
                    continue
                words = closure_words(closure, self.say.code, self.form.words)
                base = line_field(leg, *closure.within) if closure.within else leg
                lines: list[Any] = [
                    line for block in edit.blocks.values() for line in block.read().lines.values()
                ]
                names = [
                    line_field(leg, line.dimension, line.category)
                    for line in lines
                    if line.dimension == closure.dimension and line.within == closure.within
                ]
                found |= dict.fromkeys([base, *names], words)
        return found


def _counts(proposal: Proposal) -> dict[str, str]:
    """The counts that a text states, in the words of the record, by field."""
    if proposal.draft is None:
        return {}
    found: dict[str, str] = {}
    for field, value in proposal.draft.fields.items():
        if field in LEGS:
            found[field] = value_text(value)
        elif isinstance(value, dict) and "count" in value:
            found[field] = value_text(value["count"])
    return found


def _count_in(widget: QWidget) -> str:
    if not isinstance(widget, QLineEdit):
        return ""
    try:
        count = read_count(widget.text(), "")
    except Refused:
        return widget.text()
    return "" if count is None else str(count)
