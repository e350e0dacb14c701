"""What a change would alter, in sentences: totals, claims, records, exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.forms.words import stored_day
from desktop.language import Language
from domain.model.claims import MEASURES
from domain.model.policy import ALL_RETURNS
from domain.model.policy import NAMES as POLICY_NAMES
from domain.model.scope_words import scope_words
from domain.model.vocabulary import Vocabulary
from domain.projections.impact import ImpactRow

SHOWN: Final = 14  # sentences; what is beyond is counted


@dataclass(frozen=True, slots=True)
class _Words:
    say: Language
    vocabulary: Vocabulary

    def number(self, words: Sequence[str]) -> str:
        text = " ".join(words)
        return self.say.number(int(text)) if text.isdecimal() else text or "–"


def impact_sentences(rows: Sequence[ImpactRow], say: Language, vocabulary: Vocabulary) -> list[str]:
    """Each thing that would change as a sentence, what weighs most first."""
    words = _Words(say, vocabulary)
    found = [sentence for row in sorted(rows, key=_weight) if (sentence := _sentence(row, words))]
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        found = found[:SHOWN]
        found.append(say.plural("and {n} more change", "and {n} more changes", more))
    return found


_ORDER: Final = ("total", "claim", "export", "record", "closure", "breakdown")


def _weight(row: ImpactRow) -> tuple[bool, int]:
    place = _ORDER.index(row.what) if row.what in _ORDER else len(_ORDER)
    is_other = row.what == "total" and row.name[-1] != f"({ALL_RETURNS.name})"
    return is_other, place


def _sentence(row: ImpactRow, words: _Words) -> str:
    match row.what:
        case "total":
            return _total(row, words)
        case "breakdown":
            return _breakdown(row, words)
        case "closure":
            return _closure(row, words)
        case "claim":
            return _claim(row, words)
        case "record":
            return _record(row, words)
        case "export":
            return _export(row, words)
    return ""


def _total(row: ImpactRow, words: _Words) -> str:
    say = words.say
    measure, period, policy = row.name
    named: Mapping[str, str] = {
        "events": say("Exchanges counted"),
        "returned": say("Returned"),
        "handed_over": say("Handed over"),
        "remains": say("Remains"),
    }
    values = {
        "measure": named.get(measure, say("Both legs")),
        "was": words.number(row.was),
        "becomes": words.number(row.becomes),
    }
    code = policy.strip("()")
    under = ""
    if code != ALL_RETURNS.name:
        name = POLICY_NAMES[code].in_language(say.code) if code in POLICY_NAMES else code
        under = say(" (counting {policy})", policy=name)
    if period == "all":
        return say("{measure} in all: from {was} to {becomes}{under}.", **values, under=under)
    if not period.isdecimal():
        return say(
            "{measure} without a date: from {was} to {becomes}{under}.", **values, under=under
        )
    return say(
        "{measure} in {year}: from {was} to {becomes}{under}.", **values, year=period, under=under
    )


def _breakdown(row: ImpactRow, words: _Words) -> str:
    say = words.say
    leg, code, period = row.name
    line, _, within = code.partition("@")
    dimension, _, category = line.partition(".")
    name = words.vocabulary.category_name(dimension, category, say.code)
    if within:
        parent = words.vocabulary.find_known(within.rpartition(".")[2], dimension)
        name += f" ({words.vocabulary.category_name(*parent, say.code)})"
    if leg != "returned":
        name = f"{say(leg.replace('_', ' '))}, {name}"
    values = {"line": name, "was": words.number(row.was), "becomes": words.number(row.becomes)}
    if period.isdecimal():
        return say("{line} in {year}: from {was} to {becomes}.", **values, year=period)
    return say("{line} in all: from {was} to {becomes}.", **values)


def _closure(row: ImpactRow, words: _Words) -> str:
    say = words.say
    day = stored_day(say, row.name[1])
    was, becomes = " ".join(row.was), " ".join(row.becomes)
    if was and becomes:
        return say("{day}: {was} – then {becomes}.", day=day, was=was, becomes=becomes)
    return f"{day}: {becomes}." if becomes else ""


def _claim(row: ImpactRow, words: _Words) -> str:
    say = words.say
    measure, scope, value, _, source = row.name
    what = MEASURES[measure].in_language(say.code) if measure in MEASURES else measure
    values = {
        "value": words.number((value,)),
        "what": f"{what}, {scope_words(scope, say.code)}",
        "source": _short(source.strip("()")),
    }
    if not row.becomes:
        return say("The claim {value} ({what}; {source}) would be gone.", **values)
    becomes = _status(row.becomes, words)
    if not row.was:
        return say(
            "The claim {value} ({what}; {source}) would be there: {becomes}.",
            **values,
            becomes=becomes,
        )
    if row.was[0] == "reproduced":
        return say(
            "The claim {value} ({what}; {source}) would no longer be reproduced: {becomes}.",
            **values,
            becomes=becomes,
        )
    if row.becomes[0] == "reproduced":
        return say("The claim {value} ({what}; {source}) would now be reproduced.", **values)
    return say(
        "The claim {value} ({what}; {source}): {was}, then {becomes}.",
        **values,
        was=_status(row.was, words),
        becomes=becomes,
    )


def _status(status: Sequence[str], words: _Words) -> str:
    said = words.say(status[0].replace("_", " "))
    computed = status[1].strip("()") if len(status) > 1 else ""
    return f"{said} ({words.number((computed,))})" if computed else said


def _record(row: ImpactRow, words: _Words) -> str:
    say = words.say
    if row.name[0] == "largest_return":
        values = {"was": _best(row.was, words), "becomes": _best(row.becomes, words)}
        if row.name[1] == "all":
            return say("The largest return of all: {was}, then {becomes}.", **values)
        return say(
            "The largest return of {year}: {was}, then {becomes}.", **values, year=row.name[1]
        )
    day = stored_day(say, row.name[-1])
    if not row.becomes:
        return ""
    number, _, year = row.becomes[0].partition(" / ")
    return say(
        "The exchange of {day} would be number {number} of {year}.",
        day=day,
        number=number,
        year=year,
    )


def _best(words_of: Sequence[str], words: _Words) -> str:
    if not words_of:
        return "–"
    return f"{words.number(words_of[:1])} ({stored_day(words.say, words_of[1].strip('()'))})"


def _export(row: ImpactRow, words: _Words) -> str:
    file, recorded_at = row.name[0], row.name[1]
    return words.say(
        "The export {file} of {day} shows the old figure.",
        file=file,
        day=stored_day(words.say, recorded_at[:10]),
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
