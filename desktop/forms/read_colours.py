"""The colours that a figure in the text and the field it filled have in common."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme, current_theme
from domain.model.exchange import split_line_field

GROUPS: Final = ("event", "count", "branch", "rank", "other", "claim")
TINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "light": ("#e4e7eb", "#cfe6f7", "#cdeedd", "#fbe3c0", "#f6d9e8", "#fbf3b0"),
    "dark": ("#3a4149", "#153c57", "#0f4034", "#4d330a", "#4f273f", "#403b0c"),
    "contrast": ("#303030", "#003a66", "#004d33", "#663300", "#5c0038", "#4d4600"),
}


def group_of(field: str) -> str:
    """Which of the colours a field has: by what it tells."""
    if field.startswith("claims/"):
        return "claim"
    if field in ("returned", "handed_over", "remains"):
        return "count"
    split = split_line_field(field) if "." in field else None
    if split is None:
        return "event"
    return split[1] if split[1] in ("branch", "rank") else "other"


def tint(field: str, theme: Theme | None = None) -> str:
    """The background of a field, and of its words in the text; the text's own colour is on it."""
    shades = TINTS[(theme or current_theme()).name]
    return shades[GROUPS.index(group_of(field))]


def colour(widget: QWidget, shade: str) -> None:
    """Give a line a background, or its own again."""
    palette = QPalette(widget.palette())
    palette.setColor(QPalette.ColorRole.Base, shade or current_theme().base)
    widget.setPalette(palette)
