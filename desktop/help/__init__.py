"""Help: one page of plain text for each page of the window, and what lies behind them, by language.

A page is Markdown; its first line is its title. The list of shortcuts is never written by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from PySide6.QtGui import QAction, QKeySequence

from desktop.language import Language
from desktop.menus import plain

# In the order of the list: how to begin, the pages of the window, what lies behind them.
TOPICS: Final[Sequence[str]] = (
    "tutorial",
    "exchanges",
    "totals",
    "breakdown",
    "mediators",
    "claims",
    "history",
    "sources",
    "quality",
    "restated",
    "moment",
    "together",
    "words",
    "proofs",
)
SHORTCUTS: Final = "shortcuts"


@cache
def text(topic: str, code: str) -> str:
    """A page of help in a language, as Markdown."""
    folder = files("desktop.help").joinpath(code)
    return folder.joinpath(f"{topic}.md").read_text(encoding="utf-8")


def title(markdown: str) -> str:
    """What a page is called: its first line."""
    return markdown.partition("\n")[0].lstrip("# ")


def pages(say: Language, actions: Iterable[QAction]) -> Mapping[str, str]:
    """Every page by its topic, the shortcuts last."""
    written = {topic: text(topic, say.code) for topic in TOPICS}
    return {**written, SHORTCUTS: shortcuts(say, actions)}


def shortcuts(say: Language, actions: Iterable[QAction]) -> str:
    """The keys of the window, as its own actions say."""
    rows = [
        f"| {plain(action.text())} | {keys} |"
        for action in actions
        if (keys := action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
    ]
    head = f"| {say('what')} | {say('keys')} |\n|---|---|"
    more = say(
        "In a form, Ctrl+Enter records and Esc closes it; what was typed is kept as a draft. In a "
        "table, Ctrl+C copies the selected rows, and Enter goes to the exchange."
    )
    return f"# {say('Shortcuts')}\n\n{head}\n" + "\n".join(rows) + f"\n\n{more}\n"
