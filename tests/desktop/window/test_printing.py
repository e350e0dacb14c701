"""A page as PDF: its rows, its stamp, its sheets; nothing is overwritten."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.printing import html
from desktop.theme import DARK, LIGHT, apply_theme
from desktop.window_pages import PAGES


def test_a_page_says_whose_record_it_is_and_as_known_when(
    window: MainWindow, tmp_path: Path
) -> None:
    window.show_page("totals")
    window.moment.show_position(80)
    window.print_to(tmp_path / "totals.pdf")
    assert window.messages.text == f"Saved: {tmp_path / 'totals.pdf'}"
    assert (tmp_path / "totals.pdf").read_bytes().startswith(b"%PDF")
    page = window.pages[window.list.currentRow()]
    document = html(page, "THE STAMP", window.workspace.say)
    assert "<h2>Totals</h2><p>THE STAMP</p>" in document
    assert "counting policy: all returns of living people" in document
    window.print_to(tmp_path / "totals.pdf")
    assert "stays as it is" in window.messages.text
    window.print_to(tmp_path / "nowhere" / "totals.pdf")
    assert "No such file or directory" in window.messages.text


@pytest.mark.parametrize("name", [kind.name for kind in PAGES])
def test_every_page_prints_all_its_rows(window: MainWindow, tmp_path: Path, name: str) -> None:
    window.show_page(name)
    window.print_to(tmp_path / "page")
    made = (tmp_path / "page.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    if name == "exchanges":
        document = html(window.exchanges, "", window.workspace.say)
        assert document.count("<tr>") == 45 + 1


def test_it_is_black_on_white_in_the_dark_theme(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_page("sources")
    window.print_to(tmp_path / "light.pdf")
    apply_theme(qapp, DARK)
    window.print_to(tmp_path / "dark.pdf")
    apply_theme(qapp, LIGHT)
    light, dark = (len((tmp_path / f"{n}.pdf").read_bytes()) for n in ("light", "dark"))
    assert abs(light - dark) < 64
