"""The events of the golden files, written anew: three journals of one ledger, every kind of event.

The files beside this one were written once and are never written again. A kind of event that is
added later goes into a file of its own.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from domain import events as e
from domain.journal import Author, Head, Step, public_key, write
from domain.model.policy import Policy

FOLDER = Path(__file__).parent
EVENTS = FOLDER / "form-1.events.txt"
STATE = FOLDER / "form-1.state.json"
EXPORTS = FOLDER / "exports.events.txt"
NEWER = FOLDER / "newer.events.txt"

LEDGER = "5d0c1a52-7f0e-4a3c-9d59-0c6d2f6a1b11"
OLENA = "0a4b3e1c-5a86-4f0e-8a53-2f1c9b7d6e01"
BOHDAN = "1b7c2d3e-6b97-4e1f-9b64-3e2d8c6e5f02"
OLENA_AGAIN = "2c8d4f5a-7ca8-4d2e-8c75-4d3e7d5f6a03"
KEYS = {
    OLENA: SigningKey(bytes(range(32))),
    BOHDAN: SigningKey(bytes(range(32, 64))),
    OLENA_AGAIN: SigningKey(bytes(range(32))),
}
NAMES = {OLENA: "Олена К.", BOHDAN: "Bohdan", OLENA_AGAIN: "Олена К."}


class Writer:
    """Writes the journals of the golden ledger with fixed keys, salts and clocks."""

    def __init__(self) -> None:
        self.events: list[e.Event] = []
        self.heads: dict[str, Head] = {}

    def say(self, journal: str, at: str, *steps: Step, seen: Sequence[e.Seen] = ()) -> e.Event:
        """One command; returns its last event."""
        head = self.heads.get(journal, Head(journal))
        author = Author(NAMES[journal], datetime.fromisoformat(at), "0.1.0")
        made, self.heads[journal] = write(head, steps, KEYS[journal], author, seen)
        self.events += made
        return made[-1]

    def seen(self, journal: str) -> e.Seen:
        head = self.heads[journal]
        return (journal, head.index, head.id)


def salt(name: str) -> str:
    return hashlib.sha256(f"golden {name}".encode()).hexdigest()[:32]


def opened(journal: str, device: str, continues: e.Continues | None = None) -> e.JournalOpened:
    return e.JournalOpened(
        salt=salt(f"opened {journal}"),
        ledger=LEDGER,
        key=public_key(KEYS[journal]),
        device=device,
        language="en" if journal == BOHDAN else "uk",
        continues=continues,
    )


def golden() -> list[e.Event]:
    """Every event of the first golden file, in its order."""
    return _form_1().events


def exported() -> list[e.Event]:
    """An export of the golden ledger: every event of the second golden file."""
    made = _form_1()
    before = len(made.events)
    made.say(
        OLENA_AGAIN,
        "2025-01-06T10:00:00+02:00",
        e.ExportRecorded(
            salt=salt("exported"),
            file="обміни.xlsx",
            sha256=hashlib.sha256(b"the workbook").hexdigest(),
            tables=("totals", "exchanges"),
            known=(made.seen(OLENA), made.seen(BOHDAN), made.seen(OLENA_AGAIN)),
            language="uk",
            policy="civilians",
            where={"containing": "ВМС", "year": "2024"},
        ),
    )
    return made.events[before:]


def _form_1() -> Writer:
    made = Writer()
    _bohdan_begins(made)
    source, exchange, note, claim = _olena_records(made)
    _olena_changes(made, source.id, exchange.id, note.id, claim.id)
    _olena_judges(made, exchange.id, note.id, claim.id)
    _olena_defines(made, source.id)
    _olena_continues(made, exchange.id)
    return made


def _bohdan_begins(made: Writer) -> None:
    made.say(BOHDAN, "2024-12-30T17:00:00+00:00", opened(BOHDAN, "desk"))
    twin = {"kind": "exchange", "occurred": "2024-12-30", "returned": {"about": 190}}
    made.say(
        BOHDAN,
        "2024-12-30T17:01:00+00:00",
        e.ExchangeRecorded(salt=salt("twin"), fields=twin),
    )


def _olena_records(made: Writer) -> tuple[e.Event, e.Event, e.Event, e.Event]:
    seen = made.seen(BOHDAN)
    at = "2024-12-30T20:04:05+02:00"
    made.say(OLENA, at, opened(OLENA, "ноутбук"), seen=[seen])
    made.say(OLENA, at, e.LedgerNamed(salt=salt("name"), name="Обміни 2022–2024"))
    text = "Додому повернулися 189 українців.\n«Ми вдома», — сказав один із них."
    source = {
        "publisher": "Координаційний штаб",
        "title": "Обмін 30 грудня",
        "address": "https://example.org/30-12",
        "published": "2024-12-30",
        "language": "uk",
        "text": text,
        "text_hash": hashlib.sha256(text.encode()).hexdigest(),
    }
    fields: dict[str, Any] = {
        "kind": "exchange",
        "occurred": "2024-12-30",
        "returned": 189,
        "handed_over": {"at_least": 150},
        "remains": "unknown",
        "place": "кордон із Білоруссю",
        "remarks": 'A "quotation", a back\\slash,\ta tab\nand a new line',
        "branch.armed_forces": {"count": 87, "within": None},
        "branch.territorial_defence": {"count": 17, "within": "branch.armed_forces"},
        "branch.navy": {"count": 24, "within": None},
        "handed_over.rank.officers": {"count": {"about": 14}, "within": None},
        "branch": "partition",
    }

    def exchange_step(so_far: Sequence[e.Event]) -> e.Body:
        return e.ExchangeRecorded(salt=salt("exchange"), fields=fields, source=so_far[0].id)

    def note_step(so_far: Sequence[e.Event]) -> e.Body:
        note = {"exchange": so_far[1].id, "mediator": "AE", "role": "mediator", "text": "дякуємо"}
        return e.NoteRecorded(salt=salt("note"), fields=note, source=so_far[0].id)

    def claim_step(so_far: Sequence[e.Event]) -> e.Body:
        figure = {
            "measure": "returned_total",
            "scope": "year:2024",
            "value": 1358,
            "as_of": "2024-12-30",
            "policy": "all-returns",
            "quotation": "1358 осіб цього року",
            "exchange": so_far[1].id,
        }
        return e.ClaimRecorded(salt=salt("claim"), fields=figure, source=so_far[0].id)

    made.say(
        OLENA,
        "2024-12-30T20:05:00+02:00",
        e.SourceRecorded(salt=salt("source"), fields=source),
        exchange_step,
        note_step,
        claim_step,
    )
    source_event, exchange, note, claim = made.events[-4:]
    stage = {
        "kind": "release",
        "occurred": "2024-10-18/2024-10-19",
        "returned": 10,
        "part_of": exchange.id,
    }
    made.say(
        OLENA,
        "2024-12-30T20:06:00+02:00",
        e.ExchangeRecorded(salt=salt("stage"), fields=stage),
    )
    return source_event, exchange, note, claim


def _olena_changes(made: Writer, source: str, exchange: str, note: str, claim: str) -> None:
    kept = {"count": 24, "within": None}
    wrong = {"count": 25, "within": None}
    first = made.say(
        OLENA,
        "2024-12-31T09:00:00+02:00",
        e.ExchangeChanged(
            salt=salt("24 to 25"),
            subject=exchange,
            changes=(
                e.Change("branch.navy", kept, wrong, (exchange,)),
                e.Change("remarks", "", None, (exchange,)),
            ),
            kind="correction",
            reason="помилка під час введення",
            source=source,
        ),
    )
    made.say(
        OLENA,
        "2025-01-02T09:00:00+02:00",
        e.ExchangeChanged(
            salt=salt("25 to 24"),
            subject=exchange,
            changes=(e.Change("branch.navy", wrong, kept, (first.id,)),),
            kind="revision",
            reason="it was 24 after all",
            source=source,
            undoes=first.id,
        ),
    )
    at = "2025-01-02T09:01:00+02:00"
    made.say(
        OLENA,
        at,
        e.SourceChanged(
            salt=salt("source changed"),
            subject=source,
            changes=(e.Change("title", "Обмін 30 грудня", "Обмін", (source,)),),
            kind="correction",
            reason="shorter",
            source=source,
        ),
        e.NoteChanged(
            salt=salt("note changed"),
            subject=note,
            changes=(e.Change("mediator", "AE", "QA", (note,)),),
            kind="correction",
            reason="mixed up",
            source=source,
        ),
        e.ClaimChanged(
            salt=salt("claim changed"),
            subject=claim,
            changes=(e.Change("value", 1358, 1359, (claim,)),),
            kind="revision",
            reason="corrected by its source",
            source=source,
        ),
    )


def _olena_judges(made: Writer, exchange: str, note: str, claim: str) -> None:
    first = made.say(
        OLENA,
        "2025-01-03T09:00:00+02:00",
        e.ClaimDisposed(
            salt=salt("disposed"),
            claim=claim,
            disposition="unexplained",
            reason="the ledger starts too late",
            claimed=1359,
        ),
    )
    made.say(
        OLENA,
        "2025-01-03T09:01:00+02:00",
        e.ClaimDisposed(
            salt=salt("disposed again"),
            claim=claim,
            disposition="scope_differs",
            reason="інше охоплення",
            claimed=1359,
            computed=1348,
            policy="all-returns",
            replaces=(first.id,),
        ),
    )
    gone = made.say(
        OLENA,
        "2025-01-03T09:02:00+02:00",
        e.Retracted(salt=salt("retracted"), subject=note, reason="зайве", basis=(note,)),
    )
    made.say(
        OLENA,
        "2025-01-03T09:03:00+02:00",
        e.Reinstated(
            salt=salt("reinstated"),
            subject=note,
            reason="not at all",
            basis=(note,),
            replaces=(gone.id,),
        ),
    )
    twin = made.events[1].id
    made.say(
        OLENA,
        "2025-01-03T09:04:00+02:00",
        e.DuplicatesMerged(
            salt=salt("merged"),
            survivor=exchange,
            duplicates=(e.Duplicate(twin, (twin,)),),
            reason="той самий обмін",
        ),
    )


def _olena_defines(made: Writer, source: str) -> None:
    at = "2025-01-04T09:00:00+02:00"
    made.say(
        OLENA,
        at,
        e.DimensionDefined(
            salt=salt("dimension"), dimension="camp", en="camp", uk="табір", mode="partition"
        ),
        e.CategoryDefined(
            salt=salt("category"),
            dimension="camp",
            category="olenivka",
            en="Olenivka",
            uk="Оленівка",
        ),
    )
    rule = Policy("civilians", ("exchange", "release"), "status.civilian", "both", "stage").rule()
    made.say(
        OLENA,
        at,
        e.PolicyDefined(
            salt=salt("policy"), name="civilians", rule=rule, en="civilians", uk="цивільні"
        ),
        e.OpeningStated(
            salt=salt("opening"),
            measure="returned_total",
            scope="since:2022-02-24",
            value=3767,
            source=source,
            as_of="2024-12-29",
        ),
    )


def _olena_continues(made: Writer, exchange: str) -> None:
    made.say(BOHDAN, "2025-01-05T08:00:00+00:00", _handed_over(exchange, 151, "revision"))
    before = made.heads[OLENA]
    continues = e.Continues(before.journal, before.index, before.id, "not_closed")
    made.say(
        OLENA_AGAIN,
        "2025-01-05T11:00:00+02:00",
        opened(OLENA_AGAIN, "ноутбук", continues),
        seen=[made.seen(OLENA), made.seen(BOHDAN)],
    )
    made.say(OLENA_AGAIN, "2025-01-05T11:01:00+02:00", _handed_over(exchange, 149, "correction"))


def _handed_over(exchange: str, n: int, kind: str) -> e.Body:
    """One of two changes that do not name one another: a conflict."""
    return e.ExchangeChanged(
        salt=salt(f"handed over {n}"),
        subject=exchange,
        changes=(e.Change("handed_over", {"at_least": 150}, n, (exchange,)),),
        kind=kind,
        reason="за даними іншої сторони",
        source=exchange,
    )


def read_golden(path: Path) -> list[tuple[str, bytes]]:
    """(id, the three stored lines) of every event in a golden file."""
    found = []
    for block in path.read_bytes().rstrip(b"\n").split(b"\n\n"):
        lines = [line for line in block.split(b"\n") if not line.startswith(b"#")]
        if lines:
            named, _, stored = b"\n".join(lines).partition(b"\n")
            found.append((named.removeprefix(b"id ").decode(), stored))
    return found
