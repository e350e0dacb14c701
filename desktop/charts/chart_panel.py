"""A chart with what one does to it: go along it by keys, read it in words, keep it as an image."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPainter,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.chart import Chart
from desktop.theme import SPACE, current_theme
from desktop.workspace import Workspace

if TYPE_CHECKING:
    from desktop.charts.canvas import Canvas

SHARPER = 2  # pixels of an image for each on screen, so that it prints well


class ChartPanel(QFrame):
    """Shows one chart; nothing is drawn, and nothing needed for it loaded, before it is seen."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        say = workspace.say
        self.chart: Chart | None = None
        self.canvas: Canvas | None = None
        self._is_stale = False
        self.reading = QLabel()
        self.reading.setAccessibleName(say("point of the chart"))
        self.reading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy = self._button(say("Copy image"), "Ctrl+Alt+C", self.copy_image)
        self.save = self._button(say("Save image…"), "Ctrl+Alt+S", self.ask_where)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.reading, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE // 2)
        self._column.addLayout(row)
        self.setMinimumHeight(220)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart, now or when the panel is seen."""
        self.chart = chart
        self._is_stale = True
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._draw()

    # --- keeping it --------------------------------------------------------------------------

    def image(self) -> QImage:
        """The chart as shown, with its title and stamp."""
        size = self._size()
        image = QImage(size * SHARPER, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(SHARPER)
        image.fill(current_theme().base)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, size)
        painter.end()
        return image

    def copy_image(self) -> None:
        if self.canvas is not None:
            QGuiApplication.clipboard().setImage(self.image())
            self.workspace.told.emit(self.workspace.say("The chart is on the clipboard."), False)

    def ask_where(self) -> None:
        if self.canvas is None:
            return
        say = self.workspace.say
        endings = f"{say('Image')} (*.png);;{say('Drawing')} (*.svg)"
        dialog = QFileDialog(self, say("Save image…"), "", endings)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("svg" if "svg" in chosen else "png")
        )
        dialog.fileSelected.connect(lambda name: self.save_image(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_image(self, path: Path) -> bool:
        """Write a PNG, or a drawing where the name ends with .svg; says how it went."""
        say = self.workspace.say
        is_done = (
            self._save_drawing(path) if path.suffix == ".svg" else self.image().save(str(path))
        )
        if is_done:
            self.workspace.told.emit(say("The chart was saved: {path}", path=path), False)
        else:
            self.workspace.told.emit(
                say("{path} cannot be written. Choose another folder or name.", path=path), True
            )
        return is_done

    def _save_drawing(self, path: Path) -> bool:
        from PySide6.QtSvg import QSvgGenerator

        size = self._size()
        drawing = QSvgGenerator()
        drawing.setFileName(str(path))
        drawing.setSize(size)
        drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
        drawing.setTitle(self.chart.title if self.chart else "")
        drawing.setDescription(self.chart.in_words() if self.chart else "")
        painter = QPainter()
        if not painter.begin(drawing):
            return False
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), current_theme().base)
        self._paint(painter, size)
        return painter.end()

    def _paint(self, painter: QPainter, size: QSize) -> None:
        assert self.canvas is not None
        self.canvas.paint_on(painter, QRectF(0, 0, size.width(), size.height()))

    def _size(self) -> QSize:
        assert self.canvas is not None
        size: QSize = self.canvas.viewport().size()
        return size

    # --- showing it --------------------------------------------------------------------------

    def _draw(self) -> None:
        assert self.chart is not None
        self._is_stale = False
        say = self.workspace.say
        if self.canvas is None:
            from desktop.charts.canvas import Canvas

            self.canvas = Canvas(say.number)
            self.canvas.pointed.connect(self._read)
            self._column.insertWidget(0, self.canvas, 1)
        self.canvas.draw(self.chart, current_theme())
        self.canvas.setAccessibleName(self.chart.title)
        self.canvas.setAccessibleDescription(self.chart.in_words())
        self._read(-1)

    def _read(self, point: int) -> None:
        assert self.chart is not None
        say = self.workspace.say
        if 0 <= point < len(self.chart.points):
            text = self.chart.points[point].text
        else:
            text = say("Arrow keys go along the chart.") if self.chart.points else ""
        self.reading.setText(text)
        if point >= 0 and self.canvas is not None:
            self.canvas.setAccessibleDescription(text)
            QAccessible.updateAccessibility(
                QAccessibleEvent(self.canvas, QAccessible.Event.DescriptionChanged)
            )

    def _button(self, text: str, keys: str, do: object) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(f"{text} ({keys})")
        button.setAccessibleName(text)
        button.clicked.connect(do)
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(button.click)
        return button
