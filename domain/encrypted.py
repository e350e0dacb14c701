"""An encrypted ledger, from its operator's side: made, opened with what one types, locked anew."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage import encryption
from domain.storage.backup import Lock
from domain.storage.keys import (
    Cost,
    find_slots,
    has_slots,
    is_encrypted,
    keep_copy,
    keep_slots,
    new_code,
    new_key,
    new_slots,
    slots_beside,
    write_slots,
)
from domain.storage.profile import Profile


@contextlib.contextmanager
def new_lock(
    path: Path, profile: Profile, passphrase: str, *, cost: Cost | None = None
) -> Iterator[tuple[bytes, str]]:
    """The key with which a ledger is now made at `path`, and its recovery code, shown this once.

    Its slots are on disk before the ledger is, and gone again where it could not be made.
    """
    for place in (path, slots_beside(path)):
        if place.exists():
            raise Refused("file_exists", str(place))
    if not path.parent.is_dir():
        raise Refused("folder_missing", str(path.parent))
    key = new_key()
    slots, code = new_slots(key, passphrase, cost)
    write_slots(slots_beside(path), slots)
    try:
        yield key, code
    except BaseException:
        slots_beside(path).unlink()
        raise
    keep_copy(path, slots, profile.keys)


def create_encrypted(
    path: Path, profile: Profile, passphrase: str, *, cost: Cost | None = None, **options: Any
) -> tuple[Ledger, str]:
    """A new encrypted ledger, open, and its recovery code."""
    with new_lock(path, profile, passphrase, cost=cost) as (key, code):
        return Ledger.create(path, profile, key=key, **options), code


def needs_unlocking(path: Path, profile: Profile) -> bool:
    """Whether a file is an encrypted ledger whose keys are at hand."""
    return path.is_file() and is_encrypted(path) and has_slots(path, profile.keys)


def unlock(path: Path, profile: Profile, typed: str) -> Lock:
    """What opens an encrypted ledger; `typed` is its passphrase or its recovery code.

    The slots are put back where they are missing, beside the ledger or in the device's own data.
    """
    _check_encrypted(path)
    slots = find_slots(path, profile.keys)
    lock = Lock(slots.unwrap(typed), slots)
    keep_copy(path, slots, profile.keys)
    if not slots_beside(path).exists():
        with contextlib.suppress(OSError):  # a medium that cannot be written: the copy serves
            write_slots(slots_beside(path), slots)
    return lock


def encrypt(
    path: Path, profile: Profile, passphrase: str, *, cost: Cost | None = None
) -> tuple[Lock, str]:
    """Encrypt a plain ledger that is not open; returns what opens it, and its recovery code."""
    if path.is_file() and is_encrypted(path) and has_slots(path, profile.keys):
        raise Refused("encrypted_already", str(path))
    Ledger.open_events(path, profile).close()  # refused unless it is a ledger
    key = new_key()
    slots, code = new_slots(key, passphrase, cost)
    encryption.encrypt(path, key, slots, profile.keys)
    return Lock(key, slots), code


def change_passphrase(
    path: Path, profile: Profile, typed: str, passphrase: str, *, cost: Cost | None = None
) -> None:
    """Another passphrase; `typed` is the one until now, or the recovery code, which stays."""
    lock = unlock(path, profile, typed)
    keep_slots(path, lock.slots.with_passphrase(lock.key, passphrase, cost), profile.keys)


def change_code(path: Path, profile: Profile, typed: str, *, cost: Cost | None = None) -> str:
    """Another recovery code, where the printed one was lost or seen; the passphrase stays."""
    lock = unlock(path, profile, typed)
    code = new_code()
    keep_slots(path, lock.slots.with_code(lock.key, code, cost), profile.keys)
    return code


def _check_encrypted(path: Path) -> None:
    if not path.is_file():
        raise Refused("file_missing", str(path))
    if not is_encrypted(path):
        raise Refused("encrypted_not", str(path))
