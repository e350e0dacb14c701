"""Figures given out earlier that would be given differently now, and the events that explain it."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from desktop.event_words import field_name
from desktop.language import Language
from desktop.models.columns import Column
from desktop.pages.table_page import TablePage
from desktop.stamp import day_text, moment_text, time_text
from desktop.theme import Theme, current_theme
from desktop.workspace import Workspace
from domain.model.vocabulary import mediator_name
from domain.projections.comparison import ComparedRow, compared, explained, restatements
from domain.projections.history import arrived_at
from domain.projections.history_list import event_page
from domain.projections.questions import Row
from domain.projections.restated import RestatedRow, restated
from domain.projections.totals import ALL, UNDATED

EVER = 2000  # corrections; beyond them, all that was ever restated says nothing to anybody


class RestatedPage(TablePage):
    """The moment shown beside now; at now, whatever a correction ever moved.

    `event_asked` is the position of an event that somebody wants to see in the history.
    """

    event_asked = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        self._too_many = 0
        self._ever: dict[tuple[str, str, str, str], list[RestatedRow]] = {}
        super().__init__(workspace, "restated", say("Restated"), ("policy",), parent)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.above.insertWidget(0, self.about)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(say("what explains the difference"))
        self.detail.setOpenLinks(False)
        self.detail.anchorClicked.connect(self._follow)
        self.add_below(self.detail, 1, 1)
        self.view.selectionModel().currentRowChanged.connect(self._read)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("period", say("period"), is_number=False),
            Column("then", say("then"), is_number=True),
            Column("now", say("now"), is_number=True),
            Column("difference", say("difference"), is_number=True),
            Column("figure", say("figure"), is_number=False),
        ]

    def refresh(self) -> None:
        super().refresh()
        self.about.setText(self._about())
        self.about.setStyleSheet(f"color: {current_theme().quiet};")
        has_rows = bool(self.model.rowCount())
        self.about.setVisible(has_rows)
        self.detail.setVisible(has_rows)
        if has_rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._read()

    def summary(self) -> str:
        n = self.model.rowCount()
        return self.workspace.say.plural("{n} figure", "{n} figures", n)

    def _rows(self) -> list[Row]:
        since = self.workspace.position
        self._ever, self._too_many = {}, 0
        with self.workspace.ledger.view() as view:
            policy = view.policy(self.policy.value if self.policy else "")
            if since is not None:
                found = compared(view, policy, since)
            else:
                many = restatements(view)
                self._too_many = many if many > EVER else 0
                for row in restated(view, policy) if not self._too_many else ():
                    figure = (row.period, row.measure, row.line, row.within)
                    self._ever.setdefault(figure, []).append(row)
                found = [
                    ComparedRow(*figure, moves[0].then, moves[0].now)
                    for figure, moves in self._ever.items()
                ]
        rows = [self._row(row) for row in found]
        words = self.filter.text().casefold().split()
        return [
            row
            for row in rows
            if all(word in f"{row['figure']} {row['period']}".casefold() for word in words)
        ]

    def _row(self, row: ComparedRow) -> Row:
        say = self.workspace.say
        measure = say(row.measure.replace("_", " "))
        figure = measure if row.measure != "events" else say("number of exchanges")
        if row.line.startswith("mediator."):
            figure += f" · {mediator_name(row.line.partition('.')[2], say.code)}"
        elif row.line:
            figure += f" · {field_name(row.line, self._words, say)}"
        if row.within:
            holder = field_name(row.within, self._words, say)
            figure += f" · {say('within {category}', category=holder)}"
        return {
            "period": row.period,
            "figure": figure,
            "then": row.then,
            "now": row.now,
            "difference": row.now - row.then,
            "row": row,
        }

    def _cell(self, column: str, row: Row) -> str:
        say = self.workspace.say
        if column == "period":
            period = str(row["period"])
            return {ALL: say("to date"), UNDATED: say("undated")}.get(period, period)
        if column == "figure":
            return str(row[column])
        if column == "difference" and row[column] > 0:
            return f"+{say.number(row[column])}"
        return say.number(row[column]).replace("-", "−")

    def _sign(self, column: str, row: Row) -> str:
        return "short" if column == "difference" and row[column] else ""

    def _about(self) -> str:
        say, position = self.workspace.say, self.workspace.position
        if position is None:
            return say(
                "Whatever a correction, a retraction or a merge ever moved. To compare one moment "
                "with now, go there first (Ctrl+T)."
            )
        with self.workspace.view() as view:
            when = moment_text(arrived_at(view, position), say)
        return say(
            "Then: as known on {when} (event {n}). Now: as known after everything that arrived "
            "since.",
            when=when,
            n=say.number(position),
        )

    def _nothing(self) -> str:
        say = self.workspace.say
        if self.workspace.position is not None:
            return "✓ " + say("Every figure of that moment would be given the same way now.")
        if self._too_many:
            return say(
                "This ledger holds {n} corrections. Go to an earlier moment (Ctrl+T): then this "
                "page says which of its figures would be given differently now, and why.",
                n=say.number(self._too_many),
            )
        return say(
            "No figure was ever restated. When a correction moves a total that was given out, it "
            "will stand here, with the reason."
        )

    def _read(self, *_: object) -> None:
        row = self.current()
        if row is None:
            self.detail.clear()
            return
        figure: ComparedRow = row["row"]
        say = self.workspace.say
        with self.workspace.ledger.view() as view:
            if self.workspace.position is None:
                events, more = self._ever.get(figure.figure, []), 0
            else:
                policy = view.policy(self.policy.value if self.policy else "")
                events, more = explained(view, policy, self.workspace.position, figure)
            pages = event_page(view, [event.position for event in events])
        days = {page.position: (page.exchange, page.occurred) for page in pages}
        theme = current_theme()
        lines = [
            _sentence(event, *days.get(event.position, ("", "")), say, theme) for event in events
        ]
        title = f"{row['figure']}: {say.number(figure.then)} → {say.number(figure.now)}"
        before = (
            f"<p style='color:{theme.quiet}'>"
            f"{escape(say.plural('{n} earlier event', '{n} earlier events', more))}</p>"
            if more
            else ""
        )
        self.detail.setHtml(f"<p><b>{escape(title)}</b></p>{before}{''.join(lines)}")

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "event":
            self.event_asked.emit(int(link.path()))
        else:
            self.opened.emit(link.path())


def _sentence(event: RestatedRow, exchange: str, occurred: str, say: Language, theme: Theme) -> str:
    """When, who, from what to what, why, from which source."""
    text = say(
        "{when}, {operator}: from {was} to {became} ({kind})",
        when=time_text(event.recorded_at, say),
        operator=event.operator,
        was=say.number(event.was),
        became=say.number(event.became),
        kind=say(event.kind.replace("_", " ")),
    )
    why = "; ".join(part for part in (event.reason, event.source) if part)
    links = [
        _link(f"event:{event.position}", say("event {n}", n=say.number(event.position)), theme)
    ]
    if exchange:
        day = day_text(occurred, say) or say("undated")
        links.append(_link(exchange, say("exchange of {day}", day=day), theme))
    quiet = f"<br><span style='color:{theme.quiet}'>{escape(why)}</span>" if why else ""
    return f"<p>{escape(text)} · {' · '.join(links)}{quiet}</p>"


def _link(to: str, text: str, theme: Theme) -> str:
    return f"<a href='{escape(to)}' style='color:{theme.accent}'>{escape(text)}</a>"
