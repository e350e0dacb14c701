"""Menus and shortcuts from data: a command is its words, its keys and what it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow

Needs = Literal["nothing", "entry", "worker"]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done from the window.

    `needs`: `entry` is off while the window does not show now; `worker` is off while long work
    goes on. `icon` is a name of the freedesktop icon naming specification.
    """

    name: str
    text: str
    keys: str
    do: Callable[[], object]
    icon: str = ""
    needs: Needs = "nothing"


@dataclass(frozen=True, slots=True)
class Group:
    """A menu: parts, between which there is a line, of commands."""

    title: str
    parts: Sequence[Sequence[Command]]

    def commands(self) -> Iterator[Command]:
        for part in self.parts:
            yield from part


def add_menus(window: QMainWindow, groups: Sequence[Group]) -> Mapping[str, QAction]:
    """Give a window its menus; returns the actions by the names of their commands."""
    actions = {}
    for group in groups:
        menu = window.menuBar().addMenu(group.title)
        for place, part in enumerate(group.parts):
            if place:
                menu.addSeparator()
            for command in part:
                actions[command.name] = action = _action(window, command)
                menu.addAction(action)
    return actions


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(command.text, window)
    action.setObjectName(command.name)
    if command.keys:
        action.setShortcut(QKeySequence(command.keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain(command.text)} ({shown})")
    if command.icon and QIcon.hasThemeIcon(command.icon):
        action.setIcon(QIcon.fromTheme(command.icon))
    action.setMenuRole(QAction.MenuRole.NoRole)
    action.triggered.connect(lambda _=False: command.do())
    return action


def plain(text: str) -> str:
    """A menu's text without the mark of its access key and the dots of a question to come."""
    return text.replace("&", "").removesuffix("…")
