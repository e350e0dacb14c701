"""Two people's files: what a merge reports, what a dry run foretells, what joining copies."""

from pathlib import Path

from domain.ledger import Ledger
from domain.merging.files import merge_file
from tests.domain.merging.ledgers import (
    arrivals,
    begin,
    corrected,
    everything,
    ids,
    join,
    lines,
    recorded,
    said,
)


def test_joining_copies_order_and_arrival_times(tmp_path: Path) -> None:
    olena = begin(tmp_path)
    exchange = recorded(olena, returned=10)
    corrected(olena, exchange, returned=11)
    ihor = join(tmp_path, "Ihor", olena, years=10)
    assert lines(ihor) == lines(olena)
    assert [row[:3] for row in arrivals(ihor)] == [row[:3] for row in arrivals(olena)]
    assert {row[3] for row in arrivals(ihor)} == {olena.path.name}
    assert (ihor.id, said(ihor)) == (olena.id, said(olena))
    olena.close()
    ihor.close()


def test_a_merge_is_one_arrival_and_a_dry_run_foretells_it(tmp_path: Path) -> None:
    olena = begin(tmp_path)
    exchange = recorded(olena, returned=10)
    ihor = join(tmp_path, "Ihor", olena, years=-10)
    corrected(olena, exchange, returned=11)
    corrected(ihor, exchange, returned=12)
    recorded(ihor, returned=12)
    before = everything(olena)
    foretold = merge_file(olena, ihor.path, dry_run=True)
    assert everything(olena) == before
    report = merge_file(olena, ihor.path)
    assert report == foretold
    (row,) = report.incoming
    assert (row.operator, row.events, row.is_new) == ("Ihor", 3, True)
    assert (row.first, row.last) == ("2015-01-10", "2015-01-10")
    assert {(c.field, c.value, c.counts) for c in report.conflicts} == {
        ("returned", "11", True),
        ("returned", "12", False),
    }
    assert [found.kind for found in report.duplicates] == []
    assert (report.open, report.forks) == (1, ())
    assert arrivals(olena)[-1][3] == "Ihor.ledger"
    assert len(arrivals(olena)) == len(before["arrivals"]) + 1
    again = merge_file(olena, ihor.path)
    assert (again.incoming, again.conflicts, again.open) == ((), (), 1)
    assert len(arrivals(olena)) == len(before["arrivals"]) + 1
    olena.close()
    ihor.close()


def test_a_likely_duplicate_is_reported(tmp_path: Path) -> None:
    olena = begin(tmp_path)
    ihor = join(tmp_path, "Ihor", olena)
    mine, yours = recorded(olena, returned=10), recorded(ihor, returned=10)
    (found,) = merge_file(olena, ihor.path).duplicates
    assert {found.exchange, found.other} == {mine, yours}
    olena.close()
    ihor.close()


def test_merging_goes_on_while_both_are_open_and_with_itself(tmp_path: Path) -> None:
    olena = begin(tmp_path)
    ihor = join(tmp_path, "Ihor", olena)
    for _ in range(3):
        recorded(olena, returned=10)
        recorded(ihor, returned=20)
        merge_file(olena, ihor.path)
        merge_file(ihor, olena.path)
    assert merge_file(olena, olena.path).events == 0
    assert ids([olena]) == ids([ihor])
    assert said(olena) == said(ihor)
    again = Ledger.open(olena.path, olena.profile)
    assert said(again) == said(ihor)
    for ledger in (olena, ihor, again):
        ledger.close()
