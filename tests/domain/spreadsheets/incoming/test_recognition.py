"""Rows are known again: unchanged, changed, moved, renamed, rivals, and what is not guessed."""

from pathlib import Path

import pytest

from domain.commands import Correction
from domain.events import Event
from domain.ledger import Ledger
from domain.projections.exchanges import exchanges
from domain.spreadsheets.incoming.importing import (
    Decisions,
    Mapping,
    Plan,
    carry_out,
    plan_import,
    read_file,
)
from domain.verification.verify import verify
from tests.domain.helpers import drafted, exchange_of, refused, writing_nothing

HEAD = "Date;Kind;Returned;Navy;Mediators;Source;Published;Ordinal in year\n"
ROWS = (
    "2024-01-03;exchange;230;7;AE;https://example.org/1;2024-01-03;1\n"
    "2024-05-31;exchange;75;;;https://example.org/2;2024-05-31;2\n"
    "2024-05-31;release;4;;;;;\n"
    "2024-12-30;exchange;189;24;AE, TR;https://example.org/1;2024-12-31;11\n"
)
REASON = "the sheet was changed"
Come = tuple[Plan, list[Event]]


class Sheet:
    """A sheet that is imported again and again, changed in between."""

    def __init__(self, ledger: Ledger, path: Path) -> None:
        self.ledger = ledger
        self.path = path

    def plan(self, rows: str = ROWS, name: str = "exchanges.csv", **more: object) -> Plan:
        path = self.path / name
        path.write_text(HEAD + rows, encoding="utf-8")
        mapping = more.pop("mapping", Mapping())
        assert isinstance(mapping, Mapping)
        return plan_import(
            self.ledger,
            read_file(path, mapping),
            mapping,
            Decisions(**{key: frozenset(value) for key, value in more.items()}),  # type: ignore[call-overload]
        )

    def come(self, rows: str = ROWS, name: str = "exchanges.csv", **more: object) -> Come:
        plan = self.plan(rows, name, **more)
        return plan, carry_out(self.ledger, plan, REASON)

    def returned(self) -> list[int]:
        with self.ledger.view() as view:
            return [int(row.returned or 0) for row in exchanges(view)]


@pytest.fixture
def sheet(ledger: Ledger, tmp_path: Path) -> Sheet:
    made = Sheet(ledger, tmp_path)
    made.come()
    return made


def topics(events: list[Event]) -> list[str]:
    return [event.header.topic.removesuffix(".1") for event in events]


def test_the_same_sheet_adds_nothing(sheet: Sheet) -> None:
    with writing_nothing(sheet.ledger):
        plan, events = sheet.come()
    assert plan.counts == {"unchanged": 4}
    assert events == []


def test_rows_in_another_order_and_new_ones_between(sheet: Sheet) -> None:
    lines = ROWS.splitlines(keepends=True)
    rows = lines[3] + "2024-02-08;exchange;100;;;;;\n" + lines[1] + lines[0] + lines[2]
    plan, events = sheet.come(rows)
    assert plan.counts == {"unchanged": 4, "new": 1}
    assert topics(events) == ["source.recorded", "exchange.recorded", "import.recorded"]


def test_a_changed_figure_is_a_revision_with_the_sheet_as_source(sheet: Sheet) -> None:
    plan, events = sheet.come(ROWS.replace(";230;7;", ";231;;"))
    assert plan.counts == {"unchanged": 3, "changed": 1}
    assert topics(events) == ["source.recorded", "exchange.changed", "import.recorded"]
    body = events[1].body
    assert (body.kind, body.reason, body.source) == ("revision", REASON, events[0].id)  # type: ignore[union-attr]
    changes = {change.field: change.becomes for change in body.changes}  # type: ignore[union-attr]
    assert changes == {"returned": 231, "branch.navy": None}
    assert sheet.come(ROWS.replace(";230;7;", ";231;;"))[0].counts == {"unchanged": 4}
    assert verify(sheet.ledger.path).findings == ()


def test_a_changed_claim_is_revised_and_a_new_mediator_noted(sheet: Sheet) -> None:
    _, events = sheet.come(
        ROWS.replace("2024-12-31;11", "2024-12-31;12").replace("AE, TR", "AE, QA")
    )
    assert topics(events) == [
        "source.recorded",
        "claim.changed",
        "note.recorded",
        "import.recorded",
    ]


def test_the_file_may_be_renamed(sheet: Sheet) -> None:
    plan, events = sheet.come(ROWS.replace(";75;", ";76;"), "exchanges (2).csv")
    assert plan.counts == {"unchanged": 3, "changed": 1}
    assert topics(events)[-1] == "import.recorded"
    assert events[-1].body.continues == plan.series  # type: ignore[union-attr]


def test_another_publishers_sheet_is_no_later_version_of_this_one(sheet: Sheet) -> None:
    rows = ROWS.replace(";230;", ";248;").replace(";75;", ";80;").replace(";189;", ";150;")
    with writing_nothing(sheet.ledger):
        plan, _ = sheet.come(rows.replace(";4;", ";5;"), "theirs.csv")
    assert plan.counts == {"duplicate": 4}


def test_one_row_in_common_makes_no_later_version_either(sheet: Sheet) -> None:
    rows = ROWS.replace(";230;", ";248;").replace(";75;", ";80;").replace(";189;", ";150;")
    with writing_nothing(sheet.ledger):
        plan, _ = sheet.come(rows, "theirs.csv")
    assert plan.counts == {"duplicate": 4}


def test_a_correction_in_the_ledger_stays_while_the_sheet_says_the_same(sheet: Sheet) -> None:
    sheet.ledger.correct(Correction("2024-01-03", {"returned": "229"}, "correction", "x", "y"))
    with writing_nothing(sheet.ledger):
        assert sheet.come()[0].counts == {"unchanged": 4}
    # another field of the same row may change in the sheet without undoing that
    _, events = sheet.come(ROWS.replace(";230;7;", ";230;8;"))
    assert [c.field for c in events[1].body.changes] == ["branch.navy"]  # type: ignore[union-attr]
    assert sheet.returned()[0] == 229


def test_a_field_that_both_changed_waits_for_the_operator(sheet: Sheet) -> None:
    sheet.ledger.correct(Correction("2024-01-03", {"returned": "229"}, "correction", "x", "y"))
    rows = ROWS.replace(";230;", ";231;")
    with writing_nothing(sheet.ledger):
        plan, _ = sheet.come(rows)
    assert plan.counts == {"unchanged": 3, "unclear": 1}
    assert plan.undecided[0].why == "changed_here_too"
    sheet.come(rows, as_same=[2])
    assert sheet.returned()[0] == 231
    # and where the ledger came to the same by itself, there is nothing to do
    sheet.ledger.correct(Correction("2024-01-03", {"returned": "232"}, "correction", "x", "y"))
    assert sheet.plan(ROWS.replace(";230;", ";232;")).counts == {"unchanged": 4}


def test_a_row_whose_day_changed_is_not_guessed(sheet: Sheet) -> None:
    plan = sheet.plan(ROWS.replace("2024-12-30;", "2024-12-29;"))
    assert plan.counts == {"unchanged": 3, "duplicate": 1}  # a day beside, with the same count
    assert [row.said["occurred"] for row in plan.gone] == ["2024-12-30"]


def test_with_a_key_even_the_day_may_change(ledger: Ledger, tmp_path: Path) -> None:
    sheet = Sheet(ledger, tmp_path)
    keyed = Mapping(columns={"Ordinal in year": "key"})
    rows = ROWS.replace("4;;;;;\n", "4;;;;;r1\n")
    sheet.come(rows, mapping=keyed)
    plan, events = sheet.come(rows.replace("2024-12-30;", "2024-12-29;"), mapping=keyed)
    assert plan.counts == {"unchanged": 3, "changed": 1}
    assert [c.field for c in events[1].body.changes] == ["occurred"]  # type: ignore[union-attr]


def test_several_rows_of_a_day_that_changed_are_not_guessed(ledger: Ledger, tmp_path: Path) -> None:
    sheet = Sheet(ledger, tmp_path)
    rows = ROWS + "2024-12-30;exchange;10;;;;;\n"
    sheet.come(rows)
    both = rows.replace(";189;", ";188;").replace(";10;", ";11;")
    with writing_nothing(ledger):
        plan, _ = sheet.come(both)
    assert plan.counts == {"unchanged": 3, "unclear": 2}
    assert {row.why for row in plan.undecided} == {"one_of_several"}
    assert sheet.plan(rows.replace(";10;", ";11;")).counts == {"unchanged": 4, "changed": 1}


def test_a_row_that_stands_twice_is_not_counted_twice(ledger: Ledger, tmp_path: Path) -> None:
    sheet = Sheet(ledger, tmp_path)
    line = ROWS.splitlines(keepends=True)[1]
    plan, _ = sheet.come(ROWS + line)
    assert plan.counts == {"new": 4, "duplicate": 1}
    assert (plan.undecided[0].like, plan.undecided[0].why) == ("3", "like_row")
    assert len(sheet.returned()) == 4
    sheet.come(ROWS + line, as_new=[6])
    assert len(sheet.returned()) == 5
    assert sheet.plan(ROWS + line).counts == {"unchanged": 5}


def test_an_exchange_entered_by_hand_is_recognised_and_taken_over(
    ledger: Ledger, tmp_path: Path
) -> None:
    sheet = Sheet(ledger, tmp_path)
    by_hand = exchange_of(ledger.record(drafted(occurred="2024-12-30", returned=188), "x"))
    plan, _ = sheet.come()
    assert plan.counts == {"new": 3, "duplicate": 1}
    assert plan.undecided[0].like == by_hand
    sheet.come(as_same=[5])
    assert sorted(sheet.returned()) == [4, 75, 189, 230]
    assert sheet.plan().counts == {"unchanged": 4}
    assert sheet.plan(ROWS.replace(";189;", ";190;")).counts == {"unchanged": 3, "changed": 1}


def test_a_retracted_exchange_is_not_revised_unseen(sheet: Sheet) -> None:
    sheet.ledger.retract("2024-01-03", "never happened")
    assert sheet.plan().counts == {"unchanged": 4}
    plan = sheet.plan(ROWS.replace(";230;", ";231;"))
    assert plan.counts == {"unchanged": 3, "unclear": 1}
    assert plan.undecided[0].why == "retracted_here"


def test_a_plan_that_is_out_of_date_is_not_carried_out(sheet: Sheet) -> None:
    plan = sheet.plan(ROWS.replace(";230;", ";231;"))
    sheet.ledger.rename("Other")
    with writing_nothing(sheet.ledger), refused("ledger_moved"):
        carry_out(sheet.ledger, plan, REASON)


def test_a_source_of_several_rows_is_recorded_once(ledger: Ledger, tmp_path: Path) -> None:
    _, events = Sheet(ledger, tmp_path).come()
    assert topics(events).count("source.recorded") == 4  # the sheet, 1 on two days, and 2


class CancelledError(Exception):
    pass


@pytest.mark.parametrize("at", [0, 1, 2])
def test_cancelled_at_any_time_nothing_was_written(ledger: Ledger, tmp_path: Path, at: int) -> None:
    sheet = Sheet(ledger, tmp_path)
    rows = "".join(
        f"{year}-01-{day:02};exchange;{day};;;;;\n" for year in (2023, 2024) for day in range(1, 32)
    )
    plan = sheet.plan(rows)
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if len(told) > at:
            raise CancelledError

    with writing_nothing(ledger), pytest.raises(CancelledError):
        carry_out(ledger, plan, REASON, progress=progress)
    assert len(told) == at + 1
    assert len(carry_out(ledger, plan, REASON)) == 64


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + ROWS * 2000, encoding="utf-8")

    def progress(done: int, of: int) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        read_file(path, Mapping(), progress)
