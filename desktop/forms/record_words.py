"""A record in a few words, as the head of a form about it."""

from desktop.forms.change_row import shown_value
from desktop.forms.words import stored_day
from desktop.language import Language
from desktop.workspace import Workspace
from domain.projections.view import View
from domain.state import Subject


def record_words(workspace: Workspace, key: str) -> str:
    """Which record it is: an exchange by its day and figure, others by what they say."""
    with workspace.ledger.view() as view:
        found = view.subject(key)
        return subject_words(view, found, workspace.say) if found else key[:12]


def subject_words(view: View, subject: Subject, say: Language) -> str:
    words = view.vocabulary
    match subject.kind:
        case "exchange":
            return say(
                "{day}, {returned} returned ({id})",
                day=stored_day(say, str(subject.value("occurred") or "")),
                returned=shown_value("returned", subject.value("returned"), words, say) or "–",
                id=subject.id[:12],
            )
        case "note":
            exchange = view.subject(str(subject.value("exchange") or ""))
            day = stored_day(say, str(exchange.value("occurred") or "")) if exchange else ""
            mediator = shown_value("mediator", subject.value("mediator"), words, say)
            return say("Mediator note: {mediator}, {day}", mediator=mediator, day=day)
        case "claim":
            measure = shown_value("measure", subject.value("measure"), words, say)
            value = shown_value("value", subject.value("value"), words, say)
            return say("Claim: {measure}, {value}", measure=measure, value=value)
    return say("Source: {title}", title=view.source_title(subject.id))
