"""Drafts: the statements that were read by hand, and every way in which one can be malformed."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.model.draft import IGNORED, Draft, DraftClaim, read_draft
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.model.vocabulary import LEGS
from tests.domain.helpers import REFERENCE, SHARED, drafted, refused

OPEN = SHARED / "data" / "statements" / "open"
HOW_MANY = 32


# --- the statements read by hand -----------------------------------------------------------------


def statements() -> list[dict[str, Any]]:
    if not OPEN.is_dir():
        pytest.skip(f"the statements read by hand are not here: {Path(*OPEN.parts[-4:])}")
    return [json.loads(path.read_text("utf-8")) for path in sorted(OPEN.glob("*.expected.json"))]


def test_reads_every_statement_that_was_read_by_hand() -> None:
    found = statements()
    assert len(found) == HOW_MANY
    for expected in found:
        if expected["kind"] == "none":
            with refused("no_event", "kind"):
                read_draft(expected)
        else:
            compare_with(expected, read_draft(expected))


def compare_with(expected: dict[str, Any], draft: Draft) -> None:
    name = expected["id"]
    assert draft.fields["kind"] == expected["kind"], name
    for leg in LEGS:
        bound = expected.get(f"{leg}_bound")
        assert draft.fields.get(leg) == (expected[leg] if bound is None else bound), name
    lines = {
        f"{dimension}.{row['category']}": (row["count"], row["within"])
        for dimension, rows in expected["breakdowns"].items()
        for row in rows
    }
    read = {
        field: (value["count"], value["within"] and value["within"].partition(".")[2])
        for field, value in draft.fields.items()
        if "." in field
    }
    assert read == lines, name
    assert list(draft.mediators) == expected["mediators"], name
    assert [(c.measure, c.scope, c.value) for c in draft.claims] == [
        (c["measure"], c["scope"], c["value"]) for c in expected["claims"]
    ], name


def test_every_malformed_variant_of_every_statement_is_refused_naming_the_field() -> None:
    for expected in statements():
        if expected["kind"] != "none":
            refuse_every_variant(expected)


def test_every_malformed_variant_of_the_reference_is_refused_naming_the_field() -> None:
    refuse_every_variant(dict(REFERENCE))


def refuse_every_variant(draft: dict[str, Any]) -> None:
    read_draft(draft)
    tried = 0
    for where, variant in malformed(draft):
        tried += 1
        try:
            read_draft(variant)
        except Refused as refusal:
            assert refusal.field.startswith(where), f"{where}: {refusal}"
        else:
            pytest.fail(f"accepted with a spoilt {where}: {variant}")
    assert tried > 70


def malformed(draft: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(the field that must be named, a copy of the draft with just this field spoilt)."""

    def spoilt(value: Any, *path: Any) -> dict[str, Any]:
        copied = copy.deepcopy(draft)
        at: Any = copied
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        return copied

    value: Any
    yield "colour", spoilt("red", "colour")
    for value in (None, "", "none", "swap", 5, ["exchange"]):
        yield "kind", spoilt(value, "kind")
    for value in ("", "Monday", "2024-13-01", 20241230, ["2024-12-30"], "2024-W52-1"):
        yield "occurred", spoilt(value, "occurred")
    for leg in LEGS:
        for value in (-1, 1.5, True, "189", "many", [189], {"exact": 189}, 10**12):
            spoilt_leg = spoilt(value, leg)
            spoilt_leg[f"{leg}_bound"] = None
            yield leg, spoilt_leg
        twice = spoilt(5, leg)
        twice[f"{leg}_bound"] = {"about": 5}
        yield f"{leg}_bound", twice
        bound = spoilt({"about": -5}, f"{leg}_bound")
        bound[leg] = None
        yield leg, bound
    for key in ("breakdowns", "mediators", "claims"):
        for value in ("AE", 5, 0, False, "", True):
            yield key, spoilt(value, key)
    yield "breakdowns", spoilt([], "breakdowns")
    yield "mediators", spoilt({}, "mediators")
    yield "claims", spoilt({}, "claims")
    yield "breakdowns.colour", spoilt([{"category": "red", "count": 1}], "breakdowns", "colour")
    for dimension, rows in draft["breakdowns"].items():
        where = f"breakdowns.{dimension}"
        yield where, spoilt({}, "breakdowns", dimension)
        for place, row in enumerate(rows):
            at = ("breakdowns", dimension, place)
            yield f"{where}[{place + 1}]", spoilt("navy", *at)
            for value in (None, 5, "", "nawy"):
                yield f"{where}[{place + 1}]", spoilt(value, *at, "category")
            yield f"{where}[{place + 1}].count", spoilt(None, *at, "count")
            for value in (-1, 1.5, "many", True):
                yield f"{dimension}.{row['category']}", spoilt(value, *at, "count")
            for value in ("nothing", 5, "branch.nawy", "colour.red", ["navy"]):
                yield f"{dimension}.{row['category']}", spoilt(value, *at, "within")
        if rows:
            yield where, spoilt([*rows, rows[0]], "breakdowns", dimension)
    for value in (5, None, "UAE", ""):
        place = len(draft["mediators"])
        yield f"mediators[{place + 1}]", spoilt([*draft["mediators"], value], "mediators")
    good = {"measure": "returned_total", "scope": "all", "value": 5}
    for key, values in (
        ("measure", (None, "freed", 5)),
        ("scope", (None, "2024", "since:2022-02-30", 5)),
        ("value", (None, 1.5, "5", True, -1, 10**30)),
        ("as_of", ("Monday", 5)),
    ):
        for value in values:
            yield f"claims[1].{key}", spoilt([{**good, key: value}], "claims")
    yield "claims[1]", spoilt(["1,358"], "claims")
    yield "claims[1].measure", spoilt([{**good, "scope": "exchange"}], "claims")
    yield "claims[1].quotation", spoilt([{**good, "quotation": "a\x00"}], "claims")


# --- by example ----------------------------------------------------------------------------------


def test_reads_the_reference() -> None:
    draft = read_draft(dict(REFERENCE))
    assert draft == Draft(
        fields={
            "kind": "exchange",
            "occurred": "2024-12-30",
            "returned": 189,
            "branch.armed_forces": {"count": 87, "within": None},
            "branch.territorial_defence": {"count": 17, "within": "branch.armed_forces"},
            "branch.national_guard": {"count": 43, "within": None},
            "branch.border_guard": {"count": 33, "within": None},
            "branch.navy": {"count": 24, "within": None},
            "rank.privates_and_sergeants": {"count": 173, "within": None},
            "rank.officers": {"count": 14, "within": None},
            "status.civilian": {"count": 2, "within": None},
        },
        mediators=("AE",),
        claims=(
            DraftClaim("returned_total", "year:2024", 1358),
            DraftClaim("returned_total", "since:2022-02-24", 3956),
            DraftClaim("exchange_ordinal", "year:2024", 11),
        ),
    )


def test_what_is_null_is_not_stated() -> None:
    draft = drafted(
        returned=None, handed_over=None, place=None, breakdowns=None, mediators=None, claims=None
    )
    assert draft == Draft(fields={"kind": "exchange", "occurred": "2024-06-01"})


def test_a_count_of_zero_is_stated() -> None:
    assert drafted(returned=0).fields["returned"] == 0


@pytest.mark.parametrize(
    "bound", [{"about": 200}, {"at_least": 200}, "unknown"], ids=["about", "at_least", "unknown"]
)
def test_a_count_may_be_inexact(bound: object) -> None:
    assert drafted(returned=None, returned_bound=bound).fields["returned"] == bound
    assert drafted(returned=bound).fields["returned"] == bound


def test_a_line_may_be_inexact() -> None:
    rows = [{"category": "women", "count": {"about": 20}}, {"category": "men", "count": "unknown"}]
    fields = drafted(breakdowns={"sex": rows}).fields
    assert fields["sex.women"]["count"] == {"about": 20}
    assert fields["sex.men"]["count"] == "unknown"


def test_a_mediator_is_named_once() -> None:
    assert drafted(mediators=["ae", "AE", "TR"]).mediators == ("AE", "TR")


def test_what_is_only_for_people_is_passed_over() -> None:
    assert drafted(**dict.fromkeys(IGNORED, "anything")) == drafted()


def test_a_draft_may_bring_its_source() -> None:
    source = {"publisher": "Штаб", "published": "2024-06-01", "text": None}
    assert drafted(source=source).source == Source(publisher="Штаб", published="2024-06-01")
    for value, where in (
        ("Штаб", "source"),
        ({"author": "x"}, "source.author"),
        ({}, "source"),
        ({"title": "x", "published": "Monday"}, "source.published"),
        ({"title": 5}, "source.title"),
    ):
        with pytest.raises(Refused) as caught:
            drafted(source=value)
        assert caught.value.field == where


@pytest.mark.parametrize("data", [None, [], "exchange", 5])
def test_a_draft_is_an_object(data: object) -> None:
    with refused("draft_type", "draft"):
        read_draft(data)


def test_no_exchange_is_no_draft() -> None:
    with refused("no_event", "kind"):
        read_draft({"kind": "none"})


def test_no_number_is_ever_a_float() -> None:
    text = json.dumps(json.loads(json.dumps(dict(drafted(returned=5).fields))))
    assert not re.search(r"\d\.\d", text)
