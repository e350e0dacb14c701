"""One claim beside the record: what would explain a difference, and what was said of it."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from desktop.claim_words import COLOURS, claim_about, status_text, why_text
from desktop.language import Language
from desktop.stamp import day_text, time_text
from desktop.theme import Theme
from domain.model.claims import DISPOSITIONS
from domain.model.vocabulary import KINDS
from domain.projections.explanations import Disposal, Explanation
from domain.projections.questions import Row

PolicyName = Callable[[str], str]


def claim_text(
    row: Row,
    explanations: Sequence[Explanation],
    disposals: Sequence[Disposal],
    say: Language,
    theme: Theme,
    policy_name: PolicyName,
) -> str:
    """The claim as a page of its own; links name exchanges."""
    return "".join(
        (
            _head(row, say, theme),
            _computed(row, say, theme, policy_name),
            *_explained(row, explanations, say, theme, policy_name),
            *_disposed(row, disposals, say, theme),
        )
    )


def _head(row: Row, say: Language, theme: Theme) -> str:
    day = say("as of {day}", day=day_text(row["as_of"], say)) if row["as_of"] else ""
    about = " · ".join(part for part in (claim_about(row, say), day) if part)
    quotation = f"<br>“{escape(row['quotation'])}”" if row["quotation"] else ""
    source = escape(row["source"]) or say("no source")
    return (
        f"<p><span style='font-size:x-large'>{say.number(row['value'])}</span> {escape(about)}"
        f"{quotation}<br><span style='color:{theme.quiet}'>{source}</span></p>"
    )


def _computed(row: Row, say: Language, theme: Theme, policy_name: PolicyName) -> str:
    colour = getattr(theme, COLOURS.get(row["status"], "quiet"))
    text = f"<b style='color:{colour}'>{escape(status_text(row, say))}</b>"
    if row["computed"] is not None:
        text += " · " + escape(
            say(
                "the record has {n}, counting {policy}",
                n=say.number(row["computed"]),
                policy=policy_name(row["policy"]),
            )
        )
    if row["why"]:
        text += f"<br>{escape(why_text(row['why'], say))}"
    if row["conflicts"]:
        conflict = say("The claim itself is in conflict: two operators recorded it differently.")
        text += f"<br><span style='color:{theme.conflict}'>⇄ {escape(conflict)}</span>"
    return f"<p>{text}</p>"


def _explained(
    row: Row,
    found: Sequence[Explanation],
    say: Language,
    theme: Theme,
    policy_name: PolicyName,
) -> Iterator[str]:
    if row["status"] not in ("short", "exceeds"):
        return
    yield f"<p><b>{escape(say('What would explain it'))}</b>"
    for one in found:
        if one.policy:
            text = escape(
                say(
                    "Counting {policy}, the record reproduces the claim: the source may count so.",
                    policy=policy_name(one.policy),
                )
            )
        else:
            text = _exchange(one, say, theme)
        yield f"<br>• {text}"
    if not found:
        yield "<br>" + escape(say("No single exchange, release or counting policy explains it."))
    yield "</p>"


def _exchange(one: Explanation, say: Language, theme: Theme) -> str:
    kind = KINDS[one.kind].in_language(say.code)
    link = (
        f"<a href='{escape(one.exchange)}' style='color:{theme.accent}'>"
        f"{escape(day_text(one.occurred, say))}, {escape(kind)}</a>"
    )
    n = say.number(one.people)
    if one.is_counted:
        text = say("{exchange}: {n} returned, counted here. The source may have left it out.")
    elif one.standing in ("retracted", "merged"):
        text = say(
            "{exchange}: {n} returned, recorded but taken back. The source may still count it."
        )
    else:
        text = say("{exchange}: {n} returned, not counted here. The source may have counted it.")
    return escape(text).format(exchange=link, n=n)


def _disposed(row: Row, found: Sequence[Disposal], say: Language, theme: Theme) -> Iterator[str]:
    yield f"<p><b>{escape(say('Disposition'))}</b>"
    if not found:
        nobody = say("Nobody has said why it differs.")
        fine = say("None is needed.")
        yield "<br>" + escape(fine if row["status"] == "reproduced" else nobody)
    for one in reversed(found):
        name = DISPOSITIONS[one.disposition].in_language(say.code)
        who = f"{one.operator}, {time_text(one.recorded_at, say)}"
        yield (
            f"<br>{escape(name)}: {escape(one.reason)} "
            f"<span style='color:{theme.quiet}'>({escape(who)})</span>"
        )
    if row["reopened"] and found:
        last = found[-1]
        text = say(
            "Re-opened because a number moved: it was given for {claimed} beside {computed}, and "
            "they are {now_claimed} and {now_computed} now.",
            claimed=say.number(last.claimed),
            computed=_number(last.computed, say),
            now_claimed=say.number(row["value"]),
            now_computed=_number(row["computed"], say),
        )
        yield f"<br><span style='color:{theme.short}'>▲ {escape(text)}</span>"
    yield "</p>"


def _number(n: int | None, say: Language) -> str:
    return say("unknown") if n is None else say.number(n)
