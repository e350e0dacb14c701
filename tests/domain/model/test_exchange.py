"""Fields of an exchange: read, printed, read again; checked together; never filled in."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.counts import LIMIT, Count
from domain.model.exchange import (
    SCALARS,
    check_exchange,
    check_value,
    from_fields,
    line_field,
    parse_field,
    split_line_field,
    value_text,
)
from domain.model.vocabulary import BUILT_IN, KINDS, LEGS, MODES, STANDARD, Name
from tests.domain.helpers import refused

CATEGORIES = [
    (dimension, category) for dimension, known in BUILT_IN.items() for category in known.categories
]
COUNT_VALUES = st.one_of(
    st.integers(0, LIMIT),
    st.just("unknown"),
    st.builds(
        lambda bound, n: {bound: n}, st.sampled_from(["about", "at_least"]), st.integers(0, LIMIT)
    ),
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))
DATES = st.dates(date(1000, 1, 1)).map(date.isoformat)


@st.composite
def fields_with_values(draw: st.DrawFn) -> tuple[str, Any]:
    """A field with a value, as a form or a file would give it."""
    what = draw(st.sampled_from(["count", "line", "mode", "kind", "occurred", "words"]))
    if what == "count":
        return draw(st.sampled_from(LEGS)), draw(COUNT_VALUES)
    if what == "kind":
        return "kind", draw(st.sampled_from(sorted(KINDS)))
    if what == "occurred":
        return "occurred", draw(DATES)
    if what == "words":
        return draw(st.sampled_from(["place", "remarks", "part_of"])), draw(WORDS)
    leg = draw(st.sampled_from(LEGS))
    dimension, category = draw(st.sampled_from(CATEGORIES))
    if what == "mode":
        return line_field(leg, dimension), draw(st.sampled_from(MODES))
    within = draw(st.one_of(st.none(), st.sampled_from(CATEGORIES).map(".".join)))
    value = {"count": draw(COUNT_VALUES), "within": within}
    return line_field(leg, dimension, category), value


@given(fields_with_values())
def test_a_value_is_read_back_as_it_is_printed(pair: tuple[str, Any]) -> None:
    field, given_value = pair
    value = check_value(field, given_value)
    assert parse_field(field, value_text(value)) == (field, value)


@given(fields_with_values())
def test_checking_a_checked_value_changes_nothing(pair: tuple[str, Any]) -> None:
    field, given_value = pair
    value = check_value(field, given_value)
    assert check_value(field, value) == value


@given(fields_with_values(), st.text(max_size=20))
def test_any_text_is_a_value_or_is_refused_naming_the_field(
    pair: tuple[str, Any], text: str
) -> None:
    field, _ = pair
    try:
        parse_field(field, text)
    except ValueError as error:
        assert getattr(error, "field", "") == field


@given(st.sampled_from(LEGS), st.sampled_from(CATEGORIES))
def test_the_name_of_a_line_is_split_as_it_was_joined(leg: Any, pair: tuple[str, str]) -> None:
    assert split_line_field(line_field(leg, *pair)) == (leg, *pair)
    assert split_line_field(line_field(leg, pair[0])) == (leg, pair[0], "")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("branch.navy", "24", "branch.navy", {"count": 24, "within": None}),
        ("returned.branch.navy", "24", "branch.navy", {"count": 24, "within": None}),
        (
            "branch.territorial_defence",
            "17@armed_forces",
            "branch.territorial_defence",
            {"count": 17, "within": "branch.armed_forces"},
        ),
        (
            "branch.territorial_defence",
            "about 17 @ branch.armed_forces",
            "branch.territorial_defence",
            {"count": {"about": 17}, "within": "branch.armed_forces"},
        ),
        (
            "handed_over.rank.officers",
            "3@navy",
            "handed_over.rank.officers",
            {"count": 3, "within": "branch.navy"},
        ),
        ("branch", "highlight", "branch", "highlight"),
        ("returned", "at least 200", "returned", {"at_least": 200}),
        ("returned", "unknown", "returned", "unknown"),
        ("returned", "", "returned", None),
        ("place", "", "place", None),
        ("branch.navy", " ", "branch.navy", None),
        ("branch", "", "branch", None),
        ("kind", "release", "kind", "release"),
        ("occurred", "30.12.2024", "occurred", "2024-12-30"),
    ],
)
def test_reads_what_an_operator_types(name: str, text: str, field: str, value: Any) -> None:
    assert parse_field(name, text) == (field, value)


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("field_unknown", "colour.of.hair.red", "1"),
        ("field_unknown", "branch.", "1"),
        ("field_unknown", "returned.kind", "exchange"),
        ("dimension_unknown", "colour.red", "1"),
        ("dimension_unknown", "colour", "partition"),
        ("category_unknown", "branch.nawy", "1"),
        ("category_unknown", "branch.navy", "1@air_fleet"),
        ("mode_unknown", "branch", "sum"),
        ("kind_unknown", "kind", "swap"),
        ("date_form", "occurred", "Monday"),
        ("count_form", "branch.navy", "many"),
        ("count_form", "branch.navy", "@armed_forces"),
        ("count_negative", "branch.navy", "-4"),
        ("count_form", "returned", "many"),
        ("text_control", "remarks", "bell\x07rings"),
    ],
)
def test_refuses_naming_the_field(code: str, name: str, text: str) -> None:
    with refused(code, name):
        parse_field(name, text)


def test_a_refused_category_suggests_the_one_that_was_meant() -> None:
    with pytest.raises(ValueError, match=r"\(navy\?\)"):
        parse_field("branch.nawy", "1")


@pytest.mark.parametrize("value", [5, True, ["a"], {"count": 1}, 1.5])
@pytest.mark.parametrize("field", ["occurred", "kind", "place", "remarks", "part_of"])
def test_refuses_values_of_another_type(field: str, value: object) -> None:
    with refused("draft_type", field):
        check_value(field, value)


def test_text_is_kept_in_unicode_nfc() -> None:
    decomposed = "Об\u0027єднаний и\u0306"
    assert check_value("place", decomposed) == "Об'єднаний й"


def test_a_dimension_of_the_ledgers_own_has_fields() -> None:
    own = STANDARD.with_category("camp", "olenivka", Name("Olenivka", "Оленівка"))
    assert parse_field("camp.olenivka", "5", own)[1] == {"count": 5, "within": None}
    with refused("dimension_unknown", "camp.olenivka"):
        parse_field("camp.olenivka", "5")


# --- an exchange as a whole ----------------------------------------------------------------------


def test_what_is_not_stated_is_not_zero() -> None:
    found = from_fields({"kind": "exchange"})
    assert (found.returned, found.handed_over, found.remains, found.occurred) == (None,) * 4
    assert from_fields({"returned": "unknown"}).returned != Count(0)
    assert from_fields({"returned": 0}).returned == Count(0)


def test_fields_taken_back_are_as_if_never_stated() -> None:
    fields = dict.fromkeys([*SCALARS, "branch.navy", "branch"])
    assert from_fields(fields) == from_fields({})


def test_refuses_an_event_after_its_publication() -> None:
    fields = {"occurred": "2024-12-31"}
    with refused("date_after_publication", "occurred"):
        check_exchange(fields, published="2024-12-30")
    check_exchange(fields, published="2024-12-31")
    check_exchange({"occurred": "2024-12"}, published="2024-12-30")
    check_exchange({"occurred": "2024-12-30/2024-12-31"}, published="2024-12-30")


def test_refuses_an_event_that_has_not_come_yet() -> None:
    today = date(2025, 1, 10)
    with refused("date_future", "occurred"):
        check_exchange({"occurred": "2025-01-12"}, today=today)
    check_exchange({"occurred": "2025-01-11"}, today=today)  # a clock or time zone ahead


def test_refuses_lines_that_cannot_be_in_any_leg() -> None:
    with refused("parent_missing", "remains.branch.navy"):
        check_exchange({"remains.branch.navy": {"count": 1, "within": "branch.armed_forces"}})


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"kind": "release", "handed_over": 5}, "release_with_handed_over"),
        ({"kind": "repatriation_of_remains", "returned": 5}, "repatriation_with_living"),
        ({"kind": "repatriation_of_remains", "handed_over": 5}, "repatriation_with_living"),
    ],
)
def test_what_is_unlikely_is_kept_and_marked(fields: dict[str, Any], mark: str) -> None:
    assert check_exchange(fields).implausible() == [mark]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "release", "handed_over": 0},
        {"kind": "release", "returned": 10},
        {"kind": "repatriation_of_remains", "remains": 50, "returned": 0},
        {"kind": "exchange", "returned": 189, "handed_over": 150},
    ],
)
def test_what_is_likely_has_no_mark(fields: dict[str, Any]) -> None:
    assert check_exchange(fields).implausible() == []
