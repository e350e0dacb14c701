"""The form of every value that events hold, by kind of record: what the tables are made from.

No vocabulary here: which words a ledger has changes with time, the form of a value never does. A
verb checks more than this; what comes from elsewhere has to satisfy at least this.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from domain.model.claims import MEASURES, check_disposition, parse_scope
from domain.model.counts import LIMIT, checked, from_value
from domain.model.dating import parse_dating, parse_day
from domain.model.exchange import COUNTS, Fields, Value, split_line_field
from domain.model.policy import LEG_CHOICES, STAGE_CHOICES
from domain.model.refusal import Refused
from domain.model.vocabulary import MODES, check_kind, check_mediator, check_name

Check = Callable[[Any, str], object]

# The fields without which a table could not show a record.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"claim": ("measure", "scope", "value")}


def check_fields(kind: str, fields: Fields) -> None:
    """Refuse a new record with a field that its kind does not have, or has in another form."""
    for field in NEEDED.get(kind, ()):
        if fields.get(field) is None:
            raise Refused("needed", field)
    forms = _FORMS[kind]
    for field, value in fields.items():
        check = forms.get(field)
        if check is not None and value is not None:
            check(value, field)
        elif kind != "exchange" or not _is_usual_line(field, value):
            check_field(kind, field, value)


def check_field(kind: str, field: str, value: Value) -> None:
    """Refuse a value that a field of this kind of record cannot have; None takes a value back."""
    if value is None:
        if field in NEEDED.get(kind, ()):
            raise Refused("needed", field)
        return
    check = _FORMS[kind].get(field)
    if check is not None:
        check(value, field)
    elif kind == "exchange":
        _line(value, field)
    else:
        raise Refused("field_of_kind", field, known=", ".join(_FORMS[kind]))


def check_said(said: Fields) -> None:
    """Refuse what no sheet can have said of an exchange: fields of it, its mediators and claims."""
    for field, value in said.items():
        if field == "mediators":
            if not isinstance(value, list):
                raise Refused("draft_type", field, expected="a list", found=type(value).__name__)
            for code in value:
                check_mediator(_text(code, field), field)
        elif field.startswith("claim:"):
            _whole(value, field)
        else:
            check_field("exchange", field, value)


def has_form(kind: str, field: str, value: Value) -> bool:
    """Whether a record of this kind can have that value in that field."""
    try:
        check_field(kind, field, value)
    except Refused:
        return False
    return True


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise Refused("draft_type", field, expected="text", found=type(value).__name__)
    return value


def _whole(value: Any, field: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("value_whole", field, text=value)
    checked(value, field)


def _day(value: Any, field: str) -> None:
    _canonical_day(_text(value, field), field)


@lru_cache(maxsize=4096)
def _canonical_day(text: str, field: str) -> None:
    if parse_day(text, field).isoformat() != text:
        raise Refused("date_form", field, text=text)


def _dating(value: Any, field: str) -> None:
    _canonical_dating(_text(value, field), field)


@lru_cache(maxsize=4096)
def _canonical_dating(text: str, field: str) -> None:
    if str(parse_dating(text, field)) != text:
        raise Refused("date_form", field, text=text)


def _kind(value: Any, field: str) -> None:
    check_kind(_text(value, field), field)


def _mediator(value: Any, field: str) -> None:
    if check_mediator(_text(value, field), field) != value:
        raise Refused("mediator_unknown", field, text=value)


def _scope(value: Any, field: str) -> None:
    _canonical_scope(_text(value, field), field)


@lru_cache(maxsize=4096)
def _canonical_scope(text: str, field: str) -> None:
    if parse_scope(text, field).text != text:
        raise Refused("scope_form", field, text=text)


def _measure(value: Any, field: str) -> None:
    if _text(value, field) not in MEASURES:
        raise Refused("measure_unknown", field, text=value, known=", ".join(MEASURES))


def _line(value: Any, field: str) -> None:
    """A line of a breakdown, or how a whole dimension is read."""
    split = split_line_field(field)
    if split is None:
        raise Refused("field_unknown", field)
    _, dimension, category = split
    if not category:
        check_name(dimension, field)
        check_mode(value, field)
        return
    if not isinstance(value, dict) or not value.keys() <= {"count", "within"}:
        raise Refused("draft_type", field, expected="count, within", found=type(value).__name__)
    _line_name(dimension, category, field)
    from_value(value.get("count"), field)
    if value.get("within") is not None:
        parent, _, child = _text(value["within"], field).partition(".")
        _line_name(parent, child, field)


def _is_usual_line(field: str, value: Any) -> bool:
    """Whether it is a line of an exchange with an exact count, as most values are."""
    if type(value) is not dict or len(value) != 2:
        return False
    n, within = value.get("count"), value.get("within", 0)
    is_plain = type(n) is int and 0 <= n <= LIMIT and (within is None or type(within) is str)
    return is_plain and _is_line(field, within)


@lru_cache(maxsize=4096)
def _is_line(field: str, within: str | None) -> bool:
    try:
        _line({"count": 0, "within": within}, field)
    except Refused:
        return False
    return True


def _line_name(dimension: str, category: str, field: str) -> None:
    check_name(dimension, field)
    check_name(category, field)


def check_mode(value: Any, field: str) -> None:
    if value not in MODES:
        raise Refused("mode_unknown", field, text=value)


def check_rule(rule: Any) -> None:
    """Refuse what is no counting policy's rule."""
    if not isinstance(rule, dict) or rule.keys() != {"kinds", "leg", "persons", "stages"}:
        raise Refused("draft_type", "rule", expected="kinds, leg, persons, stages", found=str(rule))
    kinds = rule["kinds"]
    if not isinstance(kinds, list) or not kinds:
        raise Refused("needed", "kinds")
    for kind in kinds:
        _kind(kind, "kinds")
    for name, known in (("leg", LEG_CHOICES), ("stages", STAGE_CHOICES)):
        if rule[name] not in known:
            raise Refused("kind_unknown", name, text=rule[name], known=", ".join(known))
    if _text(rule["persons"], "persons") != "all":
        dimension, _, category = rule["persons"].partition(".")
        _line_name(dimension, category, "persons")


def check_opening(measure: str, scope: str, value: int, as_of: str) -> None:
    """Refuse what is no opening balance."""
    _scope(scope, "scope")
    _measure(measure, "measure")
    _whole(value, "value")
    if as_of:
        _day(as_of, "as-of")


def check_disposed(disposition: str) -> None:
    """Refuse what is no disposition of a claim, as events write it."""
    if check_disposition(disposition) != disposition:
        raise Refused("disposition_unknown", "as", text=disposition, known="")


_FORMS: Final[Mapping[str, Mapping[str, Check]]] = {
    "exchange": {
        "occurred": _dating,
        "kind": _kind,
        **dict.fromkeys(COUNTS, from_value),
        **dict.fromkeys(("part_of", "place", "remarks"), _text),
    },
    "note": dict.fromkeys(("exchange", "role", "text"), _text) | {"mediator": _mediator},
    "claim": {
        "measure": _measure,
        "scope": _scope,
        "value": _whole,
        "as_of": _day,
        **dict.fromkeys(("quotation", "policy", "exchange"), _text),
    },
    "source": {
        "published": _day,
        **dict.fromkeys(("publisher", "title", "address", "language", "text", "text_hash"), _text),
    },
}
