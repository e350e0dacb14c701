"""The text of a statement's file: plain text, a saved web page, a word processor's file, a PDF."""

import io
import logging
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from domain.model.refusal import Refused

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_FILE: Final = 20_000_000
"""Bytes of a file, and of what is packed inside it."""
LONGEST_TEXT: Final = 1_000_000
"""Characters of a text; a statement has a few thousand."""
MOST_PAGES: Final = 200
_WORDS: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEPT: Final = "\n\t"


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and what the file says of its own origin; `published` is an ISO day or empty."""

    text: str
    title: str = ""
    publisher: str = ""
    address: str = ""
    published: str = ""


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
        return _docx
    start = data[:2000].lstrip().lower()
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    if named or start.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html")):
        return _html
    return lambda given, _: Document(_decoded(given))


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 as the file says, else the old Windows code page of Ukrainian texts."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


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


# --- web pages -----------------------------------------------------------------------------------

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "blockquote",
        "dt",
        "dd",
        "hr",
        "figcaption",
        "main",
    ]
)
_HIDDEN: Final = frozenset(
    ["script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "title"]
)
_PUBLISHED: Final = ("article:published_time", "datepublished", "dc.date", "date")


class _Page(HTMLParser):
    """Collects the visible text, a line for each block, and what the page says of itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title: list[str] = []
        self.meta: dict[str, str] = {}
        self.address = ""
        self._hidden: list[str] = []
        self._lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "meta":
            name = (stated.get("property") or stated.get("name") or "").lower()
            self.meta.setdefault(name, stated.get("content", ""))
        elif tag == "link" and stated.get("rel") == "canonical":
            self.address = stated.get("href", "")
        elif tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "li":
            self.pieces.append("\n" + "  " * max(self._lists - 1, 0) + "- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in ("ul", "ol"):
            self._lists = max(self._lists - 1, 0)
            self.pieces.append("" if self._lists else "\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            if self._hidden[-1] == "title":
                self.title.append(data)
            return
        flowing = " ".join(data.split())
        if flowing:
            before = " " if data[0].isspace() else ""
            after = " " if data[-1].isspace() else ""
            self.pieces.append(before + flowing + after)
        elif self.pieces and not self.pieces[-1].endswith(("\n", " ")):
            self.pieces.append(" ")


def _html(data: bytes, _: str) -> Document:
    page = _Page()
    page.feed(_decoded_page(data))
    page.close()
    lines = [line.rstrip() for line in "".join(page.pieces).splitlines()]
    text = "\n".join(line if line.startswith(" ") else line.strip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    day = next((page.meta[name][:10] for name in _PUBLISHED if page.meta.get(name)), "")
    return Document(
        text.strip("\n"),
        page.meta.get("og:title") or "".join(page.title),
        page.meta.get("og:site_name", ""),
        page.address or page.meta.get("og:url", ""),
        day if _is_day(day) else "",
    )


def _decoded_page(data: bytes) -> str:
    if b"windows-1251" in data[:2000].lower():
        return data.decode("cp1251", errors="replace")
    return _decoded(data)


def _is_day(text: str) -> bool:
    pieces = text.split("-")
    return [len(piece) for piece in pieces] == [4, 2, 2] and all(p.isdecimal() for p in pieces)


# --- a word processor's file ---------------------------------------------------------------------


class _Paragraphs:
    """Collects the paragraphs of a word/document.xml, list items with their depth."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._piece: list[str] = []
        self._depth: int | None = None
        self._in_text = False
        self._cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(_WORDS)
        if name == "p" and not self._cells:
            self._piece, self._depth = [], None
        elif name == "ilvl":
            level = attributes.get(f"{_WORDS}val", "0")
            self._depth = min(int(level), 20) if level.isdecimal() else 0
        elif name == "tr":
            self._cells += 1
            self._piece, self._depth = [], None
        elif name == "t":
            self._in_text = True
        elif name in ("tab", "tc"):
            self._piece.append(" ")
        elif name == "br":
            self._piece.append("\n")

    def end(self, tag: str) -> None:
        name = tag.removeprefix(_WORDS)
        if name == "t":
            self._in_text = False
        elif name == "tr":
            self._cells -= 1
            self._close()
        elif name == "p" and not self._cells:
            self._close()

    def data(self, text: str) -> None:
        if self._in_text:
            self._piece.append(text)

    def _close(self) -> None:
        item = "" if self._depth is None else "  " * self._depth + "- "
        self.lines.append(item + "".join(self._piece).strip(" "))
        self._piece = []


_BROKEN: Final = (
    *(zipfile.BadZipFile, KeyError, expat.ExpatError, NotImplementedError, RuntimeError),
    *(EOFError, ValueError, OSError, zlib.error),
)
"""What a damaged, encrypted or forbidden archive raises."""


def _docx(data: bytes, name: str) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _Paragraphs()
            _parse(_member(archive, "word/document.xml", name), found.start, found.end, found.data)
    except Refused:
        raise
    except _BROKEN as error:
        raise Refused("document_unreadable", name) from error
    return Document("\n".join(found.lines))


def _member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """A packed file, never unpacked beyond the limit whatever it says of its own size."""
    with archive.open(member) as packed:
        data = packed.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Refused("document_large", name, limit=LARGEST_FILE // 1_000_000)
    return data


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Parse XML that may define nothing of its own: no document type, so no entities."""

    def refuse(*_: object) -> None:
        raise ValueError("a document type is not allowed")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, found: start(
        _braced(tag), {_braced(key): value for key, value in found.items()}
    )
    parser.EndElementHandler = lambda tag: end(_braced(tag))
    parser.CharacterDataHandler = text
    parser.Parse(data, True)


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name


# --- PDF -----------------------------------------------------------------------------------------


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
