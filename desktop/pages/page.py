"""What every page does: read its table again when something changed, but only while it is seen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.theme import SPACE, WIDE, title_label
from desktop.workspace import Workspace


class Page(QWidget):
    """A page with a title; subclasses fill `body` and implement `refresh`.

    `shown` gives the line for the status bar, `opened` says which exchange is to be gone to. A page
    that can be filtered has its field as `filter`.
    """

    shown = Signal(str)
    opened = Signal(str)

    def __init__(self, workspace: Workspace, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.title = title
        self._is_stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(WIDE, WIDE, WIDE, SPACE)
        self.body.setSpacing(SPACE)
        self.heading = title_label(title)
        self.body.addWidget(self.heading)
        self.setAccessibleName(title)
        workspace.changed.connect(self._look)
        workspace.moment_changed.connect(self._look)

    def refresh(self) -> None:
        """Read the page's table again."""
        raise NotImplementedError

    def summary(self) -> str:
        """One line for the status bar."""
        return ""

    def start_filter(self) -> None:
        """Put the cursor into the filter, where the page has one."""
        field = getattr(self, "filter", None)
        if isinstance(field, QLineEdit):
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._look()

    def _look(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.refresh()
