"""Rows of which some say with a colour what a symbol and a word say already."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont

from desktop.models.columns import Column
from desktop.models.rows_model import CellText, Index, RowsModel
from desktop.theme import current_theme
from domain.projections.questions import Row

CellSign = Callable[[str, Row], str]  # closes, short, exceeds, conflict, quiet, strong or nothing


class SignedRowsModel(RowsModel):
    """Rows of a table; `sign` says how a cell stands out."""

    def __init__(
        self,
        columns: Sequence[Column],
        text: CellText,
        sign: CellSign,
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, text, language, parent)
        self._sign = sign

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole):
            sign = self._sign(self.columns[index.column()].name, self.row(index))
            return signed(sign, role)
        return super().data(index, role)


def signed(sign: str, role: int) -> Any:
    """The colour or font of a sign."""
    if role == Qt.ItemDataRole.FontRole:
        if sign != "strong":
            return None
        font = QFont()
        font.setBold(True)
        return font
    colours = current_theme()
    found = {
        "closes": colours.closes,
        "short": colours.short,
        "exceeds": colours.exceeds,
        "conflict": colours.conflict,
        "quiet": colours.quiet,
    }.get(sign)
    return QColor(found) if found else None
