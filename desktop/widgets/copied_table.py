"""Rows on the clipboard as spreadsheets take them: numbers as numbers, words as words."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, Qt

from domain.spreadsheets.csvs import neutral

_TEXT: Final = " style='mso-number-format:\"\\@\"' sdnum='1033;0;@'"  # Excel, LibreOffice


def copied_cells(
    model: QAbstractItemModel,
    places: Iterable[int],
    sections: Sequence[int],
    *,
    with_headers: bool,
) -> list[list[object]]:
    """The cells of some rows: whole numbers where a cell is one, else what it shows."""
    rows: list[list[object]] = [
        [_value(model, place, section) for section in sections] for place in places
    ]
    if with_headers:
        titles = [model.headerData(section, Qt.Orientation.Horizontal) for section in sections]
        rows.insert(0, [str(title) for title in titles])
    return rows


def as_mime(rows: Sequence[Sequence[object]]) -> QMimeData:
    """The cells as text with tabs and as an HTML table. Words never become formulas."""
    lines = ["\t".join(_plain(cell) for cell in row) for row in rows]
    table = "".join(f"<tr>{''.join(map(_html, row))}</tr>" for row in rows)
    found = QMimeData()
    found.setText("\n".join(lines))
    found.setHtml(f"<html><body><table>{table}</table></body></html>")
    return found


def _value(model: QAbstractItemModel, place: int, section: int) -> object:
    index = model.index(place, section)
    value = index.data(Qt.ItemDataRole.EditRole)
    return value if isinstance(value, int) else index.data()


def _plain(cell: object) -> str:
    if cell is None or isinstance(cell, int):
        return "" if cell is None else str(cell)
    return neutral(" ".join(str(cell).split()))


def _html(cell: object) -> str:
    return f"<td{'' if isinstance(cell, int) else _TEXT}>{escape(_plain(cell))}</td>"
