"""Put the figures together to a draft: legs, lines, total, claims, kind, day, mediators."""

from collections.abc import Sequence

from .breakdown import (
    find_lines,
    settle_lines,
    soldiers_beside,
    soldiers_by_sum,
    write_lines,
)
from .claims import further_claims, write_claims
from .closing import fill_gaps, leave_out_doubtful, without_locals
from .drafting import Drafting, span_of
from .figures import figures
from .gate import fits
from .kinds import is_release, settle_kind
from .legs import equal_leg, find_legs
from .lexicon import Language
from .mediators import find_mediators
from .occurrence import Day, occurred, write_day
from .places import PART_OF_SUM, Figure, Text
from .reading import Fact, Reading, Unused, empty_draft
from .rule_numbers import withdrawn_values
from .scenes import Scene
from .setting import Setting
from .subject import is_denied, is_news, is_of_others, is_our_subject, is_stale, reason_for_none
from .tokens import Token
from .totals import choose_total


def assemble(
    tokens: Sequence[Token],
    language: Language,
    setting: Setting,
    scenes: Sequence[Scene],
    read_to: int,
) -> Reading:
    """The reading of a text whose scenes are known."""
    events = [scene for scene in scenes if scene.is_event]
    if not events or not is_our_subject(scenes) or is_denied(scenes, events[0], setting):
        return _nothing(tokens, language, scenes, read_to)
    if is_of_others(events[0]) or not is_news(scenes, events, setting):
        return _nothing(tokens, language, scenes, read_to)
    day = occurred(events, scenes, setting)
    if is_stale(day.date if day else None, setting):
        return _nothing(tokens, language, scenes, read_to)
    release = is_release(scenes, events)
    text = Text(
        tokens,
        language,
        setting,
        day.date if day else None,
        release,
        events[0].is_about_remains,
        withdrawn_values(scenes),
    )
    found = figures(scenes, text)
    drafting = Drafting(tokens)
    found = _fill(drafting, found, setting)
    kind = settle_kind(drafting, scenes, found, release=release, occurred=text.occurred)
    if kind is None:
        return _nothing(tokens, language, scenes, read_to)
    _finish(drafting, kind, events[0], scenes, day, setting)
    further = further_claims(tokens, scenes, found, text.occurred)
    claimed = {claim["span"] for claim in further}
    unused = drafting.unused(scenes, found)
    return Reading(
        drafting.draft,
        language.code,
        tuple(drafting.facts),
        tuple(number for number in unused if number.span not in claimed),
        further,
        None,
        read_to,
    )


def _fill(drafting: Drafting, found: list[Figure], setting: Setting) -> list[Figure]:
    """Fill in every number; what is returned are the figures in their final roles."""
    lines = find_lines(found)
    found = fill_gaps(found, lines)
    lines = without_locals(found, find_lines(found))
    both = find_legs(found)
    totals = choose_total(found, lines, both)
    returned = totals.returned
    soldiers = soldiers_beside(found, lines)
    if soldiers is not None and returned is not None and soldiers.mark is returned.mark:
        returned = None
    if soldiers is None:
        soldiers = soldiers_by_sum(found, lines, returned.value if returned else None)
    lines = settle_lines(lines, returned, soldiers)
    known = (returned.value if returned else None, soldiers.value if soldiers else None)
    lines = leave_out_doubtful(lines, [number for number in known if number])
    if returned is not None and not fits(returned.value or 0, lines):
        returned = None
    if both.each is not None:
        drafting.fill("handed_over", both.each)
    drafting.fill("returned", returned)
    drafting.fill("handed_over", both.handed_over)
    drafting.fill("handed_over", equal_leg(both, drafting.draft["returned"]))
    if drafting.draft["returned"] is None and soldiers is None:
        drafting.fill_bound(totals.bound)
    write_lines(drafting, lines)
    drafting.fill("remains", _remains(found))
    found = [*found, *totals.claims]
    write_claims(drafting, found, setting)
    return found


def _remains(found: Sequence[Figure]) -> Figure | None:
    """The largest number: smaller ones are a part of it, or a headline's."""
    parts = [f.scene for f in found if f.detail == PART_OF_SUM]
    remains = [f for f in found if f.role == "remains" and f.scene not in parts]
    return max(remains, key=lambda figure: figure.value or 0, default=None)


def _finish(
    drafting: Drafting,
    kind: str,
    event: Scene,
    scenes: Sequence[Scene],
    day: Day | None,
    setting: Setting,
) -> None:
    """Write what is no number: the kind, the day, the mediators."""
    drafting.draft["kind"] = kind
    drafting.facts.insert(0, Fact("kind", kind, span_of(drafting.tokens, event.anchor), 90))
    if day is not None:
        write_day(drafting, day, setting)
    for mark in find_mediators(scenes, kind):
        drafting.add(drafting.draft["mediators"], "mediators", mark.name, mark, 90)


def _nothing(
    tokens: Sequence[Token], language: Language, scenes: Sequence[Scene], read_to: int
) -> Reading:
    unused = tuple(
        Unused(mark.number.value, span_of(tokens, mark), "the text reports no exchange")
        for scene in scenes
        for mark in scene.marks
        if mark.number is not None
    )
    return Reading(
        empty_draft(),
        language.code,
        unused=unused,
        reason=reason_for_none(scenes),
        read_to=read_to,
    )
