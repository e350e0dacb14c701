"""Reviewing by keyboard: totals, breakdowns, claims, history, restatements, sources, quality."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.event_words import value_text
from desktop.forms.correct_form import CorrectForm
from desktop.forms.dispose_form import DisposeForm
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.pages.breakdowns_page import BreakdownsPage
from desktop.pages.claims_page import ClaimsPage
from desktop.pages.history_page import HistoryPage
from desktop.pages.mediators_page import MediatorsPage
from desktop.pages.page import Page
from desktop.pages.quality_page import QualityPage, what_to_do
from desktop.pages.restated_page import RestatedPage
from desktop.pages.sources_page import SourcesPage
from desktop.pages.totals_page import TotalsPage
from desktop.settings import Settings
from desktop.workspace import Workspace
from domain.application import local_now
from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import DraftClaim, read_draft
from domain.model.policy import Policy
from domain.model.vocabulary import STANDARD
from domain.projections.exchanges import exchanges
from domain.projections.history_list import EventRow, event_page
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.desktop.sentences import WORDS
from tests.desktop.window.test_pages import column
from tests.domain.helpers import carry, claim_of, joined

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


Found = TypeVar("Found", bound=Page)


def go(window: MainWindow, kind: type[Found]) -> Found:
    """Go to a page by its key."""
    (page,) = [page for page in window.pages if isinstance(page, kind)]
    number = window.pages.index(page) + 1
    keys.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), CONTROL)
    assert window.stack.currentWidget() is page
    return page


def exchange_on(ledger: Ledger, day: str) -> str:
    with ledger.view() as view:
        return next(row.id for row in exchanges(view) if row.occurred == day)


def correct(ledger: Ledger, exchange: str, kind: str = "correction", **values: str) -> None:
    named = {name.replace("__", "."): value for name, value in values.items()}
    ledger.correct(Correction(exchange, named, kind, "recounted", "https://example.org/list"))


# --- totals, breakdowns, mediators ---------------------------------------------------------------


def test_what_is_uncertain_stands_beside_the_figure(window: MainWindow, ledger: Ledger) -> None:
    again = read_draft({"kind": "exchange", "occurred": "2024-12-30", "returned": 189})
    ledger.record(again, "https://example.org/again")
    unknown = read_draft({"kind": "exchange", "occurred": "2024-11-20", "returned": None})
    ledger.record(unknown, "https://example.org/unknown")
    page = go(window, TotalsPage)
    said = column(page.model, "to be said with it")
    remarks = dict(zip(column(page.model, "period"), said, strict=True))
    assert remarks["2023"] == "✓ every number is stated"
    assert remarks["2024"] == "– 1 states no number returned · ▲ 1 likely duplicate"
    assert list(remarks) == ["2022", "2023", "2024", "to date"]
    assert "3,956" not in page.before.text()  # 2,828 from before, and what came since
    assert "4,145 to date" in page.before.text()


def test_a_policy_is_chosen_once_for_every_page(window: MainWindow, tmp_path: Path) -> None:
    totals = go(window, TotalsPage)
    assert totals.policy is not None
    totals.policy.setFocus()
    keys.keyClick(totals.policy, Qt.Key.Key_Down)
    assert column(totals.model, "returned")[-1] == "3,623"
    mediators = go(window, MediatorsPage)
    assert mediators.policy is not None
    assert mediators.policy.value == "exchanges"
    assert "Holy See" not in column(mediators.model, "mediator")
    again = Settings(tmp_path / "settings.ini")
    assert again.text("choice/policy") == "exchanges"


def test_a_breakdown_nests_and_comes_to_its_total(window: MainWindow) -> None:
    page = go(window, BreakdownsPage)
    lines = page.tree.copied().split("\n")
    assert lines[0] == "branch\t2022\t2023\t2024\tto date"
    assert lines[1] == "Armed Forces\t148\t322\t475\t945"
    assert lines[2] == "    Territorial Defence\t–\t21\t45\t66"
    top = [line.split("\t") for line in lines[1:-1] if not line.startswith(" ")]
    last = lines[-1].split("\t")
    assert last[0] == "total"
    for place in range(1, 5):
        cells = (row[place].replace(",", "") for row in top)
        summed = sum(int(cell) for cell in cells if cell not in ("", "–"))
        assert summed == int(last[place].replace(",", ""))
    assert "partition" in page.mode.text()


def test_highlights_are_told_apart_and_never_added(window: MainWindow) -> None:
    page = go(window, BreakdownsPage)
    page.dimension.choose("nationality")
    assert "never added up" in page.mode.text()
    assert "not stated" not in page.tree.copied()
    page.dimension.choose("rank")
    assert "civilians, of whom it says nothing" in page.tree.copied()


def test_a_tree_folds_by_keys_and_copies_as_a_table(window: MainWindow, qtbot: QtBot) -> None:
    page = go(window, BreakdownsPage)
    page.tree.setFocus()
    page.tree.setCurrentIndex(page.tree_model.index(0, 0))
    keys.keyClick(page.tree, Qt.Key.Key_Left)
    assert not page.tree.isExpanded(page.tree_model.index(0, 0))
    keys.keyClick(page.tree, Qt.Key.Key_Right)
    assert page.tree.isExpanded(page.tree_model.index(0, 0))
    keys.keyClick(page.tree, Qt.Key.Key_C, CONTROL)
    tester = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(page.tree_model, tester, page.tree_model)
    page.filter.setText("navy")
    assert page.tree_model.rowCount() < 12
    page.filter.setFocus()
    keys.keyClick(page.filter, Qt.Key.Key_Escape)
    assert page.filter.text() == ""


def test_mediators_by_period_with_their_notes(window: MainWindow, ledger: Ledger) -> None:
    last = exchange_on(ledger, "2024-12-30")
    ledger.note(last, "AE", "Сторони подякували за <посередництво>.", source="https://a.org")
    page = go(window, MediatorsPage)
    assert column(page.model, "mediator")[0] == "United Arab Emirates"
    assert column(page.model, "by year")[0] == "2023: 1 · 2024: 10"
    assert "<посередництво>" in page.notes.toPlainText()
    page.period.choose("2022")
    assert column(page.model, "mediator") == ["Saudi Arabia", "Türkiye"]
    page.notes.anchorClicked.emit(QUrl(exchange_on(ledger, "2024-01-03")))
    assert window.page_name == "exchanges"
    selected = window.exchanges.selected()
    assert selected is not None
    assert selected["occurred"] == "2024-01-03"


# --- claims --------------------------------------------------------------------------------------


@pytest.fixture
def short(ledger: Ledger) -> str:
    """The year's 1,358, counting numbered exchanges only: the ten of 28 June are missing."""
    figure = DraftClaim("returned_total", "year:2024", 1358, "2024-12-30")
    return claim_of(ledger.claim(figure, "https://example.org/claim", policy="exchanges"))


def test_a_claim_says_what_would_explain_it(window: MainWindow, ledger: Ledger, short: str) -> None:
    page = go(window, ClaimsPage)
    page.status.choose("short")
    assert column(page.model, "status") == ["▲ short by 10"]
    text = page.detail.toPlainText()
    assert "the record has 1,348, counting numbered exchanges only" in text
    assert "Counting all returns of living people, the record reproduces the claim" in text
    assert "28 June 2024, release: 10 returned, not counted here" in text
    assert "Nobody has said why it differs." in text
    assert window.status.text() == "1 claim · 1 wants a look"
    with window.workspace.view() as view:
        release = next(row.id for row in exchanges(view) if row.kind == "release")
    page.detail.anchorClicked.emit(QUrl(release))
    assert window.page_name == "exchanges"
    keys.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.stack.currentWidget() is page
    assert page.status.value == "short"


def test_a_disposition_says_who_and_why_and_reopens(
    window: MainWindow, ledger: Ledger, short: str
) -> None:
    ledger.operator = "Олена К."
    ledger.dispose(short, "scope_differs", "it counts the release")
    page = go(window, ClaimsPage)
    assert page.select(short)
    assert "scope differs: it counts the release (Олена К.," in page.detail.toPlainText()
    page.status.choose("look")
    assert column(page.model, "status") == []
    assert "Choose “all”" in page.empty.text()
    correct(ledger, exchange_on(ledger, "2024-12-30"), returned="190")
    window.workspace.changed.emit()
    assert page.select(short)
    assert "re-opened: scope differs" in " ".join(column(page.model, "disposition"))
    text = page.detail.toPlainText()
    assert "Re-opened because a number moved" in text
    assert "1,358 beside 1,348, and they are 1,358 and 1,349 now" in text


def test_a_claim_that_cannot_be_checked_says_why(window: MainWindow, ledger: Ledger) -> None:
    made = ledger.claim(DraftClaim("handed_over_total", "year:2021", 3), "https://example.org/x")
    page = go(window, ClaimsPage)
    assert page.select(claim_of(made))
    assert "– cannot be checked" in page.detail.toPlainText()
    assert "An opening balance" in page.detail.toPlainText()


def test_a_disposition_is_asked_for_by_key(window: MainWindow, short: str, qtbot: QtBot) -> None:
    page = go(window, ClaimsPage)
    page.select(short)
    with qtbot.waitSignal(page.dispose_asked) as asked:
        keys.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert asked.args == [short]
    form = window.form
    assert isinstance(form, DisposeForm)
    assert "1,348 computed" in " ".join(label.text() for label in form.findChildren(QLabel))
    form.reject()
    window.moment.show_position(100)
    assert not page.dispose.isEnabled()


# --- history -------------------------------------------------------------------------------------


@pytest.fixture
def changed(ledger: Ledger) -> str:
    """Navy 24 → 25 → 24, by two operators."""
    key = exchange_on(ledger, "2024-12-30")
    ledger.operator = "Олена К."
    correct(ledger, key, branch__navy="25")
    ledger.operator = "Bohdan"
    correct(ledger, key, "revision", branch__navy="24")
    return key


def test_every_event_newest_first_and_in_full(window: MainWindow, changed: str) -> None:
    page = go(window, HistoryPage)
    with window.workspace.view() as view:
        last = view.last
    assert page.model.rowCount() == last
    assert column(page.model, "event")[:2] == [str(last), str(last - 1)]
    assert column(page.model, "what")[0] == "Navy 25 → 24"
    text = page.detail.toPlainText()
    for part in ("revision · Bohdan · exchange of 30 December 2024", "recounted", "arrived"):
        assert part in text, part
    page.newest.click()
    assert column(page.model, "event")[0] == "1"
    assert page.current_position() == last  # one still looks at the same event


def test_history_is_filtered_by_who_what_where_and_when(
    window: MainWindow, changed: str, qtbot: QtBot
) -> None:
    page = go(window, HistoryPage)
    page.operator.choose("Олена К.")
    page.kind.choose("correction")
    assert column(page.model, "what") == ["Navy 24 → 25"]
    page.kind.choose("revision")
    assert page.model.rowCount() == 0
    assert "Choose “every …” again" in page.empty.text()
    page.operator.choose("")
    page.field.choose("branch.navy")
    assert column(page.model, "what") == ["Navy 25 → 24"]
    keys.keyClick(window, Qt.Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: "Only the exchange of 30 December 2024" in page.about.text())
    page.kind.choose("")
    assert len(column(page.model, "what")) == 3
    page.everything.click()
    assert not page.everything.isVisible()
    keys.keyClicks(page.period, "1999")
    assert page.model.rowCount() == 0
    keys.keyClicks(page.period, " - 20")
    assert "is not a date" in page.about.text()
    assert page.period.text() == "1999 - 20"
    keys.keyClicks(page.period, "99")
    assert page.model.rowCount() > 2


def test_text_is_looked_for_a_part_at_a_time(
    window: MainWindow, changed: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.pages.history_page.AT_ONCE", 7)
    page = go(window, HistoryPage)
    page.filter.setText("ОЛЕНА recounted")
    assert "searching…" in window.status.text()
    qtbot.waitUntil(lambda: not page._search.isActive())
    assert column(page.model, "operator") == ["Олена К."]
    assert column(page.model, "kind") == ["correction"]
    assert window.status.text() == "1 event"
    page.filter.setText("nowhere at all")
    qtbot.waitUntil(lambda: not page._search.isActive())
    assert "Nothing holds “nowhere at all”" in page.empty.text()
    page.filter.setFocus()
    keys.keyClick(page.filter, Qt.Key.Key_Escape)
    assert page.model.rowCount() > 100


def test_no_more_events_are_read_than_are_looked_at(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.models.history_model.PAGE", 16)
    read: list[int] = []

    def reading(view: View, positions: Sequence[int]) -> list[EventRow]:
        read.extend(positions)
        return event_page(view, positions)

    monkeypatch.setattr("desktop.models.history_model.event_page", reading)
    page = go(window, HistoryPage)
    assert 0 < len(set(read)) < page.model.rowCount() / 2


def test_to_the_exchange_and_back(window: MainWindow, changed: str) -> None:
    page = go(window, HistoryPage)
    before = page.current_position()
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_Return)
    assert window.page_name == "exchanges"
    selected = window.exchanges.selected()
    assert selected is not None
    assert selected["id"] == changed
    keys.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.stack.currentWidget() is page
    assert page.current_position() == before


def test_the_ledger_is_shown_as_known_at_an_event(
    window: MainWindow, changed: str, qtbot: QtBot
) -> None:
    page = go(window, HistoryPage)
    page.show_event(page.current_position() - 2)
    then = page.current_position()
    keys.keyClick(window, Qt.Key.Key_H, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: window.workspace.position == then)
    assert window.moment.isVisible()
    assert page.model.rowCount() == then
    assert not page.undo.isEnabled()


def test_a_change_is_undone_by_a_correction(window: MainWindow, changed: str, qtbot: QtBot) -> None:
    page = go(window, HistoryPage)
    with qtbot.waitSignal(page.undo_asked):
        keys.keyClick(window, Qt.Key.Key_Z, CONTROL)
    form = window.form
    assert isinstance(form, CorrectForm)
    form.reject()


def test_a_conflict_says_who_had_not_seen_what(
    window: MainWindow, tmp_path: Path, ledger: Ledger
) -> None:
    key = exchange_on(ledger, "2024-12-30")
    theirs = joined(tmp_path / "b.ledger", ledger, Profile.load(tmp_path / "other"), local_now)
    theirs.operator = "Taras"
    correct(ledger, key, returned="190")
    correct(theirs, key, returned="191")
    carry(theirs, ledger)
    theirs.close()
    page = go(window, HistoryPage)
    text = page.detail.toPlainText()
    assert "⇄ In conflict:" in text
    assert "The author of this had not seen it." in text
    assert "▲ its author saw 189 there" in text
    (mine,) = [place for place, what in enumerate(column(page.model, "what")) if "→ 190" in what]
    link = QUrl(f"event:{page.events.position(mine)}")
    page.detail.anchorClicked.emit(link)
    assert page.view.currentIndex().row() == mine


# --- restated, sources, quality ------------------------------------------------------------------


def test_then_and_now_and_the_events_between(
    window: MainWindow, ledger: Ledger, changed: str
) -> None:
    with window.workspace.view() as view:
        before = view.last
    correct(ledger, changed, returned="190")
    page = go(window, RestatedPage)
    assert "Navy" in " ".join(column(page.model, "figure"))  # 24 → 25 → 24: there and back
    window.moment.show_position(before)
    titles = ("period", "figure", "then", "now")
    shown = list(zip(*(column(page.model, title) for title in titles), strict=True))
    assert shown[0] == ("2024", "returned", "1,358", "1,359")
    assert ("to date", "returned", "3,633", "3,634") in shown
    text = page.detail.toPlainText()
    assert "from 1,358 to 1,359 (correction)" in text
    assert "recounted" in text
    page.detail.anchorClicked.emit(QUrl(f"event:{before + 2}"))
    assert window.page_name == "history"


def test_nothing_restated_says_so(window: MainWindow) -> None:
    page = go(window, RestatedPage)
    assert "No figure was ever restated" in page.empty.text()
    with window.workspace.view() as view:
        window.moment.show_position(view.last - 1)
    page.policy.choose("exchanges") if page.policy else None
    assert page.model.rowCount() == 0


def test_a_source_shows_what_rests_on_it(window: MainWindow, ledger: Ledger, short: str) -> None:
    page = go(window, SourcesPage)
    page.filter.setText("example.org/claim")
    assert column(page.model, "claims") == ["1"]
    assert column(page.model, "exchanges") == ["0"]
    assert "claim: 1,358 returned in all, year 2024" in page.detail.toPlainText()
    page.detail.anchorClicked.emit(QUrl(f"claim:{short}"))
    assert window.page_name == "claims"
    claim = window.page("claims", ClaimsPage).current()
    assert claim is not None
    assert claim["id"] == short


def test_every_finding_says_what_to_do_and_leads_there(window: MainWindow, ledger: Ledger) -> None:
    key = exchange_on(ledger, "2024-12-30")
    correct(ledger, key, branch__navy="25")
    page = go(window, QualityPage)
    page.kind.choose("does_not_close")
    assert column(page.model, "what") == ["▲ does not close"]
    assert column(page.model, "exchange") == ["30 December 2024"]
    assert "Compare its lines with the statement" in page.advice.text()
    page.view.setFocus()
    keys.keyClick(page.view, Qt.Key.Key_Return)
    selected = window.exchanges.selected()
    assert selected is not None
    assert selected["id"] == key


def test_every_kind_of_finding_has_its_advice() -> None:
    kinds = {
        *("does_not_close", "conflict", "likely_duplicates", "ordinal_missing"),
        *("dates_out_of_order", "no_date", "no_source", "changed_unseen", "line_exceeds"),
        *("release_with_handed_over", "repatriation_with_living", "merged_in_circle"),
        *("survivor_missing", "survivor_retracted", "parent_does_not_count", "stage_in_circle"),
    }
    assert kinds == set(what_to_do(language("en")))
    assert kinds <= set(WORDS)


# --- nothing yet, another language ---------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "uk"])
def test_an_empty_ledger_teaches_on_every_page(tmp_path: Path, qtbot: QtBot, code: str) -> None:
    ledger = Ledger.create(tmp_path / "my.ledger", Profile.load(tmp_path / "profile"))
    ledger.define_policy(Policy("mine", ("exchange",)))
    window = MainWindow(Workspace(ledger, language(code), Settings(tmp_path / "s.ini")))
    qtbot.addWidget(window)
    window.show()
    for kind in (BreakdownsPage, MediatorsPage, ClaimsPage, SourcesPage, QualityPage, RestatedPage):
        page = next(page for page in window.pages if isinstance(page, kind))
        window.list.setCurrentRow(window.pages.index(page))
        assert page.empty.isVisible()
        assert len(page.empty.text()) > 40
    window.stop()
    ledger.close()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("returned", "1358", "1\N{NO-BREAK SPACE}358"),
        ("returned", "at least 200", "щонайменше 200"),
        ("branch.navy", "24", "24"),
        ("branch.territorial_defence", "17@armed_forces", "17 у складі: Збройні Сили"),
        ("occurred", "2024-12-30", "30 грудня 2024"),
        ("occurred", "2024-12", "грудень 2024"),
        ("scope", "year:2024", "2024 рік"),
        ("remarks", "17", "17"),
        ("standing", "retracted", "відкликано"),
        ("mediator", "TR", "Туреччина"),
    ],
)
def test_values_are_said_in_the_operators_language(field: str, value: str, said: str) -> None:
    assert value_text(field, value, STANDARD, language("uk")) == said
