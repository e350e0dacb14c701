"""What others hold of a ledger, read from the files and codes that they give back."""

from collections.abc import Iterable
from pathlib import Path

from domain import checkpoint as checkpoints
from domain.checkpoint import Checkpoint, Code
from domain.model.refusal import Refused
from domain.verification.verify import Held


def read_held(files: Iterable[str], codes: Iterable[str]) -> Held:
    """Checkpoint files and codes of 40 digits; Refused where one of them is not such."""
    points = list[Checkpoint]()
    known = [checkpoints.read_code(code) for code in codes]
    for name in files:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Refused("checkpoint_form", name, line="") from error
        found, more = checkpoints.read(text, name)
        points += found
        known += more
    return Held(tuple(points), tuple[Code, ...](known))
