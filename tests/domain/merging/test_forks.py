"""A journal continued twice, by copies of one device: both continuations are kept and shown."""

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.events import ExportRecorded, JournalOpened, read_event
from domain.ledger import Ledger
from domain.merging.files import merge_file
from domain.projections.exports import exports
from domain.projections.journals import JournalRow, journals
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.domain.merging.ledgers import (
    Clock,
    begin,
    converge,
    copy_of,
    corrected,
    ids,
    join,
    lines,
    recorded,
    said,
)


def clones(folder: Path, ledger: Ledger, number: int) -> list[Ledger]:
    """The device as it is now, with its profile and its file, several times."""
    ledger.close()
    folder.mkdir(exist_ok=True)
    found = []
    for n in range(number):
        shutil.copytree(ledger.profile.folder, folder / f"clone {n}")
        path = folder / f"clone {n}.ledger"
        shutil.copyfile(ledger.path, path)
        profile = Profile.load(folder / f"clone {n}")
        found.append(Ledger.open(path, profile, operator=f"Olena {n}", clock=Clock()))
    return found


def heads(ledger: Ledger) -> list[JournalRow]:
    with ledger.view() as view:
        return journals(view)


def close(ledgers: Sequence[Ledger]) -> None:
    for ledger in ledgers:
        ledger.close()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_every_branch_is_kept_whatever_came_first(tmp_path: Path, order: tuple[int, ...]) -> None:
    original = begin(tmp_path)
    exchange = recorded(original, returned=10)
    ihor = join(tmp_path, "Ihor", original)
    made = clones(tmp_path, original, 3)
    for number, clone in enumerate(made):
        corrected(clone, exchange, returned=20 + number)
    everything = ids([*made, ihor])
    for number in order:
        report = merge_file(ihor, made[number].path)
        assert bool(report.forks) == (number != order[0])
    assert ids([ihor]) == everything
    corrected(made[1], exchange, place="Sumy")  # it does not know yet that it is one of three
    merge_file(ihor, made[1].path)
    converge([*made, ihor])
    expected = said(ihor)
    for ledger in made:
        assert said(ledger) == expected
    before = lines(ihor)
    ihor.rebuild()
    assert (said(ihor), lines(ihor)) == (expected, before)
    forked = [row for row in heads(ihor) if row.forked_from]
    assert len(forked) == 3
    assert {row.forked_from for row in forked} == {4}
    assert len({row.head for row in forked}) == 3
    close([*made, ihor])


def test_neither_branch_is_continued(tmp_path: Path) -> None:
    original = begin(tmp_path)
    exchange = recorded(original, returned=10)
    one, two = clones(tmp_path, original, 2)
    (first,) = corrected(one, exchange, returned=11)[-1:]
    (second,) = corrected(two, exchange, returned=12)[-1:]
    assert first.header.journal == second.header.journal
    merge_file(one, two.path)
    merge_file(two, one.path)
    for ledger in (one, two):
        made = corrected(ledger, exchange, place=f"{ledger.path.stem}")
        assert made[-1].header.journal != first.header.journal
        opened = [
            event.body
            for event in map(read_event, lines(ledger))
            if event.header.journal == made[-1].header.journal
        ]
        assert isinstance(opened[0], JournalOpened)
        assert opened[0].continues is not None
        assert opened[0].continues.why == "forked"
        ledger.close()
    again = Ledger.open(one.path, one.profile, clock=Clock())
    place = corrected(again, exchange, remarks="by night")[-1].header
    assert place.journal not in (first.header.journal,)
    again.close()


def test_a_branch_of_a_branch(tmp_path: Path) -> None:
    original = begin(tmp_path)
    exchange = recorded(original, returned=10)
    ihor = join(tmp_path, "Ihor", original)
    one, two = clones(tmp_path, original, 2)
    corrected(one, exchange, returned=11)
    corrected(two, exchange, returned=12)
    merge_file(ihor, one.path)
    merge_file(ihor, two.path)
    three, four = clones(tmp_path / "more", two, 2)
    for number, clone in enumerate((three, four)):
        corrected(clone, exchange, returned=30 + number)
        corrected(clone, exchange, place=f"Sumy {number}")
    for other in (four, three, one):
        merge_file(ihor, other.path)
    ledgers = [one, three, four, ihor]
    everything = ids(ledgers)
    converge(ledgers)
    for ledger in ledgers:
        assert ids([ledger]) == everything
        assert said(ledger) == said(ihor)
        ledger.rebuild()
        assert said(ledger) == said(ihor)
    assert len([row for row in heads(ihor) if row.forked_from]) == 3
    stick = copy_of(ihor, "stick")
    fresh = join(tmp_path, "Nadiia", ihor)
    assert said(fresh) == said(ihor)
    assert merge_file(fresh, stick).events == 0
    close([*ledgers, fresh])


def test_an_export_names_every_branch_and_is_found_in_any_copy(tmp_path: Path) -> None:
    original = begin(tmp_path)
    exchange = recorded(original, returned=10)
    ihor = join(tmp_path, "Ihor", original)
    made = clones(tmp_path, original, 2)
    for number, clone in enumerate(made):
        corrected(clone, exchange, returned=20 + number)
        merge_file(ihor, clone.path)
    with ihor.view() as view:
        known = view.position
    recorded(ihor, occurred="2013-07-01", returned=1)
    (event,) = ihor.record_export(known, "book.xlsx", "0" * 64, ("totals",))
    assert isinstance(event.body, ExportRecorded)
    forked = [row for row in heads(ihor) if row.forked_from]
    assert {head for _, _, head in event.body.known} >= {row.head for row in forked}
    for ledger in (ihor, *made):
        merge_file(ledger, ihor.path)
        with ledger.view() as view:
            (row,) = exports(view)
            assert 0 < row.position < view.last
            at = View(view.cursor, row.position)
            assert {row.head for row in journals(at)} >= {row.head for row in forked}
    close([*made, ihor])
