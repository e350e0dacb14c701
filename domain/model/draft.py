"""A draft: the facts of one statement before they are an event, read from its JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.model.claims import check_measure, parse_scope
from domain.model.counts import checked
from domain.model.dating import parse_day
from domain.model.exchange import COUNTS, Fields, Value, check_value
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.model.vocabulary import STANDARD, Vocabulary, check_mediator, check_text

IGNORED: Final = ("id", "language", "not_counts", "notes")
_BOUNDS: Final = tuple(f"{leg}_bound" for leg in COUNTS)
_PLAIN: Final = ("kind", "occurred", "part_of", "place", "remarks")
KNOWN: Final = (*_PLAIN, *COUNTS, *_BOUNDS, "breakdowns", "mediators", "claims", "source")


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim that the statement makes beside its own figures."""

    measure: str
    scope: str
    value: int
    as_of: str = ""
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything one statement says of one exchange, in register values."""

    fields: Fields
    mediators: tuple[str, ...] = ()
    claims: tuple[DraftClaim, ...] = ()
    source: Source | None = None


def read_draft(data: object, vocabulary: Vocabulary = STANDARD) -> Draft:
    """The draft behind decoded JSON (schema: kind, occurred, returned, returned_bound,
    handed_over, remains, breakdowns, mediators, claims; also place, remarks, part_of, source).

    Raises Refused naming the field. A count that is null is not stated; it is never 0.
    """
    draft = _object(data, "draft")
    for key in draft:
        if key not in KNOWN and key not in IGNORED:
            raise Refused("draft_key", str(key), known=", ".join(KNOWN))
    if draft.get("kind") == "none":
        raise Refused("no_event", "kind")
    if not draft.get("kind"):
        raise Refused("needed", "kind")
    fields: dict[str, Value] = {name: draft.get(name) for name in _PLAIN}
    for leg in COUNTS:
        bound = draft.get(f"{leg}_bound")
        if bound is not None and draft.get(leg) is not None:
            raise Refused("duplicate_line", f"{leg}_bound", line=leg)
        fields[leg] = draft.get(leg) if bound is None else bound
    fields |= _lines(draft.get("breakdowns"), vocabulary)
    values = {name: check_value(name, value, vocabulary) for name, value in fields.items()}
    source = draft.get("source")
    return Draft(
        fields={name: value for name, value in values.items() if value is not None},
        mediators=_mediators(draft.get("mediators")),
        claims=tuple(_claims(draft.get("claims"))),
        source=None if source is None else _source(source),
    )


def _lines(breakdowns: object, vocabulary: Vocabulary) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for dimension, rows in _object({} if breakdowns is None else breakdowns, "breakdowns").items():
        for place, row in enumerate(_list(rows, f"breakdowns.{dimension}"), 1):
            where = f"breakdowns.{dimension}[{place}]"
            line = _object(row, where)
            category = line.get("category")
            if not isinstance(category, str):
                raise Refused("needed", f"{where}.category")
            if line.get("count") is None:
                raise Refused("needed", f"{where}.count")
            vocabulary.check_category(dimension, category, where)
            field = f"{dimension}.{category}"
            if field in fields:
                raise Refused("duplicate_line", where, line=field)
            fields[field] = {"count": line["count"], "within": line.get("within")}
    return fields


def _mediators(value: object) -> tuple[str, ...]:
    codes = []
    for place, code in enumerate(_list([] if value is None else value, "mediators"), 1):
        if not isinstance(code, str):
            raise Refused("mediator_unknown", f"mediators[{place}]", text=code)
        codes.append(check_mediator(code, f"mediators[{place}]"))
    return tuple(dict.fromkeys(codes))


def _claims(value: object) -> list[DraftClaim]:
    claims = []
    for place, row in enumerate(_list([] if value is None else value, "claims"), 1):
        where = f"claims[{place}]"
        claim = _object(row, where)
        scope = parse_scope(str(claim.get("scope") or ""), f"{where}.scope")
        measure = check_measure(str(claim.get("measure") or ""), scope, f"{where}.measure")
        number = claim.get("value")
        if not isinstance(number, int) or isinstance(number, bool):
            raise Refused("value_whole", f"{where}.value", text=number)
        as_of = _text(claim.get("as_of"), f"{where}.as_of")
        if as_of:
            as_of = parse_day(as_of, f"{where}.as_of").isoformat()
        quotation = _text(claim.get("quotation"), f"{where}.quotation")
        claims.append(
            DraftClaim(measure, scope.text, checked(number, f"{where}.value"), as_of, quotation)
        )
    return claims


def _source(value: object) -> Source:
    stated = _object(value, "source")
    known = Source.__dataclass_fields__
    for key in stated:
        if key not in known:
            raise Refused("draft_key", f"source.{key}", known=", ".join(known))
    source = Source(**{key: _text(text, f"source.{key}") for key, text in stated.items()})
    if source.published:
        parse_day(source.published, "source.published")
    source.fields()
    return source


def _text(value: object, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("draft_type", where, expected="text", found=type(value).__name__)
    return check_text(value, where)


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Refused("draft_type", where, expected="an object", found=type(value).__name__)
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise Refused("draft_type", where, expected="a list", found=type(value).__name__)
    return value
