"""A number in its place in the text, and the role it is given: what the rules take and return."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from .counting import Counted
from .lexicon import Language
from .marks import Mark
from .scenes import Scene, has_verb
from .sentences import Cell
from .setting import Setting
from .tokens import Token

OTHER_SPAN = "counted over a span that the record does not keep"
ONE_GROUP = "a total of one group only"
INEXACT_TOTAL = "a total that is not exact"
PART_OF_SUM = "a part of a sum that is not printed"
PART = "a part of those counted elsewhere"
TOO_MANY = "too many for one return"
PLAN = "a plan, not an event"
SERVED = "where they served, how they are, what they went through"
LOCAL = "some of those returned, whom a region counts"
UNKNOWN = "nothing says what it counts"
TOTALS = (OTHER_SPAN, ONE_GROUP, INEXACT_TOTAL)
"""What is said of a total; the figures that follow one in its sentence are parts of it."""


@dataclass(frozen=True)
class Figure:
    """A number with its role.

    Roles: returned, total, military, line, handed_over, each, same, remains, claim, ordinal,
    rival, formula, looking back, unused. `detail` is the scope of a claim, or why a number is
    unused.
    """

    role: str
    value: int | None
    mark: Mark
    cell: Cell
    scene: Scene
    counted: Counted | None = None
    bound: str = "exact"
    detail: str = ""
    certainty: int = 90


@dataclass
class Text:
    """Everything the rules may look at, and the scope named last."""

    tokens: Sequence[Token]
    language: Language
    setting: Setting
    occurred: dt.date | None
    is_release: bool
    remains_first: bool = False
    """The first event that the text reports is a return of the dead."""
    withdrawn: frozenset[int] = frozenset()
    last_scope: str | None = field(default=None)


@dataclass(frozen=True)
class Place:
    """One number in its cell, sentence and text, as the rules see it."""

    text: Text
    scene: Scene
    index: int
    cell: Cell
    mark: Mark
    counted: Counted
    around: list[Mark]
    """The marks that govern the number."""
    scope: tuple[str, Mark] | None
    bound: str
    before: Scene | None = None
    """The sentence before."""

    def as_(self, role: str, detail: str = "", certainty: int = 90) -> Figure:
        """The number in a role."""
        return Figure(
            role,
            self.counted.value,
            self.mark,
            self.cell,
            self.scene,
            self.counted,
            self.bound,
            detail,
            certainty,
        )

    def unused(self, why: str) -> Figure:
        """The number left alone, and why."""
        return self.as_("unused", why)

    @property
    def head(self) -> Mark | None:
        """The noun that the number counts."""
        return self.counted.head

    def head_is(self, *concepts: str) -> bool:
        """Whether the counted noun is one of these."""
        return self.head is not None and self.head.is_a(*concepts)

    @property
    def leading(self) -> list[Mark]:
        """The governing marks that precede the number."""
        return [mark for mark in self.around if mark.first < self.mark.first]

    def following(self, reach: int) -> list[Mark]:
        """The marks of the cell that begin at most so many tokens after the number."""
        return [m for m in self.cell.after if m.first - self.mark.last <= reach]

    @property
    def cell_verb(self) -> bool:
        """Whether the cell has its own verb of returning."""
        return has_verb(self.cell, self.scene)
