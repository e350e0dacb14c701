"""The verbs that bring ledgers together: `merge`, and `new --join`; what they say of it."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from desktop.commandline import locking
from desktop.commandline.output import written
from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from domain.ledger import Ledger
from domain.merging.files import join_file, merge_file
from domain.merging.report import Report
from domain.model.refusal import Refused

SHARED = ("postgresql://", "postgres://")


def merge(session: Session) -> int:
    """Exit status 1 says that fields are in conflict, old ones included."""
    asked = session.asked
    with closing(session.open()) as ledger:
        report = _merged(session, ledger)
        _say(session, ledger, report)
    if asked.dry_run:
        session.tell(session.say("Nothing was written."))
    return ANSWER_IS_NO if report.open else DONE


def join(session: Session) -> int:
    asked = session.asked
    if asked.name:
        raise Refused("join_name", "--name")
    path, operator = Path(asked.ledger), asked.operator or ""
    if asked.join.startswith(SHARED):
        from domain.merging.shared import join_shared

        ledger = join_shared(path, session.profile, asked.join, operator=operator)
    else:
        other = Path(asked.join)
        key = session.key(other)
        if asked.encrypt or key is not None:
            return locking.join(session, other, key)
        ledger = join_file(path, session.profile, other, operator=operator)
    ledger.close()
    session.tell(session.say("New ledger: {path}", path=path))
    return DONE


def _merged(session: Session, ledger: Ledger) -> Report:
    asked = session.asked
    if asked.other.startswith(SHARED):
        from domain.merging.shared import merge_shared

        return merge_shared(ledger, asked.other, dry_run=asked.dry_run)
    return merge_file(
        ledger, Path(asked.other), key=session.key(Path(asked.other)), dry_run=asked.dry_run
    )


def _say(session: Session, ledger: Ledger, report: Report) -> None:
    say = session.say
    for row in report.incoming:
        line = say(
            "{operator}: events {n}, {first} – {last}; journal {journal}",
            operator=row.operator,
            n=say.number(row.events),
            first=row.first,
            last=row.last,
            journal=row.journal,
        )
        print(line)
    for row in report.incoming:
        if row.is_new:
            session.tell(
                say(
                    "Journal {journal} is new here. Ask {operator} whether this is its key: {key}",
                    journal=row.journal,
                    operator=row.operator,
                    key=row.key,
                )
            )
    for journal in report.forks:
        session.tell(
            say(
                "Alarm: journal {journal} was continued twice, by copies of one device. Both are "
                "kept, and neither will be continued: show LEDGER journals",
                journal=journal,
            )
        )
    for found in report.duplicates:
        kind = say(found.kind.replace("_", " "))
        session.tell(say("Look at: {kind} {detail}", kind=kind, detail=found.detail))
    if report.conflicts:
        with ledger.view() as view:
            words = view.vocabulary
        rows = [asdict(row) for row in report.conflicts]
        print(written(rows, "conflicts", "table", say, words))
    if not report.incoming and not report.sent:
        session.tell(say("There is nothing new."))
    if report.sent:
        session.tell(say("Events sent: {n}", n=say.number(report.sent)))
    if report.open:
        session.tell(
            say(
                "Fields in conflict: {n}. To see them: show LEDGER conflicts",
                n=say.number(report.open),
            )
        )
