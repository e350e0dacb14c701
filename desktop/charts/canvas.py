"""Draws a chart with pyqtgraph. Only this file knows it, and it is read when a chart is shown."""

from collections.abc import Callable, Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.charts.chart import QUIET, Bar, Chart, Label, Panel
from desktop.charts.colours import colour_of, on_top_of
from desktop.theme import Theme, figures

Number = Callable[[int], str]
LINE = 1.35  # height of a line of labels, in heights of the font


class NumberAxis(pg.AxisItem):
    """Ticks at whole numbers, grouped as the operator's language does."""

    def __init__(self, orientation: str, number: Number) -> None:
        super().__init__(orientation)
        self._number = number
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
        return [self._number(int(value)) if value == int(value) else "" for value in values]


class Canvas(pg.GraphicsLayoutWidget):
    """One chart; `pointed` says which of its points one went to."""

    pointed = Signal(int)

    def __init__(self, number: Number, parent: QWidget | None = None) -> None:
        self._areas: list[tuple[Panel, pg.PlotItem]] = []  # it is resized while it is being made
        super().__init__(parent)
        self._number = number
        self._chart: Chart | None = None
        self._theme: Theme | None = None
        self._labels: list[tuple[pg.PlotItem, Label, pg.TextItem]] = []
        self._inside: list[tuple[pg.PlotItem, Bar, pg.TextItem]] = []
        self._guides: list[pg.InfiniteLine] = []
        self._texts: list[pg.LabelItem] = []
        self.point = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.ci.layout.setContentsMargins(8, 8, 12, 8)
        self.ci.layout.setSpacing(4)

    def draw(self, chart: Chart, theme: Theme) -> None:
        """Show a chart in place of the one before."""
        self._chart, self._theme = chart, theme
        self._areas, self._labels, self._inside, self._guides = [], [], [], []
        self._texts = []
        self.point = -1
        self.setBackground(theme.base)
        self.ci.clear()
        columns = len(chart.panels) if chart.beside else 1
        self._text(0, columns, self._heading(chart, theme), 1.1)
        for place, panel in enumerate(chart.panels):
            row, column = (1, place) if chart.beside else (1 + place, 0)
            is_last = chart.beside or panel is chart.panels[-1]
            self._area(panel, row, column, with_names=is_last)
        foot = [" ".join(chart.remarks), chart.stamp]
        for place, line in enumerate(line for line in foot if line):
            self._text(10 + place, columns, self._quiet(line), 0.9)
        if not chart.beside:
            for _, area in self._areas[1:]:
                area.setXLink(self._areas[0][1])
        self._settle()

    def paint_on(self, painter: QPainter, target: QRectF) -> None:
        """Draw what is shown elsewhere: on an image, on a drawing."""
        self._point_at(-1)
        self.scene().render(painter, target, QRectF(self.viewport().rect()))

    # --- drawing -----------------------------------------------------------------------------

    def _heading(self, chart: Chart, theme: Theme) -> str:
        title = f"<b style='color:{theme.text}'>{escape(chart.title)}</b>"
        names = "".join(
            f"&nbsp;&nbsp;&nbsp;{_square(colour, theme)} "
            f"<span style='color:{theme.text}'>{escape(name)}</span>"
            for name, colour in chart.legend
        )
        return title + names

    def _quiet(self, text: str) -> str:
        assert self._theme is not None
        return f"<span style='color:{self._theme.quiet}'>{escape(text)}</span>"

    def _text(self, row: int, columns: int, html: str, size: float) -> None:
        label = self.ci.addLabel("", row=row, col=0, colspan=columns, justify="left")
        label.item.setFont(_sized(size))
        label.item.setHtml(html)
        self._texts.append(label)

    def _area(self, panel: Panel, row: int, column: int, *, with_names: bool) -> None:
        theme = self._theme
        assert theme is not None
        value, names = ("bottom", "left") if panel.across else ("left", "bottom")
        area = self.ci.addPlot(
            row=row, col=column, axisItems={value: NumberAxis(value, self._number)}
        )
        area.setMenuEnabled(False)
        area.hideButtons()
        area.setMouseEnabled(x=False, y=False)
        if panel.title:
            area.setTitle("", justify="left")
            area.titleLabel.item.setFont(_sized(0.9))
            area.titleLabel.item.setHtml(self._quiet(panel.title))
            area.titleLabel.setMaximumHeight(20)
            area.layout.setRowFixedHeight(0, 20)
        for side in ("left", "bottom"):
            axis = area.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.text)
            axis.setStyle(tickFont=_sized(0.9), tickLength=0)
        area.getAxis(names).setTicks(
            [[(at, text if with_names else "") for at, text in panel.ticks]]
        )
        if not with_names:
            area.getAxis(names).setHeight(6)
        area.getAxis(value).setStyle(maxTickLevel=0)
        if panel.across:
            area.hideAxis(value)
        else:
            area.getAxis(value).setGrid(36)
        for divider in panel.dividers:
            line = pg.InfiniteLine(divider, 90, pen=pg.mkPen(theme.line, width=1))
            area.addItem(line, ignoreBounds=True)
        self._bars(area, panel)
        if panel.steps:
            self._steps(area, panel)
        guide = pg.InfiniteLine(0, 0 if panel.across else 90, pen=pg.mkPen(theme.accent, width=2))
        guide.setZValue(-5)
        guide.hide()
        area.addItem(guide, ignoreBounds=True)
        self._guides.append(guide)
        for label in panel.labels:
            self._label(area, panel, label)
        self._areas.append((panel, area))

    def _bars(self, area: pg.PlotItem, panel: Panel) -> None:
        theme = self._theme
        assert theme is not None
        groups: dict[tuple[int, bool], list[Bar]] = {}
        for bar in panel.bars:
            groups.setdefault((bar.colour, bar.is_open), []).append(bar)
        for (number, is_open), bars in groups.items():
            colour = colour_of(number, theme)
            fill = pg.mkColor(colour)
            fill.setAlpha(50 if is_open else 255)
            starts, lengths = [b.start for b in bars], [b.end - b.start for b in bars]
            places, widths = [b.place for b in bars], [b.width for b in bars]
            shape = (
                {"x0": starts, "width": lengths, "y": places, "height": widths}
                if panel.across
                else {"y0": starts, "height": lengths, "x": places, "width": widths}
            )
            edge = theme.base if not is_open else theme.line if number == QUIET else colour
            pen = pg.mkPen(edge, width=1)
            area.addItem(pg.BarGraphItem(**shape, brush=pg.mkBrush(fill), pen=pen))
        for bar in panel.bars:
            if bar.figure:
                ground = theme.base if bar.is_open else colour_of(bar.colour, theme)
                inside = theme.text if bar.is_open else on_top_of(ground)
                item = pg.TextItem(bar.figure, color=inside, anchor=(0.5, 0.5))
                item.setFont(_sized(0.85))
                item.setPos(bar.place, (bar.start + bar.end) / 2)
                area.addItem(item, ignoreBounds=True)
                self._inside.append((area, bar, item))

    def _steps(self, area: pg.PlotItem, panel: Panel) -> None:
        theme = self._theme
        assert theme is not None
        places = [x - 0.5 for x, _ in panel.steps] + [panel.steps[-1][0] + 0.5]
        line = pg.PlotCurveItem(
            places,
            [y for _, y in panel.steps],
            stepMode="center",
            pen=pg.mkPen(colour_of(0, theme), width=2),
        )
        area.addItem(line)

    def _label(self, area: pg.PlotItem, panel: Panel, label: Label) -> None:
        theme = self._theme
        assert theme is not None
        square = f"{_square(label.colour, theme)} " if label.colour is not None else ""
        html = f"{square}<span style='color:{theme.text}'>{escape(label.text)}</span>"
        is_level = label.at_edge or panel.across
        item = pg.TextItem(html=html, anchor=(0, 0.5) if is_level else (0.5, 1))
        item.setFont(_sized(0.9))
        item.setHtml(html)
        item.setPos(label.x, label.y)
        area.addItem(item, ignoreBounds=True)
        if label.at_edge or not panel.across:
            self._labels.append((area, label, item))

    # --- sizes -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Leave room for the labels, and keep them off one another."""
        if not self._areas:
            return
        for text in self._texts:
            text.item.setTextWidth(max(80, self.viewport().width() - 24))
            text.item.setPos(0, 0)
            text.setMinimumWidth(0)
            text.setMaximumHeight(text.item.boundingRect().height())
            text.setMinimumHeight(text.item.boundingRect().height())
        self.ci.layout.activate()
        for panel, area in self._areas:
            first, last = panel.places
            width = max(1.0, area.vb.width())
            height = max(1.0, area.vb.height())
            line = _sized(0.9).pointSizeF() * LINE * 1.5
            if panel.across:
                room = 64 / width
                top = max(panel.highest, 1) * (1 + room / max(0.2, 1 - room))
                area.setRange(xRange=(0, top), yRange=(first, last), padding=0)
                continue
            side = [item for at, label, item in self._labels if at is area and label.at_edge]
            widest = max((item.boundingRect().width() for item in side), default=0)
            share = min(0.5, (widest + 8) / width)
            right = last + (last - first) * share / (1 - share)
            high = max(panel.highest, 1) * (1 + min(0.4, 1.6 * line / height))
            area.setRange(xRange=(first, right), yRange=(0, high), padding=0)
            self._spread(area, high, height, line)
            self._keep_inside(area, first, right, width)
        for area, bar, item in self._inside:
            (left, right), (low, high) = area.vb.viewRange()
            box = item.boundingRect()
            tall = (bar.end - bar.start) / (high - low) * area.vb.height()
            wide = bar.width / (right - left) * area.vb.width()
            item.setVisible(tall > box.height() * 0.8 and wide > box.width())

    def _spread(self, area: pg.PlotItem, high: float, height: float, line: float) -> None:
        """Labels at the edge, from the lowest up, stand at least a line apart."""
        step = line / height * high
        labels = [(label, item) for on, label, item in self._labels if on is area and label.at_edge]
        levels, free = [], step / 2
        for label, _ in labels:
            levels.append(max(label.y, free))
            free = levels[-1] + step
        free = high - step / 2
        for (label, item), level in zip(reversed(labels), reversed(levels), strict=True):
            item.setPos(label.x, min(level, free))
            free = min(level, free) - step

    def _keep_inside(self, area: pg.PlotItem, first: float, right: float, width: float) -> None:
        """A label above the first or last bar does not run out of the picture."""
        for on, label, item in self._labels:
            if on is area and not label.at_edge:
                half = item.boundingRect().width() / 2 / width * (right - first)
                item.setPos(
                    min(max(label.x, first + half), max(first + half, right - half)), label.y
                )

    # --- going from point to point -----------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._chart.points) - 1 if self._chart else -1
        at = self.point
        goes = {
            Qt.Key.Key_Right: min(at + 1, last),
            Qt.Key.Key_Down: min(at + 1, last),
            Qt.Key.Key_Left: max(at - 1, 0),
            Qt.Key.Key_Up: max(at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if goes is None or last < 0:
            super().keyPressEvent(event)
            return
        self._point_at(goes)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        spot = self.mapToScene(event.position().toPoint())
        for panel, area in self._areas:
            if area.vb.sceneBoundingRect().contains(spot) and self._chart and self._chart.points:
                found = area.vb.mapSceneToView(spot)
                place = found.y() if panel.across else found.x()
                points = self._chart.points
                near = min(range(len(points)), key=lambda n: abs(points[n].place - place))
                self._point_at(near)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point_at(-1)

    def _point_at(self, point: int) -> None:
        self.point = point
        for guide in self._guides:
            guide.setVisible(point >= 0)
            if point >= 0 and self._chart is not None:
                guide.setPos(self._chart.points[point].place)
        self.pointed.emit(point)


def _square(colour: int, theme: Theme) -> str:
    sign = "□" if colour == QUIET else "■"
    return f"<span style='color:{colour_of(colour, theme)}'>{sign}</span>"


def _sized(by: float) -> QFont:
    font = figures()
    font.setPointSizeF(QApplication.font().pointSizeF() * by)
    return font
