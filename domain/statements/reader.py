"""Read a statement from beginning to end: the one function that the rest of the program calls."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from .assembly import assemble
from .english import ENGLISH
from .lexicon import Language
from .marks import mark_text
from .reading import Reading
from .scenes import find_scenes
from .sentences import sentences
from .setting import find_setting
from .tokens import Token, tokenize
from .ukrainian import UKRAINIAN

LONGEST = 100_000
"""A statement has a few pages. Of a longer text, only so many characters are read."""


def read(text: str, *, published: dt.date | None = None) -> Reading:
    """Read a statement in English or Ukrainian.

    `published` is the day of publication, for words such as "yesterday" in a text without a
    dateline. Nothing is raised: a text that reports no exchange has a draft of kind "none".
    """
    tokens = tokenize(text[:LONGEST])
    language = _language(tokens)
    marks = mark_text(tokens, language)
    cut = sentences(tokens, marks, language)
    setting = find_setting(cut, published)
    scenes = find_scenes(cut, setting)
    reading = assemble(tokens, language, setting, scenes, read_to=min(len(text), LONGEST))
    return replace(reading, is_whole=len(text) <= LONGEST, written=setting.written)


def _language(tokens: Sequence[Token]) -> Language:
    """Ukrainian if more of the words begin with a Cyrillic letter than not."""
    words = [token.norm for token in tokens if token.kind == "word"]
    cyrillic = sum("\u0400" <= word[0] <= "\u04ff" for word in words)
    return UKRAINIAN if 2 * cyrillic > len(words) else ENGLISH
