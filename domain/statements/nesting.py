"""Put the lines of the breakdowns inside each other as the statement does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .marks import Mark, has, having
from .places import Figure

WITHIN_ARMED_FORCES = frozenset(
    (
        "navy",
        "air_force",
        "air_assault",
        "ground_forces",
        "special_operations",
        "territorial_defence",
        "international_legion",
        "intelligence",
        "community_volunteers",
        "other",
    )
)
"""Branches that some statements count inside the Armed Forces. The others never are, so that
one of them ends an "of whom"."""

RANKS = frozenset({"privates_and_sergeants", "privates", "sergeants", "officers"})
COUNTED = ("line", "returned", "military", "each", "total")


@dataclass(frozen=True)
class Line:
    """One line of a breakdown with the figure it comes from.

    `opened` is true where the text itself says "of whom" for this line; `follows` where the line
    only stands in the row after one.
    """

    dimension: str
    category: str
    count: int
    within: str | None
    figure: Figure
    opened: bool = False
    follows: bool = False


@dataclass(frozen=True)
class _Group:
    """People in whom lines may nest: a line, or a number of soldiers; `None` for everybody."""

    category: str | None
    count: int
    depth: int
    paragraph: int


def nest(figures: Sequence[Figure]) -> list[Line]:
    """The lines of all figures that are lines, in order, each with the category it is within."""
    found: list[Line] = []
    groups: list[_Group] = []
    before: list[_Group] = []
    kept: _Group | None = None
    for row in _rows(figures):
        if all(_only_opens(figure) for figure in row):
            continue
        above = _above(row, groups)
        beside = before[0] if len(before) == 1 and _is_near(row, before[0]) else None
        if beside is not None and _opens(row[0]) and _same_line(row, beside):
            above = None
        back = above or (before[-1] if len(before) == 1 and _is_near(row, before[0]) else None)
        if back is None and kept is not None and _is_near(row, kept) and _opens(row[0]):
            back = kept
        rooted = above is not None and above.category is not None and _indented(row, above)
        lines = _nest_row(row, back, found, rooted=rooted)
        if back is not None and _too_many(lines, back):
            lines = _nest_row(row, None, found, rooted=False)
        found += lines
        opened = bool(_opens(row[0]))
        kept = back if opened else None
        before = [_as_group(figure) for figure in row if not _only_opens(figure)]
        groups += before
    return found


def _rows(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The counted people of each sentence, totals included."""
    row: list[Figure] = []
    for figure in figures:
        if figure.role not in COUNTED and not _only_opens(figure):
            continue
        if row and row[-1].scene is not figure.scene:
            yield row
            row = []
        row.append(figure)
    if row:
        yield row


def _only_opens(figure: Figure) -> bool:
    """ "23 women, 20 of them soldiers and three civilians": the 20 are no line, and yet what
    follows is of them."""
    counted = figure.counted
    military = counted is not None and counted.head is not None
    return (
        figure.role == "unused"
        and counted is not None
        and (counted.partitive == "them" or has(figure.cell.before, "nest"))
        and military
        and counted.head is not None
        and counted.head.is_a("person.military")
    )


def _as_group(figure: Figure) -> _Group:
    """A line is a group, and so is a number of soldiers; a total of people is everybody."""
    sentence = figure.scene.sentence
    return _Group(_group_name(figure), figure.value or 0, sentence.depth, sentence.paragraph)


def _group_name(figure: Figure) -> str | None:
    counted = figure.counted
    category = counted.category if counted is not None else None
    if figure.role == "line" and category is not None:
        return category.name
    head = counted.head if counted is not None else None
    if figure.role == "military" or (head is not None and head.is_a("person.military")):
        return "military"
    return None


def _above(row: Sequence[Figure], groups: Sequence[_Group]) -> _Group | None:
    """In an indented list, the last line that stands less deep, in the same list."""
    sentence = row[0].scene.sentence
    if not sentence.depth:
        return None
    for group in reversed(groups[-40:]):
        if group.depth < sentence.depth:
            return group if group.depth or group.category is None else None
    return None


def _same_line(row: Sequence[Figure], group: _Group) -> bool:
    return row[0].scene.sentence.paragraph == group.paragraph


def _indented(row: Sequence[Figure], above: _Group) -> bool:
    return 0 < above.depth < row[0].scene.sentence.depth


def _is_near(row: Sequence[Figure], group: _Group) -> bool:
    """Whether "of them" may refer to a group of the sentence before: not to its women or officers,
    for more about everybody follows those, and not to the last
    item of a list that is over."""
    if group.category in ("women", "men") or (group.category or "") in RANKS:
        return False
    if group.depth and not row[0].scene.sentence.depth:
        return False
    return row[0].scene.sentence.paragraph - group.paragraph <= 1


def _too_many(lines: Sequence[Line], group: _Group) -> bool:
    """Whether more people of one dimension are put into a group than it has."""
    for dimension in {line.dimension for line in lines}:
        inside = [
            line.count
            for line in lines
            if line.dimension == dimension and line.within == group.category
        ]
        if sum(inside) > group.count:
            return True
    return False


def _nest_row(
    row: Sequence[Figure], before: _Group | None, earlier: Sequence[Line], *, rooted: bool
) -> list[Line]:
    """The lines of one sentence. `before` is what "of them" at its beginning refers to; `rooted`
    says that the sentence stands in a list below that group."""
    lines: list[Line] = []
    named: str | None = None
    root = before.category if before is not None and rooted else None
    parent = root
    closing = False
    last: _Group | None = None
    since = row[0].scene.sentence.first
    for figure in row:
        category = figure.counted.category if figure.counted is not None else None
        called = _named_group(figure, since)
        named = called[0] if called is not None else named
        since = figure.mark.last
        if _only_opens(figure):
            parent = last.category if last is not None else parent
            continue
        if figure.role != "line" or category is None or figure.value is None:
            parent, last = root, _as_group(figure)
            continue
        opens = _opens(figure)
        if opens:
            antecedent = last if last is not None else (before if figure is row[0] else None)
            parent = antecedent.category if antecedent is not None else root
            closing = opens == "them" and last is not None
        elif (
            figure.cell.joint == ";" or _resumes(figure) or (closing and figure.cell.joint != "and")
        ):
            parent = root
        within = (
            _own_group(figure)
            or _counted_group(figure, [*earlier, *lines])
            or (parent if opens and last is not None else None)
        )
        within = within or named or parent
        if category.is_a("status") and within in ("women", "men"):
            # "Five women, two of them civilians": two women among the civilians.
            lines.append(Line("sex", within, figure.value, category.name, figure, opened=True))
            continue
        if within is not None and not plausible(within, category):
            parent = root
            within = named
        line = Line(
            category.family,
            category.name,
            figure.value,
            within,
            figure,
            opened=bool(opens),
            follows=not opens and bool(lines) and parent is not None,
        )
        if not (within is not None and within == line.category):
            lines.append(line)
        last = _as_group(figure) if within in (None, root) or last is None else last
    return lines


def _own_group(figure: Figure) -> str | None:
    """The civilians of "three of the seven civilians are women"."""
    group = figure.counted.group if figure.counted is not None else None
    if group is None:
        return None
    if group.is_a("person.military"):
        return "military"
    if group.is_a("branch") and figure.counted is not None:
        category = figure.counted.category
        return group.name if category is not None and not category.is_a("branch") else None
    return group.name if group.is_a("status") else None


def _counted_group(figure: Figure, lines: Sequence[Line]) -> str | None:
    """The Ground Forces of "96 in the Ground Forces, and 38 of the 96 in the Territorial
    Defence": the only line with the number that is named again."""
    wholes = [mark.of for mark in figure.cell.after if mark.concept == "whole"]
    named = [line.category for line in lines if line.count in wholes[:1]]
    return named[0] if len(named) == 1 else None


def _opens(figure: Figure) -> str:
    """ "them" where "of them" stands at this figure, "whom" where "of whom", "including" or a
    bracket does, else empty."""
    counted = figure.counted
    if counted is not None and counted.partitive == "them":
        return "them"
    if has(figure.cell.before, "nest"):
        return "whom"
    index = _index_in_sentence(figure)
    cells = figure.scene.sentence.cells
    if figure.cell.joint in (",", ";") and _opened_by_a_stranger(figure, index):
        return "whom"
    if index and cells[index - 1].number is None and figure.cell.joint == ",":
        return "whom" if has(cells[index - 1].marks, "nest") else ""
    return "whom" if figure.cell.joint == "(" else ""


def _opened_by_a_stranger(figure: Figure, index: int) -> bool:
    """ "88 from the Armed Forces (Marines – 21, Airborne – 9)": the bracket opens at a number that
    is no line, and has not closed."""
    for cell in reversed(figure.scene.sentence.cells[:index]):
        if cell.joint == "(":
            named = having(cell.marks, "branch", "rank", "status", "sex")
            return not named
        if cell.joint == ")" or having(cell.marks, "branch", "rank", "status", "sex"):
            return False
    return False


def _index_in_sentence(figure: Figure) -> int:
    return next(i for i, cell in enumerate(figure.scene.sentence.cells) if cell is figure.cell)


def _resumes(figure: Figure) -> bool:
    return figure.cell.joint == ")" or has(
        figure.cell.before, "resume", "rest", "other_way", "together"
    )


def _named_group(figure: Figure, since: int) -> tuple[str | None] | None:
    """ "Among the military are …": the group that the words between the number before and this
    one name; a group of everybody is a named one too."""
    opening: Mark | None = None
    for mark in figure.scene.marks:
        if mark.first < since:
            continue
        if mark.first >= figure.mark.first:
            break
        if mark.number is not None:
            opening = None
        elif mark.is_a("among", "nest"):
            opening = mark
        elif opening is not None and mark.first - opening.last <= 2:
            if mark.is_a("person.military"):
                return ("military",)
            if mark.is_a("status"):
                return (mark.name,)
            if mark.is_a("person"):
                return (None,)
    return None


def plausible(parent: str, child: Mark) -> bool:
    if child.is_a("status"):
        return False
    if not child.is_a("branch"):
        return parent != "civilian" or child.is_a("sex")
    if parent == "civilian":
        return False
    return parent not in ("armed_forces",) or child.name in WITHIN_ARMED_FORCES
