"""A few operators on laptops without a network: histories of real, signed events for the tests.

Each replica has its own journal, key and clock (years apart, running at different speeds), acts on
what it has seen, sometimes through a form that it opened earlier, and now and then takes in what
another has, in some causal order. Everything follows from a string of bytes, so that a failing
history can be made again, and made smaller.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Final, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from nacl.signing import SigningKey

from domain import events as e
from domain.events import STANDING, Event
from domain.journal import Author, Head, checkpoint, grown, public_key, write
from domain.state import Subject, apply, touches

LEDGER: Final = "00000000-0000-4000-8000-00000000f01d"
MOST_REPLICAS: Final = 5
_KEYS: Final = [SigningKey(bytes([number + 1]) * 32) for number in range(MOST_REPLICAS)]
_YEARS: Final = (2024, 2024, 2019, 2027, 2022)
_SPEEDS: Final = (0, 1, 7, 3_600, 400_000, -90)  # seconds that pass on its clock in one step
_ZONES: Final = (0, 2, -5, 3)  # hours from UTC
_COUNTS: Final[tuple[Any, ...]] = (10, 20, 20, 30, {"about": 20}, {"at_least": 10}, "unknown")
_DAYS: Final = (
    "2024-03-01",
    "2024-03-01",
    "2024-03-02",
    "2023-12-31/2024-01-01",
    "2024-01-01",
    "2024-02",
    None,
)
_KINDS: Final = ("exchange", "exchange", "exchange", "release", "repatriation_of_remains")
_LINES: Final = ("branch.navy", "branch.border_guard", "rank.officers", "status.civilian")
_CODES: Final = ("AE", "TR", "VA")

T = TypeVar("T")


class Dice:
    """Choices out of a string of bytes; where it has run out, always the first choice."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def used_up(self) -> bool:
        return self._at >= len(self._data)

    def roll(self, sides: int) -> int:
        """A number from 0 to `sides` - 1."""
        if self.used_up:
            return 0
        self._at += 1
        return self._data[self._at - 1] % sides

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.roll(len(choices))]

    def one_in(self, sides: int) -> bool:
        return self.roll(sides) == sides - 1


@dataclass(frozen=True, slots=True)
class Form:
    """A filled-in form: the facts it will record, and how many events its author then held."""

    bodies: tuple[e.Body, ...]
    held: int


@dataclass(slots=True)
class Replica:
    """One operator: a journal, a clock, and what has been seen so far, in order of arrival."""

    number: int
    head: Head
    start: datetime
    speed: int
    order: list[str] = field(default_factory=list)
    held: dict[str, Event] = field(default_factory=dict)
    state: dict[str, Subject] = field(default_factory=dict)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    drawer: list[Form] = field(default_factory=list)

    def clock(self, step: int) -> datetime:
        return self.start + timedelta(seconds=self.speed * step)

    def take(self, event: Event) -> None:
        """Fold one event that is not held yet."""
        self.order.append(event.id)
        self.held[event.id] = event
        header = event.header
        if header.index > self.heads.get(header.journal, (0, ""))[0]:
            self.heads[header.journal] = (header.index, event.id)
            if header.journal != self.head.journal:
                self.moved.add(header.journal)
        for touch in touches(event):
            apply(self.state.setdefault(touch.subject, Subject(touch.subject)), touch, event)

    def known(self, *kinds: str) -> list[str]:
        """The ids of what this replica knows of these kinds, in the order it learned of them."""
        return [key for key, subject in self.state.items() if subject.kind in kinds]


@dataclass(slots=True)
class Told:
    """What the generator did, counted: a rule that no history touches is not tested."""

    late_forms: int = 0
    careless: int = 0
    syncs: int = 0


class History:
    """What some replicas did; `events` is everything that any of them recorded."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.dice = Dice(data)
        self.told = Told()
        self.events: dict[str, Event] = {}
        self.partial: set[str] = set()  # events that name less than their form showed
        self._saw: dict[str, tuple[int, int]] = {}
        self._salt = self.step = 0
        self.replicas = [self._replica(n) for n in range(3 + self.dice.roll(3))]
        for replica in self.replicas:
            self.record(replica, [self._opening(replica)])
        while not self.dice.used_up:
            self.step += 1
            replica = self.dice.pick(self.replicas)
            self.dice.pick(ACTIONS)(self, replica)

    def __repr__(self) -> str:
        """The events one by one, for the reader of a failing history."""
        lines = [
            f"{event.id[:6]} {event.header.at} {event.header.by} {event.header.topic} {event.body}"
            for event in self.events.values()
        ]
        return "\n".join(["a history of", *lines])

    def saw(self, event_id: str) -> set[str]:
        """Every event that its author held when the form of this one was opened."""
        number, held = self._saw[event_id]
        return set(self.replicas[number].order[:held])

    # --- recording ---------------------------------------------------------------------------

    def salt(self) -> str:
        self._salt += 1
        return f"{self._salt:032x}"

    def submit(self, replica: Replica, *bodies: e.Body) -> None:
        """Save the form at once, or leave it open for later."""
        form = Form(bodies, len(replica.order))
        if self.dice.one_in(6):
            replica.drawer.append(form)
        else:
            self.record(replica, form.bodies, form.held)

    def record(self, replica: Replica, bodies: Sequence[e.Body], held: int | None = None) -> None:
        author = Author(f"operator {replica.number}", replica.clock(self.step))
        seen = [(journal, *replica.heads[journal]) for journal in sorted(replica.moved)]
        made, replica.head = write(replica.head, bodies, _KEYS[replica.number], author, seen)
        self._keep(replica, made, held)

    def record_newer(self, replica: Replica) -> None:
        """An event of a kind that this program does not know."""
        line = b'{"salt":"%s","weather":"rain"}' % self.salt().encode()
        seen = tuple((journal, *replica.heads[journal]) for journal in sorted(replica.moved))
        header = e.Header(
            act=replica.head.index + 1,
            app="9.0.0",
            at=replica.clock(self.step).isoformat(timespec="seconds"),
            body=e.body_hash(line),
            by=f"operator {replica.number}",
            index=replica.head.index + 1,
            journal=replica.head.journal,
            prev=replica.head.id or None,
            seen=seen,
            topic="exchange.weathered.1",
            v=e.FORM,
        )
        first = e.header_line(header)
        replica.head = grown(replica.head, first)
        signed = _KEYS[replica.number].sign(checkpoint(replica.head)).signature
        stored = b"\n".join((first, line, base64.b64encode(signed)))
        self._keep(replica, [e.read_event(stored)], None)

    def _keep(self, replica: Replica, made: Sequence[Event], held: int | None) -> None:
        replica.moved.clear()
        place = len(replica.order) if held is None else held
        for event in made:
            self._saw[event.id] = (replica.number, place)
            self.events[event.id] = event
            replica.take(event)

    def _replica(self, number: int) -> Replica:
        zone = timezone(timedelta(hours=self.dice.pick(_ZONES)))
        start = datetime(self.dice.pick(_YEARS), 6, 1, 12, tzinfo=zone)
        journal = str(UUID(int=number + 1, version=4))
        return Replica(number, Head(journal), start, self.dice.pick(_SPEEDS))

    def _opening(self, replica: Replica) -> e.Body:
        return e.JournalOpened(
            salt=self.salt(),
            ledger=LEDGER,
            key=public_key(_KEYS[replica.number]),
            device=f"laptop {replica.number}",
            language="en",
        )


HISTORIES: Final = st.binary(min_size=720, max_size=720).map(History)


# --- taking in what another has ------------------------------------------------------------------


def sync(history: History, replica: Replica) -> None:
    """Take in what another replica has, in some causal order."""
    other = history.dice.pick(history.replicas)
    missing = {key: other.held[key] for key in other.order if key not in replica.held}
    history.told.syncs += bool(missing)
    for event in causal_order(missing, history.dice.roll):
        replica.take(event)


def causal_order(events: Mapping[str, Event], roll: Callable[[int], int]) -> Iterator[Event]:
    """The events in some order in which each comes after all that its header names."""
    waiting = {
        key: {event.header.prev, *(seen[2] for seen in event.header.seen)} & events.keys()
        for key, event in events.items()
    }
    while waiting:
        ready = [key for key, before in waiting.items() if not before & waiting.keys()]
        key = ready[roll(len(ready))]
        del waiting[key]
        yield events[key]


# --- what operators do ---------------------------------------------------------------------------


def idle(history: History, replica: Replica) -> None:
    pass


def record_source(history: History, replica: Replica) -> None:
    fields = {"title": f"Statement {history.dice.roll(3)}", "published": "2024-03-03"}
    history.submit(replica, e.SourceRecorded(salt=history.salt(), fields=fields))


def record_exchange(history: History, replica: Replica) -> None:
    dice = history.dice
    fields: dict[str, Any] = {"kind": dice.pick(_KINDS), "occurred": dice.pick(_DAYS)}
    for leg in ("returned", "handed_over", "remains")[: 1 + dice.roll(3)]:
        fields[leg] = dice.pick((*_COUNTS, None))
    if dice.one_in(2):
        fields[dice.pick(_LINES)] = {"count": dice.pick(_COUNTS), "within": None}
    if dice.one_in(3):
        fields["part_of"] = _one(history, replica, "exchange")
    stated = {name: value for name, value in fields.items() if value is not None}
    body = e.ExchangeRecorded(salt=history.salt(), fields=stated, source=_source(history, replica))
    history.submit(replica, body)


def record_note(history: History, replica: Replica) -> None:
    exchange = _one(history, replica, "exchange")
    if exchange:
        fields = {"exchange": exchange, "mediator": history.dice.pick(_CODES), "role": "mediator"}
        if history.dice.one_in(2):
            fields["text"] = "helped"
        history.submit(replica, e.NoteRecorded(salt=history.salt(), fields=fields))


def record_claim(history: History, replica: Replica) -> None:
    dice = history.dice
    measure, scope = dice.pick(
        (
            ("returned_total", "all"),
            ("returned_total", "year:2024"),
            ("exchange_ordinal", "year:2024"),
            ("exchange_count", "year:2024"),
            ("largest_return", "year:2024"),
            ("returned", "exchange"),
        )
    )
    fields: dict[str, Any] = {"measure": measure, "scope": scope, "value": dice.roll(6)}
    if measure not in ("exchange_ordinal", "exchange_count"):
        fields["value"] *= 10
    fields |= {"as_of": "2024-12-31", "policy": dice.pick(("all-returns", "exchanges", "mine"))}
    exchange = _one(history, replica, "exchange")
    if exchange:
        fields["exchange"] = exchange
    source = _source(history, replica)
    history.submit(replica, e.ClaimRecorded(salt=history.salt(), fields=fields, source=source))


def correct(history: History, replica: Replica) -> None:
    """Change a field or two of an exchange."""
    key = _one(history, replica, "exchange")
    if key:
        fields = ("returned", "occurred", "place", "kind", "handed_over", *_LINES[:2])
        chosen = {history.dice.pick(fields) for _ in range(1 + history.dice.one_in(3))}
        changes = {name: _value(history, name) for name in sorted(chosen)}
        _change(history, replica, key, changes, e.ExchangeChanged)


def link(history: History, replica: Replica) -> None:
    """Make one exchange a stage of another, or no longer."""
    key, parent = _one(history, replica, "exchange"), _one(history, replica, "exchange")
    if key and (key != parent or history.dice.one_in(4)):
        value = None if history.dice.one_in(8) else parent
        _change(history, replica, key, {"part_of": value}, e.ExchangeChanged)


def correct_other(history: History, replica: Replica) -> None:
    """Change a note, a claim or a source."""
    key = _one(history, replica, "note", "claim", "source")
    if key:
        kind = replica.state[key].kind
        name, choices = _OF_KIND[kind]
        _change(history, replica, key, {name: history.dice.pick(choices)}, _CHANGED[kind])


def settle(history: History, replica: Replica) -> None:
    """Take in what another has, then change a field in conflict, naming every rival."""
    sync(history, replica)
    rivals = [
        (key, name)
        for key, subject in replica.state.items()
        for name in subject.conflicts()
        if subject.kind in _CHANGED and name not in (STANDING, "disposition")
    ]
    if rivals:
        key, name = history.dice.pick(rivals)
        subject = replica.state[key]
        heads = [head.value for head in subject.registers[name].heads]
        _change(history, replica, key, {name: history.dice.pick(heads)}, _CHANGED[subject.kind])


def retract(history: History, replica: Replica) -> None:
    """Take back a record with all that was merged into it; carelessly, the record alone."""
    key = _one(history, replica, "exchange", "exchange", "note", "claim")
    if key:
        subjects = [key] if history.dice.one_in(3) else _merged_into(replica, key)
        history.submit(replica, *(_retraction(history, replica, name) for name in subjects))


def retract_survivor(history: History, replica: Replica) -> None:
    """Take back a record that others were merged into, by its name alone."""
    survivors = sorted(
        {
            subject.standing()["into"]
            for subject in replica.state.values()
            if "into" in subject.standing()
        }
        & replica.state.keys()
    )
    if survivors:
        key = history.dice.pick(survivors)
        history.submit(replica, _retraction(history, replica, key))


def reinstate(history: History, replica: Replica) -> None:
    gone = [
        key
        for key, subject in replica.state.items()
        if subject.standing()["is"] in ("retracted", "merged")
    ]
    if gone:
        subject = replica.state[history.dice.pick(gone)]
        body = e.Reinstated(
            salt=history.salt(),
            subject=subject.id,
            reason="it did take place",
            basis=subject.in_view(),
            replaces=subject.head_ids(STANDING),
        )
        history.submit(replica, body)


def merge(history: History, replica: Replica) -> None:
    """Say that one or two records are duplicates of another."""
    survivor = _one(history, replica, "exchange")
    found = {_one(history, replica, "exchange") for _ in range(1 + history.dice.one_in(4))}
    keys = sorted(key for key in found if key and key != survivor)
    if keys:
        if history.dice.one_in(6):
            keys.append(keys[0])  # the same record given twice
        duplicates = tuple(
            e.Duplicate(key, subject.in_view(), subject.head_ids(STANDING))
            for key in keys
            for subject in [replica.state[key]]
        )
        body = e.DuplicatesMerged(
            salt=history.salt(), survivor=survivor, duplicates=duplicates, reason="the same"
        )
        history.submit(replica, body)


def dispose(history: History, replica: Replica) -> None:
    key = _one(history, replica, "claim")
    if key:
        subject = replica.state[key]
        body = e.ClaimDisposed(
            salt=history.salt(),
            claim=key,
            disposition=history.dice.pick(("scope_differs", "rounding")),
            reason="two counts",
            claimed=subject.value("value") or 0,
            computed=10 * history.dice.roll(4),
            policy="all-returns",
            replaces=subject.head_ids("disposition"),
        )
        history.submit(replica, body)


def define(history: History, replica: Replica) -> None:
    """Define a word of the ledger's own, an opening balance, or its name."""
    dice, salt = history.dice, history.salt()

    def heads(subject: str, name: str) -> tuple[str, ...]:
        return replica.state[subject].head_ids(name) if subject in replica.state else ()

    words = {"en": dice.pick(("Coast", "Shore")), "uk": "Узбережжя"}
    bodies: tuple[Callable[[], e.Body], ...] = (
        lambda: e.OpeningStated(
            salt=salt,
            measure="returned_total",
            scope="all",
            value=100 * dice.roll(3),
            source=_source(history, replica),
            as_of=dice.pick(("", "2024-03-01")),
            replaces=heads("opening:returned_total:all", "balance"),
        ),
        lambda: e.PolicyDefined(
            salt=salt,
            name="mine",
            rule={
                "kinds": ["exchange"],
                "leg": dice.pick(("returned", "both")),
                "persons": dice.pick(("all", "branch.navy")),
                "stages": dice.pick(("exchange", "stage")),
            },
            **words,
            replaces=heads("policy:mine", "definition"),
        ),
        lambda: e.CategoryDefined(
            salt=salt,
            dimension="branch",
            category="coast",
            **words,
            replaces=heads("category:branch.coast", "definition"),
        ),
        lambda: e.DimensionDefined(
            salt=salt,
            dimension="camp",
            mode=dice.pick(("partition", "highlight")),
            **words,
            replaces=heads("dimension:camp", "definition"),
        ),
        lambda: e.LedgerNamed(
            salt=salt, name=dice.pick(("One", "Two")), replaces=heads("ledger", "name")
        ),
    )
    history.submit(replica, dice.pick(bodies)())


def save_late(history: History, replica: Replica) -> None:
    """Save a form that was opened a while ago, with what it showed then."""
    if replica.drawer:
        form = replica.drawer.pop(history.dice.roll(len(replica.drawer)))
        history.told.late_forms += form.held < len(replica.order)
        history.record(replica, form.bodies, form.held)


def newer(history: History, replica: Replica) -> None:
    if history.dice.one_in(3):
        history.record_newer(replica)


ACTIONS: Final[tuple[Callable[[History, Replica], None], ...]] = (
    idle,
    *(record_exchange,) * 4,
    *(sync,) * 10,
    *(correct,) * 7,
    *(settle,) * 7,
    *(link,) * 4,
    *(merge,) * 5,
    *(retract,) * 2,
    retract_survivor,
    *(reinstate,) * 2,
    *(record_note,) * 2,
    record_source,
    *(record_claim,) * 2,
    *(correct_other,) * 2,
    *(dispose,) * 2,
    *(define,) * 3,
    *(save_late,) * 2,
    newer,
)

# --- helpers -------------------------------------------------------------------------------------

_CHANGED: Final[dict[str, type[e.Changed]]] = {
    "exchange": e.ExchangeChanged,
    "note": e.NoteChanged,
    "claim": e.ClaimChanged,
    "source": e.SourceChanged,
}


_OF_KIND: Final[dict[str, tuple[str, tuple[Any, ...]]]] = {
    "note": ("mediator", (*_CODES, None)),
    "claim": ("value", (0, 10, 20, 30, 40, 50)),
    "source": ("title", ("Statement 0", "Statement 1", "Statement 2")),
}


def _one(history: History, replica: Replica, *kinds: str) -> str:
    """Something of these kinds, more often one of the first few, so that replicas meet."""
    known = replica.known(*kinds)
    near = known[:3] if history.dice.roll(3) else known
    return history.dice.pick(near) if near else ""


def _source(history: History, replica: Replica) -> str:
    return _one(history, replica, "source") if history.dice.one_in(2) else ""


def _value(history: History, name: str) -> Any:
    match name:
        case "kind":
            return history.dice.pick(_KINDS)
        case "occurred":
            return history.dice.pick(_DAYS)
        case "place":
            return history.dice.pick(("here", "there", None))
        case "returned" | "handed_over":
            return history.dice.pick((*_COUNTS, None))
    count = history.dice.pick((*_COUNTS, None))
    return None if count is None else {"count": count, "within": None}


def _change(
    history: History,
    replica: Replica,
    key: str,
    values: Mapping[str, Any],
    body: type[e.Changed],
) -> None:
    """A change of fields that names all that stands there; carelessly, only a part of it."""
    subject = replica.state[key]
    careless = history.dice.one_in(24)
    changes = []
    for name, value in values.items():
        heads = subject.head_ids(name)
        changes.append(e.Change(name, subject.value(name), value, heads[careless:]))
        if careless and history.dice.one_in(2):  # one event that writes a register twice
            changes.append(e.Change(name, value, subject.value(name)))
    made = body(
        salt=history.salt(),
        subject=key,
        changes=tuple(changes),
        kind=history.dice.pick(("correction", "revision")),
        reason="as the list says",
        source=_source(history, replica),
    )
    history.submit(replica, made)
    if careless:
        history.told.careless += 1
        history.partial.add(made.salt)


def _retraction(history: History, replica: Replica, key: str) -> e.Retracted:
    subject = replica.state[key]
    return e.Retracted(
        salt=history.salt(),
        subject=key,
        reason="never took place",
        basis=subject.in_view(),
        replaces=subject.head_ids(STANDING),
    )


def _merged_into(replica: Replica, key: str) -> list[str]:
    found = [key]
    for member in found:
        found += [
            other.id
            for other in replica.state.values()
            if other.id not in found and other.standing().get("into") == member
        ]
    return found


def salt_of(event: Event) -> str:
    """The salt in a stored body: what the generator knows an event by before it has an id."""
    return str(json.loads(event.stored.split(b"\n")[1])["salt"])
