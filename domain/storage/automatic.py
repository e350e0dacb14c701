"""Makes an automatic copy of a ledger, checked; only then clears away those beyond the rule."""

import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from domain.storage.backup import Copied, Lock, Progress, backup
from domain.storage.connection import log_of
from domain.storage.keys import slots_beside
from domain.storage.rolling import copied_at, copy_name, not_kept

_WRITING: Final = timedelta(hours=1)  # a copy that changed later than that was worked in


def copy_and_clear(
    ledger: Path,
    folder: Path,
    mark: str,
    at: datetime,
    lock: Lock | None = None,
    progress: Progress | None = None,
) -> Copied:
    """A checked copy in `folder`, which is made where it is missing; Refused where it fails."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = copy_name(ledger.stem, mark, at)
    copied = backup(ledger, folder / name, lock, progress)
    for old in not_kept((path.name for path in folder.iterdir()), mark, name):
        with contextlib.suppress(OSError):  # the next copy tries again
            _clear(folder / old, mark)
    return copied


def _clear(copy: Path, mark: str) -> None:
    """Delete a copy and its slots, unless somebody has worked in it since."""
    made = copied_at(copy.name, mark)
    if made is None or log_of(copy).exists() or not copy.is_file() or copy.is_symlink():
        return
    if copy.stat().st_mtime > (made + _WRITING).timestamp():
        return
    copy.unlink()
    slots_beside(copy).unlink(missing_ok=True)
