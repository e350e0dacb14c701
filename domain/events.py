"""Every event of the ledger: one immutable fact each, in the form in which it is stored for ever.

An event is three lines of text. Line 1, the header, says where it stands (journal, index, prev,
seen), who recorded it and when, and holds the hash of line 2. Line 2 is the body: a random salt,
then the fact. Line 3 is the signature of the journal's checkpoint at this index. The event's id is
the RFC 9162 leaf hash of line 1 as stored. Nothing is ever re-serialised.

A body says which registers it writes, with explicit values; nothing cascades.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Final, get_args
from uuid import UUID

import msgspec

from domain.model import forms
from domain.model.exchange import Fields, Value
from domain.model.refusal import Refused
from domain.model.vocabulary import check_name

FORM: Final = 1  # the form of the three lines; a new one would be a new number
STANDING: Final = "standing"


class Write(msgspec.Struct, frozen=True, order=True):
    """A register (subject, field) set to `value`; `replaces` are the events it takes over from."""

    subject: str
    field: str
    value: Value
    replaces: tuple[str, ...]


class Body(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What every body has; `salt` keeps a short body from being guessed from its hash."""

    salt: str

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        yield from ()

    def check(self) -> None:
        """Raise Refused for a value that no verb records, as no table could be made of it."""

    @property
    def source_id(self) -> str:
        return str(getattr(self, "source", ""))


# --- journals and the ledger itself --------------------------------------------------------------


class Continues(msgspec.Struct, frozen=True):
    """The journal that a new one goes on from, where the old one could not be continued."""

    journal: str
    index: int
    id: str
    why: str


class JournalOpened(Body, frozen=True):
    """The first event of a journal: whose it is and with which key (Ed25519, base64) it signs."""

    ledger: str
    key: str
    device: str
    language: str
    continues: Continues | None = None


class LedgerNamed(Body, frozen=True):
    name: str
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        yield Write("ledger", "name", self.name, self.replaces)


# --- records: exchanges, sources, mediator notes, claims -----------------------------------------


class _Recorded(Body, frozen=True):
    """A new subject, named by this event's id, with the fields its source states."""

    kind_of_record: ClassVar[str]
    fields: Fields
    source: str = ""

    def writes(self, event_id: str) -> Iterator[Write]:
        for field, value in self.fields.items():
            yield Write(event_id, field, value, ())

    def check(self) -> None:
        forms.check_fields(self.kind_of_record, self.fields)


class ExchangeRecorded(_Recorded, frozen=True):
    kind_of_record = "exchange"


class SourceRecorded(_Recorded, frozen=True):
    kind_of_record = "source"


class NoteRecorded(_Recorded, frozen=True):
    kind_of_record = "note"


class ClaimRecorded(_Recorded, frozen=True):
    kind_of_record = "claim"


def _check_recorded(subject: str) -> None:
    """Refuse a subject that has a name: only its own events write it."""
    if ":" in subject or subject == "ledger":
        raise Refused("not_found", "subject", text=subject)


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field: what the form showed, what it becomes, and the events that showed it."""

    field: str
    was: Value = None
    becomes: Value = None
    replaces: tuple[str, ...] = ()


class _Changed(Body, frozen=True):
    """`kind` is `correction` (we mis-entered it) or `revision` (the source changed its figure)."""

    kind_of_record: ClassVar[str]
    subject: str
    changes: tuple[Change, ...]
    kind: str
    reason: str
    source: str
    undoes: str = ""

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        for change in self.changes:
            yield Write(self.subject, change.field, change.becomes, change.replaces)

    def check(self) -> None:
        _check_recorded(self.subject)
        for change in self.changes:
            forms.check_field(self.kind_of_record, change.field, change.becomes)


class ExchangeChanged(_Changed, frozen=True):
    kind_of_record = "exchange"


class SourceChanged(_Changed, frozen=True):
    kind_of_record = "source"


class NoteChanged(_Changed, frozen=True):
    kind_of_record = "note"


class ClaimChanged(_Changed, frozen=True):
    kind_of_record = "claim"


class ClaimDisposed(Body, frozen=True):
    """Why a claim differs, in view of these two numbers; it re-opens when either moves."""

    claim: str
    disposition: str
    reason: str
    claimed: int
    computed: int | None = None
    policy: str = ""
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        value = {
            "as": self.disposition,
            "claimed": self.claimed,
            "computed": self.computed,
            "policy": self.policy,
            "reason": self.reason,
        }
        yield Write(self.claim, "disposition", value, self.replaces)

    def check(self) -> None:
        _check_recorded(self.claim)
        forms.check_disposed(self.disposition)


# --- what stands ---------------------------------------------------------------------------------


class Retracted(Body, frozen=True):
    """A record should not have been made. `basis`: the events its author had in view."""

    subject: str
    reason: str
    source: str = ""
    basis: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        yield Write(self.subject, STANDING, {"is": "retracted"}, self.replaces)

    def check(self) -> None:
        _check_recorded(self.subject)


class Reinstated(Body, frozen=True):
    subject: str
    reason: str
    source: str = ""
    basis: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        yield Write(self.subject, STANDING, {"is": "reinstated"}, self.replaces)

    def check(self) -> None:
        _check_recorded(self.subject)


class Duplicate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record found to be another's duplicate, with what its author had in view of it."""

    subject: str
    basis: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


class DuplicatesMerged(Body, frozen=True):
    survivor: str
    duplicates: tuple[Duplicate, ...]
    reason: str
    source: str = ""

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        for duplicate in self.duplicates:
            value = {"is": "merged", "into": self.survivor}
            yield Write(duplicate.subject, STANDING, value, duplicate.replaces)

    def check(self) -> None:
        for duplicate in self.duplicates:
            _check_recorded(duplicate.subject)


# --- the ledger's own words ----------------------------------------------------------------------


class DimensionDefined(Body, frozen=True):
    dimension: str
    en: str
    uk: str
    mode: str
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        value = {"en": self.en, "mode": self.mode, "uk": self.uk}
        yield Write(f"dimension:{self.dimension}", "definition", value, self.replaces)

    def check(self) -> None:
        check_name(self.dimension, "dimension")
        forms.check_mode(self.mode, "mode")


class CategoryDefined(Body, frozen=True):
    dimension: str
    category: str
    en: str
    uk: str
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        value = {"en": self.en, "uk": self.uk}
        subject = f"category:{self.dimension}.{self.category}"
        yield Write(subject, "definition", value, self.replaces)

    def check(self) -> None:
        check_name(self.dimension, "dimension")
        check_name(self.category, "category")


class PolicyDefined(Body, frozen=True):
    """A counting policy; `rule` holds kinds, persons, leg and stages."""

    name: str
    rule: dict[str, Any]
    en: str
    uk: str
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        value = {"en": self.en, "rule": self.rule, "uk": self.uk}
        yield Write(f"policy:{self.name}", "definition", value, self.replaces)

    def check(self) -> None:
        check_name(self.name, "name")
        forms.check_rule(self.rule)


class OpeningStated(Body, frozen=True):
    """What came before the ledger begins (or up to and including the day `as_of`)."""

    measure: str
    scope: str
    value: int
    source: str
    as_of: str = ""
    replaces: tuple[str, ...] = ()

    def writes(self, event_id: str) -> Iterator[Write]:  # noqa: ARG002
        value = {"as_of": self.as_of, "source": self.source, "value": self.value}
        yield Write(f"opening:{self.measure}:{self.scope}", "balance", value, self.replaces)

    def check(self) -> None:
        forms.check_opening(self.measure, self.scope, self.value, self.as_of)


# --- what left the ledger ------------------------------------------------------------------------

Seen = tuple[str, int, str]  # journal, index, id of a head


class ExportRecorded(Body, frozen=True):
    """A file that was given out: which tables, as known when, and the SHA-256 of its bytes.

    `file` is its name without the folder. `known` are the heads of all journals as the export knew
    them: positions are each ledger's own. `policy` is empty where each claim kept its own; `where`
    says which rows it was narrowed to (`containing` words, a `year`, …), empty where to none.
    """

    file: str
    sha256: str
    tables: tuple[str, ...]
    known: tuple[Seen, ...]
    language: str
    policy: str = ""
    where: dict[str, str] = {}

    def writes(self, event_id: str) -> Iterator[Write]:
        value = {
            "file": self.file,
            "known": [list(head) for head in self.known],
            "language": self.language,
            "policy": self.policy,
            "sha256": self.sha256,
            "tables": list(self.tables),
            "where": self.where,
        }
        yield Write(event_id, "export", value, ())


# --- what came in from a spreadsheet -------------------------------------------------------------


class ImportedRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a sheet said of one exchange, by field, and the key it gave it, where it gave one."""

    exchange: str
    said: Fields
    key: str = ""


class ImportRecorded(Body, frozen=True):
    """A sheet that was taken in, in the same command as what it brought: the ledger knows its rows
    again by this. `rows` are those that were new or had changed.

    `file` is its name without the folder, `sha256` that of its bytes, `source` the sheet as a
    source. `continues` is the first import of an earlier version of the sheet.
    """

    file: str
    sheet: str
    sha256: str
    rows: tuple[ImportedRow, ...]
    source: str
    continues: str = ""

    def writes(self, event_id: str) -> Iterator[Write]:
        value = {
            "continues": self.continues,
            "file": self.file,
            "rows": len(self.rows),
            "sha256": self.sha256,
            "sheet": self.sheet,
        }
        yield Write(event_id, "import", value, ())

    def check(self) -> None:
        for row in self.rows:
            _check_recorded(row.exchange)
            forms.check_said(row.said)


# --- topics: stable strings, never module paths --------------------------------------------------

TOPICS: Final[dict[str, type[Body]]] = {
    "journal.opened.1": JournalOpened,
    "ledger.named.1": LedgerNamed,
    "exchange.recorded.1": ExchangeRecorded,
    "exchange.changed.1": ExchangeChanged,
    "source.recorded.1": SourceRecorded,
    "source.changed.1": SourceChanged,
    "note.recorded.1": NoteRecorded,
    "note.changed.1": NoteChanged,
    "claim.recorded.1": ClaimRecorded,
    "claim.changed.1": ClaimChanged,
    "claim.disposed.1": ClaimDisposed,
    "record.retracted.1": Retracted,
    "record.reinstated.1": Reinstated,
    "duplicates.merged.1": DuplicatesMerged,
    "dimension.defined.1": DimensionDefined,
    "category.defined.1": CategoryDefined,
    "policy.defined.1": PolicyDefined,
    "opening.stated.1": OpeningStated,
    "import.recorded.1": ImportRecorded,
    "export.recorded.1": ExportRecorded,
}
TOPIC_OF: Final = {body: topic for topic, body in TOPICS.items()}
Recorded = ExchangeRecorded | SourceRecorded | NoteRecorded | ClaimRecorded
Changed = ExchangeChanged | SourceChanged | NoteChanged | ClaimChanged
CHANGED: Final = get_args(Changed)


# --- the three lines -----------------------------------------------------------------------------


class Header(msgspec.Struct, frozen=True):
    """Line 1. `act` is the first index of the same command; `at` the author's clock, ISO 8601."""

    act: int
    app: str
    at: str
    body: str
    by: str
    index: int
    journal: str
    prev: str | None
    seen: tuple[Seen, ...]
    topic: str
    v: int


class Event:
    """An event as it was stored.

    `body` is None where its topic or form is of a newer program, and where `flaw` says what in it
    no program of ours has written: tables are made without it, and say that they are incomplete.
    """

    __slots__ = ("_clock", "body", "flaw", "header", "id", "stored")

    def __init__(
        self,
        event_id: str,
        header: Header,
        body: Body | None,
        stored: bytes,
        flaw: Refused | None = None,
    ) -> None:
        self.id = event_id
        self.header = header
        self.body = body
        self.stored = stored
        self.flaw = flaw
        self._clock: int | None = None

    @property
    def originator_id(self) -> UUID:
        return UUID(self.header.journal)

    @property
    def originator_version(self) -> int:
        return self.header.index

    @property
    def clock(self) -> int:
        """The author's clock, in seconds since 1970-01-01 UTC."""
        if self._clock is None:
            self._clock = int(datetime.fromisoformat(self.header.at).timestamp())
        return self._clock

    def writes(self) -> Iterator[Write]:
        return self.body.writes(self.id) if self.body else iter(())


class NotAnEvent(ValueError):
    """Stored bytes that are not three lines of this form."""


_encode = msgspec.json.Encoder(order="deterministic").encode
_header = msgspec.json.Decoder(Header).decode
_bodies: Final = {topic: msgspec.json.Decoder(body).decode for topic, body in TOPICS.items()}


def leaf_hash(line: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash of a Merkle tree's leaf."""
    return hashlib.sha256(b"\x00" + line).digest()


def body_line(body: Body) -> bytes:
    """Line 2: the salt first, then the fact in alphabetical order."""
    fact = msgspec.to_builtins(body)
    salt = fact.pop("salt")
    rest = _encode(fact)
    return b'{"salt":' + _encode(salt) + (b"," + rest[1:] if len(rest) > 2 else b"}")


def header_line(header: Header) -> bytes:
    """Line 1: the header's members in alphabetical order."""
    return _encode(header)


def body_hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def read_event(stored: bytes) -> Event:
    """The event behind three stored lines; raises NotAnEvent where its place cannot be read."""
    try:
        first, second, _ = stored.split(b"\n")
        header = _header(first)
    except ValueError as error:
        raise NotAnEvent(str(error)) from error
    event = Event(leaf_hash(first).hex(), header, None, stored)
    decode = _bodies.get(header.topic) if header.v == FORM else None
    if decode is not None:
        try:
            body = decode(second)
            body.check()
            event.body = body
        except Refused as refused:
            event.flaw = refused
        except ValueError as error:
            event.flaw = Refused("body_form", why=error)
    return event
