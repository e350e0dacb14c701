"""How many claims and records want a look: the numbers beside the names of pages."""

from collections.abc import Mapping

from domain.projections.quality import quality
from domain.projections.reconciliation import ClaimRow, reconcile
from domain.projections.view import View


def badges(view: View) -> Mapping[str, int]:
    """By name of page; 0 where nothing wants a look."""
    return {
        "claims": sum(wants_a_look(row) for row in reconcile(view, "")),
        "quality": len(quality(view)),
    }


def wants_a_look(claim: ClaimRow) -> bool:
    """Whether a claim differs and nobody has said why, or what was said no longer holds."""
    if claim.status not in ("short", "exceeds"):
        return False
    return claim.disposition in ("", "unexplained")
