"""What wants a look, what to do about each, and the way there."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.event_words import field_name
from desktop.language import Language
from desktop.models.columns import Column
from desktop.pages.table_page import TablePage
from desktop.stamp import day_text
from desktop.workspace import Workspace
from domain.model.scope_words import scope_words
from domain.projections.questions import Row
from domain.projections.view import View

SIGNS = {"conflict": "⇄", "changed_unseen": "⇄", "no_date": "–", "no_source": "–"}


def what_to_do(say: Language) -> Mapping[str, str]:
    """By kind of finding: one sentence that says what to do about it."""
    return {
        "does_not_close": say(
            "Compare its lines with the statement; correct what was mistyped (F2)."
        ),
        "conflict": say(
            "Correct the field (F2) and name the value that is right: it settles both."
        ),
        "likely_duplicates": say("Compare both; where they are one exchange, merge them."),
        "ordinal_missing": say("Look for the exchange that has this number, and record it."),
        "dates_out_of_order": say("Check the numbers and days against the sources."),
        "no_date": say("Find when it occurred and correct it (F2); until then it is in no year."),
        "no_source": say(
            "Correct any field with its source (F2), so that the figure rests on one."
        ),
        "changed_unseen": say(
            "It was taken back by somebody who had not seen its last change: reinstate it, or "
            "retract it again."
        ),
        "line_exceeds": say("A line has more people than the total: correct one of them (F2)."),
        "release_with_handed_over": say(
            "A release does not usually hand people over: check whether it is an exchange."
        ),
        "repatriation_with_living": say(
            "A repatriation of remains has no living people: record them as an exchange of its own."
        ),
        "merged_in_circle": say("Records were merged into one another: reinstate one of them."),
        "survivor_missing": say(
            "It was merged into a record that is not here yet: merge the ledger that has it."
        ),
        "survivor_retracted": say(
            "The record it was merged into is retracted, so this one counts: check whether it "
            "should."
        ),
        "parent_does_not_count": say(
            "The exchange it is a stage of does not count: correct “part of” (F2)."
        ),
        "stage_in_circle": say("Exchanges are stages of one another: correct “part of” (F2)."),
    }


class QualityPage(TablePage):
    """Each row leads to the record that it is about."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "quality", workspace.say("Quality"), (), parent)
        self._advice = what_to_do(workspace.say)
        self._kinds: list[str] = []
        say = workspace.say
        self.kind = self.choice("quality kind", say("kind"))
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go = QPushButton(say("Go there"))
        self.go.setToolTip(f"{say('Go there')} ({say('Enter in the table')})")
        self.go.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.advice, 1)
        row.addWidget(self.go)
        self.above.addLayout(row)
        self.view.selectionModel().currentRowChanged.connect(self._advise)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("kind", say("what"), is_number=False),
            Column("occurred", say("exchange"), is_number=False),
            Column("detail", say("detail"), is_number=False),
            Column("advice", say("what to do"), is_number=False),
        ]

    def _offer(self, view: View) -> None:
        super()._offer(view)
        say = self.workspace.say
        known = {kind: say(kind.replace("_", " ")) for kind in self._kinds}
        self.kind.offer({"": say("all"), **known})

    def _rows(self) -> list[Row]:
        every = super()._rows()
        kinds = sorted({str(row["kind"]) for row in every})
        if kinds != self._kinds:
            self._kinds = kinds
            with self.workspace.view() as view:
                self._offer(view)
        return [
            {**row, "advice": self._advice.get(row["kind"], "")}
            for row in every
            if self.kind.value in ("", row["kind"])
        ]

    def refresh(self) -> None:
        super().refresh()
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._advise()

    def _advise(self, *_: object) -> None:
        row = self.current()
        self.advice.setText(str(row["advice"]) if row else "")
        self.go.setVisible(row is not None)
        self.go.setEnabled(bool(row and row["exchange"]))

    def summary(self) -> str:
        n = self.model.rowCount()
        return self.workspace.say.plural("{n} wants a look", "{n} want a look", n)

    def _nothing(self) -> str:
        return "✓ " + self.workspace.say(
            "Nothing wants a look: every breakdown closes, nothing is in conflict, and every "
            "number has a day and a source."
        )

    def _cell(self, column: str, row: Row) -> str:
        say = self.workspace.say
        if column == "kind":
            sign = SIGNS.get(row["kind"], "▲")
            return f"{sign} {say(str(row['kind']).replace('_', ' '))}"
        if column == "occurred":
            return day_text(row["occurred"], say)
        if column == "detail":
            return self._detail(row)
        return super()._cell(column, row)

    def _detail(self, row: Row) -> str:
        """Codes of the domain as words."""
        say, detail = self.workspace.say, str(row["detail"])
        if row["kind"] == "conflict":
            return ", ".join(field_name(field, self._words, say) for field in detail.split())
        if row["kind"] == "likely_duplicates":
            about, _, figures = detail.partition("): ")
            day = day_text(about.partition("(")[2], say) or say("undated")
            n = figures.partition(", ")[2]
            return say("looks like the one of {day}, {n} returned", day=day, n=n)
        if row["kind"] in ("ordinal_missing", "dates_out_of_order"):
            scope, _, numbers = detail.partition(": ")
            return say(
                "ordinal {scope}: {numbers}", scope=scope_words(scope, say.code), numbers=numbers
            )
        return detail

    def _sign(self, column: str, row: Row) -> str:
        if column == "kind":
            return "conflict" if SIGNS.get(row["kind"]) == "⇄" else "short"
        return "quiet" if column == "advice" else ""
