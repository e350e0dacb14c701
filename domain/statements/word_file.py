"""The text of a word processor's file (docx): a packed XML that may define nothing of its own."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from domain.model.refusal import Refused

from .document import LARGEST_FILE, Document

_WORDS: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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


def read_word_file(data: bytes, name: str) -> Document:
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
