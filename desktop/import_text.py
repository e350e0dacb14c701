"""An import in the operator's words: what a column means, what a row would do, what came of it."""

from collections.abc import Iterator
from typing import Any

from desktop.forms.words import refusal_words
from desktop.language import Language
from domain.model.exchange import split_line_field
from domain.model.refusal import Refused
from domain.model.vocabulary import Vocabulary
from domain.spreadsheets.incoming.comparison import OUTCOMES, Planned
from domain.spreadsheets.incoming.importing import Plan, column_label
from domain.spreadsheets.incoming.rows import Problem, shown_value
from domain.spreadsheets.words import said

COLUMNS = ("row", "occurred", "returned", "outcome", "detail", "kind", "handed_over", "remains")


def target_text(target: str, say: Language, words: Vocabulary) -> str:
    """What a column is taken for, the telling word first: `branch.navy` as `Navy (branch)`."""
    if not target:
        return say("not taken")
    if target.startswith("claim:"):
        _, measure, scope = target.split(":")
        when = say("of its year") if scope == "year" else say("of all years")
        return f"{said(measure, say)} ({say('claim')}, {when})"
    if target.endswith(":bound"):
        return say("{column}, how exact", column=said(target.removesuffix(":bound"), say))
    name, _, within = target.partition("@")
    split = split_line_field(name)
    if split is None or not split[2]:
        return said(name, say)
    leg, dimension, category = split
    about = [words.dimension_name(dimension, say.code)]
    if leg != "returned":
        about.insert(0, said(leg, say))
    if within:
        parent = words.category_name(*words.find_known(within, dimension), say.code)
        about.append(f"{say('within')} {parent}")
    return f"{words.category_name(dimension, category, say.code)} ({', '.join(about)})"


def preview_row(row: Planned, say: Language) -> dict[str, Any]:
    """A row of the sheet as the preview shows it."""
    told = row.stated.said
    return {
        "row": row.stated.row,
        "outcome": said(row.outcome, say),
        "occurred": told.get("occurred", ""),
        "kind": told.get("kind", ""),
        **{leg: _count(told.get(leg)) for leg in ("returned", "handed_over", "remains")},
        "detail": "; ".join(_about(row, say)),
    }


def _count(value: Any) -> Any:
    return value if isinstance(value, int) else shown_value(value)


def _about(row: Planned, say: Language) -> Iterator[str]:
    if row.why == "like_row":
        yield say("repeats row {row}", row=row.like)
    elif row.why:
        yield said(row.why, say) + (f" ({row.like[:12]})" if row.like else "")
    for change in row.changes:
        was, becomes = shown_value(change.now), shown_value(change.becomes)
        yield f"{said(change.field, say)}: {was or '—'} → {becomes or '—'}"
    for problem in row.problems:
        yield problem_text(problem, say)


def problem_text(problem: Problem, say: Language) -> str:
    """What is wrong in a cell, the cell in front."""
    cell = f"{problem.column}{problem.row}" if problem.column else ""
    what = refusal_words(say, problem.refused)
    return f"{cell}: {what}" if cell else what


def counts_text(plan: Plan, say: Language) -> str:
    """How many rows would do what."""
    counts = plan.counts
    parts = [f"{said(one, say)}: {say.number(counts[one])}" for one in OUTCOMES if counts[one]]
    if plan.skipped:
        parts.append(say("no record: {n}", n=say.number(len(plan.skipped))))
    return " · ".join(parts)


def notes(plan: Plan, say: Language) -> Iterator[str]:
    """What is to be known of the sheet as a whole."""
    for column, n in plan.formulas:
        yield say(
            "Column {column}: {n} formulas; the values stored with them were used.",
            column=column_label(column),
            n=say.number(n),
        )
    if plan.not_taken:
        names = ", ".join(column_label(column) for column in plan.not_taken)
        yield say("Column not taken: {column}", column=names)
    for one in plan.skipped:
        yield say(
            "Row {row} is no record ({why}): {words}",
            row=one.row,
            why=say(one.why),
            words=one.text,
        )
    for gone in plan.gone:
        yield say(
            "Not in the sheet any more, left as it is: {exchange} ({day})",
            exchange=gone.exchange[:12],
            day=gone.said.get("occurred", ""),
        )
    if not plan.is_possible:
        yield say.refusal(Refused("rows_wrong", count=plan.counts["wrong"]))
