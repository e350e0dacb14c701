"""What the list of events is filtered by: who recorded, when, what kind, which fields.

A row of five numbers for each event. Operators, kinds and sets of fields are few and repeat, so
they are kept once, as numbered words.
"""

from collections.abc import Sequence

from domain.events import Event
from domain.projections.history import event_kind
from domain.projections.versions import Cursor
from domain.state import Touch


class EntryLog:
    """Gathers rows until they are written. Words have numbers in order of need."""

    def __init__(self, cursor: Cursor) -> None:
        cursor.execute("SELECT word, sort, text FROM entry_words")
        self._words = {(row[1], row[2]): row[0] for row in cursor.fetchall()}
        self._made: list[tuple[int, str, str, int]] = []
        self._rows: list[tuple[int, int, int, int, int]] = []

    def add(self, position: int, event: Event, touches: Sequence[Touch]) -> None:
        """Note the event at a position; `touches` are what it does."""
        fields = sorted({write.field for touch in touches for write in touch.writes})
        self._rows.append(
            (
                position,
                event.clock,
                self._word("operator", event.header.by, position),
                self._word("kind", event_kind(event), position),
                self._word("fields", " ".join(fields), position),
            )
        )

    def write(self, cursor: Cursor) -> None:
        cursor.executemany("INSERT INTO entry_words VALUES (?, ?, ?, ?)", self._made)
        cursor.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", self._rows)
        self._made, self._rows = [], []

    def _word(self, sort: str, text: str, position: int) -> int:
        number = self._words.get((sort, text))
        if number is None:
            number = self._words[(sort, text)] = len(self._words) + 1
            self._made.append((number, sort, text, position))
        return number
