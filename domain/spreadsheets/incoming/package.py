"""A first look into a workbook's parts: refuse what has no place in a record, note what is there.

Every XML part is gone through once, in pieces, before a library may unpack any of it: no document
type (so no entities), no macros, no links to other files, no more bytes, cells or depth than a
record needs. On the way it notes what libraries do not tell: formulas without a stored value,
errors, and merged cells.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from domain.model.refusal import Refused
from domain.spreadsheets.incoming import limits
from domain.spreadsheets.incoming.cells import column_name

_PIECE: Final = 1 << 16
_XML: Final = (".xml", ".rels", ".vml", ".rdf")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
# Relationships that bring in another file. A hyperlink does not: nobody follows it.
_LINKS: Final = ("/externalLink", "/oleObject", "/attachedTemplate", "/connections", "/queryTable")
_LINK_ELEMENTS: Final = {"table-source", "cell-range-source", "dde-source", "dde-link"}

Attributes = Mapping[str, str]


@dataclass
class Facts:
    """What is noted of one sheet, by (row, column) from 0. `last` is its last cell with a value."""

    name: str
    hidden: bool = False
    formulas: dict[int, int] = field(default_factory=dict)
    missing: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def reach(self, row: int, column: int) -> None:
        """There is a value in this cell."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        rows, columns = self.last_row + 1, self.last_column + 1
        if rows > limits.ROWS or columns > limits.COLUMNS or rows * columns > limits.CELLS:
            cell = f"{column_name(min(column, 20_000))}{row + 1}"
            raise Refused("sheet_area", sheet=self.name, cell=cell)

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if len(self.merges) >= limits.ROWS:
            raise Refused("sheet_area", sheet=self.name, cell=f"{column_name(column)}{row + 1}")
        self.merges.append((row, column, last_row, last_column))


def look(data: bytes) -> tuple[str, list[Facts]]:
    """The form of a workbook (xlsx or ods) and the facts of its sheets; Refused for others."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _look(package)
    except (zipfile.BadZipFile, EOFError, OSError, expat.ExpatError, KeyError) as error:
        raise Refused("sheet_damaged", why=_why(error)) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("sheet_damaged", why=_why(error)) from error


def _why(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__


def _look(package: zipfile.ZipFile) -> tuple[str, list[Facts]]:
    names = package.namelist()
    _check_parts(package, names)
    if "[Content_Types].xml" in names:
        return "xlsx", _XlsxLook(package, names).facts()
    if "mimetype" in names and package.read("mimetype").startswith(_ODS):
        return "ods", _OdsLook(package, names).facts()
    raise Refused("sheet_no_workbook")


def _check_parts(package: zipfile.ZipFile, names: list[str]) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("sheet_encrypted")
    if len(parts) > limits.PARTS or sum(p.file_size for p in parts) > limits.UNPACKED_BYTES:
        raise Refused("sheet_bomb", limit=limits.UNPACKED_BYTES // 2**20)
    folded = [name.casefold() for name in names]
    if len(set(folded)) < len(folded):
        raise Refused("sheet_damaged", why="two parts of one name")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in folded):
        raise Refused("sheet_macros")


class _Scan:
    """Goes through XML in pieces; `start` and `end` are called for each element, by local name."""

    def __init__(
        self,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
    ) -> None:
        self._depth = 0
        self._start = start
        self._end = end
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._element
        self._parser.EndElementHandler = self._element_end

    def of(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self._parser.Parse(piece, False)
        self._parser.Parse(b"", True)

    def text_to(self, take: Callable[[str], None] | None) -> None:
        self._parser.CharacterDataHandler = take

    def _doctype(self, *_: object) -> None:
        raise Refused("sheet_doctype")

    def _element(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > limits.DEPTH:
            raise Refused("sheet_deep", limit=limits.DEPTH)
        self._start(name.rpartition(":")[2], attributes)

    def _element_end(self, name: str) -> None:
        self._depth -= 1
        if self._end is not None:
            self._end(name.rpartition(":")[2])


class _Look:
    """The parts of a package, each read once and within what all of them may unpack to."""

    def __init__(self, package: zipfile.ZipFile, names: list[str]) -> None:
        self.package = package
        self.names = names
        self._left = limits.UNPACKED_BYTES

    def pieces(self, name: str) -> Iterator[bytes]:
        with self.package.open(name) as part:
            while piece := part.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise Refused("sheet_bomb", limit=limits.UNPACKED_BYTES // 2**20)
                yield piece

    def scan(self, name: str, start: Callable[[str, Attributes], None]) -> None:
        _Scan(start).of(self.pieces(name))

    def scan_others(self, done: set[str]) -> None:
        """Look for document types and depth in every part that was not read otherwise."""
        for name in self.names:
            if name not in done and name.casefold().endswith(_XML):
                self.scan(name, lambda *_: None)


# --- XLSX ----------------------------------------------------------------------------------------


class _XlsxLook(_Look):
    def facts(self) -> list[Facts]:
        done = {"[Content_Types].xml"}
        self.scan("[Content_Types].xml", self._content_type)
        for name in [name for name in self.names if name.casefold().endswith(".rels")]:
            self.scan(name, self._relationship)
            done.add(name)
        if "xl/workbook.xml" not in self.names:
            raise Refused("sheet_no_workbook")
        targets = dict(self._targets("xl/_rels/workbook.xml.rels", "xl"))
        found: list[tuple[Facts, str]] = []

        def sheet(name: str, attributes: Attributes) -> None:
            if name == "sheet":
                link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                hidden = attributes.get("state", "visible") != "visible"
                found.append((Facts(attributes.get("name", ""), hidden), targets.get(link, "")))

        self.scan("xl/workbook.xml", sheet)
        done.add("xl/workbook.xml")
        for facts, part in found:
            if part not in self.names:
                raise Refused("sheet_damaged", why=f"no part {part[:60]}")
            if "/worksheets/" in part and part not in done:
                _XlsxSheet(facts).read(self.pieces(part))
                done.add(part)
        self.scan_others(done)
        return [facts for facts, part in found]

    def _content_type(self, _: str, attributes: Attributes) -> None:
        kind = attributes.get("ContentType", "").casefold()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise Refused("sheet_macros")
        if "sheet.binary" in kind:
            raise Refused("sheet_no_workbook")

    def _relationship(self, _: str, attributes: Attributes) -> None:
        kind = attributes.get("Type", "")
        is_outside = attributes.get("TargetMode", "") == "External"
        if kind.endswith(_LINKS) or (is_outside and not kind.endswith("/hyperlink")):
            raise Refused("sheet_external", target=attributes.get("Target", "")[:120])

    def _targets(self, name: str, folder: str) -> Iterator[tuple[str, str]]:
        found: list[tuple[str, str]] = []

        def relationship(_: str, attributes: Attributes) -> None:
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found.append((attributes.get("Id", ""), posixpath.normpath(path)))

        if name in self.names:
            self.scan(name, relationship)
        return iter(found)


class _XlsxSheet:
    """The cells of one worksheet as they go by."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.row = self.column = -1
        self.kind = ""
        self.has_formula = self.has_value = False
        self.spelled: list[str] = []
        self.scan = _Scan(self._start, self._end)

    def read(self, pieces: Iterable[bytes]) -> None:
        self.scan.of(pieces)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isascii() and number.isdigit() else self.row + 1
            self.column = -1
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            self.has_value = name == "is" or not self.has_formula or self.kind == "str"
            if self.kind == "e" or self.has_formula:
                self.spelled = []
                self.scan.text_to(self.spelled.append)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if last:
                self.facts.merge(*_reference(first), *_reference(last))

    def _cell(self, attributes: Attributes) -> None:
        if reference := attributes.get("r", ""):
            self.row, self.column = _reference(reference)
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.has_formula = self.has_value = False
        self.spelled = []

    def _end(self, name: str) -> None:
        if name == "v":
            self.scan.text_to(None)
            self.has_value = self.has_value or any(self.spelled)
            if self.kind == "e":
                self.facts.errors[self.row, self.column] = "".join(self.spelled) or "#ERROR"
        elif name == "c":
            if self.has_formula:
                formulas = self.facts.formulas
                formulas[self.column] = formulas.get(self.column, 0) + 1
                if not self.has_value:
                    self.facts.missing.add((self.row, self.column))
            if self.has_value or self.has_formula:
                self.facts.reach(self.row, self.column)


def _reference(text: str) -> tuple[int, int]:
    """(row, column) from 0 of a reference such as AB12."""
    letters = text.rstrip("0123456789").replace("$", "")
    digits = text[len(text.rstrip("0123456789")) :]
    if not letters.isascii() or not letters.isalpha() or len(letters) > 4 or not digits:
        raise Refused("sheet_damaged", why=f"cell {text[:20]}")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits[:9]) - 1, column - 1


# --- ODS -----------------------------------------------------------------------------------------


class _OdsLook(_Look):
    def facts(self) -> list[Facts]:
        if any(name.startswith(("Basic/", "Scripts/")) for name in self.names):
            raise Refused("sheet_macros")
        if "META-INF/manifest.xml" in self.names:
            self.scan("META-INF/manifest.xml", self._manifest)
        if "content.xml" not in self.names:
            raise Refused("sheet_no_workbook")
        content = _OdsContent()
        content.read(self.pieces("content.xml"))
        self.scan_others({"META-INF/manifest.xml", "content.xml"})
        return content.found

    def _manifest(self, name: str, _: Attributes) -> None:
        if name in ("encryption-data", "encrypted-key"):
            raise Refused("sheet_encrypted")


class _OdsContent:
    """The tables of an ODS file as they go by; rows and cells may stand for many alike."""

    def __init__(self) -> None:
        self.found: list[Facts] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.within: list[str] = []
        self.row = self.next_row = 0
        self.column = 0
        self.tables = 0
        self.cell: Attributes = {}
        self.spelled: list[str] = []
        self.scan = _Scan(self._start, self._end)

    def read(self, pieces: Iterable[bytes]) -> None:
        self.scan.of(pieces)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in _LINK_ELEMENTS:
            raise Refused("sheet_external", target=_named(attributes, "href")[:120])
        if name in ("script", "event-listener"):
            raise Refused("sheet_macros")
        if name == "style":
            self.style = _named(attributes, "name")
        elif name == "table-properties" and _named(attributes, "display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            self.tables += 1
            if self.tables == 1:
                hidden = _named(attributes, "style-name") in self.hidden_styles
                self.found.append(Facts(_named(attributes, "name"), hidden))
                self.next_row = 0
        elif self.tables == 1:
            self._within_table(name, attributes)

    def _within_table(self, name: str, attributes: Attributes) -> None:
        if name == "table-row":
            self.row, self.column = self.next_row, 0
            self.next_row += _many(attributes, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = attributes
            self.spelled = []
        elif name == "p" and self.cell:
            self.scan.text_to(self.spelled.append)

    def _end(self, name: str) -> None:
        if name == "table":
            self.tables -= 1
        elif name == "p":
            self.scan.text_to(None)
        elif name in ("table-cell", "covered-table-cell") and self.tables == 1:
            self._cell_done()

    def _cell_done(self) -> None:
        attributes, facts = self.cell, self.found[-1]
        text = "".join(self.spelled)
        last = self.column + _many(attributes, "number-columns-repeated") - 1
        formula, kind = _named(attributes, "formula"), _named(attributes, "value-type")
        if text or kind:
            facts.reach(self.next_row - 1, last)
        if formula:
            facts.formulas[self.column] = facts.formulas.get(self.column, 0) + 1
            facts.reach(self.row, self.column)
            if not kind:
                facts.missing.add((self.row, self.column))
            elif text.startswith(("#", "Err:")):
                facts.errors[self.row, self.column] = text[:20]
        columns = _many(attributes, "number-columns-spanned")
        rows = _many(attributes, "number-rows-spanned")
        if columns > 1 or rows > 1:
            facts.merge(self.row, self.column, self.row + rows - 1, self.column + columns - 1)
        self.column = last + 1
        self.cell = {}


def _named(attributes: Attributes, name: str) -> str:
    """The attribute of this local name, whatever its prefix."""
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return value
    return ""


def _many(attributes: Attributes, name: str) -> int:
    text = _named(attributes, name)
    return min(int(text), 2**31) if text.isascii() and text.isdigit() and text != "0" else 1
