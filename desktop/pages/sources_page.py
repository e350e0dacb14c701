"""The sources, and what rests on each: exchanges, notes, claims, opening balances."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from desktop.claim_words import claim_about
from desktop.language import Language
from desktop.models.columns import Column
from desktop.pages.table_page import TablePage
from desktop.stamp import day_text
from desktop.theme import Theme, current_theme
from desktop.workspace import Workspace
from domain.model.vocabulary import KINDS, mediator_name
from domain.projections.questions import Row
from domain.projections.resting import RestingRow, resting_counts, resting_on

MOST = 200  # records named under a source; more would take long to lay out
COUNTED = ("exchange", "claim", "note")


class SourcesPage(TablePage):
    """`claim_asked` names a claim that somebody wants to look at."""

    claim_asked = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        say = workspace.say
        super().__init__(workspace, "sources", say("Sources"), (), parent)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(say("what rests on the source"))
        self.detail.setOpenLinks(False)
        self.detail.anchorClicked.connect(self._follow)
        self.add_below(self.detail, 3, 2)
        self.view.selectionModel().currentRowChanged.connect(self._read)

    def _columns(self) -> Sequence[Column]:
        say = self.workspace.say
        return [
            Column("name", say("source"), is_number=False),
            Column("published", say("published"), is_number=False),
            Column("exchange", say("exchanges"), is_number=True),
            Column("claim", say("claims"), is_number=True),
            Column("note", say("notes"), is_number=True),
            Column("address", say("address"), is_number=False),
        ]

    def _rows(self) -> list[Row]:
        with self.workspace.view() as view:
            counts = resting_counts(view)
        return [
            {
                **row,
                "name": source_name(row),
                **{kind: counts.get(row["id"], {}).get(kind, 0) for kind in COUNTED},
            }
            for row in super()._rows()
        ]

    def refresh(self) -> None:
        before = self.current()
        super().refresh()
        wanted = before["id"] if before else ""
        for place in range(self.model.rowCount()):
            index = self.model.index(place, 0)
            if place == 0 or self.model.row(index)["id"] == wanted:
                self.view.setCurrentIndex(index)
        self.detail.setVisible(bool(self.model.rowCount()))
        self._read()

    def summary(self) -> str:
        return self.workspace.say.plural("{n} source", "{n} sources", self.model.rowCount())

    def _nothing(self) -> str:
        return self.workspace.say(
            "No sources yet. Every figure needs one: name it when you record an exchange (Ctrl+N)."
        )

    def _cell(self, column: str, row: Row) -> str:
        if column == "published":
            return day_text(row["published"], self.workspace.say)
        if column == "address" and row["name"] == row["address"]:
            return ""
        if column in COUNTED:
            return self.workspace.say.number(row[column])
        return super()._cell(column, row)

    def _sign(self, column: str, row: Row) -> str:
        if column in COUNTED and not row[column]:
            return "quiet"
        return "conflict" if row["conflicts"] and column == "name" else ""

    def _open(self) -> None:
        self.detail.setFocus()

    def _read(self, *_: object) -> None:
        row = self.current()
        if row is None:
            self.detail.clear()
            return
        with self.workspace.view() as view:
            found = resting_on(view, str(row["id"]))
        self.detail.setHtml(resting_text(row, found, self.workspace.say, current_theme()))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "claim":
            self.claim_asked.emit(link.path())
        else:
            self.opened.emit(link.path())


def source_name(row: Row) -> str:
    """What one knows a source by: its publisher and title, else its address."""
    return ", ".join(row[key] for key in ("publisher", "title") if row[key]) or str(row["address"])


def resting_text(row: Row, found: Sequence[RestingRow], say: Language, theme: Theme) -> str:
    """What rests on a source, each record a link away."""
    name = escape(
        ", ".join(row[key] for key in ("publisher", "title") if row[key]) or row["address"]
    )
    address = f"<br><span style='color:{theme.quiet}'>{escape(row['address'])}</span>"
    parts = [f"<p><b>{name}</b>{'' if name == escape(row['address']) else address}</p>"]
    if row["conflicts"]:
        text = say("Two operators recorded this source differently.")
        parts.append(f"<p style='color:{theme.conflict}'>⇄ {escape(text)}</p>")
    if not found:
        text = say("Nothing rests on it now: what did was retracted or corrected.")
        parts.append(f"<p style='color:{theme.quiet}'>{escape(text)}</p>")
    lines = [f"{_resting(one, say, theme)}" for one in found[:MOST]]
    if len(found) > MOST:
        n = len(found) - MOST
        lines.append(escape(say.plural("and {n} more", "and {n} more", n)))
    parts.append(f"<p>{'<br>'.join(lines)}</p>" if lines else "")
    return "".join(parts)


def _resting(one: RestingRow, say: Language, theme: Theme) -> str:
    day = day_text(one.occurred, say) or say("undated")
    fields = one.fields
    link = escape(one.exchange)
    if one.kind == "exchange":
        text = f"{KINDS[fields.get('kind', 'exchange')].in_language(say.code)}, {day}"
    elif one.kind == "note":
        about = mediator_name(str(fields.get("mediator", "")), say.code)
        text = f"{say('note')}, {day}: {about}"
    elif one.kind == "claim":
        link = f"claim:{escape(one.id)}"
        text = f"{say('claim')}: {say.number(fields['value'])} {claim_about(fields, say)}"
    else:
        text = say(one.kind)
        link = ""
    state = "" if one.standing in ("counts", "") else f" ({say(one.standing)})"
    shown = f"<a href='{link}' style='color:{theme.accent}'>{escape(text)}</a>"
    return (shown if link else escape(text)) + escape(state)
