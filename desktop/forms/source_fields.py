"""The lines that say where figures come from, offered from the sources that the ledger knows."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from desktop.forms.choice_edit import ChoiceEdit
from desktop.forms.field import Field, FieldGrid
from desktop.forms.typed_field import DateEdit
from desktop.language import Language
from domain.model.naming import Choice, code_of, named
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.model.vocabulary import Name
from domain.projections.sources import latest_sources
from domain.projections.view import View

OFFERED: Final = 400  # sources recorded last; more would be no help to read
LANGUAGES: Final = {
    "uk": Name("Ukrainian", "українська"),
    "en": Name("English", "англійська"),
    "ru": Name("Russian", "російська"),
    "ar": Name("Arabic", "арабська"),
    "tr": Name("Turkish", "турецька"),
    "fr": Name("French", "французька"),
    "de": Name("German", "німецька"),
}


class KnownSources:
    """What the ledger's sources are called, to be offered while one types another."""

    def __init__(self, view: View) -> None:
        rows = latest_sources(view, OFFERED)
        self.publishers = _offers([row.publisher for row in rows])
        self.titles = _offers([row.title for row in rows])
        self.addresses = _offers([row.address for row in rows])
        self.any = _distinct(
            Choice(
                row.id,
                ", ".join(
                    part
                    for part in (row.publisher, row.title or row.address, row.published)
                    if part
                ),
            )
            for row in rows
        )


def add_source_fields(
    grid: FieldGrid, say: Language, today: Callable[[], date], known: KnownSources
) -> None:
    """Publisher, title, address, day and language of one source."""
    grid.add(
        "publisher",
        say("P&ublisher"),
        ChoiceEdit(lambda: known.publishers, free=True),
        say("who states it"),
        wide=True,
    )
    grid.add("title", say("T&itle"), ChoiceEdit(lambda: known.titles, free=True), wide=True)
    grid.add(
        "address",
        say("Addr&ess"),
        ChoiceEdit(lambda: known.addresses, free=True),
        say("an address on the web"),
        wide=True,
    )
    grid.add("published", say("Pu&blished"), DateEdit(today), say("30.12, 30 Dec, 2024-12-30"))
    grid.add("language", say("&Language"), ChoiceEdit(lambda: named(LANGUAGES, say.code)))


def read_source(grid: FieldGrid, say: Language, text: str) -> Source | None:
    """The source that the lines state; None where all are empty."""
    lines = {name: _line(grid, name) for name in ("publisher", "title", "address")}
    edit = grid.fields["published"].edit
    assert isinstance(edit, DateEdit)
    day = edit.dating("published")
    if day is not None and day.precision != "day":
        raise Refused("date_form", "published", text=edit.text())
    spoken = _line(grid, "language")
    if not any((*lines.values(), text.strip())):
        if day or spoken:
            raise Refused("needed", "publisher")
        return None
    unknown = Refused("choice_words", "language", text=spoken)
    code = code_of(named(LANGUAGES, say.code), spoken, unknown) if spoken else ""
    return Source(**lines, published=str(day) if day else "", language=code, text=text.strip())


def add_source_line(grid: FieldGrid, say: Language, known: KnownSources) -> Field:
    """One line for a source: one that the ledger has, or an address, or a title."""
    edit = ChoiceEdit(lambda: known.any, free=True)
    hint = say("a known source, an address or a title")
    return grid.add("source", say("So&urce"), edit, hint, wide=True)


def source_meant(grid: FieldGrid, known: KnownSources) -> str:
    """The id of the known source that the line names in full, or its words."""
    words = _line(grid, "source")
    for choice in known.any:
        if choice.shown == words:
            return choice.code
    return words


def _distinct(choices: Iterable[Choice]) -> list[Choice]:
    """Each name once: of sources that are called the same, the one recorded last."""
    found: dict[str, Choice] = {}
    for choice in choices:
        found.setdefault(choice.shown, choice)
    return list(found.values())


def _line(grid: FieldGrid, name: str) -> str:
    edit = grid.fields[name].edit
    assert isinstance(edit, ChoiceEdit)
    return edit.text().strip()


def _offers(texts: Sequence[str]) -> list[Choice]:
    """Each text once, those used most first."""
    counts: dict[str, int] = {}
    for text in texts:
        if text:
            counts[text] = counts.get(text, 0) + 1
    ordered = sorted(counts, key=lambda text: -counts[text])
    return [Choice(text, text) for text in ordered]
