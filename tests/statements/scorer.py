"""Compare drafts with what a careful reader took from the same texts, fact by fact."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.statements import read

HERE = Path(__file__).parent
Draft = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """How a set of drafts compares; `f1` is the harmonic mean of precision and recall."""

    right: int
    drafted: int
    expected: int
    poisoned: tuple[str, ...]
    false_events: tuple[str, ...]

    @property
    def f1(self) -> float:
        """1.0 where every expected fact was drafted and no other."""
        return 2 * self.right / (self.drafted + self.expected)


def facts(draft: Draft) -> set[tuple[object, ...]]:
    """A draft as a set of facts; what is empty says nothing."""
    found: set[tuple[object, ...]] = {
        (key, draft[key])
        for key in ("kind", "occurred", "returned", "handed_over", "remains")
        if draft.get(key) is not None
    }
    found |= {("returned_bound", *item) for item in (draft.get("returned_bound") or {}).items()}
    for dimension, lines in draft["breakdowns"].items():
        found |= {(dimension, line["category"], line["count"], line["within"]) for line in lines}
    found |= {("mediator", code) for code in draft["mediators"]}
    found |= {(claim["measure"], claim["scope"], claim["value"]) for claim in draft["claims"]}
    return found


def figures(draft: Draft) -> Iterator[object]:
    """Every number of a draft."""
    yield from (draft[key] for key in ("returned", "handed_over", "remains"))
    yield from (draft["returned_bound"] or {}).values()
    for lines in draft["breakdowns"].values():
        yield from (line["count"] for line in lines)
    yield from (claim["value"] for claim in draft["claims"])


def score(pairs: Iterable[tuple[Draft, Draft]]) -> Score:
    """The score of (expected, drafted) pairs."""
    right = drafted = wanted = 0
    poisoned: list[str] = []
    false_events: list[str] = []
    for expected, draft in pairs:
        want, have = facts(expected), facts(draft)
        right += len(want & have)
        drafted += len(have)
        wanted += len(want)
        if set(figures(draft)) & set(expected["not_counts"]):
            poisoned.append(expected["id"])
        if expected["kind"] == "none" != draft["kind"]:
            false_events.append(expected["id"])
    return Score(right, drafted, wanted, tuple(poisoned), tuple(false_events))


def corpus(name: str) -> list[tuple[Draft, str]]:
    """The statements of a folder beside this file: what is expected, and the text."""
    return [
        (
            json.loads(path.read_text(encoding="utf-8")),
            path.with_name(path.name.replace(".expected.json", ".txt")).read_text(encoding="utf-8"),
        )
        for path in sorted((HERE / name).glob("*.expected.json"))
    ]


def score_corpus(name: str) -> Score:
    """The reader's score on a folder of statements."""
    return score((expected, read(text).draft) for expected, text in corpus(name))
