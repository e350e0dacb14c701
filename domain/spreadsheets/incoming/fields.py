"""What a column can mean, and what its heading says it means, in English and Ukrainian.

A target is a word, the same in a saved mapping, on the command line and in the code:

- a field of the exchange (`occurred`, `returned`, `branch.navy`, `handed_over.rank.officers`), a
  line within another as `branch.territorial_defence@armed_forces`, as everywhere else;
- `returned:bound` how exact that count is; `mediators`, `source`, `published`, `standing`, `id`;
- `claim:exchange_ordinal:year` a figure the sheet claims (scope `all`, or `year`: that of its row);
- `dimension`, `category`, `within`, `count`, `leg` where each row is one line of a breakdown;
- `key` what tells one row from another for good; empty: the column is not taken.

Only a heading that is known as a whole means something. A wrong column is worse than one that the
operator has to name.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from domain.model.claims import MEASURES
from domain.model.exchange import COUNTS, split_line_field
from domain.model.refusal import Refused
from domain.model.vocabulary import LEGS, Vocabulary
from domain.spreadsheets.incoming.aliases import ALIASES, LINE_ALIASES, OF_WHICH, WHOLE

SCALARS: Final = ("occurred", "kind", *COUNTS, "place", "remarks", "part_of")
BESIDE: Final = ("mediators", "source", "published", "standing", "id", "key")
OF_LINES: Final = ("leg", "dimension", "category", "within", "count")
BOUNDS: Final = tuple(f"{name}:bound" for name in ("occurred", *COUNTS))
CLAIM: Final = "claim:"
CLAIMS: Final = (
    "claim:exchange_ordinal:year",
    "claim:exchange_ordinal:all",
    "claim:returned_total:year",
    "claim:returned_total:all",
)

Path = Sequence[str]  # the headings of a column from the outermost to its own


def check_target(target: str, vocabulary: Vocabulary, where: str = "") -> str:
    """The target, if it is one; raises Refused naming `where`."""
    if not target or target in (*SCALARS, *BESIDE, *OF_LINES, *BOUNDS):
        return target
    if target.startswith(CLAIM):
        _, measure, scope = (*target.split(":"), "", "")[:3]
        if measure in MEASURES and scope in ("all", "year"):
            return target
        raise Refused("target_unknown", where, text=target)
    field, _, within = target.partition("@")
    split = split_line_field(field)
    if split is None or not split[2]:
        raise Refused("target_unknown", where, text=target)
    vocabulary.check_category(split[1], split[2], where)
    if within:
        vocabulary.find_category(within, split[1], where)
    return target


def targets(vocabulary: Vocabulary) -> Iterator[str]:
    """Every target that a column can be given, without lines within others and other legs."""
    yield from (*SCALARS, *BESIDE, *BOUNDS, *CLAIMS, *OF_LINES)
    for dimension, known in vocabulary.dimensions.items():
        yield from (f"{dimension}.{category}" for category in known.categories)


def guess(path: Path, vocabulary: Vocabulary, before: str = "") -> str:
    """The target that a heading means, empty where it is not known.

    `before` is the target of the column to the left: "of which …" lies within it.
    """
    levels = [text for text in dict.fromkeys(folded(part) for part in path) if text]
    if not levels:
        return ""
    own = levels[-1]
    leg, holder = _context(levels[:-1], vocabulary)
    if len(levels) > 1 and own in WHOLE:
        return _of_leg(leg, holder) if holder else leg or "returned"
    nested = next((words for words in OF_WHICH if own.startswith(f"{words} ")), "")
    line = _line(own.removeprefix(nested).strip() if nested else own, vocabulary)
    if line and (holder or nested):
        parent = (holder or before.partition("@")[0]).rpartition(".")[2]
        if parent and parent != line.rpartition(".")[2]:
            return f"{_of_leg(leg, line)}@{parent}"
    if line:
        return _of_leg(leg, line)
    return _scalar(own, leg) or (_scalar(" ".join(levels), "") if len(levels) > 1 else "")


def _context(levels: Sequence[str], vocabulary: Vocabulary) -> tuple[str, str]:
    """The leg, and the line that holds this one, which the outer headings speak of."""
    leg, holder = "", ""
    for text in levels:
        target = _alias(text)
        if target in LEGS:
            leg = target
        elif line := _line(text, vocabulary):
            holder = line
    return leg, holder


def _scalar(text: str, leg: str) -> str:
    target = _alias(text)
    if target in ("returned", "count") and leg:
        return leg
    return target


def _of_leg(leg: str, line: str) -> str:
    return line if leg in ("", "returned") else f"{leg}.{line}"


@lru_cache(maxsize=2048)
def _alias(text: str) -> str:
    return ALIASES.get(text, "")


def _line(text: str, vocabulary: Vocabulary) -> str:
    """`branch.navy` for a heading that names a category, in any spelling that is known."""
    if text in LINE_ALIASES:
        return LINE_ALIASES[text]
    for dimension, known in vocabulary.dimensions.items():
        for category, name in known.categories.items():
            spellings = (category, f"{dimension}.{category}", name.en, name.uk)
            if text in (folded(spelling) for spelling in spellings):
                return f"{dimension}.{category}"
    return ""


def find_category(text: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """(`branch.navy`, whether "of which" stands before it) of a cell that names a category."""
    words = folded(text)
    for nested in OF_WHICH:
        if words.startswith(f"{nested} "):
            return _line(words.removeprefix(nested).strip(), vocabulary), True
    return _line(words, vocabulary), False


def is_whole(text: str) -> bool:
    """Whether a cell says that its row, or its column, is the sum of others."""
    words = folded(text)
    return words in WHOLE or any(words.startswith(f"{whole} ") for whole in WHOLE)


_SIGNS: Final = re.compile(r"[«»“”\"'’ʼ`´().,:;!*_–—/\\-]+")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A heading as it is compared: no case, no signs, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_SIGNS.sub(lambda m: "" if m[0] in "’'ʼ`´" else " ", plain).split())
