"""A made-up ledger of any size: the same events for the same seed, stored and signed as they are.

About ten events an exchange: its source, the exchange with its breakdowns, mediators, claims, and
what operators do later: corrections (most soon after, some years later), retractions, merges,
stages, dispositions. Several devices write, each to its own journal, between 2014 and 2030.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from nacl.signing import SigningKey

from domain import events as e
from domain.journal import Author, Head, public_key, write
from domain.ledger import Ledger
from domain.storage.profile import Profile

FIRST_DAY: Final = datetime(2014, 3, 1, 9, tzinfo=UTC)
DAYS: Final = 365 * 17 - 70
EVENTS_PER_EXCHANGE: Final = 10
SITTING: Final = 500  # events that one device writes before the next one has its turn
ARRIVAL: Final = 10_000  # events that come into the ledger at once
DEVICES: Final = ("Olena K.", "Ihor M.", "Nadiia S.", "Taras V.")
PUBLISHERS: Final = (
    "Coordination Headquarters for the Treatment of Prisoners of War",
    "Office of the President of Ukraine",
    "Ukrainian Parliament Commissioner for Human Rights",
    "Emirates News Agency",
    "International Committee of the Red Cross",
)
BRANCHES: Final = (
    "armed_forces",
    "national_guard",
    "border_guard",
    "navy",
    "national_police",
    "state_transport",
)
HIGHLIGHTS: Final = (
    "sector.mariupol",
    "sector.azovstal",
    "sector.azov",
    "sector.chornobyl",
    "sex.women",
    "age.under_25",
    "age.over_60",
    "condition.wounded",
    "condition.ill",
    "nationality.foreigners",
)
MEDIATORS: Final = ("AE", "AE", "AE", "TR", "SA", "QA", "VA", "ICRC", "CH", "US")
TEXT: Final = (
    "Сьогодні вдалося повернути додому наших людей. Серед звільнених — військові Збройних Сил, "
    "Національної гвардії, прикордонники та представники Військово-Морських Сил. Дякуємо всім, "
    "хто долучився, і тим, хто допомагає. Пам’ятаємо про кожного, хто лишається в полоні."
)


class _Record:
    """What the generator remembers of an exchange, to change it later."""

    __slots__ = ("claims", "fields", "heads", "id", "notes", "source", "standing")

    def __init__(self, event_id: str, fields: dict[str, Any], source: str) -> None:
        self.id = event_id
        self.fields = fields
        self.heads: dict[str, str] = {}  # field -> the event that wrote it, where that is not `id`
        self.source = source
        self.notes: list[str] = []
        self.claims: list[tuple[str, int]] = []
        self.standing: tuple[str, str] = ("", "")  # what stands, and the event that said it

    def basis(self) -> tuple[str, ...]:
        return tuple(sorted({self.heads.get(field, self.id) for field in self.fields}))


class _Device:
    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.key = SigningKey(sha256(f"{seed}/{name}".encode()).digest())
        self.head = Head(str(UUID(bytes=sha256(f"{seed}:{name}".encode()).digest()[:16])))
        self.seen: dict[str, int] = {}  # foreign journal -> its index when this one wrote last


class Generator:
    """Events in an order in which they can have come about: what one names is already there."""

    def __init__(self, events: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.devices = [_Device(name, seed) for name in DEVICES]
        self.device = self.devices[0]
        self.size = events
        self.records: list[_Record] = []
        self.gone: list[_Record] = []  # retracted or merged
        self.made: list[e.Event] = []
        self.count = 0
        self.now = FIRST_DAY

    def arrivals(self) -> Iterator[list[e.Event]]:
        """All events, as many at once as come in with a merge."""
        turn = 0
        self._open_journals()
        while self.count < self.size:
            if self.count >= turn:
                self.device = self.random.choice(self.devices)
                turn = self.count + SITTING
            self.now = FIRST_DAY + timedelta(days=DAYS * self.count / self.size)
            self._exchange_and_what_follows()
            if len(self.made) >= ARRIVAL:
                yield self._arrival()
        if self.made:
            yield self._arrival()

    def _arrival(self) -> list[e.Event]:
        """What was made since the last arrival, without what goes beyond the size asked for."""
        arrival = self.made[: len(self.made) - max(0, self.count - self.size)]
        self.made = []
        return arrival

    # --- one event each ----------------------------------------------------------------------

    def _record(self, body: e.Body) -> e.Event:
        device = self.device
        seen = [
            (other.head.journal, other.head.index, other.head.id)
            for other in self.devices
            if other is not device and other.head.index > device.seen.get(other.head.journal, 0)
        ]
        device.seen.update({journal: index for journal, index, _ in seen})
        self.now += timedelta(seconds=self.random.randrange(20, 90))
        (event,), device.head = write(
            device.head, [body], device.key, Author(device.name, self.now), sorted(seen)
        )
        self.made.append(event)
        self.count += 1
        return event

    def _salt(self) -> str:
        return self.random.randbytes(16).hex()

    def _open_journals(self) -> None:
        for device in self.devices:
            self.device = device
            self._record(
                e.JournalOpened(
                    salt=self._salt(),
                    ledger=str(UUID(int=self.size)),
                    key=public_key(device.key),
                    device=str(UUID(int=len(device.name))),
                    language="uk",
                )
            )
        self._record(
            e.OpeningStated(
                salt=self._salt(), measure="returned_total", scope="all", value=17, source=""
            )
        )

    def _exchange_and_what_follows(self) -> None:
        chance = self.random.random
        day = self.now.date()
        source = self._source(day)
        fields = self._fields(day)
        if self.records and chance() < 0.04:
            fields["part_of"] = self._recent().id
        event = self._record(e.ExchangeRecorded(salt=self._salt(), fields=fields, source=source))
        record = _Record(event.id, dict(fields), source)
        for code in dict.fromkeys(self.random.choices(MEDIATORS, k=self.random.randrange(4))):
            note = {"exchange": record.id, "mediator": code, "role": "mediator"}
            record.notes.append(
                self._record(e.NoteRecorded(salt=self._salt(), fields=note, source=source)).id
            )
        for _ in range(self.random.randrange(1, 3)):
            self._claim(record, day)
        self.records.append(record)
        for _ in range(self.random.randrange(5)):
            self._correct(self._recent())
        if chance() < 0.9:
            self._correct(self.random.choice(self.records))
        self._rarer_things()

    def _rarer_things(self) -> None:
        chance = self.random.random
        if chance() < 0.45:
            self._dispose(self._recent())
        if chance() < 0.3:
            self._change_note(self._recent())
        if chance() < 0.04:
            self._retract(self._recent())
        if chance() < 0.02:
            self._reinstate()
        if chance() < 0.02 and len(self.records) > 2:
            self._merge(*self.random.sample(self.records[-40:], 2))

    def _recent(self) -> _Record:
        return self.records[-1 - min(int(self.random.expovariate(0.3)), len(self.records) - 1)]

    def _source(self, day: date) -> str:
        number = f"{self.count:07}"
        text = f"{TEXT} {number}"
        fields = {
            "publisher": self.random.choice(PUBLISHERS),
            "title": f"Statement {number} of {day:%d.%m.%Y}",
            "address": f"https://example.org/news/{day.isoformat()}/{number}",
            "published": day.isoformat(),
            "language": "uk",
            "text": text,
            "text_hash": sha256(text.encode()).hexdigest(),
        }
        return self._record(e.SourceRecorded(salt=self._salt(), fields=fields)).id

    def _fields(self, day: date) -> dict[str, Any]:
        number = self.random.randrange
        kind = self.random.choices(("exchange", "release", "repatriation_of_remains"), (85, 10, 5))[
            0
        ]
        fields: dict[str, Any] = {"kind": kind, "occurred": day.isoformat()}
        if self.random.random() < 0.08:
            fields["occurred"] = f"{day.isoformat()}/{day + timedelta(days=1)}"
        if kind == "repatriation_of_remains":
            return fields | {"remains": number(20, 1200)}
        people = number(2, 30) if kind == "release" else number(30, 320)
        fields["returned"] = people if self.random.random() < 0.93 else {"at_least": people}
        if kind == "exchange":
            fields["handed_over"] = number(30, 320)
        return fields | self._lines(people)

    def _lines(self, people: int) -> dict[str, Any]:
        """Six to ten lines: branches and ranks that close (unless a slip is made), highlights."""
        number = self.random.randrange
        civilians = number(0, 1 + people // 10)
        military = people - civilians
        lines: dict[str, Any] = {"status.civilian": civilians, "status.military": military}
        left = military
        for branch in BRANCHES[1 : number(2, 5)]:
            part = number(0, 1 + left // 3)
            lines[f"branch.{branch}"], left = part, left - part
        lines["branch.armed_forces"] = left - (self.random.random() < 0.05)
        officers = number(0, 1 + military // 6)
        lines["rank.officers"] = officers
        lines["rank.privates_and_sergeants"] = military - officers
        for highlight in self.random.sample(HIGHLIGHTS, number(0, 3)):
            lines[highlight] = number(0, 1 + people // 4)
        fields: dict[str, Any] = {
            field: {"count": max(n, 0), "within": None} for field, n in lines.items()
        }
        if self.random.random() < 0.3:
            fields["branch.territorial_defence"] = {
                "count": number(0, 1 + max(left, 1) // 2),
                "within": "branch.armed_forces" if self.random.random() < 0.7 else None,
            }
        return fields

    def _claim(self, record: _Record, day: date) -> None:
        value = self.random.randrange(50, 5000)
        scope = f"year:{day.year}" if self.random.random() < 0.6 else "all"
        fields = {
            "measure": "returned_total",
            "scope": scope,
            "value": value,
            "as_of": day.isoformat(),
            "policy": "all-returns",
            "exchange": record.id,
            "quotation": f"{value} people",
        }
        event = self._record(
            e.ClaimRecorded(salt=self._salt(), fields=fields, source=record.source)
        )
        record.claims.append((event.id, value))

    def _correct(self, record: _Record) -> None:
        """One or two figures of an exchange; once in a hundred without having seen the last."""
        figures = [f for f, value in record.fields.items() if f not in ("kind", "part_of")]
        changes = []
        for field in self.random.sample(figures, self.random.choice((1, 1, 2))):
            was = record.fields[field]
            becomes = self._corrected(field, was)
            head = record.heads.get(field, record.id)
            replaces = (head,) if self.random.random() < 0.99 else (record.id,)
            changes.append(e.Change(field, was, becomes, replaces))
            record.fields[field] = becomes
        kind = self.random.choice(("correction", "revision"))
        event = self._record(
            e.ExchangeChanged(
                salt=self._salt(),
                subject=record.id,
                changes=tuple(changes),
                kind=kind,
                reason="The figure was read again.",
                source=record.source,
            )
        )
        record.heads.update({change.field: event.id for change in changes})

    def _corrected(self, field: str, was: Any) -> Any:
        if field == "occurred":
            day = date.fromisoformat(was[:10])
            return (day - timedelta(days=self.random.randrange(1, 3))).isoformat()
        step = self.random.choice((-2, -1, 1, 2, 10))
        if isinstance(was, int):
            return max(was + step, 0)
        if "count" in was:
            return {**was, "count": max(was["count"] + step, 0)}
        return max(was["at_least"] + step, 0)

    def _dispose(self, record: _Record) -> None:
        claim, value = record.claims[0]
        replaces = record.heads.get(claim)
        event = self._record(
            e.ClaimDisposed(
                salt=self._salt(),
                claim=claim,
                disposition="scope_differs",
                reason="The statement counts something else.",
                claimed=value,
                computed=value - self.random.randrange(20),
                policy="all-returns",
                replaces=(replaces,) if replaces else (),
            )
        )
        record.heads[claim] = event.id

    def _change_note(self, record: _Record) -> None:
        if not record.notes:
            return
        note = self.random.choice(record.notes)
        was, before = ("mediator", note) if note not in record.heads else ("", record.heads[note])
        change = e.Change("role", was or "guarantor", "guarantor" if was else "host", (before,))
        event = self._record(
            e.NoteChanged(
                salt=self._salt(),
                subject=note,
                changes=(change,),
                kind="correction",
                reason="Named otherwise in the statement.",
                source=record.source,
            )
        )
        record.heads[note] = event.id

    def _retract(self, record: _Record) -> None:
        if record.standing[0] in ("retracted", "merged"):
            return
        event = self._record(
            e.Retracted(
                salt=self._salt(),
                subject=record.id,
                reason="Never took place.",
                source=record.source,
                basis=record.basis(),
                replaces=_named(record),
            )
        )
        record.standing = ("retracted", event.id)
        self.gone.append(record)

    def _reinstate(self) -> None:
        if not self.gone:
            return
        record = self.gone.pop(self.random.randrange(len(self.gone)))
        event = self._record(
            e.Reinstated(
                salt=self._salt(),
                subject=record.id,
                reason="Confirmed after all.",
                source=record.source,
                basis=record.basis(),
                replaces=_named(record),
            )
        )
        record.standing = ("reinstated", event.id)

    def _merge(self, survivor: _Record, duplicate: _Record) -> None:
        if {survivor.standing[0], duplicate.standing[0]} & {"retracted", "merged"}:
            return
        found = e.Duplicate(duplicate.id, duplicate.basis(), _named(duplicate))
        event = self._record(
            e.DuplicatesMerged(
                salt=self._salt(),
                survivor=survivor.id,
                duplicates=(found,),
                reason="The same exchange in two statements.",
                source=survivor.source,
            )
        )
        duplicate.standing = ("merged", event.id)
        self.gone.append(duplicate)


def _named(record: _Record) -> tuple[str, ...]:
    return (record.standing[1],) if record.standing[1] else ()


def arrivals(events: int, seed: int = 1) -> Iterator[Sequence[e.Event]]:
    """`events` events in arrivals of at least `ARRIVAL`, the last one excepted."""
    return Generator(events, seed).arrivals()


def make(path: Path, profile: Profile, events: int, seed: int = 1) -> None:
    """A ledger file at `path` that took in that many events."""
    ledger = Ledger.create(path, profile, name=f"{events} events")
    for arrival in arrivals(events, seed):
        ledger.receive([e.read_event(event.stored) for event in arrival], "generator")
    ledger.close()
