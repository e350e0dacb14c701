"""Files that attack whoever reads them, and files that are merely broken, made here."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.domain.spreadsheets.incoming import sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData>{{}}</worksheet>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c>'
HEAD += '<c r="B1" t="inlineStr"><is><t>Returned</t></is></c></row>'
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>2024-01-03</t></is></c>'
ROW += '<c r="B2"><v>230</v></c></row>'
RELS = "more__xl/worksheets/_rels/sheet1.xml.rels"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def workbook(path: Path, /, **parts: str | bytes | None) -> Path:
    """A small XLSX file; `parts` replace or add some (`sheet`, `strings`, `workbook`, `types`,
    `links`, or `more__name` for any other), None takes one away."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    root = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    usual: dict[str, str | bytes | None] = {
        "types": types,
        "root": root,
        "workbook": book,
        "links": links,
        "sheet": SHEET.format(HEAD + ROW, ""),
        "strings": f'<sst xmlns="{MAIN}"/>',
    }
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for key, part in {**usual, **parts}.items():
            if part is not None:
                name = names.get(key, key.removeprefix("more__").replace("__", "/"))
                package.writestr(name, part)
    return path


def _with_relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def _cell(reference: str, value: str = "<v>1</v>") -> str:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{reference}">{value}</c></row>'


def gigantic(path: Path) -> Path:
    """A tiny file whose two cells span 17 thousand million: readers allocate 500 GB."""
    return workbook(path, sheet=SHEET.format(HEAD + ROW + _cell("XFD1048576"), ""))


def lying_dimension(path: Path) -> Path:
    text = SHEET.format(HEAD + ROW, "").replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    return workbook(path, sheet=text)


def bomb(path: Path, megabytes: int = 1000) -> Path:
    """One part of blanks that unpacks a thousandfold."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 2**20)
    return path


def lying_bomb(path: Path) -> Path:
    """A part that says in the directory that it is small, and is not."""
    workbook(path, strings=f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 3_000_000}</sst>')
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/sharedStrings.xml").file_size
    path.write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    return path


def overlapping(path: Path) -> Path:
    """Many names for the same few compressed bytes."""
    inner = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = inner.compress(b"<x>" + b" " * 10_000_000 + b"</x>") + inner.flush()
    crc = zlib.crc32(b"<x>" + b" " * 10_000_000 + b"</x>")
    local = struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, crc, len(packed), 10_000_007, 5, 0
    )
    body = local + b"a.xml" + packed
    entries = b"".join(
        struct.pack(
            *("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, crc, len(packed)),
            *(10_000_007, 5, 0, 0, 0, 0, 0, 0),
        )
        + f"{n:05}".encode()
        for n in range(500)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 500, 500, len(entries), len(body), 0)
    path.write_bytes(body + entries + end)
    return path


def nested_zip(path: Path) -> Path:
    """A zip in a zip in a zip: nothing of it is a workbook."""
    data = b"0" * 1_000_000
    for _ in range(8):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for n in range(4):
                package.writestr(f"{n}.zip", data)
        data = buffer.getvalue()
    path.write_bytes(data)
    return path


def ole(path: Path, name: str) -> Path:
    """The beginning of an OLE file with a stream of this name, as Excel encrypts or once wrote."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le") + bytes(2000)
    )
    return path


def _ods_cells(row: str, cell: str) -> str:
    return (
        f'<table:table table:name="S"><table:table-row {row}><table:table-cell {cell} '
        'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


def _encrypted_zip(path: Path) -> Path:
    workbook(path)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    path.write_bytes(data)
    return path


def _random_bytes(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04" + random.Random(1).randbytes(5000))
    return path


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _truncated(path: Path, at: float) -> Path:
    data = workbook(path).read_bytes()
    return _write(path, data[: int(len(data) * at)])


def _flipped(path: Path) -> Path:
    data = bytearray(workbook(path).read_bytes())
    at = data.find(b"xl/worksheets/sheet1.xml") + 40
    data[at] ^= 0x55
    return _write(path, bytes(data))


def _deep(levels: int, name: str = "row") -> str:
    return f"<{name}>" * levels + f"</{name}>" * levels


def _many_merges(n: int) -> str:
    merges = "".join(f'<mergeCell ref="A{k}:XFD1048576"/>' for k in range(1, n))
    return f"<mergeCells>{merges}</mergeCells>"


def _huge_strings(path: Path, mebibytes: int) -> Path:
    text = f'<sst xmlns="{MAIN}"><si><t>{"A" * (mebibytes * 2**20)}</t></si></sst>'
    cell = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>0</v></c></row>'
    return workbook(path, sheet=SHEET.format(HEAD + cell, ""), strings=text)


def _many_tiny_cells(path: Path) -> Path:
    """150 MB of empty cells: no memory, but much work."""
    cells = "<c/>" * 37_000_000
    return workbook(path, sheet=SHEET.format(f"{HEAD}<row>{cells}</row>", ""))


def _many_strings(path: Path) -> Path:
    """150 MB of strings that a reader keeps, each in an object of its own."""
    strings = f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 9_000_000}</sst>'
    return workbook(path, strings=strings)


def _cyclic(path: Path) -> Path:
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/worksheet" Target="workbook.xml"/></Relationships>'
    )
    return workbook(path, links=links)


Case = tuple[str, str, Callable[[Path], Path], set[str]]  # name, suffix, maker, named reasons


def cases() -> Iterator[Case]:
    """Every attack with the reasons by which it may be refused."""
    for suffix in (".xlsx", ".csv", ".ods"):
        yield f"empty{suffix}", suffix, lambda p: _write(p, b""), {"sheet_empty"}
    yield "gigantic", ".xlsx", gigantic, {"sheet_area"}
    for reference in ("A1048576", "XFD2", "ZZZZ5", "A999999999"):
        yield (
            f"far {reference}",
            ".xlsx",
            partial(workbook, sheet=SHEET.format(HEAD + ROW + _cell(reference), "")),
            {"sheet_area"},
        )
    yield (
        "reference that is none",
        ".xlsx",
        lambda p: workbook(p, sheet=SHEET.format('<row><c r="1A"><v>1</v></c></row>', "")),
        {"sheet_damaged"},
    )
    yield "bomb", ".xlsx", bomb, {"sheet_bomb"}
    yield "lying bomb", ".xlsx", lying_bomb, {"sheet_damaged", "sheet_bomb"}
    yield "overlapping", ".xlsx", overlapping, {"sheet_bomb", "sheet_damaged"}
    yield "nested zip", ".xlsx", nested_zip, {"sheet_no_workbook"}
    yield "nested zip as ods", ".ods", nested_zip, {"sheet_no_workbook"}
    yield (
        "huge shared string",
        ".xlsx",
        lambda p: _huge_strings(p, 120),
        {"sheet_text_long", "sheet_memory"},
    )
    yield "too long text", ".xlsx", lambda p: _huge_strings(p, 1), {"sheet_text_long"}
    yield (
        *("many tiny cells", ".xlsx", _many_tiny_cells),
        {"sheet_slow", "sheet_area", "sheet_memory"},
    )
    yield "many strings", ".xlsx", _many_strings, {"sheet_memory", "sheet_slow"}
    for name in ("sheet", "strings", "workbook", "links", "types"):
        for what, doctype in (("laughs", LAUGHS), ("xxe", XXE)):
            yield (
                f"{what} in {name}",
                ".xlsx",
                partial(workbook, **{name: f"{doctype}<x>&e;&j;</x>"}),
                {"sheet_doctype"},
            )
    yield (
        "laughs in a part nobody reads",
        ".xlsx",
        lambda p: workbook(p, more__docProps__core_xml=None, **{"more__a.xml": LAUGHS + "<x/>"}),
        {"sheet_doctype"},
    )
    yield (
        "xxe in UTF-16",
        ".xlsx",
        lambda p: workbook(
            p, sheet=('<?xml version="1.0" encoding="UTF-16"?>' + XXE + "<x/>").encode("utf-16")
        ),
        {"sheet_doctype"},
    )
    yield (
        "macros",
        ".xlsx",
        lambda p: workbook(p, **{"more__xl/vbaProject.bin": b"\x01"}),
        {"sheet_macros"},
    )
    yield (
        "macro type",
        ".xlsm",
        lambda p: workbook(
            p,
            types='<Types><Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        ),
        {"sheet_macros"},
    )
    yield (
        "macro sheet",
        ".xlsx",
        lambda p: workbook(p, **{"more__xl/macrosheets/sheet1.xml": "<x/>"}),
        {"sheet_macros"},
    )
    for kind, target in (
        ("externalLink", "externalLinks/externalLink1.xml"),
        ("oleObject", "file:///C:/x.doc"),
        ("attachedTemplate", "https://example.org/t"),
        ("image", r"\\server\share\a.png"),
    ):
        yield (
            f"link {kind}",
            ".xlsx",
            partial(workbook, **{RELS: _with_relationship(kind, target)}),
            {"sheet_external"},
        )
    yield "encrypted", ".xlsx", lambda p: ole(p, "EncryptedPackage"), {"sheet_encrypted"}
    yield "encrypted zip", ".xlsx", _encrypted_zip, {"sheet_encrypted"}
    yield "old Excel", ".xls", lambda p: ole(p, "Workbook"), {"sheet_old_form"}
    yield "old Excel as xlsx", ".xlsx", lambda p: ole(p, "Workbook"), {"sheet_old_form"}
    yield "xlsx as csv", ".csv", workbook, {"sheet_wrong_form"}
    yield "xlsx as ods", ".ods", workbook, {"sheet_wrong_form"}
    yield "text as xlsx", ".xlsx", lambda p: _write(p, b"Date;Returned\n"), {"sheet_wrong_form"}
    yield "page as xls", ".xls", lambda p: _write(p, b"<html><table>"), {"sheet_wrong_form"}
    yield "program", ".csv", lambda p: _write(p, b"MZ\x90\x00" * 99), {"sheet_not_text"}
    yield "picture", ".xlsx", lambda p: _write(p, b"\x89PNG\r\n\x1a\n"), {"sheet_not_text"}
    yield "unknown ending", ".dat", workbook, {"sheet_form"}
    for at in (0.1, 0.5, 0.9, 0.99):
        yield f"truncated {at}", ".xlsx", partial(_truncated, at=at), {"sheet_damaged"}
    yield "bit flipped", ".xlsx", _flipped, {"sheet_damaged"}
    yield "noise", ".xlsx", _random_bytes, {"sheet_damaged"}
    yield "no sheet part", ".xlsx", lambda p: workbook(p, sheet=None), {"sheet_damaged"}
    yield "no workbook part", ".xlsx", lambda p: workbook(p, workbook=None), {"sheet_no_workbook"}
    yield "cyclic", ".xlsx", _cyclic, {"sheet_damaged", "sheet_empty", "sheet_no_headings"}
    yield (
        "deep",
        ".xlsx",
        lambda p: workbook(p, sheet=SHEET.format(_deep(2_000_000), "")),
        {"sheet_deep"},
    )
    yield "deep elsewhere", ".xlsx", lambda p: workbook(p, strings=_deep(100)), {"sheet_deep"}
    yield (
        "merges without end",
        ".xlsx",
        lambda p: workbook(p, sheet=SHEET.format(HEAD + ROW, _many_merges(300_000))),
        {"sheet_area"},
    )
    yield "bad xml", ".xlsx", lambda p: workbook(p, sheet="<worksheet><row>"), {"sheet_damaged"}
    yield "no parts", ".xlsx", lambda p: _write(p, b"PK\x05\x06" + bytes(18)), {"sheet_no_workbook"}
    yield from _ods_cases()
    yield from _text_cases()


def _ods_cases() -> Iterator[Case]:
    many = 'table:number-rows-repeated="1048576"'
    wide = 'table:number-columns-repeated="16384"'
    yield "ods repeated", ".ods", lambda p: sheets.ods_of(p, _ods_cells(many, wide)), {"sheet_area"}
    yield (
        "ods spanned",
        ".ods",
        lambda p: sheets.ods_of(
            p,
            _ods_cells("", 'table:number-columns-spanned="999999" table:number-rows-spanned="999"')
            * 1000,
        ),
        {"sheet_no_headings", "sheet_area", "sheet_damaged"},
    )
    yield (
        "ods laughs",
        ".ods",
        lambda p: sheets.ods_of(p, "", {"content.xml": LAUGHS + "<x/>"}),
        {"sheet_doctype"},
    )
    yield (
        "ods xxe in styles",
        ".ods",
        lambda p: sheets.ods_of(p, "", {"styles.xml": XXE + "<x/>"}),
        {"sheet_doctype"},
    )
    yield (
        "ods macros",
        ".ods",
        lambda p: sheets.ods_of(p, "", {"Basic/Standard/m.xml": "<x/>"}),
        {"sheet_macros"},
    )
    yield (
        "ods listener",
        ".ods",
        lambda p: sheets.ods_of(
            p, "<office:scripts><script:event-listener xmlns:script='s'/></office:scripts>"
        ),
        {"sheet_macros"},
    )
    yield (
        "ods link",
        ".ods",
        lambda p: sheets.ods_of(
            p,
            "<table:table table:name='a'><table:table-source xmlns:xlink='x' "
            "xlink:href='file:///etc/passwd'/></table:table>",
        ),
        {"sheet_external"},
    )
    yield (
        "ods encrypted",
        ".ods",
        lambda p: sheets.ods_of(
            p,
            "",
            {"META-INF/manifest.xml": "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"},
        ),
        {"sheet_encrypted"},
    )
    yield "ods deep", ".ods", lambda p: sheets.ods_of(p, _deep(100_000, "text:p")), {"sheet_deep"}


def _text_cases() -> Iterator[Case]:
    yield (
        "NUL bytes",
        ".csv",
        lambda p: _write(p, b"Date;Returned\n2024-01-03\x00;230\n"),
        {"sheet_not_text"},
    )
    yield "all NUL", ".csv", lambda p: _write(p, bytes(100_000)), {"sheet_not_text"}
    yield (
        "long cell",
        ".csv",
        lambda p: _write(p, b"Date;Returned\n" + b"a" * 40_000_000),
        {"sheet_text_long"},
    )
    yield (
        "open quote",
        ".csv",
        lambda p: _write(p, b'Date;Returned\n"' + b"a\n" * 5_000_000),
        {"sheet_text_long"},
    )
    yield "wide", ".csv", lambda p: _write(p, b"Date;" * 2_000_000), {"sheet_area"}
    yield "long", ".csv", lambda p: _write(p, b"a;b\n" * 5_000_000), {"sheet_area"}
    yield "too large", ".csv", lambda p: _write(p, b"a;b\n" * 13_000_000), {"sheet_file_large"}
    yield "broken UTF-16", ".csv", lambda p: _write(p, b"\xff\xfeD\x00\xd8"), {"sheet_not_text"}
