"""Mediators by year and to date: how often, how many people, and the notes about each."""

from collections.abc import Sequence
from dataclasses import asdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTextBrowser, QWidget

from desktop.charts.chart_panel import ChartPanel
from desktop.charts.mediators import mediators_chart
from desktop.models.columns import Column
from desktop.pages.notes_text import notes_text
from desktop.pages.table_page import TablePage
from desktop.stamp import stamp
from desktop.theme import current_theme
from desktop.workspace import Workspace
from domain.projections.mediators import MediatorRow, mediators
from domain.projections.mediators import notes as notes_of
from domain.projections.questions import Row
from domain.projections.totals import ALL, UNDATED
from domain.projections.view import View


class MediatorsPage(TablePage):
    """An exchange with two mediators is in both lines, so no sum is shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        self._found: Sequence[MediatorRow] = ()
        super().__init__(workspace, "mediators", say("Mediators"), ("policy",), parent)
        self.period = self.choice("mediators period", say("period"))
        self.notes = QTextBrowser()
        self.notes.setAccessibleName(say("notes about the mediator"))
        self.notes.setOpenLinks(False)
        self.notes.anchorClicked.connect(lambda link: self.opened.emit(link.path()))
        self.chart = ChartPanel(workspace)
        self.beside = QSplitter(Qt.Orientation.Horizontal)
        self.beside.setChildrenCollapsible(False)
        self.beside.addWidget(self.chart)
        self.beside.addWidget(self.notes)
        self.beside.setSizes([640, 360])
        self.add_below(self.beside, 2, 3)
        self.view.selectionModel().currentRowChanged.connect(self._read_notes)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("name", say("mediator"), is_number=False),
            Column("exchanges", say("times"), is_number=True),
            Column("returned", say("people returned"), is_number=True),
            Column("notes", say("notes"), is_number=True),
            Column("by_year", say("by year"), is_number=False),
        ]

    def _offer(self, view: View) -> None:
        super()._offer(view)
        say = self.workspace.say
        policy = view.policy(self.policy.value if self.policy else "")
        self._found = mediators(view, policy, say.code)
        periods = {row.period for row in self._found}
        years = sorted(periods - {ALL, UNDATED}, reverse=True)
        undated = {UNDATED: say("undated")} if UNDATED in periods else {}
        self.period.offer({ALL: say("to date"), **{year: year for year in years}, **undated})

    def _rows(self) -> list[Row]:
        say = self.workspace.say
        words = self.filter.text().casefold().split()
        every = [asdict(row) for row in self._found]
        years: dict[str, list[str]] = {}
        for row in every:
            if row["period"] != ALL:
                name = say("undated") if row["period"] == UNDATED else row["period"]
                years.setdefault(row["mediator"], []).append(
                    f"{name}: {say.number(row['exchanges'])}"
                )
        return [
            {**row, "by_year": " · ".join(years.get(row["mediator"], ()))}
            for row in every
            if row["period"] == self.period.value
            and all(word in row["name"].casefold() for word in words)
        ]

    def refresh(self) -> None:
        super().refresh()
        say = self.workspace.say
        with self.workspace.view() as view:
            policy = self.policy_name(self.policy.value) if self.policy else ""
            line = stamp(view, say, policy, self.period.currentText())
        self.beside.setVisible(bool(self._found))
        self.chart.show_chart(mediators_chart(self._found, self.period.value, say, line))
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._read_notes()

    def summary(self) -> str:
        n = self.model.rowCount()
        return self.workspace.say.plural("{n} mediator", "{n} mediators", n)

    def _nothing(self) -> str:
        return self.workspace.say(
            "No mediator is noted yet. Choose an exchange and press Ctrl+M to note who helped."
        )

    def _read_notes(self, *_: object) -> None:
        row = self.current()
        if row is None:
            self.notes.clear()
            return
        with self.workspace.view() as view:
            found = [
                note
                for note in notes_of(view, mediator=str(row["mediator"]))
                if note.standing != "retracted"
            ]
        say = self.workspace.say
        self.notes.setHtml(notes_text(str(row["name"]), found, say, current_theme()))
