"""Corrections through the form: was → becomes, the impact first, conflicts settled by name."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from pytestqt.qtbot import QtBot

from desktop import actions
from desktop.forms.correct_form import CorrectForm
from desktop.forms.impact_panel import ImpactPanel
from desktop.forms.standing_form import ReinstateForm, RetractForm
from desktop.workspace import Workspace
from domain import commands
from domain.commands import Correction
from domain.events import ExchangeChanged
from domain.journal import Step
from domain.merging.files import join_file, merge_file
from domain.model.refusal import Refused
from domain.projections.conflicts import conflicts
from domain.projections.exchanges import exchange_at
from domain.projections.history import history
from domain.projections.mediators import notes
from domain.state import Subject
from domain.storage.profile import Profile
from tests.desktop.forms.conftest import Show
from tests.desktop.forms.typist import CONTROL, Typist


def last(workspace: Workspace) -> str:
    with workspace.view() as view:
        return view.find("2024-12-30", "exchange")


def become(form: CorrectForm, field: str, text: str) -> None:
    form.rows[field].set_texts(text, "")


def opened(workspace: Workspace, about: str, show: Show) -> CorrectForm:
    form = actions.correct(workspace, about, None)
    assert isinstance(form, CorrectForm)
    show(form)
    return form


def test_the_impact_is_said_in_sentences_before_anything_is_recorded(
    record: Workspace, show: Show, qtbot: QtBot
) -> None:
    form = opened(record, last(record), show)
    with record.view() as view:
        before = view.last
    row = form.rows["returned"]
    row.edit.setFocus()
    row.set_texts("", "")
    Typist().type("190")
    qtbot.waitUntil(lambda: "1,359" in form.impact.text.toPlainText())
    said = form.impact.text.toPlainText()
    assert "Returned in 2024: from 1,358 to 1,359." in said
    assert "would no longer be reproduced: exceeds (1,359)" in said
    assert "branch is short by 1" in form.closure.words()
    assert row.label.font().bold()
    with record.view() as view:
        assert view.last == before


def test_a_correction_needs_a_reason_and_a_source_and_then_is_recorded(
    record: Workspace, show: Show
) -> None:
    key = last(record)
    form = opened(record, key, show)
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Nothing is changed yet" in form.error.text()
    form.rows["branch.navy"].edit.setFocus()
    keys.keyClick(typist.target(), Qt.Key.Key_A, CONTROL)
    typist.type("25")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert form.reason.hasFocus() and "Reason: This is needed" in form.error.text()
    typist.type("a recount")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert form.source.hasFocus() and "Source: This is needed" in form.error.text()
    typist.type("https://example.org/list")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with record.view() as view:
        row = list(history(view, key))[-1]
    assert (row.field, row.was, row.became, row.reason) == ("branch.navy", "24", "25", "a recount")


def test_a_line_can_be_added_nested_and_taken_back(record: Workspace, show: Show) -> None:
    key = last(record)
    form = opened(record, key, show)
    form.another.setFocus()
    Typist().type("air f⏎3")
    form.rows["branch.air_force"].set_texts("3", "Armed Forces")
    become(form, "rank.officers", "")
    form.reason.setText("as stated")
    form.source.setText("https://example.org/list")
    form.commit()
    with record.view() as view:
        found = exchange_at(view, key)
    lines = {line.code: line for line in found.lines["returned"]}
    assert lines["branch.air_force"].within == ("branch", "armed_forces")
    assert "rank.officers" not in lines


def test_a_known_source_is_named_by_its_id(record: Workspace, show: Show) -> None:
    form = opened(record, last(record), show)
    with record.view() as view:
        before = view.one("SELECT count(*) FROM subjects WHERE kind = 'source'")
    become(form, "returned", "188")
    form.reason.setText("as stated")
    form.source.setFocus()
    Typist().type("Coord↓⏎")
    form.commit()
    with record.view() as view:
        assert view.one("SELECT count(*) FROM subjects WHERE kind = 'source'") == before


def test_a_change_made_meanwhile_is_said_and_its_value_is_not_named(
    record: Workspace, show: Show
) -> None:
    key = last(record)
    form = opened(record, key, show)
    become(form, "returned", "190")
    form.reason.setText("recount")
    form.source.setText("a list")
    other = Correction(key, {"returned": "191"}, "correction", "another recount", "their list")
    record.ledger.correct(other)
    record.changed.emit()
    assert "changed while the form is open: Returned" in form._stale.text()
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert form.isVisible() and "changed while the form was open" in form.error.text()
    form._again.click()
    assert form.rows["returned"].was.text() == "191"
    assert form.rows["returned"].texts()[0] == "190"
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with record.view() as view:
        assert list(conflicts(view)) == []


def test_recorded_all_the_same_it_is_a_conflict(record: Workspace, show: Show) -> None:
    key = last(record)
    form = opened(record, key, show)
    become(form, "returned", "190")
    form.reason.setText("recount")
    form.source.setText("a list")
    record.ledger.correct(Correction(key, {"returned": "191"}, "correction", "r", "s"))
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with record.view() as view:
        assert {str(row.value) for row in conflicts(view)} == {"190", "191"}


def test_a_conflict_is_settled_only_by_naming_every_rival(
    record: Workspace, tmp_path: Path, show: Show
) -> None:
    key = last(record)
    first = CorrectForm(record, subject(record, key))
    become(first, "returned", "190")
    first.reason.setText("r")
    first.source.setText("s")
    record.ledger.correct(Correction(key, {"returned": "191"}, "correction", "r", "s"))
    first._stale_is_seen = True
    first.commit()
    form = opened(record, key, show)
    row = form.rows["returned"]
    assert len(row.ticks) == 2
    row.set_texts("190", "")
    form.reason.setText("the list was counted again")
    form.source.setText("the list")
    row.ticks[0].setChecked(True)
    typist = Typist()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert "Tick every one of them" in row.note.text()
    row.ticks[1].setChecked(True)
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with record.view() as view:
        assert list(conflicts(view)) == []
        assert str(exchange_at(view, key).returned) == "190"
    first.reject()


def subject(workspace: Workspace, key: str) -> Subject:
    with workspace.view() as view:
        found = view.subject(key)
    assert found is not None
    return found


def test_a_half_typed_correction_is_offered_again(record: Workspace, show: Show) -> None:
    key = last(record)
    form = opened(record, key, show)
    become(form, "branch.navy", "25")
    Typist().type("⎋")
    record.ledger.correct(Correction(key, {"branch.navy": "26"}, "correction", "r", "s"))
    again = opened(record, key, show)
    assert again.band.list.currentText().startswith("Navy → 25")
    keys.keyClick(again.band.go_on, Qt.Key.Key_Space)
    assert again.rows["branch.navy"].texts()[0] == "25"
    assert "Navy: 24, now 26" in again._stale.text()
    other = opened(record, first_of(record), show)
    assert other.band.isHidden()


def first_of(workspace: Workspace) -> str:
    with workspace.view() as view:
        return view.find("2024-01-03", "exchange")


def test_a_mediator_note_is_corrected(record: Workspace, show: Show) -> None:
    with record.view() as view:
        note = notes(view)[-1]
    form = actions.correct_note(record, {"id": note.id}, None)
    assert isinstance(form, CorrectForm)
    show(form)
    typist = Typist()
    become(form, "mediator", "TR")
    become(form, "text", "Hosted the talks.")
    form.reason.setText("mixed up")
    form.source.setText("a letter")
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with record.view() as view:
        found = next(row for row in notes(view) if row.id == note.id)
    assert (found.mediator, found.text) == ("TR", "Hosted the talks.")


def test_a_claim_is_corrected_in_words(record: Workspace, show: Show) -> None:
    with record.view() as view:
        claim = view.all("SELECT id FROM records WHERE kind = 'claim' ORDER BY subject")[-1][0]
    form = opened(record, claim, show)
    become(form, "value", "231")
    become(form, "scope", "2024")
    assert form.values() == {"value": "231", "scope": "year:2024"}


def test_undo_is_a_correction_that_names_the_change(record: Workspace, show: Show) -> None:
    key = last(record)
    (event,) = [
        event
        for event in record.ledger.correct(
            Correction(key, {"branch.navy": "25"}, "correction", "typo", "a list")
        )
        if isinstance(event.body, ExchangeChanged)
    ]
    with record.view() as view:
        row = list(history(view, key))[-1]
    form = actions.undo(record, {"position": row.position}, None)
    assert isinstance(form, CorrectForm)
    show(form)
    assert form.rows["branch.navy"].texts()[0] == "24"
    assert form.reason.text() == "undo of the change of 7 January 2025 (typo)"
    form.source.setText("the statement")
    Typist().press(Qt.Key.Key_Return, CONTROL)
    with record.view() as view:
        undone = view.events_of(key)[-1][1]
    assert isinstance(undone.body, ExchangeChanged) and undone.body.undoes == event.id


@pytest.mark.parametrize("what", ["retraction", "record", "merge", "disposition"])
def test_what_else_is_undone(record: Workspace, show: Show, what: str) -> None:
    key = last(record)
    if what == "retraction":
        record.ledger.retract(key, "x")
    elif what == "merge":
        record.ledger.merge_duplicates(first_of(record), [key], "same")
    with record.view() as view:
        position = view.last
        if what == "record":
            position = view.events_of(key)[0][0]
    if what == "disposition":
        with record.view() as view:
            claim = view.all("SELECT id FROM records WHERE kind = 'claim' ORDER BY subject")[-1][0]
        record.ledger.dispose(claim, "rounding", "x")
        position += 1
    form = actions.undo(record, {"position": position}, None)
    assert form is not None
    show(form)
    expected = {"retraction": ReinstateForm, "record": RetractForm, "merge": ReinstateForm}
    if what in expected:
        assert isinstance(form, expected[what])


def test_what_cannot_be_undone_is_said(record: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(record.told) as told:
        assert actions.undo(record, {"position": 1}, None) is None
    assert told.args == ["This cannot be undone; define or name it again instead.", True]


def test_a_slow_ledger_is_asked_more_rarely(record: Workspace, qtbot: QtBot) -> None:
    def plan() -> list[Step]:
        qtbot.wait(120)
        with record.view() as view:
            return commands.retract(view, last(record), "–", None)

    panel = ImpactPanel(record, plan)
    qtbot.addWidget(panel)
    panel.show_now()
    assert panel._pause.interval() >= 480


def test_two_operators_conflict_is_shown_with_their_names(
    record: Workspace, tmp_path: Path, show: Show
) -> None:
    key = last(record)
    path = tmp_path / "theirs.ledger"
    theirs = join_file(path, Profile.load(tmp_path / "other"), record.ledger.path, operator="Petro")
    theirs.correct(Correction(key, {"returned": "191"}, "correction", "r", "s"))
    theirs.close()
    record.ledger.correct(Correction(key, {"returned": "190"}, "correction", "r", "s"))
    merge_file(record.ledger, path)
    form = opened(record, key, show)
    said = " ".join(tick.text() for tick in form.rows["returned"].ticks)
    assert "replaces 191, recorded by Petro" in said
    with pytest.raises(Refused):
        form.rows["returned"].typed()
