"""Mark what the text contains: every number, date and known phrase, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .dates import Date, read_date
from .lexicon import Language
from .numbers import HYPHENS, Number, read_number
from .tokens import Token, glued

TEN = 10
NUMBERING = ("№", "#")


class _Families(dict[str, str]):
    """The part of each concept before its dot, worked out once."""

    def __missing__(self, concept: str) -> str:
        family = self[concept] = concept.partition(".")[0]
        return family


_FAMILY = _Families()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing found in the text. `concept` is a name of the lexicon, "number", "date",
    "formula" (150 for 150), "clock" or "whole" (the seven of "three of the seven"); `first` and
    `last` are its tokens, `last` not included."""

    concept: str
    first: int
    last: int
    number: Number | None = None
    date: Date | None = None
    hour: int = 12
    of: int = 0
    """How many a "whole" is."""

    def is_a(self, *concepts: str) -> bool:
        """Whether the concept is one of these, or below one: "branch" has "branch.navy"."""
        return self.concept in concepts or _FAMILY[self.concept] in concepts

    @property
    def family(self) -> str:
        """The part of the concept before the dot."""
        return _FAMILY[self.concept]

    @property
    def name(self) -> str:
        """The part of the concept after the dot."""
        return self.concept.partition(".")[2]


def having(marks: Iterable[Mark], *concepts: str) -> list[Mark]:
    """Those marks that are one of these concepts."""
    return [mark for mark in marks if mark.concept in concepts or _FAMILY[mark.concept] in concepts]


def has(marks: Iterable[Mark], *concepts: str) -> bool:
    """Whether any of the marks is one of these concepts."""
    for mark in marks:  # noqa: SIM110 (asked for every number; a generator takes twice as long)
        if mark.concept in concepts or _FAMILY[mark.concept] in concepts:
            return True
    return False


def mark_text(tokens: Sequence[Token], language: Language) -> list[Mark]:
    """All marks of a text. A date beats a phrase, a longer phrase beats a number."""
    found: list[Mark] = []
    at = 0
    while at < len(tokens):
        mark = _numbered(tokens, at, found, language) or _mark_at(tokens, at, language)
        if mark is None:
            at += 1
        else:
            found.append(mark)
            at = mark.last
            whole = _whole(tokens, mark, language)
            if whole is not None:
                found.append(whole)
                at = whole.last
    return found


def _numbered(
    tokens: Sequence[Token], at: int, found: Sequence[Mark], language: Language
) -> Mark | None:
    """The 63 of "exchange No. 63", "обмін №63": an ordinal."""
    if tokens[at].kind != "number":
        return None
    sign = at - 1
    if sign > 0 and tokens[sign].text == ".":
        sign -= 1
    named = sign >= 0 and (
        tokens[sign].norm in language.numbers.numbering or tokens[sign].text in NUMBERING
    )
    near = [
        mark
        for mark in found[-4:]
        if mark.is_a("exchange")
        and all(
            token.kind == "sign" or token.norm in language.numbers.numbering
            for token in tokens[mark.last : at]
        )
    ]
    if not (named and near):
        return None
    number = read_number(tokens, at, language.numbers)
    if number is None or number.value is None:
        return None
    return Mark("number", at, number.end, number=Number(number.value, number.end, ordinal=True))


def _whole(tokens: Sequence[Token], part: Mark, language: Language) -> Mark | None:
    """The seven of "three of the seven": it says again what is counted elsewhere."""
    words = language.numbers
    if part.concept != "number" or part.number is None or part.number.ordinal:
        return None
    here = part.last
    if here >= len(tokens) or tokens[here].norm not in words.out_of:
        return None
    here += 1
    while here < len(tokens) and tokens[here].norm in words.out_of_fill:
        here += 1
    whole = read_number(tokens, here, words) if here < len(tokens) else None
    if whole is None or whole.value is None or whole.ordinal or part.number.value is None:
        return None
    if whole.value <= part.number.value:
        return None
    return Mark("whole", here, whole.end, of=whole.value)


def _mark_at(tokens: Sequence[Token], at: int, language: Language) -> Mark | None:
    token = tokens[at]
    if token.kind == "break":
        return None
    phrase = language.index.longest(tokens, at)
    phrase_end = phrase[1] if phrase else at
    if token.kind != "sign":
        date = read_date(tokens, at, language)
        if date is not None and date.end >= phrase_end:
            return Mark("date", at, date.end, date=date)
        number = read_number(tokens, at, language.numbers)
        if number is not None and number.end >= phrase_end:
            return _number_mark(tokens, at, number, language)
    return Mark(phrase[0], at, phrase_end) if phrase else None


def _number_mark(tokens: Sequence[Token], at: int, number: Number, language: Language) -> Mark:
    if _is_designation(tokens, at):
        return Mark("number", at, number.end, number=Number(None, number.end))
    part = tokens[number.end].norm if number.end < len(tokens) else ""
    if part in language.numbers.fractions and (number.value or 0) < TEN:
        return Mark("number", at, number.end + 1, number=Number(None, number.end + 1))
    ago = _ago_end(tokens, number, language)
    if ago is not None and number.value is not None:
        return Mark("background", at, ago)
    if _is_compound(tokens, number, language):
        return Mark("number", at, number.end, number=Number(None, number.end))
    last = _range_end(tokens, at, number, language)
    if last is not None:
        return Mark("number", at, last, number=Number(None, last))
    clock = _clock_end(tokens, at)
    if clock is not None:
        hour = number.value if number.value is not None else 12
        return Mark("clock", at, clock, hour=hour)
    second = _other_half(tokens, number, language)
    if second is not None:
        return Mark("formula", at, second.end, number=number)
    return Mark("number", at, number.end, number=number)


def _ago_end(tokens: Sequence[Token], number: Number, language: Language) -> int | None:
    """The token after "six days earlier", "три тижні тому"."""
    here = number.end
    if here + 1 >= len(tokens) or number.ordinal:
        return None
    span = tokens[here].norm in language.dates.span_units
    return here + 2 if span and tokens[here + 1].norm in language.dates.ago else None


def _is_compound(tokens: Sequence[Token], number: Number, language: Language) -> bool:
    """The three of "three-day", the 27 of "27-річний": part of an adjective."""
    here = number.end
    return (
        here + 1 < len(tokens)
        and not number.ordinal
        and tokens[here].text in HYPHENS
        and tokens[here + 1].kind == "word"
        and glued(tokens[here - 1], tokens[here])
        and glued(tokens[here], tokens[here + 1])
        and tokens[here + 1].norm not in language.numbers.between_equals
    )


def _is_designation(tokens: Sequence[Token], at: int) -> bool:
    """The 76 of Il-76, the 5 of №5: a name, not a count."""
    if at > 0 and tokens[at - 1].text in ("№", "#", "$", "€"):
        return True
    if _is_enumerator(tokens, at):
        return True
    return (
        at > 1
        and tokens[at].kind == "number"
        and tokens[at - 1].text in HYPHENS
        and tokens[at - 2].kind == "word"
        and glued(tokens[at - 2], tokens[at - 1])
        and glued(tokens[at - 1], tokens[at])
    )


def _is_enumerator(tokens: Sequence[Token], at: int) -> bool:
    """The 2 of "2. Handed over: 150" at the beginning of a line."""
    return (
        tokens[at].kind == "number"
        and len(tokens[at].text) <= 2
        and (at == 0 or tokens[at - 1].kind == "break")
        and at + 2 < len(tokens)
        and tokens[at + 1].text in (".", ")", "/")
        and tokens[at + 2].kind == "word"
        and not glued(tokens[at + 1], tokens[at + 2])
    )


def _range_end(tokens: Sequence[Token], at: int, number: Number, language: Language) -> int | None:
    """The token after "between 40 and 50" or "40 to 50": neither is the count."""
    here = number.end
    if here + 1 >= len(tokens) or number.value is None or number.ordinal:
        return None
    between = at > 0 and tokens[at - 1].norm in language.numbers.between
    joined = tokens[here].norm in language.numbers.between_range or (
        between and tokens[here].norm in language.conjunctions
    )
    if not joined:
        return None
    second = read_number(tokens, here + 1, language.numbers)
    if second is None or second.value is None or second.value <= number.value:
        return None
    return second.end if between or language.code == "en" else None


def _clock_end(tokens: Sequence[Token], at: int) -> int | None:
    """The token after a time of day such as 00:40."""
    if at + 2 >= len(tokens):
        return None
    colon, minutes = tokens[at + 1], tokens[at + 2]
    if colon.text == ":" and minutes.kind == "number" and glued(tokens[at], colon):
        return at + 3 if glued(colon, minutes) and len(minutes.text) == 2 else None
    return None


def _other_half(tokens: Sequence[Token], number: Number, language: Language) -> Number | None:
    """The second number of "150 for 150", if it is the same as the first."""
    here = number.end
    while here < len(tokens) and tokens[here].text in HYPHENS:
        here += 1
    if here + 1 >= len(tokens) or number.value is None:
        return None
    if tokens[here].norm in language.numbers.between_equals:
        here += 1
        while here < len(tokens) - 1 and tokens[here].text in HYPHENS:
            here += 1
    elif here == number.end:
        return None
    else:
        return None
    second = read_number(tokens, here, language.numbers)
    return second if second is not None and second.value == number.value else None
