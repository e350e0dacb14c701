"""Mediators: how many exchanges each helped, how many people returned in them, and the notes."""

from dataclasses import dataclass

import msgspec

from domain.model.policy import Policy
from domain.model.vocabulary import mediator_name
from domain.projections.totals import ALL, UNDATED, cells_at, counted_under
from domain.projections.view import View


@dataclass(frozen=True, slots=True)
class MediatorRow:
    """What one mediator helped with in one period; an exchange with two helpers is in both."""

    period: str
    mediator: str
    name: str
    exchanges: int
    returned: int
    notes: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One mediator note; `source` is the title of the source it rests on."""

    id: str
    exchange: str
    occurred: str
    mediator: str
    role: str
    text: str
    standing: str
    source: str


def mediators(view: View, policy: Policy, language: str = "en") -> list[MediatorRow]:
    """A row for each mediator and period, busiest first."""
    sums: dict[tuple[str, str], list[int]] = {}
    for cell, n in cells_at(view):
        _, year, _, measure, line, _ = cell
        if line.startswith("mediator.") and counted_under(policy, cell):
            for period in (year or UNDATED, ALL):
                pair = sums.setdefault((period, line.partition(".")[2]), [0, 0])
                pair[measure == "returned"] += n
    written: dict[tuple[str, str], int] = {}
    for first_day, code in _written(view, policy):
        for period in (first_day[:4] or UNDATED, ALL):
            written[(period, code)] = written.get((period, code), 0) + 1
    ordered = sorted(sums, key=lambda key: (key[0] == ALL, key[0], -sums[key][0], key[1]))
    return [
        MediatorRow(
            period,
            code,
            mediator_name(code, language),
            sums[(period, code)][0],
            sums[(period, code)][1],
            written.get((period, code), 0),
        )
        for period, code in ordered
    ]


def _written(view: View, policy: Policy) -> list[tuple[str, str]]:
    """(first day, mediator) for every note with a text about an exchange that counts."""
    rows = view.all(
        "SELECT c.first_day, c.kind, n.record FROM records n "
        "JOIN subjects s ON s.id = n.owner "
        f"JOIN exchanges x ON x.subject = s.subject AND {view.known_of('x')} "
        "JOIN subjects t ON t.id = x.counting "
        f"JOIN exchanges c ON c.subject = t.subject AND {view.known_of('c')} "
        f"WHERE n.kind = 'note' AND n.standing <> 'retracted' AND {view.known_of('n')}"
    )
    records = [(row[0], msgspec.json.decode(row[2])) for row in rows if row[1] in policy.kinds]
    return [(day, record.get("mediator", "")) for day, record in records if record.get("text")]


def notes(view: View, exchange: str = "", mediator: str = "") -> list[NoteRow]:
    """Every mediator note (of one exchange, of one mediator, or all), in order of the day of its
    exchange."""
    known_note = view.known_of("n")
    known_exchange = view.known_of("x")
    rows = view.all(
        "SELECT n.id, n.owner, n.standing, n.record, n.sources, x.occurred, x.counting "
        "FROM records n LEFT JOIN subjects s ON s.id = n.owner "
        f"LEFT JOIN exchanges x ON x.subject = s.subject AND {known_exchange} "
        f"WHERE n.kind = 'note' AND {known_note} AND instr(n.record, ?) > 0 "
        "ORDER BY x.first_day, n.subject",
        f'"mediator":"{mediator}"' if mediator else "",
    )
    found = []
    for row in rows:
        if exchange and exchange not in (row["owner"], row["counting"]):
            continue
        record = msgspec.json.decode(row["record"])
        found.append(
            NoteRow(
                id=row["id"],
                exchange=row["owner"],
                occurred=row["occurred"] or "",
                mediator=record.get("mediator", ""),
                role=record.get("role", ""),
                text=record.get("text", ""),
                standing=row["standing"],
                source=view.source_titles(row["sources"]),
            )
        )
    return found
