"""Colours and spaces: three palettes of our own, each with contrast of at least 4.5:1 for text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

SPACE: Final = 8
WIDE: Final = 16
ROW_HEIGHT: Final = 28  # at a text size of 100 %
TEXT_SIZES: Final = (100, 110, 125, 150, 175, 200)  # per cent of the system's own


@dataclass(frozen=True, slots=True)
class Theme:
    """One palette. `signs` colour what a symbol and a word say already."""

    name: str
    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    line: str
    frame: str  # around what can be typed into or ticked
    accent: str
    on_accent: str
    closes: str
    short: str
    exceeds: str
    conflict: str
    band: str
    on_band: str


LIGHT: Final = Theme(
    *("light", "#f5f6f7", "#ffffff", "#f7f9fb", "#1d2329", "#56616c", "#d5dae0", "#8a949e"),
    *("#1f5f99", "#ffffff", "#1d7044", "#8a5a00", "#b3261e", "#6b3fa0", "#fff1d0", "#4a3500"),
)
DARK: Final = Theme(
    *("dark", "#1e2226", "#16191c", "#1b1f23", "#e8eaed", "#a3adb7", "#363d44", "#6b7681"),
    *("#7db8ec", "#0f1a24", "#73c991", "#e3b341", "#ff8a80", "#c7a5f0", "#4a3a10", "#ffe4a3"),
)
CONTRAST: Final = Theme(
    *("contrast", "#000000", "#000000", "#0d0d0d", "#ffffff", "#e0e0e0", "#ffffff", "#ffffff"),
    *("#ffff00", "#000000", "#7dff9b", "#ffd24d", "#ff9d96", "#e0c2ff", "#ffff00", "#000000"),
)
THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


def preferred_theme() -> Theme:
    """The palette that the operator's system asks for."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def apply_theme(application: QApplication, theme: Theme, text_size: int = 100) -> None:
    """Give every widget the palette and the size of text, in per cent of the system's own.

    The style draws the same on every system.
    """
    application.setStyle("fusion")
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    application.setFont(scaled(font, text_size / 100))
    application.setProperty("text_size", text_size)
    palette = QPalette()
    colours = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.base,
        QPalette.ColorRole.AlternateBase: theme.alternate,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.window,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.exceeds,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.base,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.quiet,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Midlight: theme.line,
    }
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.quiet))
    application.setPalette(palette)
    application.setStyleSheet(_STYLES.get(theme.name, lambda _: "")(theme))
    application.setProperty("theme", theme.name)


def _frames(theme: Theme) -> str:
    """Frames of what can be typed into or ticked: on a dark window, the style's own vanish."""
    frame = f"border: 1px solid {theme.frame};"
    return (
        f"QLineEdit, QPlainTextEdit {{ {frame} border-radius: 2px; background: {theme.base}; }}"
        f"QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {theme.accent}; }}"
        "QAbstractItemView QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit "
        "{ border: none; }"
        f"{_indicators(theme)}"
    )


def _indicators(theme: Theme) -> str:
    """Boxes to tick and dots to choose; a mark in them says what their colour says."""
    pictures = Path(__file__).parent / "resources"
    tick, dot = ((pictures / name).as_posix() for name in ("tick.svg", "dot.svg"))
    return (
        "QCheckBox::indicator, QRadioButton::indicator { "
        f"border: 1px solid {theme.frame}; width: {sized(12)}px; height: {sized(12)}px; "
        f"background: {theme.base}; }}"
        f"QRadioButton::indicator {{ border-radius: {sized(6)}px; }}"
        f"QCheckBox::indicator:checked {{ background: {theme.accent}; image: url({tick}); }}"
        f"QRadioButton::indicator:checked {{ background: {theme.accent}; image: url({dot}); }}"
        "QCheckBox::indicator:focus, QRadioButton::indicator:focus "
        f"{{ border-color: {theme.accent}; }}"
    )


def _outlines(theme: Theme) -> str:
    """Outlines of what can be typed into, ticked or pressed: on black, the style's own vanish."""
    line = f"border: 1px solid {theme.line};"
    return (
        f"QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView {{ {line} }}"
        f"QPushButton {{ {line} padding: 4px 12px; }}"
        f"QPushButton:focus, QLineEdit:focus {{ border: 2px solid {theme.accent}; }}"
        f"QPushButton:disabled {{ color: {theme.quiet}; border-style: dotted; }}"
        f"QComboBox {{ {line} padding: 2px 4px; }}"
        f"QComboBox:focus, QToolButton:focus {{ border: 2px solid {theme.accent}; }}"
        f"{_indicators(theme)}"
        f"QCheckBox:focus {{ color: {theme.accent}; }}"
        f"QMenu {{ {line} }} QMenu::item:selected {{ background: {theme.accent}; "
        f"color: {theme.on_accent}; }}"
    )


_STYLES: Final = {"dark": _frames, "contrast": _outlines}


def current_theme() -> Theme:
    application = QApplication.instance()
    return THEMES.get(str(application.property("theme")) if application else "", LIGHT)


def text_size() -> int:
    """The size of text now, in per cent of the system's own."""
    application = QApplication.instance()
    return int(application.property("text_size") or 100) if application else 100


def sized(pixels: int) -> int:
    """A length that grows with the text: so many pixels at 100 %."""
    return round(pixels * text_size() / 100)


def row_height() -> int:
    """The height of a table's rows at the size of text now."""
    return sized(ROW_HEIGHT)


def title_label(text: str, parent: QWidget | None = None) -> QLabel:
    """A page's title: 1.4 times the text."""
    label = QLabel(text, parent)
    label.setFont(scaled(label.font(), 1.4, bold=True))
    return label


def scaled(font: QFont, by: float, *, bold: bool = False) -> QFont:
    larger = QFont(font)
    if font.pointSizeF() > 0:
        larger.setPointSizeF(font.pointSizeF() * by)
    else:  # some systems give the size in pixels
        larger.setPixelSize(round(font.pixelSize() * by))
    larger.setBold(bold)
    return larger


def figures() -> QFont:
    """The text font with figures of one width, so that numbers stand in columns."""
    font = QFont(QApplication.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
