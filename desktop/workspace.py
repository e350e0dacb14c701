"""The open ledger as every page shares it: what moment is shown, and what just changed.

A page never writes a table and never talks to another page. It asks the workspace, and reads its
own table again when the workspace says that something changed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.language import Language
from desktop.settings import Settings
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.projections.questions import Question, Row, rows
from domain.projections.view import View
from domain.storage.backup import Lock


class Workspace(QObject):
    """One ledger, one language, one moment."""

    changed = Signal()  # something was recorded
    moment_changed = Signal()  # the tables are to be shown as known at another moment
    copied = Signal()  # an automatic copy was made
    told = Signal(str, bool)  # a sentence for the operator, and whether it is an error

    def __init__(
        self, ledger: Ledger, say: Language, settings: Settings, lock: Lock | None = None
    ) -> None:
        """`lock` is what an encrypted ledger was opened with: its copies need it."""
        super().__init__()
        self.lock = lock
        self.ledger = ledger
        self.say = say
        self.settings = settings
        self.position: int | None = None  # None is now

    @contextmanager
    def view(self) -> Iterator[View]:
        """The ledger as known at the moment shown."""
        with self.ledger.view(self.position) as view:
            yield view

    def rows(self, table: str, question: Question, containing: str = "") -> list[Row]:
        """A table as known at the moment shown; `restated` compares that moment with now."""
        if table == "restated":
            with self.ledger.view() as view:
                compared = replace(question, since=self.position)
                return rows(view, table, compared, containing)
        with self.view() as view:
            return rows(view, table, question, containing)

    def show_moment(self, position: int | None) -> None:
        """Show every table as known at a position; None for now."""
        if position != self.position:
            self.position = position
            self.moment_changed.emit()

    def record(self, what: Callable[[Ledger], object], said: str) -> bool:
        """Let the ledger do one thing; tells how it went, and every page what changed."""
        try:
            what(self.ledger)
        except Refused as refused:
            self.told.emit(self.say.refusal(refused), True)
            return False
        self.changed.emit()
        self.told.emit(said, False)
        return True
