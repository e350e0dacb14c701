"""What each sentence is doing: reporting a return, or looking back, planning, denying, quoting."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .marks import Mark, having
from .nights import half_of_night, night_of
from .sentences import Cell, Sentence

INVASION = dt.date(2022, 2, 24)
"""Named in every count since; no exchange was on that day."""
REACH = 5
"""How many tokens before a verb a "will" or a "not" still belongs to it."""

EXCLAMATION = 8
"""A sentence of so few tokens may be a mere "Our people are home!"."""
NIGHT = 2
"""The hour of a night may stand so many sentences after it."""
BARE = 8
"""A denial of so few tokens ("This is untrue.") is about the sentences before it,"""
BEFORE = 6
"""as many as these."""
FAR = 15
"""How many tokens before a mere "home" a "hopes to" still belongs to it."""

VERBS = ("each.swapped", "done", "give", "receive", "return_noun", "to_ukraine.got", "other_way")
WEAK = ("done.home", "done.out", "done.body")
"""Words that report a return only beside a number of people, or of bodies."""
PEOPLE = ("person", "branch", "rank", "status", "sex", "exchange", "captivity", "done.out")


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


@dataclass(frozen=True)
class Setting:
    """What holds for the whole text."""

    written: dt.date | None
    """The day the text was written: its dateline, else the given day of publication."""
    header: Mark | None
    """The date mark of the dateline."""
    only_other_side: bool
    """No Ukrainian source speaks in the text, and a Russian one does."""
    foreign: bool


def find_setting(sentences: Sequence[Sentence], published: dt.date | None) -> Setting:
    """Find the dateline and whose text this is."""
    header = _header(sentences)
    first_full = next(
        (
            mark.date.full
            for sentence in sentences
            for mark in sentence.marks
            if mark.date is not None and mark.date.full is not None
        ),
        None,
    )
    written = header.date.full if header is not None and header.date is not None else None
    if written is not None and header is not None and _is_yesterday(sentences, header):
        written += dt.timedelta(days=1)
    families = {mark.concept for sentence in sentences for mark in sentence.marks}
    return Setting(
        written=written or published or first_full,
        header=header,
        only_other_side=_other_side_leads(sentences) and not families & {"ua_source", "ours"},
        foreign="foreign" in families,
    )


def _is_yesterday(sentences: Sequence[Sentence], header: Mark) -> bool:
    """ "Yesterday, 13 September 2024": the text is of the day after."""
    return any(
        mark.date is not None
        and mark.date.days_back == 1
        and 0 <= header.first - mark.last <= 1
        for sentence in sentences[:5]
        for mark in sentence.marks
    )


def _other_side_leads(sentences: Sequence[Sentence]) -> bool:
    """Whether a source of the other side is named before the first number of the text."""
    for sentence in sentences:
        for mark in sentence.marks:
            if mark.is_a("ru_source"):
                return True
            if mark.number is not None and not mark.number.ordinal:
                return False
    return False


def _header(sentences: Sequence[Sentence]) -> Mark | None:
    """The first full date, if it stands in the first lines before any verb of returning."""
    for sentence in sentences[:5]:
        for mark in sentence.marks:
            if mark.is_a("done") and not mark.is_a("done.exchange"):
                break
            if mark.date is not None and mark.date.full is not None and not mark.date.toward:
                return mark if mark.first - sentence.first <= 12 else None
    return None


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


def valid_verbs(sentence: Sentence) -> list[Mark]:
    """Verbs of returning that are neither denied nor in the future."""
    found: list[Mark] = []
    reports = bool(having(sentence.marks, "report"))
    blocked_from = -100
    planned_from = -100
    for position, mark in enumerate(sentence.marks):
        if _is_predicate(sentence.marks, position):
            found.append(mark)
            continue
        if mark.is_a("not") and _ends_before_next(sentence, position):
            continue
        if mark.is_a("plan", "not", "failure"):
            blocked_from = mark.last
            planned_from = mark.last if mark.is_a("plan", "held_still") else planned_from
        elif (
            mark.is_a(*VERBS)
            and mark.first - blocked_from >= REACH
            and not (mark.is_a(*WEAK) and mark.first - planned_from < FAR)
            and not _is_attribute(sentence.marks, position)
            and not _describes_people(sentence.marks, position)
            and _has_subject(mark, sentence, reports)
        ):
            found.append(mark)
    failed = having(sentence.marks, "failure")
    if not found and not failed:
        return _nominal(sentence)
    return [] if failed else found


def _nominal(sentence: Sentence) -> list[Mark]:
    """ "The exchange of 3 January 2024: 230 people": an event told without a verb."""
    marks = sentence.marks
    named = [m for m in marks if m.concept == "exchange"][:1]
    dated = [m for m in days(marks) if m.date is not None and m.date.full is not None]
    people = [
        n
        for n in cardinals(marks)
        if any(m.is_a("person") and 0 <= m.first - n.last <= 1 for m in marks)
    ]
    blocked = ("plan", "not", "denial", "background", "recall", "habit", "held_still", "foreign")
    if not (named and dated and people) or having(marks, *blocked) or sentence.asks:
        return []
    in_order = named[0].first < dated[0].first < people[0].first
    return named if in_order else []


def _ends_before_next(sentence: Sentence, position: int) -> bool:
    """ "Without any exchange, 14 were freed": a comma ends what a "not" denies."""
    mark = sentence.marks[position]
    cell = next(c for c in sentence.cells if c.first <= mark.first < c.last)
    denied = [m for m in cell.marks if m.first > mark.first]
    return having(denied, "exchange", "other_way") != [] and not having(denied, *VERBS)


def _is_predicate(marks: Sequence[Mark], position: int) -> bool:
    """ "Десять осіб – звільнені за посередництва …": said of the people named before."""
    if marks[position].concept != "person.released" or not position:
        return False
    following = marks[position + 1 : position + 2]
    people = marks[position - 1].is_a("person", "status", "number", "sex", "rank")
    return people and not having(following, "person", "number", "status", "nest")


def _is_attribute(marks: Sequence[Mark], position: int) -> bool:
    """ "Released prisoners": the word describes a noun, it reports nothing."""
    mark = marks[position]
    if mark.concept != "done.participle" or position + 1 >= len(marks):
        return False
    following = marks[position + 1]
    if following.first != mark.last:
        return False
    before = marks[position - 1] if position else mark
    if before.last == mark.first and before.is_a("ua", "ru", "exchange"):
        return False
    if before.last == mark.first and before.number is not None and following.is_a("person"):
        return True
    return following.is_a("ua", "person.captive", "modifier")


def _describes_people(marks: Sequence[Mark], position: int) -> bool:
    """ "48 звільнених з полону захисників ran a race": where they came from, no news."""
    around = marks[max(position - 1, 0) : position + 2]
    if marks[position].concept != "done.out" or len(around) < 3:
        return False
    before, _, after = around
    touching = before.last == marks[position].first and after.first == marks[position].last
    return touching and before.is_a("person.freed") and after.is_a("person")


def _has_subject(verb: Mark, sentence: Sentence, reports: bool) -> bool:
    """ "Took place" needs an exchange that did; "the return of" needs somebody who reports it."""
    if verb.is_a("done.exchange"):
        return _is_of_an_exchange(verb, sentence)
    if verb.is_a("done.saved"):
        return bool(having(sentence.marks, "done.out", "exchange", "person.captive"))
    if verb.is_a("done.body"):
        return bool(having(sentence.marks, "body"))
    if verb.is_a("done.right"):
        return bool(cardinals(sentence.marks))
    if verb.is_a("other_way"):
        return bool(having(sentence.marks, "person.russian") and cardinals(sentence.marks))
    if verb.is_a("done.home") and sentence.last - sentence.first <= EXCLAMATION:
        return bool(having(sentence.marks, "person", "ours"))
    if verb.is_a(*WEAK):
        return _has_number_of_people(sentence)
    if verb.is_a("done.one"):
        return any(0 <= m.first - verb.last <= 1 for m in sentence.marks if m.number is not None)
    return reports or verb.family != "return_noun"


def _has_number_of_people(sentence: Sentence) -> bool:
    """Whether a number stands close to a word for people, or alone."""
    people = having(sentence.marks, *PEOPLE, "body")
    things = {mark.first for mark in having(sentence.marks, "unit", "clock")}
    counted = [n for n in cardinals(sentence.marks) if things.isdisjoint((n.last, n.last + 1))]
    return bool(people) and bool(counted)


def cardinals(marks: Sequence[Mark]) -> list[Mark]:
    """The whole numbers that are no ordinals."""
    return [
        mark
        for mark in marks
        if mark.number is not None and mark.number.value is not None and not mark.number.ordinal
    ]


def _is_of_an_exchange(verb: Mark, sentence: Sentence) -> bool:
    """Whether an exchange is what took place: not "talks on an exchange took place"."""
    for noun in having(sentence.marks, "exchange", "stage", "formula", "return_noun"):
        between = [m for m in sentence.marks if verb.first < m.first < noun.first]
        if not having(between, "plan", "host"):
            return True
    return False


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


def days(marks: Sequence[Mark]) -> list[Mark]:
    """The dates that may be the day of an event: not "since 24 February", "captured on 20 May"."""
    found: list[Mark] = []
    for position, mark in enumerate(marks):
        if mark.date is None or mark.date.toward or not mark.date.names_a_day:
            continue
        if mark.date.full == INVASION:
            continue
        before = marks[position - 1] if position else None
        near = before is not None and mark.first - before.last <= 2
        told = mark.date.days_back is None
        if near and told and before is not None and before.is_a("since", "highlight", "plan"):
            continue
        found.append(mark)
    return found


def has_verb(cell: Cell, scene: Scene) -> bool:
    """Whether a valid verb of returning stands in the cell itself."""
    return any(cell.first <= verb.first < cell.last for verb in scene.done)
