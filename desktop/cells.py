"""One cell of a table in the operator's language: numbers grouped, codes as the names they have."""

from typing import Any, Final

from desktop.language import Language
from desktop.tables import Row
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.vocabulary import KINDS, Name, Vocabulary, mediator_name

SHORT_ID: Final = 12
IDS: Final = {"id", "exchange", "subject", "event", "counting", "part_of", "other"}
PLAIN_NUMBERS: Final = {"position", "number"}
_NAMES: Final[dict[str, dict[str, Name]]] = {
    "kind": dict(KINDS),
    "measure": dict(MEASURES),
    "disposition": dict(DISPOSITIONS),
    "reopened": dict(DISPOSITIONS),
}
# Columns that hold the program's own words rather than an operator's or a source's.
_WORDS: Final = {"status", "standing", "period", "kind", "leg", "why", "record", "role"}


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
    if column in _NAMES and value in _NAMES[column]:
        return _NAMES[column][value].in_language(say.code)
    if column == "dimension":
        return words.dimension_name(value, say.code)
    if column in ("category", "within"):
        dimension, category = words.find_known(value, row.get("dimension") or "")
        return words.category_name(dimension, category, say.code)
    if column == "mediators":
        return ", ".join(mediator_name(code, say.code) for code in value.split())
    text = " ".join(str(value).split())
    return say(text.replace("_", " ")) if column in _WORDS else text
