"""What Ctrl+K finds: things in the ledger, pages and actions, each with what choosing it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtGui import QAction

from desktop.language import Language
from desktop.menus import plain
from desktop.stamp import day_text
from desktop.widgets.find_field import Hit
from domain.projections.find import Found


def commands_found(text: str, actions: Mapping[str, QAction], say: Language) -> Iterator[Hit]:
    """Pages and actions that are named so and can be chosen now."""
    words = text.casefold().split()
    for name, action in actions.items():
        title = plain(action.text())
        if action.isEnabled() and all(word in title.casefold() for word in words):
            kind = say("page") if name.startswith("page:") else say("action")
            yield Hit(kind, title, action.shortcut().toString(), action.trigger)


def records_found(
    found: Sequence[Found],
    say: Language,
    open_exchange: Callable[[str], object],
    open_source: Callable[[str], object],
) -> Iterator[Hit]:
    """Exchanges, notes and sources, as the language says them."""
    for each in found:
        if each.kind == "exchange":
            people = ""
            if each.count is not None:
                people = say.plural("{n} person returned", "{n} people returned", each.count)
            detail = " · ".join(part for part in (people, each.detail) if part)
            title = day_text(each.title, say)
            yield Hit(say("exchange"), title, detail, _later(open_exchange, each.exchange))
        elif each.kind == "note":
            yield Hit(say("note"), each.title, each.detail, _later(open_exchange, each.exchange))
        else:
            yield Hit(say("source"), each.title, day_text(each.detail, say),
                      _later(open_source, each.title))  # fmt: skip


def _later(do: Callable[[str], object], what: str) -> Callable[[], object]:
    return lambda: do(what)
