"""Who runs a command: the profile, the language, the ledger, and where its messages go."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop.cells import SHORT_ID
from desktop.language import Language
from desktop.missing_text import missing_text
from domain.encrypted import needs_unlocking, unlock
from domain.events import Event
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.storage.backup import Lock
from domain.storage.profile import Profile

DONE: Final = 0
ANSWER_IS_NO: Final = 1
BAD_INPUT: Final = 2
FILE: Final = "EXCHANGE_LEDGER_PASSPHRASE_FILE"
ATTEMPTS: Final = 3


class Session:
    """Who runs the command: the profile, the language, and what was asked."""

    def __init__(self, arguments: argparse.Namespace, profile: Profile, say: Language) -> None:
        self.asked = arguments
        self.profile = profile
        self.say = say

    def open(self, lock: Lock | None = None) -> Ledger:
        """The ledger that was asked for; says what it lacks of this device's own work."""
        path = Path(self.asked.ledger)
        ledger = Ledger.open(
            path,
            self.profile,
            operator=self.asked.operator or "",
            progress=self.rebuilding,
            key=lock.key if lock else self.key(path),
        )
        for line in missing_text(ledger.missing(), self.say):
            self.tell(line)
        return ledger

    def key(self, path: Path) -> bytes | None:
        """What opens an encrypted ledger, asked for; None for a plain one."""
        lock = self.lock(path)
        return lock.key if lock else None

    def lock(self, path: Path) -> Lock | None:
        """The key with its slots; the operator has three attempts where one can type."""
        if not needs_unlocking(path, self.profile):
            return None
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return unlock(path, self.profile, self.secret(path))
            except Refused as refused:
                if refused.code != "passphrase_wrong" or FILE in os.environ or attempt == ATTEMPTS:
                    raise
                self.tell(self.say.refusal(refused))
        return None

    def secret(self, path: Path) -> str:
        """A passphrase or recovery code, as the operator gives it."""
        named = os.environ.get(FILE)
        if named:
            return first_line(named)
        if not sys.stdin.isatty():
            raise Refused("passphrase_nowhere", str(path), variable=FILE)
        return getpass.getpass(self.say("Passphrase or recovery code of {path}: ", path=path.name))

    def tell(self, text: str) -> None:
        print(text, file=sys.stderr)

    def recorded(self, events: Sequence[Event]) -> int:
        """Say what was recorded: a line each, kind and id."""
        for event in events:
            print(event.header.topic.rpartition(".")[0], event.id[:SHORT_ID])
        return DONE

    def rebuilding(self, done: int, of: int) -> None:
        self.tell(self.say("Making the tables again: {done} of {of} events", done=done, of=of))

    def checking(self, done: int, of: int) -> None:
        self.tell(self.say("Checked: {done} of {of}", done=done, of=of))


def first_line(name: str) -> str:
    """The secret in a file: its first line."""
    return Path(name).read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
