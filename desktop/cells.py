"""One cell of a table in the operator's language: numbers grouped, codes as the names they have."""

from typing import Any, Final

from desktop.language import Language
from domain.model.vocabulary import Vocabulary
from domain.projections.questions import Row
from domain.spreadsheets.words import code_text

SHORT_ID: Final = 12
IDS: Final = {"id", "exchange", "subject", "event", "counting", "part_of", "other"}
PLAIN_NUMBERS: Final = {"position", "number"}


def cell_text(column: str, row: Row, say: Language, words: Vocabulary) -> str:
    """What a person reads in a cell; empty where there is nothing to say."""
    value: Any = row[column]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return str(value) if column in PLAIN_NUMBERS else say.number(value)
    if column in IDS:
        return str(value)[:SHORT_ID]
    text = " ".join(str(value).split())
    return code_text(column, text, str(row.get("dimension") or ""), say, words) or text
