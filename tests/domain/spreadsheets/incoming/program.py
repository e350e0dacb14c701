"""A small program that imports one file after another, and says what each cost it and its reader.

A process of its own, because Linux counts the memory of whoever starts a process as the started
one's: next to a test runner that has just made a huge file, no reader would look small.
"""

import json
import resource
import sys
from pathlib import Path

from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.spreadsheets.incoming.importing import Mapping, plan_import, read_file
from domain.storage.profile import Profile
from tests.domain.helpers import all_totals, recorded, stored_lines

UNIT = 1 if sys.platform == "darwin" else 1024


def main(folder: Path) -> None:
    ledger: Ledger = Ledger.create(folder / "attacked.ledger", Profile.load(folder / "profile"))
    for done, line in enumerate(sys.stdin):
        print(json.dumps(attacked(ledger, Path(line.rstrip("\n")), done)), flush=True)
    ledger.close()


def attacked(ledger: Ledger, path: Path, done: int) -> dict[str, object]:
    """What one file came to: the reason, whether anything was written, seconds and bytes."""
    before = stored_lines(ledger)
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = text = ""
    try:
        plan_import(ledger, read_file(path, Mapping()))
    except Refused as refused:
        code, text = refused.code, str(refused)
    written = stored_lines(ledger) != before
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    recorded(ledger, returned=1)  # the program is alive, and its ledger too
    return {
        "code": code,
        "text": text,
        "written": written,
        "alive": all_totals(ledger).events == done + 1,
        "seconds": ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime,
        "reader": ended.ru_maxrss * UNIT,
        "program": most_memory(),
    }


def most_memory() -> int:
    """Bytes that this program had at most. Linux's getrusage also counts what the process that
    forked it had, however much that was."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
