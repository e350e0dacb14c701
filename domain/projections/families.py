"""The families of records that projections are at work on, in memory; the rest is on disk."""

from collections import OrderedDict
from typing import Final, NamedTuple, TypeVar

import msgspec

from domain.events import Event
from domain.family import judge
from domain.projections.cells import Amounts, amounts, gather
from domain.projections.reading import Reading, read_exchange
from domain.projections.rows import ExchangeRow, RecordRow, exchange_row, record_row
from domain.projections.versions import Cursor
from domain.state import LINK_FIELDS, Subject, Touch, apply

KEPT: Final = 8_000  # families in memory between writings; the rest is read when needed

_Key = TypeVar("_Key")
_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[Subject]).decode


class Outcome(NamedTuple):
    """What a family comes to: its share of the cells and twins, and a row for each record."""

    amounts: Amounts
    twins: dict[str, int]
    rows: dict[str, ExchangeRow | RecordRow]


class Family:
    """Records that name one another. `last` is the outcome that the tables show."""

    __slots__ = ("last", "number", "numbers", "readings", "subjects", "touched")

    def __init__(self, number: int) -> None:
        self.number = number
        self.subjects: dict[str, Subject] = {}
        self.numbers: dict[str, int] = {}  # of the subjects, by id
        self.readings: dict[str, Reading] = {}
        self.touched: set[str] = set()  # subjects that changed since the last outcome
        self.last = Outcome({}, {}, {})

    def outcome(self) -> Outcome:
        """What the family comes to now."""
        rows = dict(self.last.rows)
        for key in self.touched:
            subject = self.subjects[key]
            if subject.kind == "exchange":
                self.readings[key] = read_exchange(subject)
            elif subject.kind:
                rows[key] = record_row(subject)
        self.touched.clear()
        if not self.readings:
            return Outcome({}, {}, rows)
        verdicts = judge(self.subjects)
        gathered = gather(self.subjects, verdicts, self.readings)
        for key, reading in self.readings.items():
            rows[key] = exchange_row(self.subjects[key], reading, verdicts[key], gathered)
        return Outcome(*amounts(gathered), rows)

    def take_in(self, other: "Family") -> None:
        """Make the other family's records, and what they came to, this one's own."""
        self.subjects |= other.subjects
        self.numbers |= other.numbers
        self.readings |= other.readings
        self.touched |= other.touched
        mine, theirs = self.last, other.last
        self.last = Outcome(
            _sum(mine.amounts, theirs.amounts),
            _sum(mine.twins, theirs.twins),
            mine.rows | theirs.rows,
        )


class Families:
    """Every family by the subjects in it: found, begun, joined, and written again."""

    def __init__(self, cursor: Cursor) -> None:
        self._kept: OrderedDict[int, Family] = OrderedDict()
        self._home: dict[str, Family] = {}  # by subject, for those kept
        self._begun: dict[str, None] = {}  # subjects since the last writing, in order
        self._altered: dict[str, None] = {}  # subjects with another kind or family than on disk
        self._changed: dict[int, Family] = {}
        cursor.execute("SELECT coalesce(max(subject), 0), coalesce(max(family), 0) FROM subjects")
        self._subjects, self._families = tuple(cursor.fetchone())
        cursor.execute("SELECT id FROM subjects WHERE kind = ''")
        self._awaited = {row[0] for row in cursor.fetchall()}  # named, but not recorded yet

    def of(self, cursor: Cursor, subject_id: str, *, is_recorded_now: bool = False) -> Family:
        """The family that a subject is in; a subject nobody named before begins one."""
        family = self._home.get(subject_id)
        if family is not None:
            self._kept.move_to_end(family.number)
            return family
        if not is_recorded_now or subject_id in self._awaited:
            cursor.execute("SELECT family FROM subjects WHERE id = ?", (subject_id,))
            row = cursor.fetchone()
            if row is not None:
                return self._load(cursor, row[0])
        return self._begin(subject_id)

    def apply(self, cursor: Cursor, touch: Touch, event: Event) -> tuple[Family, int]:
        """Fold what an event does to a subject; returns its family now and the subject's number."""
        key = touch.subject
        family = self.of(cursor, key, is_recorded_now=key == event.id)
        subject = family.subjects[key]
        if touch.kind and not subject.kind:
            self._altered[key] = None
        apply(subject, touch, event)
        family.touched.add(key)
        if touch.basis is not None or any(write.field in LINK_FIELDS for write in touch.writes):
            for target in subject.links():
                family = self._join(cursor, family, self.of(cursor, target))
        self._changed[family.number] = family
        return family, family.numbers[key]

    def _join(self, cursor: Cursor, one: Family, other: Family) -> Family:
        """One family out of two that turned out to be linked; the older one's number stays."""
        if one is other:
            return one
        keep, gone = (one, other) if one.number < other.number else (other, one)
        keep.take_in(gone)
        for subject_id in gone.subjects:
            self._home[subject_id] = keep
            self._altered[subject_id] = None
        del self._kept[gone.number]
        self._changed.pop(gone.number, None)
        cursor.execute("DELETE FROM families WHERE family = ?", (gone.number,))
        return keep

    def write(self, cursor: Cursor) -> None:
        """Bring the disk up to date, and let go of what was not needed for longest."""
        for subject_id in self._begun:
            self._altered.pop(subject_id, None)
        many = cursor.executemany
        many("INSERT INTO subjects VALUES (?, ?, ?, ?)", [*map(self._row, self._begun)])
        many(
            "UPDATE subjects SET kind = ?3, family = ?4 WHERE subject = ?1 AND id = ?2",
            [*map(self._row, self._altered)],
        )
        many(
            "INSERT OR REPLACE INTO families VALUES (?, ?)",
            [(number, _encode([*f.subjects.values()])) for number, f in self._changed.items()],
        )
        self._begun, self._altered, self._changed = {}, {}, {}
        while len(self._kept) > KEPT:
            _, family = self._kept.popitem(last=False)
            for subject_id in family.subjects:
                del self._home[subject_id]

    def _row(self, subject_id: str) -> tuple[int, str, str, int]:
        family = self._home[subject_id]
        kind = family.subjects[subject_id].kind
        (self._awaited.discard if kind else self._awaited.add)(subject_id)
        return family.numbers[subject_id], subject_id, kind, family.number

    def _begin(self, subject_id: str) -> Family:
        self._subjects += 1
        self._families += 1
        family = Family(self._families)
        family.subjects[subject_id] = Subject(subject_id)
        family.numbers[subject_id] = self._subjects
        self._begun[subject_id] = None
        self._home[subject_id] = self._kept[family.number] = family
        return family

    def _load(self, cursor: Cursor, number: int) -> Family:
        family = Family(number)
        cursor.execute("SELECT state FROM families WHERE family = ?", (number,))
        family.subjects = {subject.id: subject for subject in _decode(cursor.fetchone()[0])}
        cursor.execute("SELECT id, subject FROM subjects WHERE family = ?", (number,))
        family.numbers = {row[0]: row[1] for row in cursor.fetchall()}
        family.touched = set(family.subjects)
        family.last = family.outcome()
        self._kept[number] = family
        for subject_id in family.subjects:
            self._home[subject_id] = family
        return family


def _sum(mine: dict[_Key, int], theirs: dict[_Key, int]) -> dict[_Key, int]:
    return {key: mine.get(key, 0) + theirs.get(key, 0) for key in mine | theirs}
