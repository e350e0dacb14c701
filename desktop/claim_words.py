"""A claim in words: what it is about, and how the record's own value stands beside it."""

from desktop.language import Language
from domain.model.claims import MEASURES
from domain.model.scope_words import scope_words
from domain.projections.questions import Row

SIGNS = {"reproduced": "✓", "short": "▲", "exceeds": "▼", "cannot_be_checked": "–"}
COLOURS = {"reproduced": "closes", "short": "short", "exceeds": "exceeds"}


def claim_about(row: Row, say: Language) -> str:
    """What a claim is about: `returned in all, year 2024`."""
    measure = str(row["measure"])
    name = MEASURES[measure].in_language(say.code) if measure in MEASURES else measure
    return name if row["scope"] == "exchange" else f"{name}, {scope_words(row['scope'], say.code)}"


def status_text(row: Row, say: Language) -> str:
    """The symbol and the word, with the difference where there is one."""
    status = str(row["status"])
    n = say.number(abs(row["difference"] or 0))
    words = {
        "reproduced": say("reproduced"),
        "short": say("short by {n}", n=n),
        "exceeds": say("exceeds by {n}", n=n),
        "cannot_be_checked": say("cannot be checked"),
    }[status]
    return f"{SIGNS[status]} {words}"


def why_text(why: str, say: Language) -> str:
    """Why a claim cannot be checked, and what would let it be."""
    return {
        "ledger_starts_too_late": say(
            "The record begins later than what the claim covers. An opening balance that says what "
            "came before would let it be checked."
        ),
        "before_opening_balance": say(
            "The claim is of a day before the opening balance, so the record cannot tell."
        ),
        "exchange_not_counted": say(
            "The exchange that the claim is about does not count: it has no date, was retracted, "
            "or is a stage of another."
        ),
        "not_stated": say("The record states no number for it."),
        "not_exact": say(
            "Some number in it is not exact, so what the record has is only the least it can be."
        ),
    }.get(why, "")
