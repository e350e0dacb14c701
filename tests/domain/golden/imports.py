"""The event of an import, written anew: kinds of events that came later have files of their own."""

from pathlib import Path

from domain import events as e
from tests.domain.golden.journals import FOLDER, OLENA, Writer, opened, salt

IMPORTS: Path = FOLDER / "imports.events.txt"


def golden_import() -> list[e.Event]:
    """A journal that begins with the import of one row."""
    made = Writer()
    at = "2025-02-01T10:00:00+02:00"
    made.say(OLENA, at, opened(OLENA, "ноутбук"))
    source = {"title": "обміни.xlsx, Аркуш1", "address": f"sha256:{'5d' * 32}"}
    fields = {
        "kind": "exchange",
        "occurred": "2024-12-30",
        "returned": 189,
        "branch.navy": {"count": 24, "within": None},
    }
    said = {**fields, "mediators": ["AE"], "claim:exchange_ordinal:year:2024": 11}
    made.say(
        OLENA,
        at,
        e.SourceRecorded(salt=salt("sheet"), fields=source),
        lambda written: e.ExchangeRecorded(salt=salt("row"), fields=fields, source=written[0].id),
        lambda written: e.ImportRecorded(
            salt=salt("import"),
            file="обміни.xlsx",
            sheet="Аркуш1",
            sha256="5d" * 32,
            rows=(e.ImportedRow(written[1].id, said, "11"),),
            source=written[0].id,
            continues="0f" * 32,
        ),
    )
    return made.events
