"""Verification of a ledger file, from the file's pages to the checkpoints that others hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.checkpoint import Checkpoint, Code, code_of
from domain.journal import Head
from domain.model.refusal import Refused
from domain.projections import tables
from domain.storage.connection import APPLICATION_ID, FORMAT
from domain.storage.profile import Profile
from domain.verification import file, reading
from domain.verification.compare import compare_tables
from domain.verification.findings import Finding, Findings, Remark
from domain.verification.reading import DAMAGE
from domain.verification.walk import Progress, Walk

EVERY_SIGNATURE: Final = 20_000  # up to so many events each one's signature is checked unasked


@dataclass(frozen=True, slots=True)
class Held:
    """What others hold of the ledger: signed checkpoints of journals, codes of the whole."""

    checkpoints: Sequence[Checkpoint] = ()
    codes: Sequence[Code] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a verification. `unknowable`: what no check of this file can show."""

    ledger: str
    events: int
    signatures: int
    heads: dict[str, Head]
    findings: tuple[Finding, ...]
    count: int  # of findings, also those beyond the ones listed
    remarks: tuple[Remark, ...]
    unknowable: tuple[Remark, ...]

    @property
    def is_verified(self) -> bool:
        return not self.findings


def verify(
    path: Path,
    held: Held | None = None,
    *,
    key: bytes | None = None,
    all_signatures: bool = False,
    with_tables: bool = True,
    profile: Profile | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a ledger file without writing to it.

    Every event's form, id, text, place, predecessor and what its author had seen; the arrivals;
    the signature of each journal's head, which vouches for the records before it (with
    `all_signatures`, and in ledgers of up to EVERY_SIGNATURE events, each one's); with
    `with_tables` the file's structure and the tables against a rebuild; what others hold, and
    what this device's own `profile` remembers of it. Raises Refused where the file is no ledger
    that this program can read.
    """
    held = held or Held()
    if not path.is_file():
        raise Refused("file_missing", str(path))
    findings = Findings()
    file.check_length(path, findings)
    try:
        with reading.reading(path, key) as connection:
            _check_is_ledger(connection, path)
            how = _How(all_signatures, with_tables, profile, progress)
            return _examine(connection, held, findings, how)
    except DAMAGE as error:
        if "malformed" not in str(error) and not findings.count:
            raise Refused("file_not_ledger", str(path)) from error
        findings.add("file_damaged", why=error)
    return Report("", 0, 0, {}, findings.listed(), findings.count, (), ())


class _How(NamedTuple):
    """How thoroughly to look, and whom to ask and to tell."""

    all_signatures: bool
    with_tables: bool
    profile: Profile | None
    progress: Progress | None


def _check_is_ledger(connection: Any, path: Path) -> None:
    (known,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone()
    if known != APPLICATION_ID:
        raise Refused("file_not_ledger", str(path))
    if form > FORMAT:
        raise Refused("file_newer", str(path), found=form)


def _examine(connection: Any, held: Held, findings: Findings, how: _How) -> Report:
    remarks = list[Remark]()
    file.check_form(connection, findings)
    facts = file.facts(connection)
    ledger = facts.get("ledger", "")
    if not ledger:
        findings.add("ledger_unnamed")
    before = findings.count
    walk = Walk(connection, ledger, findings)
    walk.run([code.changes for code in held.codes], how.progress)
    every = how.all_signatures or walk.events <= EVERY_SIGNATURE
    walk.check_signatures(every=every, progress=how.progress)
    are_intact = findings.count == before
    _compare_held(walk, held, findings, remarks)
    if how.with_tables:
        file.check_structure(connection, findings)
        if facts.get("projections") != str(tables.VERSION):
            remarks.append(Remark("tables_other"))
        elif are_intact:
            compare_tables(connection, findings, walk.events, how.progress)
        else:
            remarks.append(Remark("tables_damaged"))
    else:
        remarks.append(Remark("tables_skipped"))
    _remark(walk, remarks)
    if how.profile is not None:
        _ask(how.profile, walk, findings, remarks)
    return Report(
        ledger,
        walk.events,
        walk.signatures,
        walk.heads(),
        findings.listed(),
        findings.count,
        tuple(remarks),
        _unknowable(walk, held, every=every),
    )


def _compare_held(walk: Walk, held: Held, findings: Findings, remarks: list[Remark]) -> None:
    """Whether the ledger extends what others hold: same root at the same size, same signer.

    With every leaf at hand the root at that size is computed; it is what a consistency proof
    (RFC 9162 §2.1.4) proves to somebody without the leaves.
    """
    agreed: dict[str, int] = {}
    for point in sorted(held.checkpoints, key=lambda point: point.size):
        values = {"journal": point.journal, "index": point.size}
        branches = [c for c in walk.chains.values() if c.journal == point.journal]
        long_enough = [c for c in branches if c.whole >= point.size]
        if not branches:
            findings.add("checkpoint_unknown", values=values)
        elif not any(point.is_signed_by(c.key) for c in branches if c.key):
            findings.add("checkpoint_key", values=values)
        elif not long_enough:
            first = max(c.whole for c in branches) + 1
            findings.add("checkpoint_short", values={**values, "first": first})
        elif not any(c.root_at(point.size) == point.root for c in long_enough):
            first = agreed.get(point.journal, 0) + 1
            findings.add("checkpoint_differs", values={**values, "first": first})
        else:
            agreed[point.journal] = point.size
            remarks.append(Remark("extends", values))
    for code in held.codes:
        values = {"index": code.changes, "found": walk.events}
        sizes = walk.moments.get(code.changes)
        if sizes is None:
            findings.add("code_short", values=values)
        elif code_of(walk.ledger, code.changes, walk.texts_at(sizes)) != code:
            findings.add("code_differs", values=values)
        else:
            remarks.append(Remark("extends_code", values))


def _ask(profile: Profile, walk: Walk, findings: Findings, remarks: list[Remark]) -> None:
    """What this device knows of its own sittings, which a file that was put back cannot know."""
    for missing in profile.behind(walk.ledger, walk.heads()):
        values = {"journal": missing.journal, "changes": missing.changes}
        findings.add("behind", values={**values, "day": missing.written[:10]})
    unclosed = profile.unclosed(walk.ledger)
    if unclosed is not None:
        code = "open_elsewhere" if unclosed.goes_on else "not_closed"
        remarks.append(Remark(code, {"day": unclosed.written[:10]}))


def _remark(walk: Walk, remarks: list[Remark]) -> None:
    if walk.newer:
        remarks.append(Remark("newer", {"n": walk.newer}))
    for chain in walk.chains.values():
        if chain.key_is_newer:
            remarks.append(Remark("key_newer", {"journal": chain.journal}))
        if chain.opened is not None and chain.opened.continues is not None:
            before = chain.opened.continues
            values = {"journal": chain.journal, "before": before.journal, "why": before.why}
            remarks.append(Remark("continues", values))


def _unknowable(walk: Walk, held: Held, *, every: bool) -> tuple[Remark, ...]:
    found = [Remark("since" if held.checkpoints or held.codes else "tail")]
    if not every:
        found.append(Remark("signatures", {"n": walk.events}))
    return (*found, Remark("order"), Remark("people"))
