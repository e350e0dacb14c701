"""The pages of the window, in order. A page is data: its name, and how it is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.pages.breakdowns_page import BreakdownsPage
from desktop.pages.claims_page import ClaimsPage
from desktop.pages.exchanges_page import ExchangesPage
from desktop.pages.history_page import HistoryPage
from desktop.pages.mediators_page import MediatorsPage
from desktop.pages.page import Page
from desktop.pages.quality_page import QualityPage
from desktop.pages.restated_page import RestatedPage
from desktop.pages.sources_page import SourcesPage
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
    PageKind("claims", ClaimsPage),
    PageKind("history", HistoryPage),
    PageKind("sources", SourcesPage),
    PageKind("quality", QualityPage),
    PageKind("restated", RestatedPage),
)
