"""The verbs that read statements: `read` shows drafts, `record` keeps one with its source."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.cells import SHORT_ID
from desktop.commandline.session import ANSWER_IS_NO, DONE, Session
from desktop.commandline.verbs import record_draft, warn
from desktop.language import Language
from domain.ledger import Ledger
from domain.model.claims import MEASURES
from domain.model.dating import parse_day
from domain.model.refusal import Refused
from domain.model.sources import Source, source_from_words
from domain.model.vocabulary import KINDS, STANDARD, Vocabulary, mediator_name
from domain.statements import Fact, Reading
from domain.statements import read as read_text
from domain.statements.document import Document
from domain.statements.documents import document_of, read_document
from domain.statements.reasons import NO_EXCHANGE
from domain.statements.recordable import Recordable, recordable, source_of
from domain.statements.second import Same, find_same, record_claims, record_revision

WIDEST: Final = 60  # characters of the words around a figure
ORDER: Final = (
    *("kind", "occurred", "returned", "returned_bound", "handed_over", "remains"),
    *("breakdowns", "claims", "mediators"),
)


def read(session: Session) -> int:
    asked = session.asked
    published = parse_day(asked.published, "published") if asked.published else None
    read_texts = [(name, *_read(name, published)) for name in asked.texts]
    if asked.json:
        drafts = [_json(reading, spans=asked.spans) for _, _, reading in read_texts]
        shown = drafts[0] if len(drafts) == 1 else drafts
        print(msgspec.json.format(msgspec.json.encode(shown), indent=1).decode())
        return DONE
    for name, document, reading in read_texts:
        print(name)
        print("\n".join(_lines(document, reading, session.say)))
    return DONE


def record(session: Session) -> int:
    """Record a draft, or a statement: exit status 1 where it tells no exchange, or one that is
    recorded already and the operator has not said what to do with it."""
    asked = session.asked
    if asked.draft:
        return record_draft(session)
    published = parse_day(asked.published, "published") if asked.published else None
    document, reading = _read(asked.statement, published)
    if reading.draft["kind"] == "none":
        session.tell(session.say(NO_EXCHANGE[reading.reason or "something else"]))
        return ANSWER_IS_NO
    named = source_from_words(asked.source) if asked.source else None
    with closing(session.open()) as ledger:
        with ledger.view() as view:
            made = recordable(reading, document, view.vocabulary)
            words = view.vocabulary
            source = source_of(document, reading, asked.published or "", named)
            found = [] if asked.way == "another" else find_same(view, made.draft, source)
            if asked.exchange:
                wanted = view.find(asked.exchange, "exchange", where="exchange")
                found = [same for same in found if same.exchange == wanted] or found
        _tell_unused(session, document, reading, made, words)
        if found:
            return _record_second(session, ledger, found, made, source)
        try:
            events = ledger.record(made.draft, source, source.published)
        except Refused as refused:
            raise refused.within(asked.statement) from refused
        session.recorded(events)
        warn(session, ledger, events)
    return DONE


def _record_second(
    session: Session, ledger: Ledger, found: Sequence[Same], made: Recordable, source: Source
) -> int:
    asked, say = session.asked, session.say
    if asked.way is None:
        for same in found:
            _tell_same(session, same)
        session.tell(
            say(
                "Nothing was written. Say what this statement is: --as revision (with --reason), "
                "--as claims, or --as another for a different exchange."
            )
        )
        return ANSWER_IS_NO
    if len(found) > 1:
        some = ", ".join(same.exchange[:SHORT_ID] for same in found)
        raise Refused("statement_of_several", "exchange", some=some)
    (same,) = found
    if asked.way == "claims":
        return session.recorded(record_claims(ledger, same, made.draft, source))
    if not asked.reason:
        raise Refused("reason_for_revision", "reason")
    return session.recorded(record_revision(ledger, same, made.draft, source, asked.reason))


def _tell_same(session: Session, same: Same) -> None:
    say = session.say
    place = {"exchange": same.exchange[:SHORT_ID], "day": same.occurred or "—"}
    if same.is_same_text:
        session.tell(say("Recorded already from this very text: {exchange} ({day})", **place))
    else:
        session.tell(say("Recorded already, it seems: {exchange} ({day})", **place))
    for difference in same.differences:
        session.tell(
            say(
                "  {field}: recorded {recorded}, stated {stated}",
                field=difference.field,
                recorded=difference.recorded or "—",
                stated=difference.stated,
            )
        )
    if not same.differences:
        session.tell(say("  no figure differs"))


def _tell_unused(
    session: Session,
    document: Document,
    reading: Reading,
    made: Recordable,
    words: Vocabulary,
) -> None:
    for line in made.left_out:
        session.tell(
            session.say(
                "Left out, as the record has one line for each category: {line}",
                line=_line_words(line, session.say, words),
            )
        )
    if reading.unused:
        session.tell(session.say("Seen, not used:"))
    for number in _unused(document, reading, session.say):
        session.tell(number)


def _read(name: str, published: date | None) -> tuple[Document, Reading]:
    """A statement and its reading; the day of publication is the operator's, else the file's."""
    if name == "-":
        document = document_of(sys.stdin.buffer.read(), "-")
    else:
        document = read_document(Path(name))
    stated = None
    if document.published:
        try:
            stated = date.fromisoformat(document.published)
        except ValueError:
            stated = None
    return document, read_text(document.text, published=published or stated)


# --- what is shown -------------------------------------------------------------------------------


def _json(reading: Reading, *, spans: bool) -> dict[str, Any]:
    draft = dict(reading.draft)
    if spans:
        draft["reason"] = reading.reason
        draft["facts"] = [asdict(fact) for fact in reading.facts]
        draft["unused"] = [asdict(number) for number in reading.unused]
        draft["further_claims"] = list(reading.further_claims)
    return draft


def _lines(document: Document, reading: Reading, say: Language) -> Iterator[str]:
    if reading.draft["kind"] == "none":
        yield f"  {say(NO_EXCHANGE[reading.reason or 'something else'])}"
    facts = sorted(reading.facts, key=lambda fact: ORDER.index(fact.path.split(".")[0]))
    rows = [_row(fact, reading, say) for fact in facts]
    rows += [
        (
            MEASURES[claim["measure"]].in_language(say.code),
            str(claim["value"]),
            claim["span"],
            claim.get("date", say("the other side's figure")),
        )
        for claim in reading.further_claims
    ]
    widest = max((len(name) for name, *_ in rows), default=0)
    value_width = max((len(value) for _, value, *_ in rows), default=0)
    for name, value, span, more in rows:
        around = _around(document.text, span)
        yield f"  {name:{widest}}  {value:>{value_width}}  {more + ' ' if more else ''}{around}"
    if not reading.is_whole:
        yield "  " + say("Only the first {n} characters were read.", n=say.number(reading.read_to))
    if reading.unused:
        yield "  " + say("Seen, not used:")
    yield from _unused(document, reading, say)


def _row(fact: Fact, reading: Reading, say: Language) -> tuple[str, str, tuple[int, int], str]:
    """What a fact is called, its value, its span, and what else there is to say of it."""
    kind, *places = fact.path.split(".")
    if kind == "kind":
        return say("kind"), KINDS[fact.value].in_language(say.code), fact.span, ""
    if kind == "breakdowns":
        line = reading.draft["breakdowns"][places[0]][int(places[1])]
        return _line_name(line, places[0], say, STANDARD), str(fact.value), fact.span, ""
    if kind == "claims":
        claim = reading.draft["claims"][int(places[0])]
        name = MEASURES[claim["measure"]].in_language(say.code)
        return f"{name} [{claim['scope']}]", str(claim["value"]), fact.span, ""
    if kind == "mediators":
        return say("mediator"), mediator_name(str(fact.value), say.code), fact.span, ""
    bound = places[0].replace("_", " ") if kind == "returned_bound" else ""
    name = say(kind.removesuffix("_bound").replace("_", " "))
    return name, f"{say(bound)} {fact.value}".strip(), fact.span, ""


def _line_name(line: dict[str, Any], dimension: str, say: Language, words: Vocabulary) -> str:
    name = words.category_name(dimension, line["category"], say.code)
    if line["within"] is None:
        return name
    parent = words.category_name(*words.find_known(line["within"], dimension), say.code)
    return say("{name}, within {parent}", name=name, parent=parent)


def _line_words(line: Any, say: Language, words: Vocabulary) -> str:
    dimension, _ = words.find_known(line["category"], "")
    return f"{_line_name(line, dimension, say, words)} {line['count']}"


def _unused(document: Document, reading: Reading, say: Language) -> Iterator[str]:
    for number in reading.unused:
        yield f"    {_around(document.text, number.span)}  {say(number.why)}"


def _around(text: str, span: tuple[int, int]) -> str:
    """The words around a span on one line, the span in brackets: … freed [230] defenders …"""
    start, end = span
    room = max((WIDEST - (end - start)) // 2, 0)
    low = max(text.rfind("\n", 0, start) + 1, start - room)
    stop = text.find("\n", end)
    high = min(len(text) if stop < 0 else stop, end + room)
    if low > 0 and not text[low - 1].isspace():  # no word is cut
        low = next((at for at in range(low, start) if text[at].isspace()), start)
    if high < len(text) and not text[high].isspace():
        high = next((at for at in range(high, end, -1) if text[at - 1].isspace()), end)
    before = " ".join(text[low:start].split())
    after = " ".join(text[end:high].split())
    space_before = " " if before and text[start - 1].isspace() else ""
    space_after = " " if after and text[end].isspace() else ""
    found = f"{before}{space_before}[{text[start:end]}]{space_after}{after}"
    return f"“{found}”"
