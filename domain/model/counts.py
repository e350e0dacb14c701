"""A number of people as a source states it: exact, at least, about, or unknown."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from domain.model.refusal import Refused

Bound = Literal["exact", "at_least", "about", "unknown"]
CountValue = int | str | dict[str, int]  # as stored in events: 24, {"about": 24}, "unknown"

LIMIT: Final = 1_000_000_000

_WORDS: Final[tuple[tuple[Bound, tuple[str, ...]], ...]] = (
    ("at_least", ("at least", "no fewer than", ">=", "≥", "щонайменше", "принаймні", "не менше")),
    ("about", ("about", "around", "some", "~", "≈", "близько", "приблизно", "орієнтовно")),
)
_UNKNOWN: Final = ("unknown", "невідомо", "?")
_DIGITS: Final = re.compile(r"-?\d+|\d{1,3}(?:[, ]\d{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Count:
    """`n` people, read with `bound`; `n` is None exactly when the bound is unknown.

    `low` is the fewest people this can mean (0 where it says nothing of the lower end), `high`
    the most (None where it has no upper end).
    """

    n: int | None
    bound: Bound = "exact"
    is_exact: bool = field(init=False, repr=False, compare=False)
    low: int = field(init=False, repr=False, compare=False)
    high: int | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = self.n is not None and self.bound in ("exact", "at_least")
        object.__setattr__(self, "is_exact", self.bound == "exact")
        object.__setattr__(self, "low", self.n if known else 0)
        object.__setattr__(self, "high", self.n if self.bound == "exact" else None)

    def __str__(self) -> str:
        if self.bound == "exact":
            return str(self.n)
        return "unknown" if self.n is None else f"{self.bound.replace('_', ' ')} {self.n}"


UNKNOWN: Final = Count(None, "unknown")


@lru_cache(maxsize=4096)
def exact(n: int) -> Count:
    """Exactly `n` people; the same object for the same number, as a ledger holds it often."""
    return Count(n)


def parse_count(text: str, field: str = "") -> Count:
    """Read `24`, `1,358`, `about 24`, `at least 24` or `unknown` (English or Ukrainian).

    Raises Refused naming `field` for anything else.
    """
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if words in _UNKNOWN:
        return UNKNOWN
    for bound, heads in _WORDS:
        for head in heads:
            if words.startswith(head):
                return Count(_whole(words[len(head) :].strip(), text, field), bound)
    return Count(_whole(words, text, field))


def _whole(digits: str, text: str, field: str) -> int:
    if not _DIGITS.fullmatch(digits):
        raise Refused("count_form", field, text=text.strip())
    return checked(int(re.sub(r"[, ]", "", digits)), field)


def checked(n: int, field: str = "") -> int:
    """`n` itself, refused when it is no number of people."""
    if n < 0:
        raise Refused("count_negative", field, text=n)
    if n > LIMIT:
        raise Refused("count_huge", field, text=n, limit=LIMIT)
    return n


def to_value(count: Count) -> CountValue:
    """The form in which events keep a count."""
    if count.n is None:
        return "unknown"
    return count.n if count.bound == "exact" else {count.bound: count.n}


def from_value(value: object, field: str = "") -> Count:
    """The count behind a stored or drafted value; raises Refused for any other shape."""
    if isinstance(value, int) and not isinstance(value, bool):
        return exact(checked(value, field))
    if value == "unknown":
        return UNKNOWN
    if isinstance(value, dict) and len(value) == 1:
        ((bound, n),) = value.items()
        if bound in ("at_least", "about") and isinstance(n, int) and not isinstance(n, bool):
            return Count(checked(n, field), bound)
    raise Refused("count_form", field, text=value)
