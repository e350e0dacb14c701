"""The published record, March 2022 to 30 December 2024: a ledger to look at and to learn from.

The facts were read by hand from public reports, one source a row; an empty cell means that the
source does not say, never 0. Opening balances stand in for the gaps of 2022 and 2023: what the
government's own count had reached on the days from which its figures agree with one another.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from domain.ledger import Ledger
from domain.model.draft import Draft, DraftClaim, read_draft
from domain.model.sources import Source, source_from_words
from domain.storage.profile import Profile

NAME: Final = "Published record 2022–2024"
LARGEST: Final = "2024-01-03"
LAST: Final = "2024-12-30"
TOTAL_STARTS: Final = "2024-01-03"  # from here on the claimed totals to date agree
ORDINALS_START: Final = "2024-01-31"  # from here on the claimed ordinals follow one another
STATEMENT: Final = Source(
    publisher="Coordination Headquarters for the Treatment of Prisoners of War (via Ukrinform)",
    title="1,358 Ukrainians freed in 2024, 189 of them on 30 December",
    published=LAST,
    language="en",
)

_LINES: Final = {
    "military": ("status", "military"),
    "civilians": ("status", "civilian"),
    "foreigners": ("nationality", "foreigners"),
    "officers": ("rank", "officers"),
    "enlisted": ("rank", "privates_and_sergeants"),
    "women": ("sex", "women"),
}


def build(path: Path, profile: Profile, **options: Any) -> Ledger:
    """A new ledger at `path` with the published record, its sources and its claims; left open."""
    ledger = Ledger.create(path, profile, name=NAME, **options)
    for row in rows():
        ledger.record(draft_of(row), source_from_words(row["source"]))
        if row["date"] == TOTAL_STARTS:
            value = int(row["claimed_total_to_date"])
            ledger.open_with("returned_total", "all", value, row["source"], TOTAL_STARTS)
        if row["date"] == ORDINALS_START:
            value = int(row["ordinal_overall"])
            ledger.open_with("exchange_ordinal", "all", value, row["source"], ORDINALS_START)
    claimed = (
        (DraftClaim("returned_total", "year:2024", 1358, LAST), LAST),
        (DraftClaim("largest_return", "all", 230, LAST), LARGEST),
    )
    for claim, exchange in claimed:
        ledger.claim(claim, STATEMENT, exchange)
    return ledger


def rows() -> Iterator[dict[str, str]]:
    """The rows of the record in order of day; columns are named in the file's first line."""
    text = files(__package__).joinpath("published_record.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def draft_of(row: Mapping[str, str]) -> Draft:
    """One row as the draft that an operator would have entered."""
    lines, is_partial = _branches(row["branches"])
    breakdowns: dict[str, list[dict[str, Any]]] = {"branch": lines}
    for column, (dimension, category) in _LINES.items():
        if row[column]:
            line = {"category": category, "count": int(row[column]), "within": None}
            breakdowns.setdefault(dimension, []).append(line)
    draft = read_draft(
        {
            "kind": row["kind"],
            "occurred": row["date"],
            **{leg: _number(row[leg]) for leg in ("returned", "handed_over", "remains")},
            "remarks": row["remarks"],
            "breakdowns": breakdowns,
            "mediators": row["mediators"].split(";") if row["mediators"] else [],
            "claims": list(_claims(row)),
        }
    )
    if not is_partial:
        return draft
    return Draft({**draft.fields, "branch": "highlight"}, draft.mediators, draft.claims)


def _claims(row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Claims of a row, without the two figures that the opening balances rest on."""
    day = row["date"]
    total = row["claimed_total_to_date"]
    if total.isdigit() and day != TOTAL_STARTS:
        yield {"measure": "returned_total", "scope": "all", "value": int(total)}
    if row["ordinal_overall"] and day != ORDINALS_START:
        value = int(row["ordinal_overall"])
        yield {"measure": "exchange_ordinal", "scope": "all", "value": value}
    if row["ordinal_in_year"]:
        value = int(row["ordinal_in_year"])
        yield {"measure": "exchange_ordinal", "scope": f"year:{day[:4]}", "value": value}


def _branches(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Lines of `armed_forces=87(territorial_defence=17);navy=24`, and whether it says `partial`.

    Inside brackets, lines lie within the one before them and are separated by commas.
    """
    lines = []
    is_partial = False
    for part in text.split(";") if text else []:
        if part == "partial":
            is_partial = True
            continue
        top, _, inner = part.rstrip(")").partition("(")
        holder, _, count = top.partition("=")
        lines.append({"category": holder, "count": int(count), "within": None})
        for nested in inner.split(",") if inner else []:
            category, _, count = nested.partition("=")
            lines.append({"category": category, "count": int(count), "within": holder})
    return lines, is_partial


def _number(text: str) -> int | None:
    return int(text) if text else None
