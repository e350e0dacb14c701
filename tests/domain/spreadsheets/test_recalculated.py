"""What LibreOffice reads and recalculates out of our workbooks is what the ledger says."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import run
from desktop.language import Language
from domain.ledger import Ledger
from domain.model.counts import parse_count
from domain.model.vocabulary import STANDARD
from domain.spreadsheets.layouts import LAYOUTS, Field
from domain.spreadsheets.words import code_text, heading, said
from tests.domain.spreadsheets.conftest import exported
from tests.domain.spreadsheets.reading import Table, recalculated

EARLIER = "100"
BOOKS = ("en.xlsx", "uk.xlsx", "en.ods", "uk.ods", "earlier.xlsx", "forged.xlsx")
# They tell of the exports themselves, which go on while the books are made.
GROWING = {"history", "exports"}


@pytest.fixture(scope="module")
def books(
    ledger: Ledger, english: Language, ukrainian: Language, tmp_path_factory: Any
) -> dict[str, dict[str, Table]]:
    folder = tmp_path_factory.mktemp("books")
    for name in BOOKS[:4]:
        exported(ledger, folder / name, ukrainian if name.startswith("uk") else english)
    exported(ledger, folder / "earlier.xlsx", english, as_of=EARLIER)
    forge(folder / "en.xlsx", folder / "forged.xlsx")
    return recalculated([folder / name for name in BOOKS], folder)


def forge(book: Path, other: Path) -> None:
    """A copy of a workbook in which somebody changed the figure of 2023 in the totals."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                changed = data.replace(b"<v>917</v>", b"<v>918</v>", 1)
                assert changed != data
                data = changed
            target.writestr(name, data)


def asked(ledger: Ledger, table: str, capsys: Any, *words: str) -> list[dict[str, Any]]:
    """What `show --format json` says."""
    assert run(["show", str(ledger.path), table, "--format", "json", *words]) in (0, 1)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def expected(field: Field, row: dict[str, Any], say: Language) -> Iterator[str]:
    """The cells that a value of the JSON has to give, grouping of digits aside."""
    value = row[field.key]
    if field.kind == "count":
        count = None if value in (None, "") else parse_count(str(value))
        yield "" if count is None or count.n is None else str(count.n)
        yield "" if count is None or count.is_exact else said(count.bound, say)
    elif field.kind == "dating":
        yield value
        length = {0: "", 7: "month", 10: "", 21: "night"}[len(value)]
        yield said(length, say) if length else ""
    elif isinstance(value, bool):
        yield said("yes" if value else "no", say)
    elif value is None or isinstance(value, int):
        yield "" if value is None else str(value)
    elif field.kind in ("word", "words", "status"):
        dimension = row.get("dimension", "")
        yield code_text(field.key, value, dimension, say, STANDARD) or said(value, say)
    else:
        yield str(value)


def compare(
    sheets: dict[str, Table], table: str, rows: list[dict[str, Any]], say: Language
) -> None:
    sheet = sheets[heading(table, say)]
    # columns of formulas are looked at on their own
    ending = say("{column}, as a formula", column="")
    kept = [n for n, title in enumerate(sheet[0]) if not title.endswith(ending)]
    for number, row in enumerate(rows, 1):
        wanted = [cell for field in LAYOUTS[table] for cell in expected(field, row, say)]
        found = [plain(sheet[number][n]) for n in kept]
        assert found == [" ".join(cell.split()) for cell in wanted], f"{table}, row {number}"


def plain(cell: str) -> str:
    """A cell without signs, grouping of digits and line ends."""
    text = " ".join(cell.removeprefix("✓ ").removeprefix("▲ ").removeprefix("▼ ").split())
    text = text.removeprefix("– ")
    return text.replace(",", "") if re.fullmatch(r"-?[\d,]+", text) else text


@pytest.mark.parametrize("book", BOOKS[:4])
def test_every_cell_is_what_show_says(
    books: dict[str, dict[str, Table]],
    book: str,
    ledger: Ledger,
    english: Language,
    ukrainian: Language,
    capsys: Any,
) -> None:
    say = ukrainian if book.startswith("uk") else english
    for table in LAYOUTS.keys() - GROWING:
        rows = asked(ledger, table, capsys)
        if table == "journals":  # each book is an event more, and only the first knew of none
            rows = asked(ledger, table, capsys, "--as-of", known_to(books[book], say))
        if say.code == "uk":  # sentences of the ledger's own differ; JSON has them in English
            rows = [{**row, **_not_in_json(row)} for row in rows]
            hide(books[book], table, say)
        compare(books[book], table, rows, say)


def known_to(sheets: dict[str, Table], say: Language) -> str:
    """The position that a book's front says it was made at."""
    line = next(row[1] for row in sheets[say("About")] if row[0] == say("As known at"))
    found = re.search(r"\d+", line)
    assert found is not None
    return found[0]


def _not_in_json(row: dict[str, Any]) -> dict[str, str]:
    return {key: "" for key in ("closure", "in_words", "detail", "name") if key in row}


def hide(sheets: dict[str, Table], table: str, say: Language) -> None:
    """Empties the columns that are said in the language of the export."""
    sheet = sheets[heading(table, say)]
    keys = [key for key in ("closure", "in_words", "detail", "name") if key in _keys(table)]
    for place in [sheet[0].index(heading(key, say)) for key in keys]:
        for row in sheet[1:]:
            row[place] = ""


def _keys(table: str) -> set[str]:
    return {field.key for field in LAYOUTS[table]}


def test_history_is_all_there(
    books: dict[str, dict[str, Table]], ledger: Ledger, english: Language, capsys: Any
) -> None:
    rows = asked(ledger, "history", capsys)
    sheet = books["en.xlsx"]["History"]
    shown = [row[0].replace(",", "") for row in sheet[1:]]
    assert shown == [str(row["position"]) for row in rows][: len(shown)]
    assert len(shown) > 700


@pytest.mark.parametrize("table", ["totals", "exchanges", "claims", "breakdown", "closures"])
def test_as_of_is_what_show_as_of_says(
    books: dict[str, dict[str, Table]], table: str, ledger: Ledger, english: Language, capsys: Any
) -> None:
    rows = asked(ledger, table, capsys, "--as-of", EARLIER)
    assert rows != asked(ledger, table, capsys)
    compare(books["earlier.xlsx"], table, rows, english)


@pytest.mark.parametrize("book", BOOKS[:4])
def test_formulas_agree_with_the_figures_beside_them(
    books: dict[str, dict[str, Table]], book: str, english: Language, ukrainian: Language
) -> None:
    say = ukrainian if book.startswith("uk") else english
    ending = say("{column}, as a formula", column="")
    checked = 0
    for sheet in books[book].values():
        for n, title in enumerate(sheet[0] if sheet else []):
            if title.endswith(ending) and n:
                for row in sheet[1:]:
                    if row[n]:
                        assert row[n] == row[n - 1]
                        checked += 1
    assert checked > 100
    totals = books[book][heading("totals", say)]
    assert totals[-2][1:] == totals[-4][1:]
    assert set(totals[-1][1:]) == {"0"}


def test_a_figure_that_somebody_changed_no_longer_agrees(
    books: dict[str, dict[str, Table]],
) -> None:
    totals = books["forged.xlsx"]["Totals"]
    returned = totals[0].index("Returned")
    assert totals[-1][returned] == "-1"


def test_titles_are_in_the_language_asked_for(
    books: dict[str, dict[str, Table]], english: Language, ukrainian: Language
) -> None:
    assert books["en.ods"]["Exchanges"][0][:5] == [
        *("Occurred", "Occurred, how exact", "Kind", "Number", "Returned"),
    ]
    assert books["uk.xlsx"]["Обміни"][0][:5] == ["Дата", "Дата, точність", "Вид", "№", "Повернуто"]
    for name, say in (("uk.xlsx", ukrainian), ("en.xlsx", english)):
        assert set(books[name]) == {say("About"), *(heading(table, say) for table in LAYOUTS)}
        for sheet in books[name].values():
            titles = [title for title in sheet[0] if title]
            assert len(titles) == len(set(titles))


def test_what_is_not_exact_says_so_and_unknown_is_empty(
    books: dict[str, dict[str, Table]],
) -> None:
    for book in ("en.xlsx", "en.ods"):
        sheet = books[book]["Exchanges"]
        rows = {row[0]: dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]}
        month, night = rows["2024-11"], rows["2024-12-01/2024-12-02"]
        assert (month["Occurred, how exact"], night["Occurred, how exact"]) == ("month", "night")
        assert (month["Returned"], month["Returned, how exact"]) == ("50", "at least")
        assert (month["Handed over"], night["Remains"]) == ("", "")
        assert night["Closes"] == "▲ no"


def test_the_front_says_what_the_book_is(
    books: dict[str, dict[str, Table]], ledger: Ledger, english: Language
) -> None:
    for book in ("earlier.xlsx", "en.ods"):
        lines = {row[0]: row[1] for row in books[book]["About"] if row[0]}
        assert lines["Ledger"] == "Published record 2022–2024"
        assert lines["Ledger id"] == ledger.id
        assert lines["Counting policy"].startswith("all-returns")
        assert lines["Made with"].startswith("Exchange Ledger ")
        assert lines["Exported by"] == ledger.operator
        with ledger.view(EARLIER) as view:
            if book == "earlier.xlsx":
                assert lines["As known at"].startswith(f"position {EARLIER} of ")
                journal = view.one("SELECT journal FROM journals")
                heads = [row for row in books[book]["About"] if row[0] == journal]
                assert [row[1] for row in heads] == [EARLIER]
