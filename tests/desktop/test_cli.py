"""Every verb of the command line on real input, its exit status, and its errors in plain words."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.commandline.verbs import impact_line
from desktop.language import language
from domain.projections.impact import ImpactRow
from tests.desktop.conftest import REFERENCE, Command

SOURCE = ("--source", "https://example.org/a")


def record(command: Command, folder: Path, **changes: Any) -> str:
    """Record a draft like the reference one; returns the start of the exchange's id."""
    draft = {**REFERENCE, "claims": [], "mediators": [], **changes}
    (folder / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    said = command("record", "my.ledger", "--draft", "draft.json", *SOURCE)
    (line,) = [line for line in said.out.splitlines() if line.startswith("exchange.recorded")]
    return line.split()[1]


def small(occurred: str, returned: int, **more: Any) -> dict[str, Any]:
    return {"occurred": occurred, "returned": returned, "breakdowns": {}, **more}


def test_an_existing_file_is_never_overwritten(command: Command, reference: str) -> None:
    before = Path(reference).read_bytes()
    assert "exists already" in command("new", reference, status=2).err
    assert "exists already" in command("sample", reference, status=2).err
    assert Path(reference).read_bytes() == before


def test_a_missing_or_foreign_file_is_refused_untouched(command: Command, tmp_path: Path) -> None:
    assert "no such file" in command("show", "none.ledger", "totals", status=2).err
    foreign = tmp_path / "notes.txt"
    foreign.write_text("not a ledger, but long enough to be looked at", encoding="utf-8")
    assert "not a ledger" in command("show", str(foreign), "totals", status=2).err
    assert foreign.read_text(encoding="utf-8").startswith("not a ledger")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"returned": -1}, "returned"),
        ({"occurred": "30 December"}, "occurred"),
        ({"occurred": "2025-01-05"}, "occurred"),
        ({"kind": "swap"}, "kind"),
        ({"kind": "none"}, "kind"),
        ({"retruned": 4}, "retruned"),
        ({"mediators": ["Emirates"]}, "mediators[1]"),
        (
            {"breakdowns": {"branch": [{"category": "fleet", "count": 1}]}},
            "breakdowns.branch[1]",
        ),
        (
            {
                "breakdowns": {
                    "branch": [
                        {"category": "armed_forces", "count": 5},
                        {"category": "navy", "count": 6, "within": "armed_forces"},
                    ]
                }
            },
            "branch.navy",
        ),
    ],
)
def test_an_impossible_draft_is_refused_naming_file_and_field(
    command: Command, tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    command("new", "my.ledger")
    (tmp_path / "bad.json").write_text(json.dumps({**REFERENCE, **change}), encoding="utf-8")
    said = command(
        *("record", "my.ledger", "--draft", "bad.json", "--published", "2024-12-31"),
        *SOURCE,
        status=2,
    )
    assert said.err.startswith(f"bad.json: {named}")
    assert "Traceback" not in said.err
    assert command("show", "my.ledger", "exchanges", "--format", "json").rows == []


def test_a_breakdown_that_exceeds_its_total_is_kept_and_marked(
    command: Command, tmp_path: Path, show: Any
) -> None:
    command("new", "my.ledger")
    lines = [{"category": "navy", "count": 30}, {"category": "national_guard", "count": 20}]
    record(command, tmp_path, returned=45, breakdowns={"branch": lines})
    (row,) = show("my.ledger", "exchanges")
    assert not row["closes"]
    assert [row["kind"] for row in show("my.ledger", "quality")] == ["does_not_close"]


def test_retract_and_reinstate(command: Command, reference: str, show: Any) -> None:
    command("retract", reference, "2024-12-30", "--reason", "entered in the wrong ledger")
    assert show(reference, "totals")[-1]["returned"] == 0
    (row,) = show(reference, "exchanges")
    assert row["standing"] == "retracted"
    again = command("retract", reference, row["id"], "--reason", "again", status=2)
    assert "already retracted" in again.err
    command("reinstate", reference, row["id"], "--reason", "it was the right one")
    assert show(reference, "totals")[-1]["returned"] == 189


def test_duplicates_both_count_until_they_are_merged(
    command: Command, tmp_path: Path, show: Any
) -> None:
    command("new", "my.ledger")
    first = record(command, tmp_path, **small("2024-12-30", 189))
    second = record(command, tmp_path, **small("2024-12-30", 189))
    (year, _) = show("my.ledger", "totals")
    assert (year["returned"], year["likely_duplicates"]) == (378, 1)
    assert (
        "2024-12-30"
        in command(
            *("correct", "my.ledger", "2024-12-30", "place=Sumy"),
            *("--kind", "correction", "--reason", "r", *SOURCE),
            status=2,
        ).err
    )
    command("merge-duplicates", "my.ledger", first, second, "--reason", "one exchange")
    (year, _) = show("my.ledger", "totals")
    assert (year["returned"], year["likely_duplicates"], year["events"]) == (189, 0, 1)


def test_stages_count_once(command: Command, tmp_path: Path, show: Any) -> None:
    command("new", "my.ledger")
    parent = record(command, tmp_path, **small("2025-05-23", None))  # type: ignore[arg-type]
    record(command, tmp_path, **small("2025-05-23", 390, part_of=parent))
    record(command, tmp_path, **small("2025-05-24", 307, part_of=parent))
    (year, _) = show("my.ledger", "totals")
    assert (year["events"], year["returned"]) == (1, 697)
    kinds = ("--kinds", "exchange,release", "--stages", "stage")
    command("policy", "my.ledger", "each-stage", *kinds)
    (year, _) = show("my.ledger", "totals", "--policy", "each-stage")
    assert (year["events"], year["returned"]) == (2, 697)
    command(
        *("correct", "my.ledger", parent, "returned=700"),
        *("--kind", "revision", "--reason", "the final figure", *SOURCE),
    )
    (year, _) = show("my.ledger", "totals")
    assert (year["events"], year["returned"]) == (1, 700)


def test_mediator_notes_are_kept_corrected_and_retracted(
    command: Command, reference: str, show: Any
) -> None:
    command("note", reference, "2024-12-30", "--mediator", "tr", "--text", "Hosted the talks.")
    notes = {row["mediator"]: row for row in show(reference, "notes")}
    assert notes["TR"]["text"] == "Hosted the talks."
    command(
        *("correct", reference, notes["TR"]["id"], "mediator=SA"),
        *("--kind", "correction", "--reason", "misread", *SOURCE),
    )
    rows = [row for row in show(reference, "mediators") if row["period"] == "all"]
    assert {(row["mediator"], row["returned"], row["notes"]) for row in rows} == {
        ("AE", 189, 0),
        ("SA", 189, 1),
    }
    command("retract", reference, notes["TR"]["id"], "--reason", "no source says so")
    rows = [row for row in show(reference, "mediators") if row["period"] == "all"]
    assert [row["mediator"] for row in rows] == ["AE"]


def test_a_disposition_re_opens_when_the_record_moves(
    command: Command, reference: str, show: Any
) -> None:
    command("opening", reference, "--scope", "year:2024", "--value", "1159", *SOURCE)
    (claim,) = [row for row in show(reference, "claims") if row["value"] == 1358]
    assert (claim["status"], claim["difference"]) == ("short", -10)
    why = ("--reason", "the release of 28 June is not in this ledger")
    command("dispose", reference, claim["id"], "--as", "event missing", *why)
    (claim,) = [row for row in show(reference, "claims") if row["value"] == 1358]
    assert claim["disposition"] == "event_missing"
    command("opening", reference, "--scope", "year:2024", "--value", "1160", *SOURCE)
    (claim,) = [row for row in show(reference, "claims") if row["value"] == 1358]
    assert (claim["disposition"], claim["reopened"]) == ("", "event_missing")


def test_a_rival_figure_for_one_exchange(command: Command, reference: str, show: Any) -> None:
    said = ("--measure", "handed_over", "--scope", "exchange", "--value", "150")
    command("claim", reference, *said, *SOURCE, status=2)
    command("claim", reference, *said, *SOURCE, "--exchange", "2024-12-30")
    (row,) = [row for row in show(reference, "claims") if row["measure"] == "handed_over"]
    assert (row["status"], row["why"]) == ("cannot_be_checked", "not_stated")


def test_a_category_of_its_own(command: Command, tmp_path: Path, show: Any) -> None:
    command("new", "my.ledger")
    lines = {"sector": [{"category": "kursk", "count": 12}]}
    draft = {**REFERENCE, "breakdowns": lines, "claims": []}
    (tmp_path / "d.json").write_text(json.dumps(draft), encoding="utf-8")
    assert "define it first" in command("record", "my.ledger", "--draft", "d.json", status=2).err
    command("category", "my.ledger", "sector.kursk", "--en", "Kursk", "--uk", "Курськ")
    command("record", "my.ledger", "--draft", "d.json")
    rows = show("my.ledger", "breakdown", "--dimension", "sector")
    assert {(row["category"], row["count"]) for row in rows} == {("kursk", 12)}
    said = command("--language", "uk", "show", "my.ledger", "breakdown")
    assert "Курськ" in said.out


def test_exit_status_of_questions(command: Command, reference: str) -> None:
    assert command("show", reference, "conflicts").status == 0
    command("show", reference, "exchanges", "--where", "EMIRATES", status=1)
    command("show", reference, "exchanges", "--where", "AE 189")
    command("show", reference, "totals", "--policy", "nobody", status=2)
    command("show", reference, "totals", "--as-of", "yesterday", status=2)
    command("show", reference, "totals", "--as-of", "999999", status=2)
    command("show", reference, "nonsense", status=2)
    command("frobnicate", status=2)


def test_before_its_first_event_the_ledger_is_empty(reference: str, show: Any) -> None:
    assert show(reference, "exchanges", "--as-of", "0") == []
    assert [row["returned"] for row in show(reference, "totals", "--as-of", "2001-01-01")] == [0]


def test_csv_neutralises_formulas(command: Command, reference: str) -> None:
    note = ("note", reference, "2024-12-30", "--mediator", "TR", "--text", "=HYPERLINK(1)")
    command(*note)
    said = command("show", reference, "notes", "--format", "csv")
    texts = {row["text"] for row in csv.DictReader(io.StringIO(said.out))}
    assert texts == {"", "'=HYPERLINK(1)"}


def test_rebuild_gives_the_same_tables(command: Command, show: Any) -> None:
    command("sample", "s.ledger")
    tables = ("exchanges", "totals", "breakdown", "mediators", "claims", "history", "quality")
    before = [show("s.ledger", table) for table in tables]
    command("rebuild", "s.ledger")
    assert [show("s.ledger", table) for table in tables] == before


def test_the_program_itself_starts(command: Command, tmp_path: Path) -> None:
    """As a person would start it: another process, results on stdout, messages on stderr."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    def program(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "desktop", *words]
        return subprocess.run(line, capture_output=True, text=True, env=environment, check=False)

    assert program("sample", "s.ledger").returncode == 0
    shown = program("show", "s.ledger", "totals", "--format", "json")
    assert shown.stderr == ""
    assert json.loads(shown.stdout)[-1]["events"] == 45
    refused = program("show", "nothing.ledger", "totals")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Traceback" not in refused.stderr


def test_an_affected_export_keeps_the_name_of_its_file() -> None:
    row = ImpactRow("export", ("year_end", "2024-12-31", "totals"), (), ("out_of_date",))
    assert impact_line(language("en"), row) == "export: year_end 2024-12-31 totals: — → out of date"
