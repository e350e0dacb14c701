"""Every event of the ledger, filtered by who, what and when, and the selected one in full."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QHideEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.event_words import field_name, sentence
from desktop.models.columns import Column
from desktop.models.history_model import HistoryModel
from desktop.models.rows_model import RowsModel
from desktop.pages.event_text import event_text
from desktop.pages.table_page import TablePage
from desktop.period_typed import typed_period
from desktop.stamp import day_text, time_text
from desktop.theme import SPACE, current_theme
from desktop.workspace import Workspace
from domain.model.refusal import Refused
from domain.projections.event_detail import event_detail
from domain.projections.history_list import (
    EventFilter,
    event_positions,
    events_holding,
    fields,
    kinds,
    operators,
)
from domain.projections.questions import Row
from domain.projections.view import View

AT_ONCE = 4000  # events whose text is looked through before the window may do something else


class HistoryPage(TablePage):
    """`undo_asked` names an event that somebody wants to take back by a correction, `then_asked`
    the position that the window is to show the ledger at."""

    undo_asked = Signal(str)
    then_asked = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        self._search = QTimer()
        self._ahead: Sequence[int] = ()
        self._found: list[int] = []
        self._exchange = ""
        self._names: dict[str, str] = {}
        super().__init__(workspace, "history", say("History"), (), parent)
        self._search.setParent(self)
        self._search.setInterval(0)
        self._search.timeout.connect(self._look_further)
        self.operator = self.choice("history operator", say("operator"))
        self.kind = self.choice("history kind", say("kind"))
        self.field = self.choice("history field", say("field"))
        for box in (self.operator, self.kind, self.field):
            box.setMaximumWidth(150)
            box.label.hide()
        self.period = QLineEdit()
        self.period.setPlaceholderText(say("recorded: 2024, 2024-05 – 2024-07"))
        self.period.setAccessibleName(say("recorded in the period"))
        self.period.setToolTip(say("A year, a month, a day, or two of them with a dash between."))
        self.period.setClearButtonEnabled(True)
        self.period.setMinimumWidth(190)
        self.period.textChanged.connect(self.refresh)
        self.bar.insertWidget(self.bar.count() - 2, self.period, 1)
        self.newest = QCheckBox(say("newest first"))
        self.newest.setChecked(workspace.settings.text("history order", "newest") == "newest")
        self.newest.toggled.connect(self._turn)
        self.bar.insertWidget(self.bar.count() - 2, self.newest)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.everything = QPushButton(say("Show every exchange"))
        self.everything.clicked.connect(lambda: self.show_exchange(""))
        notice = QHBoxLayout()
        notice.addWidget(self.about, 1)
        notice.addWidget(self.everything)
        self.above.insertLayout(0, notice)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(say("selected event"))
        self.detail.setOpenLinks(False)
        self.detail.anchorClicked.connect(self._follow)
        self.go = self._button(say("Go to its exchange"), "", self._open)
        self.only = self._button(say("Only this exchange"), "Ctrl+J", self._only)
        self.then = self._button(say("Show the ledger as known then"), "Ctrl+Shift+H", self._then)
        self.undo = self._button(say("Undo by a correction…"), "Ctrl+Z", self._undo)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        for button in (self.go, self.only, self.then, self.undo):
            row.addWidget(button)
        self.below = QWidget()
        column = QVBoxLayout(self.below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.detail, 1)
        column.addLayout(row)
        self.add_below(self.below, 3, 2)
        self.view.selectionModel().currentRowChanged.connect(self._read)

    # --- the list ----------------------------------------------------------------------------

    def _make_model(self) -> RowsModel:
        self.events = HistoryModel(self.workspace, self._columns(), self._cell, self._sign, self)
        return self.events

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("recorded", say("recorded"), is_number=False),
            Column("operator", say("operator"), is_number=False),
            Column("kind", say("kind"), is_number=False),
            Column("occurred", say("exchange"), is_number=False),
            Column("what", say("what"), is_number=False),
            Column("reason", say("reason"), is_number=False),
            Column("source", say("source"), is_number=False),
            Column("position", say("event"), is_number=True),
        ]

    def _offer(self, view: View) -> None:
        super()._offer(view)
        say = self.workspace.say
        self.operator.offer({"": say("every operator"), **{n: n for n in operators(view)}})
        named = {kind: say(kind.replace("_", " ")) for kind in kinds(view)}
        self.kind.offer({"": say("every kind"), **named})
        shown = {field: field_name(field, view.vocabulary, say) for field in fields(view)}
        ordered = dict(sorted(shown.items(), key=lambda item: item[1].casefold()))
        self.field.offer({"": say("every field"), **ordered})

    def refresh(self) -> None:
        self._search.stop()
        before = self.current_position()
        with self.workspace.view() as view:
            self._words = view.vocabulary
            self._offer(view)
            chosen = self._chosen()
            positions: Sequence[int] = event_positions(view, chosen) if chosen else ()
        if self.filter.text().strip() and positions:
            self._ahead, self._found = positions, []
            self._search.start()
            self._show((), before)
        else:
            self._show(positions, before)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._search.isActive():  # nobody looks; it begins again when somebody does
            self._search.stop()
            self._is_stale = True

    def show_exchange(self, exchange: str) -> None:
        """Only what touches one exchange; all again for none."""
        self._exchange = exchange
        self.refresh()

    def clear_filters(self) -> None:
        """Every event again."""
        self._exchange = ""
        for field in (self.filter, self.period):
            field.clear()
        for box in (self.operator, self.kind, self.field):
            box.choose("")

    def show_event(self, position: int) -> bool:
        """Go to an event; whether the list shows it."""
        place = self.events.place_of(position)
        if place >= 0:
            self.view.setCurrentIndex(self.events.index(place, 0))
            self.view.scrollTo(self.events.index(place, 0))
        return place >= 0

    def current_position(self) -> int:
        index = self.view.currentIndex()
        return self.events.position(index.row()) if index.isValid() else 0

    def summary(self) -> str:
        say = self.workspace.say
        listed = say.plural("{n} event", "{n} events", self.events.rowCount())
        return f"{listed} · {say('searching…')}" if self._search.isActive() else listed

    def _chosen(self) -> EventFilter | None:
        """What the filter bar says; None, with a word beside it, for a period that is none."""
        say = self.workspace.say
        try:
            first, last = typed_period(self.period.text())
        except Refused as refused:
            self._notice(f"▼ {say.refusal(refused)}", current_theme().exceeds)
            return None
        about = ""
        if self._exchange:
            with self.workspace.view() as view:
                row = view.first(
                    "SELECT occurred FROM exchanges x JOIN subjects s USING (subject) "
                    f"WHERE s.id = ? AND {view.known_of('x')}",
                    self._exchange,
                )
            day = day_text(row[0], say) if row and row[0] else say("undated")
            about = say("Only the exchange of {day}, with its notes and claims.", day=day)
        self._notice(about, current_theme().quiet)
        return EventFilter(
            operator=self.operator.value,
            kind=self.kind.value,
            field=self.field.value,
            exchange=self._exchange,
            first_day=first,
            last_day=last,
        )

    def _notice(self, text: str, colour: str) -> None:
        self.about.setText(text)
        self.about.setStyleSheet(f"color: {colour};")
        self.about.setVisible(bool(text))
        self.everything.setVisible(bool(self._exchange))

    def _look_further(self) -> None:
        """Look through some more events for the text, the newest first."""
        some, self._ahead = self._ahead[-AT_ONCE:], self._ahead[:-AT_ONCE]
        with self.workspace.view() as view:
            found = events_holding(view, some, self.filter.text())
        self._found = [*found, *self._found]
        if not self._ahead:
            self._search.stop()
        if found or not self._ahead:
            self._show(self._found, self.current_position())
        else:
            self.shown.emit(self.summary())

    def _show(self, positions: Sequence[int], before: int) -> None:
        self.events.show_positions(positions, newest_first=self.newest.isChecked())
        self.say_empty(bool(positions) or self._search.isActive())
        self.view.fit_columns()
        if not self.show_event(before) and positions:
            self.view.setCurrentIndex(self.events.index(0, 0))
        self.below.setVisible(bool(positions))
        self._read()
        self.shown.emit(self.summary())

    def _turn(self, newest: bool) -> None:
        self.workspace.settings.remember_text("history order", "newest" if newest else "oldest")
        self.refresh()

    def _nothing(self) -> str:
        say = self.workspace.say
        is_filtered = self.operator.value or self.kind.value or self.field.value
        if is_filtered or self.period.text() or self._exchange:
            return say("No event fits these filters. Choose “every …” again to see all of them.")
        return say("Nothing was recorded yet. Every entry and every change will stand here.")

    def _cell(self, column: str, row: Row) -> str:
        say = self.workspace.say
        match column:
            case "recorded":
                return time_text(row["recorded_at"], say)
            case "what":
                return sentence(row["kind"], row["changes"], self._words, say)
            case "occurred":
                return day_text(row["occurred"], say)
            case "kind":
                return say(str(row["kind"]).replace("_", " "))
            case _:
                return super()._cell(column, row)

    def _sign(self, column: str, row: Row) -> str:
        if column == "kind" and row["kind"] in ("correction", "revision", "retraction", "merge"):
            return "short"
        return "quiet" if column in ("position", "source") else ""

    # --- the selected event ------------------------------------------------------------------

    def _read(self, *_: object) -> None:
        position = self.current_position()
        is_now = self.workspace.position is None
        row = self.current()
        for button in (self.go, self.only):
            button.setEnabled(bool(row and row["exchange"]))
        self.then.setEnabled(row is not None)
        self.undo.setEnabled(row is not None and is_now)
        if row is None:
            self.detail.clear()
            return
        with self.workspace.view() as view:
            found = event_detail(view, position)
        say = self.workspace.say
        self.detail.setHtml(event_text(found, self._words, say, current_theme()))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "event":
            self.show_event(int(link.path()))
        else:
            self.opened.emit(link.path())

    def _only(self) -> None:
        row = self.current()
        if row and row["exchange"]:
            self.show_exchange(str(row["exchange"]))

    def _then(self) -> None:
        if position := self.current_position():
            self.then_asked.emit(position)

    def _undo(self) -> None:
        row = self.current()
        if row is not None:
            self.undo_asked.emit(str(row["event"]))

    def _button(self, text: str, keys: str, do: object) -> QPushButton:
        button = QPushButton(text)
        if keys:
            button.setShortcut(QKeySequence(keys))
            button.setToolTip(f"{text} ({keys})")
        button.clicked.connect(do)
        return button
