"""What each thing an operator does comes to: the checks first, then the events to record.

Every function looks at the ledger through a view, refuses what cannot be (naming the field), and
returns the steps of one command. Nothing is written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from domain import events as e
from domain.events import STANDING
from domain.journal import Step
from domain.model import claims as claim_rules
from domain.model import exchange as exchange_rules
from domain.model.counts import checked
from domain.model.dating import parse_day
from domain.model.draft import Draft, DraftClaim
from domain.model.policy import ALL_RETURNS, EXCHANGES, Policy, check_policy
from domain.model.policy import BUILT_IN as BUILT_IN_POLICIES
from domain.model.refusal import Refused
from domain.model.sources import Source, source_from_words
from domain.model.vocabulary import (
    BUILT_IN,
    MODES,
    check_mediator,
    check_name,
    check_text,
)
from domain.projections.exports import heads
from domain.projections.reconciliation import reconcile_claim
from domain.projections.view import View
from domain.state import Subject

SourceInput = Source | str
Made = Sequence[e.Event]
UseSource = Callable[[View, SourceInput | None, str], tuple[list[Step], Callable[[Made], str]]]
NEW: Final = ""  # a body's salt before the journal gives it one
CORRECTIONS: Final = {
    "exchange": e.ExchangeChanged,
    "note": e.NoteChanged,
    "claim": e.ClaimChanged,
    "source": e.SourceChanged,
}
CORRECTABLE: Final = {
    "note": ("mediator", "role", "text"),
    "claim": ("measure", "scope", "value", "as_of", "quotation", "policy"),
    "source": ("publisher", "title", "address", "published", "language"),
}


# --- recording -----------------------------------------------------------------------------------


def use_source(
    view: View, source: SourceInput | None, published: str = ""
) -> tuple[list[Step], Callable[[Made], str]]:
    """The steps that record a source (none where the ledger has it), and how to name it."""
    if source is None:
        return [], _always("")
    if isinstance(source, str):
        known = _known_source(view, source)
        if known:
            return [], _always(known)
        source = source_from_words(source, published)
    fields = source.fields()
    stated = {key: value for key, value in fields.items() if key != "text"}
    owner = next(
        fields[key] for key in ("text_hash", "address", "title", "publisher") if key in fields
    )
    for row in view.all(
        "SELECT id, record FROM records WHERE kind = 'source' AND owner = ? "
        "AND to_position IS NULL",
        owner,
    ):
        record = msgspec.json.decode(row["record"])
        record.pop("text", None)
        if record == stated:
            return [], _always(str(row["id"]))
    return [e.SourceRecorded(salt=NEW, fields=fields)], lambda made: made[0].id


def record(
    view: View,
    draft: Draft,
    source: SourceInput | None,
    published: str,
    today: date,
    *,
    before: Sequence[Step] = (),
    sources: UseSource = use_source,
) -> list[Step]:
    """An exchange with its source, mediators and claims, as one command.

    Where it is part of a longer one, `before` are the steps it follows, and `sources` names the
    sources of all of them.
    """
    day = parse_day(published, "published").isoformat() if published else ""
    given = source if source is not None else draft.source
    if isinstance(given, Source) and day and not given.published:
        given = Source(**{**_plain(given), "published": day})
    steps, source_id = sources(view, given, day)
    fields = dict(draft.fields)
    if fields.get("part_of"):
        fields["part_of"] = view.find(fields["part_of"], "exchange", where="part_of")
    _say_modes(view, fields)
    appeared = _published(view, given, day)
    exchange_rules.check_exchange(fields, published=appeared, today=today)
    place = len(before) + len(steps)
    steps.append(lambda made: e.ExchangeRecorded(salt=NEW, fields=fields, source=source_id(made)))

    def exchange_id(made: Made) -> str:
        return made[place].id

    for code in draft.mediators:
        steps.append(_note_step(exchange_id, {"mediator": code, "role": "mediator"}, source_id))
    occurred = exchange_rules.from_fields(fields).occurred
    default_day = occurred.first.isoformat() if occurred else appeared
    for claim in draft.claims:
        steps.append(_claim_step(exchange_id, claim, default_day, "", source_id))
    return steps


def note(
    view: View,
    exchange: str,
    mediator: str,
    text: str,
    role: str,
    source: SourceInput | None,
    *,
    sources: UseSource = use_source,
) -> list[Step]:
    """A note that a mediator took part in an exchange."""
    steps, source_id = sources(view, source, "")
    key = view.find(exchange, "exchange", where="exchange")
    fields = {"mediator": check_mediator(mediator), "role": check_text(role, "role") or "mediator"}
    if text.strip():
        fields["text"] = check_text(text.strip(), "text")
    return [*steps, _note_step(_always(key), fields, source_id)]


def claim(
    view: View,
    figure: DraftClaim,
    source: SourceInput,
    exchange: str = "",
    policy: str = "",
    *,
    sources: UseSource = use_source,
) -> list[Step]:
    """A figure that a source asserts about the record."""
    scope = claim_rules.parse_scope(figure.scope)
    measure = claim_rules.check_measure(figure.measure, scope)
    if (scope.is_one_exchange or measure == "exchange_ordinal") and not exchange:
        raise Refused("scope_needs_exchange", "exchange")
    key = view.find(exchange, "exchange", where="exchange") if exchange else ""
    if policy:
        view.policy(policy)
    steps, source_id = sources(view, source, "")
    day = figure.as_of or _published(view, source, "")
    stated = DraftClaim(measure, scope.text, figure.value, day, figure.quotation)
    return [*steps, _claim_step(_always(key), stated, day, policy, source_id)]


def opening(
    view: View, measure: str, scope: str, value: int, source: SourceInput, as_of: str = ""
) -> list[Step]:
    """What came before the ledger begins, for one measure and scope."""
    covers = claim_rules.parse_scope(scope)
    if covers.is_one_exchange:
        raise Refused("scope_form", "scope", text=scope)
    name = claim_rules.check_measure(measure, covers)
    checked(value, "value")
    day = parse_day(as_of, "as-of").isoformat() if as_of else ""
    steps, source_id = use_source(view, source)
    subject = view.subject(f"opening:{name}:{covers.text}")
    replaces = subject.head_ids("balance") if subject else ()
    return [
        *steps,
        lambda made: e.OpeningStated(
            salt=NEW,
            measure=name,
            scope=covers.text,
            value=value,
            as_of=day,
            source=source_id(made),
            replaces=replaces,
        ),
    ]


# --- changing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """Fields of one record, as an operator types them, with the reason and source of the change.

    `kind` is `correction` (we mis-entered it) or `revision` (the source changed its figure).
    `shown` names, by field, the events whose values the form showed when it opened; without it,
    those that stand now. `settle` is needed where a field is in conflict.
    """

    subject: str
    values: Mapping[str, str]
    kind: str
    reason: str
    source: SourceInput
    settle: bool = False
    shown: Mapping[str, Sequence[str]] | None = None
    undoes: str = ""


def correct(
    view: View, correction: Correction, today: date, *, sources: UseSource = use_source
) -> list[Step]:
    """A correction or revision, with every value it takes over from."""
    kind, values, source = correction.kind, correction.values, correction.source
    if kind not in ("correction", "revision"):
        raise Refused("kind_unknown", "kind", text=kind, known="correction, revision")
    why = _reason(correction.reason)
    if not values:
        raise Refused("needed", "field")
    _need_source(source)
    key = view.find(correction.subject, *CORRECTIONS, where="subject")
    found = _standing(view, key)
    conflicts = found.conflicts()
    changes = [_change(view, found, correction, name, text) for name, text in values.items()]
    for place, change in enumerate(changes):
        if any(change.field == other.field for other in changes[:place]):
            raise Refused("duplicate_line", change.field, line=change.field)
    if correction.settle and not any(change.field in conflicts for change in changes):
        raise Refused("settle_not", ", ".join(values))
    if found.kind == "exchange":
        values_then = {**found.fields(), **{change.field: change.becomes for change in changes}}
        stated = {name: value for name, value in values_then.items() if value is not None}
        dated = _published(view, source, "") if "occurred" in values else ""
        exchange_rules.check_exchange(stated, published=dated, today=today)
    steps, source_id = sources(view, source, "")
    changed = CORRECTIONS[found.kind]
    return [
        *steps,
        lambda made: changed(
            salt=NEW,
            subject=key,
            changes=tuple(changes),
            kind=kind,
            reason=why,
            source=source_id(made),
            undoes=correction.undoes,
        ),
    ]


def _change(view: View, subject: Subject, correction: Correction, name: str, text: str) -> e.Change:
    field, value = _new_value(view, subject, correction.values, name, text)
    in_conflict = field in subject.conflicts()
    was = subject.value(field)
    if in_conflict and not correction.settle:
        raise Refused("settle_needed", field, values=_rivals(subject, field))
    if value == was and not in_conflict:
        raise Refused("nothing_changes", field, value=exchange_rules.value_text(value) or "—")
    shown = correction.shown or {}
    heads = tuple(shown[field]) if field in shown else subject.head_ids(field)
    return e.Change(field, was, value, heads)


def retract(view: View, subject: str, reason: str, source: SourceInput | None) -> list[Step]:
    """Take a record back, with every duplicate that was merged into it: each by name."""
    why = _reason(reason)
    key = view.find(subject, "exchange", "note", "claim", where="subject")
    family = view.family(key)
    if family[key].standing()["is"] == "retracted":
        raise Refused("standing_already", "subject", subject=key[:12], standing="retracted")
    steps, source_id = use_source(view, source)
    for member in _merged_into(family, key):
        steps.append(_retraction(family[member], why, source_id))
    return steps


def reinstate(view: View, subject: str, reason: str, source: SourceInput | None) -> list[Step]:
    """Let a retracted or merged record count again."""
    why = _reason(reason)
    key = view.find(subject, "exchange", "note", "claim", where="subject")
    found = _subject(view, key)
    if found.standing()["is"] not in ("retracted", "merged"):
        raise Refused("standing_not", "subject", subject=key[:12], standing="retracted")
    steps, source_id = use_source(view, source)
    return [
        *steps,
        lambda made: e.Reinstated(
            salt=NEW,
            subject=key,
            reason=why,
            source=source_id(made),
            basis=found.in_view(),
            replaces=found.head_ids(STANDING),
        ),
    ]


def merge_duplicates(
    view: View,
    survivor: str,
    duplicates: Sequence[str],
    reason: str,
    source: SourceInput | None,
    taken: Mapping[str, str] | None = None,
) -> list[Step]:
    """Say that records are one and the same exchange; the survivor counts for all.

    `taken` names fields of the survivor whose value a duplicate has right: field -> duplicate.
    They are corrected in the same command, so a source is then needed.
    """
    why = _reason(reason)
    key = view.find(survivor, "exchange", where="survivor")
    kept = _standing(view, key)
    if not duplicates:
        raise Refused("needed", "duplicate")
    found = []
    values: dict[str, Mapping[str, Any]] = {}
    for other in dict.fromkeys(view.find(t, "exchange", where="duplicate") for t in duplicates):
        if other == key:
            raise Refused("merge_itself", "duplicate")
        subject = _standing(view, other)
        found.append(e.Duplicate(other, subject.in_view(), subject.head_ids(STANDING)))
        values[other] = subject.fields()
    changes = _taken(kept, values, taken or {})
    if changes:
        _need_source(source or "")
    steps, source_id = use_source(view, source)
    if changes:
        steps.append(
            lambda made: e.ExchangeChanged(
                salt=NEW,
                subject=key,
                changes=changes,
                kind="correction",
                reason=why,
                source=source_id(made),
            )
        )
    return [
        *steps,
        lambda made: e.DuplicatesMerged(
            salt=NEW,
            survivor=key,
            duplicates=tuple(found),
            reason=why,
            source=source_id(made),
        ),
    ]


def _taken(
    kept: Subject, values: Mapping[str, Mapping[str, Any]], taken: Mapping[str, str]
) -> tuple[e.Change, ...]:
    """The changes that give the survivor the values that a duplicate has right."""
    changes = []
    for field, duplicate in taken.items():
        if duplicate not in values:
            raise Refused("not_found", field, text=duplicate)
        if field in kept.conflicts():
            raise Refused("settle_first", field, values=_rivals(kept, field))
        value = values[duplicate].get(field)
        if value != kept.value(field):
            changes.append(e.Change(field, kept.value(field), value, kept.head_ids(field)))
    if changes:
        then = {**kept.fields(), **{change.field: change.becomes for change in changes}}
        exchange_rules.check_exchange({k: v for k, v in then.items() if v is not None})
    return tuple(changes)


def dispose(view: View, claim_text: str, disposition: str, reason: str) -> list[Step]:
    """Say why a claim differs, in view of the two numbers as they are now."""
    name = claim_rules.check_disposition(disposition)
    key = view.find(claim_text, "claim", where="claim")
    found = _standing(view, key)
    checked = reconcile_claim(view, key)
    return [
        e.ClaimDisposed(
            salt=NEW,
            claim=key,
            disposition=name,
            reason=_reason(reason),
            claimed=checked.value,
            computed=checked.computed,
            policy=checked.policy,
            replaces=found.head_ids("disposition"),
        )
    ]


# --- the ledger's own words ----------------------------------------------------------------------


def define_policy(view: View, policy: Policy, en: str, uk: str) -> list[Step]:
    check_name(policy.name, "name")
    if policy.name in BUILT_IN_POLICIES:
        raise Refused("policy_built_in", "name", name=policy.name)
    check_policy(policy, view.vocabulary)
    subject = view.subject(f"policy:{policy.name}")
    return [
        e.PolicyDefined(
            salt=NEW,
            name=policy.name,
            rule=policy.rule(),
            en=check_text(en.strip(), "en") or policy.name,
            uk=check_text(uk.strip(), "uk") or policy.name,
            replaces=subject.head_ids("definition") if subject else (),
        )
    ]


def define_category(
    view: View, dimension: str, category: str, en: str, uk: str, mode: str = ""
) -> list[Step]:
    """A category of the ledger's own, with its dimension where that is new too."""
    _check_dimension_name(dimension)
    check_name(category, "category")
    if mode and mode not in MODES:
        raise Refused("mode_unknown", "mode", text=mode)
    names = {"en": check_text(en.strip(), "en"), "uk": check_text(uk.strip(), "uk")}
    for language, name in names.items():
        if not name:
            raise Refused("needed", language)
    steps: list[Step] = []
    if dimension not in view.vocabulary.dimensions:
        steps.append(
            e.DimensionDefined(
                salt=NEW, dimension=dimension, en=dimension, uk=dimension, mode=mode or "highlight"
            )
        )
    subject = view.subject(f"category:{dimension}.{category}")
    steps.append(
        e.CategoryDefined(
            salt=NEW,
            dimension=dimension,
            category=category,
            en=names["en"],
            uk=names["uk"],
            replaces=subject.head_ids("definition") if subject else (),
        )
    )
    return steps


def define_dimension(view: View, dimension: str, en: str, uk: str, mode: str = "") -> list[Step]:
    """Name a dimension of the ledger's own, and say how its lines are read."""
    _check_dimension_name(dimension)
    if dimension in BUILT_IN:
        raise Refused("dimension_built_in", "dimension", dimension=dimension)
    known = view.vocabulary.dimensions.get(dimension)
    chosen = mode or (known.mode if known else "highlight")
    if chosen not in MODES:
        raise Refused("mode_unknown", "mode", text=mode)
    subject = view.subject(f"dimension:{dimension}")
    return [
        e.DimensionDefined(
            salt=NEW,
            dimension=dimension,
            en=check_text(en.strip(), "en") or dimension,
            uk=check_text(uk.strip(), "uk") or dimension,
            mode=chosen,
            replaces=subject.head_ids("definition") if subject else (),
        )
    ]


def name_ledger(view: View, name: str) -> list[Step]:
    text = check_text(name.strip(), "name")
    if not text:
        raise Refused("needed", "name")
    subject = view.subject("ledger")
    replaces = subject.head_ids("name") if subject else ()
    return [e.LedgerNamed(salt=NEW, name=text, replaces=replaces)]


# --- what left the ledger ------------------------------------------------------------------------


def record_export(
    view: View,
    file: str,
    sha256: str,
    tables: Sequence[str],
    language: str,
    policy: str,
    where: Mapping[str, str],
) -> list[Step]:
    """A file that was given out; `view` is the one that it was made from."""
    return [
        e.ExportRecorded(
            salt=NEW,
            file=check_text(file, "file"),
            sha256=sha256,
            tables=tuple(tables),
            known=heads(view),
            language=language,
            policy=policy,
            where={key: check_text(value, key) for key, value in where.items()},
        )
    ]


# --- helpers -------------------------------------------------------------------------------------


def _check_dimension_name(name: str) -> None:
    """Refuse what is no name, and the names that fields and tables already give a meaning."""
    check_name(name, "dimension")
    if name in exchange_rules.RESERVED:
        raise Refused("dimension_built_in", "dimension", dimension=name)


def _always(value: str) -> Callable[[Made], str]:
    """A name that does not depend on what the command records."""

    def name(_: Made) -> str:
        return value

    return name


def _note_step(
    exchange: Callable[[Made], str], fields: Mapping[str, str], source: Callable[[Made], str]
) -> Step:
    return lambda made: e.NoteRecorded(
        salt=NEW, fields={**fields, "exchange": exchange(made)}, source=source(made)
    )


def _claim_step(
    exchange: Callable[[Made], str],
    figure: DraftClaim,
    day: str,
    policy: str,
    source: Callable[[Made], str],
) -> Step:
    counts = figure.measure in claim_rules.COUNTING_EXCHANGES
    as_of = parse_day(figure.as_of or day, "as-of").isoformat() if figure.as_of or day else ""
    fields: dict[str, Any] = {
        "measure": figure.measure,
        "scope": figure.scope,
        "value": figure.value,
        "as_of": as_of,
        "policy": policy or (EXCHANGES if counts else ALL_RETURNS).name,
        "quotation": check_text(figure.quotation, "quotation"),
    }
    checked(figure.value, "value")
    stated = {name: value for name, value in fields.items() if value != ""}

    def step(made: Made) -> e.Body:
        about = exchange(made)
        linked = {**stated, "exchange": about} if about else stated
        return e.ClaimRecorded(salt=NEW, fields=linked, source=source(made))

    return step


def _retraction(subject: Subject, reason: str, source: Callable[[Made], str]) -> Step:
    return lambda made: e.Retracted(
        salt=NEW,
        subject=subject.id,
        reason=reason,
        source=source(made),
        basis=subject.in_view(),
        replaces=subject.head_ids(STANDING),
    )


def _merged_into(family: Mapping[str, Subject], key: str) -> list[str]:
    """The record and everything merged into it, however indirectly."""
    found = [key]
    for member in found:
        found += [
            other.id
            for other in family.values()
            if other.id not in found and other.standing().get("into") == member
        ]
    return found


def _new_value(
    view: View, subject: Subject, values: Mapping[str, str], name: str, text: str
) -> tuple[str, Any]:
    if subject.kind == "exchange":
        field, value = exchange_rules.parse_field(name, text, view.vocabulary)
        if field == "part_of" and value:
            value = view.find(value, "exchange", where="part_of")
            _check_parent(view, subject.id, value)
        return field, value
    if name not in CORRECTABLE[subject.kind]:
        raise Refused("field_of_kind", name, known=", ".join(CORRECTABLE[subject.kind]))
    return name, _checked_text(view, subject, values, name, text.strip())


def _checked_text(
    view: View, subject: Subject, values: Mapping[str, str], name: str, text: str
) -> Any:
    if name in ("measure", "value", "scope", "mediator") and not text:
        raise Refused("needed", name)
    match name:
        case "mediator":
            return check_mediator(text)
        case "published" | "as_of":
            return parse_day(text, name).isoformat() if text else None
        case "value":
            return checked(whole_number(text, name), name)
        case "scope":
            scope = claim_rules.parse_scope(text)
            if "measure" not in values:
                claim_rules.check_pair(subject.value("measure"), scope)
            return scope.text
        case "measure":
            scope = claim_rules.parse_scope(values.get("scope") or subject.value("scope"))
            return claim_rules.check_measure(text, scope)
        case "policy":
            return view.policy(text).name
        case _:
            return check_text(text, name) or None


def whole_number(text: str, field: str) -> int:
    """The number in `text` (1358, 1,358, 1 358), refused naming the field."""
    digits = "".join(text.split()).replace(",", "")
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("value_whole", field, text=text)
    return int(digits)


def _check_parent(view: View, key: str, parent: str) -> None:
    family = {**view.family(parent), **view.family(key)}
    at: str | None = parent
    seen: set[str] = set()
    while at and at not in seen:
        if at == key:
            raise Refused("part_of_itself", "part_of")
        seen.add(at)
        at = family[at].value("part_of") if at in family else None


def _say_modes(view: View, fields: dict[str, Any]) -> None:
    """Write down that a dimension of the ledger's own is read as a partition."""
    for name in list(fields):
        split = exchange_rules.split_line_field(name)
        if split is None or not split[2] or split[1] in BUILT_IN:
            continue
        leg, dimension, _ = split
        if view.vocabulary.mode(dimension) == "partition":
            fields.setdefault(exchange_rules.line_field(leg, dimension), "partition")


def _subject(view: View, key: str) -> Subject:
    found = view.subject(key)
    if found is None:
        raise Refused("not_found", "subject", text=key)
    return found


def _standing(view: View, key: str) -> Subject:
    found = _subject(view, key)
    standing = found.standing()["is"]
    if standing in ("retracted", "merged"):
        raise Refused("subject_retracted", "subject", subject=key[:12], standing=standing)
    return found


def _rivals(subject: Subject, field: str) -> str:
    heads = subject.registers[field].heads
    return " / ".join(exchange_rules.value_text(head.value) or "—" for head in heads)


def _reason(reason: str) -> str:
    text = check_text(reason.strip(), "reason")
    if not text:
        raise Refused("needed", "reason")
    return text


def _need_source(source: SourceInput) -> None:
    if isinstance(source, str) and not source.strip():
        raise Refused("needed", "source")


def _known_source(view: View, words: str) -> str:
    text = words.strip()
    rows = view.all(
        "SELECT id FROM records WHERE kind = 'source' AND owner = ? AND to_position IS NULL", text
    )
    if rows:
        return str(rows[0]["id"])
    if len(text) >= 6 and all(letter in "0123456789abcdef" for letter in text):
        try:
            return view.find(text, "source", where="source")
        except Refused as refused:
            if refused.code != "not_found":
                raise
    return ""


def _published(view: View, source: SourceInput | None, published: str) -> str:
    if published or source is None:
        return published
    if isinstance(source, Source):
        return parse_day(source.published, "published").isoformat() if source.published else ""
    known = _known_source(view, source)
    found = view.subject(known) if known else None
    return str(found.value("published") or "") if found else ""


def _plain(source: Source) -> dict[str, str]:
    return {name: getattr(source, name) for name in Source.__dataclass_fields__}
