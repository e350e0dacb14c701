"""The help window: its pages at the left, the text beside them, a search over all of them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop import help as helps
from desktop.language import Language
from desktop.theme import SPACE, WIDE, row_height, sized

TOPIC = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """Stays open beside the main window; F1 leads it to the page one is on."""

    def __init__(self, say: Language, pages: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._pages = pages
        self.setWindowTitle(say("Help"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("search in the help"))
        self.search.setAccessibleName(say("search in the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._find_next)
        self.list = QListWidget()
        self.list.setAccessibleName(say("pages of the help"))
        self.list.setStyleSheet(f"::item {{ padding: {SPACE // 2}px {SPACE}px; }}")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        for topic, markdown in pages.items():
            item = QListWidgetItem(helps.title(markdown))
            item.setData(TOPIC, topic)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show)
        self.text = QTextBrowser()
        self.text.setAccessibleName(say("Help"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.document().setDocumentMargin(WIDE)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([sized(240), sized(560)])
        split.setChildrenCollapsible(False)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self.search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(bar)
        column.addWidget(split, 1)
        self.list.setMinimumHeight(4 * row_height())
        self.resize(sized(860), sized(600))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)

    def show_topic(self, topic: str) -> None:
        """Show one page; an unknown one leaves what is shown."""
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.data(TOPIC) == topic:
                item.setHidden(False)
                self.list.setCurrentItem(item)
        self.show()
        self.raise_()
        self.activateWindow()

    def topic(self) -> str:
        """The page that is shown."""
        item = self.list.currentItem()
        return str(item.data(TOPIC)) if item is not None else ""

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setMarkdown(self._pages[str(item.data(TOPIC))])

    def _follow(self, link: QUrl) -> None:
        topic = link.path().removesuffix(".md")
        if topic in self._pages:
            self.search.clear()
            self.show_topic(topic)

    def _search(self, words: str) -> None:
        """Only the pages that hold the words; the first of them is shown."""
        folded = words.casefold().strip()
        first: QListWidgetItem | None = None
        for place in range(self.list.count()):
            item = self.list.item(place)
            fits = folded in self._pages[str(item.data(TOPIC))].casefold()
            item.setHidden(not fits)
            if fits and first is None:
                first = item
        current = self.list.currentItem()
        if first is not None and (current is None or current.isHidden()):
            self.list.setCurrentItem(first)
        self._find_next()

    def _find_next(self) -> None:
        words = self.search.text().strip()
        if words and not self.text.find(words):
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(words, QTextDocument.FindFlag(0))
