"""What a spreadsheet holds once it is read: plain typed cells, in the form they cross the pipe in.

The process that reads a foreign file sends JSON, one value a line, and nothing else; what it sends
is checked again on arrival, because a hostile file may have taken that process over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec


class Day(msgspec.Struct, frozen=True, array_like=True, tag="day"):
    """A cell that the spreadsheet itself shows as a day, ISO 8601."""

    day: str


class Flaw(msgspec.Struct, frozen=True, array_like=True, tag="flaw"):
    """A cell without a value that can be used: `formula` where a formula has no stored value, or
    the error that the spreadsheet shows (#REF!)."""

    what: str


Cell = None | bool | int | float | str | Day | Flaw
Row = Sequence[Cell]
NO_VALUE: Final = "formula"


class SheetHead(msgspec.Struct, frozen=True, tag="sheet"):
    """Begins a sheet. `formulas` is the number of cells with a formula, by column from 0."""

    name: str
    rows: int
    hidden: bool = False
    formulas: dict[int, int] = {}


class End(msgspec.Struct, frozen=True, tag="end"):
    """Ends the answer: the form of the file and the SHA-256 of its bytes."""

    form: str
    sha256: str
    encoding: str = ""
    separator: str = ""


class Refusal(msgspec.Struct, frozen=True, tag="refused"):
    """Ends the answer where the file is not taken, with a code of `refusal.MESSAGES`."""

    code: str
    values: dict[str, str | int] = {}


Line = SheetHead | End | Refusal
encode: Final = msgspec.json.Encoder().encode
decode_line: Final = msgspec.json.Decoder(Line).decode
decode_row: Final = msgspec.json.Decoder(list[Cell]).decode


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, from its first row and column on; rows may differ in length.

    Merged cells hold the value of their first cell. `formulas` counts, by column from 0, the cells
    whose value a formula made when the file was last saved.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    formulas: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A spreadsheet file: its name without the folder, its form (xlsx, ods, csv), its sheets."""

    file: str
    form: str
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def column_name(column: int) -> str:
    """The letters that spreadsheets give a column (0 is A)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_text(cell: Cell) -> str:
    """A cell as an operator sees it, on one line; empty for an empty one."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case Day():
            return cell.day
        case Flaw():
            return cell.what
        case float() if cell.is_integer():
            return str(int(cell))
    return " ".join(str(cell).split())


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
