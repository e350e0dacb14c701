"""Claims: figures a source asserts about the record, and what a check of one can say."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from domain.model.dating import parse_day
from domain.model.refusal import Refused
from domain.model.vocabulary import Name

Status = Literal["reproduced", "short", "exceeds", "cannot_be_checked"]

MEASURES: Final = {
    "returned_total": Name("returned in all", "усього повернуто"),
    "handed_over_total": Name("handed over in all", "усього передано"),
    "both_total": Name("both directions in all", "усього в обох напрямках"),
    "remains_total": Name("remains in all", "усього тіл"),
    "exchange_ordinal": Name("ordinal of the exchange", "порядковий номер обміну"),
    "exchange_count": Name("number of exchanges", "кількість обмінів"),
    "largest_return": Name("largest return", "найбільше повернення"),
    "returned": Name("returned in this exchange", "повернуто в цьому обміні"),
    "handed_over": Name("handed over in this exchange", "передано в цьому обміні"),
    "remains": Name("remains in this exchange", "тіл у цьому обміні"),
}
OF_ONE_EXCHANGE: Final = ("returned", "handed_over", "remains")
COUNTING_EXCHANGES: Final = ("exchange_ordinal", "exchange_count")

DISPOSITIONS: Final = {
    "unexplained": Name("unexplained", "не пояснено"),
    "scope_differs": Name("scope differs", "інше охоплення"),
    "event_missing": Name("event missing", "бракує події"),
    "double_count": Name("double count", "подвійний облік"),
    "source_error": Name("source error", "помилка джерела"),
    "rounding": Name("rounding", "заокруглення"),
}

_YEAR: Final = re.compile(r"year:(\d{4})", re.ASCII)
_SINCE: Final = re.compile(r"since:(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a claim speaks of: days from `first` to `last` (ISO 8601, empty for open), or one
    exchange."""

    text: str
    first: str = ""
    last: str = ""

    @property
    def is_one_exchange(self) -> bool:
        return self.text == "exchange"


def parse_scope(text: str, field: str = "scope") -> Scope:
    """Read `all`, `year:2024`, `since:2022-02-24` or `exchange`."""
    words = text.strip()
    if words in ("all", "exchange"):
        return Scope(words)
    if (year := _YEAR.fullmatch(words)) and year[1] != "0000":
        return Scope(words, f"{year[1]}-01-01", f"{year[1]}-12-31")
    if since := _SINCE.fullmatch(words):
        return Scope(words, first=parse_day(since[1], field).isoformat())
    raise Refused("scope_form", field, text=text)


def check_measure(measure: str, scope: Scope, field: str = "measure") -> str:
    """The measure; `returned` over many exchanges means `returned_total`."""
    words = measure.strip()
    if words in OF_ONE_EXCHANGE and not scope.is_one_exchange:
        words += "_total"
    if words not in MEASURES:
        raise Refused("measure_unknown", field, text=measure, known=", ".join(MEASURES))
    if scope.is_one_exchange and words not in OF_ONE_EXCHANGE:
        raise Refused("measure_unknown", field, text=measure, known=", ".join(OF_ONE_EXCHANGE))
    return words


def check_pair(measure: str, scope: Scope) -> None:
    """Refuse a kept measure that does not go with another scope."""
    fitting = check_measure(measure, scope)
    if fitting != measure:
        raise Refused("measure_unknown", "measure", text=measure, known=fitting)


def check_disposition(text: str, field: str = "as") -> str:
    words = text.strip().replace(" ", "_").replace("-", "_")
    if words not in DISPOSITIONS:
        raise Refused("disposition_unknown", field, text=text, known=", ".join(DISPOSITIONS))
    return words


def compare(claimed: int, computed: int | None, *, is_exact: bool = True) -> Status:
    """What the record says of a claim.

    `computed` is None where the record does not reach far enough. Where some count in it is not
    exact, `computed` is the least it can be: more than the claim still exceeds it, anything else
    cannot be checked. A record that has less than is claimed is short.
    """
    if computed is None:
        return "cannot_be_checked"
    if computed > claimed:
        return "exceeds"
    if not is_exact:
        return "cannot_be_checked"
    return "reproduced" if computed == claimed else "short"
