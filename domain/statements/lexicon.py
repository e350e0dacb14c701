"""What a language module provides, and how its phrases are found in a text.

A phrase is written as in a dictionary: `|` stands between phrases, `/` between words that may
stand in one place, `*` at the end of a word stands for any ending, at its beginning for any
stem, `?` for "or left out": `state? border guard*/service`. The longest phrase wins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from .tokens import Token, glued

JOINERS = frozenset("-‐‑'’\"“”«»„")
"""Signs that may stand between two words of one phrase: prisoner-of-war, Navy "Seals"."""

STEM_LENGTHS = range(1, 25)
BEHIND = 1_000_000
"""A phrase that leaves an ending open stands behind all that do not."""
ENDING_LENGTHS = range(3, 8)


@dataclass(frozen=True)
class NumberWords:
    """The number words of a language; every form of a word is listed under its value."""

    units: Mapping[str, int]
    hundreds: Mapping[str, int]
    multipliers: Mapping[str, int]
    dozens: Mapping[str, int]
    ordinals: Mapping[str, int]
    ordinal_suffixes: frozenset[str]
    cardinal_suffixes: frozenset[str]
    halves: Mapping[str, int]
    """How many halves: пів 1, півтори 3."""
    fractions: frozenset[str]
    """Nouns that make the number before them a part: two thirds, дві третини."""
    joining: frozenset[str]
    numbering: frozenset[str]
    """Words that make the number behind them an ordinal: exchange No. 63."""
    out_of: frozenset[str]
    out_of_fill: frozenset[str]
    between_equals: frozenset[str]
    between: frozenset[str]
    between_range: frozenset[str]


@dataclass(frozen=True)
class DateWords:
    """The date words of a language."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days_back: Mapping[str, int]
    phrases_back: Mapping[tuple[str, ...], int]
    """Phrases such as "the day before"."""
    span_units: frozenset[str]
    ago: frozenset[str]
    """With a number and one of the units: six days ago, три тижні тому."""
    this_year: frozenset[str]
    last_year: frozenset[str]
    year_nouns: frozenset[str]
    before_year: frozenset[str]
    day_joiners: frozenset[str]
    toward_night: frozenset[str]


@dataclass(frozen=True)
class Language:
    """Everything the reader knows about one language."""

    code: str
    phrases: Mapping[str, str]
    numbers: NumberWords
    dates: DateWords
    stops: frozenset[str]
    """Words at which the search for the counted noun ends: prepositions, conjunctions."""
    conjunctions: frozenset[str]
    others: frozenset[str]
    """Words behind or before a number that say that there were more of the kind."""
    units_of_troops: tuple[str, ...]
    """Beginnings of words for a unit inside a branch: its people are not the branch's number."""
    singular: frozenset[str]
    """Nouns of one person: no number but one counts them, so that "a man of 60" is an age."""
    abbreviations: frozenset[str]
    """Words after which a full stop does not end the sentence."""
    index: "PhraseIndex" = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", PhraseIndex(self.phrases))


def forms(table: Mapping[int, str]) -> dict[str, int]:
    """Turn `{2: "два дві двох"}` into `{"два": 2, "дві": 2, "двох": 2}`."""
    return {form: value for value, line in table.items() for form in line.split()}


def words(line: str) -> frozenset[str]:
    """A set from a line of words."""
    return frozenset(line.split())


Phrase = tuple[tuple[str, ...], str]
"""The words of a phrase, and its concept."""


@dataclass
class _Starting:
    """The phrases that begin with one word, by their second word."""

    alone: list[Phrase] = field(default_factory=list)
    by_second: dict[str, list[Phrase]] = field(default_factory=dict)
    open_second: list[Phrase] = field(default_factory=list)

    def add(self, phrase: Phrase) -> None:
        """Take in a phrase."""
        if len(phrase[0]) == 1:
            self.alone.append(phrase)
        elif "*" in phrase[0][1]:
            self.open_second.append(phrase)
        else:
            self.by_second.setdefault(phrase[0][1], []).append(phrase)


class PhraseIndex:
    """All phrases of a language, found by their first two words."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._order: dict[Phrase, int] = {}
        self._by_first: dict[str, list[Phrase]] = {}
        self._known: dict[str, _Starting] = {}
        for concept, line in phrases.items():
            for written in line.split("|"):
                for words_of_phrase in _spelled_out(written):
                    phrase = (words_of_phrase, concept)
                    self._order.setdefault(phrase, len(self._order))
                    self._by_first.setdefault(words_of_phrase[0], []).append(phrase)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The concept of the longest phrase that begins at a token, and the token after it; of
        two as long, the one with more letters spelled out, then the one that was listed first."""
        starting = self._starting_with(tokens[at].norm)
        candidates = starting.alone
        second = _skip_joiners(tokens, at + 1)
        if second < len(tokens) and (starting.by_second or starting.open_second):
            spelled = starting.by_second.get(tokens[second].norm, [])
            candidates = [*candidates, *spelled, *starting.open_second]
        best: tuple[int, int, int, str] | None = None
        for phrase in candidates:
            end = _match(phrase[0], tokens, at)
            if end is not None:
                order = -sum("*" in part for part in phrase[0]) * BEHIND - self._order[phrase]
                rank = (end, sum(map(len, phrase[0])), order, phrase[1])
                if best is None or rank > best:
                    best = rank
        return None if best is None else (best[3], best[0])

    def _starting_with(self, word: str) -> _Starting:
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 50_000:
                self._known.clear()
            found = _Starting()
            for phrase in self._beginning(word):
                found.add(phrase)
            self._known[word] = found
        return found

    def _beginning(self, word: str) -> Iterator[Phrase]:
        yield from self._by_first.get(word, ())
        for length in STEM_LENGTHS[: len(word)]:
            yield from self._by_first.get(word[:length] + "*", ())
        for length in ENDING_LENGTHS:
            yield from self._by_first.get("*" + word[-length:], ())


def _spelled_out(written: str) -> list[tuple[str, ...]]:
    """Every phrase that one written phrase stands for."""
    places: list[list[str]] = []
    for place in written.lower().replace("-", " ").split():
        optional = "?" in place
        choices = place.replace("?", "").split("/")
        places.append([*choices, ""] if optional else choices)
    spelled = (tuple(word for word in choice if word) for choice in product(*places))
    return [phrase for phrase in dict.fromkeys(spelled) if phrase]


def _match(phrase: tuple[str, ...], tokens: Sequence[Token], at: int) -> int | None:
    """The token after the phrase, if it stands at this token."""
    here = at
    for position, part in enumerate(phrase):
        if position:
            here = _skip_joiners(tokens, here)
        if here >= len(tokens) or not _same(part, tokens[here].norm):
            return None
        here += 1
    return here


def _skip_joiners(tokens: Sequence[Token], at: int) -> int:
    """Step over a hyphen inside a compound or a quotation mark before the next word."""
    if at < len(tokens) and tokens[at].text in JOINERS:
        after = at + 1
        touching = after < len(tokens) and (
            glued(tokens[at], tokens[after]) or glued(tokens[at - 1], tokens[at])
        )
        return after if touching else at
    return at


def _same(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    return word.endswith(part[1:]) if part.startswith("*") else word == part
