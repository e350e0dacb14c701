"""Counts, days and fields as a person reads them, in the operator's language."""

from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QDate, QLocale

from desktop.language import Language
from domain.model.counts import Count, parse_count
from domain.model.dating import Dating, parse_dating
from domain.model.exchange import COUNTS, Value, split_line_field
from domain.model.exchange import value_text as typed_value
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS, Vocabulary
from domain.projections.people import People

CLOSURE_SIGNS: Final = {"closes": "✓", "short": "▲", "exceeds": "▼", "cannot_tell": "–"}
CONFLICT: Final = "⇄"


def count_text(count: Count, say: Language) -> str:
    """`1,358`, `at least 200`, `about 24`, `unknown`."""
    if count.n is None:
        return say("unknown")
    number = say.number(count.n)
    if count.bound == "at_least":
        return say("at least {n}", n=number)
    return say("about {n}", n=number) if count.bound == "about" else number


def stated_text(value: int | str | None, say: Language) -> str:
    """A count as the tables hold it: a number, or words where it is not exact."""
    if value is None:
        return ""
    return count_text(Count(value) if isinstance(value, int) else parse_count(value), say)


def day_text(occurred: str, say: Language) -> str:
    """`30 December 2024`, `18–19 October 2024`, `October 2024`; what cannot be read as it is."""
    try:
        dating = parse_dating(occurred)
    except Refused:
        return occurred
    locale = QLocale(say.code)
    match dating.precision:
        case "year":
            return str(dating.year)
        case "month":
            return locale.toString(_qdate(dating, last=False), "LLLL yyyy")
        case "day":
            return locale.toString(_qdate(dating, last=False), "d MMMM yyyy")
    first = "d" if dating.first.replace(day=1) == dating.last.replace(day=1) else "d MMMM"
    if dating.first.year != dating.last.year:
        first = "d MMMM yyyy"
    start = locale.toString(_qdate(dating, last=False), first)
    dash = "–" if first == "d" else " – "
    return f"{start}{dash}{locale.toString(_qdate(dating, last=True), 'd MMMM yyyy')}"


def clock_text(recorded_at: str) -> str:
    """`2024-12-30 21:14` of a time in ISO 8601."""
    return recorded_at[:16].replace("T", " ")


def field_name(field: str, say: Language, words: Vocabulary) -> str:
    """What a field is called: `returned`, `branch: Navy`, `handed over, branch: Navy`."""
    split = split_line_field(field)
    if split is None:
        return say(field.replace("_", " "))
    leg, dimension, category = split
    name = words.dimension_name(dimension, say.code)
    if category:
        name = f"{name}: {words.category_name(dimension, category, say.code)}"
    return name if leg == "returned" else f"{say(leg.replace('_', ' '))}, {name}"


def _qdate(dating: Dating, *, last: bool) -> QDate:
    day = dating.last if last else dating.first
    return QDate(day.year, day.month, day.day)


def people_text(people: People, say: Language) -> str:
    """The people returned in some exchanges, and what keeps their number from being exact."""
    n = people.n
    if people.bound == "about":
        parts = [say.plural("about {n} person returned", "about {n} people returned", n)]
    elif people.bound == "at_least" or people.unknown:
        parts = [say.plural("at least {n} person returned", "at least {n} people returned", n)]
    else:
        parts = [say.plural("{n} person returned", "{n} people returned", n)]
    if people.unknown:
        parts.append(say.plural("{n} states no number", "{n} state no number", people.unknown))
    if people.left_out:
        parts.append(
            say.plural("{n} is not counted again", "{n} are not counted again", people.left_out)
        )
    return ", ".join(parts)


def value_text(field: str, value: Value, say: Language, words: Vocabulary) -> str:
    """A field's value as a person reads it; `value` as events keep it, or in English words."""
    text = value if isinstance(value, str) else typed_value(value)
    if not text:
        return ""
    split = split_line_field(field)
    if field in COUNTS or (split is not None and split[2]):
        count, at, parent = text.partition("@")
        try:
            said = count_text(parse_count(count), say)
        except Refused:
            return text
        if not at:
            return said
        holder = words.category_name(*words.find_known(parent, split[1] if split else ""), say.code)
        return say("{n}, part of {holder}", n=said, holder=holder)
    if field == "occurred":
        return day_text(text, say)
    if field == "kind" and text in KINDS:
        return KINDS[text].in_language(say.code)
    if field == "standing":
        kind, into, survivor = text.partition(" into ")
        return f"{say(kind)} → {survivor[:12]}" if into else say(text)
    return text[:12] if field == "part_of" else text


def short_source(title: str) -> str:
    """A source in a few words: who published it, or which site. All of it is under sources."""
    first = title.partition(", ")[0]
    host = urlsplit(first).hostname if "://" in first else ""
    return (host or first).removeprefix("www.")
