"""What a reading becomes when it is recorded: a draft, its claims quoted, and its source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.model.draft import Draft, DraftClaim, read_draft
from domain.model.sources import Source
from domain.model.vocabulary import STANDARD, Vocabulary
from domain.statements.document import Document
from domain.statements.reading import Reading

LONGEST_QUOTATION: Final = 400
_SENTENCE_END: Final = re.compile(r"[.!?…]+[\s\"”»]+(?=[^\s\da-zа-яіїєґ])|\n+")


@dataclass(frozen=True, slots=True)
class Recordable:
    """A draft that the ledger can take, and the lines of the reading it has no place for."""

    draft: Draft
    left_out: tuple[Mapping[str, Any], ...] = ()


def recordable(
    reading: Reading, document: Document, vocabulary: Vocabulary = STANDARD
) -> Recordable:
    """The reading as the ledger records it.

    A record holds each category once, so that of two lines of one category the first stays (the
    one of everybody before one of a part); a line whose parent has no line of its own cannot be
    placed. Both are named as left out. Raises Refused where the reading is no event.
    """
    stated: dict[str, Any] = dict(reading.draft)
    lines, left_out = _lines(stated["breakdowns"])
    stated["breakdowns"] = lines
    draft = read_draft(stated, vocabulary)
    paths = {fact.path: fact.span for fact in reading.facts}
    claims = [
        replace(claim, quotation=quotation(document.text, paths[f"claims.{place}"]))
        for place, claim in enumerate(draft.claims)
    ]
    claims += _further(reading, document.text)
    return Recordable(replace(draft, claims=tuple(claims)), tuple(left_out))


def source_of(document: Document, reading: Reading, published: str, named: Source | None) -> Source:
    """The source of a statement: what the operator said of it, then what its file says."""
    given = named or Source()
    day = (
        published or document.published or (reading.written.isoformat() if reading.written else "")
    )
    return Source(
        publisher=given.publisher or document.publisher,
        title=given.title or document.title,
        address=given.address or document.address,
        published=day,
        language=reading.language,
        text=document.text,
    )


def quotation(text: str, span: tuple[int, int]) -> str:
    """The sentence around a span, shortened where it is long; a claim keeps its source's words."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, span[0])), default=0)
    after = _SENTENCE_END.search(text, span[1])
    end = after.start() + 1 if after is not None else len(text)
    start = max(start, span[0] - LONGEST_QUOTATION // 2)
    end = min(end, start + LONGEST_QUOTATION)
    return " ".join(text[start:end].split())


def _lines(
    breakdowns: Mapping[str, Sequence[Mapping[str, Any]]],
) -> tuple[dict[str, list[Mapping[str, Any]]], list[Mapping[str, Any]]]:
    rows = [(dimension, line) for dimension, found in breakdowns.items() for line in found]
    rows.sort(key=lambda row: row[1]["within"] is not None)
    kept: dict[tuple[str, str], Mapping[str, Any]] = {}
    left_out: list[Mapping[str, Any]] = []
    for dimension, line in rows:
        if (dimension, line["category"]) in kept:
            left_out.append(line)
        else:
            kept[dimension, line["category"]] = line
    for key in [key for key, line in kept.items() if not _is_placed(line, kept)]:
        left_out.append(kept.pop(key))
    lines: dict[str, list[Mapping[str, Any]]] = {dimension: [] for dimension in breakdowns}
    for (dimension, _), line in kept.items():
        lines[dimension].append(line)
    return lines, left_out


def _is_placed(line: Mapping[str, Any], kept: Mapping[tuple[str, str], Mapping[str, Any]]) -> bool:
    """Whether every parent above a line is a line itself."""
    by_name = {category: found for (_, category), found in kept.items()}
    parent = line["within"]
    for _ in by_name:
        if parent is None:
            return True
        if parent not in by_name:
            return False
        parent = by_name[parent]["within"]
    return parent is None


def _further(reading: Reading, text: str) -> Iterator[DraftClaim]:
    """Claims beside the draft: the largest return, and what the other side says of our people."""
    for claim in reading.further_claims:
        words = quotation(text, claim["span"])
        if claim["measure"] == "largest_return":
            yield DraftClaim("largest_return", claim["scope"], claim["value"], "", words)
        else:
            yield DraftClaim(claim["measure"], "exchange", claim["value"], "", words)
