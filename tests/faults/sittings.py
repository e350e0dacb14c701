"""Sittings that record one command after another until they are killed; each is a process.

Run as a program it reads a line for each sitting: the ledger, the profile's folder, how many
commands (0: until killed), a name for them and how many sittings go on together. It forks, so
that no time goes by in imports, and says on its output: `pid N`, then `ack …` for each command
that has returned, then `end STATUS`.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

from domain.ledger import Ledger
from domain.model.draft import read_draft
from domain.storage.profile import Profile

EVENTS: Final = 5  # of each command: a source, the exchange, two mediators, a claim


def sit(path: Path, folder: Path, commands: int, name: str, together: int) -> None:
    """Record until killed, or so many commands; tell of each one that has returned."""
    ledger = Ledger.open(path, Profile.load(folder))
    done = 0
    while not commands or done < commands:
        done += 1
        events = ledger.record(
            read_draft(
                {
                    "kind": "exchange",
                    "occurred": f"2024-{done % 12 + 1:02}-{done % 28 + 1:02}",
                    "returned": done,
                    "breakdowns": {"branch": [{"category": "navy", "count": done}]},
                    "mediators": ["AE", "TR"],
                    "claims": [{"measure": "returned_total", "scope": "all", "value": done}],
                }
            ),
            f"{name} {done}",
        )
        os.write(1, b"ack %s\n" % " ".join(event.id for event in events).encode())
        if done == 1 and together > 1:
            _wait_for_others(path, name, together)
    ledger.close()


def _wait_for_others(path: Path, name: str, together: int) -> None:
    """Go on once every sitting has recorded, so that none is over before another begins."""
    room = path.with_suffix(".sittings")
    room.mkdir(exist_ok=True)
    (room / name).touch()
    while len(list(room.iterdir())) < together:
        time.sleep(0.005)


def main() -> None:
    for line in sys.stdin:
        path, folder, commands, name, together = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            os.write(1, b"pid %d\n" % os.getpid())
            sit(Path(path), Path(folder), int(commands), name, int(together))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        os.write(1, b"end %d\n" % status)


if __name__ == "__main__":
    main()
