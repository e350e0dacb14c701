"""What was chosen and typed in a window, so that another one can take its place unnoticed."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class PageState:
    """The choices of one page in the order of its widgets, which is the same in each language."""

    texts: tuple[str, ...]
    choices: tuple[object, ...]
    checks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class WindowState:
    """Which page, which moment, which exchange, and what was chosen on each page."""

    page: str
    position: int | None
    exchange: str
    pages: tuple[PageState, ...]


def kept_state(window: MainWindow) -> WindowState:
    row = window.exchanges.selected()
    return WindowState(
        window.page_name,
        window.workspace.position,
        str(row["id"]) if row is not None else "",
        tuple(_of_page(page) for page in window.pages),
    )


def put_back(window: MainWindow, state: WindowState) -> None:
    for page, kept in zip(window.pages, state.pages, strict=True):
        if kept != _of_page(page):  # a page that was never seen has nothing to be put back
            page.refresh()
            _put_back(page, kept)
            page.refresh()
    if state.position is not None:
        window.moment.show_position(state.position)
    if state.exchange:
        window.exchanges.refresh()
        window.exchanges.show_exchange(state.exchange)
    window.show_page(state.page)


def _of_page(page: QWidget) -> PageState:
    return PageState(
        tuple(edit.text() for edit in page.findChildren(QLineEdit)),
        tuple(box.currentData() for box in page.findChildren(QComboBox)),
        tuple(check.isChecked() for check in page.findChildren(QCheckBox)),
    )


def _put_back(page: QWidget, kept: PageState) -> None:
    for box, chosen in zip(page.findChildren(QComboBox), kept.choices, strict=False):
        box.setCurrentIndex(max(0, box.findData(chosen)))
    for check, is_checked in zip(page.findChildren(QCheckBox), kept.checks, strict=False):
        check.setChecked(is_checked)
    for edit, text in zip(page.findChildren(QLineEdit), kept.texts, strict=False):
        edit.setText(text)
