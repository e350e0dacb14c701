"""One dimension by period: categories nested as statements nest them, and what is left open."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from desktop.charts.breakdown import breakdown_chart
from desktop.charts.chart_panel import ChartPanel
from desktop.models.tree_model import TreeColumn, TreeModel, TreeRow
from desktop.pages.table_page import TablePage
from desktop.stamp import stamp
from desktop.theme import current_theme
from desktop.widgets.tree_view import TreeView
from desktop.workspace import Workspace
from domain.model.vocabulary import LEGS
from domain.projections.by_period import (
    Figure,
    PeriodRow,
    PeriodTable,
    by_period,
    dimensions_stated,
)
from domain.projections.totals import ALL, UNDATED
from domain.projections.view import View


class BreakdownsPage(TablePage):
    """A partition comes to its total; highlights overlap and are never added up."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        self.tree = TreeView(say("Breakdowns"))
        self.tree_model = TreeModel()
        super().__init__(workspace, "breakdown", say("Breakdowns"), ("policy",), parent)
        self.tree_model.setParent(self)
        self.tree.setModel(self.tree_model)
        self.dimension = self.choice("dimension", say("dimension"))
        self.leg = self.choice("leg", say("direction"))
        self.mode = QLabel()
        self.mode.setWordWrap(True)
        self.above.insertWidget(0, self.mode)
        self.chart = ChartPanel(workspace)
        self.add_below(self.chart, 4, 3)

    def _main_view(self) -> QAbstractItemView:
        return self.tree

    def _offer(self, view: View) -> None:
        super()._offer(view)
        say = self.workspace.say
        policy = view.policy(self.policy.value if self.policy else "")
        stated = {leg: dimensions_stated(view, policy, leg) for leg in LEGS}
        self.leg.offer({leg: say(leg.replace("_", " ")) for leg in LEGS if stated[leg]})
        self.leg.show_if(self.leg.count() > 1)
        names = [name for leg in LEGS if leg == self.leg.value for name in stated[leg]]
        self.dimension.offer({n: view.vocabulary.dimension_name(n, say.code) for n in names})

    def refresh(self) -> None:
        say = self.workspace.say
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self._offer(view)
            policy = view.policy(self.policy.value if self.policy else "")
            table = by_period(view, policy, self.dimension.value, self.leg.value or "returned")
            line = stamp(view, say, self.policy_name(policy.name))
        rows = [self._tree_row(row, table) for row in table.rows if self._fits(row)]
        is_filled = any(row.kind in ("line", "within") for row in table.rows if self._fits(row))
        self.tree_model.show_rows(self._tree_columns(table), rows if is_filled else [])
        self.tree.expandAll()
        self.tree.fit_columns()
        self.mode.setText(self._mode(table))
        self.mode.setStyleSheet(f"color: {current_theme().quiet};")
        self.mode.setVisible(is_filled)
        self.say_empty(is_filled)
        has_lines = bool(table.of_kind("line"))
        self.chart.setVisible(has_lines)
        if has_lines:
            self.chart.show_chart(breakdown_chart(table, self._words, say, line))
        self.shown.emit(self.summary())

    def summary(self) -> str:
        n = self.tree_model.rowCount()
        return self.workspace.say.plural("{n} row", "{n} rows", n)

    def _nothing(self) -> str:
        return self.workspace.say(
            "No breakdown is recorded yet. In the record form (Ctrl+N), write a category and its "
            "number on each line, and they are summed here by year."
        )

    def _mode(self, table: PeriodTable) -> str:
        say = self.workspace.say
        if table.mode == "highlight":
            return say(
                "A highlight: its lines overlap, so they are never added up, and nothing is left "
                "open in them."
            )
        return say(
            "A partition: its lines and what is not stated come to the total. A line within "
            "another is a part of it, and not added again."
        )

    def _tree_columns(self, table: PeriodTable) -> Sequence[TreeColumn]:
        say = self.workspace.say
        names = {ALL: say("to date"), UNDATED: say("undated")}
        return [
            TreeColumn(self._words.dimension_name(table.dimension, say.code)),
            *(TreeColumn(names.get(p, p), is_number=True) for p in table.periods),
        ]

    def _fits(self, row: PeriodRow) -> bool:
        words = self.filter.text().casefold().split()
        texts = [name.casefold() for name in self._names(row)]
        return (
            not words
            or row.kind == "total"
            or any(all(word in text for word in words) for text in texts)
        )

    def _names(self, row: PeriodRow) -> Iterator[str]:
        yield self._name(row)
        for child in row.children:
            yield from self._names(child)

    def _name(self, row: PeriodRow) -> str:
        say = self.workspace.say
        dimension, _, category = row.line.partition(".")
        name = self._words.category_name(dimension, category, say.code)
        return {
            "line": name,
            "within": say("within {category}", category=name),
            "beside": say("{category}, of whom it says nothing", category=name),
            "residual": say("not stated"),
            "total": say("total"),
        }[row.kind]

    def _tree_row(self, row: PeriodRow, table: PeriodTable) -> TreeRow:
        texts = [self._figure(row, period) for period in table.periods]
        signs = [""] * (len(texts) + 1)
        if row.kind == "total":
            signs = ["strong"] * len(signs)
        elif row.kind in ("residual", "beside"):
            exceeds = [row.figure(period).count < 0 for period in table.periods]
            signs = ["quiet", *("exceeds" if one else "quiet" for one in exceeds)]
        return TreeRow(
            [self._name(row), *texts],
            [self._tree_row(child, table) for child in row.children],
            signs=signs,
        )

    def _figure(self, row: PeriodRow, period: str) -> str:
        say = self.workspace.say
        if period not in row.figures:
            return "–" if row.kind == "line" else ""
        figure: Figure = row.figures[period]
        if row.kind == "residual" and figure.count < 0:
            if figure.inexact:
                return f"– {say('cannot tell')}"
            return f"▼ {say('exceeds by {n}', n=say.number(-figure.count))}"
        text = say.number(figure.count)
        return f"≈ {text}" if figure.inexact else text
