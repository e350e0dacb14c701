"""Reading a foreign spreadsheet: its cells, out of a process of its own that cannot take us along.

`read` starts `reader.py`, waits for its lines within the limits, and believes none of them before
it was checked. A file that is not taken is `Refused` with its reason; so is one whose reading took
too much memory or time, or ended without an answer.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

import msgspec

import domain
from domain.model.refusal import MESSAGES, Refused
from domain.spreadsheets.incoming import limits
from domain.spreadsheets.incoming.cells import (
    Cell,
    End,
    Refusal,
    Row,
    Sheet,
    SheetHead,
    Workbook,
    decode_line,
    decode_row,
)
from domain.spreadsheets.incoming.reader import CHILD

Progress = Callable[[int, int], None]
_BEAT: Final = 0.1  # seconds between two looks at whether somebody cancelled


def read(
    path: Path, *, encoding: str = "", separator: str = "", progress: Progress | None = None
) -> Workbook:
    """The sheets of a file. `progress` is told (rows read, of how many); it may raise to cancel."""
    if not path.is_file():
        raise Refused("sheet_missing", str(path))
    arguments = [str(path.resolve()), encoding, separator]
    try:
        return _collected(path.name, _lines(arguments, progress or _nobody), progress or _nobody)
    except Refused as refused:
        raise refused.about(refused.field or str(path)) from refused


def _nobody(_done: int, _of: int) -> None:
    pass


def _command(arguments: Sequence[str]) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD, *arguments]
    return [sys.executable, "-m", "domain.spreadsheets.incoming.reader", *arguments]


def _environment() -> dict[str, str]:
    root = str(Path(domain.__file__).resolve().parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def _lines(arguments: Sequence[str], progress: Progress) -> Iterator[bytes]:
    """The lines of the reader's answer; it is ended when nobody wants more of them."""
    child = subprocess.Popen(
        _command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1000)
    stop = threading.Event()
    pump = threading.Thread(target=_pump, args=(child.stdout, lines, stop), daemon=True)
    pump.start()
    until = time.monotonic() + limits.WALL_SECONDS
    try:
        while True:
            try:
                line = lines.get(timeout=_BEAT)
            except queue.Empty:
                progress(0, 0)
                if time.monotonic() > until:
                    raise Refused("sheet_slow") from None
                continue
            if line is None:
                break
            yield line
        _judge(child.wait(timeout=limits.WALL_SECONDS))
    finally:
        stop.set()
        with contextlib.suppress(OSError):
            child.kill()
        child.wait()
        while pump.is_alive():
            with contextlib.suppress(queue.Empty):
                lines.get_nowait()
            pump.join(0.01)
        child.stdout.close()


def _pump(stream: IO[bytes], lines: "queue.Queue[bytes | None]", stop: threading.Event) -> None:
    """Carry lines over, no more of them than a sane answer has."""
    left = limits.ANSWER_BYTES
    while not stop.is_set():
        line = stream.readline(limits.ANSWER_BYTES)
        left -= len(line)
        if not line or left < 0:
            break
        lines.put(line)
    lines.put(None)


def _judge(status: int) -> None:
    """What the end of the reader says where it did not say it itself."""
    if status == 0:
        return
    if sys.platform != "win32":
        import signal

        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            raise Refused("sheet_slow")
        if status == -signal.SIGABRT:
            raise Refused("sheet_memory", limit=limits.MEMORY_BYTES // 2**20)
    raise Refused("sheet_crashed", status=status)


def _collected(file: str, lines: Iterator[bytes], progress: Progress) -> Workbook:
    sheets: list[Sheet] = []
    rows: list[Row] = []
    announced = read_rows = 0
    try:
        for line in lines:
            if line.startswith(b"["):
                rows.append(_row(line))
                read_rows += 1
                if read_rows % 500 == 0:
                    progress(read_rows, announced)
                continue
            part = decode_line(line)
            match part:
                case SheetHead():
                    rows = []
                    announced += part.rows
                    sheets.append(Sheet(part.name, rows, part.hidden, part.formulas))
                case Refusal():
                    raise _refused(part)
                case End():
                    progress(read_rows, announced)
                    return Workbook(
                        file, part.form, part.sha256, tuple(sheets), part.encoding, part.separator
                    )
    except msgspec.MsgspecError as error:
        raise Refused("sheet_crashed", status="") from error
    finally:
        with contextlib.suppress(AttributeError):
            lines.close()  # type: ignore[attr-defined]
    raise Refused("sheet_crashed", status="")


def _row(line: bytes) -> list[Cell]:
    row = decode_row(line)
    if len(row) > limits.COLUMNS:
        raise Refused("sheet_crashed", status="")
    return row


def _refused(part: Refusal) -> Refused:
    if part.code not in MESSAGES:
        return Refused("sheet_crashed", status="")
    try:
        return Refused(part.code, "", **part.values)
    except (KeyError, IndexError, ValueError):
        return Refused("sheet_crashed", status="")
