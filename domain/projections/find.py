"""Finding anything by a few words: exchanges, mediator notes and sources, a handful of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from domain.model.vocabulary import MEDIATORS, mediator_name
from domain.projections.exchange_list import Filter, exchange_numbers, exchange_page, years
from domain.projections.exchanges import ExchangeRow
from domain.projections.searching import words_of
from domain.projections.texts import folded
from domain.projections.view import View

MOST: Final = 8  # of each kind; whoever wants more of them filters the page
_LONGEST_ORDINAL: Final = 4  # digits

Kind = Literal["exchange", "note", "source"]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that fits. `exchange` is the one it belongs to, empty where it has none; `count`
    is the number of people returned, None where it is unknown or makes no sense."""

    kind: Kind
    id: str
    exchange: str
    title: str
    detail: str
    count: int | None = None


def find(view: View, text: str, language: str = "en") -> list[Found]:
    """What fits every word of `text`, in any case of letters; nothing for an empty text.

    A number alone also finds the exchange with this ordinal.
    """
    words = words_of(text)
    if not words:
        return []
    return [
        *_exchanges(view, text, language),
        *_notes(view, words, language),
        *_sources(view, words),
    ]


def _exchanges(view: View, text: str, language: str) -> Iterator[Found]:
    """Exchanges that fit, the latest first; before them the one that has the number."""
    numbered = _with_ordinal(view, text.strip().lstrip("№#").strip())
    fitting = exchange_numbers(view, Filter(text=text), descending=True)
    numbers = list(dict.fromkeys([*numbered, *fitting[:MOST]]))[:MOST]
    for row in exchange_page(view, numbers, language):
        yield _of_exchange(row.row, language)


def _of_exchange(row: ExchangeRow, language: str) -> Found:
    mediators = ", ".join(mediator_name(code, language) for code in row.mediators.split())
    remarks = " ".join(row.remarks.split())
    detail = " · ".join(part for part in (row.place, mediators, remarks) if part)
    count = row.returned if isinstance(row.returned, int) else None
    return Found("exchange", row.id, row.id, row.occurred, detail, count)


def _with_ordinal(view: View, digits: str) -> list[int]:
    """The subject numbers of the n-th numbered exchange of each year, the latest year first."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_ORDINAL):
        return []
    if not int(digits):
        return []
    found = []
    for year in years(view):
        found += view.all(
            "SELECT subject FROM exchanges WHERE kind = 'exchange' AND counting = id "
            "AND parent = '' AND first_day >= ? AND first_day < ? "
            f"AND {view.known} ORDER BY first_day, recorded_clock, id LIMIT 1 OFFSET ?",
            year,
            f"{year}~",
            int(digits) - 1,
        )
    return [row[0] for row in found][:MOST]


def _notes(view: View, words: Sequence[str], language: str) -> Iterator[Found]:
    """Notes that the words fit; what names a mediator may be the note's mediator."""
    named = {word: _mediators(word) for word in words}
    said = [word for word in words if not named[word]]
    if not said:
        return
    for row, record in _records(view, "t.exchange IS NOT NULL AND t.exchange <> t.subject", said):
        code = record.get("mediator", "")
        text = " ".join(str(record.get("text", "")).split())
        if all(word in said or code in named[word] or word in folded(text) for word in words):
            yield Found("note", row["id"], row["owner"], mediator_name(code, language), text)


def _sources(view: View, words: Sequence[str]) -> Iterator[Found]:
    for row, record in _records(view, "t.exchange IS NULL", words):
        parts = (str(record.get(key, "")) for key in ("publisher", "title"))
        shown = ", ".join(part for part in parts if part) or str(record.get("address", ""))
        yield Found("source", row["id"], "", shown, str(record.get("published", "")))


def _records(view: View, which: str, words: Sequence[str]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The latest records whose text every word is in. Only the texts are gone through."""
    fits = " AND ".join("instr(t.text, ?) > 0" for _ in words)
    for found in view.all(
        f"SELECT t.subject FROM texts t WHERE {which} AND {fits} AND {view.known_of('t')} "
        f"ORDER BY t.subject DESC LIMIT {MOST}",
        *words,
    ):
        row = view.first(
            f"SELECT id, owner, record FROM records WHERE subject = ? AND {view.known}", found[0]
        )
        if row is not None:
            yield row, msgspec.json.decode(row["record"])


def _mediators(word: str) -> list[str]:
    """The mediators that a word names, in either language."""
    return [code for code, name in MEDIATORS.items() if word in folded(f"{name.en} {name.uk}")]
