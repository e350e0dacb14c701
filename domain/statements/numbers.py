"""Read one number at a place in the text: digits, words, both mixed, cardinal or ordinal."""

from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import NumberWords
from .tokens import GROUP_MARKS, Token, glued

HYPHENS = frozenset("-‐‑–—")
LONGEST = 9
"""More digits than this are no count of people."""

_NO_GROUPS = str.maketrans("", "", GROUP_MARKS)


@dataclass(frozen=True)
class Number:
    """A number and the tokens it takes: `end` is the token after it.

    `value` is None for what is written like a number but counts nothing: a fraction, a range.
    `rounded` is true for dozens, and for thousands written as "7 thousand".
    """

    value: int | None
    end: int
    ordinal: bool = False
    rounded: bool = False
    plain_year: bool = False
    """Four bare digits that could be a year."""


def read_number(tokens: Sequence[Token], at: int, language: NumberWords) -> Number | None:
    """The number that begins at this token, if one does."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at, language)
    if token.kind == "word":
        return _half(tokens, at, language) or _words(tokens, at, language)
    return None


def _half(tokens: Sequence[Token], at: int, language: NumberWords) -> Number | None:
    """Пів сотні, півтори тисячі, half a hundred: round numbers."""
    halves = language.halves.get(tokens[at].norm)
    here = at + 1
    if halves is None:
        return None
    if here < len(tokens) and tokens[here].norm in ("a", "-"):
        here += 1
    if here >= len(tokens):
        return None
    word = tokens[here].norm
    whole = {**language.multipliers, **language.hundreds, **language.dozens}.get(word)
    return None if whole is None else Number(halves * whole // 2, here + 1, rounded=True)


def _digits(tokens: Sequence[Token], at: int, language: NumberWords) -> Number:
    value = _digit_value(tokens[at].text)
    suffix, end = _suffix(tokens, at)
    if value is None:
        return Number(None, at + 1)
    if suffix in language.ordinal_suffixes:
        return Number(value, end, ordinal=True)
    if suffix in language.cardinal_suffixes:
        return Number(value, end)
    ranged = _range_end(tokens, at)
    if ranged is not None:
        return Number(None, ranged)
    multiplier = language.multipliers.get(tokens[at + 1].norm) if at + 1 < len(tokens) else None
    if multiplier is not None:
        return _multiplied(tokens, at, value, multiplier)
    return Number(value, at + 1, plain_year=tokens[at].text.isdigit() and 1900 <= value < 2100)


def _digit_value(text: str) -> int | None:
    plain = text.translate(_NO_GROUPS)
    grouped = plain != text
    if not plain.isdecimal() or len(plain) > LONGEST:
        return None
    if grouped and text.startswith("0"):
        return None
    return int(plain)


def _suffix(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The ending written after digits: 11th, 52-nd, 22-х."""
    here = at + 1
    if here < len(tokens) and tokens[here].text in HYPHENS and glued(tokens[at], tokens[here]):
        here += 1
    if here < len(tokens) and tokens[here].kind == "word" and glued(tokens[here - 1], tokens[here]):
        return tokens[here].norm, here + 1
    return "", at + 1


def _range_end(tokens: Sequence[Token], at: int) -> int | None:
    """The token after a range such as 100-150, or None."""
    if at + 2 >= len(tokens):
        return None
    dash, last = tokens[at + 1], tokens[at + 2]
    if dash.text in HYPHENS and last.kind == "number" and glued(tokens[at], dash):
        return at + 3 if glued(dash, last) else None
    return None


def _multiplied(tokens: Sequence[Token], at: int, value: int, multiplier: int) -> Number:
    """7 thousand, or 1 thousand 212."""
    end = at + 2
    if end < len(tokens) and tokens[end].text == "." and tokens[end - 1].norm == "тис":
        end += 1
    if end < len(tokens) and tokens[end].kind == "number":
        rest = _digit_value(tokens[end].text)
        if rest is not None and rest < multiplier and tokens[end].start - tokens[end - 1].end == 1:
            return Number(value * multiplier + rest, end + 1)
    return Number(value * multiplier, end, rounded=True)


def _words(tokens: Sequence[Token], at: int, language: NumberWords) -> Number | None:
    """Read number words as long as each may follow the one before it."""
    total = 0
    group = 0
    smallest = 10_000
    here = at
    end = at
    rounded = False
    while here < len(tokens):
        word = tokens[here].norm
        if word in language.ordinals and language.ordinals[word] < smallest:
            return Number(total + group + language.ordinals[word], here + 1, ordinal=True)
        if word in language.units and _fits(language.units[word], smallest):
            group += language.units[word]
            smallest = _room_below(language.units[word])
        elif word in language.hundreds and language.hundreds[word] == 100 and 0 < group < 10:
            group *= 100
            smallest = 100
        elif word in language.hundreds and smallest > 100 and (group == 0):
            group = language.hundreds[word]
            smallest = 100
        elif word in language.multipliers and total == 0:
            total = max(group, 1) * language.multipliers[word]
            group = 0
            smallest = 1000
            here += _comma_in_number(tokens, here + 1, language)
        elif word in language.dozens and total == 0 and group < 100:
            group = max(group, 1) * language.dozens[word]
            rounded = True
            smallest = 0
        elif here > at and word in language.joining and group % 100 == 0 and smallest == 100:
            if not _continues(tokens, here + 1, language):
                break
            here += 1
            continue
        else:
            break
        here += 1
        end = here
        here = _over_hyphen(tokens, here)
    if end == at:
        return None
    return Number(total + group, end, rounded=rounded)


def _comma_in_number(tokens: Sequence[Token], at: int, language: NumberWords) -> bool:
    """The comma of "three thousand, nine hundred and fifty-six"."""
    if at + 2 >= len(tokens) or tokens[at].text != ",":
        return False
    return tokens[at + 1].norm in language.units and tokens[at + 2].norm in language.hundreds


def _fits(value: int, smallest: int) -> bool:
    return value < smallest


def _room_below(value: int) -> int:
    """After forty only a unit may follow; after a unit or a teen nothing."""
    return 10 if value >= 20 else 0


def _continues(tokens: Sequence[Token], at: int, language: NumberWords) -> bool:
    if at >= len(tokens):
        return False
    word = tokens[at].norm
    return language.units.get(word, 100) < 100 or word in language.ordinals


def _over_hyphen(tokens: Sequence[Token], at: int) -> int:
    """Step over the hyphen of eighty-seven."""
    inside = (
        0 < at < len(tokens) - 1
        and tokens[at].text in HYPHENS
        and glued(tokens[at - 1], tokens[at])
        and glued(tokens[at], tokens[at + 1])
    )
    return at + 1 if inside else at
