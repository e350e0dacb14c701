"""One device's log in one ledger: it hands out index and prev, hashes, and signs.

A journal has exactly one writer, ever. Each event carries the signature of the journal's
checkpoint at its index, in the text form of C2SP tlog-checkpoint: origin, size, root hash.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import uuid4

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from domain import merkle
from domain.events import (
    FORM,
    TOPIC_OF,
    Body,
    Event,
    Header,
    Seen,
    body_hash,
    body_line,
    header_line,
    leaf_hash,
    read_event,
)

APP: Final = "0.1.0"

# A fact to record, or one that names what the same command recorded before it.
Step = Body | Callable[[Sequence[Event]], Body]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: the index and id of its last event (0 and "" while it has none).

    `forked`: it was continued twice, so this is one of its ends, and nobody may continue it.
    """

    journal: str
    index: int = 0
    id: str = ""
    frontier: merkle.Frontier = ()
    forked: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, with which program, by which clock."""

    name: str
    at: datetime
    app: str = APP


def new_journal() -> Head:
    """The head of a journal that does not exist yet."""
    return Head(str(uuid4()))


def salted(body: Body) -> Body:
    """The same fact under a fresh salt of 16 random bytes."""
    return msgspec.structs.replace(body, salt=secrets.token_hex(16))


def write(
    head: Head, steps: Iterable[Step], key: SigningKey, author: Author, seen: Sequence[Seen] = ()
) -> tuple[list[Event], Head]:
    """The events of one command and the head they make; nothing is stored yet.

    `seen` are the foreign heads that moved since this journal's previous event; the first event
    of the command carries them. Bodies without a salt get one.
    """
    act = head.index + 1
    at = author.at.isoformat(timespec="seconds")
    events: list[Event] = []
    for step in steps:
        body = step if isinstance(step, Body) else step(events)
        full = body if body.salt else salted(body)
        second = body_line(full)
        header = Header(
            act=act,
            app=author.app,
            at=at,
            body=body_hash(second),
            by=author.name,
            index=head.index + 1,
            journal=head.journal,
            prev=head.id or None,
            seen=() if events else tuple(seen),
            topic=TOPIC_OF[type(full)],
            v=FORM,
        )
        first = header_line(header)
        head = grown(head, first)
        signature = base64.b64encode(key.sign(checkpoint(head)).signature)
        # read back, so that the tables are made now from what they will be made from again
        events.append(read_event(b"\n".join((first, second, signature))))
    return events, head


def grown(head: Head, line: bytes) -> Head:
    """The head after one more event, whose first line is `line`."""
    leaf = leaf_hash(line)
    frontier = merkle.append(head.frontier, head.index, leaf)
    return replace(head, index=head.index + 1, id=leaf.hex(), frontier=frontier)


def checkpoint(head: Head) -> bytes:
    """The text that is signed: origin, number of events, root hash (C2SP tlog-checkpoint)."""
    root = base64.b64encode(merkle.root(head.frontier)).decode()
    return f"exchange-ledger/{head.journal}\n{head.index}\n{root}\n".encode()


def is_signed(head: Head, signature: bytes, public_key: str) -> bool:
    """Whether `signature` (line 3 of the event at `head`) is that of `public_key` (base64)."""
    try:
        key = VerifyKey(base64.b64decode(public_key, validate=True))
        given = base64.b64decode(signature, validate=True)
        key.verify(checkpoint(head), given)
    except (BadSignatureError, ValueError):
        return False
    return base64.b64encode(given) == signature  # one event has one form, also in unused bits


def fingerprint(public: str) -> str:
    """What people compare a public key (base64) by: half of its SHA-256, in groups of four."""
    digits = hashlib.sha256(base64.b64decode(public)).hexdigest()[:32]
    return " ".join(digits[place : place + 4] for place in range(0, 32, 4))


def public_key(key: SigningKey) -> str:
    """The key others verify with, in base64."""
    return base64.b64encode(bytes(key.verify_key)).decode()
