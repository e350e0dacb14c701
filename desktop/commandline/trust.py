"""The verbs that look after the file: verify, checkpoint, backup, restore."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from desktop.cells import SHORT_ID
from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from desktop.language import Language, language
from domain import checkpoint as checkpoints
from domain.checkpoint import Checkpoint, Code
from domain.model.refusal import Refused
from domain.projections.checkpoints import checkpoints as checkpoints_of
from domain.storage import backup as copies
from domain.verification.findings import FINDINGS, REMARKS, UNKNOWABLE, WHY_NEW, Finding, Remark
from domain.verification.verify import Held, Report
from domain.verification.verify import verify as verified


def verify(session: Session) -> int:
    asked = session.asked
    report = verified(
        Path(asked.ledger),
        key=session.key(Path(asked.ledger)),
        held=_held(asked.checkpoint or [], asked.code or []),
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


def _held(files: list[str], codes: list[str]) -> Held:
    points = list[Checkpoint]()
    known = [checkpoints.read_code(code) for code in codes]
    for name in files:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Refused("checkpoint_form", name, line="") from error
        found, more = checkpoints.read(text, name)
        points += found
        known += more
    return Held(tuple(points), tuple[Code, ...](known))


# --- what came of it -----------------------------------------------------------------------------


def _print(report: Report, say: Language) -> None:
    for finding in report.findings:
        print(_line(finding, say))
    for remark in report.remarks:
        print(say(REMARKS[remark.code], **_values(remark.values, say)))
    heading = say("Verified.") if report.is_verified else say("NOT VERIFIED.")
    counted = say(
        "Events: {events}, journals: {journals}, signatures checked: {signatures}, findings: {n}.",
        events=say.number(report.events),
        journals=say.number(len(report.heads)),
        signatures=say.number(report.signatures),
        n=say.number(report.count),
    )
    print(f"{heading} {counted}")
    if report.unknowable:
        print(say("What this cannot show:"))
    for remark in report.unknowable:
        print(f"- {say(UNKNOWABLE[remark.code], **_values(remark.values, say))}")


def _line(finding: Finding, say: Language) -> str:
    """A finding, the exact record in front."""
    what = say(FINDINGS[finding.code], **_values(finding.values, say))
    name = []
    if finding.position:
        name.append(say("position {position}", position=finding.position))
    if finding.journal:
        name.append(
            say("change {index} of journal {journal}", index=finding.index, journal=finding.journal)
        )
    record = f"{finding.topic.rpartition('.')[0]} {finding.id[:SHORT_ID]}".strip()
    name += [record] if record else []
    return f"{', '.join(name)}: {what}" if name else what


def _values(values: Mapping[str, Any], say: Language) -> dict[str, Any]:
    why = values.get("why")
    return {**values, "why": say(WHY_NEW[why])} if why in WHY_NEW else dict(values)


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
            "message": _line(finding, plain),
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
