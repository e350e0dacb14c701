"""Which moment the window shows, said in the toolbar: `As known: now`."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop.stamp import moment_text
from desktop.workspace import Workspace
from domain.projections.history import arrived_at


class MomentButton(QToolButton):
    """Says the moment; its menu leads to another one."""

    def __init__(
        self, workspace: Workspace, choose: QAction, back: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        menu = QMenu(self)
        menu.addAction(choose)
        menu.addAction(back)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setAccessibleName(workspace.say("as known at"))
        workspace.moment_changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        say = self.workspace.say
        position = self.workspace.position
        if position is None:
            when = say("now")
        else:
            with self.workspace.ledger.view() as view:
                when = moment_text(arrived_at(view, position), say)
        self.setText(f"{say('As known: {when}', when=when)} ▾")
        self.setToolTip(say("Show every table as it was known at an earlier moment (Ctrl+T)"))
