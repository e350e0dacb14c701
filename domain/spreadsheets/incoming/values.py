"""What a cell says, as the ledger keeps it: counts, days, kinds, mediators; in both languages.

A cell that says nothing (empty, or one of the dashes people put where they know nothing) is not
stated: it is never 0.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from domain.model.counts import Count, checked, parse_count
from domain.model.dating import Dating, parse_dating
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS, MEDIATORS, check_mediator
from domain.spreadsheets.incoming.cells import NO_VALUE, Cell, Day, Flaw, cell_text
from domain.spreadsheets.incoming.fields import folded

Order = Literal["dmy", "mdy"]
NOTHING: Final = (
    "",
    "-",
    "–",
    "—",
    "−",
    "…",
    "...",
    "н/д",
    "n/a",
    "na",
    "нд",
    "немає даних",
    "no data",
)

_PEOPLE: Final = re.compile(
    r"\s*(осіб|особи|особа|людей|люди|людини|чол\.?|чоловік|people|persons?|pows?|bodies|тіл|тіла)$"
)
_PLUS: Final = re.compile(r"(\d[\d ,]*)\+")


def check_flaw(cell: Cell, field: str) -> None:
    """Refuse a cell whose formula has no value, or an error for one."""
    if isinstance(cell, Flaw):
        if cell.what == NO_VALUE:
            raise Refused("cell_no_value", field)
        raise Refused("cell_error", field, text=cell.what)


def says_nothing(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and _plain(cell) in NOTHING)


def count(cell: Cell, field: str) -> Count | None:
    """The count of a cell; None where it says nothing."""
    check_flaw(cell, field)
    if says_nothing(cell):
        return None
    match cell:
        case int() if not isinstance(cell, bool):
            return Count(checked(cell, field))
        case float() if cell.is_integer():
            return Count(checked(int(cell), field))
        case str():
            words = _PEOPLE.sub("", _plain(cell))
            if more := _PLUS.fullmatch(words):
                words = f"at least {more[1]}"
            return parse_count(words, field)
    raise Refused("count_form", field, text=cell_text(cell))


def bound(cell: Cell, of: Count | None, field: str) -> Count | None:
    """The count with the bound that a column beside it states."""
    words = folded(cell_text(cell))
    if not words or words in ("exact", "точно"):
        return of
    for spellings, chosen in _BOUNDS:
        if words in spellings:
            if chosen == "unknown":
                return Count(None, "unknown")
            if of is None or of.n is None:
                return of
            return Count(of.n, chosen)
    raise Refused("bound_form", field, text=cell_text(cell))


_BOUNDS: Final[tuple[tuple[tuple[str, ...], Literal["at_least", "about", "unknown"]], ...]] = (
    (("at least", "at_least", "щонайменше", "не менше"), "at_least"),
    (("about", "близько", "приблизно"), "about"),
    (("unknown", "невідомо"), "unknown"),
)


@lru_cache(maxsize=512)
def kind(text: str, field: str = "kind") -> str:
    """The code of a kind by its code or its name in either language."""
    words = folded(text)
    for code, name in KINDS.items():
        if words in (folded(code), folded(name.en), folded(name.uk)):
            return code
    if words in _KINDS:
        return _KINDS[words]
    raise Refused("kind_unknown", field, text=text, known=", ".join(KINDS))


_KINDS: Final = {
    "prisoner exchange": "exchange",
    "swap": "exchange",
    "обмін полоненими": "exchange",
    "обмін військовополоненими": "exchange",
    "mediated release": "release",
    "unilateral release": "release",
    "повернення": "release",
    "звільнення поза обміном": "release",
    "remains": "repatriation_of_remains",
    "repatriation": "repatriation_of_remains",
    "репатріація": "repatriation_of_remains",
    "репатріація тіл загиблих": "repatriation_of_remains",
    "тіла": "repatriation_of_remains",
}


def mediators(text: str, field: str = "mediators") -> tuple[str, ...]:
    """The codes of the mediators that a cell names: codes or names, in either language."""
    found = []
    for part in re.split(r"[;,/+\n]| та | і | and |&", text):
        if part.strip() and _plain(part) not in NOTHING:
            found.append(_mediator(part.strip(), field))
    return tuple(dict.fromkeys(found))


def _mediator(text: str, field: str) -> str:
    words = folded(text)
    for code, name in MEDIATORS.items():
        if words in (folded(name.en), folded(name.uk)):
            return code
    return _MEDIATORS[words] if words in _MEDIATORS else check_mediator(text, field)


_MEDIATORS: Final = {
    "оае": "AE",
    "uae": "AE",
    "emirates": "AE",
    "емірати": "AE",
    "об єднані арабські емірати": "AE",
    "turkey": "TR",
    "red cross": "ICRC",
    "червоний хрест": "ICRC",
    "мкчх": "ICRC",
    "vatican": "VA",
    "ватикан": "VA",
    "сша": "US",
    "usa": "US",
    "united states of america": "US",
    "saudi": "SA",
    "саудівська аравія": "SA",
}


# --- days ----------------------------------------------------------------------------------------

_MONTHS: Final = (
    ("jan", "січ"),
    ("feb", "лют"),
    ("mar", "бер"),
    ("apr", "кві"),
    ("may", "трав"),
    ("jun", "черв"),
    ("jul", "лип"),
    ("aug", "серп"),
    ("sep", "вер"),
    ("oct", "жовт"),
    ("nov", "лист"),
    ("dec", "груд"),
)
_END: Final = r"(?:\s*(?:р|року|рік)\.?)?"
_NUMBERS: Final = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_END}")
_WITHOUT_YEAR: Final = re.compile(r"(\d{1,2})[./](\d{1,2})\.?")
_DAY_FIRST: Final = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([^\W\d_]{{3,}})\.?,?(?:[\s-]+(\d{{4}}|\d{{2}}))?{_END}"
)
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_MONTH_ONLY: Final = re.compile(rf"([^\W\d_]{{3,}})\.?,?\s+(\d{{4}}){_END}")
_DAYS: Final = re.compile(r"(\d{1,2})\s*[–—-]\s*(\d{1,2})([\s./].+)")
_NIGHT: Final = re.compile(
    r"(?:(?:у|в|на)?\s*ніч|(?:on )?(?:the )?night)\s+(?:на|before|to|of)\s+(?:the\s+)?(.+)"
)
_YEAR_IN_WORDS: Final = re.compile(rf"(\d{{4}}){_END}")


def year(text: str) -> int | None:
    """The year of a heading such as `2024` or `2024 рік`."""
    found = _YEAR_IN_WORDS.fullmatch(_plain(text))
    return int(found[1]) if found and 1900 <= int(found[1]) <= 2200 else None


def dating(cell: Cell, field: str, *, within: int | None = None, order: Order = "dmy") -> Dating:
    """When a cell says that it occurred. `within` is the year of the section, where one has none;
    `order` that of day and month where a number could be either."""
    check_flaw(cell, field)
    match cell:
        case Day():
            return parse_dating(cell.day, field)
        case int() if not isinstance(cell, bool) and 1900 <= cell <= 2200:
            return parse_dating(str(cell), field)
        case int() | float():
            raise Refused("date_number", field, text=cell_text(cell))
        case str():
            try:
                found = _dating(_plain(cell), within, order)
            except ValueError:
                found = None
            if found is not None:
                return found
    return parse_dating(cell_text(cell), field)


def _dating(words: str, within: int | None, order: Order) -> Dating | None:
    if night := _NIGHT.fullmatch(words):
        last = _day(night[1], within, order)
        return _between(last - timedelta(days=1), last) if last else None
    if days := _DAYS.fullmatch(words):
        last = _day(f"{days[2]}{days[3]}", within, order)
        return _between(last.replace(day=int(days[1])), last) if last else None
    if (day := _day(words, within, order)) is not None:
        return _between(day, day)
    if (month := _MONTH_ONLY.fullmatch(words)) and (number := _month(month[1])):
        return parse_dating(f"{month[2]}-{number:02}")
    if found := year(words):
        return parse_dating(str(found))
    return None


def _between(first: date, last: date) -> Dating:
    return parse_dating(f"{first}/{last}") if first != last else parse_dating(str(first))


def _day(words: str, within: int | None, order: Order) -> date | None:
    """One day; raises ValueError where there is no such day."""
    if numbers := _NUMBERS.fullmatch(words):
        first, second = int(numbers[1]), int(numbers[3])
        is_american = order == "mdy" and numbers[2] != "."
        day, month = (second, first) if is_american else (first, second)
        return date(_full_year(numbers[4]), month, day)
    if within and (short := _WITHOUT_YEAR.fullmatch(words)):
        return date(within, int(short[2]), int(short[1]))
    for pattern, day_at, month_at in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        if (found := pattern.fullmatch(words)) and (number := _month(found[month_at])):
            said = _full_year(found[3]) if found[3] else within
            return date(said, number, int(found[day_at])) if said else None
    return None


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(word: str) -> int:
    for number, starts in enumerate(_MONTHS, 1):
        if word.startswith(starts):
            return number
    return 0


def order_of(cells: list[Cell]) -> Order:
    """Day or month first, as a column of dates with slashes shows it itself; else day first."""
    seconds = [
        int(found[3])
        for cell in cells
        if isinstance(cell, str) and (found := _NUMBERS.fullmatch(_plain(cell))) and found[2] != "."
    ]
    firsts = [
        int(found[1])
        for cell in cells
        if isinstance(cell, str) and (found := _NUMBERS.fullmatch(_plain(cell))) and found[2] != "."
    ]
    is_american = any(n > 12 for n in seconds) and not any(n > 12 for n in firsts)
    return "mdy" if is_american else "dmy"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
