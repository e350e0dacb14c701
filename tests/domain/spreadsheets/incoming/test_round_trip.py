"""Whatever is drafted, laid out as others do and taken in, is the same drafts again."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.dating import parse_dating
from domain.model.vocabulary import MEDIATORS, STANDARD
from domain.spreadsheets.incoming import layout as layouts
from domain.spreadsheets.incoming.cells import Cell, Day, Sheet, Workbook
from domain.spreadsheets.incoming.layout import Layout
from domain.spreadsheets.incoming.mapping import Mapping
from domain.spreadsheets.incoming.reading import read
from domain.spreadsheets.incoming.rows import stated
from tests.domain.spreadsheets.incoming import sheets

Said = dict[str, Any]
LINES = {
    "branch.armed_forces": ("ЗСУ", "Armed Forces"),
    "branch.national_guard": ("НГУ", "National Guard"),
    "branch.navy": ("ВМС", "Navy"),
    "rank.officers": ("офіцери", "officers"),
    "sex.women": ("жінки", "Women"),
}
HEADS = {
    "occurred": ("Дата", "Date"),
    "kind": ("Вид", "Kind"),
    "returned": ("Повернуто", "Returned"),
    "handed_over": ("Передано", "Handed over"),
    "place": ("Місце", "Place"),
    "remarks": ("Примітки", "Remarks"),
    "mediators": ("Посередники", "Mediators"),
}
KINDS = {
    "exchange": ("обмін", "exchange"),
    "release": ("звільнення", "release"),
    "repatriation_of_remains": ("репатріація тіл", "repatriation of remains"),
}
UK = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
EN = "January February March April May June July August September October November December"

days = st.dates(date(2022, 2, 24), date(2026, 1, 1))
ranges = st.tuples(days, st.integers(1, 5)).map(
    lambda pair: f"{pair[0]}/{pair[0] + timedelta(days=pair[1])}"
)
months = days.map(lambda day: day.isoformat()[:7])
numbers = st.integers(0, 5000)
counts = st.one_of(
    numbers,
    st.just("unknown"),
    numbers.map(lambda n: {"about": n}),
    numbers.map(lambda n: {"at_least": n}),
)
letters = st.characters(codec="cp1251", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
words = st.text(letters, min_size=2, max_size=20).map(lambda text: f"у {text} є")


@st.composite
def drafts(draw: st.DrawFn) -> Said:
    said: Said = {
        "occurred": draw(st.one_of(days.map(str), ranges)),
        "kind": draw(st.sampled_from(list(KINDS))),
    }
    for leg in ("returned", "handed_over"):
        if draw(st.booleans()):
            said[leg] = draw(counts)
    for field in draw(st.sets(st.sampled_from(list(LINES)))):
        said[field] = {"count": draw(counts), "within": None}
    for field in draw(st.sets(st.sampled_from(["place", "remarks"]))):
        said[field] = draw(words)
    if codes := draw(st.lists(st.sampled_from(list(MEDIATORS)), unique=True, max_size=3)):
        said["mediators"] = codes
    return said


@st.composite
def looks(draw: st.DrawFn) -> dict[str, Any]:
    """How the sheet is written: in which language, order, form of days, and file."""
    order = draw(st.permutations([*HEADS, *LINES]))
    return {
        "uk": draw(st.booleans()),
        "order": order,
        "days": draw(st.sampled_from(["iso", "dotted", "words", "real"])),
        "above": draw(st.integers(0, 3)),
        "left": draw(st.integers(0, 2)),
        "total": draw(st.booleans()),
    }


def count_text(value: Any, uk: bool) -> Cell:
    if isinstance(value, int):
        return value
    if value == "unknown":
        return "невідомо" if uk else "unknown"
    ((bound, n),) = value.items()
    name = {"about": ("близько", "about"), "at_least": ("щонайменше", "at least")}[bound]
    return f"{name[not uk]} {n}"


def day_text(text: str, look: dict[str, Any]) -> Cell:
    if "/" in text or look["days"] == "iso":
        return text
    day = date.fromisoformat(text)
    if look["days"] == "dotted":
        return f"{day:%d.%m.%Y}"
    if look["days"] == "real":
        return Day(text)
    names = (UK if look["uk"] else EN).split()
    return f"{day.day} {names[day.month - 1]} {day.year}"


def laid_out(drafted: list[Said], look: dict[str, Any]) -> list[list[Cell]]:
    uk = look["uk"]
    gap: list[Cell] = [None] * look["left"]
    names = {**HEADS, **LINES}
    rows: list[list[Cell]] = [["Список" if uk else "A list"]] * look["above"]
    rows.append([*gap, *(names[field][not uk] for field in look["order"])])
    for said in drafted:
        row = list(gap)
        for field in look["order"]:
            value = said.get(field)
            if value is None:
                row.append(None)
            elif field == "occurred":
                row.append(day_text(value, look))
            elif field == "kind":
                row.append(KINDS[value][not uk])
            elif field == "mediators":
                found = [MEDIATORS[code].in_language("uk" if uk else "en") for code in value]
                row.append("; ".join(found))
            elif field in ("place", "remarks"):
                row.append(value)
            else:
                row.append(count_text(value["count"] if field in LINES else value, uk))
        rows.append(row)
    if look["total"]:
        total: list[Cell] = [None] * len(rows[-1])
        total[look["left"] + look["order"].index("occurred")] = "Разом" if uk else "Total"
        total[look["left"] + look["order"].index("returned")] = 12345
        rows.append(total)
    return rows


def taken_in(found: Layout) -> list[Said]:
    rows, _ = stated(found, Mapping(), STANDARD)
    assert [str(problem.refused) for row in rows for problem in row.problems] == []
    return [dict(row.said) for row in rows]


def normal(said: Said) -> Said:
    return {**said, "occurred": str(parse_dating(said["occurred"]))}


@given(st.lists(drafts(), min_size=1, max_size=6), looks())
@settings(max_examples=400, deadline=None)
def test_cells_become_the_same_drafts(drafted: list[Said], look: dict[str, Any]) -> None:
    sheet = Sheet("List", laid_out(drafted, look))
    found = layouts.chosen(Workbook("a.xlsx", "xlsx", "0", (sheet,)), Mapping(), STANDARD)
    assert taken_in(found) == [normal(said) for said in drafted]


FORMS = ["xlsx", "ods", "utf-8;", "utf-16\t", "cp1251;", "koi8-u,"]


@pytest.mark.parametrize("form", FORMS)
@given(st.lists(drafts(), min_size=3, max_size=5), looks())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_files_become_the_same_drafts(
    tmp_path: Path, form: str, drafted: list[Said], look: dict[str, Any]
) -> None:
    """Through a real file and the reader; a text file has the letters of its encoding only."""
    if form in ("xlsx", "ods"):
        rows = [
            [date.fromisoformat(c.day) if isinstance(c, Day) else c for c in row]
            for row in laid_out(drafted, look)
        ]
        path = getattr(sheets, form)(tmp_path / f"a.{form}", {"List": rows})
    else:
        look = {**look, "uk": True, "days": "words"}
        encoding, separator = form[:-1], form[-1]
        rows = [[quoted(cell, encoding) for cell in row] for row in laid_out(drafted, look)]
        path = sheets.text(tmp_path / "a.csv", rows, separator, encoding)
        drafted = [
            {k: kept(v, encoding) if isinstance(v, str) else v for k, v in one.items()}
            for one in drafted
        ]
    found = layouts.chosen(read(path), Mapping(), STANDARD)
    assert taken_in(found) == [normal(said) for said in drafted]


def kept(text: str, encoding: str) -> str:
    return text.encode(encoding, "ignore").decode(encoding).removeprefix("\ufeff")


def quoted(cell: Cell, encoding: str) -> str:
    text = "" if cell is None else kept(str(cell), encoding)
    return '"' + text.replace('"', '""') + '"' if text else ""
