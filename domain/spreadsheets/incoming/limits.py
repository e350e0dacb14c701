"""How much a foreign file may ask of this machine, and the walls around the process that reads it.

The walls: address space and processor time are limited by the system (POSIX), the time on the wall
by whoever started the process. Where the system offers no such limits (Windows) the same sizes are
still counted before anything is unpacked, and the time on the wall is shorter.
"""

import sys
from typing import Final

FILE_BYTES: Final = 48 * 2**20
UNPACKED_BYTES: Final = 160 * 2**20  # of all parts of a workbook together
PARTS: Final = 2000
ROWS: Final = 200_000
COLUMNS: Final = 1024
CELLS: Final = 4_000_000  # of the area that a sheet spans, empty cells included
TEXT: Final = 32_767  # characters of one cell; Excel's limit
DEPTH: Final = 64  # of elements within elements
ANSWER_BYTES: Final = 200 * 2**20

MEMORY_BYTES: Final = 440 * 2**20
PROCESSOR_SECONDS: Final = 8
WALL_SECONDS: Final = 60 if sys.platform != "win32" else 10


def wall_off() -> None:
    """Limit this process, for good: memory, processor time, no files written, no core dump."""
    if sys.platform == "win32":
        return
    import resource

    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(what)
        chosen = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(what, (chosen, chosen))
