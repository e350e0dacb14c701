"""The draft while it is filled in: what is written where, and the words it rests on."""

from collections.abc import Sequence
from typing import Any

from .marks import Mark
from .places import Figure
from .reading import Fact, Unused, empty_draft
from .scenes import Scene
from .tokens import Token

ELSE = "another figure was taken instead"


class Drafting:
    """An empty draft, its facts, and the numbers that have been used."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.draft = empty_draft()
        self.facts: list[Fact] = []
        self.used: set[int] = set()

    def put(self, path: str, value: Any, mark: Mark, certainty: int) -> None:
        """Note the words of a fact that has been written into the draft."""
        self.facts.append(Fact(path, value, span_of(self.tokens, mark), min(certainty, 99)))
        self.used.add(mark.first)

    def fill(self, path: str, figure: Figure | None) -> None:
        """Write a number into an empty place of the draft."""
        if figure is not None and figure.value is not None and self.draft[path] is None:
            self.draft[path] = figure.value
            self.put(path, figure.value, figure.mark, figure.certainty)

    def fill_bound(self, figure: Figure | None) -> None:
        """Write an inexact number of the returned."""
        if figure is not None and figure.value is not None:
            self.draft["returned_bound"] = {figure.bound: figure.value}
            path = f"returned_bound.{figure.bound}"
            self.put(path, figure.value, figure.mark, figure.certainty)

    def add(self, place: list[Any], path: str, entry: Any, mark: Mark, certainty: int) -> None:
        """Append an entry to one of the draft's lists; the fact of a line is its count."""
        shown = entry["count"] if isinstance(entry, dict) and "count" in entry else entry
        self.put(f"{path}.{len(place)}", shown, mark, certainty)
        place.append(entry)

    def unused(self, scenes: Sequence[Scene], figures: Sequence[Figure]) -> tuple[Unused, ...]:
        """Every number of the text that is in no fact, and why."""
        whys = {figure.mark.first: figure.detail for figure in figures if figure.role == "unused"}
        values = {
            fact.value["value"] if isinstance(fact.value, dict) else fact.value
            for fact in self.facts
        }

        doubtful = {figure.mark.first for figure in figures if figure.role == "line"}

        def why(mark: Mark) -> str:
            if mark.first in doubtful:
                return "not sure what it counts"
            said = mark.number is not None and mark.number.value in values
            default = "says again what is in the draft" if said else ELSE
            return whys.get(mark.first, default)

        return tuple(
            Unused(mark.number.value, span_of(self.tokens, mark), why(mark))
            for scene in scenes
            for mark in scene.marks
            if mark.number is not None and mark.first not in self.used
        )


def span_of(tokens: Sequence[Token], mark: Mark) -> tuple[int, int]:
    """Where a mark stands in the text, in characters."""
    return tokens[mark.first].start, tokens[mark.last - 1].end
