"""Which exchanges of a family count, on whose behalf, and what is marked about them.

A group is a record and the duplicates merged into it; one of them counts for all. A stage counts
through its parent. Every rule here holds for any set of events, however they came together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.state import Subject


@dataclass(slots=True)
class Verdict:
    """What the record says of one exchange.

    `group`: the id of the record that counts for it (its own id where it counts itself, empty
    where its whole group is retracted). `parent`: the counting exchange it is a stage of.
    """

    group: str = ""
    parent: str = ""
    marks: list[str] = field(default_factory=list)

    def mark(self, mark: str) -> None:
        if mark not in self.marks:
            self.marks.append(mark)


def judge(family: Mapping[str, Subject]) -> dict[str, Verdict]:
    """The verdict on every exchange of a family (subjects by id)."""
    exchanges = {key: s for key, s in family.items() if s.kind == "exchange"}
    if len(exchanges) == 1:
        ((key, subject),) = exchanges.items()
        if subject.standing()["is"] == "counts" and not subject.value("part_of"):
            return {key: Verdict(key)}  # as almost all are: nothing links it with another
    verdicts = {key: Verdict() for key in exchanges}
    for key, subject in exchanges.items():
        if subject.changed_unseen():
            verdicts[key].mark("changed_unseen")
    _settle_groups(exchanges, verdicts)
    _settle_stages(exchanges, verdicts)
    for verdict in verdicts.values():
        verdict.marks.sort()
    return verdicts


def _settle_groups(exchanges: Mapping[str, Subject], verdicts: Mapping[str, Verdict]) -> None:
    into: dict[str, str] = {}
    for key, subject in exchanges.items():
        standing = subject.standing()
        if standing["is"] == "merged":
            if standing["into"] in exchanges and standing["into"] != key:
                into[key] = standing["into"]
            else:
                verdicts[key].mark("survivor_missing")
    for circle in _circles(into):
        root = min(circle, key=lambda key: exchanges[key].recorded)
        del into[root]
        for key in circle:
            verdicts[key].mark("merged_in_circle")
    members: dict[str, list[tuple[int, str]]] = {}
    for key in exchanges:
        depth, root = 0, key
        while root in into:
            depth, root = depth + 1, into[root]
        members.setdefault(root, []).append((depth, key))
    for root, group in members.items():
        standing_members = [
            (depth, exchanges[key].recorded, key)
            for depth, key in group
            if exchanges[key].standing()["is"] != "retracted"
        ]
        counting = min(standing_members)[2] if standing_members else ""
        for _, key in group:
            verdicts[key].group = counting
        if counting and counting != root:
            verdicts[counting].mark("survivor_retracted")


def _settle_stages(exchanges: Mapping[str, Subject], verdicts: Mapping[str, Verdict]) -> None:
    links: dict[str, str] = {}
    for key, verdict in verdicts.items():
        target = exchanges[key].value("part_of") if verdict.group == key else None
        if not target:
            continue
        parent = verdicts[target].group if target in verdicts else ""
        if parent:
            links[key] = parent
        else:
            verdict.mark("parent_does_not_count")
    for circle in _circles(links):
        for key in circle:
            del links[key]
            verdicts[key].mark("stage_in_circle")
    for key, parent in links.items():
        verdicts[key].parent = parent


def _circles(arrows: Mapping[str, str]) -> list[list[str]]:
    """Every circle in a map where each key points to at most one other."""
    done: set[str] = set()
    circles = []
    for start in arrows:
        path: list[str] = []
        key: str | None = start
        while key is not None and key in arrows and key not in done:
            done.add(key)
            path.append(key)
            key = arrows[key]
        if key is not None and key in path:
            circles.append(path[path.index(key) :])
    return circles
