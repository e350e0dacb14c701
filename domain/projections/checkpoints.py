"""The checkpoints of a ledger as it stands: every journal's head as a signed note, and the code."""

from domain import journal as journals
from domain.checkpoint import Checkpoint, Code, code_of, signed
from domain.events import leaf_hash
from domain.journal import Head
from domain.merkle import root
from domain.model.refusal import Refused
from domain.projections.view import View


def checkpoints(view: View, ledger: str) -> tuple[list[Checkpoint], Code]:
    """What to give to others. Raises Refused where a head is not as its device signed it."""
    found, texts = list[Checkpoint](), list[bytes]()
    ends = {
        leaf_hash(bytes(row["state"]).partition(b"\n")[0]).hex(): bytes(row["state"])
        for row in view.all(
            "SELECT max(originator_version), state FROM stored_events GROUP BY originator_id"
        )
    }
    for row in view.all(
        "SELECT journal, head_index, head_id, frontier, public_key FROM journals "
        "ORDER BY journal, head_index, head_id"
    ):
        edges = tuple(bytes.fromhex(edge) for edge in row["frontier"].split())
        head = Head(row["journal"], row["head_index"], row["head_id"], edges)
        text = journals.checkpoint(head)
        signature = ends.get(head.id, b"").rpartition(b"\n")[2]
        if not journals.is_signed(head, signature, row["public_key"]):
            raise Refused("head_unsigned", journal=head.journal)
        note = signed(text, row["public_key"], signature)
        found.append(Checkpoint(head.journal, head.index, root(edges), note))
        texts.append(text)
    return found, code_of(ledger, view.last, texts)
