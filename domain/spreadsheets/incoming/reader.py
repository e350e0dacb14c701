"""The process that reads a foreign spreadsheet, apart from the program: FILE -> JSON lines.

It is started for one file, walls itself off before it opens it, and ends. Whatever a hostile file
does to it, the program only sees that no `End` arrived.
"""

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NoReturn

from domain.model.refusal import Refused
from domain.spreadsheets.incoming import limits, texts
from domain.spreadsheets.incoming.cells import Cell, End, Refusal, SheetHead, encode
from domain.spreadsheets.incoming.workbooks import workbook

CHILD: Final = "read-spreadsheet"  # what a frozen program is called with to be this reader
FORMS: Final = {".xlsx": "xlsx", ".ods": "ods", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Part = SheetHead | list[Cell] | End | Refusal


def main(arguments: Sequence[str]) -> int:
    """Read the file named first; a second argument is its encoding, a third its separator."""
    limits.wall_off()
    path, encoding, separator = (*arguments, "", "")[:3]
    try:
        for part in read(Path(path), encoding, separator):
            _send(part)
    except Refused as refused:
        _refuse(refused)
    except MemoryError:
        _refuse(Refused("sheet_memory", limit=limits.MEMORY_BYTES // 2**20))
    except OSError as error:
        _refuse(Refused("sheet_unreadable", why=error.strerror or str(error)))
    except BaseException as error:  # a library's panic is not an Exception
        _refuse(Refused("sheet_damaged", why=str(error)[:120] or type(error).__name__))
    return 0


def _refuse(refused: Refused) -> None:
    values = {k: v if isinstance(v, int) else str(v) for k, v in refused.values.items()}
    _send(Refusal(refused.code, values))


def read(path: Path, encoding: str = "", separator: str = "") -> Iterator[Part]:
    """The parts of the answer for one file."""
    expected = FORMS.get(path.suffix.casefold())
    if expected is None and path.suffix.casefold() in (".xlsm", ".xltm", ".xlam", ".xls", ".xlsb"):
        expected = "xlsx"
    if expected is None:
        raise Refused("sheet_form", known=", ".join(FORMS))
    with path.open("rb") as file:
        data = file.read(limits.FILE_BYTES + 1)
    if len(data) > limits.FILE_BYTES:
        raise Refused("sheet_file_large", limit=limits.FILE_BYTES // 2**20)
    if not data:
        raise Refused("sheet_empty")
    form = _form(data)
    if form == "csv" and expected == "csv":
        encoding, separator, rows = texts.table(data, encoding, separator)
        yield SheetHead(path.stem, len(rows))
        for row in rows:
            yield [cell or None for cell in row]
    elif form == "zip" and expected != "csv":
        form, parts = workbook(data)
        if form != expected:
            raise Refused("sheet_wrong_form", found=form, suffix=path.suffix)
        yield from parts
        encoding = separator = ""
    else:
        raise Refused("sheet_wrong_form", found=form, suffix=path.suffix)
    yield End(form, hashlib.sha256(data).hexdigest(), encoding, separator)


def _form(data: bytes) -> str:
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return "zip"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("sheet_encrypted")
        raise Refused("sheet_old_form")
    if not texts.is_text(data[:16]):
        raise Refused("sheet_not_text")
    return "csv"


def _send(part: Part) -> None:
    sys.stdout.buffer.write(encode(part))
    sys.stdout.buffer.write(b"\n")


def serve(arguments: Sequence[str]) -> NoReturn:
    """Be the reader of one file, and end."""
    status = main(arguments)
    sys.stdout.buffer.flush()
    os._exit(status)  # nothing is left to tidy up, and a damaged library may not be able to


if __name__ == "__main__":
    serve(sys.argv[1:])
