"""Which stored exchanges a counting policy counts, and how many people in each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from domain.model.counts import Count, from_value
from domain.model.policy import Policy

OWED: Final = ("exchange", "release")  # kinds that owe a number of people returned

Stages = Mapping[str, Sequence[Any]]


def stages_of(rows: Iterable[Any]) -> Stages:
    """The counting stages of every staged exchange, by the id of their parent."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row["parent"]:
            found.setdefault(row["parent"], []).append(row)
    return found


def is_counted(row: Any, policy: Policy) -> bool:
    """Whether a counting exchange is counted by itself: a staged one, or each of its stages."""
    return not row["parent"] if policy.stages == "exchange" else not row["stages"]


def people(row: Any, policy: Policy, leg: str, stages: Stages) -> tuple[int, bool]:
    """(people known, whether that is no exact number); `leg` is a leg or `both`."""
    total, is_inexact = 0, False
    for name in ("returned", "handed_over") if leg == "both" else (leg,):
        counts = _counts(row, policy, name, stages)
        total += sum(count.n or 0 for count in counts)
        is_owed = policy.persons == "all" and name == "returned" and row["kind"] in OWED
        is_inexact |= any(not count.is_exact for count in counts) or (is_owed and not counts)
    return total, is_inexact


def _counts(row: Any, policy: Policy, leg: str, stages: Stages) -> list[Count]:
    """What is stated of a leg: nothing, a number, or one for each stage that states a line."""
    is_whole = policy.stages == "exchange"
    if policy.persons != "all":
        prefix = "" if leg == "returned" else f"{leg}."
        return _lines(row, prefix + policy.persons, stages if is_whole else {})
    prefix = "whole_" if is_whole else ""
    bound = row[f"{prefix}{leg}_bound"]
    return [Count(row[f"{prefix}{leg}"], bound)] if bound else []


def _lines(row: Any, field: str, stages: Stages) -> list[Count]:
    """The line's own count; the stages' where the exchange says nothing of that dimension."""
    fields = msgspec.json.decode(row["fields"])
    if field in fields:
        return [from_value(fields[field]["count"])]
    dimension = field.rpartition(".")[0] + "."
    if any(name.startswith(dimension) for name in fields):
        return []
    return [count for stage in stages.get(row["id"], ()) for count in _lines(stage, field, stages)]
