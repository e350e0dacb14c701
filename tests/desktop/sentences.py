"""Finds every sentence that the program says, so that none goes untranslated."""

import ast
from collections.abc import Iterator
from pathlib import Path

from desktop.tables import TABLES
from domain.model.refusal import MESSAGES
from domain.spreadsheets.incoming.comparison import OUTCOMES
from domain.spreadsheets.layouts import LAYOUTS
from domain.statements.reasons import NO_EXCHANGE, NOT_USED
from domain.verification.findings import FINDINGS, REMARKS, UNKNOWABLE, WHY_NEW

ROOT = Path(__file__).parents[2]
SPEAKING = (ROOT / "desktop", ROOT / "domain" / "spreadsheets")

# Words that the tables hold as codes of the domain, and show through the catalogue.
WORDS = (
    *("all", "undated", "returned", "handed_over", "remains"),
    *("counts", "retracted", "reinstated", "merged"),
    *("reproduced", "short", "exceeds", "cannot_be_checked"),
    *("closes", "cannot_tell", "highlight"),
    *("recorded", "correction", "revision", "retraction", "reinstatement", "merge", "note"),
    *("claim", "disposition", "source", "opening", "policy", "category", "dimension"),
    *(
        "definition",
        "partition",
        "balance",
        "name",
        "journal",
        "newer_version",
        "unreadable",
        "mediator",
        "exchange",
    ),
    *("does_not_close", "conflict", "likely_duplicates", "ordinal_missing"),
    *("dates_out_of_order", "no_date", "no_source", "changed_unseen", "line_exceeds"),
    *("release_with_handed_over", "repatriation_with_living", "merged_in_circle"),
    *("survivor_missing", "survivor_retracted", "parent_does_not_count", "stage_in_circle"),
    *("returned_total", "handed_over_total", "both_total", "remains_total", "largest_return"),
    *("exchange_ordinal", "exchange_count", "breakdown", "yes", "no"),
    *("import", *OUTCOMES, "subtotal", "heading", "section", "row", "outcome"),
    *("like_recorded", "like_row", "one_of_several", "changed_here_too", "retracted_here"),
    *("ledger_starts_too_late", "before_opening_balance", "exchange_not_counted"),
    *("not_stated", "not_exact", "at_least", "about", "unknown", "night", "days", "month", "year"),
    *("export", "as_in_the_ledger", "out_of_date"),
    *("about", "at least", "kind", "occurred"),
)


def sentences() -> set[str]:
    """Every English sentence or word that has to have a Ukrainian one."""
    columns = {column for table in TABLES.values() for column in table.columns}
    headings = {field.key for fields in LAYOUTS.values() for field in fields}
    codes = {*columns, *headings, *LAYOUTS, *WORDS}
    checks = (*FINDINGS.values(), *REMARKS.values(), *UNKNOWABLE.values(), *WHY_NEW.values())
    words = (code.replace("_", " ") for code in codes)
    reasons = (*NOT_USED, *NO_EXCHANGE.values())
    return {*_said(), *MESSAGES.values(), *checks, *words, *reasons}


def plurals() -> set[tuple[str, str]]:
    """Every (one, many) pair."""
    found = set()
    for call in _calls():
        texts = [word.value for word in call.args if isinstance(word, ast.Constant)]
        if _name(call) == "plural" and len(texts) >= 2:
            found.add((str(texts[0]), str(texts[1])))
    return found


def _said() -> Iterator[str]:
    for call in _calls():
        place = {"say": 0, "verb": 2}.get(_name(call))
        if place is not None and len(call.args) > place:
            text = call.args[place]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def _calls() -> Iterator[ast.Call]:
    for path in sorted(path for folder in SPEAKING for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
