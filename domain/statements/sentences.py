"""Cut the text into sentences, and a sentence into cells with at most one number each."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lexicon import Language
from .marks import Mark
from .tokens import Token

ENDS = (".", "!", "?", "…")
SOFT = {"(": 4, ")": 4, ":": 2, "–": 1, "—": 1, "-": 1}
"""Signs at which a stretch with two numbers may be cut, the higher the sooner."""
CONJUNCTION = 3
LABELS = ("branch", "rank", "status", "sex")
"""What may label a number in a list."""
OPENING = ('"', "“", "«", "„", "(", "[", "'", "‘", "!", "❗")
"""Signs that may open a sentence without making it a list item."""
INDENTED = 2
"""A line that begins so many columns in is a line of its own."""
LONGEST = 400
"""No sentence has more tokens; a longer stretch without a full stop is cut."""


@dataclass(frozen=True)
class Cell:
    """A stretch of a sentence around one number (or none), in tokens; `last` is not included.

    `joint` is what stands before it: "start", ",", ";", "(", ")", "and", ":", "-".
    """

    first: int
    last: int
    marks: tuple[Mark, ...]
    joint: str

    @property
    def number(self) -> Mark | None:
        """The number of this cell."""
        for mark in self.marks:
            if mark.number is not None:
                return mark
        return None

    @property
    def before(self) -> tuple[Mark, ...]:
        """The marks that precede the number."""
        number = self.number
        return (
            self.marks
            if number is None
            else tuple(mark for mark in self.marks if mark.first < number.first)
        )

    @property
    def after(self) -> tuple[Mark, ...]:
        """The marks that follow the number."""
        number = self.number
        return (
            ()
            if number is None
            else tuple(mark for mark in self.marks if mark.first > number.first)
        )


@dataclass(frozen=True)
class Sentence:
    """One sentence, headline or list item; `paragraph` counts the lines of the text."""

    first: int
    last: int
    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]
    paragraph: int
    asks: bool = False
    """A question reports nothing."""
    depth: int = 0
    """How deep the line stands in a list: 0 is no list item, a marked item 1, an indented one
    more, by its columns."""


def sentences(tokens: Sequence[Token], marks: Sequence[Mark], language: Language) -> list[Sentence]:
    """All sentences of a text, in order."""
    starts = [mark.first for mark in marks]
    inside = {token for mark in marks for token in range(mark.first, mark.last)}
    later = {token for mark in marks for token in range(mark.first + 1, mark.last)}
    found: list[Sentence] = []
    first = 0
    paragraph = 0
    depth = 0
    for at, token in enumerate(tokens):
        is_break = token.kind == "break" and _ends_line(tokens, at)
        too_long = at - first >= LONGEST and at not in later
        if not (is_break or too_long) and (
            at in inside or not _ends_sentence(tokens, at, language)
        ):
            continue
        if any(part.kind != "sign" for part in tokens[first:at]):
            if first == 0 or tokens[first - 1].kind == "break":
                depth = _depth(tokens, first)
            span = (first, at)
            found.append(_sentence(tokens, marks, starts, span, paragraph, depth, language))
        first = at if too_long and not is_break else at + 1
        paragraph += is_break
    if first < len(tokens):
        if first == 0 or tokens[first - 1].kind == "break":
            depth = _depth(tokens, first)
        span = (first, len(tokens))
        found.append(_sentence(tokens, marks, starts, span, paragraph, depth, language))
    return found


def _depth(tokens: Sequence[Token], first: int) -> int:
    """How deep a line stands: the columns before its first word, a bullet counted as one more."""
    lead = tokens[first - 1].text if first else ""
    columns = len(lead) - lead.rfind("\n") - 1 if first else 0
    token = tokens[first]
    bulleted = token.kind == "sign" and token.text not in OPENING
    return columns + 2 * bulleted


def _sentence(
    tokens: Sequence[Token],
    marks: Sequence[Mark],
    starts: list[int],
    span: tuple[int, int],
    paragraph: int,
    depth: int,
    language: Language,
) -> Sentence:
    first, last = span
    own = tuple(marks[bisect_left(starts, first) : bisect_left(starts, last)])
    return Sentence(
        first,
        last,
        own,
        tuple(_cells(tokens, own, span, language)),
        paragraph,
        last < len(tokens) and tokens[last].text.startswith("?"),
        depth,
    )


def _ends_line(tokens: Sequence[Token], at: int) -> bool:
    """A line break ends a sentence unless the text goes on in lower case (a wrapped line)."""
    if "\n" in tokens[at].text.replace("\n", "", 1) or at == 0 or at + 1 >= len(tokens):
        return True
    before, after = tokens[at - 1], tokens[at + 1]
    indent = len(tokens[at].text) - tokens[at].text.rfind("\n") - 1
    if indent >= INDENTED:
        return True
    wrapped = after.kind == "word" and after.text[0].islower()
    return not ((wrapped and before.kind != "sign") or (before.text == "," and wrapped))


def _ends_sentence(tokens: Sequence[Token], at: int, language: Language) -> bool:
    token = tokens[at]
    if token.kind != "sign" or token.text[0] not in ENDS:
        return False
    if token.text == "." and at and tokens[at - 1].norm in language.abbreviations:
        return False
    for following in tokens[at + 1 : at + 4]:
        if following.kind != "sign":
            return following.kind != "word" or not following.text[0].islower()
    return True


def _cells(
    tokens: Sequence[Token], marks: tuple[Mark, ...], span: tuple[int, int], language: Language
) -> list[Cell]:
    cuts = _cuts(tokens, marks, span, language)
    found: list[Cell] = []
    edges = [*cuts, (span[1], "end")]
    first, joint = span[0], "start"
    position = 0
    for edge, next_joint in edges:
        if joint == "," and first < span[1] and tokens[first].norm in language.conjunctions:
            joint = ", and"
        own: list[Mark] = []
        while position < len(marks) and marks[position].first < edge:
            own.append(marks[position])
            position += 1
        found.append(Cell(first, edge, tuple(own), joint))
        first, joint = edge, next_joint
    return found


def _cuts(
    tokens: Sequence[Token], marks: tuple[Mark, ...], span: tuple[int, int], language: Language
) -> list[tuple[int, str]]:
    """Where cells begin: after every comma and semicolon, and between any two numbers."""
    inside = {token for mark in marks for token in range(mark.first + 1, mark.last)}
    hard = [
        (at + 1, tokens[at].text)
        for at in range(*span)
        if tokens[at].text in (",", ";") and at not in inside
    ]
    cuts = {at: sign for at, sign in hard if not _joins_label(tokens, marks, at, sign, span)}
    edges = sorted(cuts)
    for left, between, right in _neighbours(marks):
        if bisect_left(edges, left.last) < bisect_left(edges, right.first + 1):
            continue
        whom = [mark for mark in between if _opens_clause(mark, left)]
        bracket = [
            at
            for at in range(left.last, right.first)
            if tokens[at].text == "(" and at not in inside
        ]
        if whom and bracket:
            cuts[bracket[-1] + 1] = "("
        elif whom:
            cuts[whom[0].first] = "whom"
        else:
            at, joint = _soft_cut(tokens, inside, left.last, right.first, language)
            cuts[at] = joint
    return sorted(cuts.items())


def _joins_label(
    tokens: Sequence[Token], marks: tuple[Mark, ...], at: int, sign: str, span: tuple[int, int]
) -> bool:
    """Whether a comma stands between a label and its number: "National Guard, twenty-nine;"."""
    position = bisect_left(marks, at, key=lambda mark: mark.first)
    if sign != "," or position == 0 or position >= len(marks):
        return False
    number = marks[position]
    back = position - 1
    while back > 0 and marks[back].is_a("modifier", "ua"):
        back -= 1
    label = marks[back]
    if number.number is None or number.first != at or number.number.ordinal:
        return False
    if not label.is_a(*LABELS) or at - label.last > 3 or number.number.plain_year:
        return False
    after = number.last
    closed = after >= span[1] or tokens[after].text in (";", ",", "(")
    named = position + 1 < len(marks) and marks[position + 1].is_a("person")
    opened = (
        label.first <= span[0]
        or tokens[label.first - 1].text in (";", ":", ",", ")")
        or (tokens[label.first - 1].norm in ("and", "the", "і", "та", "й"))
    )
    return opened and (closed or (named and marks[position + 1].first == after))


def _neighbours(marks: Sequence[Mark]) -> Iterator[tuple[Mark, list[Mark], Mark]]:
    """Each number with the next one, and the marks between the two."""
    left: Mark | None = None
    between: list[Mark] = []
    for mark in marks:
        if mark.number is None:
            between.append(mark)
            continue
        if left is not None:
            yield left, between, mark
        left, between = mark, []


def _opens_clause(mark: Mark, left: Mark) -> bool:
    """ "Of whom", or "including" that does not belong to the number before it."""
    return mark.concept == "nest.whom" or (mark.concept == "nest" and mark.first > left.last)


def _soft_cut(
    tokens: Sequence[Token], inside: set[int], first: int, last: int, language: Language
) -> tuple[int, str]:
    """The best place to cut between two numbers."""
    if first < last and tokens[first].text.startswith(")"):
        return first + 1, "and"
    best = (0, last, "next")
    for at in range(first, last):
        token = tokens[at]
        if at in inside:
            continue
        if token.norm in language.conjunctions:
            best = max(best, (CONJUNCTION, at, "and"))
        elif token.text in SOFT:
            best = max(best, (SOFT[token.text], at + 1, token.text))
    return best[1], best[2]
