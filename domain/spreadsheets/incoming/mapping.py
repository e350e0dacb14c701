"""How a sheet is to be read: which heading means what. Guessed, corrected, saved, used again.

A mapping goes by headings, not by the places of columns, so that one that was saved still fits the
next month's sheet. Two columns of one heading are told apart as `Total` and `Total (2)`, levels of
a heading as `Returned / Navy`.
"""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

import msgspec

from domain.model.refusal import Refused
from domain.model.vocabulary import Vocabulary, check_kind
from domain.spreadsheets.incoming.fields import check_target

FORM: Final = "exchange-ledger mapping 1"
LEVELS: Final = 3  # rows that a heading can have


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` gives each heading its target (see `fields`), empty for not taken; what others
    mean is guessed.

    `sheet` is empty and `header_row` 0 (else the number of the last row of headings, as the
    spreadsheet counts) where they are to be found. `kind` and `year` are those of rows that do not
    say theirs; `values` gives the words of cells their category (`branch.navy`). `order` is that of
    day and month in 03/01/2024, empty where the column shows it.
    """

    columns: Pairs[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 0
    header_rows: int = 0
    kind: str = "exchange"
    year: int = 0
    order: Literal["", "dmy", "mdy"] = ""
    values: Pairs[str, str] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ""

    def with_target(self, heading: str, target: str) -> "Mapping":
        """This mapping with one heading meaning something else; empty for not taken."""
        return replace(self, columns={**self.columns, heading: target})


class _Saved(msgspec.Struct, forbid_unknown_fields=True):
    form: str = FORM
    sheet: str = ""
    header_row: int = 0
    header_rows: int = 0
    kind: str = "exchange"
    year: int = 0
    order: Literal["", "dmy", "mdy"] = ""
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    encoding: str = ""
    separator: str = ""


def written(mapping: Mapping) -> str:
    """The mapping as its file holds it: JSON that a person can read and change."""
    saved = _Saved(**{name: getattr(mapping, name) for name in Mapping.__dataclass_fields__})
    return msgspec.json.format(msgspec.json.encode(saved), indent=2).decode() + "\n"


def load(path: Path, vocabulary: Vocabulary) -> Mapping:
    """A saved mapping; raises Refused naming the file and the heading."""
    if not path.is_file():
        raise Refused("sheet_missing", str(path))
    try:
        saved = msgspec.json.decode(path.read_bytes(), type=_Saved)
    except ValueError as error:  # not JSON, or not in this form
        raise Refused("mapping_form", str(path), why=error) from error
    if saved.form != FORM:
        raise Refused("mapping_form", str(path), why=saved.form)
    fields = {name: getattr(saved, name) for name in Mapping.__dataclass_fields__}
    return checked(Mapping(**fields), vocabulary, str(path))


def checked(mapping: Mapping, vocabulary: Vocabulary, where: str = "mapping") -> Mapping:
    """The mapping, refused where it names what is no field, no category or no kind."""
    for heading, target in mapping.columns.items():
        check_target(target, vocabulary, f"{where}: {heading}")
    for words, target in mapping.values.items():
        dimension, dot, category = target.partition(".")
        if not dot:
            raise Refused("target_unknown", f"{where}: {words}", text=target)
        vocabulary.check_category(dimension, category, f"{where}: {words}")
    check_kind(mapping.kind, f"{where}: kind")
    if not 0 <= mapping.header_rows <= LEVELS or mapping.header_row < 0:
        raise Refused("value_whole", f"{where}: header_rows", text=mapping.header_rows)
    return mapping
