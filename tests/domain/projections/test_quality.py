"""What wants a look: by example, one ledger for each kind of finding."""

from pathlib import Path

from domain.ledger import Ledger
from domain.projections.quality import QualityRow, quality
from domain.storage.profile import Profile
from tests.domain.helpers import (
    OTHER,
    HandClock,
    all_totals,
    carry,
    corrected,
    joined,
    recorded,
    row_of,
)


def found(ledger: Ledger, kind: str = "") -> list[QualityRow]:
    with ledger.view() as view:
        return [row for row in quality(view) if kind in ("", row.kind)]


def test_a_record_with_nothing_wrong_has_no_findings(ledger: Ledger) -> None:
    recorded(ledger, occurred="2024-01-03", returned=230)
    recorded(ledger, occurred="2024-12-30", returned=189, mediators=["AE"])
    assert found(ledger) == []


def test_a_breakdown_that_does_not_close(ledger: Ledger) -> None:
    sexes = [{"category": "women", "count": 4}, {"category": "men", "count": 5}]
    key = recorded(ledger, returned=10, breakdowns={"sex": sexes})
    (row,) = found(ledger)
    assert row == QualityRow("does_not_close", key, "2024-06-01", "sex is short by 1")


def test_missing_dates_and_sources(ledger: Ledger) -> None:
    key = recorded(ledger, None, occurred=None, returned=10)
    assert {(row.kind, row.exchange) for row in found(ledger)} == {
        ("no_date", key),
        ("no_source", key),
    }


def test_alike_on_one_day_or_the_next_are_likely_duplicates(ledger: Ledger) -> None:
    one = recorded(ledger, occurred="2024-06-01", returned=75)
    two = recorded(ledger, OTHER, occurred="2024-06-02", returned=75)
    recorded(ledger, OTHER, occurred="2024-06-04", returned=75)
    recorded(ledger, OTHER, occurred="2024-06-02", returned=74)
    recorded(ledger, OTHER, occurred="2024-06-02", returned=75, kind="release")
    (row,) = found(ledger, "likely_duplicates")
    assert row.exchange == two
    assert row.detail.startswith(one[:12])
    ledger.merge_duplicates(one, [two], "the same")
    assert found(ledger, "likely_duplicates") == []


def test_missing_and_unordered_ordinals(ledger: Ledger) -> None:
    def numbered(day: str, n: int, scope: str = "year:2024") -> str:
        claim = {"measure": "exchange_ordinal", "scope": scope, "value": n}
        return recorded(ledger, f"https://example.org/{n}", occurred=day, claims=[claim])

    numbered("2024-01-03", 1)
    three = numbered("2024-02-08", 3)
    eight = numbered("2024-05-31", 8)
    late = numbered("2024-04-01", 9)
    numbered("2023-04-01", 40, "since:2022-02-24")
    assert [(row.exchange, row.detail) for row in found(ledger, "ordinal_missing")] == [
        (three, "year:2024: 2"),
        (eight, "year:2024: 4–7"),
    ]
    (row,) = found(ledger, "dates_out_of_order")
    assert (row.exchange, row.detail) == (late, "year:2024: 8 = 2024-05-31, 9 = 2024-04-01")


def test_marks_of_what_is_unlikely(ledger: Ledger) -> None:
    key = recorded(
        ledger,
        returned=10,
        kind="release",
        handed_over=2,
        breakdowns={"sector": [{"category": "mariupol", "count": 11}]},
    )
    assert {(row.kind, row.detail) for row in found(ledger)} == {
        ("release_with_handed_over", ""),
        ("line_exceeds", "returned.sector.mariupol"),
    }
    ledger.retract(key, "wrong")
    assert found(ledger) == []


def test_conflicts_and_what_was_changed_unseen(
    ledger: Ledger, clock: HandClock, tmp_path: Path
) -> None:
    one = recorded(ledger, returned=75)
    two = recorded(ledger, OTHER, occurred="2024-08-01", returned=70)
    three = recorded(ledger, OTHER, occurred="2024-08-01", returned=71)
    other = joined(tmp_path / "other.ledger", ledger, Profile.load(tmp_path / "other"), clock)
    corrected(ledger, one, returned=76)
    corrected(other, one, returned=77)
    ledger.merge_duplicates(two, [three], "the same")
    corrected(other, three, returned=72)
    carry(other, ledger)
    other.close()
    assert [(row.exchange, row.detail) for row in found(ledger, "conflict")] == [(one, "returned")]
    assert row_of(ledger, three).marks == "changed_unseen"
    total = all_totals(ledger)  # 2024 has the record that counts for the changed duplicate
    assert (total.events, total.conflicts, total.changed_unseen) == (2, 1, 1)
