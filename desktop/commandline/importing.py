"""The verb `import`: what a spreadsheet would bring, row by row, then all of it or nothing."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop.commandline.session import ANSWER_IS_NO, BAD_INPUT, DONE, Session
from desktop.language import Language
from domain.ledger import Ledger
from domain.model.refusal import Refused
from domain.spreadsheets.incoming.comparison import OUTCOMES, Change, Planned
from domain.spreadsheets.incoming.importing import (
    Decisions,
    Mapping,
    Plan,
    carry_out,
    column_label,
    plan_import,
    read_file,
)
from domain.spreadsheets.incoming.mapping import load, written
from domain.spreadsheets.incoming.rows import Problem, shown_value

_MOST: Final = 100_000  # rows that a range such as 5-9 may name


def import_sheet(session: Session) -> int:
    """Exit status 1 says that rows wait for a decision, 2 that some cannot be recorded."""
    asked, say = session.asked, session.say
    with closing(session.open()) as ledger:
        mapping = _mapping(session, ledger)
        book = read_file(Path(asked.sheet_file), mapping)
        plan = plan_import(ledger, book, mapping, _decisions(session))
        if asked.save_mapping:
            _save(Path(asked.save_mapping), plan)
        _say_plan(plan, session)
        if not plan.is_possible:
            wrong = plan.counts["wrong"]
            session.tell(say.refusal(Refused("rows_wrong", book.file, count=wrong)))
            return BAD_INPUT
        if asked.dry_run:
            session.tell(say("Nothing was written."))
        else:
            reason = say("the sheet was changed")
            events = carry_out(ledger, plan, reason, asked.source or "")
            session.tell(say("Events recorded: {n}", n=say.number(len(events))))
    return ANSWER_IS_NO if plan.undecided else DONE


def _mapping(session: Session, ledger: Ledger) -> Mapping:
    """The saved mapping, if there is one, with what the command line says in its place."""
    asked = session.asked
    mapping = Mapping()
    if asked.mapping:
        with ledger.view() as view:
            mapping = load(Path(asked.mapping), view.vocabulary)
    if asked.sheet:
        mapping = replace(mapping, sheet=asked.sheet)
    if asked.header_row:
        rows = asked.header_rows or (mapping.header_rows if asked.mapping else 0)
        mapping = replace(mapping, header_row=_number(asked.header_row), header_rows=rows)
    if asked.kind:
        mapping = replace(mapping, kind=asked.kind)
    if asked.year:
        mapping = replace(mapping, year=_number(asked.year))
    if asked.encoding:
        mapping = replace(mapping, encoding=asked.encoding)
    for word in asked.column or ():
        heading, equals, target = word.rpartition("=")
        if not equals:
            raise Refused("assignment_form", word)
        mapping = mapping.with_target(heading.strip(), target.strip())
    return mapping


def _save(path: Path, plan: Plan) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written(plan.mapping))
    except FileExistsError as error:
        raise Refused("file_exists", str(path)) from error


def _decisions(session: Session) -> Decisions:
    asked = session.asked
    return Decisions(_rows(asked.leave_out), _rows(asked.as_new), _rows(asked.as_same))


def _rows(text: str | None) -> frozenset[int]:
    """The numbers in `7,9-12`."""
    found: set[int] = set()
    for part in (text or "").split(","):
        first, dash, last = part.strip().partition("-")
        if part.strip():
            begin = _number(first)
            end = _number(last) if dash else begin
            if end - begin > _MOST:
                raise Refused("value_whole", "", text=part)
            found.update(range(begin, end + 1))
    return frozenset(found)


def _number(text: str) -> int:
    words = str(text).strip()
    if not (words.isascii() and words.isdigit() and len(words) < 9):
        raise Refused("value_whole", "", text=text)
    return int(words)


# --- what it says --------------------------------------------------------------------------------


def _say_plan(plan: Plan, session: Session) -> None:
    say = session.say
    session.tell(say("Sheet: {name}, headings: row {row}", **_place(plan)))
    for column in plan.columns:
        if column.target:
            session.tell(f"  {column_label(column)} → {column.target}")
    for column in plan.not_taken:
        session.tell(say("Column not taken: {column}", column=column_label(column)))
    for column, n in plan.formulas:
        session.tell(
            say(
                "Column {column}: {n} formulas; the values stored with them were used.",
                column=column_label(column),
                n=say.number(n),
            )
        )
    for skipped in plan.skipped:
        why = say(skipped.why)
        session.tell(
            say(
                "Row {row} is no record ({why}): {words}",
                row=skipped.row,
                why=why,
                words=skipped.text,
            )
        )
    for row in plan.rows:
        _say_row(row, session)
    for row_gone in plan.gone:
        session.tell(
            say(
                "Not in the sheet any more, left as it is: {exchange} ({day})",
                exchange=row_gone.exchange[:12],
                day=row_gone.said.get("occurred", ""),
            )
        )
    counts = plan.counts
    for outcome in OUTCOMES:
        if counts[outcome]:
            print(f"{say(outcome.replace('_', ' '))}: {say.number(counts[outcome])}")


def _place(plan: Plan) -> dict[str, object]:
    return {"name": plan.layout.sheet.name, "row": plan.layout.first_row}


def _say_row(row: Planned, session: Session) -> None:
    say = session.say
    for problem in row.problems:
        session.tell(_problem(problem, say))
    if row.outcome == "unchanged":
        return
    said = row.stated.said
    counts = " ".join(
        f"{leg}={shown_value(said[leg])}"
        for leg in ("returned", "handed_over", "remains")
        if leg in said
    )
    words = [str(row.stated.row), say(row.outcome.replace("_", " "))]
    words += [str(said.get("occurred", "")), str(said.get("kind", "")), counts]
    if row.exchange or row.like:
        words.append((row.exchange or row.like)[:12])
    if row.why:
        words.append(f"({say(row.why.replace('_', ' '))})")
    print("  ".join(word for word in words if word))
    for change in row.changes:
        print(f"    {_change(change)}")


def _change(change: Change) -> str:
    was, becomes = shown_value(change.now), shown_value(change.becomes)
    return f"{change.field}: {was or '—'} → {becomes or '—'}"


def _problem(problem: Problem, say: Language) -> str:
    what = say.refusal(problem.refused)
    return f"{problem.column}{problem.row}: {what}"
