"""A typist: sends real keys to whatever has the keyboard, and counts them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys
from PySide6.QtWidgets import QApplication, QWidget

NAMED = {
    "⏎": Qt.Key.Key_Return,
    "⇥": Qt.Key.Key_Tab,
    "⇤": Qt.Key.Key_Backtab,
    "⎋": Qt.Key.Key_Escape,
    "↑": Qt.Key.Key_Up,
    "↓": Qt.Key.Key_Down,
}
CONTROL = Qt.KeyboardModifier.ControlModifier


class Typist:
    """`type("30.12.24⏎")` presses nine keys; Shift and Ctrl are not counted by themselves."""

    def __init__(self) -> None:
        self.pressed = 0

    def type(self, text: str) -> None:
        for letter in text:
            target = self.target()
            if letter == "⇤":
                keys.keyClick(target, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            elif letter in NAMED:
                keys.keyClick(target, NAMED[letter])
            else:
                keys.keyClicks(target, letter)
            self.pressed += 1

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        keys.keyClick(self.target(), key, held)
        self.pressed += 1

    @staticmethod
    def target() -> QWidget:
        """The list that is open, or the line with the cursor."""
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found
