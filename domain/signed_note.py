"""Signed notes (C2SP signed-note): a text, an empty line, and the signatures of those who signed.

Only Ed25519 (signature type 0x01). A note says nothing until a key that is trusted for another
reason has verified it.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

ED25519: Final = b"\x01"  # C2SP signed-note, "Signature types"
DASH: Final = "— "
MOST_SIGNATURES: Final = 64  # a verifier has to take at least 16


class NotANote(ValueError):
    """Bytes that are not a signed note."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose name, which key (its id, 4 bytes), and what it signed."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedNote:
    """`text` ends in a newline; it is what the signatures are over."""

    text: str
    signatures: tuple[Signature, ...]


def key_id(name: str, public_key: bytes) -> bytes:
    """C2SP signed-note, "Ed25519 signatures": SHA-256(name, newline, 0x01, key), 4 bytes of it."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def written(note: SignedNote) -> str:
    """The note as it is stored and sent (C2SP signed-note, "Format")."""
    lines = [
        f"{DASH}{line.name} {base64.b64encode(line.key_id + line.signature).decode()}\n"
        for line in note.signatures
    ]
    return f"{note.text}\n{''.join(lines)}"


def read(stored: bytes) -> SignedNote:
    """The note behind its stored form; raises NotANote for anything else."""
    try:
        note = stored.decode()
    except UnicodeDecodeError as error:
        raise NotANote("not UTF-8") from error
    if any(ord(letter) < 0x20 and letter != "\n" for letter in note):
        raise NotANote("control character")
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise NotANote("no signatures")
    lines = signatures.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NotANote("too many signatures")
    return SignedNote(f"{text}\n", tuple(_signature(line) for line in lines))


def is_verified(note: SignedNote, name: str, public_key: bytes) -> bool:
    """Whether the key `public_key`, known by `name`, signed the note.

    Signatures of other names or key ids are ignored; one that has both and fails fails the note
    (C2SP signed-note, "Signatures").
    """
    known = (name, key_id(name, public_key))
    mine = [line for line in note.signatures if (line.name, line.key_id) == known]
    try:
        for line in mine:
            VerifyKey(public_key).verify(note.text.encode(), line.signature)
    except (BadSignatureError, ValueError):
        return False
    return bool(mine)


def _signature(line: str) -> Signature:
    words = line.split(" ")
    if len(words) != 3 or f"{words[0]} " != DASH:
        raise NotANote("not a signature line")
    _, name, code = words
    if not name or "+" in name or name.split() != [name]:
        raise NotANote("not a key name")
    try:
        raw = base64.b64decode(code, validate=True)
    except ValueError as error:
        raise NotANote("not base64") from error
    if len(raw) <= 4 or base64.b64encode(raw).decode() != code:
        raise NotANote("not a signature")
    return Signature(name, raw[:4], raw[4:])
