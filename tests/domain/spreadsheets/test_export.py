"""An export is all there or not at all, is recorded, and is named when a correction affects it."""

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.language import Language
from domain.commands import Correction
from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.model.refusal import Refused
from domain.projections import affected
from domain.projections.exports import ExportRow, exports
from domain.projections.impact import impact
from domain.spreadsheets import xlsx
from domain.spreadsheets.export import Wanted, export
from domain.spreadsheets.layouts import LAYOUTS, REPORT
from domain.storage.profile import Profile
from tests.domain.spreadsheets.conftest import INEXACT, MISFIT, SOURCE, exported

REFERENCE = {
    "kind": "exchange",
    "occurred": "2024-12-30",
    "returned": 189,
    "breakdowns": {
        "branch": [{"category": "navy", "count": 24}, {"category": "border_guard", "count": 165}]
    },
}


@pytest.fixture
def small(tmp_path: Path, profile: Profile) -> Iterator[Ledger]:
    made = Ledger.create(tmp_path / "small.ledger", profile, name="Small")
    for draft in (REFERENCE, INEXACT, MISFIT):
        made.record(read_draft(draft), SOURCE)
    yield made
    made.close()


def recorded(ledger: Ledger) -> list[ExportRow]:
    with ledger.view() as view:
        return exports(view)


def table(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("form", ["xlsx", "ods", "zip", "pdf"])
def test_an_export_is_recorded_with_its_hash(
    small: Ledger, tmp_path: Path, english: Language, form: str
) -> None:
    with small.view() as view:
        known = view.position
    path = exported(small, tmp_path / f"book.{form}", english)
    (row,) = recorded(small)
    assert row.file == path.name
    assert row.file_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert row.position == known
    assert row.as_of
    assert tuple(row.tables.split()) == (REPORT if form == "pdf" else tuple(LAYOUTS))
    assert (row.operator, row.language, row.policy) == (small.operator, "en", "")
    assert [left.name for left in tmp_path.iterdir() if "part" in left.name] == []


def test_exports_are_the_same_after_a_rebuild(
    small: Ledger, tmp_path: Path, english: Language
) -> None:
    exported(small, tmp_path / "a.csv", english, table="totals", policy="exchanges")
    before = recorded(small)
    small.rebuild()
    assert recorded(small) == before
    assert (before[0].tables, before[0].policy) == ("totals", "exchanges")


def test_one_table_as_csv(small: Ledger, tmp_path: Path, english: Language) -> None:
    rows = table(exported(small, tmp_path / "t.csv", english, table="exchanges"))
    assert [row["Occurred"] for row in rows] == ["2024-11", "2024-12-01/2024-12-02", "2024-12-30"]
    assert [row["Returned"] for row in rows] == ["50", "90", "189"]
    assert [row["Returned, how exact"] for row in rows] == ["at least", "", ""]
    assert {row["Handed over"] for row in rows} == {""}
    assert not any("formula" in title for title in rows[0])


def test_a_zip_holds_every_table_and_says_what_it_is(
    small: Ledger, tmp_path: Path, english: Language
) -> None:
    with zipfile.ZipFile(exported(small, tmp_path / "t.zip", english)) as archive:
        assert set(archive.namelist()) == {f"{name}.csv" for name in (*LAYOUTS, "about")}
        assert "Small" in archive.read("about.csv").decode()


def test_words_narrow_a_table(small: Ledger, tmp_path: Path, english: Language) -> None:
    path = tmp_path / "some.csv"
    rows = table(exported(small, path, english, table="exchanges", containing="12-30 189"))
    assert [row["Occurred"] for row in rows] == ["2024-12-30"]
    assert recorded(small)[-1].narrowed_to == "containing: 12-30 189"
    none = Wanted(tmp_path / "none.csv", table="exchanges", containing="nowhere")
    assert export(small, none, english) == []
    assert not none.path.exists()
    assert len(recorded(small)) == 1


@pytest.mark.parametrize(
    ("name", "wanted", "code"),
    [
        ("a.csv", {}, "export_one_table"),
        ("a.doc", {}, "export_form"),
        ("a", {}, "export_form"),
        ("a.xlsx", {"table": "nothing"}, "table_unknown"),
        ("a.xlsx", {"containing": "x"}, "export_words_of_table"),
        ("a.xlsx", {"policy": "nobody"}, "policy_unknown"),
        ("a.xlsx", {"as_of": "yesterday"}, "when_form"),
        ("nowhere/a.xlsx", {}, "folder_missing"),
        ("small.ledger", {}, "export_form"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_written(
    small: Ledger, tmp_path: Path, english: Language, name: str, wanted: Any, code: str
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused) as refused:
        export(small, Wanted(tmp_path / name, **wanted), english)
    assert refused.value.code == code
    assert sorted(tmp_path.iterdir()) == before
    assert recorded(small) == []


def test_a_file_that_is_there_stays_as_it_is(
    small: Ledger, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        export(small, Wanted(path), english)

    def while_writing(part: Path, *_: Any) -> None:
        part.write_text("new")
        (tmp_path / "b.xlsx").write_text("theirs")

    monkeypatch.setattr(xlsx, "write", while_writing)
    with pytest.raises(Refused, match="exists already"):
        export(small, Wanted(tmp_path / "b.xlsx"), english)
    assert path.read_text() == "mine"
    assert (tmp_path / "b.xlsx").read_text() == "theirs"
    assert recorded(small) == []


def test_a_disk_that_is_full_leaves_no_file_and_no_record(
    small: Ledger, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(part: Path, *_: Any) -> None:
        part.write_text("half")
        raise OSError(28, "No space left on device", str(part))

    monkeypatch.setattr(xlsx, "write", half)
    with pytest.raises(OSError, match="No space"):
        export(small, Wanted(tmp_path / "a.xlsx"), english)
    assert not list(tmp_path.glob("*.xlsx")) + list(tmp_path.glob(".*"))
    assert recorded(small) == []


def test_what_cannot_be_recorded_is_not_given_out(
    small: Ledger, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Refused("file_unwritable", "x", why="read-only")

    monkeypatch.setattr(small, "append", refuse)
    with pytest.raises(Refused):
        export(small, Wanted(tmp_path / "a.xlsx"), english)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_stick_without_links_takes_the_file_too(
    small: Ledger, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: Any) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = exported(small, tmp_path / "a.csv", english, table="totals")
    assert table(path)[-1]["Returned"] == "329"


# --- exports that a correction affects -----------------------------------------------------------


def affects(ledger: Ledger, values: dict[str, str], exchange: str = "2024-12-30") -> set[str]:
    steps = ledger.plan(Correction(exchange, values, "correction", "recount", SOURCE))
    with ledger.rehearse(steps) as (before, after):
        named = {row.name[0] for row in impact(before, after) if row.what == "export"}
        assert named == {found.export.file for found in affected.affected(before, after)}
    return named


def test_a_correction_tells_which_exports_it_makes_wrong(
    small: Ledger, tmp_path: Path, english: Language
) -> None:
    exported(small, tmp_path / "empty.csv", english, table="totals", as_of="1")
    for name in ("totals", "breakdown", "exchanges", "history", "sources"):
        exported(small, tmp_path / f"{name}.csv", english, table=name)
    other = {"table": "exchanges", "containing": "2024-11"}
    exported(small, tmp_path / "other.csv", english, **other)
    exported(small, tmp_path / "book.xlsx", english)
    branch = affects(small, {"branch.navy": "25"})
    assert branch == {"breakdown.csv", "exchanges.csv", "book.xlsx"}
    place = affects(small, {"place": "Sumy"})
    assert place == {"exchanges.csv", "book.xlsx"}
    whole = affects(small, {"returned": "190"})
    assert whole == {"totals.csv", "exchanges.csv", "book.xlsx"}


def test_an_export_already_out_of_date_is_not_named_again(
    small: Ledger, tmp_path: Path, english: Language
) -> None:
    exported(small, tmp_path / "first.csv", english, table="breakdown")
    small.correct(Correction("2024-12-30", {"branch.navy": "25"}, "correction", "recount", SOURCE))
    exported(small, tmp_path / "second.csv", english, table="breakdown")
    assert affects(small, {"branch.navy": "26"}) == {"second.csv"}
