"""The text of a statement out of every kind of file it may come in, and out of bad ones."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.refusal import Refused
from domain.statements import document
from domain.statements.documents import document_of, read_document

TEXT = "Kyiv, 30 December 2024. An exchange took place: 189 Ukrainians are home."
PAGE = """<!DOCTYPE html><html><head><title>News</title>
<meta property="og:site_name" content="Coordination Headquarters">
<meta property="article:published_time" content="2024-12-30T18:00:00+02:00">
<link rel="canonical" href="https://example.org/a"><style>p {color: 12}</style></head>
<body><nav>7 new</nav><h1>An exchange took place</h1><p>189 <b>Ukrainians</b>
are home:</p><ul><li>Armed Forces &ndash; 87<ul><li>Navy&nbsp;&ndash; 24</li></ul></li></ul>
<script>var n = 230;</script></body></html>"""
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>An exchange took </w:t></w:r><w:r><w:t>place.</w:t></w:r></w:p>"
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>Navy – 24</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Navy</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>24</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def word_file(xml: str, member: str = "word/document.xml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, xml)
    return packed.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page with a text layer, written by hand."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return f"{out}startxref\n{start}\n%%EOF\n".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_plain_text_in_any_usual_encoding(encoding: str) -> None:
    text = "Відбувся обмін: 189 українців удома."
    assert document_of(text.encode(encoding), "a.txt").text == text


def test_a_web_page_says_where_it_is_from() -> None:
    found = document_of(PAGE.encode(), "a.html")
    assert found.text.split("\n") == [
        *("An exchange took place", "", "189 Ukrainians are home:", "", "- Armed Forces – 87"),
        "  - Navy – 24",
    ]
    assert (found.publisher, found.published) == ("Coordination Headquarters", "2024-12-30")
    assert (found.title, found.address) == ("News", "https://example.org/a")


def test_a_word_file_keeps_its_paragraphs_lists_and_rows() -> None:
    found = document_of(word_file(WORD), "a.docx")
    assert found.text.split("\n") == ["An exchange took place.", "  - Navy – 24", "Navy 24"]


def test_the_text_layer_of_a_pdf() -> None:
    found = document_of(pdf("An exchange took place.", "189 Ukrainians are home."), "a.pdf")
    assert found.text.split("\n")[:2] == ["An exchange took place.", "189 Ukrainians are home."]


def test_the_headline_is_the_title_where_the_file_has_none() -> None:
    assert document_of(f"\n\n  Home!\n{TEXT}".encode(), "a.txt").title == "Home!"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "document_empty"),
        (b" \n\x00\x07", "document_empty"),
        (b"%PDF-1.4 broken", "document_unreadable"),
        (b"PK\x03\x04 broken", "document_unreadable"),
        (word_file(WORD, "other.xml"), "document_unreadable"),
        (word_file("<w:document>"), "document_unreadable"),
        (
            word_file('<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'),
            "document_unreadable",
        ),
        (word_file("<a>" + " " * (document.LARGEST_FILE + 1) + "</a>"), "document_large"),
        (b"a" * (document.LONGEST_TEXT + 1), "document_large"),
    ],
)
def test_bad_files_are_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        document_of(data, "a.file")
    assert refused.value.code == code
    assert refused.value.field == "a.file"


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(document.LARGEST_FILE + 1)
    with pytest.raises(Refused):
        read_document(path)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"<html>", PAGE.encode(), word_file(WORD), pdf("189")]),
    st.integers(0, 2000),
)
def test_any_bytes_give_a_text_or_a_refusal(noise: bytes, start: bytes, at: int) -> None:
    data = start[:at] + noise + start[at:]
    try:
        found = document_of(data, "a")
    except Refused:
        return
    assert found.text.strip()
