"""Who runs a command: the profile, the language, the ledger, and where its messages go."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop.cells import SHORT_ID
from desktop.language import Language
from desktop.missing_text import missing_text
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
        for line in missing_text(ledger.missing(), self.say):
            self.tell(line)
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
