"""What forms say in the operator's language: counts, days, ages, and refusals beside a field."""

from datetime import date, datetime
from typing import Final

from desktop.language import Language
from domain.model.counts import Count
from domain.model.dating import Dating, parse_dating
from domain.model.refusal import MESSAGES, Refused

WARN: Final = "▲"
WRONG: Final = "▼"
FINE: Final = "✓"


def count_words(say: Language, count: Count) -> str:
    """A count as a person reads it: `at least 200`, `unknown`, `1,358`."""
    if count.n is None:
        return say("unknown")
    number = say.number(count.n)
    if count.bound == "at_least":
        return say("at least {n}", n=number)
    return say("about {n}", n=number) if count.bound == "about" else number


def month_name(say: Language, month: int, *, of_day: bool) -> str:
    """`December`; in Ukrainian `грудня` beside a day and `грудень` by itself."""
    of_days = (
        *(say("January"), say("February"), say("March"), say("April"), say("May"), say("June")),
        *(say("July"), say("August"), say("September"), say("October"), say("November")),
        say("December"),
    )
    if of_day or say.code != "uk":
        return of_days[month - 1]
    return _NOMINATIVE[month - 1]


_NOMINATIVE: Final = (
    *("січень", "лютий", "березень", "квітень", "травень", "червень"),
    *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
)


def day_words(say: Language, day: date) -> str:
    """`30 December 2024`."""
    return f"{day.day} {month_name(say, day.month, of_day=True)} {day.year}"


def dating_words(say: Language, found: Dating) -> str:
    """A date as precisely as it was said, in words."""
    match found.precision:
        case "day":
            return day_words(say, found.first)
        case "month":
            return f"{month_name(say, found.first.month, of_day=False)} {found.first.year}"
        case "year":
            return str(found.first.year)
        case "night":
            return say("the night of {first}–{last}", **_ends(say, found))
        case _:
            return "{first}–{last}".format(**_ends(say, found))


def _ends(say: Language, found: Dating) -> dict[str, str]:
    same = (found.first.year, found.first.month) == (found.last.year, found.last.month)
    first = str(found.first.day) if same else day_words(say, found.first)
    return {"first": first, "last": day_words(say, found.last)}


def stored_day(say: Language, text: str) -> str:
    """A stored date (`2024-12-30`) in words; as it is, where it is none."""
    try:
        return dating_words(say, parse_dating(text)) if text else say("undated")
    except Refused:
        return text


def age_words(say: Language, then: datetime, now: datetime) -> str:
    """How long ago, roughly."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 1:
        return say("just now")
    if minutes < 60:
        return say.plural("{n} minute ago", "{n} minutes ago", minutes)
    if minutes < 48 * 60:
        return say.plural("{n} hour ago", "{n} hours ago", minutes // 60)
    return say.plural("{n} day ago", "{n} days ago", minutes // (24 * 60))


def refusal_words(say: Language, refused: Refused) -> str:
    """A refusal without the name of its field, which it stands beside."""
    values = {
        name: say(value) if isinstance(value, str) and value in MESSAGES else value
        for name, value in refused.values.items()
    }
    return say(MESSAGES[refused.code]).format(**values)
