"""Cut a text into tokens: words, numbers, signs, line breaks, each with its place."""

import re
import unicodedata
from typing import Literal, NamedTuple

Kind = Literal["word", "number", "sign", "break"]

GROUP_MARKS = ",'’\u00a0\u202f\u2009 "
"""What may stand between the groups of three digits of one number."""

# The alternatives do not overlap, so that the time taken grows with the length of the text only.
_PATTERN = re.compile(
    rf"""
      (?P<break>\s*\n\s*)
    | (?P<number>\d{{1,3}}(?:[{GROUP_MARKS}]\d{{3}})+(?![\d])|\d+(?:[.,]\d+)*)
    | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+(?:['’ʼ`](?:[^\W\d_][\u0300-\u036f]*)+)*)
    | (?P<space>\s+)
    | (?P<sign>(.)\6*)
    """,
    re.VERBOSE | re.DOTALL,
)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})
_STRESS = "\u0301"


class Token(NamedTuple):
    """One word, number, run of one sign, or line break; `norm` is the form that is compared."""

    kind: Kind
    text: str
    norm: str
    start: int
    end: int


def normal(word: str) -> str:
    """The form in which words are compared: lower case, one apostrophe, no stress marks."""
    lowered = word.lower()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFC", lowered.translate(_APOSTROPHES).replace(_STRESS, ""))
    return lowered.removesuffix("'s")


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, in order; spaces inside a line are left out."""
    found: list[Token] = []
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup
        if kind is None or kind == "space":
            continue
        raw = match.group()
        norm = normal(raw) if kind == "word" else raw
        start, end = match.span()
        found.append(Token(kind, raw, norm, start, end))  # type: ignore[arg-type]
    return found


def glued(left: Token, right: Token) -> bool:
    """Whether nothing at all stands between two tokens."""
    return left.end == right.start
