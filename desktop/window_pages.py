"""The pages of the window, in order. A page is data: its name, and how it is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.pages.breakdowns_page import BreakdownsPage
from desktop.pages.exchanges_page import ExchangesPage
from desktop.pages.mediators_page import MediatorsPage
from desktop.pages.page import Page
from desktop.pages.table_page import TablePage
from desktop.pages.totals_page import TotalsPage
from desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PageKind:
    """`name` is what help, badges and what is remembered know a page by."""

    name: str
    build: Callable[[Workspace], Page]


PAGES: Final[Sequence[PageKind]] = (
    PageKind("exchanges", ExchangesPage),
    PageKind("totals", TotalsPage),
    PageKind("breakdown", BreakdownsPage),
    PageKind("mediators", MediatorsPage),
    PageKind("claims", lambda w: TablePage(w, "claims", w.say("Claims"))),
    PageKind("history", lambda w: TablePage(w, "history", w.say("History"))),
    PageKind("sources", lambda w: TablePage(w, "sources", w.say("Sources"))),
    PageKind("quality", lambda w: TablePage(w, "quality", w.say("Quality"))),
    PageKind("restated", lambda w: TablePage(w, "restated", w.say("Restated"), ("policy",))),
)
