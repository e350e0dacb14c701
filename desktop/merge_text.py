"""A merge with a file or an address, and what it brought, in sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop.language import Language
from domain.application import Progress
from domain.ledger import Ledger
from domain.merging.files import merge_file
from domain.merging.report import Report

SHARED: Final = ("postgresql://", "postgres://")


def is_address(other: str) -> bool:
    """Whether this names a database rather than a file."""
    return other.startswith(SHARED)


def merged(
    ledger: Ledger,
    other: str,
    *,
    key: bytes | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Merge with another file of the ledger, which `key` opens, or with a shared PostgreSQL."""
    if is_address(other):
        from domain.merging.shared import merge_shared

        return merge_shared(ledger, other, dry_run=dry_run, progress=progress)
    return merge_file(ledger, Path(other), key=key, dry_run=dry_run, progress=progress)


def who_sent(report: Report, say: Language) -> Iterator[str]:
    """What comes in, a line for each operator and journal."""
    for row in report.incoming:
        yield say(
            "{operator}: events {n}, {first} – {last}; journal {journal}",
            operator=row.operator,
            n=say.number(row.events),
            first=row.first,
            last=row.last,
            journal=row.journal,
        )


def to_look_at(report: Report, say: Language) -> Iterator[str]:
    """Keys to ask about, journals continued twice, exchanges that look alike."""
    for row in report.incoming:
        if row.is_new:
            yield say(
                "Journal {journal} is new here. Ask {operator} whether this is its key: {key}",
                journal=row.journal,
                operator=row.operator,
                key=row.key,
            )
    for journal in report.forks:
        yield say(
            "Alarm: journal {journal} was continued twice, by copies of one device. Both are "
            "kept, and neither will be continued.",
            journal=journal,
        )
    for found in report.duplicates:
        kind = say(found.kind.replace("_", " "))
        yield say("Look at: {kind} {detail}", kind=kind, detail=found.detail)


def counted(report: Report, say: Language) -> Iterator[str]:
    """That nothing came, or how much went the other way."""
    if not report.incoming and not report.sent:
        yield say("There is nothing new.")
    if report.sent:
        yield say("Events sent: {n}", n=say.number(report.sent))
