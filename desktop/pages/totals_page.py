"""Totals by year and to date, what has to be said with each figure, and their chart."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from desktop.charts.chart_panel import ChartPanel
from desktop.charts.returns import returns_chart
from desktop.models.columns import Column
from desktop.pages.table_page import TablePage
from desktop.stamp import day_text, stamp
from desktop.theme import current_theme
from desktop.workspace import Workspace
from domain.model.claims import MEASURES
from domain.projections.openings import OpeningRow, openings
from domain.projections.questions import Row
from domain.projections.series import SeriesRow, series
from domain.projections.totals import ALL

WIDEST = 60  # characters of a source's title in a sentence; the pages of sources have it whole


class TotalsPage(TablePage):
    """The figures that go out; nothing uncertain about them is left to be guessed."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "totals", workspace.say("Totals"), ("policy",), parent)
        self.before = QLabel()
        self.before.setWordWrap(True)
        self.above.addWidget(self.before)
        self.chart = ChartPanel(workspace)
        self.add_below(self.chart, 2, 3)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("period", say("period"), is_number=False),
            Column("events", say("exchanges"), is_number=True),
            Column("returned", say("returned"), is_number=True),
            Column("handed_over", say("handed over"), is_number=True),
            Column("remains", say("remains (apart)"), is_number=True),
            Column("remark", say("to be said with it"), is_number=False),
        ]

    def _rows(self) -> list[Row]:
        return [{**row, "remark": self._remark(row)} for row in super()._rows()]

    def refresh(self) -> None:
        super().refresh()
        say = self.workspace.say
        with self.workspace.view() as view:
            policy = view.policy(self.policy.value if self.policy else "")
            points = series(view, policy)
            found = openings(view, policy)
            line = stamp(view, say, self.policy_name(policy.name))
        self.before.setText("\n".join(self._before(row) for row in found))
        self.before.setVisible(bool(found))
        self.before.setStyleSheet(f"color: {current_theme().quiet};")
        self._draw(points, line)

    def _draw(self, points: Sequence[SeriesRow], line: str) -> None:
        self.chart.setVisible(bool(points))
        self.chart.show_chart(returns_chart(points, self.workspace.say, line))

    def _before(self, row: OpeningRow) -> str:
        """An opening balance in a sentence; it is in no figure of the table."""
        say = self.workspace.say
        of = MEASURES[row.measure].in_language(say.code) if row.measure in MEASURES else ""
        source = row.source if len(row.source) <= WIDEST else f"{row.source[: WIDEST - 1]}…"
        values = {"n": say.number(row.opening), "of": of, "source": source}
        day = day_text(row.as_of, say)
        if row.to_date is None:
            return say("Before this record: {n} ({of}, {source}).", **values)
        total = say.number(row.to_date)
        if not day:
            return say(
                "With {n} from before this record ({of}, {source}): {total} to date.",
                total=total,
                **values,
            )
        return say(
            "With {n} up to and including {day} ({of}, {source}): {total} to date.",
            day=day,
            total=total,
            **values,
        )

    def _nothing(self) -> str:
        return self.workspace.say(
            "No totals yet. Record the first exchange (Ctrl+N), and its year appears here."
        )

    def _cell(self, column: str, row: Row) -> str:
        if column == "period" and row["period"] == ALL:
            return self.workspace.say("to date")
        return super()._cell(column, row)

    def _remark(self, row: Row) -> str:
        """What a reader of the figure has to know, in words."""
        say = self.workspace.say
        n = row["residual_unknown"]
        parts = [
            (n, "–", say.plural("{n} states no number returned", "{n} state no number returned", n))
        ]
        n = row["inexact"]
        parts += [(n, "≈", say.plural("{n} number is not exact", "{n} numbers are not exact", n))]
        n = row["conflicts"]
        parts += [(n, "⇄", say.plural("{n} in conflict", "{n} in conflict", n))]
        n = row["likely_duplicates"]
        parts += [(n, "▲", say.plural("{n} likely duplicate", "{n} likely duplicates", n))]
        n = row["changed_unseen"]
        parts += [(n, "▲", say.plural("{n} changed unseen", "{n} changed unseen", n))]
        remarks = [f"{sign} {text}" for n, sign, text in parts if n]
        return " · ".join(remarks) or f"✓ {say('every number is stated')}"

    def _sign(self, column: str, row: Row) -> str:
        if column != "remark":
            return "strong" if row["period"] == ALL else ""
        if row["conflicts"]:
            return "conflict"
        looks = ("likely_duplicates", "changed_unseen", "residual_unknown", "inexact")
        return "short" if any(row[name] for name in looks) else "closes"
