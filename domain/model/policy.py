"""Counting policies: what a total counts. Two right totals differ when they count differently."""

from dataclasses import dataclass
from typing import Any, Final

from domain.model.exchange import split_line_field
from domain.model.refusal import Refused
from domain.model.vocabulary import KINDS, STANDARD, Name, Vocabulary, check_kind

LEG_CHOICES: Final = ("returned", "handed_over", "both")
STAGE_CHOICES: Final = ("exchange", "stage")


@dataclass(frozen=True, slots=True)
class Policy:
    """A filter over what is counted.

    `kinds`: which kinds of exchange. `persons`: `all`, or one line such as `status.civilian`.
    `leg`: which direction the policy's own total adds up. `stages`: `exchange` counts a staged
    exchange once, by its parent's count if stated, else by the sum of its stages; `stage` counts
    each stage as an event of its own.
    """

    name: str
    kinds: tuple[str, ...]
    persons: str = "all"
    leg: str = "returned"
    stages: str = "exchange"

    def rule(self) -> dict[str, Any]:
        """The policy as one register value."""
        return {
            "kinds": list(self.kinds),
            "leg": self.leg,
            "persons": self.persons,
            "stages": self.stages,
        }


ALL_RETURNS: Final = Policy("all-returns", ("exchange", "release"))
EXCHANGES: Final = Policy("exchanges", ("exchange",))
BUILT_IN: Final = {policy.name: policy for policy in (ALL_RETURNS, EXCHANGES)}
NAMES: Final = {
    "all-returns": Name("all returns of living people", "усі повернення живих"),
    "exchanges": Name("numbered exchanges only", "лише нумеровані обміни"),
}


def policy_from_rule(name: str, rule: dict[str, Any]) -> Policy:
    """The policy behind a stored rule."""
    return Policy(name, tuple(rule["kinds"]), rule["persons"], rule["leg"], rule["stages"])


def check_policy(policy: Policy, vocabulary: Vocabulary = STANDARD) -> Policy:
    """`policy` itself, refused where a part of it names nothing.

    Remains are never in the same total as living people.
    """
    if not policy.kinds:
        raise Refused("needed", "kinds")
    for kind in policy.kinds:
        check_kind(kind, "kinds")
    if "repatriation_of_remains" in policy.kinds and len(set(policy.kinds)) > 1:
        raise Refused("kind_unknown", "kinds", text=" + ".join(policy.kinds), known=_either())
    if policy.leg not in LEG_CHOICES:
        raise Refused("kind_unknown", "leg", text=policy.leg, known=", ".join(LEG_CHOICES))
    if policy.stages not in STAGE_CHOICES:
        raise Refused("kind_unknown", "stages", text=policy.stages, known=", ".join(STAGE_CHOICES))
    if policy.persons != "all":
        split = split_line_field(policy.persons)
        if split is None or policy.persons != f"{split[1]}.{split[2]}" or not split[2]:
            raise Refused("field_unknown", "persons")
        vocabulary.check_category(split[1], split[2], "persons")
    return policy


def _either() -> str:
    living = [kind for kind in KINDS if kind != "repatriation_of_remains"]
    return f"{', '.join(living)}; or repatriation_of_remains alone"
