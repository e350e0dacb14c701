"""A statement's text with what its file says of its origin, and how large a file may be."""

from dataclasses import dataclass
from typing import Final

LARGEST_FILE: Final = 20_000_000
"""Bytes of a file, and of what is packed inside it."""
LONGEST_TEXT: Final = 1_000_000
"""Characters of a text; a statement has a few thousand."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and what the file says of its own origin; `published` is an ISO day or empty."""

    text: str
    title: str = ""
    publisher: str = ""
    address: str = ""
    published: str = ""


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 as the file says, else the old Windows code page of Ukrainian texts."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")
