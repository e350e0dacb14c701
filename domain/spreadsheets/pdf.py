"""Sheets as a printed report: A4 across, each page stamped with what ledger it is and as of when.

Everything is drawn as plain text at a place; no text is read as markup, and there are no links.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from domain.spreadsheets.front import Front
from domain.spreadsheets.layouts import Mark
from domain.spreadsheets.sheets import Cell, Chart, Column, Formula, Sheet, mark_of
from domain.spreadsheets.styles import COLOURS, GREY, HEADER, INK, RULE, SERIES
from domain.spreadsheets.words import Say

WIDTH, HEIGHT = landscape(A4)
MARGIN: Final = 40.0  # points; 72 to the inch
FOOT: Final = 46.0
SIZE: Final = 8.0
LEADING: Final = 10.4
PAD: Final = 4.0
LINES: Final = 8  # of one cell; the whole text is in the ledger and in the other formats
PLAIN: Final = "Report"
BOLD: Final = "Report-Bold"
_FONTS: Final = {PLAIN: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}


def write(path: Path, front: Front, sheets: Iterable[Sheet], say: Say) -> None:
    """The report at `path`."""
    folder = files("domain.spreadsheets").joinpath("fonts")
    for name, file in _FONTS.items():
        with folder.joinpath(file).open("rb") as font:
            pdfmetrics.registerFont(TTFont(name, font))
    report = _Report(path, front, say)
    report.front()
    for sheet in sheets:
        report.table(sheet)
    report.end()


class _Drawn(NamedTuple):
    """A cell ready to be drawn."""

    lines: list[str]
    is_right: bool
    mark: Mark


class _Report:
    """A canvas, and how far down its page is filled."""

    def __init__(self, path: Path, front: Front, say: Say) -> None:
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
        self.canvas.setTitle(front.title)
        self.canvas.setSubject(front.stamp)
        self.canvas.setCreator("Exchange Ledger")
        self.stamp = front.stamp
        self._front = front
        self.say = say
        self.y = HEIGHT - MARGIN
        self.page = 1

    # --- pages -------------------------------------------------------------------------------

    def front(self) -> None:
        self.text(MARGIN, self.y - 14, self._front.title, BOLD, 18, INK)
        self.y -= 34
        for label, value in self._front.lines[1:]:
            self.text(MARGIN, self.y, label, PLAIN, 9, GREY)
            self.text(MARGIN + 130, self.y, value, PLAIN, 9)
            self.y -= 13
        for journal, index, event in self._front.heads:
            self.text(MARGIN, self.y, self.say("Journal"), PLAIN, 9, GREY)
            self.text(MARGIN + 130, self.y, f"{journal}  {index}  {event}", PLAIN, 9)
            self.y -= 13
        self.y -= 4
        for note in self._front.notes[:-1]:
            self.text(MARGIN, self.y, note, PLAIN, 8, GREY)
            self.y -= 11

    def end(self) -> None:
        ending = self.say("End of the report")
        self.room(2 * LEADING)
        self.y -= LEADING
        self.text(MARGIN, self.y, ending, PLAIN, SIZE, GREY)
        self.foot()
        self.canvas.save()

    def foot(self) -> None:
        self.canvas.setStrokeColor(HexColor(RULE))
        self.canvas.setLineWidth(0.5)
        self.canvas.line(MARGIN, FOOT - 12, WIDTH - MARGIN, FOOT - 12)
        number = self.say("page {page}", page=self.page)
        room = WIDTH - 2 * MARGIN - 60
        stamp = _wrapped(self.stamp, PLAIN, 7.5, room, 1)[0]
        self.text(MARGIN, FOOT - 23, stamp, PLAIN, 7.5, GREY)
        self.right(WIDTH - MARGIN, FOOT - 23, number, PLAIN, 7.5, GREY)

    def room(self, needed: float) -> bool:
        """Begins a new page where less than `needed` is left; whether it did."""
        if self.y - needed >= FOOT:
            return False
        self.foot()
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - MARGIN
        return True

    # --- tables ------------------------------------------------------------------------------

    def table(self, sheet: Sheet) -> None:
        shown = [n for n, column in enumerate(sheet.columns) if column.report]
        columns = [sheet.columns[n] for n in shown]
        widths = _widths(columns)
        self.room(90)
        self.y -= 30
        self.text(MARGIN, self.y, sheet.title, BOLD, 13, INK)
        self.y -= 8
        self.header(columns, widths)
        is_empty = True
        for cells in sheet.rows:
            is_empty = False
            drawn = [
                _drawn(sheet, n, cells, width, self.say)
                for n, width in zip(shown, widths, strict=True)
            ]
            height = max(len(cell.lines) for cell in drawn) * LEADING + PAD
            if self.room(height):
                self.header(columns, widths)
            is_whole = sheet.table == "totals" and isinstance(cells[0], str)
            self.row(drawn, widths, height, BOLD if is_whole else PLAIN)
        if is_empty:
            self.y -= LEADING
            self.text(MARGIN + PAD, self.y, self.say("Nothing."), PLAIN, SIZE, GREY)
        if sheet.chart is not None:
            self.chart(sheet.chart, sheet)

    def header(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        titles = [
            _wrapped(column.title, BOLD, SIZE, width - 2 * PAD, 3)
            for column, width in zip(columns, widths, strict=True)
        ]
        height = max(len(lines) for lines in titles) * LEADING + PAD
        self.canvas.setFillColor(HexColor(HEADER))
        self.canvas.rect(MARGIN, self.y - height, sum(widths), height, stroke=0, fill=1)
        x = MARGIN
        for column, lines, width in zip(columns, titles, widths, strict=True):
            self.lines(x, lines, width, _is_right(column), BOLD, INK)
            x += width
        self.y -= height

    def row(
        self, drawn: Sequence[_Drawn], widths: Sequence[float], height: float, font: str
    ) -> None:
        x = MARGIN
        for cell, width in zip(drawn, widths, strict=True):
            ink = "#000000"
            if cell.mark:
                ink, ground = COLOURS[cell.mark]
                self.canvas.setFillColor(HexColor(ground))
                self.canvas.rect(x, self.y - height, width, height, stroke=0, fill=1)
            self.lines(x, cell.lines, width, cell.is_right, font, ink)
            x += width
        self.y -= height
        self.canvas.setStrokeColor(HexColor(RULE))
        self.canvas.setLineWidth(0.25)
        self.canvas.line(MARGIN, self.y, x, self.y)

    def lines(
        self, x: float, lines: Sequence[str], width: float, is_right: bool, font: str, ink: str
    ) -> None:
        y = self.y - LEADING + 1
        for line in lines:
            if is_right:
                self.right(x + width - PAD, y, line, font, SIZE, ink)
            else:
                self.text(x + PAD, y, line, font, SIZE, ink)
            y -= LEADING

    # --- the chart ---------------------------------------------------------------------------

    def chart(self, chart: Chart, sheet: Sheet) -> None:
        """Bars by period; every bar has its figure, so nothing has to be read off an axis."""
        rows = list(sheet.rows)[: chart.last_row - chart.row + 1]
        figures = [[row[n] for n in chart.of] for row in rows]
        tallest = max((n for row in figures for n in row if isinstance(n, int)), default=0)
        if not tallest:
            return
        height = 110.0
        self.room(height + 60)
        self.y -= 24
        self.text(MARGIN, self.y, chart.title, BOLD, 10, INK)
        x = MARGIN + pdfmetrics.stringWidth(chart.title, BOLD, 10) + 24
        for n, colour in zip(chart.of, SERIES, strict=False):
            self.canvas.setFillColor(HexColor(colour))
            self.canvas.rect(x, self.y, 8, 8, stroke=0, fill=1)
            name = sheet.columns[n].title
            self.text(x + 12, self.y, name, PLAIN, SIZE)
            x += 28 + pdfmetrics.stringWidth(name, PLAIN, SIZE)
        base = self.y - 24 - height
        group = min(120.0, (WIDTH - 2 * MARGIN) / max(1, len(rows)))
        bar = group * 0.8 / len(chart.of)
        for place, (row, numbers) in enumerate(zip(rows, figures, strict=True)):
            left = MARGIN + place * group + group * 0.1
            for n, (value, colour) in enumerate(zip(numbers, SERIES, strict=False)):
                if not isinstance(value, int) or not value:
                    continue
                tall = height * value / tallest
                self.canvas.setFillColor(HexColor(colour))
                self.canvas.rect(left + n * bar, base, bar - 2, tall, stroke=0, fill=1)
                middle = left + n * bar + bar / 2
                self.middle(middle, base + tall + 3, _number(value, self.say), SIZE)
            self.middle(left + group * 0.4, base - 11, str(row[chart.over]), SIZE)
        self.canvas.setStrokeColor(HexColor(RULE))
        self.canvas.line(MARGIN, base, MARGIN + group * len(rows), base)
        self.y = base - 14

    # --- text --------------------------------------------------------------------------------

    def text(
        self, x: float, y: float, text: str, font: str, size: float, ink: str = "#000000"
    ) -> None:
        self._use(font, size, HexColor(ink))
        self.canvas.drawString(x, y, text)

    def right(self, x: float, y: float, text: str, font: str, size: float, ink: str) -> None:
        self._use(font, size, HexColor(ink))
        self.canvas.drawRightString(x, y, text)

    def middle(self, x: float, y: float, text: str, size: float) -> None:
        self._use(PLAIN, size, HexColor("#000000"))
        self.canvas.drawCentredString(x, y, text)

    def _use(self, font: str, size: float, colour: Color) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)


# --- cells ---------------------------------------------------------------------------------------


def _widths(columns: Sequence[Column]) -> list[float]:
    """Each column's share of the page; narrow tables stay narrow."""
    room = WIDTH - 2 * MARGIN
    shares = sum(column.report for column in columns)
    unit = min(room / shares, 6.4)
    return [column.report * unit for column in columns]


def _drawn(sheet: Sheet, n: int, cells: Sequence[Cell], width: float, say: Say) -> _Drawn:
    column = sheet.columns[n]
    text = _text(column, cells[n], say)
    beside = sheet.columns[n + 1] if n + 1 < len(sheet.columns) else None
    if beside is not None and beside.look == "bound" and cells[n + 1]:
        is_date = column.look == "day"
        text = f"{text} ({cells[n + 1]})" if is_date else f"{cells[n + 1]} {text}".strip()
    lines = _wrapped(text, PLAIN, SIZE, width - 2 * PAD, LINES)
    return _Drawn(lines, _is_right(column), mark_of(column, cells[n]))


def _is_right(column: Column) -> bool:
    return column.look in ("number", "plain")


def _text(column: Column, cell: Cell, say: Say) -> str:
    value = cell.value if isinstance(cell, Formula) else cell
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        is_grouped = column.look == "number"
        return _number(value, say) if is_grouped else str(value)
    return " ".join(value.split())


def _number(n: int, say: Say) -> str:
    grouped = f"{n:,}"
    return grouped.replace(",", "\N{NO-BREAK SPACE}") if say.code == "uk" else grouped


def _wrapped(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """The text in lines no wider than `width`; what is beyond `most` lines ends in …"""
    text = text[: int(most * width)]  # no letter is narrower than a point; far more never shows
    lines = [""]
    for word, begins in _pieces(text, font, size, width):
        longer = f"{lines[-1]}{' ' if begins and lines[-1] else ''}{word}"
        if pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and pdfmetrics.stringWidth(f"{last}…", font, size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _pieces(text: str, font: str, size: float, width: float) -> Iterator[tuple[str, bool]]:
    """Words, and the parts of those that are wider than a line; and whether a word begins."""
    for word in text.split(" "):
        rest, begins = word, True
        while pdfmetrics.stringWidth(rest, font, size) > width and len(rest) > 1:
            end = _fitting(rest, font, size, width)
            good = max(rest.rfind(sign, end // 3, end) for sign in "/-_.?&=")
            end = good + 1 if good > 0 else end
            yield rest[:end], begins
            rest, begins = rest[end:], False
        yield rest, begins


def _fitting(text: str, font: str, size: float, width: float) -> int:
    """How many letters of the text fit; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if pdfmetrics.stringWidth(text[:middle], font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return low
