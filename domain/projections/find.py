"""Finding anything by a few words: exchanges, mediator notes and sources, a handful of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

import msgspec

from domain.model.vocabulary import mediator_name
from domain.projections.exchange_list import Filter, exchange_numbers, exchange_page
from domain.projections.exchanges import ExchangeRow
from domain.projections.view import View

MOST: Final = 8  # of each kind; whoever wants more of them filters the page
_PAGE: Final = 512

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
    words = text.casefold().split()
    if not words:
        return []
    return [
        *_exchanges(view, text, language),
        *islice(_notes(view, words, language), MOST),
        *islice(_sources(view, words), MOST),
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
    """The subject numbers of exchanges of which a source says that they are the n-th."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        return []
    rows = view.all(
        "SELECT x.subject FROM records r JOIN subjects s ON s.id = r.owner "
        f"JOIN exchanges x ON x.subject = s.subject AND {view.known_of('x')} "
        "WHERE r.kind = 'claim' AND r.standing <> 'retracted' "
        "AND json_extract(r.record, '$.measure') = 'exchange_ordinal' "
        f"AND json_extract(r.record, '$.value') = ? AND {view.known_of('r')} "
        "ORDER BY x.first_day DESC LIMIT ?",
        int(digits),
        MOST,
    )
    return [row[0] for row in rows]


def _notes(view: View, words: Sequence[str], language: str) -> Iterator[Found]:
    for row, record in _records(view, "note"):
        if row["standing"] == "retracted":
            continue
        mediator = mediator_name(record.get("mediator", ""), language)
        text = " ".join(str(record.get("text", "")).split())
        if _fits(words, mediator, text):
            yield Found("note", row["id"], row["owner"], mediator, text)


def _sources(view: View, words: Sequence[str]) -> Iterator[Found]:
    for row, record in _records(view, "source"):
        parts = [str(record.get(key, "")) for key in ("published", "publisher", "title", "address")]
        if _fits(words, *parts):
            day, publisher, title, address = parts
            shown = ", ".join(part for part in (publisher, title) if part) or address
            yield Found("source", row["id"], "", shown, day)


def _records(view: View, kind: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Records of a kind, latest first, read a few at a time."""
    last = view.one("SELECT coalesce(max(subject), 0) + 1 FROM subjects")
    while rows := view.all(
        "SELECT subject, id, owner, standing, record FROM records "
        f"WHERE +kind = ? AND subject < ? AND {view.known} ORDER BY subject DESC LIMIT {_PAGE}",
        kind,
        last,
    ):
        for row in rows:
            yield row, msgspec.json.decode(row["record"])
        last = rows[-1]["subject"]


def _fits(words: Sequence[str], *texts: str) -> bool:
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)
