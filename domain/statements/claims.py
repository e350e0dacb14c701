"""Claims of the text: totals and ordinals for the draft, and further ones beside it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from .drafting import Drafting, span_of
from .marks import has
from .places import Figure
from .scenes import Scene
from .setting import Setting
from .tokens import Token

NUMBERING = (dt.date(2024, 1, 3), 49)
"""On 3 January 2024 the public numbering had reached 49, so that a bare smaller ordinal in a
later text can only count within its year."""


def write_claims(drafting: Drafting, figures: Sequence[Figure], setting: Setting) -> None:
    """Write the totals and the ordinals that the text claims."""
    claims: list[dict[str, Any]] = drafting.draft["claims"]
    returned = drafting.draft["returned"]
    for figure in figures:
        if figure.role not in ("claim", "ordinal"):
            continue
        total = figure.role == "claim"
        if total and returned is not None and (figure.value or 0) < returned:
            continue
        scope = figure.detail if total else _ordinal_scope(figure, setting)
        measure = "returned_total" if total else "exchange_ordinal"
        claim = {"measure": measure, "scope": scope, "value": figure.value}
        if claim not in claims:
            drafting.add(claims, "claims", claim, figure.mark, figure.certainty)


def _ordinal_scope(figure: Figure, setting: Setting) -> str:
    since, reached = NUMBERING
    written = setting.written
    bare = figure.detail == "all" and figure.value is not None
    if bare and written is not None and written > since and (figure.value or 0) < reached:
        return f"year:{written.year}"
    return figure.detail


def further_claims(
    tokens: Sequence[Token],
    scenes: Sequence[Scene],
    figures: Sequence[Figure],
    occurred: dt.date | None,
) -> tuple[Mapping[str, Any], ...]:
    """Claims that the draft has no place for, each with its span: the other side's figure, the
    largest return."""
    rivals: list[Mapping[str, Any]] = [
        {
            "measure": "returned",
            "scope": "other side",
            "value": figure.value,
            "span": span_of(tokens, figure.mark),
        }
        for figure in figures
        if figure.role == "rival" and figure.value is not None and _is_whole(figure)
    ]
    largest = _largest(tokens, scenes, figures, occurred)
    return (*rivals, *([largest] if largest is not None else []))


def _is_whole(figure: Figure) -> bool:
    counted = figure.counted
    return counted is not None and not (counted.partitive or counted.category)


def _largest(
    tokens: Sequence[Token],
    scenes: Sequence[Scene],
    figures: Sequence[Figure],
    occurred: dt.date | None,
) -> Mapping[str, Any] | None:
    for index, scene in enumerate(scenes):
        if not has(scene.marks, "largest") or scene.date is None or scene.date == occurred:
            continue
        near = scenes[index : index + 2]
        for figure in figures:
            if figure.role == "looking back" and figure.scene in near and figure.value:
                return {
                    "measure": "largest_return",
                    "scope": "all",
                    "value": figure.value,
                    "date": scene.date.isoformat(),
                    "span": span_of(tokens, figure.mark),
                }
    return None
