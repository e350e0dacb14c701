"""What reading a statement gives back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DIMENSIONS = ("branch", "rank", "status", "sex")


@dataclass(frozen=True)
class Fact:
    """One fact of the draft and the words it rests on.

    `path` names the place in the draft ("returned", "breakdowns.branch.0"); `span` is start and
    end in the text, counted in characters; `certainty` is 0 to 100.
    """

    path: str
    value: Any
    span: tuple[int, int]
    certainty: int


@dataclass(frozen=True)
class Unused:
    """A number that was seen and not used, and why."""

    value: int | None
    span: tuple[int, int]
    why: str


@dataclass(frozen=True)
class Reading:
    """A statement as read: the draft record, what it rests on, and what was left alone.

    `further_claims` are what the text asserts beyond the draft's schema. `reason` is set when
    the draft's kind is "none": "announcement", "denial", "failure" or "something else".
    `read_to` is where the reading stopped, in characters, and `is_whole` says whether that is the
    end of the text: of an enormous text only the beginning is read, and whoever shows the reading
    says so.
    """

    draft: Mapping[str, Any]
    language: str
    facts: tuple[Fact, ...] = ()
    unused: tuple[Unused, ...] = ()
    further_claims: tuple[Mapping[str, Any], ...] = ()
    reason: str | None = None
    read_to: int = field(default=0)
    is_whole: bool = True
    written: dt.date | None = None
    """The day that the text bears, else the given day of publication."""


def empty_draft() -> dict[str, Any]:
    """A draft in which nothing is filled in."""
    return {
        "kind": "none",
        "occurred": None,
        "returned": None,
        "returned_bound": None,
        "handed_over": None,
        "remains": None,
        "breakdowns": {dimension: [] for dimension in DIMENSIONS},
        "mediators": [],
        "claims": [],
    }
