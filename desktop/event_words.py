"""An event in words: its fields by their names, its values, and one sentence of what it did."""

from collections.abc import Sequence

from desktop.forms.words import count_words
from desktop.language import Language
from desktop.stamp import day_text
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.counts import parse_count
from domain.model.exchange import split_line_field
from domain.model.refusal import Refused
from domain.model.scope_words import scope_words
from domain.model.vocabulary import KINDS, LEGS, Vocabulary, mediator_name
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
    if field in ("occurred", "published", "as_of"):
        return day_text(value, say)
    if field == "kind" and value in KINDS:
        return KINDS[value].in_language(say.code)
    if field == "scope":
        return scope_words(value, say.code)
    if field == "mediator":
        return mediator_name(value, say.code)
    if field == "measure" and value in MEASURES:
        return MEASURES[value].in_language(say.code)
    if field == "disposition" and value in DISPOSITIONS:
        return DISPOSITIONS[value].in_language(say.code)
    if field == "standing":
        state, into, survivor = value.partition(" into ")
        return f"{say(state)} → {survivor[:12]}" if into else say(state)
    if field in LEGS or split_line_field(field):
        return _figure(field, value, words, say)
    return say.number(int(value)) if field == "value" and value.isdigit() else value


def _figure(field: str, value: str, words: Vocabulary, say: Language) -> str:
    """A count, and within what it lies: `24`, `at least 200`, `17 within Armed Forces`."""
    figure, _, holder = value.partition("@")
    try:
        text = count_words(say, parse_count(figure))
    except Refused:  # a whole dimension read as a highlight, or what a newer version wrote
        return say(value) if value in ("partition", "highlight") else value
    if not holder:
        return text
    dimension, category = words.find_known(holder, field.rpartition(".")[0].rpartition(".")[2])
    name = words.category_name(dimension, category, say.code)
    return say("{figure} within {category}", figure=text, category=name)


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
