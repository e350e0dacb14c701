"""The list of pages at the left, with how many things on a page want a look."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.language import Language
from desktop.theme import SPACE, current_theme, row_height, sized

BADGE: Final = Qt.ItemDataRole.UserRole


class PageList(QListWidget):
    """Names of pages, each with its badge where it has one."""

    def __init__(
        self,
        say: Language,
        pages: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`pages` are (name, title on screen), in order."""
        super().__init__(parent)
        self._say = say
        self._names = [name for name, _ in pages]
        self.setAccessibleName(say("pages"))
        self.setItemDelegate(_BadgeDelegate(self))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMinimumWidth(sized(150))
        self.setStyleSheet(f"QListWidget {{ border: none; }} ::item {{ padding-left: {SPACE}px; }}")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, (_, title) in enumerate(pages, 1):
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, row_height() + sized(6)))
            item.setToolTip(f"{title} (Ctrl+{number})")
            self.addItem(item)

    def show_badges(self, badges: Mapping[str, int]) -> None:
        """Say beside a page how many things on it want a look."""
        for place, name in enumerate(self._names):
            item = self.item(place)
            n = badges.get(name, 0)
            item.setData(BADGE, self._say.number(n) if n else "")
            said = self._say.plural("{n} thing to look at", "{n} things to look at", n) if n else ""
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{item.text()}, {said}" if said else item.text(),
            )

    def badge(self, name: str) -> str:
        """What stands beside a page now; empty where nothing does."""
        return str(self.item(self._names.index(name)).data(BADGE) or "")


class _BadgeDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | Persistent
    ) -> None:
        super().paint(painter, option, index)
        badge = str(index.data(BADGE) or "")
        if not badge:
            return
        theme = current_theme()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.on_accent if is_chosen else theme.short))
        area = option.rect.adjusted(0, 0, -SPACE, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, badge)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | Persistent
    ) -> None:
        super().initStyleOption(option, index)
        badge = str(index.data(BADGE) or "")
        width = option.fontMetrics.horizontalAdvance(badge) + 3 * SPACE if badge else 2 * SPACE
        option.text = option.fontMetrics.elidedText(
            option.text, Qt.TextElideMode.ElideRight, max(0, option.rect.width() - width)
        )
