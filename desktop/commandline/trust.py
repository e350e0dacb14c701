"""The verbs that look after the file: verify, checkpoint, backup, restore."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from desktop.held import read_held
from desktop.language import Language, language
from desktop.verify_text import finding_text, findings, limits, verdict
from domain import checkpoint as checkpoints
from domain.model.refusal import Refused
from domain.projections.checkpoints import checkpoints as checkpoints_of
from domain.storage import backup as copies
from domain.verification.findings import REMARKS, UNKNOWABLE, Remark
from domain.verification.verify import Report
from domain.verification.verify import verify as verified


def verify(session: Session) -> int:
    asked = session.asked
    report = verified(
        Path(asked.ledger),
        key=session.key(Path(asked.ledger)),
        held=read_held(asked.checkpoint or [], asked.code or []),
        all_signatures=asked.all_signatures,
        with_tables=not asked.events_only,
        profile=session.profile,
        progress=session.checking,
    )
    if asked.format == "json":
        print(msgspec.json.format(msgspec.json.encode(list(_rows(report))), indent=1).decode())
    else:
        _print(report, session.say)
    return DONE if report.is_verified else ANSWER_IS_NO


def checkpoint(session: Session) -> int:
    asked, say = session.asked, session.say
    with closing(session.open()) as ledger, ledger.view() as view:
        points, code = checkpoints_of(view, ledger.id)
    text = checkpoints.written(points, code)
    if asked.out is None:
        print(text, end="")
    else:
        try:
            with Path(asked.out).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError as error:
            raise Refused("file_exists", asked.out) from error
        print(code)
    session.tell(
        say(
            "The line of 40 digits stands for the whole ledger after {n} changes: read it out to "
            "somebody, or print it. Whoever keeps it, or the file, can see later whether anything "
            "before it was changed.",
            n=say.number(code.changes),
        )
    )
    return DONE


def backup(session: Session) -> int:
    asked, say = session.asked, session.say
    copied = copies.backup(
        Path(asked.ledger), Path(asked.destination), session.lock(Path(asked.ledger))
    )
    session.tell(
        say(
            "Backup: {path}. Events: {n}, compared with the ledger after writing.",
            path=asked.destination,
            n=say.number(copied.events),
        )
    )
    return DONE


def restore(session: Session) -> int:
    asked, say = session.asked, session.say
    lock = session.lock(Path(asked.ledger))
    copied = copies.restore(Path(asked.ledger), Path(asked.destination), lock)
    session.tell(
        say(
            "Restored: {path}. Events: {n}, compared with the backup after writing.",
            path=asked.destination,
            n=say.number(copied.events),
        )
    )
    asked.ledger = asked.destination
    session.open(lock).close()  # says what the backup lacks of this device's own work
    return DONE


# --- what came of it -----------------------------------------------------------------------------


def _print(report: Report, say: Language) -> None:
    for line in (*findings(report, say), verdict(report, say), *limits(report, say)):
        print(line)


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    """Flat rows for other programs, in English."""
    plain = language("en")
    for finding in report.findings:
        yield {
            "severity": "finding",
            "code": finding.code,
            "position": finding.position or None,
            "journal": finding.journal or finding.values.get("journal", ""),
            "index": finding.index or finding.values.get("index"),
            "id": finding.id,
            "topic": finding.topic,
            "message": finding_text(finding, plain),
        }
    for severity, remarks, texts in (
        ("remark", report.remarks, REMARKS),
        ("cannot_know", report.unknowable, UNKNOWABLE),
    ):
        for remark in remarks:
            yield _remark_row(severity, remark, plain(texts[remark.code], **remark.values))


def _remark_row(severity: str, remark: Remark, message: str) -> dict[str, Any]:
    journal, index = remark.values.get("journal", ""), remark.values.get("index")
    row = {"severity": severity, "code": remark.code, "position": None, "journal": journal}
    return {**row, "index": index, "id": "", "topic": "", "message": message}
