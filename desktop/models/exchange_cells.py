"""One cell of the list of exchanges: its text, and the colour that hints at what the text says."""

from typing import Final

from desktop.cells import cell_text
from desktop.figures import CLOSURE_SIGNS, CONFLICT, field_name, stated_text
from desktop.language import Language
from desktop.theme import Theme
from domain.model.vocabulary import Vocabulary
from domain.projections.questions import Row

_COUNTS: Final = ("returned", "handed_over", "remains")


def exchange_cell(column: str, row: Row, say: Language, words: Vocabulary) -> str:
    """What a person reads; empty where there is nothing to say."""
    if column in _COUNTS:
        return stated_text(row[column], say)
    if column == "closure":
        return _closure(row, say)
    if column == "conflicts":
        fields = [field_name(field, say, words) for field in row["conflicts"].split()]
        return f"{CONFLICT} {', '.join(fields)}" if fields else ""
    if column == "corrections":
        return say.number(row["corrections"]) if row["corrections"] else ""
    if column == "standing" and row["standing"] == "counts":
        return ""
    return cell_text(column, row, say, words)


def exchange_colour(column: str, row: Row, theme: Theme) -> str:
    """The colour of a cell's text; empty for the usual one."""
    if row["counting"] != row["id"]:
        return theme.quiet
    if column == "closure":
        statuses = {status for status, _ in row["misfits"]}
        if statuses:
            return theme.exceeds if "exceeds" in statuses else theme.short
        return theme.closes if row["checked"] else theme.quiet
    return theme.conflict if column == "conflicts" else ""


def _closure(row: Row, say: Language) -> str:
    if row["misfits"]:
        return "; ".join(f"{CLOSURE_SIGNS[status]} {words}" for status, words in row["misfits"])
    if row["checked"]:
        return f"{CLOSURE_SIGNS['closes']} {say('closes')}"
    return f"– {say('cannot be checked')}" if row["closure"] else ""
