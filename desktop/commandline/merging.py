"""The verbs that bring ledgers together: `merge`, and `new --join`; what they say of it."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from desktop.commandline import locking
from desktop.commandline.output import written
from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from desktop.merge_text import counted, is_address, merged, to_look_at, who_sent
from domain.ledger import Ledger
from domain.merging.files import join_file
from domain.merging.report import Report
from domain.model.refusal import Refused


def merge(session: Session) -> int:
    """Exit status 1 says that fields are in conflict, old ones included."""
    asked = session.asked
    with closing(session.open()) as ledger:
        key = None if is_address(asked.other) else session.key(Path(asked.other))
        report = merged(ledger, asked.other, key=key, dry_run=asked.dry_run)
        _say(session, ledger, report)
    if asked.dry_run:
        session.tell(session.say("Nothing was written."))
    return ANSWER_IS_NO if report.open else DONE


def join(session: Session) -> int:
    asked = session.asked
    if asked.name:
        raise Refused("join_name", "--name")
    path, operator = Path(asked.ledger), asked.operator or ""
    if is_address(asked.join):
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


def _say(session: Session, ledger: Ledger, report: Report) -> None:
    say = session.say
    for line in who_sent(report, say):
        print(line)
    for line in to_look_at(report, say):
        session.tell(line)
    if report.forks:
        session.tell(say("To see them: show LEDGER journals"))
    if report.conflicts:
        with ledger.view() as view:
            words = view.vocabulary
        rows = [asdict(row) for row in report.conflicts]
        print(written(rows, "conflicts", "table", say, words))
    for line in counted(report, say):
        session.tell(line)
    if report.open:
        session.tell(
            say(
                "Fields in conflict: {n}. To see them: show LEDGER conflicts",
                n=say.number(report.open),
            )
        )
