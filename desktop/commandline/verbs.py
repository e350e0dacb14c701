"""What each verb of the command line does with a ledger; every one returns its exit status."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from desktop.commandline import locking
from desktop.commandline.merging import join
from desktop.commandline.output import written
from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from desktop.language import Language
from domain.commands import Correction, SourceInput, whole_number
from domain.events import Event, ExchangeRecorded
from domain.ledger import Ledger
from domain.model.draft import DraftClaim, read_draft
from domain.model.policy import Policy
from domain.model.refusal import Refused
from domain.projections.impact import ImpactRow, impact
from domain.projections.narrowing import Narrowing
from domain.projections.quality import quality_of
from domain.projections.questions import Question, rows
from domain.projections.view import position_at
from domain.sample import build
from domain.spreadsheets import export as spreadsheets
from domain.spreadsheets.export import Wanted


def new(session: Session) -> int:
    asked = session.asked
    path = Path(asked.ledger)
    if asked.join:
        return join(session)
    if asked.encrypt:
        return locking.new(session)
    with_operator = {"operator": asked.operator or ""}
    Ledger.create(path, session.profile, name=asked.name or "", **with_operator).close()
    session.tell(session.say("New ledger: {path}", path=path))
    return DONE


def sample(session: Session) -> int:
    asked = session.asked
    build(Path(asked.ledger), session.profile, operator=asked.operator or "").close()
    session.tell(session.say("Sample ledger: {path}", path=asked.ledger))
    return DONE


def record_draft(session: Session) -> int:
    asked = session.asked
    path = Path(asked.draft)
    try:
        data = msgspec.json.decode(path.read_bytes())
    except ValueError as error:
        raise Refused("file_not_json", str(path), why=error) from error
    with closing(session.open()) as ledger:
        with ledger.view() as view:
            words = view.vocabulary
        try:
            draft = read_draft(data, words)
            events = ledger.record(draft, asked.source, asked.published or "")
        except Refused as refused:
            raise refused.within(str(path)) from refused
        session.recorded(events)
        warn(session, ledger, events)
    return DONE


def correct(session: Session) -> int:
    asked = session.asked
    correction = Correction(
        subject=asked.exchange,
        values=_assignments(asked.values),
        kind=asked.kind,
        reason=asked.reason,
        source=asked.source,
        settle=asked.settle,
    )
    with closing(session.open()) as ledger:
        if not asked.preview:
            return session.recorded(ledger.correct(correction))
        with ledger.rehearse(ledger.plan(correction)) as (before, after):
            changes = impact(before, after, session.say.code)
    for change in changes:
        print(impact_line(session.say, change))
    session.tell(session.say("Nothing was written."))
    return DONE


def retract(session: Session) -> int:
    asked = session.asked
    with closing(session.open()) as ledger:
        return session.recorded(ledger.retract(asked.subject, asked.reason, asked.source))


def reinstate(session: Session) -> int:
    asked = session.asked
    with closing(session.open()) as ledger:
        return session.recorded(ledger.reinstate(asked.subject, asked.reason, asked.source))


def merge_duplicates(session: Session) -> int:
    asked = session.asked
    with closing(session.open()) as ledger:
        return session.recorded(
            ledger.merge_duplicates(asked.survivor, asked.duplicates, asked.reason, asked.source)
        )


def note(session: Session) -> int:
    asked = session.asked
    with closing(session.open()) as ledger:
        return session.recorded(
            ledger.note(asked.exchange, asked.mediator, asked.text, asked.role, asked.source)
        )


def claim(session: Session) -> int:
    asked = session.asked
    figure = DraftClaim(
        asked.measure,
        asked.scope,
        whole_number(asked.value, "value"),
        asked.as_of or "",
        asked.quotation or "",
    )
    with closing(session.open()) as ledger:
        events = ledger.claim(figure, asked.source, asked.exchange or "", asked.policy or "")
        return session.recorded(events)


def dispose(session: Session) -> int:
    asked = session.asked
    with closing(session.open()) as ledger:
        return session.recorded(ledger.dispose(asked.claim, asked.disposition, asked.reason))


def opening(session: Session) -> int:
    asked = session.asked
    value = whole_number(asked.value, "value")
    source: SourceInput = asked.source
    with closing(session.open()) as ledger:
        return session.recorded(
            ledger.open_with(asked.measure, asked.scope, value, source, asked.as_of or "")
        )


def policy(session: Session) -> int:
    asked = session.asked
    policy = Policy(
        asked.name, tuple(asked.kinds.split(",")), asked.persons, asked.leg, asked.stages
    )
    with closing(session.open()) as ledger:
        return session.recorded(ledger.define_policy(policy, asked.en or "", asked.uk or ""))


def category(session: Session) -> int:
    asked = session.asked
    dimension, _, category = asked.name.partition(".")
    with closing(session.open()) as ledger:
        if not category:
            return session.recorded(
                ledger.define_dimension(dimension, asked.en, asked.uk, asked.mode or "")
            )
        return session.recorded(
            ledger.define_category(dimension, category, asked.en, asked.uk, asked.mode or "")
        )


def show(session: Session) -> int:
    asked = session.asked
    compares = asked.table == "restated"
    moment = None if compares else asked.as_of
    with closing(session.open()) as ledger, ledger.view(moment) as view:
        since = position_at(view.cursor, asked.as_of) if compares and asked.as_of else None
        exchange = view.find(asked.exchange, "exchange") if asked.exchange else ""
        policy = view.policy(asked.policy).name if asked.policy else ""
        spoken = session.say.code if asked.format == "table" else "en"
        question = Question(policy, asked.dimension or "", exchange, since, spoken)
        found = rows(view, asked.table, question, asked.where or "")
        words, newer, malformed = view.vocabulary, view.newer_events, view.malformed_events
    if newer:
        session.tell(session.say("This table is incomplete: a newer version made some events."))
    if malformed:
        session.tell(session.say("This table is incomplete: some events cannot be read."))
    if found or asked.format == "json":
        print(written(found, asked.table, asked.format, session.say, words))
    if not found:
        session.tell(session.say("Nothing matches."))
    if asked.table == "conflicts":
        return ANSWER_IS_NO if found else DONE
    return DONE if found or not (asked.where or asked.exchange) else ANSWER_IS_NO


def export(session: Session) -> int:
    asked = session.asked
    wanted = Wanted(
        Path(asked.out),
        table=asked.table or "",
        as_of=asked.as_of or "",
        policy=asked.policy or "",
        narrowed=Narrowing(asked.where or ""),
        carries=asked.carry_record,
    )
    with closing(session.open()) as ledger:
        events = spreadsheets.export(ledger, wanted, session.say)
    if not events:
        session.tell(session.say("Nothing matches."))
        return ANSWER_IS_NO
    session.tell(session.say("Exported: {path}", path=wanted.path))
    return session.recorded(events)


def rebuild(session: Session) -> int:
    with closing(session.open()) as ledger:
        ledger.rebuild(session.rebuilding)
    session.tell(session.say("The tables were made again from the events."))
    return DONE


def impact_line(say: Language, change: ImpactRow) -> str:
    """What would change, in one line. The name of an exported file stays as it is."""
    file = change.name[:1] if change.what == "export" else ()
    what, name, was, becomes = (
        " ".join(_in_words(say, word) for word in words)
        for words in ((change.what,), change.name[len(file) :], change.was, change.becomes)
    )
    return f"{what}: {' '.join((*file, name))}: {was or '—'} → {becomes or '—'}"


def _in_words(say: Language, word: str) -> str:
    """A code of the domain in words; anything else as it is."""
    is_code = bool(re.fullmatch("[a-z_]+", word))
    return say(word.replace("_", " ") if is_code else word)


def _assignments(words: Sequence[str]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Refused("assignment_form", word)
        if name in values:
            raise Refused("duplicate_line", name, line=name)
        values[name] = value
    return values


def warn(session: Session, ledger: Ledger, events: Sequence[Event]) -> None:
    """Tell what wants a look in the exchange just recorded."""
    with ledger.view() as view:
        for event in events:
            if not isinstance(event.body, ExchangeRecorded):
                continue
            for row in quality_of(view, event.id, session.say.code):
                kind = session.say(row.kind.replace("_", " "))
                session.tell(session.say("Look at: {kind} {detail}", kind=kind, detail=row.detail))
