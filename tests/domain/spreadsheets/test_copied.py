"""Copied rows paste as what they are: as many cells, figures as figures, texts as texts."""

import csv
import io
import shutil
import subprocess
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.language import Language
from domain.ledger import Ledger
from domain.projections.questions import Question
from domain.spreadsheets.copied import Copied, copied
from domain.spreadsheets.sheets import Cell, Column, Formula, Sheet, clean, sheet
from tests.domain.spreadsheets.reading import ods_formulas, parts
from tests.domain.spreadsheets.test_hostile import hostile

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
COLUMNS = (
    Column("a", "A", "text", 10),
    Column("b", "B", "number", 10),
    Column("b", "B, as a formula", "formula", 10),
    Column("c", "C", "text", 10),
)
TEXTS = st.one_of(st.sampled_from(hostile()), st.text(st.characters(exclude_categories=["Cs"])))
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    TEXTS.map(clean).filter(bool),
    st.dates(date(1901, 1, 1)),
    st.datetimes(datetime(1901, 1, 1)),
)


class Tables(HTMLParser):
    """The cells of the rows of a table, and whether each is marked as text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


def of(rows: list[list[Cell]], *, with_headers: bool = True) -> Copied:
    made = [[row[0], row[1], Formula(("1",), 1), row[2]] for row in rows]
    return copied(Sheet("t", "T", COLUMNS, made), with_headers=with_headers)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5), st.booleans())
def test_every_cell_stays_one_cell(rows: list[list[Cell]], with_headers: bool) -> None:
    found = of(rows, with_headers=with_headers)
    lines = [line.split("\t") for line in found.text.split("\n")]
    assert {len(line) for line in lines} == {3}
    assert len(lines) == len(rows) + with_headers
    assert (lines[0] == ["A", "B", "C"]) == with_headers or not with_headers
    page = Tables()
    page.feed(found.html)
    assert page.rows == lines
    assert page.tags <= {"html", "head", "meta", "body", "table", "tr", "th", "td"}
    for row, line in zip(rows, lines[with_headers:], strict=True):
        for cell, text in zip(row, line, strict=True):
            if isinstance(cell, int):
                assert text == str(cell)
            elif isinstance(cell, str):
                assert text[:1] not in tuple("=+-@＝＋－＠")


def test_only_the_columns_wanted(ledger: Ledger, english: Language) -> None:
    with ledger.view() as view:
        totals = sheet(view, "totals", Question(), "", english)
        found = copied(totals, columns=("period", "returned"))
    rows = list(csv.reader(io.StringIO(found.text), delimiter="\t"))
    assert rows[0] == ["Period", "Returned"]
    assert all(len(row) == 2 for row in rows)
    assert ["2024", "1498"] in rows


def test_libreoffice_takes_figures_as_figures_and_texts_as_texts(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian package libreoffice-calc)")
    texts = [text for text in map(clean, hostile()[:60]) if text.strip() and len(text) < 1000]
    found = of([[text, n, "=1+1"] for n, text in enumerate(texts)])
    page = tmp_path / "copied.html"
    page.write_text(found.html, encoding="utf-8")
    done = subprocess.run(
        [
            *(program, "--headless", "--norestore", "--convert-to", "ods"),
            *(
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--infilter=calc_HTML_WebQuery",
            ),
            *("--outdir", str(tmp_path), str(page)),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    book = tmp_path / "copied.ods"
    assert ods_formulas(book) == []
    root = ElementTree.fromstring(parts(book)["content.xml"])
    links = [name for cell in root.iter() for name in cell.attrib if name.endswith("}href")]
    assert links == []
    kinds = [cell.get(f"{OFFICE}value-type") for cell in root.iter(f"{TABLE}table-cell")]
    assert kinds.count("float") == len(texts)
    assert set(kinds) <= {"float", "string", None}
