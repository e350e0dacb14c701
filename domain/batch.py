"""Many records as one command: what a sheet brings, checked row by row, then the steps of all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain import commands
from domain import events as e
from domain.commands import NEW, Correction, Made, SourceInput
from domain.journal import Step
from domain.model.draft import Draft, DraftClaim
from domain.model.exchange import Fields
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.projections.view import View

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class NewRow:
    """An exchange to record. `row` is its place in the sheet, `said` what the sheet says of it;
    `source` its own one, None for the sheet."""

    row: int
    draft: Draft
    said: Fields
    key: str = ""
    source: SourceInput | None = None
    published: str = ""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A recorded exchange that the sheet speaks of: what it changes there, and what it adds.

    `values` are fields as an operator would type them, `shown` the events that stood there when
    the change was planned; `claims` are changed figures of recorded claims by their id.
    """

    row: int
    exchange: str
    said: Fields
    key: str = ""
    values: Mapping[str, str] | None = None
    shown: Mapping[str, Sequence[str]] | None = None
    settle: bool = False
    claims: Mapping[str, int] | None = None
    new_claims: tuple[DraftClaim, ...] = ()
    new_mediators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What one sheet brings. `reason` stands with every change; `continues` is the first import of
    an earlier version."""

    file: str
    sheet: str
    sha256: str
    source: Source
    reason: str
    new: Sequence[NewRow] = ()
    known: Sequence[KnownRow] = ()
    continues: str = ""


class _Sources:
    """The sources of one command, each recorded once, before the first step that names it."""

    def __init__(self, steps: list[Step]) -> None:
        self._steps = steps
        self._names: dict[tuple[SourceInput | None, str], Callable[[Made], str]] = {}

    def __call__(
        self, view: View, source: SourceInput | None, published: str
    ) -> tuple[list[Step], Callable[[Made], str]]:
        key = (source, published if isinstance(source, str) else "")
        if key not in self._names:
            steps, name = commands.use_source(view, source, published)
            self._names[key] = _id_at(len(self._steps)) if steps else name
            self._steps += steps
        return [], self._names[key]


def _id_at(place: int) -> Callable[[Made], str]:
    return lambda made: made[place].id


def import_sheet(
    view: View, incoming: SheetImport, today: date, progress: Progress | None = None
) -> list[Step]:
    """The steps of an import, all of them checked; none where the sheet brings nothing.

    Raises Refused naming the row.
    """
    total = len(incoming.new) + len(incoming.known)
    if not total:
        return []
    steps: list[Step] = []
    sources = _Sources(steps)
    _, sheet_id = sources(view, incoming.source, "")
    places: list[tuple[int, NewRow]] = []
    done = 0
    for new in incoming.new:
        source = new.source if new.source is not None else incoming.source
        try:
            made = commands.record(
                view, new.draft, source, new.published, today, before=steps, sources=sources
            )
        except Refused as refused:
            raise refused.within(f"{incoming.sheet} {new.row}") from refused
        places.append((len(steps), new))
        steps += made
        done += 1
        _tell(progress, done, 2 * total)
    for known in incoming.known:
        try:
            steps += _changes(view, incoming, known, today, sources)
        except Refused as refused:
            raise refused.within(f"{incoming.sheet} {known.row}") from refused
        done += 1
        _tell(progress, done, 2 * total)

    def kept(made: Made) -> e.Body:
        rows = [e.ImportedRow(made[place].id, new.said, new.key) for place, new in places]
        rows += [e.ImportedRow(known.exchange, known.said, known.key) for known in incoming.known]
        return e.ImportRecorded(
            salt=NEW,
            file=incoming.file,
            sheet=incoming.sheet,
            sha256=incoming.sha256,
            rows=tuple(rows),
            source=sheet_id(made),
            continues=incoming.continues,
        )

    return [*steps, kept]


def second_half(progress: Progress | None) -> Progress | None:
    """Progress of the writing that follows, on the scale on which the checking was the first."""
    if progress is None:
        return None
    return lambda done, of: progress(of + done, 2 * of)


def _changes(
    view: View, incoming: SheetImport, known: KnownRow, today: date, sources: _Sources
) -> list[Step]:
    steps: list[Step] = []
    about = incoming.source

    def revision(subject: str, values: Mapping[str, str], **more: object) -> None:
        correction = Correction(
            subject,
            values,
            "revision",
            incoming.reason,
            about,
            **more,  # type: ignore[arg-type]
        )
        steps.extend(commands.correct(view, correction, today, sources=sources))

    if known.values:
        revision(known.exchange, known.values, settle=known.settle, shown=known.shown)
    for claim, value in (known.claims or {}).items():
        revision(claim, {"value": str(value)})
    for figure in known.new_claims:
        steps += commands.claim(view, figure, about, known.exchange, sources=sources)
    for code in known.new_mediators:
        steps += commands.note(view, known.exchange, code, "", "mediator", about, sources=sources)
    return steps


def _tell(progress: Progress | None, done: int, of: int) -> None:
    if progress is not None and done % 50 == 0:
        progress(done, of)
