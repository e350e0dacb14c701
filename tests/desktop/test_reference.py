"""The main job, end to end from the command line: the reference exchange and its corrections."""

from typing import Any

from tests.desktop.conftest import Command

CORRECTED = ("--kind", "correction", "--source", "https://example.org/list")


def test_the_reference_exchange_closes(reference: str, show: Any) -> None:
    (row,) = show(reference, "exchanges")
    assert row["returned"] == 189
    assert row["closes"]
    closures = {(row["dimension"], row["within"]): row for row in show(reference, "closures")}
    branch = closures["branch", ""]
    assert (branch["summed"], branch["not_in_it"], branch["residual"]) == (187, 2, 0)
    assert branch["in_words"] == "branch closes at 189 with 2 civilians"
    rank = closures["rank", ""]
    assert (rank["summed"], rank["not_in_it"], rank["residual"]) == (187, 2, 0)
    assert rank["in_words"] == "rank closes at 187 of 187 with a rank"
    assert closures["branch", "armed_forces"]["status"] == "highlight"


def test_nested_lines_are_not_added_again(reference: str, show: Any) -> None:
    rows = show(reference, "breakdown", "--dimension", "branch")
    of_2024 = [row for row in rows if row["period"] == "2024"]
    assert sum(row["count"] for row in of_2024 if not row["within"]) == 187
    (nested,) = [row for row in of_2024 if row["within"]]
    assert (nested["category"], nested["within"], nested["count"]) == (
        "territorial_defence",
        "armed_forces",
        17,
    )


def test_claims_cannot_be_checked_until_opening_balances_say_what_came_before(
    command: Command, reference: str, show: Any
) -> None:
    totals = [row for row in show(reference, "claims") if row["measure"] == "returned_total"]
    assert {row["value"]: row["status"] for row in totals} == {
        1358: "cannot_be_checked",
        3956: "cannot_be_checked",
    }
    assert {row["why"] for row in totals} == {"ledger_starts_too_late"}
    source = ("--source", "Coordination Headquarters")
    command("opening", reference, "--scope", "year:2024", "--value", "1169", *source)
    command("opening", reference, "--scope", "since:2022-02-24", "--value", "3,767", *source)
    ordinals = ("--measure", "exchange_ordinal", "--scope", "year:2024", "--value", "10")
    command("opening", reference, *ordinals, *source)
    rows = show(reference, "claims")
    assert {row["status"] for row in rows} == {"reproduced"}
    assert {row["difference"] for row in rows} == {0}


def test_a_correction_and_its_return_are_remembered(
    command: Command, reference: str, show: Any
) -> None:
    first = ("correct", reference, "2024-12-30", "branch.navy=25", *CORRECTED)
    command("--operator", "Olena K.", *first, "--reason", "recount")
    between = max(row["position"] for row in show(reference, "history"))
    back = ("correct", reference, "2024-12-30", "branch.navy=24", *CORRECTED)
    command("--operator", "Taras M.", *back, "--reason", "first list was right")

    navy = [row for row in show(reference, "history") if row["field"] == "branch.navy"]
    assert [(row["was"], row["became"]) for row in navy] == [("", "24"), ("24", "25"), ("25", "24")]
    assert [row["operator"] for row in navy[1:]] == ["Olena K.", "Taras M."]
    assert [row["reason"] for row in navy[1:]] == ["recount", "first list was right"]
    assert {row["source"] for row in navy[1:]} == {"https://example.org/list"}
    assert all(row["recorded_at"] and row["arrived_at"] for row in navy)

    def branch(*words: str) -> dict[str, Any]:
        rows: list[dict[str, Any]] = show(reference, "closures", *words)
        return next(row for row in rows if row["dimension"] == "branch" and not row["within"])

    before = str(navy[0]["position"])
    assert (branch("--as-of", before)["status"], branch("--as-of", before)["residual"]) == (
        "closes",
        0,
    )
    at = branch("--as-of", str(between))
    assert (at["status"], at["residual"]) == ("exceeds", -1)
    assert branch()["status"] == "closes"

    restated = show(reference, "restated")
    assert {row["event"] for row in restated} == {row["event"] for row in navy[1:]}
    assert {(row["then"], row["now"]) for row in restated} == {(24, 24)}
    since = show(reference, "restated", "--as-of", str(between))
    assert {(row["event"], row["was"], row["became"]) for row in since} == {
        (navy[2]["event"], 25, 24)
    }


def test_preview_shows_the_impact_and_writes_nothing(
    command: Command, reference: str, show: Any
) -> None:
    source = ("--source", "Coordination Headquarters")
    command("opening", reference, "--scope", "year:2024", "--value", "1169", *source)
    events = len(show(reference, "history"))
    said = command(
        *("correct", reference, "2024-12-30", "returned=231", *CORRECTED),
        *("--reason", "recount", "--preview"),
    )
    assert "total: returned 2024 (all-returns): 189 → 231" in said.out
    assert "reproduced (1358) → exceeds (1400)" in said.out
    assert "record: largest return 2024: 189 (2024-12-30) → 231 (2024-12-30)" in said.out
    assert "branch is short by 42" in said.out
    assert "Nothing was written" in said.err
    assert len(show(reference, "history")) == events
    assert show(reference, "totals")[0]["returned"] == 189


def test_reasons_and_sources_are_mandatory(command: Command, reference: str, show: Any) -> None:
    events = len(show(reference, "history"))
    words = ("correct", reference, "2024-12-30", "branch.navy=25", "--kind", "correction")
    command(*words, "--reason", "typo", status=2)
    command(*words, "--source", "x", status=2)
    assert "reason" in command(*words, "--reason", " ", "--source", "x", status=2).err
    assert "source" in command(*words, "--reason", "typo", "--source", " ", status=2).err
    assert len(show(reference, "history")) == events
