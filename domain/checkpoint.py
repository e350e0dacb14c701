"""Checkpoints: what somebody else keeps of a ledger, to see later whether it was only extended.

A journal's checkpoint is a C2SP tlog-checkpoint: a signed note of origin, number of events and root
hash. The signature is the one that the journal's last event carries, so anybody who has the ledger
can hand its checkpoints out. A whole ledger's code is 40 digits, the same in every language, short
enough to be read over the telephone or printed on a report.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain import signed_note
from domain.merkle import HASH
from domain.model.refusal import Refused
from domain.signed_note import NotANote, Signature, SignedNote

ORIGIN: Final = "exchange-ledger/"
DATA_DIGITS: Final = 38  # 126 bits
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_CODE: Final = re.compile(r"([1-9][0-9]{0,17}) ?: ?((?:[0-9] ?){40})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One journal's head as somebody keeps it: `size` events with this root hash."""

    journal: str
    size: int
    root: bytes
    note: SignedNote

    def is_signed_by(self, public_key: str) -> bool:
        """Whether the journal's key (base64) signed it."""
        try:
            key = base64.b64decode(public_key, validate=True)
        except ValueError:
            return False
        return signed_note.is_verified(self.note, f"{ORIGIN}{self.journal}", key)


@dataclass(frozen=True, slots=True)
class Code:
    """A whole ledger's checkpoint after its first `changes` events: 40 digits."""

    changes: int
    digits: str

    def __str__(self) -> str:
        groups = [self.digits[at : at + 5] for at in range(0, len(self.digits), 5)]
        return f"{self.changes}: {' '.join(groups)}"


def signed(text: bytes, public_key: str, signature: bytes) -> SignedNote:
    """The signed note of a journal's checkpoint text (`journal.checkpoint`).

    `public_key` and `signature` are base64, as the ledger keeps them; the key is known by the
    note's origin, as C2SP tlog-checkpoint asks.
    """
    name = text.decode().partition("\n")[0]
    key = base64.b64decode(public_key, validate=True)
    line = Signature(name, signed_note.key_id(name, key), base64.b64decode(signature))
    return SignedNote(text.decode(), (line,))


def code_of(ledger: str, changes: int, texts: Iterable[bytes]) -> Code:
    """The code of a ledger whose journals have these checkpoint texts.

    The first 38 digits are SHA-256 over the ledger's id, the number of changes and the texts in
    alphabetical order, modulo 10^38; the last two are check digits (ISO 7064, MOD 97-10, as in an
    IBAN), which show every misheard digit and every two that changed places. Nobody can make
    another record with a given code; who prepares two records with one code, before giving it out,
    needs some 2^63 attempts: against that, keep the signed notes.
    """
    what = b"exchange-ledger code\n%s\n%d\n" % (ledger.encode(), changes)
    number = int.from_bytes(hashlib.sha256(what + b"".join(sorted(texts))).digest(), "big")
    data = f"{number % 10**DATA_DIGITS:0{DATA_DIGITS}}"
    return Code(changes, f"{data}{98 - int(data) * 100 % 97:02}")


def read_code(text: str, field: str = "code") -> Code:
    """A code as somebody wrote it down, its check digits checked."""
    found = _CODE.fullmatch(" ".join(text.split()))
    if found is None:
        raise Refused("code_form", field, text=text)
    digits = found[2].replace(" ", "")
    if int(digits) % 97 != 1:
        raise Refused("code_digits", field)
    return Code(int(found[1]), digits)


def written(checkpoints: Iterable[Checkpoint], code: Code) -> str:
    """A checkpoint file: the signed note of every journal, then the code, an empty line between."""
    notes = [signed_note.written(checkpoint.note) for checkpoint in checkpoints]
    return "\n".join([*notes, f"{code}\n"])


def read(text: str, field: str) -> tuple[list[Checkpoint], list[Code]]:
    """What a checkpoint file holds. Anything else in it is refused: it would go unchecked."""
    blocks = [
        block for block in re.split(r"\n{2,}", text.replace("\r", "").strip("\ufeff\n")) if block
    ]
    checkpoints, codes = list[Checkpoint](), list[Code]()
    while blocks:
        block = blocks.pop(0)
        if _CODE.fullmatch(" ".join(block.split())):
            codes.append(read_code(block, field))
        elif block.startswith(ORIGIN) and blocks:
            checkpoints.append(_checkpoint(f"{block}\n\n{blocks.pop(0)}\n", field))
        else:
            raise Refused("checkpoint_form", field, line=block.partition("\n")[0][:60])
    if not checkpoints and not codes:
        raise Refused("checkpoint_form", field, line="")
    return checkpoints, codes


def _checkpoint(stored: str, field: str) -> Checkpoint:
    """C2SP tlog-checkpoint, "Note text"; extension lines are signed too, and say nothing to us."""
    try:
        note = signed_note.read(stored.encode())
        origin, size, code, *_ = note.text.splitlines()
        root = base64.b64decode(code, validate=True)
        if len(root) != HASH or not _SIZE.fullmatch(size):
            raise NotANote("not a size and a root hash")
    except ValueError as error:
        line = stored.partition("\n")[0][:60]
        raise Refused("checkpoint_form", field, line=line) from error
    return Checkpoint(origin.removeprefix(ORIGIN), int(size), root, note)
