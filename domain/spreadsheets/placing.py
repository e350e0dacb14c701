"""A file that is made beside its place and put there whole: on a full disk, a stop or a crash there
is no file under its name, and what was left beside it is taken away the next time."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from filelock import FileLock, Timeout

from domain.model.refusal import Refused

ENDING: Final = ".exchange-ledger-part"
_LOCK: Final = "lock"


class Making:
    """A folder of its own beside `path`; `part` in it is the file to be, and `part`'s folder is
    for whatever else is needed meanwhile. Nothing of the record is written anywhere else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.with_name(f".{secrets.token_hex(6)}{ENDING}")
        self.part = self._folder / f"part{path.suffix}"

    def __enter__(self) -> Self:
        _sweep(self.path.parent)
        self._folder.mkdir(mode=0o700)
        self._lock = FileLock(self._folder / _LOCK)
        try:
            self._lock.acquire(blocking=False)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._lock.release()
        shutil.rmtree(self._folder, ignore_errors=True)

    def put(self) -> None:
        """The finished file under its name, which nothing may have taken meanwhile; on disk."""
        with self.part.open("rb+") as file:
            os.fsync(file.fileno())
        try:
            os.link(self.part, self.path)
        except FileExistsError:
            raise Refused("file_exists", str(self.path)) from None
        except OSError:  # file systems without links, such as those of USB sticks
            if self.path.exists():
                raise Refused("file_exists", str(self.path)) from None
            self.part.replace(self.path)
        _keep_names(self.path.parent)


def _keep_names(folder: Path) -> None:
    """Has the folder itself on disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Takes away what a program that was killed left in the folder; one at work holds its lock."""
    for left in folder.glob(f".*{ENDING}"):
        with suppress(OSError, Timeout):
            lock = left / _LOCK
            if lock.exists():
                with FileLock(lock, blocking=False):
                    pass
                shutil.rmtree(left, ignore_errors=True)
