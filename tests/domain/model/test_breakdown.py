"""Breakdowns: what closes and with whom, what is only mentioned, marked or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.breakdown import Closure, Line, check_lines, closures
from domain.model.counts import UNKNOWN, Count, exact
from domain.model.exchange import from_fields
from domain.model.vocabulary import Leg
from tests.domain.helpers import REFERENCE, drafted, refused

ARMED_FORCES = ("branch", "armed_forces")


def line(name: str, count: int | Count, within: tuple[str, str] | None = None) -> Line:
    dimension, _, category = name.partition(".")
    return Line(dimension, category, exact(count) if isinstance(count, int) else count, within)


def closure(total: Count | None, *lines: Line, dimension: str = "branch") -> Closure:
    """How the top lines of one dimension close."""
    return next(
        c
        for c in closures("returned", total, lines, {})
        if c.dimension == dimension and c.within is None
    )


BRANCH = (
    line("branch.armed_forces", 87),
    line("branch.territorial_defence", 17, ARMED_FORCES),
    line("branch.national_guard", 43),
    line("branch.border_guard", 33),
    line("branch.navy", 24),
)
RANK = (line("rank.privates_and_sergeants", 173), line("rank.officers", 14))
CIVILIANS = line("status.civilian", 2)


# --- the reference statement ---------------------------------------------------------------------


def test_branches_of_the_reference_close_with_its_civilians() -> None:
    found = closure(exact(189), *BRANCH, *RANK, CIVILIANS)
    assert (found.status, found.residual) == ("closes", 0)
    assert (found.summed, found.beside) == (187, 2)


def test_those_within_a_branch_are_not_added_again() -> None:
    beside_each_other = [line(x.code, x.count) for x in BRANCH]
    found = closure(exact(189), *beside_each_other, CIVILIANS)
    assert (found.status, found.residual, found.summed) == ("exceeds", -17, 204)


def test_a_named_part_of_a_branch_is_a_mention() -> None:
    (nested,) = [c for c in closures("returned", exact(189), BRANCH, {}) if c.within]
    assert (nested.within, nested.status, nested.residual) == (ARMED_FORCES, "highlight", None)


def test_ranks_of_the_reference_close_once_the_civilians_are_left_out() -> None:
    found = closure(exact(189), *BRANCH, *RANK, CIVILIANS, dimension="rank")
    assert (found.status, found.residual, found.summed, found.beside) == ("closes", 0, 187, 2)


def test_without_its_civilians_the_reference_is_short_by_two() -> None:
    for dimension in ("branch", "rank"):
        found = closure(exact(189), *BRANCH, *RANK, dimension=dimension)
        assert (found.status, found.residual) == ("short", 2)


def test_the_number_of_military_says_as_much_as_that_of_civilians() -> None:
    found = closure(exact(189), *RANK, line("status.military", 187), dimension="rank")
    assert (found.status, found.beside) == ("closes", 2)


def test_the_reference_draft_closes_everywhere() -> None:
    found = from_fields(drafted(**REFERENCE).fields).closures()
    assert {c.dimension: c.status for c in found if c.within is None} == {
        "branch": "closes",
        "rank": "closes",
        "status": "highlight",
    }


# --- partition, highlight, mention ---------------------------------------------------------------


def test_a_lone_line_is_a_mention() -> None:
    found = closure(exact(100), line("sex.women", 15), dimension="sex")
    assert (found.status, found.residual) == ("highlight", None)


def test_a_lone_line_is_a_partition_where_the_record_says_so() -> None:
    (found,) = closures("returned", exact(100), [line("sex.women", 15)], {"sex": "partition"})
    assert (found.status, found.residual) == ("short", 85)


def test_overlapping_parts_are_never_summed_against_the_total() -> None:
    lines = [line("sector.mariupol", 82), line("sector.azovstal", 60)]
    (found,) = closures("returned", exact(100), lines, {})
    assert (found.status, found.residual) == ("highlight", None)


def test_a_partition_becomes_a_highlight_where_the_record_says_so() -> None:
    (found,) = closures("returned", exact(100), RANK, {"rank": "highlight"})
    assert found.status == "highlight"


def test_a_dimension_of_the_ledgers_own_is_a_highlight_unless_told() -> None:
    lines = [line("blood.a", 10), line("blood.b", 20)]
    assert closures("returned", exact(40), lines, {})[0].status == "highlight"
    assert closures("returned", exact(40), lines, {"blood": "partition"})[0].residual == 10


def test_a_breakdown_that_exceeds_its_total_is_kept_and_marked() -> None:
    lines = [line("sex.women", 60), line("sex.men", 50)]
    check_lines("returned", lines)
    found = closure(exact(100), *lines, dimension="sex")
    assert (found.status, found.residual) == ("exceeds", -10)
    fields = {"returned": 100, "sex.women": {"count": 60}, "sex.men": {"count": 50}}
    assert from_fields(fields).implausible() == ["exceeds:returned.sex"]


def test_a_line_larger_than_the_total_is_marked_whatever_its_dimension() -> None:
    fields = {"returned": 10, "sector.mariupol": {"count": 11}}
    assert from_fields(fields).implausible() == ["line_exceeds:returned.sector.mariupol"]


def test_parts_of_a_branch_larger_together_than_it_are_marked() -> None:
    lines = [
        line("branch.armed_forces", 20),
        line("branch.air_assault", 15, ARMED_FORCES),
        line("branch.territorial_defence", 15, ARMED_FORCES),
    ]
    check_lines("returned", lines)
    (nested,) = [c for c in closures("returned", exact(20), lines, {}) if c.within]
    assert (nested.status, nested.residual) == ("exceeds", -10)


@pytest.mark.parametrize("leg", ["returned", "handed_over", "remains"])
def test_every_leg_has_breakdowns_of_its_own(leg: Leg) -> None:
    prefix = "" if leg == "returned" else f"{leg}."
    fields = {
        leg: 10,
        f"{prefix}sex.women": {"count": 4},
        f"{prefix}sex.men": {"count": 6},
    }
    (found,) = from_fields(fields).closures()
    assert (found.leg, found.status) == (leg, "closes")


# --- inexact counts ------------------------------------------------------------------------------


@pytest.mark.parametrize("total", [None, UNKNOWN, Count(100, "about"), Count(100, "at_least")])
def test_an_inexact_total_cannot_be_closed(total: Count | None) -> None:
    found = closure(total, line("sex.women", 40), line("sex.men", 60), dimension="sex")
    assert (found.status, found.residual) == ("cannot_tell", None)


@pytest.mark.parametrize("count", [UNKNOWN, Count(40, "about"), Count(40, "at_least")])
def test_an_inexact_line_cannot_be_closed(count: Count) -> None:
    found = closure(exact(100), line("sex.women", count), line("sex.men", 60), dimension="sex")
    assert (found.status, found.residual) == ("cannot_tell", None)


def test_at_least_can_already_be_too_much() -> None:
    lines = [line("sex.women", Count(50, "at_least")), line("sex.men", 60)]
    found = closure(exact(100), *lines, dimension="sex")
    assert (found.status, found.residual) == ("exceeds", -10)


@pytest.mark.parametrize("civilians", [UNKNOWN, Count(2, "about"), Count(2, "at_least")])
def test_an_inexact_number_of_civilians_is_not_taken_for_none(civilians: Count) -> None:
    found = closure(exact(189), *RANK, line("status.civilian", civilians), dimension="rank")
    assert (found.status, found.residual) == ("cannot_tell", None)


def test_lines_beyond_the_total_exceed_it_whatever_the_number_of_civilians() -> None:
    found = closure(exact(180), *RANK, line("status.civilian", UNKNOWN), dimension="rank")
    assert (found.status, found.residual) == ("exceeds", -7)


def test_ranks_close_at_the_military_where_only_these_are_exact() -> None:
    found = closure(Count(189, "about"), *RANK, line("status.military", 187), dimension="rank")
    assert (found.status, found.base) == ("closes", exact(187))


@given(st.lists(st.integers(0, 500), min_size=2, max_size=2), st.integers(0, 1200))
def test_residual_is_total_less_sum(counts: list[int], total: int) -> None:
    found = closure(
        exact(total), line("sex.women", counts[0]), line("sex.men", counts[1]), dimension="sex"
    )
    assert found.residual == total - sum(counts)
    expected = "closes" if found.residual == 0 else "short" if found.residual > 0 else "exceeds"
    assert found.status == expected


# --- what cannot be ------------------------------------------------------------------------------


def test_refuses_a_line_larger_than_the_one_it_lies_within() -> None:
    lines = [line("branch.armed_forces", 10), line("branch.territorial_defence", 17, ARMED_FORCES)]
    with refused("child_larger", "branch.territorial_defence"):
        check_lines("returned", lines)
    with refused("child_larger", "handed_over.branch.territorial_defence"):
        check_lines("handed_over", lines)


def test_at_least_is_larger_when_its_lower_end_is() -> None:
    parent = line("branch.armed_forces", 10)
    with refused("child_larger"):
        child = Count(11, "at_least")
        check_lines("returned", [parent, line("branch.navy", child, ARMED_FORCES)])
    for count in (Count(11, "about"), UNKNOWN, exact(10)):
        check_lines("returned", [parent, line("branch.navy", count, ARMED_FORCES)])


@pytest.mark.parametrize("count", [UNKNOWN, Count(10, "about"), Count(10, "at_least")])
def test_nothing_is_larger_than_a_parent_without_an_upper_end(count: Count) -> None:
    lines = [line("branch.armed_forces", count), line("branch.navy", 99, ARMED_FORCES)]
    check_lines("returned", lines)


def test_refuses_a_line_within_itself() -> None:
    with refused("circle", "branch.armed_forces"):
        check_lines("returned", [line("branch.armed_forces", 10, ARMED_FORCES)])


def test_refuses_lines_within_one_another() -> None:
    lines = [
        line("branch.armed_forces", 10, ("branch", "navy")),
        line("branch.navy", 10, ("branch", "air_force")),
        line("branch.air_force", 10, ARMED_FORCES),
    ]
    with refused("circle"):
        check_lines("returned", lines)


def test_a_line_hanging_from_a_circle_is_refused_and_not_followed_for_ever() -> None:
    lines = [
        line("branch.air_force", 1, ("branch", "navy")),
        line("branch.navy", 1, ("branch", "armed_forces")),
        line("branch.armed_forces", 1, ("branch", "navy")),
    ]
    with refused("circle"):
        check_lines("returned", lines)


def test_refuses_a_line_whose_parent_is_not_there() -> None:
    with refused("parent_missing", "branch.territorial_defence"):
        check_lines("returned", [line("branch.territorial_defence", 17, ARMED_FORCES)])


def test_a_line_may_lie_within_one_of_another_dimension() -> None:
    lines = [line("branch.navy", 24), line("rank.officers", 3, ("branch", "navy"))]
    check_lines("returned", lines)
    found = closures("returned", exact(24), lines, {})
    assert [(c.dimension, c.base) for c in found if c.within] == [("rank", exact(24))]
