"""The selected exchange as a page of its own: read, followed by links, asked for any history."""

from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QFontInfo,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QMessageBox, QTextBrowser, QWidget

from desktop.dialogs.field_history import FieldHistory
from desktop.figures import field_name
from desktop.pages.exchange_text import Look, exchange_text
from desktop.theme import current_theme, figures, sized
from desktop.workspace import Workspace
from domain.model.vocabulary import Vocabulary
from domain.projections.one_exchange import OneExchange, field_history, one_exchange

FIELD, EXCHANGE = "field:", "exchange:"
MAIN_FIGURES = ("returned", "handed_over", "remains")


class ExchangePanel(QTextBrowser):
    """`opened` says which other exchange was asked for. Addresses open only when confirmed."""

    opened = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.found: OneExchange | None = None
        self.dialog: FieldHistory | None = None
        self.question: QMessageBox | None = None
        self._words = Vocabulary()
        self._drawn_for = 0
        self.setAccessibleName(workspace.say("selected exchange"))
        self.setOpenLinks(False)
        self.setFont(figures())
        self.document().setDocumentMargin(12)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(self._follow)

    def show_exchange(self, exchange: str) -> None:
        """Show one exchange as known at the moment shown; stays where it was scrolled to when it
        is the same one."""
        with self.workspace.view() as view:
            found = one_exchange(view, exchange)
            self._words = view.vocabulary
        is_same = self.found is not None and found is not None and self.found.id == found.id
        kept = self.verticalScrollBar().value() if is_same else 0
        self.found = found
        if found is None:
            self.clear()
            return
        self._draw()
        self.verticalScrollBar().setValue(kept)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.found = None
        self.setPlainText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars are as long as there is room for beside their names."""
        super().resizeEvent(event)
        if self.found is not None and self._room() != self._drawn_for:
            kept = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(kept)

    def _draw(self) -> None:
        if self.found is None:
            return
        self._drawn_for = self._room()
        points = QFontInfo(self.font()).pointSizeF()
        look = Look(self.workspace.say, current_theme(), self._words, points, self._drawn_for)
        self.setHtml(exchange_text(self.found, look))

    def _room(self) -> int:
        """The longest bar that there is room for, in steps of 20 pixels."""
        wanted = round(self.width() * 0.28)  # not the viewport's: that follows from what is drawn
        return max(40, min(sized(220), wanted // 20 * 20))

    # --- the history of a figure -------------------------------------------------------------

    def show_history(self, field: str) -> None:
        """Every value that a field of this exchange had; of a column without one, of `returned`."""
        if self.found is None:
            return
        rows = field_history(self.found, field)
        if not rows:
            field = next(
                (name for name in MAIN_FIGURES if field_history(self.found, name)), "occurred"
            )
            rows = field_history(self.found, field)
        self.dialog = FieldHistory(self.workspace.say, field, rows, self._words, self.window())
        before = self.window().focusWidget()
        self.dialog.finished.connect(lambda: before.setFocus() if before is not None else None)
        self.dialog.open()

    def show_history_here(self) -> None:
        """The history of the figure that the cursor is at."""
        href = self.textCursor().charFormat().anchorHref()
        self.show_history(href.removeprefix(FIELD) if href.startswith(FIELD) else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.cursorRect().center() if is_key else event.pos()
        href = self.textCursor().charFormat().anchorHref() if is_key else self.anchorAt(place)
        menu = self.menu_at(href, place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(place))

    def menu_at(self, href: str, place: QPoint) -> QMenu:
        """What one can do at a place of the text."""
        say = self.workspace.say
        menu = self.createStandardContextMenu(place)
        first = menu.actions()[0] if menu.actions() else None
        if href.startswith(FIELD):
            field = href.removeprefix(FIELD)
            action = menu.addAction(
                say("History of “{field}”", field=field_name(field, say, self._words))
            )
            action.setShortcut("Alt+H")
            action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(partial(self.show_history, field))
            if first is not None:
                menu.insertAction(first, action)
                menu.insertSeparator(first)
        return menu

    # --- links -------------------------------------------------------------------------------

    def _follow(self, url: QUrl) -> None:
        href = url.toString()
        if href.startswith(FIELD):
            self.show_history(href.removeprefix(FIELD))
        elif href.startswith(EXCHANGE):
            self.opened.emit(href.removeprefix(EXCHANGE))
        else:
            self._ask_to_open(href)

    def _ask_to_open(self, address: str) -> None:
        """An address leaves this machine, so it is opened only when that is confirmed."""
        say = self.workspace.say
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(say("Open the source?"))
        box.setText(say("Open this address in the browser?"))
        box.setInformativeText(address)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        opens = box.addButton(say("Open in the browser"), QMessageBox.ButtonRole.AcceptRole)
        opens.setEnabled(urlsplit(address).scheme in ("http", "https"))
        copies = box.addButton(say("Copy the address"), QMessageBox.ButtonRole.ActionRole)
        stays = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stays)
        opens.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
        copies.clicked.connect(lambda: QGuiApplication.clipboard().setText(address))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = box
        box.open()
