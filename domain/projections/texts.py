"""What can be searched for in words: free texts without upper case, and which exchange each is of.

Names that the program knows itself (kinds, mediators, months) are not kept here: `searching` looks
them up in what was typed.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from domain.projections.rows import ExchangeRow, RecordRow
from domain.projections.versions import Cursor, VersionedRows

_ALIKE: Final = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "\N{NO-BREAK SPACE}": " "})
_PARTS: Final = {"note": ("text", "role"), "source": ("publisher", "title", "address", "published")}


def folded(text: str) -> str:
    """`text` as it is compared: in no case of letters, with one kind of apostrophe and space."""
    return unicodedata.normalize("NFC", text).casefold().translate(_ALIKE)


class Texts:
    """Keeps the tables `texts` and `rests_on`; their versions are the rows' own."""

    def __init__(self) -> None:
        self._texts = VersionedRows("texts", 2)
        self._rests: list[tuple[str, int, int]] = []

    def change(
        self,
        position: int,
        numbers: Mapping[str, int],
        row: ExchangeRow | RecordRow,
        old: ExchangeRow | RecordRow | None,
    ) -> None:
        """From `position` on, a record shows `row`; `numbers` are those of its family."""
        exchange = _exchange_of(row, numbers)
        if exchange is not None and (old is None or old.sources != row.sources):
            known = old.sources.split() if old is not None else ()
            new = (source for source in row.sources.split() if source not in known)
            self._rests += [(source, exchange, position) for source in new]
        said = (exchange, _text(row))
        before = (_exchange_of(old, numbers), _text(old)) if old is not None else (None, "")
        if said != before and (said[1] or before[1]):
            self._texts.change(position, numbers[row.id], said, is_new=old is None)

    def write(self, cursor: Cursor) -> None:
        """After the subjects and their events: a source counts once it has come."""
        self._texts.write(cursor)
        cursor.executemany(
            "INSERT OR IGNORE INTO rests_on SELECT s.subject, ?2, ?3 FROM subjects s "
            "WHERE s.id = ?1 AND EXISTS "
            "(SELECT 1 FROM subject_events t WHERE t.subject = s.subject AND t.position <= ?3)",
            self._rests,
        )
        self._rests = []


def _exchange_of(row: ExchangeRow | RecordRow, numbers: Mapping[str, int]) -> int | None:
    """The exchange that finding the record means; None for a source, which may carry several."""
    if isinstance(row, ExchangeRow):
        return numbers[row.id]
    return numbers.get(row.owner) if row.kind == "note" else None


def _text(row: ExchangeRow | RecordRow) -> str:
    """The free text of a record, folded; nothing of a note that was retracted."""
    if isinstance(row, ExchangeRow):
        remarks = '"remarks":' in row.fields and msgspec.json.decode(row.fields).get("remarks")
        return folded(f"{row.place}\n{remarks or ''}").strip()
    if row.kind not in _PARTS or row.standing == "retracted":
        return ""
    record: Mapping[str, Any] = msgspec.json.decode(row.record)
    return folded("\n".join(filter(None, (record.get(part) for part in _PARTS[row.kind]))))
