"""An event in words: its fields by their names, its values, and one sentence of what it did."""

from collections.abc import Sequence

from desktop.language import Language
from desktop.stamp import day_text
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.exchange import split_line_field
from domain.model.vocabulary import KINDS, Vocabulary, mediator_name
from domain.projections.history import HistoryRow

NAMED = 3  # fields that a sentence names; it counts the others
RECORDING = ("recorded", "source", "note", "claim")


def field_name(field: str, words: Vocabulary, say: Language) -> str:
    """`branch.navy` as `Navy`, `handed_over.rank.officers` as `officers (handed over)`."""
    split = split_line_field(field)
    if split is None:
        return say(field.replace("_", " "))
    leg, dimension, category = split
    if dimension not in words.dimensions:
        return say(field.replace("_", " "))
    name = (
        words.category_name(dimension, category, say.code)
        if category
        else words.dimension_name(dimension, say.code)
    )
    return name if leg == "returned" else f"{name} ({say(leg.replace('_', ' '))})"


def value_text(field: str, value: str, words: Vocabulary, say: Language) -> str:
    """A value as the operator reads it: figures grouped, codes as the names they have."""
    if not value:
        return ""
    if value.isdigit() and field not in ("scope", "published", "as_of", "occurred"):
        return say.number(int(value))
    if field in ("occurred", "published", "as_of"):
        return day_text(value, say)
    if field == "kind" and value in KINDS:
        return KINDS[value].in_language(say.code)
    if field == "mediator":
        return mediator_name(value, say.code)
    if field == "measure" and value in MEASURES:
        return MEASURES[value].in_language(say.code)
    if field == "disposition" and value in DISPOSITIONS:
        return DISPOSITIONS[value].in_language(say.code)
    if field == "standing":
        state, into, survivor = value.partition(" into ")
        return f"{say(state)} → {survivor[:12]}" if into else say(state)
    count, within, holder = value.partition("@")
    if within and split_line_field(field):
        dimension, category = words.find_known(holder, field.partition(".")[0])
        name = words.category_name(dimension, category, say.code)
        figure = say.number(int(count)) if count.isdigit() else count
        return say("{figure} within {category}", figure=figure, category=name)
    return value


def sentence(kind: str, changes: Sequence[HistoryRow], words: Vocabulary, say: Language) -> str:
    """What an event did, in one line."""
    shown = [change for change in changes if change.field != "exchange"]
    parts = []
    for change in shown[:NAMED]:
        name = field_name(change.field, words, say)
        became = value_text(change.field, change.became, words, say) or say("nothing")
        if kind in RECORDING or not change.was:
            parts.append(f"{name} {became}")
        else:
            was = value_text(change.field, change.was, words, say)
            parts.append(f"{name} {was} → {became}")
    if len(shown) > NAMED:
        parts.append(say.plural("and {n} more", "and {n} more", len(shown) - NAMED))
    return ", ".join(parts)
