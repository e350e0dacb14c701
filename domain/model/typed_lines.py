"""One block of a breakdown as it is typed: rows of a name and a count, nested by their depth."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model.breakdown import Line
from domain.model.counts import parse_count
from domain.model.naming import categories, meant
from domain.model.refusal import Refused
from domain.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it stands in the form; `depth` counts the rows above that hold it."""

    name: str
    count: str
    depth: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.name.strip() and not self.count.strip()


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """What a block's rows mean: a line by row, and what is wrong with the others, by row."""

    lines: dict[int, Line]
    wrong: dict[int, Refused]


def read_block(
    dimension: str, rows: Sequence[TypedRow], vocabulary: Vocabulary, language: str = "en"
) -> ReadBlock:
    """The lines of one dimension; a row lies within the nearest row above that is less deep.

    A nested row may belong to another dimension (officers within the Navy); a row on its own has
    to be of this one. Rows left wholly empty mean nothing.
    """
    lines: dict[int, Line] = {}
    wrong: dict[int, Refused] = {}
    holders: list[tuple[int, tuple[str, str] | None]] = []
    for place, row in enumerate(rows):
        if row.is_empty:
            continue
        while holders and holders[-1][0] >= row.depth:
            holders.pop()
        within = holders[-1][1] if holders else None
        key: tuple[str, str] | None = None
        try:
            key = _key(dimension, row.name, bool(holders), vocabulary, language)
            if not row.count.strip():
                raise Refused("needed", "count")
            line = Line(*key, parse_count(row.count, "count"), within)
            if any(line.key == other.key for other in lines.values()):
                raise Refused("duplicate_line", "name", line=row.name.strip())
            if holders and within is None:
                raise Refused("holder_wrong", "name")
            lines[place] = line
        except Refused as refused:
            wrong[place] = refused
        holders.append((row.depth, key))
    return ReadBlock(lines, wrong)


def _key(
    dimension: str, name: str, nested: bool, vocabulary: Vocabulary, language: str
) -> tuple[str, str]:
    if not name.strip():
        raise Refused("needed", "name")
    own = meant(categories(vocabulary, dimension, language), name)
    if own is not None:
        return dimension, own.code
    for other in vocabulary.dimensions:
        found = meant(categories(vocabulary, other, language), name)
        if found is None or other == dimension:
            continue
        if nested:
            return other, found.code
        known = vocabulary.dimensions[other].name
        raise Refused(
            "line_elsewhere", "name", text=found.shown, dimension=known.in_language(language)
        )
    raise Refused("line_unknown", "name", text=name.strip())


def pasted_rows(text: str) -> list[TypedRow]:
    """Rows from a spreadsheet (a name, a tab, a count) or from plain lines that end in a count.

    Deeper indentation nests a row within the one above it.
    """
    found: list[TypedRow] = []
    depths: list[int] = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.replace("\u00a0", " ")
        name, count = _parts(line)
        if not name and not count:
            continue
        indent = len(line) - len(line.lstrip(" "))
        while depths and depths[-1] >= indent:
            depths.pop()
        found.append(TypedRow(name, count, len(depths)))
        depths.append(indent)
    return found


def _parts(line: str) -> tuple[str, str]:
    if "\t" in line.strip(" "):
        cells = [cell.strip() for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        return (filled[0], filled[1]) if len(filled) > 1 else ("".join(filled), "")
    words = line.split()
    for start in range(1, len(words)):
        count = " ".join(words[start:])
        try:
            parse_count(count)
        except Refused:
            continue
        return " ".join(words[:start]).rstrip(" :=–—-"), count
    return line.strip(), ""
