"""The scope of a claim in words: “year 2024”, “to date”, “since 24.02.2022”, “this exchange”."""

import re
from datetime import date
from typing import Final

from domain.model.claims import parse_scope
from domain.model.naming import Choice, meant
from domain.model.refusal import Refused
from domain.model.typed import typed_dating
from domain.model.vocabulary import Name

TO_DATE: Final = Name("to date", "за весь час")
ONE_EXCHANGE: Final = Name("this exchange", "цей обмін")
YEAR: Final = Name("year {year}", "{year} рік")
SINCE: Final = Name("since {day}", "від {day}")

_YEAR: Final = re.compile(r"(?:year|рік|in|у|в|за)?\s*(\d{4})\s*(?:рік|року|році|р\.?)?", re.I)
_SINCE: Final = re.compile(r"(?:since|from|від|з|із|починаючи з)\s+(.+)", re.I)
_OTHERS: Final = {
    "all": (TO_DATE, ("all", "in all", "so far", "усього", "всього", "на сьогодні")),
    "exchange": (ONE_EXCHANGE, ("exchange", "цього обміну", "обмін")),
}


def scope_words(code: str, language: str) -> str:
    """A scope's code (`year:2024`) in words of `language`."""
    kind, _, rest = code.partition(":")
    if kind == "year":
        return YEAR.in_language(language).format(year=rest)
    if kind == "since":
        return SINCE.in_language(language).format(day=rest)
    return _OTHERS[kind][0].in_language(language) if kind in _OTHERS else code


def typed_scope(text: str, today: date, field: str = "scope") -> str:
    """The code of the scope that an operator's words mean; refused naming `field`."""
    words = " ".join(text.split())
    if year := _YEAR.fullmatch(words):
        return parse_scope(f"year:{year[1]}", field).text
    if since := _SINCE.fullmatch(words):
        return f"since:{typed_dating(since[1], today, field).first.isoformat()}"
    known = meant(scope_choices([], "en"), words)
    if known is not None:
        return known.code
    try:
        return parse_scope(words, field).text
    except Refused:
        raise Refused("scope_words", field, text=words) from None


def scope_choices(years: list[int], language: str) -> list[Choice]:
    """The scopes on offer: the years that matter just now, then the others."""
    found = [Choice(f"year:{year}", scope_words(f"year:{year}", language)) for year in years]
    for code, (name, others) in _OTHERS.items():
        found.append(Choice(code, name.in_language(language), (name.en, name.uk, *others)))
    return found
