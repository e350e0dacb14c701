"""One consistent look at a ledger as it was known at one position: names, words, single records."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec

from domain.events import Event, read_event
from domain.model import policy as policies
from domain.model.dating import parse_dating
from domain.model.policy import Policy, policy_from_rule
from domain.model.refusal import Refused
from domain.model.vocabulary import BUILT_IN, STANDARD, Dimension, Name, Vocabulary
from domain.projections.cell_names import CellNames
from domain.projections.versions import Cursor
from domain.state import Subject, ever_linked, fold

Found = TypeVar("Found")
SHORT: Final = 12  # characters of an id that tables show; enough for any ledger in practice


class View:
    """What the ledger said at `position` (0 is before its first event; `last` is now).

    Valid inside the transaction that made it. Every table is asked through a view, so that all
    the figures on a page belong together.
    """

    def __init__(
        self, cursor: Cursor, position: int | None = None, cell_names: CellNames | None = None
    ) -> None:
        self.cursor = cursor
        self.cell_names = cell_names or CellNames()
        self.last: int = self.one("SELECT coalesce(max(position), 0) FROM stored_events")
        self.position = self.last if position is None else position
        self._titles: dict[str, str] = {}
        self._once: dict[str, Any] = {}
        if not 0 <= self.position <= self.last:
            raise Refused("when_range", "as-of", text=self.position, last=self.last)

    @property
    def is_now(self) -> bool:
        return self.position == self.last

    # --- asking ------------------------------------------------------------------------------

    def all(self, sql: str, *parameters: Any) -> list[Any]:
        self.cursor.execute(sql, parameters)
        return list(self.cursor.fetchall())

    def first(self, sql: str, *parameters: Any) -> Any:
        self.cursor.execute(sql, parameters)
        return self.cursor.fetchone()

    def one(self, sql: str, *parameters: Any) -> Any:
        return self.first(sql, *parameters)[0]

    def once(self, name: str, read: Callable[["View"], Found]) -> Found:
        """What `read` finds, read only once for all who ask this view for `name`."""
        if name not in self._once:
            self._once[name] = read(self)
        found: Found = self._once[name]
        return found

    @property
    def known(self) -> str:
        """The SQL condition that picks the version of a row known at this position."""
        return self.known_of("")

    def known_of(self, alias: str) -> str:
        """The same condition for a table under an alias."""
        at = f"{alias}." if alias else ""
        if self.is_now:
            return f"{at}to_position IS NULL"
        return (
            f"{at}from_position <= {self.position} "
            f"AND ({at}to_position IS NULL OR {at}to_position > {self.position})"
        )

    # --- words -------------------------------------------------------------------------------

    @cached_property
    def name(self) -> str:
        """The ledger's own name."""
        row = self.first(f"SELECT record FROM records WHERE kind = 'ledger' AND {self.known}")
        return str(msgspec.json.decode(row[0]).get("name", "")) if row else ""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The built-in words and those that this ledger had defined by then."""
        rows = self.all(
            "SELECT id, record FROM records WHERE kind IN ('dimension', 'category') "
            f"AND {self.known} ORDER BY kind DESC, id"
        )
        if not rows:
            return STANDARD
        dimensions = dict(BUILT_IN)
        for row in rows:
            kind, _, name = row["id"].partition(":")
            words = msgspec.json.decode(row["record"])["definition"]
            if kind == "dimension":
                dimensions[name] = Dimension(Name(words["en"], words["uk"]), words["mode"])
                continue
            dimension, _, category = name.partition(".")
            dimensions = dict(
                Vocabulary(dimensions)
                .with_category(dimension, category, Name(words["en"], words["uk"]))
                .dimensions
            )
        return Vocabulary(dimensions)

    @cached_property
    def policies(self) -> Mapping[str, Policy]:
        found = dict(policies.BUILT_IN)
        for row in self.all(f"SELECT * FROM records WHERE kind = 'policy' AND {self.known}"):
            name = row["id"].partition(":")[2]
            rule = msgspec.json.decode(row["record"])["definition"]["rule"]
            found[name] = policy_from_rule(name, rule)
        return found

    def policy(self, name: str) -> Policy:
        if name not in self.policies:
            raise Refused("policy_unknown", "policy", text=name, known=", ".join(self.policies))
        return self.policies[name]

    @cached_property
    def newer_events(self) -> int:
        """How many events a newer program made: tables are incomplete where this is not 0."""
        found: int = self.one(
            "SELECT count(*) FROM newer_events WHERE position <= ?", self.position
        )
        return found

    @cached_property
    def malformed_events(self) -> int:
        """How many events hold something that no program of ours has written: tables are made
        without them, and are incomplete where this is not 0."""
        found: int = self.one(
            "SELECT count(*) FROM malformed_events WHERE position <= ?", self.position
        )
        return found

    # --- single records ----------------------------------------------------------------------

    def events_of(self, *subjects: str) -> list[tuple[int, Event]]:
        """Every event that touches any of the subjects, with its position, in order."""
        marks = ", ".join("?" * len(subjects))
        rows = self.all(
            "SELECT DISTINCT e.position, e.state FROM subjects s "
            "JOIN subject_events t ON t.subject = s.subject "
            "JOIN stored_events e ON e.position = t.position "
            f"WHERE s.id IN ({marks}) AND e.position <= ? ORDER BY e.position",
            *subjects,
            self.position,
        )
        return [(row[0], read_event(row[1])) for row in rows]

    def family(self, subject: str) -> dict[str, Subject]:
        """The subject and all that was ever linked with it, as known then; empty where unknown."""
        rows = self.all(
            "SELECT id FROM subjects WHERE family = (SELECT family FROM subjects WHERE id = ?)",
            subject,
        )
        if not rows:
            return {}
        members = {row[0] for row in rows}
        events = [event for _, event in self.events_of(*members)]
        if not self.is_now:
            members = ever_linked(events, subject)  # `subjects` knows families as they are now
        return {key: found for key, found in fold(events).items() if key in members}

    def subject(self, subject: str) -> Subject | None:
        """One subject as known then, folded from its own events."""
        return fold(event for _, event in self.events_of(subject)).get(subject)

    def find(self, text: str, *kinds: str, where: str = "subject") -> str:
        """The id of the record that `text` means: its id, a prefix, or its exchange's date.

        Raises Refused when nothing, or more than one record, fits.
        """
        words = text.strip()
        if not words:
            raise Refused("needed", where)
        rows = self._on_day(words) if "exchange" in kinds else []
        if not rows and all(letter in "0123456789abcdef" for letter in words):
            rows = self.all(
                "SELECT id, kind FROM subjects WHERE id >= ? AND id < ? AND kind <> ''",
                words,
                words + "g",
            )
            rows = [row for row in rows if row[1] in kinds or row[0] == words]
        if not rows:
            raise Refused("not_found", where, text=words)
        if len(rows) > 1:
            some = ", ".join(row[0][:SHORT] for row in rows[:4])
            raise Refused("ambiguous", where, text=words, count=len(rows), some=some)
        found = str(rows[0][0])
        kind = self.one("SELECT kind FROM subjects WHERE id = ?", found)
        if kind not in kinds:
            raise Refused(
                "subject_kind", where, subject=words, found=kind, wanted=" / ".join(kinds)
            )
        return found

    def _on_day(self, words: str) -> list[Any]:
        """The exchanges that occurred just then, where `words` are a date: the counting ones, or
        else those that are retracted or merged."""
        try:
            occurred = parse_dating(words)
        except Refused:
            return []
        dated = self.all(
            "SELECT id, counting FROM exchanges WHERE first_day = ? AND occurred = ? "
            f"AND {self.known}",
            occurred.first.isoformat(),
            str(occurred),
        )
        return [row for row in dated if row[0] == row[1]] or dated

    def source_titles(self, sources: str) -> str:
        """The titles of several sources (ids with spaces between)."""
        titles = []
        for source in sources.split():
            if source not in self._titles:
                self._titles[source] = self.source_title(source)
            titles.append(self._titles[source])
        return "; ".join(title for title in titles if title)

    def source_title(self, source: str) -> str:
        """What a reader needs to know a source by: publisher or title, address, day."""
        row = self.first(
            "SELECT r.record FROM subjects s JOIN records r ON r.subject = s.subject "
            f"WHERE s.id = ? AND {self.known_of('r')}",
            source,
        )
        if row is None:
            return ""
        record = msgspec.json.decode(row[0])
        parts = [record.get(key, "") for key in ("publisher", "title", "address", "published")]
        return ", ".join(part for part in parts if part)


def position_at(cursor: Cursor, when: str) -> int:
    """The position that `when` means: a position, a date or a date-time.

    A date means the last arrival not after the end of that day, on this machine's clock.
    """
    words = when.strip()
    if words.isascii() and words.isdigit():
        return int(words)
    try:
        if len(words) == 10:
            moment = datetime.combine(date.fromisoformat(words), time.max)
        else:
            moment = datetime.fromisoformat(words)
        milliseconds = int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):  # the latter: no clock reaches that year
        raise Refused("when_form", "as-of", text=words) from None
    cursor.execute("SELECT max(last_position) FROM arrivals WHERE at <= ?", (milliseconds,))
    return cursor.fetchone()[0] or 0
