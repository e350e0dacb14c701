"""What a statement proposes for a record, field by field, and the words each field rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.model.draft import Draft
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.model.vocabulary import STANDARD, Vocabulary
from domain.statements.document import Document
from domain.statements.reader import read
from domain.statements.reading import Reading
from domain.statements.recordable import recordable, source_of

Words = tuple[int, int, str]  # start and end in the text, and the field that rests on them


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading made ready for a form; `draft` is None where the text tells no exchange.

    Fields are called as the record calls them (`returned`, `branch.navy`), a claim by its place
    among the draft's claims (`claims/0`).
    """

    reading: Reading
    source: Source
    draft: Draft | None = None
    words: tuple[Words, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()


def propose(document: Document, vocabulary: Vocabulary = STANDARD) -> Proposal:
    """Read a statement for a form."""
    reading = read(document.text, published=_day(document.published))
    source = source_of(document, reading, "", None)
    if reading.draft["kind"] == "none":
        return Proposal(reading, source)
    try:
        made = recordable(reading, document, vocabulary)
    except Refused:  # a category that the ledger does not have, a count no record can hold
        return Proposal(reading, source)
    words = list(_words(reading, made.left_out))
    left_out = [span for *span, field in words if not field]
    return Proposal(
        reading,
        source,
        made.draft,
        tuple(found for found in words if found[2]),
        tuple((start, end) for start, end in left_out),
    )


def _words(reading: Reading, left_out: Sequence[Mapping[str, Any]]) -> Iterator[Words]:
    """The words of every field; of a line that the record has no place for, without a field."""
    for fact in reading.facts:
        kind, *rest = fact.path.split(".")
        field = kind.removesuffix("_bound")
        if kind == "breakdowns":
            line = reading.draft["breakdowns"][rest[0]][int(rest[1])]
            is_out = any(line is other for other in left_out)
            field = "" if is_out else f"{rest[0]}.{line['category']}"
        elif kind == "claims":
            field = f"claims/{rest[0]}"
        yield *fact.span, field
    stated = len(reading.draft["claims"])
    for place, claim in enumerate(reading.further_claims):
        yield *claim["span"], f"claims/{stated + place}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
