"""The ledger: one method for each thing an operator does. Commands in, events out."""

from collections.abc import Mapping, Sequence

from domain import batch, commands
from domain.application import LedgerApplication, Progress
from domain.batch import SheetImport
from domain.commands import Correction, SourceInput
from domain.events import Event
from domain.journal import Step
from domain.model.draft import Draft, DraftClaim
from domain.model.policy import Policy
from domain.projections.projector import uncollected


class Ledger(LedgerApplication):
    """One ledger file, open for reading and for recording.

    Every verb returns the events it recorded, raises `Refused` for what cannot be recorded, and
    then has written nothing. `source` is a Source, the id of a recorded one, or an address or
    title. Sources and reasons are mandatory wherever a recorded value changes.
    """

    def record(
        self, draft: Draft, source: SourceInput | None = None, published: str = ""
    ) -> list[Event]:
        """Record an exchange with its source, mediators and claims."""
        return self.carry_out(
            lambda view: commands.record(view, draft, source, published, self.clock().date())
        )

    def correct(self, correction: Correction) -> list[Event]:
        """Correct or revise fields of an exchange, note, claim or source."""
        today = self.clock().date()
        return self.carry_out(lambda view: commands.correct(view, correction, today))

    def plan(self, correction: Correction) -> list[Step]:
        """The steps of a correction, checked and not recorded: `rehearse` shows their impact."""
        with self.view() as view:
            return commands.correct(view, correction, self.clock().date())

    def retract(self, subject: str, reason: str, source: SourceInput | None = None) -> list[Event]:
        """Take back an exchange, a note or a claim; it stays in the history."""
        return self.carry_out(lambda view: commands.retract(view, subject, reason, source))

    def reinstate(
        self, subject: str, reason: str, source: SourceInput | None = None
    ) -> list[Event]:
        """Let a retracted record, or a merged duplicate, count again."""
        return self.carry_out(lambda view: commands.reinstate(view, subject, reason, source))

    def merge_duplicates(
        self,
        survivor: str,
        duplicates: Sequence[str],
        reason: str,
        source: SourceInput | None = None,
        taken: Mapping[str, str] | None = None,
    ) -> list[Event]:
        """Say that several records are the same exchange; the survivor counts for all, with the
        values of the fields `taken` from a duplicate (field -> duplicate)."""
        return self.carry_out(
            lambda view: commands.merge_duplicates(
                view, survivor, duplicates, reason, source, taken
            )
        )

    def note(
        self,
        exchange: str,
        mediator: str,
        text: str = "",
        role: str = "mediator",
        source: SourceInput | None = None,
    ) -> list[Event]:
        """Note that a mediator took part in an exchange."""
        return self.carry_out(
            lambda view: commands.note(view, exchange, mediator, text, role, source)
        )

    def claim(
        self, figure: DraftClaim, source: SourceInput, exchange: str = "", policy: str = ""
    ) -> list[Event]:
        """Keep a figure that a source asserts about the record, to be checked against it."""
        return self.carry_out(lambda view: commands.claim(view, figure, source, exchange, policy))

    def dispose(self, claim: str, disposition: str, reason: str) -> list[Event]:
        """Say why a claim differs; this re-opens when either number moves."""
        return self.carry_out(lambda view: commands.dispose(view, claim, disposition, reason))

    def open_with(
        self, measure: str, scope: str, value: int, source: SourceInput, as_of: str = ""
    ) -> list[Event]:
        """State an opening balance: what came before the ledger begins."""
        return self.carry_out(
            lambda view: commands.opening(view, measure, scope, value, source, as_of)
        )

    def import_sheet(self, incoming: SheetImport, progress: Progress | None = None) -> list[Event]:
        """Record what a sheet brings: all of it as one command, or nothing. `progress` may raise
        to cancel; it is told how far it is, of how much."""
        with uncollected():
            with self.view() as view:
                steps = batch.import_sheet(view, incoming, self.clock().date(), progress)
            return self.append(steps, batch.second_half(progress)) if steps else []

    def record_export(
        self,
        known: int,
        file: str,
        sha256: str,
        tables: Sequence[str],
        language: str = "en",
        policy: str = "",
        where: Mapping[str, str] | None = None,
    ) -> list[Event]:
        """Keep that a file was given out: these tables, as known at position `known`; `where`
        says which of their rows (see events.ExportRecorded)."""
        with self.view(known) as view:
            steps = commands.record_export(
                view, file, sha256, tables, language, policy, where or {}
            )
        return self.append(steps)

    def define_policy(self, policy: Policy, en: str = "", uk: str = "") -> list[Event]:
        """Define or change a counting policy of this ledger."""
        return self.carry_out(lambda view: commands.define_policy(view, policy, en, uk))

    def define_category(
        self, dimension: str, category: str, en: str, uk: str, mode: str = ""
    ) -> list[Event]:
        """Define or rename a category, and its dimension where that is new."""
        return self.carry_out(
            lambda view: commands.define_category(view, dimension, category, en, uk, mode)
        )

    def define_dimension(self, dimension: str, en: str, uk: str, mode: str = "") -> list[Event]:
        """Define or rename a dimension of the ledger's own."""
        return self.carry_out(lambda view: commands.define_dimension(view, dimension, en, uk, mode))

    def rename(self, name: str) -> list[Event]:
        """Give the ledger another name."""
        return self.carry_out(lambda view: commands.name_ledger(view, name))
