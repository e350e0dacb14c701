"""Reads workbooks back without our own code: their XML, and what LibreOffice makes of them."""

import csv
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

Table = list[list[str]]

# comma, double quote, UTF-8; cells as shown; every sheet in a file of its own
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
# LibreOffice otherwise trusts the values in a file and computes nothing
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"
oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def recalculated(books: Sequence[Path], folder: Path) -> dict[str, dict[str, Table]]:
    """Every sheet of every book, recalculated by LibreOffice (one start for all of them)."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian package libreoffice-calc)")
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    where = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [program, "--headless", "--norestore", where, "--convert-to", CSV]
    out = folder / "csv"
    done = subprocess.run(
        [*order, "--outdir", str(out), *map(str, books)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {book.name: _sheets(out, book) for book in books}


def _sheets(folder: Path, book: Path) -> dict[str, Table]:
    found = {}
    for path in folder.glob(f"{book.stem}-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix(f"{book.stem}-")] = list(csv.reader(file))
    return found


def xlsx_formulas(path: Path) -> list[str]:
    """Every formula of an XLSX workbook."""
    with zipfile.ZipFile(path) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return [
            cell.text or ""
            for name in pages
            for cell in ElementTree.fromstring(book.read(name)).iter(f"{MAIN}f")
        ]


def xlsx_texts(path: Path) -> set[str]:
    """Every text of an XLSX workbook."""
    with zipfile.ZipFile(path) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return {
            cell.text or ""
            for name in pages
            for cell in ElementTree.fromstring(book.read(name)).iter(f"{MAIN}t")
        }


def parts(path: Path) -> dict[str, str]:
    """The XML parts of a workbook by name, as text."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name != "mimetype"}


def ods_formulas(path: Path) -> list[str]:
    """Every formula of an ODS workbook."""
    root = ElementTree.fromstring(parts(path)["content.xml"])
    return [
        value
        for cell in root.iter()
        for name, value in cell.attrib.items()
        if name.endswith("}formula")
    ]


def ods_texts(path: Path) -> set[str]:
    """Every text of an ODS workbook, paragraphs joined by line ends."""
    root = ElementTree.fromstring(parts(path)["content.xml"])
    found = set()
    for cell in root.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"):
        lines = []
        for paragraph in cell:
            text = paragraph.text or ""
            for inside in paragraph:
                text += ("\t" if inside.tag.endswith("}tab") else " ") + (inside.tail or "")
            lines.append(text)
        found.add("\n".join(lines))
    return found
