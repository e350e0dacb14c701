"""Charts say what the tables say, and can be drawn, walked along, copied and kept."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication

from desktop.charts.breakdown import breakdown_chart
from desktop.charts.chart import Chart
from desktop.charts.chart_panel import ChartPanel
from desktop.charts.colours import of_categories, on_top_of
from desktop.charts.mediators import mediators_chart
from desktop.charts.returns import MOST, returns_chart
from desktop.language import language
from desktop.main_window import MainWindow
from desktop.pages.breakdowns_page import BreakdownsPage
from desktop.pages.mediators_page import MediatorsPage
from desktop.pages.totals_page import TotalsPage
from desktop.theme import CONTRAST, DARK, LIGHT, Theme
from domain.ledger import Ledger
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy
from domain.projections.by_period import by_period, dimensions_stated
from domain.projections.mediators import mediators
from domain.projections.series import SeriesRow, series
from domain.projections.totals import ALL, totals
from tests.desktop.window.test_pages import luminance

CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
EN, UK = language("en"), language("uk")


@pytest.mark.parametrize("policy", [ALL_RETURNS, EXCHANGES], ids=lambda policy: policy.name)
def test_points_add_up_to_the_totals_at_any_position(ledger: Ledger, policy: Policy) -> None:
    with ledger.view() as view:
        last = view.last
    for position in (0, 1, 40, 77, last):
        with ledger.view(position) as view:
            chart = returns_chart(series(view, policy), EN)
            (*_, all_) = totals(view, policy)
        each, to_date = chart.panels
        assert sum(point.people for point in chart.points) == all_.total
        assert sum(bar.end - bar.start for bar in each.bars) == all_.total
        assert [y for _, y in to_date.steps][-1:] == [all_.total][: len(chart.points)]


def test_a_breakdowns_bars_reach_the_total_of_each_year(ledger: Ledger) -> None:
    with ledger.view() as view:
        tables = {
            name: by_period(view, ALL_RETURNS, name)
            for name in dimensions_stated(view, ALL_RETURNS)
        }
        words = view.vocabulary
        years = [row for row in totals(view, ALL_RETURNS) if row.period != ALL]
    assert {table.mode for table in tables.values()} == {"partition", "highlight"}
    for table in tables.values():
        chart = breakdown_chart(table, words, EN)
        (panel,) = chart.panels
        assert [text for _, text in panel.ticks] == [row.period for row in years]
        if table.mode == "partition":
            for place, row in enumerate(years):
                assert max(bar.end for bar in panel.bars if bar.place == place) == row.returned
        else:
            assert {bar.start for bar in panel.bars} == {0}
            assert "overlap" in chart.remarks[0]


def test_mediators_are_drawn_with_their_figures(ledger: Ledger) -> None:
    with ledger.view() as view:
        rows = mediators(view, ALL_RETURNS)
    chart = mediators_chart(rows, ALL, EN)
    times, people = ([bar.end for bar in panel.bars] for panel in chart.panels)
    shown = [row for row in rows if row.period == ALL]
    assert times == [row.exchanges for row in shown]
    assert people == [row.returned for row in shown]
    assert "United Arab Emirates: 11 times, 1,364 people returned" in chart.in_words()


days = st.dates().map(lambda day: day.isoformat()) | st.just("")


@settings(deadline=None)
@given(st.lists(st.tuples(days, st.integers(0, 10**6), st.booleans()), max_size=30), st.booleans())
def test_no_number_is_lost_when_periods_are_drawn(
    found: list[tuple[str, int, bool]], many: bool
) -> None:
    """However many exchanges there are, the bars hold all of them, the undated too."""
    rows, to_date = [], 0
    for day, people, exact in sorted(found, key=lambda one: (not one[0], one[0])) * (
        MOST if many else 1
    ):
        to_date += people
        rows.append(SeriesRow("x", day, day, "exchange", people, exact, to_date))
    rows.sort(key=lambda row: (not row.first_day, row.first_day))
    chart = returns_chart(rows, UK)
    assert sum(point.people for point in chart.points) == to_date
    assert [y for _, y in chart.panels[1].steps][-1:] == [to_date][: len(chart.points)]


def show(window: MainWindow, kind: type) -> ChartPanel:
    (page,) = [page for page in window.pages if isinstance(page, kind)]
    window.list.setCurrentRow(window.pages.index(page))
    panel = getattr(page, "chart", None)
    assert isinstance(panel, ChartPanel)
    assert panel.canvas is not None
    return panel


def test_nothing_needed_for_drawing_is_loaded_before_a_chart_is_shown(
    window: MainWindow, tmp_path: Path
) -> None:
    program = (
        "import sys; import desktop.main_window; "
        "sys.exit(any(name in sys.modules for name in ('pyqtgraph', 'numpy')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=False
    )
    assert done.returncode == 0
    assert all(page.chart.canvas is None for page in window.pages if isinstance(page, TotalsPage))


@pytest.mark.parametrize("kind", [TotalsPage, BreakdownsPage, MediatorsPage])
def test_one_goes_along_a_chart_by_keys(window: MainWindow, kind: type) -> None:
    panel = show(window, kind)
    chart, canvas = panel.chart, panel.canvas
    assert chart is not None
    assert canvas is not None
    assert canvas.accessibleName() == chart.title
    assert canvas.accessibleDescription() == chart.in_words()
    canvas.setFocus()
    keys.keyClick(canvas, Qt.Key.Key_Right)
    assert panel.reading.text() == chart.points[0].text
    keys.keyClick(canvas, Qt.Key.Key_End)
    assert panel.reading.text() == canvas.accessibleDescription() == chart.points[-1].text
    keys.keyClick(canvas, Qt.Key.Key_Left)
    assert panel.reading.text() == chart.points[-2].text


def test_the_chart_is_copied_and_saved_with_its_stamp(window: MainWindow, tmp_path: Path) -> None:
    panel = show(window, TotalsPage)
    QApplication.clipboard().clear()
    keys.keyClick(window, Qt.Key.Key_C, CONTROL_ALT)
    copied = QApplication.clipboard().image()
    assert copied.width() > 600
    assert len({copied.pixel(x, y) for x in range(0, 600, 7) for y in range(0, 300, 7)}) > 3
    assert "clipboard" in window.messages._label.text()
    assert panel.save_image(tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).size() == copied.size()
    assert panel.save_image(tmp_path / "a.svg")
    drawing = ElementTree.parse(tmp_path / "a.svg").getroot()
    text = " ".join(drawing.itertext())
    for part in ("Returned, exchange by exchange and to date", "3,633", "as known on", "2024"):
        assert part in text, part
    assert not panel.save_image(tmp_path / "no folder" / "a.png")
    assert "cannot be written" in window.messages._label.text()


def test_a_chart_follows_the_moment_and_its_stamp_says_so(window: MainWindow) -> None:
    panel = show(window, TotalsPage)
    assert panel.chart is not None
    now = panel.chart
    window.workspace.show_moment(60)
    assert panel.chart is not None
    assert "event 60" in panel.chart.stamp
    assert len(panel.chart.points) < len(now.points)


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=lambda theme: theme.name)
def test_categories_are_told_apart_from_the_ground(theme: Theme) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1 for what is drawn, wherever a colour can; the rest have labels."""
    colours = of_categories(theme)
    assert len(set(colours)) == 7

    def contrast(one: str, other: str) -> float:
        bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    assert all(contrast(colour, theme.base) >= 2.9 for colour in colours[:3])
    assert all(contrast(colour, on_top_of(colour)) >= 2.9 for colour in colours)


def test_an_empty_chart_is_no_error() -> None:
    chart = returns_chart([], UK)
    assert isinstance(chart, Chart)
    assert chart.points == []
