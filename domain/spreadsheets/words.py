"""The names of the codes that tables hold, in the operator's language."""

from typing import Final, Protocol

from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.vocabulary import KINDS, Name, Vocabulary, mediator_name


class Say(Protocol):
    """A language: its code, and an English sentence or word of the program in that language."""

    @property
    def code(self) -> str: ...

    def __call__(self, text: str, **values: object) -> str: ...


_NAMES: Final[dict[str, dict[str, Name]]] = {
    "kind": dict(KINDS),
    "measure": dict(MEASURES),
    "disposition": dict(DISPOSITIONS),
    "reopened": dict(DISPOSITIONS),
}
# Columns that hold the program's own words rather than an operator's or a source's.
WORDS: Final = {"status", "standing", "period", "kind", "leg", "why", "record", "role"}


def code_text(column: str, code: str, dimension: str, say: Say, words: Vocabulary) -> str:
    """What a code in this column is called; empty where the column holds no codes.

    `dimension` is that of the same row, for a category.
    """
    if column in _NAMES and code in _NAMES[column]:
        return _NAMES[column][code].in_language(say.code)
    if column == "dimension":
        return words.dimension_name(code, say.code)
    if column in ("category", "within"):
        return words.category_name(*words.find_known(code, dimension), say.code)
    if column == "mediators":
        return ", ".join(mediator_name(part, say.code) for part in code.split())
    return said(code, say) if column in WORDS else ""


def said(code: str, say: Say) -> str:
    """A code of the program as words: `cannot_be_checked` as `cannot be checked`."""
    return say(code.replace("_", " "))


def heading(column: str, say: Say) -> str:
    """The title of a column, with a capital letter."""
    title = said(column, say)
    return title[:1].upper() + title[1:]
