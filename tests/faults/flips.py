"""Single bits flipped in a ledger file: what changes data has to be reported by name."""

import contextlib
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from domain.model.refusal import Refused
from domain.projections import tables
from domain.verification.findings import Finding
from domain.verification.reading import DAMAGE
from domain.verification.verify import verify

TABLES = ("stored_events", "arrivals", "facts", *tables.NAMES)
Content = dict[str, list[tuple[Any, ...]]]


@dataclass
class Flips:
    """What came of them. `silent`: data changed and nothing was said; `unnamed`: an event changed
    and no finding is about that event. `definitions`: no table can be read at all, because the
    definition of one is damaged."""

    flips: int = 0
    changed: int = 0
    definitions: int = 0
    events: int = 0
    reported: int = 0
    silent: list[int] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)


def flip_bits(ledger: Path, folder: Path, flips: int, seed: int) -> Flips:
    """Flip one bit at a time in a copy of a closed ledger, and verify the copy."""
    by, result = random.Random(seed), Flips()
    original = ledger.read_bytes()
    whole = content(ledger)
    copy = folder / "flipped.ledger"
    for _ in range(flips):
        bit = by.randrange(len(original) * 8)
        data = bytearray(original)
        data[bit // 8] ^= 1 << bit % 8
        for left in folder.glob("flipped.ledger*"):
            left.unlink()
        copy.write_bytes(data)
        now = content(copy)
        _judge(result, bit, whole, now, copy)
    return result


def _judge(result: Flips, bit: int, whole: Content, now: Content, copy: Path) -> None:
    result.flips += 1
    try:
        findings: tuple[Finding, ...] | None
        report = verify(copy)
        findings, told = report.findings, bool(report.findings)
        told = told or any(remark.code == "tables_other" for remark in report.remarks)
    except Refused:  # the file says that it is no ledger, or a newer one
        findings, told = None, True
    except Exception as error:
        result.crashes.append(f"bit {bit}: {type(error).__name__}: {error}")
        return
    if now == whole:
        return
    result.changed += 1
    result.reported += told
    if not told:
        result.silent.append(bit)
    lost = _changed_events(whole, now)
    if findings is None or not lost:
        return
    if len(lost) == len(whole["stored_events"]):
        result.definitions += 1
        told = any(finding.code == "file_damaged" for finding in findings)
        result.unnamed += [] if told else [bit]
    else:
        result.events += 1
        if not any(_names(finding, lost) for finding in findings):
            result.unnamed.append(bit)


def content(path: Path) -> Content:
    """Every row that can be read, of every table, as raw bytes; a table ends where it breaks."""
    found: Content = {}
    with contextlib.closing(sqlite.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        for table in TABLES:
            rows: list[tuple[Any, ...]] = []
            try:
                for row in connection.execute(f"SELECT * FROM {table}"):
                    rows.append((*row, *map(type, row)))
            except DAMAGE as error:
                rows.append((str(error),))
            found[table] = rows
    return found


def _changed_events(whole: Content, now: Content) -> list[tuple[Any, ...]]:
    """The events whose rows are not there any more as they were, where they can be told."""
    kept = set(now["stored_events"])
    return [row for row in whole["stored_events"] if row not in kept]


def _names(finding: Finding, lost: list[tuple[Any, ...]]) -> bool:
    """Whether a finding is about one of these events: by position, or by place in a journal."""
    for position, address, index, *_ in lost:
        journal = finding.journal.replace("-", "").encode()
        last = finding.values.get("last", finding.index)
        if finding.position == position or (
            journal == address and finding.index <= index <= max(finding.index, last)
        ):
            return True
    return False
