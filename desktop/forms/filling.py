"""What was read goes into the empty lines of the record form; what differs is offered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.forms.breakdown_edit import BreakdownEdit
from desktop.forms.claims_edit import ClaimsEdit
from desktop.language import Language
from domain.model.claims import MEASURES
from domain.model.counts import from_value
from domain.model.draft import DraftClaim
from domain.model.exchange import Fields, split_line_field
from domain.model.scope_words import scope_words


@dataclass(frozen=True, slots=True)
class Offer:
    """A value of the text that stands otherwise in the form, or not at all."""

    title: str
    stated: str
    here: str
    take: Callable[[], object]
    fields: tuple[str, ...]


@dataclass(slots=True)
class Filled:
    """What a reading did to the form; `places` says which row a claim of the draft is."""

    fields: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def fill_line(
    edit: QLineEdit, title: str, name: str, stated: str, is_same: bool, into: Filled
) -> None:
    """One line: filled where it is empty, offered where something else stands."""
    if not stated or is_same:
        return
    if not edit.text().strip():
        edit.setText(stated)
        into.fields.append(name)
        return
    into.offers.append(
        Offer(title, stated, edit.text().strip(), lambda: edit.setText(stated), (name,))
    )


def fill_lines(edit: BreakdownEdit, fields: Fields, say: Language, into: Filled) -> None:
    """The breakdowns of those returned. A block in which lines were typed is not touched: each
    line of the text that it has not, or has with another count, is offered."""
    lines = {
        (split[1], split[2]): value
        for name, value in fields.items()
        if (split := split_line_field(name)) is not None and split[0] == "returned" and split[2]
    }
    typed = edit.typed()
    here = {
        line.key: (block, place, line.count)
        for block in edit.blocks.values()
        for place, line in block.read().lines.items()
    }
    for dimension in dict.fromkeys(key[0] for key in lines):
        for root in [key for key, v in lines.items() if key[0] == dimension and not v["within"]]:
            if dimension not in typed and root not in here:
                _append(edit, dimension, "", _rows(lines, root, edit, say, here), into.fields)
            else:
                into.offers += _offers(edit, dimension, root, "", lines, here, say, into)


Key = tuple[str, str]


def _offers(
    edit: BreakdownEdit,
    dimension: str,
    key: Key,
    parent: str,
    lines: Mapping[Key, Any],
    here: Mapping[Key, Any],
    say: Language,
    into: Filled,
) -> Iterator[Offer]:
    name = edit.words.category_name(*key, say.code)
    stated = str(from_value(lines[key]["count"]))
    code = ".".join(key)
    if key not in here:
        rows = _rows(lines, key, edit, say, here)
        yield Offer(
            name,
            stated,
            "",
            lambda: _append(edit, dimension, parent, rows, []),
            tuple(row[0] for row in rows),
        )
        return
    block, place, count = here[key]
    if count != from_value(lines[key]["count"]):
        line = block.rows[place].count
        yield Offer(name, stated, str(count), lambda: line.setText(stated), (code,))
    for child, value in lines.items():
        if value["within"] == code:
            yield from _offers(edit, dimension, child, name, lines, here, say, into)


def _rows(
    lines: Mapping[Key, Any],
    key: Key,
    edit: BreakdownEdit,
    say: Language,
    here: Mapping[Key, Any],
    depth: int = 0,
) -> list[tuple[str, str, str, int]]:
    """A line and what lies within it, as rows: field, name, count, depth."""
    code = ".".join(key)
    name = edit.words.category_name(*key, say.code)
    rows = [(code, name, str(from_value(lines[key]["count"])), depth)]
    for child, value in lines.items():
        if value["within"] == code and child not in here:
            rows += _rows(lines, child, edit, say, here, depth + 1)
    return rows


def _append(
    edit: BreakdownEdit,
    dimension: str,
    parent: str,
    rows: Sequence[tuple[str, str, str, int]],
    filled: list[str],
) -> None:
    """Rows at the end of a block, or as the first within the row that is called `parent`."""
    block = edit.add(dimension)
    typed = block.typed()
    have: list[list[Any]] = typed["rows"]
    at, deep = len(have), 0
    for place, (name, _, depth) in enumerate(have):
        if parent and name == parent:
            at, deep = place + 1, int(depth) + 1
    have[at:at] = [[name, count, depth + deep] for _, name, count, depth in rows]
    block.restore(typed)
    filled += [row[0] for row in rows]
    edit.edited.emit()


def fill_claims(
    edit: ClaimsEdit, claims: Sequence[DraftClaim], say: Language, into: Filled
) -> None:
    """Claims go into rows of their own; one of the same measure and scope is compared."""
    for number, claim in enumerate(claims):
        measure = MEASURES[claim.measure].in_language(say.code)
        scope = scope_words(claim.scope, say.code)
        same = [
            place
            for place, row in enumerate(edit.rows)
            if row.measure.code() == claim.measure and row.scope.text().strip() == scope
        ]
        if not same:
            edit.append([measure, scope, str(claim.value), claim.as_of, claim.quotation])
            row_name = f"claims/{len(edit.rows) - 2}"
            into.fields.append(row_name)
            into.places[f"claims/{number}"] = row_name
            continue
        name = f"claims/{same[0]}"
        into.places[f"claims/{number}"] = name
        value = edit.rows[same[0]].value
        digits = "".join(sign for sign in value.text() if sign.isdigit())
        fill_line(
            value, f"{measure}, {scope}", name, str(claim.value), digits == str(claim.value), into
        )
