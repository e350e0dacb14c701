"""The form that takes in a spreadsheet, driven by real widgets and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.forms.import_form import ImportForm
from desktop.import_text import COLUMNS
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.storage.profile import Profile
from tests.domain.helpers import drafted

OUTCOME, DETAIL = COLUMNS.index("outcome"), COLUMNS.index("detail")
CONTROL = Qt.KeyboardModifier.ControlModifier
SHEET = """Дата;Повернуто;ЗСУ;з них ТрО;Посередник;Вік
2024 рік
03.01.2024;230;100;17;ОАЕ;30
31.01.2024;207;;;;
30 грудня 2024;189;;;ОАЕ;
Разом;626;;;;
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found: Ledger = Ledger.create(tmp_path / "x.ledger", Profile.load(tmp_path / "profile"))
    yield found
    found.close()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "обміни.csv"
    path.write_bytes(SHEET.encode("cp1251"))
    return path


@pytest.fixture
def workspace(ledger: Ledger, tmp_path: Path) -> Workspace:
    return Workspace(ledger, language("en"), Settings(tmp_path / "settings.ini"))


@pytest.fixture
def form(workspace: Workspace, qtbot: QtBot) -> Iterator[ImportForm]:
    tasks = Tasks(workspace.say)
    found = ImportForm(workspace, tasks)
    qtbot.addWidget(found)
    found.open()
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    tasks.stop()


def idle(form: ImportForm, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not form.tasks.is_busy, timeout=30_000)


def opened(form: ImportForm, qtbot: QtBot, path: Path) -> None:
    form.open_file(path)
    qtbot.waitUntil(
        lambda: not form.tasks.is_busy and bool(form.plan or form.error.text()), timeout=30_000
    )


def outcomes(form: ImportForm) -> list[tuple[int, str]]:
    return [
        (
            int(form.model.row(form.model.index(n, 0))["row"]),
            str(form.model.index(n, OUTCOME).data()),
        )
        for n in range(form.model.rowCount())
    ]


def returned(ledger: Ledger) -> list[int | str | None]:
    with ledger.view() as view:
        return [row.returned for row in exchanges(view)]


def test_a_sheet_is_shown_and_taken_in(
    form: ImportForm, qtbot: QtBot, sheet: Path, ledger: Ledger, qtmodeltester: ModelTester
) -> None:
    assert not form.take_in.isEnabled()
    opened(form, qtbot, sheet)
    qtmodeltester.check(form.model)  # type: ignore[no-untyped-call]
    assert outcomes(form) == [(3, "new"), (4, "new"), (5, "new")]
    assert form.heading.value() == 1
    assert form.columns.chooses["з них ТрО"].currentText() == (
        "Territorial Defence (branch, within Armed Forces)"
    )
    assert "Column not taken: F Вік" in form.notes.toPlainText()
    assert "Row 6 is no record (subtotal): Разом" in form.notes.toPlainText()
    assert form.counts.text() == "new: 3 · no record: 2"
    told: list[str] = []
    form.workspace.told.connect(lambda text, _: told.append(text))
    with qtbot.waitSignal(form.workspace.changed, timeout=30_000):
        QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert returned(ledger) == [230, 207, 189]
    assert told == ["Imported: 3 new, 0 revised; 0 wait for a decision."]
    assert not form.isVisible()


def test_a_column_is_given_another_meaning_by_keyboard(
    form: ImportForm, qtbot: QtBot, sheet: Path
) -> None:
    opened(form, qtbot, sheet)
    choose = form.columns.chooses["ЗСУ"]
    choose.setFocus()
    QTest.keyClicks(choose, "Navy")
    assert choose.currentText() == "Navy (branch)"
    idle(form, qtbot)
    assert form.plan is not None
    assert form.plan.rows[0].stated.said["branch.navy"] == {"count": 100, "within": None}
    assert form.plan.rows[0].stated.said["branch.territorial_defence"] == {
        "count": 17,
        "within": "branch.navy",
    }  # "of which" is of the column before it


def test_a_meaning_belongs_to_one_column(form: ImportForm, qtbot: QtBot, sheet: Path) -> None:
    opened(form, qtbot, sheet)
    choose = form.columns.chooses["Вік"]
    choose.setCurrentIndex(choose.findData("returned"))
    choose.activated.emit(choose.currentIndex())
    idle(form, qtbot)
    assert form.columns.chooses["Повернуто"].currentText() == "not taken"
    assert form.plan is not None
    assert form.plan.rows[0].stated.said["returned"] == 30


def test_a_likely_duplicate_is_decided_by_the_operator(
    form: ImportForm, qtbot: QtBot, sheet: Path, ledger: Ledger
) -> None:
    ledger.record(drafted(occurred="2024-01-31", returned=206), "x")
    opened(form, qtbot, sheet)
    assert outcomes(form)[1] == (4, "duplicate")
    form.table.selectRow(1)
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: outcomes(form)[1] == (4, "changed"))
    assert "returned: 206 → 207" in form.model.index(1, DETAIL).data()
    form.table.selectRow(1)
    form.deciding["leave_out"].click()
    idle(form, qtbot)
    assert outcomes(form)[1] == (4, "left out")
    form.table.selectRow(1)
    form.deciding[""].click()
    idle(form, qtbot)
    assert outcomes(form)[1] == (4, "duplicate")


def test_a_row_that_is_the_same_is_linked_and_not_asked_about_again(
    form: ImportForm, qtbot: QtBot, sheet: Path, ledger: Ledger
) -> None:
    for day, count in (("2024-01-03", 230), ("2024-01-31", 207), ("2024-12-30", 189)):
        ledger.record(drafted(occurred=day, returned=count, mediators=["AE"]), "x")
    sheet.write_bytes(b"Date;Returned\n2024-01-03;230\n2024-01-31;207\n2024-12-30;189\n")
    opened(form, qtbot, sheet)
    assert not form.take_in.isEnabled()
    form.table.selectAll()
    form.deciding["as_same"].click()
    idle(form, qtbot)
    assert outcomes(form) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    with qtbot.waitSignal(form.workspace.changed, timeout=30_000):
        form.take_in.click()
    assert returned(ledger) == [230, 207, 189]
    with ledger.view() as view:
        last = view.one("SELECT topic FROM stored_events ORDER BY position DESC LIMIT 1")
    assert last == "import.recorded.1"


def test_a_file_that_is_none_says_why_and_the_form_stays(
    form: ImportForm, qtbot: QtBot, tmp_path: Path, sheet: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    opened(form, qtbot, tmp_path / "a.xlsx")
    assert "holds something else" in form.error.text()
    assert not form.take_in.isEnabled()
    opened(form, qtbot, sheet)
    qtbot.waitUntil(lambda: form.model.rowCount() == 3)
    assert form.error.text() == ""


def test_a_mapping_is_saved_and_loaded(
    form: ImportForm, qtbot: QtBot, sheet: Path, tmp_path: Path
) -> None:
    opened(form, qtbot, sheet)
    choose = form.columns.chooses["Вік"]
    choose.setCurrentIndex(choose.findData("handed_over"))
    choose.activated.emit(choose.currentIndex())
    idle(form, qtbot)
    form.keep_mapping(tmp_path / "m.json")
    form.keep_mapping(tmp_path / "m.json")
    assert "exists already" in form.error.text()
    form.mapping = type(form.mapping)()
    form.use_mapping(tmp_path / "m.json")
    idle(form, qtbot)
    assert form.columns.chooses["Вік"].currentData() == "handed_over"
    form.use_mapping(tmp_path / "none.json")
    assert "no such file" in form.error.text()


def test_tab_goes_through_the_form(form: ImportForm, qtbot: QtBot, sheet: Path) -> None:
    opened(form, qtbot, sheet)
    form.choose.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(40):
        seen.append(form.focusWidget())
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
    reached = [form.sheet, form.heading, form.source, form.table, form.take_in]
    assert all(widget in seen or widget.focusProxy() in seen for widget in reached)
    assert all(choose in seen for choose in form.columns.chooses.values())


def test_it_opens_from_the_window_and_not_while_the_past_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    found = window.findChild(ImportForm)
    assert found is not None
    assert found.isVisible()
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()
    window.workspace.show_moment(1)
    action = window.findChild(QAction, "import")
    assert action is not None
    assert not action.isEnabled()
