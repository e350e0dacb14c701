"""A workbook that carries its record: any cell that was changed is named, wherever it was saved."""

import base64
import contextlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.cli import run
from desktop.language import language
from domain import checkpoint as checkpoints
from domain.attested import Changed, attest
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.projections.checkpoints import checkpoints as checkpoints_of
from domain.projections.exchange_list import Filter, exchange_numbers
from domain.projections.narrowing import Narrowing
from domain.sample import build
from domain.spreadsheets.carried import SHEET, read_carried
from domain.spreadsheets.export import Wanted, write
from domain.spreadsheets.incoming.reading import read
from domain.storage.profile import Profile
from domain.verification.verify import Held


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("attested")
    made = build(folder / "sample.ledger", Profile.load(folder / "profile"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def book(ledger: Ledger) -> Path:
    return exported(ledger, "book")


def exported(ledger: Ledger, name: str, code: str = "en", **wanted: Any) -> Path:
    path = ledger.path.with_name(f"{name}.xlsx")
    assert write(ledger, Wanted(path, carries=True, **wanted), language(code))
    return path


def edited(book: Path, out: Path, edit: Callable[[str, str], str]) -> Path:
    """The workbook with each XML part as `edit` leaves it, by name and text."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name).decode()))
    return out


def part_of(book: Path, sheet: str) -> str:
    with zipfile.ZipFile(book) as parts:
        names = re.findall(r'<sheet name="([^"]*)"', parts.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def test_what_was_exported_is_verified(book: Path) -> None:
    found = attest(book, language)
    assert (found.changed, found.count) == ((), 0)
    assert found.is_verified
    assert found.cells > 10_000


@pytest.mark.parametrize("code", ["en", "uk"])
def test_so_is_a_part_of_it_as_a_screen_shows_it(ledger: Ledger, code: str) -> None:
    listed = Filter(year="2024")
    with ledger.view() as view:
        order = exchange_numbers(view, listed, "returned", descending=True)
    path = exported(
        ledger,
        f"part-{code}",
        code,
        table="exchanges",
        as_of="130",
        narrowed=Narrowing(listed=listed),
        order=order,
    )
    assert attest(path, language).is_verified


def test_a_changed_figure_is_named_by_its_cell(book: Path, tmp_path: Path) -> None:
    part = part_of(book, "Exchanges")

    def edit(name: str, text: str) -> str:
        if name != part:
            return text
        assert len(re.findall(r"<v>189</v>", text)) == 1
        return text.replace("<v>189</v>", "<v>190</v>")

    found = attest(edited(book, tmp_path / "forged.xlsx", edit), language)
    (changed,) = found.changed
    assert (changed.sheet, changed.says, changed.record) == ("Exchanges", "190", "189")
    assert re.fullmatch(r"E\d+", changed.cell)
    assert not found.is_verified
    assert found.report.is_verified


def test_every_kind_of_cell_of_every_sheet(book: Path, tmp_path: Path) -> None:
    """One cell a sheet, a text and a number: 30 forgeries at once, each named."""
    part = part_of(book, SHEET)

    def edit(name: str, text: str) -> str:
        if not name.startswith("xl/worksheets/sheet") or name == part:
            return text
        text, _ = re.subn(r"(<row r=\"[2-9]\".*?<t>)([^<]+)(</t>)", r"\1forged\3", text, count=1)
        return re.sub(r"(<row r=\"[2-9]\".*?<v>)(\d+)(</v>)", r"\g<1>987654\3", text, count=1)

    found = attest(edited(book, tmp_path / "forged.xlsx", edit), language)
    with_rows = {sheet.name for sheet in read(book).sheets if len(sheet.rows) > 1} - {SHEET}
    assert {changed.sheet for changed in found.changed} == with_rows
    assert all("forged" in (c.says, "forged") or c.says for c in found.changed)
    assert not found.is_verified


@pytest.mark.parametrize("text", ['<row r="2".*?</row>', '<row r="3".*?</row>'])
def test_a_removed_row(book: Path, tmp_path: Path, text: str) -> None:
    part = part_of(book, "Totals")

    def edit(name: str, xml: str) -> str:
        return re.sub(text, "", xml, count=1) if name == part else xml

    found = attest(edited(book, tmp_path / "short.xlsx", edit), language)
    assert {changed.sheet for changed in found.changed} == {"Totals"}


def test_a_sheet_under_another_name(book: Path, tmp_path: Path) -> None:
    def edit(name: str, text: str) -> str:
        return text.replace('name="Claims"', 'name="Facts"') if name == "xl/workbook.xml" else text

    found = attest(edited(book, tmp_path / "renamed.xlsx", edit), language)
    assert set(found.changed) == {Changed("Claims", "", "", ""), Changed("Facts", "", "", "")}


def test_saved_by_another_program_it_is_still_verified(book: Path, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian package libreoffice-calc)")
    where = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [program, "--headless", "--norestore", where, "--convert-to", "xlsx"]
    done = subprocess.run(
        [*order, "--outdir", str(tmp_path), str(book)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = attest(tmp_path / book.name, language)
    assert found.changed == ()
    assert found.is_verified


# --- the record itself ---------------------------------------------------------------------------


def test_a_workbook_without_its_record(ledger: Ledger, book: Path, tmp_path: Path) -> None:
    plain = ledger.path.with_name("plain.xlsx")
    assert write(ledger, Wanted(plain), language("en"))
    with pytest.raises(Refused, match="carries no record"):
        attest(plain, language)


def record_edit(book: Path, edit: Callable[[str], str]) -> Callable[[str, str], str]:
    part = part_of(book, SHEET)
    return lambda name, text: edit(text) if name == part else text


def event_edit(old: bytes, new: bytes) -> Callable[[str], str]:
    """Changes the stored lines of every event that holds `old`."""

    def cell(found: re.Match[str]) -> str:
        address, index, topic, text = msgspec.json.decode(found[0].replace("&amp;", "&"))
        stored = base64.b64decode(text).replace(old, new)
        line = msgspec.json.encode([address, index, topic, base64.b64encode(stored).decode()])
        return line.decode()

    return lambda xml: re.sub(r'\["[0-9a-f]{32}",\d+,"[^\]]*\]', cell, xml)


def line(xml: str, row: int) -> str:
    """What a short row of the carried record says."""
    found = re.search(rf'<c r="B{row}"[^>]*><is><t>([^<]*)</t>', xml)
    assert found is not None
    return found[1]


def with_line(xml: str, row: int, text: str) -> str:
    return xml.replace(f">{line(xml, row)}</t>", f">{text}</t>", 1)


def swapped(xml: str) -> str:
    one, other = line(xml, 20), line(xml, 21)
    return with_line(with_line(xml, 21, one), 20, other)


@pytest.mark.parametrize(
    "edit",
    [
        event_edit(b'"returned":189', b'"returned":190'),
        event_edit(b'"by":"', b'"by":"x'),
        lambda xml: re.sub(r'<row r="9".*?</row>', "", xml),
        swapped,
        lambda xml: with_line(xml, 31, line(xml, 30)),
        lambda xml: xml.replace('"form":1', '"form":2'),
        lambda xml: xml.replace("event", "advent"),
        lambda xml: xml.replace('"at":"', '"at":"x'),
        lambda xml: re.sub(r"\[1,\d+,", "[1,9,", xml, count=1),
        lambda xml: re.sub(
            r'"ledger":"[^"]*', '"ledger":"5d0c1a52-7f0e-4a3c-9d59-0c6d2f6a1b11', xml
        ),
    ],
    ids=["figure", "who", "removed", "order", "twice", "form", "kind", "when", "arrival", "ledger"],
)
def test_a_changed_record_is_refused_or_found(
    book: Path, tmp_path: Path, edit: Callable[[str], str]
) -> None:
    forged = edited(book, tmp_path / "forged.xlsx", record_edit(book, edit))
    assert zipfile.ZipFile(forged).read(part_of(book, SHEET)) != zipfile.ZipFile(book).read(
        part_of(book, SHEET)
    )
    with contextlib.suppress(Refused):
        assert not attest(forged, language).is_verified


def test_another_record_is_seen_against_a_checkpoint(ledger: Ledger, tmp_path: Path) -> None:
    """Whoever makes up a record signs it with a key of his own: only what others keep shows it."""
    with ledger.view() as view:
        points, code = checkpoints_of(view, ledger.id)
    held = Held(tuple(points), (code,))
    with Ledger.create(
        tmp_path / "made.ledger", Profile.load(tmp_path / "profile"), joins=""
    ) as other:
        made_up = tmp_path / "made-up.xlsx"
        assert write(other, Wanted(made_up, carries=True), language("en"))
    assert attest(made_up, language).is_verified
    assert not attest(made_up, language, held).is_verified
    assert attest(exported(ledger, "held"), language, held).is_verified
    assert checkpoints.written(points, code)


def test_what_is_carried_is_the_record_as_it_is_stored(ledger: Ledger, book: Path) -> None:
    sheet = read(book).sheet(SHEET)
    assert sheet is not None and sheet.hidden
    carried = read_carried(sheet.rows)
    with ledger.view() as view:
        stored = view.all("SELECT state FROM stored_events ORDER BY position")
    assert [event[3] for event in carried.events] == [
        bytes(row[0]) for row in stored[: len(carried.events)]
    ]


def test_the_command_line(
    ledger: Ledger, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    out = tmp_path / "out.xlsx"
    assert run(["export", str(ledger.path), str(out), "--carry-record", "--table", "totals"]) == 0
    assert run(["verify", str(out)]) == 0
    assert "Verified." in capsys.readouterr().out
    part = part_of(out, "Totals")

    def edit(name: str, text: str) -> str:
        return text.replace("<v>1358</v>", "<v>1359</v>") if name == part else text

    forged = edited(out, tmp_path / "forged.xlsx", edit)
    assert run(["verify", str(forged)]) == 1
    said = capsys.readouterr().out
    assert "cell C4: says “1359”, the record says “1358”" in said
    assert run(["verify", str(forged), "--format", "json"]) == 1
    rows = msgspec.json.decode(capsys.readouterr().out)
    assert {"sheet": "Totals", "cell": "C4", "says": "1359", "record": "1358"} in rows
    pdf = ["export", str(ledger.path), str(tmp_path / "a.pdf"), "--carry-record"]
    assert run(pdf) == 2
