"""The sources that facts rest on."""

from dataclasses import dataclass
from typing import Any

import msgspec

from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A statement or report; `text_hash` is the SHA-256 of its text, empty without a text."""

    id: str
    published: str
    publisher: str
    title: str
    address: str
    language: str
    text_hash: str
    conflicts: str


def sources(view: View) -> list[SourceRow]:
    """Every source, in order of publication."""
    rows = view.all(f"SELECT * FROM records WHERE kind = 'source' AND {view.known}")
    return sorted(
        _read(rows), key=lambda row: (row.published, row.publisher, row.title, row.address)
    )


def latest_sources(view: View, limit: int) -> list[SourceRow]:
    """The sources recorded last, latest first."""
    rows = view.all(
        f"SELECT * FROM records WHERE kind = 'source' AND {view.known} "
        "ORDER BY subject DESC LIMIT ?",
        limit,
    )
    return _read(rows)


def _read(rows: list[Any]) -> list[SourceRow]:
    found = []
    for row in rows:
        record = msgspec.json.decode(row["record"])
        found.append(
            SourceRow(
                id=row["id"],
                published=record.get("published", ""),
                publisher=record.get("publisher", ""),
                title=record.get("title", ""),
                address=record.get("address", ""),
                language=record.get("language", ""),
                text_hash=record.get("text_hash", ""),
                conflicts=row["conflicts"],
            )
        )
    return found
