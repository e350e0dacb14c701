"""Our own exports map themselves: taken back they change nothing, edited they are revisions."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.language import language
from domain.commands import Correction
from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.sample import build
from domain.spreadsheets.export import Wanted, export
from domain.spreadsheets.incoming.importing import (
    Decisions,
    Mapping,
    Plan,
    carry_out,
    plan_import,
    read_file,
)
from domain.storage.profile import Profile
from tests.domain.helpers import drafted, writing_nothing
from tests.domain.spreadsheets.incoming.sheets import repacked

LARGEST = "2024-01-03"  # 230 returned


@pytest.fixture
def sample(tmp_path: Path, profile: Profile) -> Iterator[Ledger]:
    """The published record, with a retracted exchange, an inexact count and a month."""
    made = build(tmp_path / "sample.ledger", profile)
    made.retract("2022-03-01", "another dataset")
    made.record(drafted(occurred="2024-11", returned={"at_least": 50}), "x")
    yield made
    made.close()


def exported(ledger: Ledger, path: Path, code: str = "en") -> Path:
    export(ledger, Wanted(path, table="exchanges" if path.suffix == ".csv" else ""), language(code))
    return path


def edited(path: Path, was: str, becomes: str) -> Path:
    """The workbook with the first such cell of its exchanges changed."""
    part = "xl/worksheets/sheet3.xml"
    with zipfile.ZipFile(path) as package:
        sheet = package.read(part).decode()
    assert was in sheet
    new = {part: sheet.replace(was, becomes, 1).encode()}
    return repacked(path, path.with_name("edited.xlsx"), new)


def planned(ledger: Ledger, path: Path) -> Plan:
    plan = plan_import(ledger, read_file(path, Mapping()))
    assert [str(problem.refused) for problem in plan.problems if problem.is_error] == []
    return plan


@pytest.mark.parametrize("code", ["en", "uk"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv"])
def test_an_export_maps_itself(
    sample: Ledger, ledger: Ledger, tmp_path: Path, name: str, code: str
) -> None:
    path = exported(sample, tmp_path / name, code)
    with writing_nothing(sample):
        plan = planned(sample, path)
        assert plan.counts == {"unchanged": 46}
        carry_out(sample, plan, "edited")
    into_another = planned(ledger, path)
    assert into_another.counts == {"new": 45, "not_counting": 1}
    carry_out(ledger, into_another, "edited")
    columns = ("occurred", "kind", "returned", "handed_over", "remains", "mediators", "place")
    with sample.view() as view, ledger.view() as other:
        ours, theirs = (
            sorted(str([getattr(row, key) for key in columns]) for row in rows)
            for rows in (exchanges(view, counting_only=True), exchanges(other))
        )
    assert ours == theirs


def test_an_edited_export_comes_in_as_revisions(sample: Ledger, tmp_path: Path) -> None:
    path = edited(exported(sample, tmp_path / "a.xlsx"), "<v>230</v>", "<v>231</v>")
    sample.correct(Correction("2024-12-30", {"returned": "190"}, "correction", "x", "y"))
    plan = planned(sample, path)
    assert plan.counts == {"unchanged": 45, "changed": 1}
    carry_out(sample, plan, "edited")
    with sample.view() as view:
        found = {row.occurred: row.returned for row in exchanges(view)}
    assert (found[LARGEST], found["2024-12-30"]) == (231, 190)
    assert planned(sample, path).counts == {"unchanged": 46}


def test_an_old_export_does_not_take_corrections_back(sample: Ledger, tmp_path: Path) -> None:
    book, table = exported(sample, tmp_path / "a.xlsx"), exported(sample, tmp_path / "a.csv")
    sample.correct(Correction(LARGEST, {"returned": "231"}, "correction", "x", "y"))
    with writing_nothing(sample):
        assert planned(sample, book).counts == {"unchanged": 46}
        # a table alone does not say what it knew: the operator is asked
        plan = planned(sample, table)
        carry_out(sample, plan, "edited")
    assert plan.counts == {"unchanged": 45, "unclear": 1}
    row = plan.undecided[0].stated.row
    told = plan_import(sample, plan.book, None, Decisions(as_same=frozenset({row})))
    assert told.counts == {"unchanged": 45, "changed": 1}


def test_both_edited_and_corrected_waits(sample: Ledger, tmp_path: Path) -> None:
    path = edited(exported(sample, tmp_path / "a.xlsx"), "<v>230</v>", "<v>231</v>")
    sample.correct(Correction(LARGEST, {"returned": "232"}, "correction", "x", "y"))
    plan = planned(sample, path)
    assert plan.counts == {"unchanged": 45, "unclear": 1}
    assert plan.undecided[0].why == "changed_here_too"
