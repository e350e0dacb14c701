"""What each sentence is doing: reporting a return, or looking back, planning, denying, quoting."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .marks import Mark, having
from .nights import half_of_night, night_of
from .sentences import Cell, Sentence
from .setting import Setting
from .verbs import PEOPLE, REACH, cardinals, days, valid_verbs

NIGHT = 2
"""The hour of a night may stand so many sentences after it."""
BARE = 8
"""A denial of so few tokens ("This is untrue.") is about the sentences before it,"""
BEFORE = 6
"""as many as these."""


@dataclass(frozen=True)
class Scene:
    """A sentence together with what it does."""

    sentence: Sentence
    done: tuple[Mark, ...]
    """Verbs that say that somebody returned, neither negated nor in the future."""
    looks_back: bool
    denies: bool
    other_side: bool
    """The words are those of the other side."""
    foreign: bool
    date: dt.date | None
    night_unsettled: bool = False
    """A night between two days, and nothing says on which of them."""

    @property
    def anchor(self) -> Mark:
        """The words that say that it happened."""
        return self.done[0] if self.done else self.marks[0]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of the sentence."""
        return self.sentence.marks

    @property
    def is_event(self) -> bool:
        """Whether the sentence reports an event of its own: living people or remains."""
        return (
            bool(self.done)
            and not having(self.marks, "habit")
            and not (self.looks_back or self.denies or self.other_side or self.foreign)
            and not self.sentence.asks
            and (bool(having(self.marks, *PEOPLE, "body")) or bool(cardinals(self.marks)))
        )

    @property
    def is_about_remains(self) -> bool:
        """Whether the sentence speaks of the dead only."""
        return bool(having(self.marks, "body")) and not having(
            self.marks, "captivity", "done.out", "exchange", "person.captive", "person.freed"
        )


def find_scenes(sentences: Sequence[Sentence], setting: Setting) -> list[Scene]:
    """The scene of every sentence; a look back that opens a paragraph lasts until its end."""
    found: list[Scene] = []
    recalled = -1
    for position, sentence in enumerate(sentences):
        if not sentence.marks:
            looks_back = recalled == sentence.paragraph
            found.append(Scene(sentence, (), looks_back, False, False, setting.foreign, None))
            continue
        night = _settled_night(sentences[position : position + 1 + NIGHT], setting)
        if having(sentence.marks, "recall"):
            recalled = sentence.paragraph
        done = tuple(valid_verbs(sentence))
        found.append(
            Scene(
                sentence=sentence,
                done=done,
                looks_back=recalled == sentence.paragraph
                or _all_in_the_past(sentence, done)
                or _opens_with_past(sentence)
                or _recalls_a_month(sentence, setting),
                denies=bool(having(sentence.marks, "denial")),
                other_side=not setting.only_other_side
                and (_other_side_speaks(sentence) or _goes_on(sentence, found)),
                foreign=_is_foreign(sentence, setting),
                date=night or event_date(sentence, done, setting),
                night_unsettled=night is None
                and night_of(sentence.marks, setting.written) is not None,
            )
        )
    return _taken_back(found)


def _taken_back(scenes: Sequence[Scene]) -> list[Scene]:
    """ "This is untrue.": a short sentence that names nobody denies what the paragraph before it,
    or its own, has said."""
    denied: set[int] = set()
    for position, scene in enumerate(scenes):
        length = scene.sentence.last - scene.sentence.first
        if not having(scene.marks, "denial") or length > BARE or cardinals(scene.marks):
            continue
        denied |= {p for p in range(max(position - BEFORE, 0), position) if scenes[p].marks}
    return [
        replace(scene, denies=True) if position in denied else scene
        for position, scene in enumerate(scenes)
    ]


def _all_in_the_past(sentence: Sentence, done: Sequence[Mark]) -> bool:
    """Whether every verb of returning stands in a clause that looks back: "Eleven had gone home
    in earlier exchanges"."""
    cells = [c for verb in done for c in sentence.cells if c.first <= verb.first < c.last]
    return bool(cells) and all(having(cell.marks, "background") for cell in cells)


def _opens_with_past(sentence: Sentence) -> bool:
    """A sentence whose leading words look back: "Earlier, …", "The previous exchange …"."""
    for position, mark in enumerate(sentence.marks):
        if mark.is_a("background"):
            return True
        following = sentence.marks[position + 1 : position + 2]
        if mark.number is not None and any(
            m.is_a("background") and m.first == mark.last for m in following
        ):
            return True
        if mark.is_a("done") or mark.number is not None:
            return False
    return False


def _other_side_speaks(sentence: Sentence) -> bool:
    """A sentence that the other side's words open, or that has one number and their name."""
    sources = having(sentence.marks, "ru_source")
    numbers = [mark for mark in sentence.marks if mark.number is not None]
    if not sources or having(sentence.marks, "ua_source"):
        return False
    return len(numbers) < 2 or sources[0].first < numbers[0].first


def _goes_on(sentence: Sentence, before: Sequence[Scene]) -> bool:
    """ "The Russian ministry was more talkative. By its account …": who spoke speaks on."""
    if not before or not before[-1].other_side or having(sentence.marks, "ua_source"):
        return False
    return any(m.is_a("own") and m.first - sentence.first <= REACH - 2 for m in sentence.marks[:1])


def _is_foreign(sentence: Sentence, setting: Setting) -> bool:
    if having(sentence.marks, "foreign"):
        return True
    return setting.foreign and not having(sentence.marks, "ua", "ours", "ua_source")


def _settled_night(sentences: Sequence[Sentence], setting: Setting) -> dt.date | None:
    """The day of a night that the first sentence names, and that an hour there or soon after
    settles."""
    night = night_of(sentences[0].marks, setting.written)
    if night is None:
        return None
    for sentence in sentences:
        half = half_of_night(sentence.marks)
        if half:
            return night[0] if half == "evening" else night[1]
    return None


def _recalls_a_month(sentence: Sentence, setting: Setting) -> bool:
    """ "Those whom Russia gave back in April", told in July: a recollection."""
    if setting.written is None or days(sentence.marks):
        return False
    earlier: Mark | None = None
    for mark in sentence.marks:
        date = mark.date
        taken = earlier is not None and earlier.is_a("since", "highlight", "plan", "largest")
        earlier = mark
        if date is None or taken or date.day is not None:
            continue
        if date.month not in (None, setting.written.month) and not cardinals(sentence.marks[:1]):
            return date.year in (None, setting.written.year)
    return False


def event_date(sentence: Sentence, done: Sequence[Mark], setting: Setting) -> dt.date | None:
    """The day of a sentence: the date nearest to a verb of returning, the dateline left aside."""
    dates = days(sentence.marks)
    own = [mark for mark in dates if mark is not setting.header] or dates
    anchors = [mark.first for mark in done] or [sentence.first]
    ranked = sorted(own, key=lambda mark: min(abs(mark.first - at) for at in anchors))
    for mark in ranked:
        day = mark.date.settle(setting.written) if mark.date is not None else None
        if day is not None:
            return day
    return None


def has_verb(cell: Cell, scene: Scene) -> bool:
    """Whether a valid verb of returning stands in the cell itself."""
    return any(cell.first <= verb.first < cell.last for verb in scene.done)
