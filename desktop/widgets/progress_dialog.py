"""What a long piece of work is and how far it is; appears only when it lasts."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.tasks import Task, Tasks
from desktop.theme import SPACE, WIDE, sized

PATIENCE: Final = 500  # milliseconds that work may last unseen


class ProgressDialog(QDialog):
    """Follows the tasks: opens when one lasts, closes when it ends. Esc cancels."""

    def __init__(self, tasks: Tasks, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        say = tasks.say
        self.setModal(True)
        self.setMinimumWidth(sized(420))
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("progress"))
        self.words = QLabel()
        buttons = QDialogButtonBox()
        self.cancel = buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        for widget in (self.title, self.bar, self.words, buttons):
            column.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self.open)
        tasks.started.connect(self._start)
        tasks.progressed.connect(self._progress)
        tasks.ended.connect(self._end)

    def reject(self) -> None:
        """Esc, the button and the window's own cross ask the work to stop; its end closes this."""
        if self._tasks.task is not None and self._tasks.task.can_cancel:
            self.cancel.setEnabled(False)
            self.words.setText(self._tasks.say("Stopping…"))
            self._tasks.cancel()

    def _start(self, task: Task) -> None:
        self.setWindowTitle(task.title)
        self.title.setText(task.title)
        self.words.clear()
        self.bar.setRange(0, 0)
        self.cancel.setVisible(task.can_cancel)
        self.cancel.setEnabled(True)
        self._timer.start()

    def _progress(self, done: int, of: int) -> None:
        task, say = self._tasks.task, self._tasks.say
        if task is None or not self.cancel.isEnabled():
            return
        if task.has_end:
            self.bar.setRange(0, max(of, 1))
            self.bar.setValue(min(done, of))
        counted = task.counted or (
            lambda done, of: say("{done} of {of}", done=say.number(done), of=say.number(of))
        )
        self.words.setText(counted(done, of))

    def _end(self) -> None:
        self._timer.stop()
        self.done(0)


def cursor_while(tasks: Tasks, window: QWidget) -> None:
    """Show by the cursor that work goes on, from its first moment."""
    tasks.started.connect(lambda _: window.setCursor(Qt.CursorShape.BusyCursor))
    tasks.ended.connect(window.unsetCursor)
