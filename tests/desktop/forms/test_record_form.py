"""The record form, filled in with real keys as an operator does with a statement in hand."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.forms.record_form import RecordForm
from desktop.language import language
from desktop.workspace import Workspace
from domain.projections.exchanges import closures, exchange_at, exchanges
from domain.projections.mediators import notes
from domain.projections.reconciliation import reconcile
from domain.projections.sources import sources
from tests.desktop.forms.conftest import Show
from tests.desktop.forms.typist import CONTROL, Typist

REFERENCE = (
    "30.12⏎⏎189⏎⏎"  # date, kind as it is, returned; nothing said of those handed over
    "arm⏎87⏎⇥ter⏎17⏎⇤nat⏎43⏎sta⏎33⏎nav⏎24⏎⏎"
    "priv⏎173⏎off⏎14⏎⏎"
    "civ⏎2⏎⏎"
    "unit⏎⏎"
    "Coordination Headquarters⏎Statement of 30 December⏎https://koord.gov.ua/30⏎30.12⏎uk⏎"
    "ord⏎⏎11⏎⏎⏎"
    "ret⏎⏎1358⏎⏎⏎"
    "ret⏎to d⏎3956⏎⏎⏎"
    "lar⏎to d⏎230⏎3.1.24⏎⏎"
)


def texts(form: RecordForm, dimension: str) -> list[tuple[str, str, int]]:
    rows = form.breakdowns["returned"].blocks[dimension].rows
    return [(row.name.text(), row.count.text(), row.level) for row in rows]


def test_the_reference_statement_without_the_mouse(
    workspace: Workspace, show: Show, record_property: Any, qtbot: QtBot
) -> None:
    form = RecordForm(workspace)
    show(form)
    assert QApplication.focusWidget() is form.day
    typist = Typist()
    typist.type(REFERENCE)
    assert form._fields()["occurred"].note.text() == "30 December 2024"
    blocks = form.breakdowns["returned"].blocks
    assert "✓ branch closes at 189 with 2 civilians" in blocks["branch"].closure.words()
    assert "✓ rank closes at 187 of 187 with a rank" in blocks["rank"].closure.words()
    assert texts(form, "branch")[1] == ("Territorial Defence", "17", 1)
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert form.error.text() == ""
    assert not form.isVisible()
    print(f"\nthe reference statement: {typist.pressed} keystrokes")
    record_property("exercised", f"{typist.pressed} keystrokes for the reference statement")

    with workspace.view() as view:
        (row,) = exchanges(view)
        nested = [closure.within for closure in closures(view) if closure.within]
        (source,) = sources(view)
        (note,) = notes(view)
        claims = {(c.measure, c.scope): (c.value, c.as_of) for c in reconcile(view)}
    assert (row.occurred, row.returned, row.mediators, row.closes) == (
        *("2024-12-30", 189, "AE"),
        True,
    )
    assert nested == ["armed_forces"]
    assert (source.publisher, source.published, source.language) == (
        *("Coordination Headquarters", "2024-12-30"),
        "uk",
    )
    assert note.mediator == "AE"
    assert claims == {
        ("exchange_ordinal", "year:2024"): (11, "2024-12-30"),
        ("returned_total", "year:2024"): (1358, "2024-12-30"),
        ("returned_total", "all"): (3956, "2024-12-30"),
        ("largest_return", "all"): (230, "2024-01-03"),
    }
    assert typist.pressed < 260


def test_closure_follows_each_keystroke(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎10⏎⏎arm⏎4⏎nav⏎5")
    closure = form.breakdowns["returned"].blocks["branch"].closure
    assert "▲ branch is short by 1" in closure.words()
    typist.type("0")
    assert "▼ branch exceeds by 44" in closure.words()


def test_inexact_counts_say_what_they_mean(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    Typist().type("30.12⏎⏎at least 200⏎unknown⏎")
    assert form._fields()["returned"].note.text() == "at least 200"
    assert form._fields()["handed_over"].note.text() == "unknown"
    form.counts["returned"].setText("щонайменше 200")
    assert form._fields()["returned"].note.text() == "at least 200"
    form.counts["handed_over"].setText("близько 1 500")
    assert form._fields()["handed_over"].note.text() == "about 1,500"
    form.commit()
    with workspace.view() as view:
        (row,) = exchanges(view)
        found = exchange_at(view, row.id)
    assert (str(found.returned), str(found.handed_over)) == ("at least 200", "about 1500")


@pytest.mark.parametrize(
    ("typed", "name", "says"),
    [
        ("31.2⏎⏎189", "occurred", "is not a date"),
        ("30.12⏎⏎twelve", "returned", "is not a count"),
        ("⏎⏎189", "occurred", "This is needed"),
    ],
)
def test_an_error_stands_beside_its_field_and_loses_nothing(
    workspace: Workspace, show: Show, typed: str, name: str, says: str
) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type(typed)
    before = form.typed()
    typist.press(Qt.Key.Key_Return, CONTROL)
    field = form._fields()[name]
    assert form.isVisible()
    assert says in field.note.text() and field.note.text().startswith("▼")
    assert field.title in form.error.text()
    assert field.edit.hasFocus()
    assert form.typed() == before
    with workspace.view() as view:
        assert exchanges(view) == []


def test_a_wrong_row_says_so_in_its_row(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎189⏎⏎civilians⏎2⏎foo⏎3⏎⏎")
    rows = form.breakdowns["returned"].blocks["branch"].rows
    assert "a line of another breakdown: status" in rows[0].note.text()
    assert "F4 defines it" in rows[1].note.text()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert rows[0].name.hasFocus()
    assert rows[0].note.text().startswith("▼")


def test_a_part_larger_than_its_whole_is_refused_at_its_count(
    workspace: Workspace, show: Show
) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎189⏎⏎arm⏎8⏎⇥ter⏎17⏎")
    typist.press(Qt.Key.Key_Return, CONTROL)
    row = form.breakdowns["returned"].blocks["branch"].rows[1]
    assert "Territorial Defence (17) is larger than Armed Forces (8)" in row.note.text()
    assert row.count.hasFocus()


def test_rows_are_pasted_from_a_spreadsheet(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎189⏎⏎")
    QGuiApplication.clipboard().setText(
        "Armed Forces\t87\n  Територіальна оборона\t17\r\nNavy\t24\n"
    )
    typist.press(Qt.Key.Key_V, CONTROL)
    assert texts(form, "branch") == [
        ("Armed Forces", "87", 0),
        ("Territorial Defence", "17", 1),
        ("Navy", "24", 0),
        ("", "", 0),
    ]


def test_nesting_moves_what_lies_within(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    block = form.breakdowns["returned"].blocks["branch"]
    block.restore({"rows": [["Navy", "9", 0], ["Armed Forces", "8", 0], ["Air Force", "2", 1]]})
    block.rows[1].name.setFocus()
    keys.keyClick(block.rows[1].name, Qt.Key.Key_Tab)
    assert [row.level for row in block.rows[:3]] == [0, 1, 2]
    keys.keyClick(block.rows[1].name, Qt.Key.Key_Backtab)
    assert [row.level for row in block.rows[:3]] == [0, 0, 1]
    keys.keyClick(block.rows[1].name, Qt.Key.Key_Delete, CONTROL)
    assert texts(form, "branch")[:2] == [("Navy", "9", 0), ("Air Force", "2", 0)]


def test_the_other_legs_breakdown_and_how_it_is_read(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎189⏎150⏎")
    typist.press(Qt.Key.Key_H, CONTROL)
    typist.type("nav⏎20⏎")
    block = form.breakdowns["handed_over"].blocks["branch"]
    block.mode.setCurrentIndex(block.mode.findData("partition"))
    assert "is short by 130" in block.closure.words()
    fields = form.read().fields
    assert fields["handed_over.branch.navy"] == {"count": 20, "within": None}
    assert fields["handed_over.branch"] == "partition"


def test_another_dimension_by_a_key(workspace: Workspace, show: Show, qtbot: QtBot) -> None:
    form = RecordForm(workspace)
    show(form)
    edit = form.breakdowns["returned"]
    with qtbot.waitSignal(edit._menu.aboutToShow):
        from PySide6.QtCore import QTimer

        QTimer.singleShot(200, lambda: Typist().type("↓⏎"))
        keys.keyClick(form.day, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: len(edit.blocks) == 4)
    assert QApplication.focusWidget() is edit.blocks["sex"].rows[0].name
    Typist().type("wom⏎15⏎")
    assert edit.fields()["sex.women"]["count"] == 15


def test_an_exchange_recorded_already_is_said_while_typing(
    record: Workspace, show: Show, qtbot: QtBot
) -> None:
    form = RecordForm(record)
    show(form)
    Typist().type("31.12⏎⏎189")
    qtbot.waitUntil(form.alike.isVisible)
    assert "may be recorded already: 30 December 2024, 189 returned" in form.alike.text()
    Typist().type("0")
    qtbot.waitUntil(lambda: not form.alike.isVisible())


def test_arrows_move_the_day(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("1.1↓")
    assert form._fields()["occurred"].note.text() == "31 December 2024"
    typist.type("↑")
    assert form._fields()["occurred"].note.text() == "1 January 2025"


def test_figures_and_fields_follow_one_another(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace, statement="189 returned, 24 of them from the Navy.")
    show(form)
    form.pane.highlight([(0, 3, "returned"), (14, 16, "branch.navy")])
    Typist().type("30.12⏎⏎189⏎⏎nav⏎24⏎")
    rows = form.breakdowns["returned"].blocks["branch"].rows
    keys.mouseClick(
        form.pane.edit.viewport(),
        Qt.MouseButton.LeftButton,
        pos=form.pane.edit.cursorRect(form.pane._cursor(15, 15)).center(),
    )
    assert rows[0].count.hasFocus()
    assert form.pane._lit == "branch.navy"
    form.counts["returned"].setFocus()
    assert form.pane._lit == "returned"


def test_the_statements_text_is_the_sources(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    typist = Typist()
    typist.type("30.12⏎⏎189")
    typist.press(Qt.Key.Key_I, CONTROL)
    assert form.pane.edit.hasFocus()
    QGuiApplication.clipboard().setText("189 people came home.")
    typist.press(Qt.Key.Key_V, CONTROL)
    source = form.read().source
    assert source is not None and source.text == "189 people came home."


def test_every_line_has_a_name(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    widgets = [widget for widget in form.widgets() if widget.isVisibleTo(form)]
    unnamed = [w for w in widgets if not (w.accessibleName() or isinstance(w, QAbstractButton))]
    assert unnamed == []


@pytest.mark.parametrize("code", ["en", "uk"])
def test_no_key_is_given_twice(workspace: Workspace, show: Show, code: str) -> None:
    workspace.say = language(code)
    form = RecordForm(workspace, statement="189")
    show(form)
    given: dict[str, list[str]] = {}
    texts = [label.text() for label in form.findChildren(QLabel)]
    texts += [button.text() for button in form.findChildren(QAbstractButton)]
    for text in texts:
        if "&" in text:
            given.setdefault(text[text.index("&") + 1].casefold(), []).append(text)
    assert {key: texts for key, texts in given.items() if len(texts) > 1} == {}
