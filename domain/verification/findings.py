"""What verification can find, in plain words, with the exact record that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

# Each is about the record (or table) whose name the program puts in front.
FINDINGS: Final[dict[str, str]] = {
    # the record itself
    "unreadable": "cannot be read: this part of the file is damaged ({why}).",
    "not_an_event": "is not in the form in which events are stored ({why}).",
    "body_changed": "its text (line 2) is not the one it was recorded with.",
    "not_as_signed": "is not as its device signed it: the record, or its signature, was changed.",
    "signature_wrong": "carries a signature (line 3) that is not its device’s; the record itself "
    "is the one that was signed.",
    "signature_form": "carries a signature (line 3) in a form that no device writes.",
    "misplaced": "is stored under another address ({address}) than the one it names.",
    "topic_differs": "is stored as “{topic}”, which is not what it says it is.",
    # its journal
    "missing": "changes {first} to {last} of this journal are missing.",
    "missing_known": "this record is missing; the next one names it.",
    "out_of_order": "stands after a later record of its journal.",
    "twice": "its place in the journal is taken by another record.",
    "prev_differs": "names another record before it than the one that stands there.",
    "act_differs": "names a wrong beginning of its command ({act}).",
    "not_opened": "the journal does not begin with the record that opens it.",
    "opened_again": "opens the journal a second time.",
    "other_ledger": "its journal was opened for another ledger ({ledger}).",
    "key_form": "does not hold a key that signatures can be checked with.",
    "forked": "the journal was continued twice: two records stand at this place. Both are kept; "
    "one of the two devices worked on a copy.",
    # order of arrival
    "position": "stands at position {position}, where {expected} comes next: records were removed "
    "or moved.",
    "no_arrival": "no arrival brought it.",
    "arrival_gap": "the arrival from position {first} to {last} does not follow the one before it.",
    "arrival_time": "the arrival from position {first} on came earlier than the one before it.",
    "arrival_form": "the arrival from position {first} on is not in the form that is stored.",
    "arrival_early": "arrived ({arrived}) before it was recorded ({recorded}).",
    "arrival_mixed": "did not come from outside, yet arrived with records of another journal.",
    "seen_missing": "its author had seen change {index} of journal {journal}, which is missing.",
    "seen_differs": "its author had seen another record at change {index} of journal {journal} "
    "than the one that stands there.",
    "seen_later": "its author had seen change {index} of journal {journal}, which arrives later "
    "here: the order of arrival was changed.",
    "seen_arrivals": "names other heads of other journals than had arrived here by then.",
    # the file and its tables
    "ledger_unnamed": "the file does not say which ledger it is.",
    "form_differs": "the file says that it has form {found}, not {expected}.",
    "schema": "{name} is not as the program makes it.",
    "file_cut": "The file has {size} bytes and should have {expected}: it was cut short, or copied "
    "while the ledger was open. Use a copy made with: backup LEDGER DEST",
    "file_damaged": "The file’s own structure is damaged ({why}). That happens when a ledger is "
    "copied while it is open. Use a copy made with: backup LEDGER DEST",
    "table_differs": "the table {table} does not show what the events say at {key}.",
    "table_unreadable": "the table {table} cannot be read ({why}).",
    "tables_impossible": "the tables cannot be made from these events ({why}).",
    # what others hold
    "checkpoint_unknown": "the checkpoint is of journal {journal}, which is not in this ledger.",
    "checkpoint_key": "the checkpoint of journal {journal} at change {index} is not signed with "
    "the key that this journal now has: one of the two was replaced.",
    "checkpoint_short": "the checkpoint of journal {journal} has {index} changes; from change "
    "{first} on they are missing here.",
    "checkpoint_differs": "the checkpoint of journal {journal} at change {index} is of another "
    "record than this one: between change {first} and change {index}, something was changed.",
    "code_short": "the code is of {index} changes; this ledger has {found}.",
    "code_differs": "the code is of another record than the first {index} changes here: something "
    "was changed, or they arrived in another order than where the code was made.",
    "behind": "{changes} changes of journal {journal}, last written on this device on {day}, are "
    "missing: this is an older copy, or one made while the ledger was open. Merge the copy that "
    "has them.",
    "more": "{n} more findings are not listed.",
}

# What is worth saying and is no fault.
REMARKS: Final[dict[str, str]] = {
    "tables_other": "The tables were made by another version of the program and were not compared; "
    "they are made again when the ledger is opened.",
    "tables_skipped": "The tables were not compared.",
    "tables_damaged": "The tables were not compared: the events that they are made from are "
    "damaged.",
    "newer": "{n} records were made by a newer version of the program; only their place, their "
    "hashes and their signatures were checked.",
    "key_newer": "Journal {journal} was opened by a newer version of the program; its signatures "
    "could not be checked.",
    "extends": "Extends the checkpoint of journal {journal} at change {index}.",
    "extends_code": "Extends the code of {index} changes.",
    "continues": "Journal {journal} goes on from journal {before}: {why}.",
    "open_elsewhere": "The ledger is open in another window; what it holds by now was checked.",
    "not_closed": "A sitting on this device on {day} was not closed: the program or the machine "
    "stopped, or this file was copied while the ledger was open.",
}

# Why a journal was not continued (`Continues.why`).
WHY_NEW: Final[dict[str, str]] = {
    "in_use": "it was open in another window",
    "not_closed": "it had not been closed, or the file was copied while the ledger was open",
    "other_machine": "the device’s profile came from another machine",
    "behind": "the file lacked its last changes",
}

# What no check of this file can show.
UNKNOWABLE: Final[dict[str, str]] = {
    "tail": "Whether the last changes were cut off, or the whole file replaced by an older or "
    "rewritten one, shows only against a checkpoint that somebody else holds: "
    "verify LEDGER --checkpoint FILE",
    "since": "What was recorded after the newest checkpoint and cut off since shows only against "
    "a newer one.",
    "order": "When merged records arrived here, and in which order within one merge, is this "
    "file’s own word.",
    "people": "A signature shows which device’s key signed, not who sat at it.",
    "signatures": "Of {n} signatures, only the last one of each journal was checked, which "
    "vouches for the records before it; --all-signatures checks each one.",
}

MOST: Final = 200  # findings kept; the rest is counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; empty or 0 is what does not apply."""

    code: str
    position: int = 0
    journal: str = ""
    index: int = 0
    id: str = ""
    topic: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """The finding in English, without the record's name."""
        return FINDINGS[self.code].format(**self.values)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth saying that is no fault, or that cannot be known."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Findings:
    """The findings of one verification; beyond MOST they are only counted."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.count = 0

    def add(self, code: str, **about: Any) -> None:
        """`about`: a record's position, journal, index, id, topic; the rest fills the sentence."""
        self.count += 1
        if len(self.found) < MOST:
            named = {name: about.pop(name) for name in _NAME if name in about}
            values = about.pop("values", {})
            self.found.append(Finding(code, **named, values={**values, **about}))

    def listed(self) -> tuple[Finding, ...]:
        more = self.count - len(self.found)
        rest = (Finding("more", values={"n": more}),) if more else ()
        return (*self.found, *rest)


_NAME: Final = ("position", "journal", "index", "id", "topic")
