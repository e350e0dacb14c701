"""The families of records that projections are at work on; the others are folded when needed."""

from collections import OrderedDict
from typing import Final, NamedTuple

from domain.events import Event, read_event
from domain.family import judge
from domain.projections.cells import Amounts, amounts, gather
from domain.projections.reading import NoteReading, Reading, read_exchange, read_note
from domain.projections.rows import ExchangeRow, RecordRow, exchange_row, record_row
from domain.projections.share import summed
from domain.projections.versions import Cursor
from domain.state import LINK_FIELDS, Subject, Touch, apply, touches

KEPT: Final = 8_000  # families that stay in memory from one writing to the next


class Outcome(NamedTuple):
    """What a family comes to: its share of the cells and twins, and a row for each record."""

    amounts: Amounts
    twins: dict[str, int]
    rows: dict[str, ExchangeRow | RecordRow]


class Family:
    """Records that name one another, numbered like the oldest of them. `last` is the outcome that
    the tables show."""

    __slots__ = ("last", "notes", "number", "numbers", "readings", "subjects", "touched")

    def __init__(self, number: int, numbers: dict[str, int]) -> None:
        self.number = number
        self.numbers = numbers  # of the subjects, by id
        self.subjects = {key: Subject(key) for key in numbers}
        self.readings: dict[str, Reading] = {}
        self.notes: dict[str, NoteReading | None] = {}
        self.touched: set[str] = set()  # subjects that changed since the last outcome
        self.last = Outcome({}, {}, {})

    def apply(self, touch: Touch, event: Event) -> None:
        """Fold what an event does to one of the subjects."""
        apply(self.subjects[touch.subject], touch, event)
        self.touched.add(touch.subject)

    def outcome(self) -> Outcome:
        """What the family comes to now."""
        rows = dict(self.last.rows)
        for key in self.touched:
            subject = self.subjects[key]
            if subject.kind == "exchange":
                self.readings[key] = read_exchange(subject)
            elif subject.kind:
                rows[key] = record_row(subject)
                if subject.kind == "note":
                    self.notes[key] = read_note(subject)
        self.touched.clear()
        if not self.readings:
            return Outcome({}, {}, rows)
        verdicts = judge(self.subjects)
        gathered = gather(verdicts, self.readings, self.notes)
        for key, reading in self.readings.items():
            rows[key] = exchange_row(reading, verdicts[key], gathered)
        return Outcome(*amounts(gathered), rows)

    def take_in(self, other: "Family") -> None:
        """Make the other family's records, and what they came to, this one's own; the other has
        nothing more to show."""
        self.subjects |= other.subjects
        self.numbers |= other.numbers
        self.readings |= other.readings
        self.notes |= other.notes
        self.touched |= other.touched
        other.touched.clear()
        mine, theirs = self.last, other.last
        self.last = Outcome(
            _both(mine.amounts, theirs.amounts),
            {
                key: mine.twins.get(key, 0) + theirs.twins.get(key, 0)
                for key in mine.twins | theirs.twins
            },
            mine.rows | theirs.rows,
        )


class Families:
    """Every family by the subjects in it: found, begun and joined."""

    def __init__(self, cursor: Cursor) -> None:
        self._kept: OrderedDict[int, Family] = OrderedDict()
        self._home: dict[str, Family] = {}  # by subject, for those kept
        self._begun: dict[str, None] = {}  # subjects since the last writing, in order
        self._altered: dict[str, None] = {}  # subjects with another kind or family than on disk
        cursor.execute("SELECT coalesce(max(subject), 0) FROM subjects")
        self._subjects = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM subjects WHERE kind = ''")
        self._awaited = {row[0] for row in cursor.fetchall()}  # named, but not recorded yet

    def apply(self, cursor: Cursor, touch: Touch, event: Event) -> Family:
        """Fold what an event does to a subject; returns the family that it then belongs to."""
        key = touch.subject
        family = self._of(cursor, key, is_new=key == event.id and key not in self._awaited)
        if touch.kind and not family.subjects[key].kind:
            self._altered[key] = None
        family.apply(touch, event)
        if touch.basis is not None or any(write.field in LINK_FIELDS for write in touch.writes):
            for target in family.subjects[key].links():
                family = self._join(family, self._of(cursor, target))
        return family

    def write(self, cursor: Cursor) -> None:
        """Bring the disk up to date, and let go of what was not needed for longest."""
        for subject_id in self._begun:
            self._altered.pop(subject_id, None)
        cursor.executemany(
            "INSERT INTO subjects VALUES (?, ?, ?, ?)", [*map(self._row, self._begun)]
        )
        cursor.executemany(
            "UPDATE subjects SET kind = ?3, family = ?4 WHERE subject = ?1 AND id = ?2",
            [*map(self._row, self._altered)],
        )
        self._begun, self._altered = {}, {}
        while len(self._kept) > KEPT:
            _, family = self._kept.popitem(last=False)
            for subject_id in family.subjects:
                del self._home[subject_id]

    def _row(self, subject_id: str) -> tuple[int, str, str, int]:
        family = self._home[subject_id]
        kind = family.subjects[subject_id].kind
        (self._awaited.discard if kind else self._awaited.add)(subject_id)
        return family.numbers[subject_id], subject_id, kind, family.number

    def _of(self, cursor: Cursor, subject_id: str, *, is_new: bool = False) -> Family:
        """The family that a subject is in; a subject nobody named before begins one."""
        family = self._home.get(subject_id)
        if family is not None:
            self._kept.move_to_end(family.number)
            return family
        if not is_new:
            cursor.execute("SELECT family FROM subjects WHERE id = ?", (subject_id,))
            row = cursor.fetchone()
            if row is not None:
                return self._keep(_folded(cursor, row[0]))
        self._subjects += 1
        self._begun[subject_id] = None
        return self._keep(Family(self._subjects, {subject_id: self._subjects}))

    def _keep(self, family: Family) -> Family:
        self._kept[family.number] = family
        for subject_id in family.subjects:
            self._home[subject_id] = family
        return family

    def _join(self, one: Family, other: Family) -> Family:
        """One family out of two that turned out to be linked; the older one's number stays."""
        if one is other:
            return one
        keep, gone = (one, other) if one.number < other.number else (other, one)
        keep.take_in(gone)
        for subject_id in gone.subjects:
            self._home[subject_id] = keep
            self._altered[subject_id] = None
        del self._kept[gone.number]
        return keep


def _folded(cursor: Cursor, number: int) -> Family:
    """A family from its events, as far as the tables have come; it comes to what they show."""
    cursor.execute("SELECT id, subject FROM subjects WHERE family = ?", (number,))
    family = Family(number, {row[0]: row[1] for row in cursor.fetchall()})
    cursor.execute(
        "SELECT state FROM stored_events WHERE position IN "
        "(SELECT position FROM subjects JOIN subject_events USING (subject) WHERE family = ?) "
        "ORDER BY position",
        (number,),
    )
    for (stored,) in cursor.fetchall():
        event = read_event(stored)
        for touch in touches(event):
            if touch.subject in family.subjects:
                family.apply(touch, event)
    family.last = family.outcome()
    return family


def _both(mine: Amounts, theirs: Amounts) -> Amounts:
    found = dict(mine)
    for place, share in theirs.items():
        found[place] = summed(found[place], share) if place in found else share
    return found
