"""The small forms: each does its one act, asks for what it needs, and names every control."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget

from desktop import actions
from desktop.forms.act_form import ActForm
from desktop.forms.claim_form import ClaimForm, OpeningForm
from desktop.forms.correct_form import CorrectForm
from desktop.forms.dispose_form import DisposeForm
from desktop.forms.entry_form import EntryForm
from desktop.forms.merge_form import MergeForm
from desktop.forms.note_form import NoteForm
from desktop.forms.record_form import RecordForm
from desktop.forms.words_form import CategoryForm, PolicyForm, code_from
from desktop.language import language
from desktop.theme import CONTRAST, DARK, LIGHT, Theme, apply_theme
from desktop.workspace import Workspace
from domain.commands import Correction
from domain.model.draft import read_draft
from domain.projections.exchanges import exchange_at, exchanges
from domain.projections.mediators import notes
from domain.projections.openings import openings
from domain.projections.reconciliation import reconcile
from tests.desktop.forms.conftest import Show
from tests.desktop.forms.typist import CONTROL, Typist


def last(workspace: Workspace) -> str:
    with workspace.view() as view:
        return view.find("2024-12-30", "exchange")


def records(typist: Typist, form: QDialog) -> None:
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible(), getattr(form, "error", QLabel()).text()


def test_a_mediator_note(record: Workspace, show: Show) -> None:
    form = actions.add_note(record, {"id": last(record)}, None)
    assert isinstance(form, NoteForm)
    show(form)
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Mediator: This is needed" in form.error.text()
    typist.type("nobody")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "not a mediator known here" in form.error.text()
    typist.type("tur⏎host⏎Hosted the talks.")
    records(typist, form)
    with record.view() as view:
        row = notes(view, last(record))[-1]
    assert (row.mediator, row.role, row.text) == ("TR", "host", "Hosted the talks.")


def test_retract_and_reinstate_show_what_would_change(record: Workspace, show: Show) -> None:
    form = actions.retract(record, {"id": last(record)}, None)
    assert isinstance(form, ActForm) and form.impact is not None
    show(form)
    form.impact.show_now()
    assert "Returned in 2024: from 1,358 to 1,169." in form.impact.text.toPlainText()
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Reason: This is needed" in form.error.text()
    typist.type("entered twice")
    records(typist, form)
    again = actions.reinstate(record, {"id": last(record)}, None)
    show(again)
    typist.type("it was not")
    records(typist, again)
    with record.view() as view:
        assert next(r for r in exchanges(view) if r.id == last(record)).standing == "reinstated"


def test_a_retraction_rests_on_what_the_form_showed(record: Workspace, show: Show) -> None:
    form = actions.retract(record, {"id": last(record)}, None)
    assert isinstance(form, EntryForm)
    show(form)
    typist = Typist()
    typist.type("entered twice")
    record.ledger.correct(Correction(last(record), {"returned": "190"}, "correction", "r", "s"))
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert form.isVisible() and "changed while the form was open" in form.error.text()
    records(typist, form)


def twins(workspace: Workspace) -> list[str]:
    made = [
        {"occurred": "2024-12-30", "kind": "exchange", "returned": 189, "place": "Sumy"},
        {"occurred": "2024-12-31", "kind": "exchange", "returned": 189, "handed_over": 150},
    ]
    return [
        next(
            event.id
            for event in workspace.ledger.record(read_draft(draft))
            if event.header.topic == "exchange.recorded.1"
        )
        for draft in made
    ]


def test_duplicates_are_merged_field_by_field(workspace: Workspace, show: Show) -> None:
    one, other = twins(workspace)
    form = actions.merge(workspace, [{"id": one}, {"id": other}], None)
    assert isinstance(form, MergeForm)
    show(form)
    assert set(form.values) == {"occurred", "handed_over", "place"}
    keys.keyClick(form.values["handed_over"].button(1), Qt.Key.Key_Space)
    form._fields()["reason"].edit.setFocus()
    typist = Typist()
    typist.type("the same night")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Source: This is needed" in form.error.text()
    typist.type("https://example.org/list")
    records(typist, form)
    with workspace.view() as view:
        kept = exchange_at(view, one)
        counting = [row.id for row in exchanges(view) if row.counting == row.id]
    assert counting == [one]
    assert (str(kept.occurred), str(kept.handed_over), kept.place) == ("2024-12-30", "150", "Sumy")


def test_a_conflict_of_the_record_that_goes_on_is_settled_first(
    workspace: Workspace, show: Show
) -> None:
    one, other = twins(workspace)
    with workspace.view() as view:
        subject = view.subject(one)
    assert subject is not None
    shown = {field: subject.head_ids(field) for field in subject.registers}
    for place in ("Kyiv", "Lviv"):
        workspace.ledger.correct(
            Correction(one, {"place": place}, "correction", "r", "s", shown=shown)
        )
    form = actions.merge(workspace, [one, other], None)
    assert isinstance(form, MergeForm)
    show(form)
    form.values["place"].button(1).click()
    form.restore({**form.typed(), "reason": "same", "source": "a list"})
    Typist().press(Qt.Key.Key_Return, CONTROL)
    assert "Settle it by a correction first" in form._said.text()
    form.values["place"].button(0).click()
    records(Typist(), form)


def test_another_record_may_go_on(workspace: Workspace, show: Show) -> None:
    one, other = twins(workspace)
    form = actions.merge(workspace, [one, other], None)
    assert isinstance(form, MergeForm)
    show(form)
    keys.keyClick(form._survivors[1], Qt.Key.Key_Space)
    assert form._merged() == (other, [one], {})
    form._fields()["reason"].edit.setFocus()
    typist = Typist()
    typist.type("the same night")
    records(typist, form)
    with workspace.view() as view:
        assert [row.id for row in exchanges(view) if row.counting == row.id] == [other]


def test_a_claim_in_words(record: Workspace, show: Show) -> None:
    form = actions.add_claim(record, {"id": last(record)}, None)
    assert isinstance(form, ClaimForm)
    show(form)
    typist = Typist()
    typist.type("returned in this⏎⏎190⏎30.12⏎190 came home⏎")
    assert form.value("scope") == "this exchange"
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Source: This is needed" in form.error.text()
    typist.type("another paper")
    records(typist, form)
    with record.view() as view:
        row = next(c for c in reconcile(view) if c.measure == "returned")
    assert (row.scope, row.value, row.computed, row.as_of) == ("exchange", 190, 189, "2024-12-30")


def test_a_claim_about_one_exchange_needs_one(record: Workspace, show: Show) -> None:
    form = actions.add_claim(record)
    assert isinstance(form, ClaimForm)
    show(form)
    typist = Typist()
    typist.type("ord⏎2024⏎11⏎⏎⏎⏎somebody")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "speaks of one exchange" in form.error.text()


def test_a_difference_is_explained(record: Workspace, show: Show) -> None:
    with record.view() as view:
        row = next(c for c in reconcile(view) if c.computed is not None)
    form = actions.dispose(record, {"id": row.id}, None)
    assert isinstance(form, DisposeForm)
    show(form)
    typist = Typist()
    typist.type("sc⏎a release in June is not numbered")
    records(typist, form)
    with record.view() as view:
        found = next(c for c in reconcile(view) if c.id == row.id)
    assert found.disposition == "scope_differs"


def test_an_opening_balance(workspace: Workspace, show: Show) -> None:
    form = actions.state_opening(workspace, None)
    assert isinstance(form, OpeningForm)
    show(form)
    typist = Typist()
    typist.type("ret⏎to d⏎2000⏎31.12.23⏎Headquarters")
    records(typist, form)
    with workspace.view() as view:
        (row,) = openings(view, view.policy("all-returns"))
    assert (row.measure, row.scope, row.opening, row.as_of) == (
        *("returned_total", "all", 2000),
        "2023-12-31",
    )


def test_a_category_is_defined_and_at_once_offered(workspace: Workspace, show: Show) -> None:
    form = actions.record(workspace, None)
    assert isinstance(form, RecordForm)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎9⏎⏎Coast Guard")
    row = form.breakdowns["returned"].blocks["branch"].rows[0]
    if row.name.is_open():
        typist.type("⎋")
    keys.keyClick(row.name, Qt.Key.Key_F4)
    asked = form.findChild(CategoryForm)
    assert asked is not None
    show(asked)
    assert (asked.value("dimension"), asked.value("en")) == ("branch", "Coast Guard")
    asked._fields()["uk"].edit.setProperty("text", "Берегова охорона")
    records(typist, asked)
    assert form.breakdowns["returned"].blocks["branch"].read().wrong[0].code == "needed"


def test_a_dimension_of_its_own(workspace: Workspace, show: Show) -> None:
    form = actions.define_category(workspace, None)
    assert isinstance(form, CategoryForm)
    show(form)
    Typist().type("Prison⏎Colony ten⏎")
    form._fields()["uk"].edit.setProperty("text", "Колонія № 10")
    records(Typist(), form)
    with workspace.view() as view:
        assert view.vocabulary.category_name("prison", "colony_ten", "uk") == "Колонія № 10"


def test_a_counting_policy(workspace: Workspace, show: Show) -> None:
    form = actions.define_policy(workspace, None)
    assert isinstance(form, PolicyForm)
    show(form)
    typist = Typist()
    typist.type("Civilians home")
    form.kinds["release"].click()
    form.persons.setText("civilians")
    records(typist, form)
    with workspace.view() as view:
        policy = view.policy("civilians_home")
    assert (policy.kinds, policy.persons) == (("exchange", "release"), "status.civilian")


def test_codes_are_made_from_names() -> None:
    assert code_from("State Guard (2)") == "state_guard_2"
    assert code_from("Щит і меч") == "shchyt_i_mech"


OPEN: dict[str, Callable[[Workspace], QDialog | None]] = {
    "record": lambda w: actions.record(w, None, "189 came home"),
    "correct": lambda w: actions.correct(w, last(w), None),
    "note": lambda w: actions.add_note(w, last(w), None),
    "retract": lambda w: actions.retract(w, last(w), None),
    "merge": lambda w: actions.merge(w, two(w), None),
    "claim": lambda w: actions.add_claim(w, last(w), None),
    "dispose": lambda w: actions.dispose(w, a_claim(w), None),
    "opening": lambda w: actions.state_opening(w, None),
    "category": lambda w: actions.define_category(w, None),
    "policy": lambda w: actions.define_policy(w, None),
}


def two(workspace: Workspace) -> list[str]:
    with workspace.view() as view:
        return [row.id for row in exchanges(view)[-2:]]


def a_claim(workspace: Workspace) -> str:
    with workspace.view() as view:
        return reconcile(view)[-1].id


@pytest.mark.parametrize("code", ["en", "uk"])
@pytest.mark.parametrize("name", OPEN)
def test_every_control_has_a_name_and_a_key_of_its_own(
    record: Workspace, show: Show, name: str, code: str
) -> None:
    record.say = language(code)
    form = OPEN[name](record)
    assert isinstance(form, EntryForm)
    show(form)
    for widget in form.widgets():
        if widget.isVisibleTo(form):
            assert widget.accessibleName() or isinstance(widget, QAbstractButton), widget
    texts = [label.text() for label in form.findChildren(QLabel)]
    texts += [button.text() for button in form.findChildren(QAbstractButton)]
    given: dict[str, list[str]] = {}
    for text in texts:
        if "&" in text:
            given.setdefault(text[text.index("&") + 1].casefold(), []).append(text)
    assert {key: some for key, some in given.items() if len(some) > 1} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", OPEN)
def test_nothing_is_clipped_in_twice_the_size(
    record: Workspace, show: Show, qapp: object, name: str, theme: Theme
) -> None:
    from PySide6.QtWidgets import QApplication

    assert isinstance(qapp, QApplication)
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(font)
    apply_theme(qapp, theme)
    try:
        form = OPEN[name](record)
        assert isinstance(form, EntryForm)
        show(form)
        qapp.processEvents()
        for label in form.page.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap():
                assert label.width() >= label.minimumSizeHint().width(), label.text()
        assert form.ok.width() >= form.ok.minimumSizeHint().width()
        assert form.height() <= form.screen().availableSize().height()
    finally:
        qapp.setFont(before)
        apply_theme(qapp, LIGHT)


def test_the_list_of_actions_opens_each(record: Workspace, show: Show, parent: QWidget) -> None:
    keys_given = [action.key for action in actions.ACTIONS if action.key]
    assert len(set(keys_given)) == len(keys_given)
    with record.view() as view:
        note = notes(view)[-1].id
        source = view.all("SELECT id FROM subjects WHERE kind = 'source'")[0][0]
        position = view.last
    about: dict[str, object] = {
        "exchange": {"id": last(record)},
        "exchanges": two(record),
        "note": {"id": note},
        "claim": {"id": a_claim(record)},
        "source": {"id": source},
        "event": {"position": position},
    }
    for action in actions.ACTIONS:
        assert action.title(language("uk")) != action.title(language("en"))
        if action.name == "reinstate":
            continue
        if action.needs == "nothing":
            form = action.open(record, parent)
        else:
            form = action.open(record, about[action.needs], parent)
        assert form is not None, action.name
        show(form)
        form.reject()


def test_esc_in_a_small_form_loses_nothing(record: Workspace, show: Show) -> None:
    form = actions.add_note(record, last(record), None)
    show(form)
    typist = Typist()
    typist.type("tur⏎⏎Hosted")
    typist.type("⎋")
    assert not form.isVisible()
    again = actions.add_note(record, last(record), None)
    assert isinstance(again, NoteForm)
    show(again)
    again.band.go_on.click()
    assert (again.value("mediator"), again.value("text")) == ("Türkiye", "Hosted")


def test_a_correction_form_is_a_dialog_of_its_record(record: Workspace, show: Show) -> None:
    form = actions.correct(record, {"id": "nothing"}, None)
    assert form is None
    form = actions.correct(record, last(record), None)
    assert isinstance(form, CorrectForm)
    show(form)
