"""What each row of a sheet would do to the ledger: nothing, a new exchange, a revision, a question.

| outcome | what it means | what an import does |
|---|---|---|
| `new` | the ledger has nothing like it | records it |
| `unchanged` | the sheet says what it said before | nothing |
| `changed` | the sheet says something else than before | revises those fields |
| `duplicate` | never imported, but the ledger has an exchange much like it | nothing unless told |
| `unclear` | it may be one of several, or both sides changed a field | nothing unless told |
| `not_counting` | the sheet itself says that it does not count | nothing |
| `wrong` | something in it cannot be recorded | stops the import |
| `left_out` | the operator wants it left out | nothing |
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal

import msgspec

from domain.events import ImportedRow
from domain.model.breakdown import Closure
from domain.model.dating import parse_dating
from domain.model.exchange import Value, check_exchange, value_text
from domain.model.refusal import Refused
from domain.projections.view import View
from domain.spreadsheets.incoming.fields import CLAIM
from domain.spreadsheets.incoming.recognition import Known
from domain.spreadsheets.incoming.rows import MEDIATORS, Problem, Stated
from domain.state import Subject

Outcome = Literal[
    "new", "unchanged", "changed", "duplicate", "unclear", "not_counting", "wrong", "left_out"
]
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "new",
    "changed",
    "unchanged",
    "duplicate",
    "unclear",
    "not_counting",
    "left_out",
    "wrong",
)
_LEGS: Final = ("returned", "handed_over", "remains")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the operator said of rows, by their number as the spreadsheet counts.

    `as_new` also means of a row that looks like a total that it is none.
    """

    leave_out: frozenset[int] = frozenset()
    as_new: frozenset[int] = frozenset()
    as_same: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the sheet gives another value: what it was there, what the ledger has now, what
    it becomes. `is_rival` where the ledger changed it too since."""

    field: str
    was: Value
    now: Value
    becomes: Value
    is_rival: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A row, what it would do, to which exchange, and why it is asked about.

    `like` is the exchange it resembles, or the number of the row that it repeats; `why` is a code:
    like_recorded, like_row, one_of_several, changed_here_too, retracted_here.
    """

    stated: Stated
    outcome: Outcome
    exchange: str = ""
    like: str = ""
    why: str = ""
    changes: tuple[Change, ...] = ()
    shown: Mapping[str, Sequence[str]] | None = None
    problems: tuple[Problem, ...] = ()
    settle: bool = False

    @property
    def records(self) -> bool:
        return self.outcome in ("new", "changed")


class Comparison:
    """One look at the ledger, asked row by row."""

    def __init__(self, view: View, decisions: Decisions, today: date | None) -> None:
        self.view = view
        self.decisions = decisions
        self.today = today
        self._by_day: dict[str, list[Any]] = defaultdict(list)
        for row in view.all(
            "SELECT id, kind, first_day, last_day, returned, returned_bound, handed_over, "
            "handed_over_bound, remains, remains_bound FROM exchanges "
            f"WHERE counting = id AND first_day <> '' AND {view.known} ORDER BY first_day, id"
        ):
            for day in _days(row["first_day"], row["last_day"]):
                self._by_day[day].append(row)
        self._here: dict[str, list[Stated]] = defaultdict(list)
        self._claims: dict[str, list[tuple[str, Any]]] | None = None
        self._taken: set[str] = set()

    def expect(self, exchanges: Iterable[str]) -> None:
        """These belong to rows that are known, so that no other row is taken for one of them."""
        self._taken.update(exchanges)

    def planned(self, one: Stated, known: Known) -> Planned:
        """What one row would do."""
        rows = set(one.rows)
        one = self._looked_at(one)
        if rows & self.decisions.leave_out:
            return Planned(one, "left_out")
        if not one.is_sound:
            return Planned(one, "wrong", problems=one.problems)
        if known.row is not None and not known.unclear:
            self._taken.add(known.row.exchange)
            return self._against(one, known.row.exchange, known.row)
        if one.id and (subject := self.view.subject(one.id)) and subject.kind == "exchange":
            self._taken.add(one.id)
            return self._against(one, one.id, None)
        if one.standing:
            return Planned(one, "not_counting", problems=one.problems)
        return self._unknown(one, known)

    def _looked_at(self, one: Stated) -> Stated:
        """The row with what the ledger would refuse of it as a whole."""
        problems = list(one.problems)
        if set(one.rows) & self.decisions.as_new:
            problems = [p for p in problems if p.refused.code != "row_maybe_total"]
        if not any(problem.is_error for problem in problems):
            try:
                found = check_exchange(
                    exchange_fields(one), published=one.published, today=self.today
                )
                for closure in found.closures():
                    refused = _misfit(closure)
                    if refused is not None:
                        problems.append(Problem(one.row, "", "", refused, is_error=False))
            except Refused as refused:
                problems.append(Problem(one.row, "", "", refused))
        return replace(one, problems=tuple(problems))

    # --- rows that are known -----------------------------------------------------------------

    def _against(self, one: Stated, exchange: str, then: ImportedRow | None) -> Planned:
        subject = self.view.subject(exchange)
        if subject is None:
            return Planned(one, "unclear", exchange, why="retracted_here", problems=one.problems)
        changes = tuple(self._changes(one, subject, then))
        told = bool(set(one.rows) & self.decisions.as_same)
        outcome: Outcome = "changed" if changes else "unchanged"
        why = ""
        if changes and subject.standing()["is"] in ("retracted", "merged"):
            outcome, why = "unclear", "retracted_here"
        elif any(change.is_rival for change in changes) and not told:
            outcome, why = "unclear", "changed_here_too"
        conflicts = set(subject.conflicts()) & {change.field for change in changes}
        shown = {change.field: subject.head_ids(change.field) for change in changes}
        return Planned(
            one, outcome, exchange, "", why, changes, shown, one.problems, bool(conflicts)
        )

    def _changes(self, one: Stated, subject: Subject, then: ImportedRow | None) -> Iterator[Change]:
        before = dict(then.said) if then is not None else None
        now = self._now(subject, one)
        names = dict.fromkeys((*one.said, *(before or ())))
        for name in names:
            becomes, has = one.said.get(name), now.get(name)
            if becomes == has:
                continue
            if before is not None and before.get(name) == becomes:
                continue  # the sheet says what it said; the ledger was corrected since
            if before is None and becomes is None:
                continue
            if name == MEDIATORS and set(becomes or ()) <= set(has or ()):
                continue  # taking a mediator back is for the operator, note by note
            was = before.get(name) if before is not None else None
            in_conflict = name in subject.conflicts()
            rival = in_conflict or (before is None or was != has)
            yield Change(name, was, has, becomes, rival and name != MEDIATORS)

    def _now(self, subject: Subject, one: Stated) -> dict[str, Value]:
        """What the ledger says of an exchange, in the words of a row."""
        now: dict[str, Value] = dict(subject.fields())
        row = self.view.first(
            "SELECT x.mediators FROM exchanges x JOIN subjects s ON s.subject = x.subject "
            f"WHERE s.id = ? AND {self.view.known_of('x')}",
            subject.id,
        )
        codes = row[0].split() if row and row[0] else []
        said = list(one.said.get(MEDIATORS) or ())
        now[MEDIATORS] = said if set(said) == set(codes) else (codes or None)
        for name, (_, value) in self.claims(subject.id).items():
            now[name] = value
        return now

    def claims(self, exchange: str) -> dict[str, tuple[str, int]]:
        """The figures that are claimed of an exchange: (claim's id, value) by field of a row."""
        if self._claims is None:
            self._claims = defaultdict(list)
            for row in self.view.all(
                "SELECT id, owner, record FROM records WHERE kind = 'claim' "
                f"AND standing <> 'retracted' AND {self.view.known} ORDER BY recorded_clock, id"
            ):
                self._claims[row["owner"]].append((row["id"], row["record"]))
        found: dict[str, tuple[str, int]] = {}
        for key, text in self._claims.get(exchange, ()):
            record = msgspec.json.decode(text)
            name = f"{CLAIM}{record['measure']}:{record['scope']}"
            found.setdefault(name, (key, record["value"]))
        return found

    # --- rows that are not -------------------------------------------------------------------

    def _unknown(self, one: Stated, known: Known) -> Planned:
        rows = set(one.rows)
        is_new, is_same = rows & self.decisions.as_new, rows & self.decisions.as_same
        like = self._like(one)
        repeated = next((other for other in self._near(one) if _same_counts(one, other)), None)
        self._here[str(one.said.get("occurred"))].append(one)
        if is_new:
            return Planned(one, "new", problems=one.problems)
        if like and is_same:
            self._taken.add(like)
            return replace(self._against(one, like, None), like=like)
        if known.unclear:
            why = "one_of_several"
            return Planned(one, "unclear", like=like, why=why, problems=one.problems)
        if like:
            return Planned(one, "duplicate", like=like, why="like_recorded", problems=one.problems)
        if repeated is not None:
            text = str(repeated.row)
            return Planned(one, "duplicate", like=text, why="like_row", problems=one.problems)
        return Planned(one, "new", problems=one.problems)

    def _near(self, one: Stated) -> list[Stated]:
        return [
            other
            for other in self._here[str(one.said.get("occurred"))]
            if other.said.get("kind") == one.said.get("kind") and not (one.key and other.key)
        ]

    def _like(self, one: Stated) -> str:
        """A recorded exchange that this may be: of its kind, on its day; or on a neighbouring day
        and with its exact counts."""
        occurred = parse_dating(str(one.said["occurred"]))
        kind = one.said.get("kind")
        near = []
        day = timedelta(days=1)
        for known in self._on(occurred.first, occurred.last):
            if known["kind"] == kind and known["id"] not in self._taken:
                near.append((0 if _counts_fit(one, known) else 1, known["id"]))
        for beside in (occurred.first - day, occurred.last + day):
            for known in self._on(beside, beside):
                if (
                    known["kind"] == kind
                    and known["id"] not in self._taken
                    and _counts_fit(one, known)
                ):
                    near.append((2, known["id"]))
        return min(near, default=(0, ""))[1]

    def _on(self, first: date, last: date) -> list[Any]:
        found = []
        for day in _days(first.isoformat(), last.isoformat()):
            found += self._by_day.get(day, [])
        return found


def exchange_fields(one: Stated) -> dict[str, Value]:
    """What a row says of the exchange itself, without mediators and claims."""
    return {
        name: value
        for name, value in one.said.items()
        if name != MEDIATORS and not name.startswith(CLAIM)
    }


def claims_of(said: Mapping[str, Value]) -> Iterator[tuple[str, str, str, int]]:
    """(field, measure, scope, value) of the claims that a row makes."""
    for name, value in said.items():
        if name.startswith(CLAIM) and value is not None:
            _, measure, scope = name.split(":", 2)
            yield name, measure, scope, value


def typed(changes: Sequence[Change]) -> dict[str, str]:
    """The changes of an exchange's own fields, as an operator would type them."""
    return {
        change.field: value_text(change.becomes)
        for change in changes
        if change.field != MEDIATORS and not change.field.startswith(CLAIM)
    }


def _counts_fit(one: Stated, known: Any) -> bool:
    """Whether the first leg that both state exactly is the same."""
    for leg in _LEGS:
        said = one.said.get(leg)
        if isinstance(said, int) and known[f"{leg}_bound"] == "exact":
            return bool(said == known[leg])
    return False


def _same_counts(one: Stated, other: Stated) -> bool:
    return all(one.said.get(leg) == other.said.get(leg) for leg in _LEGS)


def _days(first: str, last: str) -> list[str]:
    """Every day of a dating, up to two months; longer ones are found by their first and last."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    length = (end - begin).days
    if length > 62:
        return [first, last]
    return [(begin + timedelta(days=n)).isoformat() for n in range(length + 1)]


def _misfit(closure: Closure) -> Refused | None:
    """What a row's breakdown lacks or has too much of; its source may have said so."""
    by = abs(closure.residual or 0)
    if closure.status == "short":
        return Refused("row_short", closure.dimension, by=by)
    if closure.status == "exceeds":
        return Refused("row_exceeds", closure.dimension, by=by)
    return None
