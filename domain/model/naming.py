"""Which of the words on offer is meant by what has been typed so far, in either language."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.model.refusal import Refused
from domain.model.vocabulary import MEDIATORS, Name, Vocabulary

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`‘\u02bb", "'") | {"_": " ", "-": " "})


@dataclass(frozen=True, slots=True)
class Choice:
    """One word on offer: its code, how it is shown, and every way to type it."""

    code: str
    shown: str
    spellings: tuple[str, ...] = ()


def folded(text: str) -> str:
    """The text as it is compared: without case, accents on Latin letters, or doubled spaces."""
    plain = "".join(_bare(letter) for letter in unicodedata.normalize("NFC", text.casefold()))
    return " ".join(plain.translate(_APOSTROPHES).replace("«", "").replace("»", "").split())


def _bare(letter: str) -> str:
    """A Latin letter without its accent; й and ї are letters of their own and stay."""
    base = unicodedata.normalize("NFD", letter)[:1]
    return base if base.isascii() else letter


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that `typed` can mean, likeliest first; all of them for nothing typed.

    A name that is equal comes before one that begins so, then one whose words begin with the
    typed words in order (`nat g` is National Guard) or with its letters (`ng`), then one that
    holds it anywhere.
    """
    wanted = folded(typed)
    if not wanted:
        return list(choices)
    ranked = []
    for place, choice in enumerate(choices):
        rank = min(_rank(folded(spelling), wanted) for spelling in _spellings(choice))
        if rank < _NO:
            ranked.append((rank, place, choice))
    return [choice for _, _, choice in sorted(ranked, key=lambda found: found[:2])]


def meant(choices: Sequence[Choice], typed: str) -> Choice | None:
    """The one choice that `typed` certainly means: its name or code in full, or a start that no
    other has; None where nothing, or more than one, fits."""
    wanted = folded(typed)
    if not wanted:
        return None
    ranks: dict[int, dict[str, Choice]] = {}
    for choice in choices:
        rank = min(_rank(folded(spelling), wanted) for spelling in _spellings(choice))
        ranks.setdefault(rank, {})[choice.code] = choice
    if _EQUAL in ranks:
        return next(iter(ranks[_EQUAL].values())) if len(ranks[_EQUAL]) == 1 else None
    starting = {**ranks.get(_STARTS, {}), **ranks.get(_WORDS, {})}
    return next(iter(starting.values())) if len(starting) == 1 else None


_EQUAL, _STARTS, _WORDS, _HOLDS, _NO = range(5)


def _rank(name: str, wanted: str) -> int:
    if name == wanted:
        return _EQUAL
    if name.startswith(wanted):
        return _STARTS
    words = name.split()
    if _words_begin(words, wanted.split()) or "".join(word[0] for word in words) == wanted:
        return _WORDS
    return _HOLDS if wanted in name else _NO


def _words_begin(words: Sequence[str], starts: Sequence[str]) -> bool:
    """Whether the words, some left out, begin with `starts` in order."""
    place = 0
    for word in words:
        if place < len(starts) and word.startswith(starts[place]):
            place += 1
    return place == len(starts)


def _spellings(choice: Choice) -> tuple[str, ...]:
    return (choice.shown, choice.code, *choice.spellings)


def named(names: Mapping[str, Name], language: str) -> list[Choice]:
    """Codes with their names as choices, in their own order."""
    return [
        Choice(code, name.in_language(language), (name.en, name.uk)) for code, name in names.items()
    ]


def categories(vocabulary: Vocabulary, dimension: str, language: str) -> list[Choice]:
    """The categories of one dimension."""
    known = vocabulary.dimensions.get(dimension)
    return named(known.categories, language) if known else []


def dimensions(vocabulary: Vocabulary, language: str) -> list[Choice]:
    return named({code: known.name for code, known in vocabulary.dimensions.items()}, language)


def mediators(language: str) -> list[Choice]:
    return named(MEDIATORS, language)


def code_of(choices: Sequence[Choice], typed: str, refused: Refused) -> str:
    """The code that `typed` means, or the refusal."""
    found = meant(choices, typed)
    if found is None:
        raise refused
    return found.code
