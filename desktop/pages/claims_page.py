"""Every claim beside what the record computes, and the selected one explained."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.badges import wants_a_look
from desktop.claim_words import COLOURS, claim_about, status_text
from desktop.models.columns import Column
from desktop.pages.claim_text import claim_text
from desktop.pages.table_page import TablePage
from desktop.stamp import day_text
from desktop.theme import SPACE, current_theme
from desktop.workspace import Workspace
from domain.model.claims import DISPOSITIONS
from domain.projections.explanations import disposals, explanations
from domain.projections.questions import Row
from domain.projections.reconciliation import ClaimRow
from domain.projections.view import View

LOOK = "look"  # the choice of those that want one


class ClaimsPage(TablePage):
    """`dispose_asked` names a claim whose difference somebody wants to speak about."""

    dispose_asked = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        super().__init__(workspace, "claims", say("Claims"), (), parent)
        self.status = self.choice("claims status", say("status"))
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(say("selected claim"))
        self.detail.setOpenLinks(False)
        self.detail.anchorClicked.connect(lambda link: self.opened.emit(link.path()))
        self.dispose = QPushButton(say("Give a disposition…"))
        self.dispose.setShortcut(QKeySequence("Ctrl+D"))
        self.dispose.setToolTip(f"{say('Say why the claim differs')} (Ctrl+D)")
        self.dispose.clicked.connect(self._ask_disposition)
        self.go = QPushButton(say("Go to its exchange"))
        self.go.setToolTip(f"{say('Go to its exchange')} ({say('Enter in the table')})")
        self.go.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(self.dispose)
        self.below = QWidget()
        column = QVBoxLayout(self.below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.detail, 1)
        column.addLayout(row)
        self.add_below(self.below, 3, 2)
        self.view.selectionModel().currentRowChanged.connect(self._read)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("as_of", say("as of"), is_number=False),
            Column("about", say("claim"), is_number=False),
            Column("value", say("claimed"), is_number=True),
            Column("computed", say("computed"), is_number=True),
            Column("said", say("status"), is_number=False),
            Column("disposition", say("disposition"), is_number=False),
            Column("source", say("source"), is_number=False),
        ]

    def _offer(self, view: View) -> None:
        super()._offer(view)
        say = self.workspace.say
        self.status.offer(
            {
                "": say("all"),
                LOOK: say("wants a look"),
                "reproduced": f"✓ {say('reproduced')}",
                "short": f"▲ {say('short')}",
                "exceeds": f"▼ {say('exceeds')}",
                "cannot_be_checked": f"– {say('cannot be checked')}",
            }
        )

    def _rows(self) -> list[Row]:
        say = self.workspace.say
        chosen = self.status.value
        return [
            {**row, "about": claim_about(row, say), "said": status_text(row, say)}
            for row in super()._rows()
            if chosen in ("", row["status"]) or (chosen == LOOK and wants_a_look(_claim(row)))
        ]

    def refresh(self) -> None:
        before = self.current()
        super().refresh()
        if not self.select(str(before["id"]) if before else "") and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.below.setVisible(bool(self.model.rowCount()))
        self._read()

    def select(self, claim: str) -> bool:
        """Go to a claim; whether the table shows it."""
        for place in range(self.model.rowCount()):
            if self.model.row(self.model.index(place, 0))["id"] == claim:
                self.view.setCurrentIndex(self.model.index(place, 0))
                return True
        return False

    def clear_filters(self) -> None:
        self.filter.clear()
        self.status.choose("")

    def summary(self) -> str:
        say = self.workspace.say
        rows = [self.model.row(self.model.index(n, 0)) for n in range(self.model.rowCount())]
        looks = sum(wants_a_look(_claim(row)) for row in rows)
        listed = say.plural("{n} claim", "{n} claims", len(rows))
        wanting = say.plural("{n} wants a look", "{n} want a look", looks)
        return f"{listed} · {wanting}" if looks else listed

    def _nothing(self) -> str:
        say = self.workspace.say
        if self.status.value:
            return say("No claim has this status. Choose “all” to see every claim.")
        return say(
            "No claims yet. A total that a statement reports belongs here: enter it with the "
            "exchange (Ctrl+N), and it is checked against the record from then on."
        )

    def _cell(self, column: str, row: Row) -> str:
        say = self.workspace.say
        if column == "as_of":
            return day_text(row["as_of"], say)
        if column == "disposition" and row["reopened"]:
            name = DISPOSITIONS[row["reopened"]].in_language(say.code)
            return f"▲ {say('re-opened: {disposition}', disposition=name)}"
        if column == "computed" and row["computed"] is None:
            return "–"
        return super()._cell(column, row)

    def _sign(self, column: str, row: Row) -> str:
        if column == "said":
            return "conflict" if row["conflicts"] else COLOURS.get(row["status"], "quiet")
        return "short" if column == "disposition" and row["reopened"] else ""

    def _read(self, *_: object) -> None:
        row = self.current()
        self.dispose.setEnabled(row is not None and self.workspace.position is None)
        self.go.setEnabled(bool(row and row["exchange"]))
        if row is None:
            self.detail.clear()
            return
        claim = _claim(row)
        with self.workspace.view() as view:
            found = explanations(view, claim)
            said = disposals(view, claim.id)
        self.detail.setHtml(
            claim_text(row, found, said, self.workspace.say, current_theme(), self.policy_name)
        )

    def _ask_disposition(self) -> None:
        row = self.current()
        if row is not None:
            self.dispose_asked.emit(str(row["id"]))


def _claim(row: Row) -> ClaimRow:
    return ClaimRow(**{name: row[name] for name in ClaimRow.__dataclass_fields__})
