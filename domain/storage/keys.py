"""The keys of an encrypted ledger: a random data key, wrapped by a passphrase and a printed code.

The data key opens the file (SQLCipher, pages encrypted and authenticated). It is never stored as it
is: each slot holds it wrapped, under a key that Argon2id (RFC 9106) makes slowly out of what the
operator types. A change of the passphrase wraps the same data key anew, so whoever has an old copy
of the slots and knows the old passphrase can still open the file: to end that, make a new ledger.

The slots are a small file beside the ledger, with copies in the device's own data and beside every
backup: without any of them the ledger cannot be opened, whatever one knows.
"""

import base64
import binascii
import hashlib
import os
import secrets
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from nacl import bindings, exceptions
from nacl.pwhash import argon2id

from domain.model.refusal import Refused

KEY_BYTES: Final = 32
SHORTEST: Final = 8  # characters of a passphrase
FORM: Final = 1
_PLAIN: Final = b"SQLite format 3\0"
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_CODE_BYTES: Final = 20
_CHECK_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """What one attempt takes: passes over so many bytes of memory."""

    passes: int = 3
    memory: int = 256 * 1024 * 1024


MOST: Final = Cost(16, 1024 * 1024 * 1024)  # a slot that asks for more is not one of ours


class Slot(msgspec.Struct, frozen=True):
    """The data key, wrapped under what one can type. Bytes are in base64."""

    kind: str  # passphrase or recovery
    passes: int
    memory: int  # bytes
    salt: str
    nonce: str
    wrapped: str


class Slots(msgspec.Struct, frozen=True):
    """Every way of opening one ledger."""

    slots: tuple[Slot, ...]
    v: int = FORM

    def unwrap(self, typed: str) -> bytes:
        """The data key; Refused where `typed` is neither the passphrase nor the recovery code."""
        code = read_code(typed)
        kind, secret = ("recovery", code) if code else ("passphrase", _bytes(typed))
        for slot in self.slots:
            if slot.kind == kind:
                key = _unwrap(slot, secret)
                if key is not None:
                    return key
        raise Refused("passphrase_wrong")

    def with_passphrase(self, key: bytes, passphrase: str, cost: Cost | None = None) -> "Slots":
        """The same with another passphrase."""
        made = _wrap("passphrase", key, _bytes(check_passphrase(passphrase)), cost or Cost())
        return self._with(made)

    def with_code(self, key: bytes, code: str, cost: Cost | None = None) -> "Slots":
        """The same with another recovery code."""
        return self._with(_wrap("recovery", key, read_code(code), cost or Cost()))

    def _with(self, made: Slot) -> "Slots":
        return Slots((*(slot for slot in self.slots if slot.kind != made.kind), made))


def new_key() -> bytes:
    """A data key."""
    return secrets.token_bytes(KEY_BYTES)


def new_slots(key: bytes, passphrase: str, cost: Cost | None = None) -> tuple[Slots, str]:
    """Slots for a data key, and the recovery code that is to be printed and put away."""
    code = new_code()
    return Slots(()).with_passphrase(key, passphrase, cost).with_code(key, code, cost), code


def check_passphrase(passphrase: str) -> str:
    """`passphrase` itself, refused where it is too short to be one."""
    if len(passphrase.strip()) < SHORTEST:
        raise Refused("passphrase_short", "passphrase", least=SHORTEST)
    if read_code(passphrase):
        raise Refused("passphrase_is_code", "passphrase")
    return passphrase


# --- the printed code ----------------------------------------------------------------------------


def new_code() -> str:
    """A recovery code: 160 random bits and a check of 20, as nine groups of four letters."""
    return _grouped(secrets.token_bytes(_CODE_BYTES))


def read_code(typed: str) -> bytes:
    """The bytes of a recovery code; empty where the text is not one, or has a slip in it."""
    letters = "".join(typed.upper().translate(_LOOKALIKES).replace("-", " ").split())
    if len(letters) != _CODE_BYTES * 8 // 5 + _CHECK_LETTERS or set(letters) - set(_LETTERS):
        return b""
    number = 0
    for letter in letters[:-_CHECK_LETTERS]:
        number = number * 32 + _LETTERS.index(letter)
    found = number.to_bytes(_CODE_BYTES)
    return found if _check(found) == letters[-_CHECK_LETTERS:] else b""


def _grouped(code: bytes) -> str:
    letters = _base32(int.from_bytes(code), _CODE_BYTES * 8 // 5) + _check(code)
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _check(code: bytes) -> str:
    return _base32(int.from_bytes(hashlib.sha256(code).digest()[:3]) >> 4, _CHECK_LETTERS)


def _base32(number: int, letters: int) -> str:
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(letters - 1, -1, -1))


# --- where the slots are -------------------------------------------------------------------------


def is_encrypted(ledger: Path) -> bool:
    """Whether a file is not a plain database: an encrypted one cannot be told from noise."""
    with ledger.open("rb") as file:
        head = file.read(len(_PLAIN))
    return len(head) == len(_PLAIN) and head != _PLAIN


def slots_beside(ledger: Path) -> Path:
    """Where the slots of a ledger are kept."""
    return ledger.with_name(f"{ledger.name}.keys")


def find_slots(ledger: Path, kept: Path) -> Slots:
    """The slots beside a ledger, or the copy of them in the folder `kept`.

    Refused where there are none, or where what is there cannot be read.
    """
    damaged: Refused | None = None
    for place in (slots_beside(ledger), _copy_of(ledger, kept)):
        if place.is_file():
            try:
                return read_slots(place)
            except Refused as refused:
                damaged = refused
    raise damaged or Refused("keys_missing", str(ledger), keys=slots_beside(ledger).name)


def has_slots(ledger: Path, kept: Path) -> bool:
    """Whether there are slots for a ledger, readable or not."""
    return slots_beside(ledger).is_file() or _copy_of(ledger, kept).is_file()


def read_slots(place: Path) -> Slots:
    """The slots in one file."""
    try:
        slots = msgspec.json.decode(place.read_bytes(), type=Slots)
        for slot in slots.slots:
            for text in (slot.salt, slot.nonce, slot.wrapped):
                base64.b64decode(text, validate=True)
    except (msgspec.DecodeError, binascii.Error) as error:
        raise Refused("keys_damaged", str(place)) from error
    if slots.v > FORM:
        raise Refused("file_newer", str(place), found=slots.v)
    return slots


def keep_slots(ledger: Path, slots: Slots, kept: Path) -> None:
    """Put the slots beside a ledger that exists, and a copy of them in `kept`."""
    write_slots(slots_beside(ledger), slots)
    keep_copy(ledger, slots, kept)


def keep_copy(ledger: Path, slots: Slots, kept: Path) -> None:
    """Put a copy of the slots in the folder `kept`."""
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_slots(_copy_of(ledger, kept), slots)


def write_slots(place: Path, slots: Slots) -> None:
    """Replace a file of slots as a whole, on disk before returning; for its owner only."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(slots), indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(place.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _copy_of(ledger: Path, kept: Path) -> Path:
    """Named by the first bytes of the file, which SQLCipher chooses at random for each database."""
    with ledger.open("rb") as file:
        return kept / f"{file.read(16).hex()}.keys"


# --- wrapping ------------------------------------------------------------------------------------


def _wrap(kind: str, key: bytes, secret: bytes, cost: Cost) -> Slot:
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    nonce = secrets.token_bytes(bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    under = _stretched(secret, salt, cost)
    wrapped = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(key, kind.encode(), nonce, under)
    salt_text, nonce_text, text = (
        base64.b64encode(part).decode() for part in (salt, nonce, wrapped)
    )
    return Slot(kind, cost.passes, cost.memory, salt_text, nonce_text, text)


def _unwrap(slot: Slot, secret: bytes) -> bytes | None:
    if not (0 < slot.passes <= MOST.passes and 0 < slot.memory <= MOST.memory):
        return None
    salt, nonce, wrapped = (base64.b64decode(x) for x in (slot.salt, slot.nonce, slot.wrapped))
    try:
        under = _stretched(secret, salt, Cost(slot.passes, slot.memory))
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            wrapped, slot.kind.encode(), nonce, under
        )
    except (exceptions.CryptoError, exceptions.ValueError):
        return None


def _stretched(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    return argon2id.kdf(KEY_BYTES, secret, salt, opslimit=cost.passes, memlimit=cost.memory)


def _bytes(passphrase: str) -> bytes:
    """The same however a keyboard composes its letters (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", passphrase).encode()
