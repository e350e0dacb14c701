"""A statement given to the record form: what is filled, marked, offered, and asked about."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import actions
from desktop.forms.correct_form import CorrectForm
from desktop.forms.read_colours import GROUPS, TINTS
from desktop.forms.record_form import RecordForm
from desktop.language import language
from desktop.theme import THEMES
from desktop.workspace import Workspace
from domain.projections.exchanges import exchange_at, exchanges
from domain.projections.mediators import notes
from domain.projections.reconciliation import reconcile
from domain.projections.sources import sources
from tests.desktop.forms.conftest import Show
from tests.desktop.forms.typist import CONTROL, Typist
from tests.domain.helpers import ROOT, SHARED

REFERENCE = SHARED / "data" / "statements" / "2024-12-30-reference.txt"
UKRAINIAN = ROOT / "tests" / "statements" / "open" / "020.txt"
SHORT = (
    "KYIV, 30 December 2024 — Ukraine brought 189 of its people home from Russian captivity today "
    "in a prisoner exchange. 87 of them served in the Armed Forces, 102 in the National Guard. "
    "The youngest is 21 years old."
)

needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="no reference statement here")


def rows(form: RecordForm, dimension: str) -> list[tuple[str, str, int]]:
    block = form.breakdowns["returned"].blocks[dimension]
    return [
        (row.name.text(), row.count.text(), row.level)
        for row in block.rows
        if not row.row().is_empty
    ]


def opened(workspace: Workspace, show: Show, path: Path) -> RecordForm:
    form = RecordForm(workspace)
    show(form)
    form.pane.open(path)
    return form


def paste(form: RecordForm, text: str) -> None:
    form.show_statement()
    form.pane.edit.setFocus()
    QGuiApplication.clipboard().setText(text)
    keys.keyClick(form.pane.edit, Qt.Key.Key_V, CONTROL)


def button(form: RecordForm, text: str) -> QPushButton:
    (found,) = [one for one in form.reading.band.buttons if one.text() == text]
    return found


@needs_reference
def test_the_reference_statement_fills_the_form_and_is_recorded(
    workspace: Workspace, show: Show
) -> None:
    form = opened(workspace, show, REFERENCE)
    assert form.day.text() == "2024-12-30"
    assert form.counts["returned"].text() == "189"
    assert rows(form, "branch") == [
        ("Armed Forces", "87", 0),
        ("Territorial Defence", "17", 1),
        ("National Guard", "43", 0),
        ("State Border Guard", "33", 0),
        ("Navy", "24", 0),
    ]
    assert rows(form, "rank") == [("privates and sergeants", "173", 0), ("officers", "14", 0)]
    assert form.mediators.text() == "United Arab Emirates"
    resting = {field: form.pane.words_of(field) for field in form.reading.waiting}
    assert resting["returned"] == "189"
    assert resting["branch.territorial_defence"] == "17"
    assert resting["claims/2"] == "11th"
    without = {field for field, words in resting.items() if not words}
    assert without == {"title", "published", "language"}  # the file's, and not words of the text
    keys.keyClick(form.day, Qt.Key.Key_F9)
    assert form.reading.waiting == []
    keys.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with workspace.view() as view:
        (row,) = exchanges(view)
        (source,) = sources(view)
        claims = {(claim.measure, claim.scope): claim.value for claim in reconcile(view)}
    assert (row.occurred, row.returned, row.mediators, row.closes) == (
        *("2024-12-30", 189, "AE"),
        True,
    )
    assert (source.published, source.language) == ("2024-12-30", "en")
    assert claims == {
        ("exchange_ordinal", "year:2024"): 11,
        ("returned_total", "year:2024"): 1358,
        ("returned_total", "all"): 3956,
        ("largest_return", "all"): 230,
    }


def test_a_ukrainian_statement_in_a_ukrainian_window(workspace: Workspace, show: Show) -> None:
    own = Workspace(workspace.ledger, language("uk"), workspace.settings)
    form = opened(own, show, UKRAINIAN)
    assert form.counts["returned"].text() == "140"
    assert [row[1] for row in rows(form, "branch")] == ["82", "15", "22", "11", "10"]
    assert [row[1] for row in rows(form, "sex")] == ["132", "8"]
    assert form._fields()["returned"].note.text() == "◇ підтвердьте"
    assert "полів" in form.reading.band.waiting.text()
    draft = form.read()
    assert draft.fields["branch.navy"] == {"count": 11, "within": None}
    assert draft.source is not None and draft.source.language == "uk"


def test_what_was_typed_stays_and_what_differs_is_offered(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    Typist().type("30.12⏎⏎190⏎⏎nat⏎101⏎⏎")
    paste(form, SHORT)
    assert form.day.text() == "30.12"
    assert form.counts["returned"].text() == "190"
    assert rows(form, "branch") == [("National Guard", "101", 0)]
    assert not {"occurred", "returned", "branch.national_guard"} & set(form.reading.waiting)
    offered = [one.toolTip() for one in form.reading.band.buttons]
    assert offered == [
        "Returned: the text says 189, here stands 190",
        "Armed Forces: the text says 87, here stands nothing",
        "National Guard: the text says 102, here stands 101",
    ]
    for _ in range(3):
        form.reading.band.buttons[0].click()
    assert form.counts["returned"].text() == "189"
    assert sorted(rows(form, "branch")) == [("Armed Forces", "87", 0), ("National Guard", "102", 0)]
    assert form.reading.band.buttons == []


def test_a_field_is_confirmed_by_being_in_it(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    note = form._fields()["returned"].note
    assert note.text() == "◇ to be confirmed"
    assert "“189”" in form.counts["returned"].accessibleDescription()
    form.counts["returned"].setFocus()
    assert "returned" in form.reading.waiting
    keys.keyClick(form.counts["returned"], Qt.Key.Key_Return)
    assert "returned" not in form.reading.waiting
    assert note.text() == ""


def test_recording_what_nobody_looked_at_is_asked_once(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    keys.keyClick(form.pane.edit, Qt.Key.Key_Return, CONTROL)
    assert form.isVisible()
    assert "Ctrl+Enter again" in form.error.text()
    with workspace.view() as view:
        assert exchanges(view) == []
    keys.keyClick(form.pane.edit, Qt.Key.Key_Return, CONTROL)
    assert not form.isVisible()
    with workspace.view() as view:
        assert [row.returned for row in exchanges(view)] == [189]


def test_figure_and_field_share_a_colour_and_find_each_other(
    workspace: Workspace, show: Show
) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    edit = form.pane.edit
    at = SHORT.index("87")
    keys.mouseClick(
        edit.viewport(),
        Qt.MouseButton.LeftButton,
        pos=edit.cursorRect(form.pane._cursor(at + 1, at + 1)).center(),
    )
    count = form.breakdowns["returned"].blocks["branch"].rows[0].count
    assert count.hasFocus()
    keys.keyClick(count, Qt.Key.Key_F6)
    assert edit.hasFocus() and edit.textCursor().position() == at
    assert form.pane.said.text() == "Armed Forces"
    keys.keyClick(edit, Qt.Key.Key_F6)
    assert count.hasFocus()
    form.day.setFocus()
    base = count.palette().color(QPalette.ColorRole.Base)
    marked = {
        selection.cursor.selectedText(): selection.format.background().color()
        for selection in edit.extraSelections()
    }
    assert marked["87"] == base
    assert marked["189"] != base


def test_a_number_that_was_not_used_says_why(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    at = SHORT.index("21 years")
    form.pane.edit.setTextCursor(form.pane._cursor(at + 1, at + 1))
    assert form.pane.said.text() == "not used: counts something else than people"
    dotted = [
        selection.cursor.selectedText()
        for selection in form.pane.edit.extraSelections()
        if selection.format.underlineStyle() == selection.format.UnderlineStyle.DotLine
    ]
    assert "21" in dotted


def test_a_figure_that_does_not_close_is_pointed_at(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT.replace("102", "112"))
    at = SHORT.index("102")
    form.pane.edit.setTextCursor(form.pane._cursor(at + 1, at + 1))
    assert form.pane.said.text() == "National Guard: branch exceeds by 10"
    row = form.breakdowns["returned"].blocks["branch"].rows[1]
    assert row.count.palette().base().color() == QColor(TINTS["light"][GROUPS.index("branch")])
    row.count.setText("102")
    assert "the text says 112" in row.note.text()
    assert row.count.palette().base().color() == QColor(THEMES["light"].base)
    assert form.pane.said.text() == "National Guard"


def test_a_text_about_no_exchange_fills_nothing_and_says_why(
    workspace: Workspace, show: Show
) -> None:
    form = RecordForm(workspace)
    show(form)
    before = form.typed()
    paste(form, "The exchange planned for 30 December 2024 did not take place, officials said.")
    assert "Nothing was filled in." in form.reading.band.note.text()
    assert {**form.typed(), "statement": ""} == before


@pytest.mark.parametrize("name", ["broken.docx", "broken.pdf"])
def test_a_file_that_cannot_be_read_says_so(
    workspace: Workspace, show: Show, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 nothing" if name.endswith("docx") else b"%PDF-1.7 nothing")
    form = opened(workspace, show, path)
    assert form.pane.note.text().startswith("▼")
    assert form.pane.text() == ""


def test_a_web_page_fills_the_source_too(workspace: Workspace, show: Show, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<html><head><title>Home</title><meta property="og:site_name" content="The Staff">'
        '<link rel="canonical" href="https://example.org/30"></head>'
        f"<body><article><p>{SHORT}</p></article></body></html>",
        encoding="utf-8",
    )
    form = opened(workspace, show, path)
    fields = form.named_fields()
    assert form.counts["returned"].text() == "189"
    assert form.text_of("publisher") == "The Staff"
    assert form.text_of("address") == "https://example.org/30"
    assert "publisher" in form.reading.waiting
    assert fields["publisher"].note.text() == "◇ to be confirmed"


def test_a_word_processors_file_is_read(workspace: Workspace, show: Show, tmp_path: Path) -> None:
    path = tmp_path / "statement.docx"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{SHORT}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
    assert opened(workspace, show, path).counts["returned"].text() == "189"


def test_a_kept_draft_knows_what_is_to_be_confirmed(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    form.counts["returned"].setFocus()
    form.day.setFocus()
    waiting = list(form.reading.waiting)
    form.reject()
    again = RecordForm(workspace)
    show(again)
    again.band.go_on.click()
    assert again.counts["returned"].text() == "189"
    assert set(again.reading.waiting) == set(waiting)
    assert "returned" not in waiting and "branch.navy" not in waiting
    assert again.pane.words_of("returned") == "189"


def test_a_text_that_was_edited_is_read_again_by_a_key(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, "Nothing happened.")
    form.pane.edit.setPlainText(SHORT)
    assert form.counts["returned"].text() == ""
    keys.keyClick(form.pane.edit, Qt.Key.Key_F5)
    assert form.counts["returned"].text() == "189"
    form.pane.edit.insertPlainText(" ")
    assert form.pane.words_of("returned") == ""
    assert "returned" in form.reading.waiting


def test_a_line_that_was_taken_out_is_not_waited_for(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    paste(form, SHORT)
    row = form.breakdowns["returned"].blocks["branch"].rows[0]
    row.count.setFocus()
    keys.keyClick(row.count, Qt.Key.Key_Delete, CONTROL)
    assert "branch.armed_forces" not in form.reading.waiting
    assert "branch.national_guard" in form.reading.waiting


def second(record: Workspace, show: Show, text: str) -> RecordForm:
    form = actions.record(record, None)
    assert isinstance(form, RecordForm)
    show(form)
    paste(form, text)
    return form


def test_a_second_statement_opens_the_correction_as_a_revision(
    record: Workspace, show: Show, qtbot: QtBot
) -> None:
    with record.view() as view:
        (key,) = [row.id for row in exchanges(view) if row.occurred == "2024-12-30"]
        before = len(exchanges(view))
    form = second(record, show, SHORT.replace("189", "190"))
    assert form.counts["returned"].text() == ""
    button(form, "Correct as a revision…").click()
    (asked,) = form.findChildren(CorrectForm)
    assert asked.values()["returned"] == "190"
    assert asked.kind.currentData() == "revision"
    asked.reason.setText("the Headquarters counted again")
    asked.record()
    assert asked.error.text() == ""
    assert not form.isVisible()
    with record.view() as view:
        assert len(exchanges(view)) == before
        assert str(exchange_at(view, key).returned) == "190"
        texts = [source.id for source in sources(view) if source.published == "2024-12-30"]
    assert texts


def test_a_second_statement_is_kept_as_rival_claims(record: Workspace, show: Show) -> None:
    with record.view() as view:
        before = [(row.id, row.returned) for row in exchanges(view)]
        noted = len(notes(view))
    for _ in range(2):  # the second time there is nothing left to record
        form = second(record, show, SHORT.replace("189", "190"))
        button(form, "Keep as rival claims").click()
        assert not form.isVisible()
    with record.view() as view:
        assert [(row.id, row.returned) for row in exchanges(view)] == before
        assert ("returned", 190) in {(c.measure, c.value) for c in reconcile(view)}
        assert len(notes(view)) == noted


def test_the_operator_may_say_that_it_is_another(record: Workspace, show: Show) -> None:
    form = second(record, show, SHORT)
    button(form, "Another exchange").click()
    assert form.counts["returned"].text() == "189"
    assert form.reading.waiting


@pytest.mark.parametrize("name", list(THEMES))
def test_every_colour_can_be_read_on(name: str) -> None:
    theme = THEMES[name]
    assert len(TINTS[name]) == len(GROUPS) == len(set(TINTS[name]))
    for shade in TINTS[name]:
        assert contrast(theme.text, shade) >= 4.5
        assert contrast(theme.exceeds, shade) >= 4.5


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(shade: str) -> float:
    parts = (QColor(shade).redF(), QColor(shade).greenF(), QColor(shade).blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
