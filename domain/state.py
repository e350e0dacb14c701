"""The fold: events in, registers out, in whatever order the events arrive.

State is registers: (subject, field) -> heads. A head is a write that no event names as replaced.
Two heads with different values are a conflict; the one recorded last by its author's clock, then
by id, counts until a change names them all. What a verb refuses, the fold marks.

Subjects that name one another (a stage and its parent, a duplicate and its survivor, a note and
its exchange) make up a family; everything a table says of an exchange follows from its family.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from domain.events import (
    CHANGED,
    STANDING,
    ClaimRecorded,
    DuplicatesMerged,
    Event,
    ExchangeRecorded,
    ExportRecorded,
    ImportRecorded,
    NoteRecorded,
    Reinstated,
    Retracted,
    SourceRecorded,
    Write,
)
from domain.model.exchange import Fields, Value

LINK_FIELDS: Final = {"part_of", "exchange"}
_KINDS: Final[dict[type, str]] = {
    ExchangeRecorded: "exchange",
    SourceRecorded: "source",
    NoteRecorded: "note",
    ClaimRecorded: "claim",
    ImportRecorded: "import",
    ExportRecorded: "export",
}


class Head(msgspec.Struct, array_like=True):
    """A standing write: the place of its event in the subject's `writers`, and the value."""

    writer: int
    value: Value


class Register(msgspec.Struct, array_like=True):
    """The heads of one field; `awaited` were named as replaced before they arrived."""

    heads: list[Head]
    awaited: list[str]


class Subject(msgspec.Struct, array_like=True):
    """Everything recorded of one subject; `kind` is empty until its first record arrives.

    `writers` are the (clock, id) of the events that wrote here, `basis` what a retraction or
    merge had in view, `sources` what the events rest on, `changed` the number of corrections and
    `changed_clock` its author's clock at the latest of them.
    """

    id: str
    kind: str = ""
    writers: list[tuple[int, str]] = []
    registers: dict[str, Register] = {}
    basis: dict[str, list[str]] = {}
    sources: list[str] = []
    changed: int = 0
    changed_clock: int = 0

    @property
    def recorded(self) -> tuple[int, str]:
        """Clock and id of the event that recorded this subject."""
        return next((writer for writer in self.writers if writer[1] == self.id), (0, self.id))

    def head(self, field: str) -> Head | None:
        """The head that counts: the last by its author's clock, then by id."""
        register = self.registers.get(field)
        if register is None or not register.heads:
            return None
        if len(register.heads) == 1:
            return register.heads[0]
        return max(register.heads, key=lambda head: self.writers[head.writer])

    def value(self, field: str) -> Value:
        head = self.head(field)
        return head.value if head else None

    def fields(self) -> Fields:
        """The value that counts, of every field that has one."""
        found = {}
        for field, register in self.registers.items():
            heads = register.heads
            value = heads[0].value if len(heads) == 1 else self.value(field)
            if value is not None:
                found[field] = value
        return found

    def conflicts(self) -> list[str]:
        """Fields whose heads differ."""
        return sorted(
            [
                field
                for field, register in self.registers.items()
                if len(register.heads) > 1
                and any(head.value != register.heads[0].value for head in register.heads[1:])
            ]
        )

    def head_ids(self, field: str) -> tuple[str, ...]:
        """The events a change of `field` has to name as replaced."""
        register = self.registers.get(field)
        return tuple(self.writers[head.writer][1] for head in register.heads) if register else ()

    def in_view(self) -> tuple[str, ...]:
        """Every event whose value stands in some field: the basis of a retraction made now."""
        return tuple(
            sorted(
                {
                    self.writers[head.writer][1]
                    for field, register in self.registers.items()
                    if field != STANDING
                    for head in register.heads
                }
            )
        )

    def standing(self) -> Mapping[str, str]:
        """{"is": "counts" | "retracted" | "reinstated" | "merged", "into": …}"""
        return self.value(STANDING) or {"is": "counts"}

    def changed_unseen(self) -> bool:
        """Whether the retraction or merge that counts missed a value that stands."""
        head = self.head(STANDING)
        if head is None or head.value["is"] not in ("retracted", "merged"):
            return False
        basis = self.basis.get(self.writers[head.writer][1], [])
        return any(event_id not in basis for event_id in self.in_view())

    def links(self) -> Iterator[str]:
        """The subjects that this one names, by any head."""
        for field, register in self.registers.items():
            if field in LINK_FIELDS and self.kind != "claim":
                yield from (head.value for head in register.heads if head.value)
            elif field == STANDING:
                yield from (head.value["into"] for head in register.heads if "into" in head.value)


class Touch(msgspec.Struct, frozen=True):
    """What one event does to one subject."""

    subject: str
    kind: str
    writes: tuple[Write, ...]
    basis: tuple[str, ...] | None
    changes: bool
    source: str


def touches(event: Event) -> list[Touch]:
    """What an event does, subject by subject; nothing for an event of a newer program."""
    body = event.body
    if body is None:
        return []
    source, writes = body.source_id, tuple(event.writes())
    if (recorded := _KINDS.get(type(body))) is not None:
        return [Touch(event.id, recorded, writes, None, False, source)]
    if isinstance(body, CHANGED):
        kind = _kind(body.subject)
        return [Touch(body.subject, kind, writes, None, True, source)] if writes else []
    by_subject: dict[str, list[Write]] = {}
    for write in writes:
        by_subject.setdefault(write.subject, []).append(write)
    bases: dict[str, tuple[str, ...]] = {}
    if isinstance(body, (Retracted, Reinstated)):
        bases[body.subject] = body.basis
    elif isinstance(body, DuplicatesMerged):
        bases = {duplicate.subject: duplicate.basis for duplicate in body.duplicates}
    return [
        Touch(subject, _kind(subject), tuple(writes), bases.get(subject), False, source)
        for subject, writes in by_subject.items()
    ]


def _kind(subject: str) -> str:
    """What a subject with a name is: it carries its kind in it."""
    return subject.partition(":")[0] if ":" in subject or subject == "ledger" else ""


def apply(subject: Subject, touch: Touch, event: Event) -> None:
    """Fold one touch into its subject, in place."""
    subject.kind = subject.kind or touch.kind
    writer = len(subject.writers)
    subject.writers.append((event.clock, event.id))
    if touch.basis is not None:
        subject.basis[event.id] = list(touch.basis)
    if touch.source and touch.source not in subject.sources:
        subject.sources.append(touch.source)
    subject.changed += touch.changes
    if touch.changes:
        subject.changed_clock = max(subject.changed_clock, event.clock)
    registers = subject.registers
    for write in touch.writes:
        register = registers.get(write.field)
        if register is None:
            register = registers[write.field] = Register([], [])
        for replaced in write.replaces:
            _replace(subject, register, replaced)
        if event.id not in register.awaited:
            register.heads.append(Head(writer, write.value))


def _replace(subject: Subject, register: Register, replaced: str) -> None:
    """Take away every head of `replaced`; one event may have written a register twice."""
    writers = subject.writers
    heads = [head for head in register.heads if writers[head.writer][1] != replaced]
    if len(heads) < len(register.heads):
        register.heads = heads
    elif replaced not in register.awaited and all(w[1] != replaced for w in subject.writers):
        register.awaited.append(replaced)


def fold(events: Iterable[Event]) -> dict[str, Subject]:
    """The subjects that a set of events describes, whatever the order of the events."""
    subjects: dict[str, Subject] = {}
    for event in events:
        for touch in touches(event):
            subject = subjects.get(touch.subject)
            if subject is None:
                subject = subjects[touch.subject] = Subject(touch.subject)
            apply(subject, touch, event)
    return subjects


def ever_linked(events: Iterable[Event], subject: str) -> set[str]:
    """The subject and all that these events, at any time, linked with it."""
    links: dict[str, set[str]] = {}
    for event in events:
        for touch in touches(event):
            written = Subject(touch.subject)
            apply(written, touch, event)
            for target in written.links():
                links.setdefault(touch.subject, set()).add(target)
                links.setdefault(target, set()).add(touch.subject)
    found, ahead = {subject}, [subject]
    while ahead:
        new = links.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found
