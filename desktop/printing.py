"""A page of the window on paper or as PDF: its tables, black on white, with their moment."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QMarginsF, QModelIndex, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QTableView, QTreeView

from desktop.language import Language
from desktop.pages.page import Page

MOST: Final = 5_000  # rows; whoever wants more of them exports the table
WIDE_FROM: Final = 6  # columns from which a sheet lies on its side
POINTS: Final = 9
MARGIN: Final = 15  # millimetres

_ROOT: Final = QModelIndex()


def print_page(page: Page, device: QPagedPaintDevice, stamp: str, say: Language) -> int:
    """Put a page’s tables on paper, under a stamp of whose record it is; returns the sheets."""
    views = _views(page)
    columns = max((len(_columns(view)) for view in views), default=0)
    side = columns >= WIDE_FROM
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    device.setPageOrientation(
        QPageLayout.Orientation.Landscape if side else QPageLayout.Orientation.Portrait
    )
    return _draw(device, html(page, stamp, say), f"{page.title} · {stamp}", say)


def html(page: Page, stamp: str, say: Language) -> str:
    """The page as a plain document: title, stamp, what was chosen, its tables."""
    parts = [f"<h2>{escape(page.title)}</h2>", f"<p>{escape(stamp)}</p>"]
    chosen = " · ".join(_chosen(page))
    if chosen:
        parts.append(f"<p>{escape(chosen)}</p>")
    for view in _views(page):
        parts += _table(view, say)
    if not _views(page):
        parts.append(f"<p>{escape(say('Nothing matches.'))}</p>")
    return "".join(parts)


def _views(page: Page) -> Sequence[QAbstractItemView]:
    """The tables that are seen on the page."""
    found: list[QAbstractItemView] = [*page.findChildren(QTableView), *page.findChildren(QTreeView)]
    return [view for view in found if view.isVisibleTo(page) and view.model() is not None]


def _chosen(page: Page) -> Iterator[str]:
    """What the page's choices stand at, such as its counting policy."""
    for box in page.findChildren(QComboBox):
        if box.isVisibleTo(page) and box.currentText():
            yield f"{box.accessibleName()}: {box.currentText()}"


def _columns(view: QAbstractItemView) -> list[int]:
    """The columns that are shown, in the order in which they stand."""
    if not isinstance(view, QTableView | QTreeView):
        return []
    header = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    order = [header.logicalIndex(place) for place in range(header.count())]
    return [section for section in order if not header.isSectionHidden(section)]


def _table(view: QAbstractItemView, say: Language) -> Iterator[str]:
    model, columns = view.model(), _columns(view)
    across = Qt.Orientation.Horizontal
    titles = "".join(
        f'<th align="{_side(model, column)}">'
        f"{escape(str(model.headerData(column, across) or ''))}</th>"
        for column in columns
    )
    yield (
        '<table width="100%" cellspacing="0" cellpadding="3" border="0.5" '
        f'style="border-collapse: collapse"><thead><tr>{titles}</tr></thead>'
    )
    for index, depth in islice(_rows(model, _ROOT, 0), MOST):
        yield f"<tr>{''.join(_cells(model, index, columns, depth))}</tr>"
    yield "</table>"
    if model.rowCount() > MOST:
        said = say(
            "The first {n} of {of} rows. Export the table to have all of them.",
            n=say.number(MOST),
            of=say.number(model.rowCount()),
        )
        yield f"<p>{escape(said)}</p>"


def _rows(
    model: QAbstractItemModel, parent: QModelIndex, depth: int
) -> Iterator[tuple[QModelIndex, int]]:
    """The rows in order, with those within them."""
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index, depth
        yield from _rows(model, index, depth + 1)


def _cells(
    model: QAbstractItemModel, first: QModelIndex, columns: Sequence[int], depth: int
) -> Iterator[str]:
    for place, column in enumerate(columns):
        index = first.siblingAtColumn(column)
        text = escape(str(index.data() or ""))
        indent = "&nbsp;" * 4 * depth if place == 0 else ""
        yield f'<td align="{_side(model, column)}">{indent}{text}</td>'


def _side(model: QAbstractItemModel, column: int) -> str:
    if model.rowCount() == 0:
        return "left"
    aligned = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
    value = int(getattr(aligned, "value", aligned or 0))
    return "right" if value & Qt.AlignmentFlag.AlignRight.value else "left"


def _draw(device: QPagedPaintDevice, text: str, foot: str, say: Language) -> int:
    """Lay the document out on sheets, each with its foot and number."""
    document = QTextDocument()
    font = QFont(QApplication.font())
    font.setPointSize(POINTS)
    document.setDefaultFont(font)
    document.setHtml(text)
    painter = QPainter(device)
    document.documentLayout().setPaintDevice(device)
    painter.setFont(QFont(font))
    line = painter.fontMetrics().height()
    width, height = painter.viewport().width(), painter.viewport().height() - 2 * line
    document.setPageSize(QSizeF(width, height))
    sheets = document.pageCount()
    for sheet in range(sheets):
        if sheet:
            device.newPage()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
        context.clip = QRectF(0, sheet * height, width, height)
        painter.save()
        painter.translate(0, -sheet * height)
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        area = QRectF(0, height + line, width, line)
        number = say("sheet {n} of {of}", n=sheet + 1, of=sheets)
        room = width - painter.fontMetrics().horizontalAdvance(number) - line
        left = painter.fontMetrics().elidedText(foot, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, left)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight, number)
    painter.end()
    return sheets
