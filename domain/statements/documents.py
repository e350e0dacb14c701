"""The text of a statement's file: plain text, a saved web page, a word processor's file, a PDF."""

import io
import logging
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.model.refusal import Refused

from .document import LARGEST_FILE, LONGEST_TEXT, Document, decoded
from .web_page import read_web_page
from .word_file import read_word_file

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES: Final = 200
_KEPT: Final = "\n\t"


def read_document(path: Path) -> Document:
    """The text of a file, by what the file is and not only by its name.

    Raises Refused where it is too large, damaged, encrypted or holds no text, OSError where it
    cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("document_large", str(path), limit=LARGEST_FILE // 1_000_000)
    return document_of(path.read_bytes(), str(path))


def document_of(data: bytes, name: str) -> Document:
    """The text of a file's bytes; `name` is what a refusal calls it."""
    if len(data) > LARGEST_FILE:
        raise Refused("document_large", name, limit=LARGEST_FILE // 1_000_000)
    found = _reader_of(data, name)(data, name)
    text = _clean(found.text)
    if not text.strip():
        raise Refused("document_empty", name)
    if len(text) > LONGEST_TEXT:
        raise Refused("document_large", name, limit=LONGEST_TEXT // 1_000_000)
    stated = (found.title, found.publisher, found.address, found.published)
    title, publisher, address, published = (" ".join(_clean(word).split()) for word in stated)
    return Document(text, title or _headline(text), publisher, address, published)


def _reader_of(data: bytes, name: str) -> Callable[[bytes, str], Document]:
    if data.startswith(b"%PDF"):
        return _pdf
    if data.startswith(b"PK"):
        return read_word_file
    start = data[:2000].lstrip().lower()
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    if named or start.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html")):
        return read_web_page
    return lambda given, _: Document(decoded(given))


def _clean(text: str) -> str:
    """Without what no screen shows; lines end in one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    plain = unicodedata.normalize("NFC", lines)
    return "".join(
        letter
        for letter in plain
        if letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cs")
    )


def _headline(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= 200 else f"{first[:199]}…"


def _pdf(data: bytes, name: str) -> Document:
    """The text layer of a PDF; a scan has none."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > MOST_PAGES:
            raise Refused("document_large", name, limit=LARGEST_FILE // 1_000_000)
        text = "\n\n".join(_pages(reader))
        title = str((reader.metadata and reader.metadata.title) or "")
    except Refused:
        raise
    except Exception as error:  # a damaged file fails anywhere in the library, in any way
        raise Refused("document_unreadable", name) from error
    return Document(text, title)


def _pages(reader: "PdfReader") -> Iterator[str]:
    length = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        yield text
        if length > LONGEST_TEXT:
            return
