"""The verb `import`: guessed, saved and corrected mappings, decisions, dry runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.conftest import Command

SHEET = """Дата;Повернуто;ЗСУ;з них ТрО;Посередник
03.01.2024;230;100;17;ОАЕ
31.01.2024;207;;;
30 грудня 2024;189;;;ОАЕ
Разом;626;;;
"""
Show = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def sheet(tmp_path: Path, command: Command) -> Path:
    command("new", "my.ledger")
    path = tmp_path / "обміни.csv"
    path.write_bytes(SHEET.encode("cp1251"))
    return path


def test_import_and_import_again(sheet: Path, command: Command, show: Show) -> None:
    said = command("import", "my.ledger", "обміни.csv")
    assert "new: 3" in said.out
    assert "B Повернуто → returned" in said.err
    assert "Row 5 is no record (total): Разом" in said.err
    assert show("my.ledger", "totals")[-1]["returned"] == 626
    history = show("my.ledger", "history")
    again = command("import", "my.ledger", "обміни.csv")
    assert "unchanged: 3" in again.out
    assert show("my.ledger", "history") == history


def test_a_dry_run_writes_nothing(sheet: Path, command: Command, show: Show) -> None:
    before = show("my.ledger", "history")
    said = command("import", "my.ledger", "обміни.csv", "--dry-run")
    assert "new: 3" in said.out
    assert "Nothing was written." in said.err
    assert show("my.ledger", "history") == before


def test_a_changed_sheet_comes_in_as_revisions(sheet: Path, command: Command, show: Show) -> None:
    command("import", "my.ledger", "обміни.csv")
    sheet.write_bytes(SHEET.replace("207", "208").encode("cp1251"))
    said = command("import", "my.ledger", "обміни.csv")
    assert "returned: 207 → 208" in said.out
    (revision,) = [row for row in show("my.ledger", "history") if row["kind"] == "revision"]
    assert (revision["field"], revision["was"], revision["became"]) == ("returned", "207", "208")
    assert revision["source"].startswith("обміни.csv, sha256:")
    assert revision["reason"] == "the sheet was changed"


def test_a_mapping_is_saved_corrected_and_used_again(
    sheet: Path, command: Command, show: Show, tmp_path: Path
) -> None:
    command(
        *("import", "my.ledger", "обміни.csv", "--dry-run", "--save-mapping", "m.json"),
        *("--column", "ЗСУ=", "--column", "з них ТрО=branch.navy"),
    )
    saved = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert saved["columns"]["ЗСУ"] == ""
    assert saved["columns"]["з них ТрО"] == "branch.navy"
    command("import", "my.ledger", "обміни.csv", "--mapping", "m.json")
    lines = [row for row in show("my.ledger", "breakdown") if row["period"] == "2024"]
    assert [(row["category"], row["count"]) for row in lines] == [("navy", 17)]
    said = command("import", "my.ledger", "обміни.csv", "--save-mapping", "m.json", status=2)
    assert "m.json" in said.err
    (tmp_path / "m.json").write_text("{", encoding="utf-8")
    said = command("import", "my.ledger", "обміни.csv", "--mapping", "m.json", status=2)
    assert "not a saved mapping" in said.err


def test_one_wrong_row_keeps_all_out_until_it_is_left_out(
    sheet: Path, command: Command, show: Show
) -> None:
    sheet.write_bytes(SHEET.replace(";207;", ";багато;").encode("cp1251"))
    said = command("import", "my.ledger", "обміни.csv", status=2)
    assert "B3: returned: “багато” is not a count" in said.err
    assert show("my.ledger", "exchanges") == []
    command("import", "my.ledger", "обміни.csv", "--leave-out", "3")
    assert show("my.ledger", "totals")[-1]["returned"] == 419


def test_a_likely_duplicate_waits_for_a_decision(
    sheet: Path, command: Command, show: Show, tmp_path: Path
) -> None:
    draft = {"kind": "exchange", "occurred": "2024-01-31", "returned": 206}
    (tmp_path / "d.json").write_text(json.dumps(draft), encoding="utf-8")
    command("record", "my.ledger", "--draft", "d.json", "--source", "https://example.org")
    said = command("import", "my.ledger", "обміни.csv", status=1)
    assert "3  duplicate  2024-01-31" in said.out
    assert len(show("my.ledger", "exchanges")) == 3
    command("import", "my.ledger", "обміни.csv", "--as-same", "3")
    rows = show("my.ledger", "exchanges")
    assert [row["returned"] for row in rows] == [230, 207, 189]
    again = command("import", "my.ledger", "обміни.csv")
    assert "unchanged: 3" in again.out


def test_a_duplicate_can_be_recorded_as_new(sheet: Path, command: Command, show: Show) -> None:
    command("import", "my.ledger", "обміни.csv")
    other = sheet.with_name("інше.csv")
    other.write_bytes(b"Date,Returned\n2024-01-03,12\n")
    command("import", "my.ledger", "інше.csv", status=1)
    command("import", "my.ledger", "інше.csv", "--as-new", "2")
    assert len(show("my.ledger", "exchanges")) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none.csv",), "There is no such file"),
        (("обміни.csv", "--leave-out", "x"), "not a whole number"),
        (("обміни.csv", "--column", "x"), "FIELD=VALUE"),
        (("обміни.csv", "--column", "Дата=day"), "not what a column can mean"),
        (("обміни.csv", "--header-row", "3"), "No column of this sheet says when"),
        (("обміни.csv", "--encoding", "ascii"), "not in this encoding"),
        (("обміни.csv", "--mapping", "none.json"), "There is no such file"),
    ],
)
def test_bad_input_is_named(
    sheet: Path, command: Command, words: tuple[str, ...], said: str
) -> None:
    assert said in command("import", "my.ledger", *words, status=2).err


def test_it_speaks_ukrainian(sheet: Path, command: Command) -> None:
    said = command("--language", "uk", "import", "my.ledger", "обміни.csv", "--dry-run")
    assert "нове: 3" in said.out
    assert "Нічого не записано" in said.err
