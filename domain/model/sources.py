"""A statement or report that facts rest on, and the hash that ties a record to its text."""

import hashlib
from dataclasses import dataclass
from typing import Final

from domain.model.dating import parse_day
from domain.model.refusal import Refused
from domain.model.vocabulary import check_text

FIELDS: Final = ("publisher", "title", "address", "published", "language", "text", "text_hash")


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, where and when; `published` is a day (2024-12-30) or empty where unknown."""

    publisher: str = ""
    title: str = ""
    address: str = ""
    published: str = ""
    language: str = ""
    text: str = ""

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text as it is kept (trimmed, NFC) in UTF-8, hexadecimal; empty where
        there is no text."""
        kept = check_text(self.text.strip(), "text")
        return hashlib.sha256(kept.encode()).hexdigest() if kept else ""

    def fields(self) -> dict[str, str]:
        """What was stated, as register values; empty fields are left out.

        Raises Refused when a day is no day or when nothing tells one source from another.
        """
        stated = {name: check_text(getattr(self, name).strip(), name) for name in FIELDS[:6]}
        if stated["published"]:
            stated["published"] = parse_day(stated["published"], "published").isoformat()
        stated["text_hash"] = self.text_hash
        if not any(stated[name] for name in ("publisher", "title", "address", "text")):
            raise Refused("needed", "source")
        return {name: value for name, value in stated.items() if value}


def source_from_words(words: str, published: str = "") -> Source:
    """The source an operator means by one string: an address, or the title of a document."""
    text = words.strip()
    if not text:
        raise Refused("needed", "source")
    if "://" in text or text.startswith("www."):
        return Source(address=text, published=published)
    return Source(title=text, published=published)
