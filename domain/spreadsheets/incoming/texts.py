"""The cells of a text file with separators: which encoding it is in, and which separator it uses.

UTF-8 and UTF-16 say what they are, or prove it. Of the one-byte encodings usual in Ukraine and the
EU a Cyrillic text is decided by its letters: in the wrong one, letters change case within words and
signs stand between letters. Without Cyrillic it is the Latin one in which fewer signs do.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.model.refusal import Refused
from domain.spreadsheets.incoming import limits

SEPARATORS: Final = (";", ",", "\t", "|")
_CYRILLIC: Final = ("windows-1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_LATIN: Final = ("windows-1250", "windows-1252", "iso8859-2", "cp852")
ENCODINGS: Final = ("utf-8", "utf-16", *_CYRILLIC, *_LATIN)
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters of Ukrainian and Russian, commonest first: what a text in the right encoding consists of.
_COMMON: Final = frozenset("оанитервслкдмупіязьгбчйхцюшжєїфщґ" + "’' ")
_WORD: Final = re.compile(r"[^\W\d_]+")


def table(data: bytes, encoding: str = "", separator: str = "") -> tuple[str, str, list[list[str]]]:
    """(encoding, separator, rows) of a text; Refused where it is no text or too much of one."""
    text, used = decoded(data, encoding)
    if "\x00" in text:
        raise Refused("sheet_not_text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, separator = _without_hint(text, separator)
    chosen = separator or _separator(text)
    return used, chosen, _rows(text, chosen)


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding it was in: the one given, or the one that fits."""
    if encoding:
        try:
            return data.decode(encoding).lstrip("\ufeff"), encoding
        except (LookupError, ValueError):
            raise Refused("sheet_encoding", encoding, known=", ".join(ENCODINGS)) from None
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name), name.removesuffix("-sig")
            except ValueError:
                raise Refused("sheet_not_text") from None
    if (guessed := _utf16(data)) and "\x00" not in (text := data.decode(guessed, "replace")):
        return text, "utf-16"
    if b"\x00" in data:
        raise Refused("sheet_not_text")
    try:
        return data.decode("utf-8"), "utf-8"
    except ValueError:
        pass
    name = _one_byte(data)
    return data.decode(name, "replace"), name


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark at its beginning: every other byte of its signs and digits is 0."""
    if len(data) % 2 or len(data) < 4:
        return ""
    sample = data[:4096]
    for name, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = sample[odd::2].count(0)
        if zeros * 8 > len(sample) // 2 and not sample[1 - odd :: 2].count(0):
            return name
    return ""


def _one_byte(data: bytes) -> str:
    sample = data[: 1 << 16]
    best = max(_CYRILLIC, key=lambda name: _likeness(sample, name))
    if _likeness(sample, best) > 0.5 and _is_mostly_cyrillic(sample, best):
        return best
    return max(_LATIN, key=lambda name: _likeness(sample, name))


def _likeness(sample: bytes, encoding: str) -> float:
    """How much of what is not ASCII looks like words of a language, from below 0 to 1."""
    text = sample.decode(encoding, "replace")
    foreign = sum(1 for letter in text if letter > "\x7f")
    if not foreign:
        return 0.0
    good = 0.0
    for word in _WORD.findall(text):
        known = sum(1 for letter in word if letter > "\x7f" and _is_common(letter))
        is_cased = word[1:].islower() or word.isupper() or len(word) == 1
        good += known if is_cased else -known
    return good / foreign


def _is_common(letter: str) -> bool:
    folded = letter.casefold()
    return folded in _COMMON or ("\xc0" <= letter <= "\u017f")


def _is_mostly_cyrillic(sample: bytes, encoding: str) -> bool:
    words = _WORD.findall(sample.decode(encoding, "replace"))
    cyrillic = sum(1 for word in words if all("\u0400" <= letter <= "\u04ff" for letter in word))
    return cyrillic * 2 > sum(1 for word in words if not word.isascii())


def _without_hint(text: str, separator: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` says the separator and is no row."""
    first, _, rest = text.partition("\n")
    words = first.strip().strip('"')
    if words.casefold().startswith("sep=") and len(words) == 5:
        return rest, separator or words[4]
    return text, separator


def _separator(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, more than one."""
    sample = text[: 1 << 16]

    def fitness(separator: str) -> tuple[int, int]:
        widths = Counter[int]()
        try:
            for row in csv.reader(sample.splitlines()[:200], delimiter=separator):
                if len(row) > 1:
                    widths[len(row)] += 1
        except csv.Error:
            return 0, 0
        width, lines = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        return lines, width

    return max(SEPARATORS, key=fitness)


def _rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(limits.TEXT)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells += len(row)
            if len(rows) >= limits.ROWS or len(row) > limits.COLUMNS or cells > limits.CELLS:
                raise Refused("sheet_area", sheet="CSV", cell=str(len(rows) + 1))
            rows.append(row)
    except csv.Error as error:
        if "field larger" in str(error):
            raise Refused("sheet_text_long", limit=limits.TEXT) from error
        raise Refused("sheet_damaged", why=str(error)) from error
    return rows


def is_text(head: Sequence[int]) -> bool:
    """Whether bytes begin as a text may, rather than as a picture, an archive or a program."""
    return not bytes(head).startswith(
        (b"%PDF", b"\x89PNG", b"MZ", b"\x7fELF", b"\xff\xd8", b"GIF8")
    )
