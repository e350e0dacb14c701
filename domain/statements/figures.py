"""Decide for every number of the text what it is: the first rule that applies decides."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .counting import Counted, bound, count, said_of_all, window
from .marks import Mark, has, having
from .places import LOCAL, OTHER_SPAN, PART, TOO_MANY, TOTALS, UNKNOWN, Figure, Place, Text
from .rule_context import earlier, other_event, voice
from .rule_numbers import formula, is_number_of_exchange, not_a_count, ordinal, thing, withdrawn
from .rule_people import (
    beside_others,
    body,
    both_sides,
    claim,
    handed_over,
    highlighted,
    line,
    local,
    part,
    returned,
)
from .scenes import Scene, has_verb
from .scopes import INVASION, OTHER, scope_of
from .sentences import Cell

ALONE = 5
"""So many tokens has a number between commas, with them."""
SUMS = (*TOTALS, TOO_MANY)
Rule = Callable[[Place], Figure | None]

RULES: tuple[Rule, ...] = (
    not_a_count,
    withdrawn,
    ordinal,
    formula,
    thing,
    earlier,
    other_event,
    body,
    voice,
    claim,
    both_sides,
    local,
    beside_others,
    handed_over,
    line,
    part,
    highlighted,
    returned,
)
"""In the order in which they are asked."""


def figures(scenes: Sequence[Scene], text: Text) -> list[Figure]:
    """The role of every number of the text, in order."""
    found: list[Figure] = []
    for position, scene in enumerate(scenes):
        before = scenes[position - 1] if position else None
        below_total = False
        below_local = False
        for index, cell in enumerate(scene.sentence.cells):
            found += _same_numbers(cell, scene)
            counted = count(cell, text.tokens, text.language)
            if counted is None:
                continue
            counted = _apposed(counted, scene, index)
            counted = said_of_all(counted, scene.sentence.cells[index + 1 : index + 2])
            figure = _figure(scene, index, cell, counted, text, before)
            shared = _distributed(figure, index)
            if shared:
                found += shared
                continue
            if has_verb(cell, scene) or cell.joint == ";":
                below_total = below_local = False
            if below_total and figure.role in ("line", "returned", "military"):
                figure = replace(figure, role="unused", detail=PART)
            below_total = below_total or figure.role == "claim" or figure.detail in SUMS
            if below_local and figure.role in ("line", "returned", "military"):
                figure = replace(figure, role="unused", detail=LOCAL)
            below_local = below_local or figure.detail == LOCAL
            found.append(figure)
        _remember_scope(scene, text)
    return _without_spans(found, scenes)


def _without_spans(found: Sequence[Figure], scenes: Sequence[Scene]) -> list[Figure]:
    """ "Over the three days 1,000 came home": where another sentence has the number of the day,
    what a sentence counts over several days is no figure of it."""
    of_days = {id(scene) for scene in scenes if has(scene.marks, "days_span")}
    if not of_days:
        return list(found)
    counted = [f for f in found if f.role in ("returned", "each") and f.bound == "exact"]
    own = [f for f in counted if id(f.scene) not in of_days and f.scene.date is not None]
    if not own or not _has_stage(found):
        return list(found)
    return [
        replace(figure, role="unused", detail=OTHER_SPAN)
        if id(figure.scene) in of_days and figure.role in ("returned", "line", "military", "total")
        else figure
        for figure in found
    ]


def _has_stage(found: Sequence[Figure]) -> bool:
    """Whether the numbers of other days of the same exchange are told: it came in stages."""
    return any(f.role == "looking back" or f.detail == "the number of a stage" for f in found)


def _apposed(counted: Counted, scene: Scene, index: int) -> Counted:
    """ "Close to half, 49, are National Guard troops", "дві третини – воїни Збройних сил, їх 92":
    a number that stands alone between commas counts what the words beside it name."""
    cell = scene.sentence.cells[index]
    alone = all(mark.number is not None or mark.is_a("own", "all_of") for mark in cell.marks)
    if not alone or cell.joint != "," or cell.last - cell.first > ALONE or counted.category:
        return counted
    after = scene.sentence.cells[index + 1 : index + 2]
    before = scene.sentence.cells[index - 1]
    following = after[0].marks if after and after[0].number is None else ()
    if following and len(having(following, "branch", "rank")) == 1:
        return replace(counted, category=having(following, "branch", "rank")[0])
    if not has(cell.marks, "own") or not _counts_a_part(before):
        return counted
    named = having(before.marks, "branch", "rank", "status")
    return replace(counted, category=named[0]) if len(named) == 1 else counted


def _counts_a_part(cell: Cell) -> bool:
    """Whether the cell has no number of its own but a part: "two thirds are …"."""
    return cell.number is None or cell.number.number is None or cell.number.number.value is None


def _same_numbers(cell: Cell, scene: Scene) -> list[Figure]:
    """ "As many were handed over": a number that is not printed again."""
    if scene.looks_back or scene.denies or scene.foreign or has(cell.marks, "plan", "not"):
        return []
    other_side = has(
        scene.marks, "person.russian", "other_way", "to_russia", "ru", "ru_source", "give"
    )
    return [
        Figure("same", None, mark, cell, scene)
        for mark in having(cell.marks, "same_number")
        if other_side and not any(m.number is not None for m in scene.marks if m.first > mark.first)
    ]


def _distributed(figure: Figure, index: int) -> list[Figure]:
    """ "По троє – із Сил спецоперацій та Повітряних сил", "three each from …": one line for each
    of the branches."""
    counted = figure.counted
    if counted is None or not has(figure.cell.marks, "each") or figure.bound != "exact":
        return []
    before = [
        mark
        for mark in having(figure.cell.before, "branch", "rank")
        if any(each.first >= mark.last for each in having(figure.cell.before, "each"))
    ]
    if len(before) > 1 and figure.role in ("line", "each", "returned", "unused"):
        return [
            replace(figure, role="line", counted=replace(counted, category=mark), certainty=85)
            for mark in before
        ]
    named = having(figure.cell.after, "branch", "rank")
    for cell in figure.scene.sentence.cells[index + 1 : index + 3]:
        if cell.number is not None or not has(cell.marks, "branch", "rank"):
            break
        named += having(cell.marks, "branch", "rank")
    if len(named) < 2 or figure.role not in ("line", "each", "returned", "unused"):
        return []
    return [
        replace(figure, role="line", counted=replace(counted, category=mark), certainty=85)
        for mark in named
    ]


def _figure(
    scene: Scene, index: int, cell: Cell, counted: Counted, text: Text, before: Scene | None
) -> Figure:
    around = window(scene.sentence, index)
    if is_number_of_exchange(cell, text.tokens, text.language) and counted.mark.number is not None:
        numbered = replace(counted.mark, number=replace(counted.mark.number, ordinal=True))
        counted = replace(counted, mark=numbered)
    mark = counted.mark
    scope = scope_of(
        around + _rest_of_clause(scene, index),
        mark,
        text.tokens,
        text.setting.written,
        _scope_before(scene, mark) or text.last_scope,
    )
    inexact = bound(cell, text.tokens)
    place = Place(text, scene, index, cell, mark, counted, around, scope, inexact, before)
    for rule in RULES:
        figure = rule(place)
        if figure is not None:
            return figure
    return place.unused(UNKNOWN)


def _scope_before(scene: Scene, number: Mark) -> str | None:
    """ "Exchange No. 51 since the invasion began, and 3,135 people in that time"."""
    before = [mark for mark in scene.marks if mark.first < number.first]
    return INVASION if has(before, "since") and has(before, "war") else None


def _rest_of_clause(scene: Scene, index: int) -> list[Mark]:
    """ "4,552 people, military and civilian, were returned since …": the marks that follow up to
    the verb's cell, if the number's own cell has no verb."""
    if has_verb(scene.sentence.cells[index], scene):
        return []
    found: list[Mark] = []
    for cell in scene.sentence.cells[index + 1 : index + 4]:
        if cell.number is not None:
            return []
        found += cell.marks
        if has_verb(cell, scene):
            return found
    return []


def _remember_scope(scene: Scene, text: Text) -> None:
    marks = scene.marks[:40]
    anchor = Mark("number", -1, -1)
    scope = scope_of(
        [m for m in marks if m.number is None],
        anchor,
        text.tokens,
        text.setting.written,
        None,
    )
    far = [mark for mark in marks if mark.is_a("since")]
    if scope is not None and scope[0] not in (OTHER, "total"):
        text.last_scope = scope[0]
    elif far and has(marks, "war"):
        text.last_scope = "since:2022-02-24"
