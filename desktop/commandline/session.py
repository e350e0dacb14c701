"""Who runs a command: the profile, the language, the ledger, and where its messages go."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop.cells import SHORT_ID
from desktop.language import Language
from domain.events import Event
from domain.ledger import Ledger
from domain.storage.profile import Profile

DONE: Final = 0
ANSWER_IS_NO: Final = 1
BAD_INPUT: Final = 2


class Session:
    """Who runs the command: the profile, the language, and what was asked."""

    def __init__(self, arguments: argparse.Namespace, profile: Profile, say: Language) -> None:
        self.asked = arguments
        self.profile = profile
        self.say = say

    def open(self) -> Ledger:
        """The ledger that was asked for; says what it lacks of this device's own work."""
        ledger = Ledger.open(
            Path(self.asked.ledger),
            self.profile,
            operator=self.asked.operator or "",
            progress=self.rebuilding,
        )
        for missing in ledger.missing():
            self.tell(
                self.say.plural(
                    "{n} change last written here on {day} is missing from this file; merge the "
                    "copy that has it.",
                    "{n} changes last written here on {day} are missing from this file; merge "
                    "the copy that has them.",
                    missing.changes,
                    day=missing.written[:10],
                )
            )
        return ledger

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
