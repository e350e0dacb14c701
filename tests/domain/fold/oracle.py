"""What the record must say, worked out a second time and in another way than the program does.

Written from the rules for concurrent work, straight from the stored lines of a set of events: no
order of arrival, nothing kept up to date, no code of `domain`. Slow and plain on purpose.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

STANDING: Final = "standing"
LEGS: Final = ("returned", "handed_over", "remains")
SCALARS: Final = ("occurred", "kind", *LEGS, "part_of", "place", "remarks")
RULES: Final[Mapping[str, Mapping[str, Any]]] = {
    "all-returns": {"kinds": ("exchange", "release"), "persons": "all", "stages": "exchange"},
    "exchanges": {"kinds": ("exchange",), "persons": "all", "stages": "exchange"},
}
Register = tuple[str, str]  # subject, field


class Entry(NamedTuple):
    """One value that one event writes into a register."""

    event: str
    value: Any
    replaces: frozenset[str]


class People(NamedTuple):
    """A count as far as it is known; `stated` is False where nobody gave one."""

    n: int | None
    exact: bool
    stated: bool = True


@dataclass(slots=True)
class Place:
    """Where an exchange stands: who counts for its group, what it is a stage of, its marks."""

    group: str = ""
    parent: str = ""
    marks: set[str] = field(default_factory=set)


class Oracle:
    """The truth about a set of events."""

    def __init__(self, stored: Iterable[bytes]) -> None:
        self.kinds: dict[str, str] = {}
        self.when: dict[str, tuple[datetime, str]] = {}
        self.entries: dict[Register, list[Entry]] = {}
        self.basis: dict[tuple[str, str], frozenset[str]] = {}  # event, subject
        self.sources: dict[str, set[str]] = {}
        self.bodies: dict[str, dict[str, Any]] = {}
        for lines in stored:
            self._read(lines)

    # --- the stored lines --------------------------------------------------------------------

    def _read(self, lines: bytes) -> None:
        first, second, _ = lines.split(b"\n")
        key = hashlib.sha256(b"\0" + first).hexdigest()
        header, body = json.loads(first), json.loads(second)
        self.when[key] = (datetime.fromisoformat(header["at"]), key)
        self.bodies[key] = body
        what, _, did = header["topic"].removesuffix(".1").partition(".")
        if did == "recorded":
            self.kinds[key] = what
            self.sources.setdefault(key, set())
            for name, value in body["fields"].items():
                self._write(key, key, name, value, body)
        elif did == "changed":
            for change in body["changes"]:
                self._write(
                    key, body["subject"], change["field"], change.get("becomes"), body, change
                )
        elif did == "disposed":
            names = {"as": "disposition", "claimed": "claimed", "computed": "computed"}
            value = {name: body.get(stored) for name, stored in names.items()}
            value |= {"policy": body.get("policy", ""), "reason": body["reason"]}
            self._write(key, body["claim"], "disposition", value, body, body)
        elif did in ("retracted", "reinstated"):
            self.basis[key, body["subject"]] = frozenset(body.get("basis", ()))
            self._write(key, body["subject"], STANDING, {"is": did}, body, body)
        elif did == "merged":
            for duplicate in body["duplicates"]:
                value = {"is": "merged", "into": body["survivor"]}
                self.basis[key, duplicate["subject"]] = frozenset(duplicate.get("basis", ()))
                self._write(key, duplicate["subject"], STANDING, value, body, duplicate)
        elif did in ("named", "defined", "stated"):
            self._word(key, what, body)

    def _word(self, key: str, what: str, body: Mapping[str, Any]) -> None:
        match what:
            case "ledger":
                place, value = ("ledger", "name"), body["name"]
            case "dimension":
                place = (f"dimension:{body['dimension']}", "definition")
                value = {name: body[name] for name in ("en", "mode", "uk")}
            case "category":
                place = (f"category:{body['dimension']}.{body['category']}", "definition")
                value = {name: body[name] for name in ("en", "uk")}
            case "policy":
                place = (f"policy:{body['name']}", "definition")
                value = {name: body[name] for name in ("en", "rule", "uk")}
            case "opening":
                place = (f"opening:{body['measure']}:{body['scope']}", "balance")
                value = {name: body.get(name, "") for name in ("as_of", "source", "value")}
            case _:
                return
        self.kinds[place[0]] = what
        self._write(key, *place, value, body, body)

    def _write(
        self,
        key: str,
        subject: str,
        name: str,
        value: Any,
        body: Mapping[str, Any],
        named: Mapping[str, Any] | None = None,
    ) -> None:
        replaces = frozenset((named or {}).get("replaces", ()))
        self.entries.setdefault((subject, name), []).append(Entry(key, value, replaces))
        self.sources.setdefault(subject, set()).update({body.get("source", "")} - {""})

    # --- registers ---------------------------------------------------------------------------

    @cached_property
    def heads(self) -> dict[Register, list[Entry]]:
        """The writes that no event names as replaced, the one that counts last."""
        found = {}
        for register, entries in self.entries.items():
            named = {event for entry in entries for event in entry.replaces}
            # backwards: of two values from one event, the first counts
            heads = [entry for entry in entries[::-1] if entry.event not in named]
            found[register] = sorted(heads, key=lambda head: self.when[head.event])
        return found

    def value(self, subject: str, name: str) -> Any:
        heads = self.heads.get((subject, name))
        return heads[-1].value if heads else None

    @cached_property
    def conflicts(self) -> set[Register]:
        return {
            register
            for register, heads in self.heads.items()
            if any(head.value != heads[0].value for head in heads)
        }

    @cached_property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The values that count, by subject."""
        found: dict[str, dict[str, Any]] = {key: {} for key in self.kinds}
        for subject, name in self.entries:
            value = self.value(subject, name)
            if value is not None:
                found.setdefault(subject, {})[name] = value
        return found

    def standing(self, subject: str) -> dict[str, str]:
        return dict(self.value(subject, STANDING) or {"is": "counts"})

    def changed_unseen(self, subject: str) -> bool:
        """The retraction or merge that counts did not have a standing value in view."""
        if self.standing(subject)["is"] not in ("retracted", "merged"):
            return False
        judged = self.heads[subject, STANDING][-1].event
        stand = {
            head.event
            for (other, name), heads in self.heads.items()
            if other == subject and name != STANDING
            for head in heads
        }
        return not stand <= self.basis[judged, subject]

    # --- groups and stages -------------------------------------------------------------------

    @cached_property
    def exchanges(self) -> list[str]:
        return sorted(key for key, kind in self.kinds.items() if kind == "exchange")

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every exchange's group, parent and marks."""
        found = {key: Place() for key in self.exchanges}
        for key, place in found.items():
            if self.changed_unseen(key):
                place.marks.add("changed_unseen")
        self._groups(found)
        self._stages(found)
        return found

    def _groups(self, places: dict[str, Place]) -> None:
        into = {}
        for key, place in places.items():
            target = self.standing(key).get("into")
            if target in places and target != key:
                into[key] = target
            elif target:
                place.marks.add("survivor_missing")
        in_circle = {key for key in into if key in _ahead(into, key)}
        for key in in_circle:
            places[key].marks.add("merged_in_circle")
        for key in in_circle:
            if all(self.when[key] <= self.when[other] for other in _ahead(into, key)):
                del into[key]
        survivor = {key: [key, *_ahead(into, key)][-1] for key in places}
        for root in set(survivor.values()):
            members = [key for key in places if survivor[key] == root]
            standing = [key for key in members if self.standing(key)["is"] != "retracted"]
            # where the survivor is retracted: the nearest to it, then the earliest recorded
            standing.sort(key=lambda key: (len(_ahead(into, key)), self.when[key]))
            for key in members:
                places[key].group = standing[0] if standing else ""
            if standing and root not in standing:
                places[standing[0]].marks.add("survivor_retracted")

    def _stages(self, places: dict[str, Place]) -> None:
        part_of = {}
        for key, place in places.items():
            target = self.value(key, "part_of") if place.group == key else None
            if target and target in places and places[target].group:
                part_of[key] = places[target].group
            elif target:
                place.marks.add("parent_does_not_count")
        for key, place in places.items():
            if key in part_of and key in _ahead(part_of, key):
                place.marks.add("stage_in_circle")
            elif key in part_of:
                place.parent = part_of[key]

    # --- what is counted ---------------------------------------------------------------------

    @cached_property
    def counting(self) -> list[str]:
        return [key for key in self.exchanges if self.places[key].group == key]

    def stages(self, key: str) -> list[str]:
        return [other for other in self.counting if self.places[other].parent == key]

    def people(self, key: str, leg: str, *, whole: bool) -> People:
        """The exchange's own count if stated, else (with its stages) the sum of theirs."""
        stated = self.fields[key].get(leg)
        if stated is not None:
            return _people(stated)
        parts = [self.people(stage, leg, whole=True) for stage in self.stages(key)] if whole else []
        known = [part.n for part in parts if part.n is not None]
        return People(
            sum(known) if known else None,
            bool(parts) and all(part.exact for part in parts),
            any(part.stated for part in parts),
        )

    def lines(self, key: str, leg: str, *, whole: bool) -> dict[tuple[str, str], list[People]]:
        """(line, within) -> counts; a dimension that the exchange states itself is not summed."""
        prefix = "" if leg == "returned" else f"{leg}."
        found: dict[tuple[str, str], list[People]] = {}
        for name, value in self.fields[key].items():
            line = name.removeprefix(prefix)
            is_line = name not in SCALARS and name != STANDING and isinstance(value, dict)
            if is_line and name.startswith(prefix) and line.count(".") == 1:
                found[line, value.get("within") or ""] = [_people(value["count"])]
        own = {line.partition(".")[0] for line, _ in found}
        for stage in self.stages(key) if whole else ():
            for place, counts in self.lines(stage, leg, whole=True).items():
                if place[0].partition(".")[0] not in own:
                    found.setdefault(place, []).extend(counts)
        return found

    def helpers(self, key: str, *, whole: bool) -> set[str]:
        """Mediators, by the notes that stand about the exchange or its duplicates."""
        found = {self.value(note, "mediator") for note in self._notes(key)} - {None}
        for stage in self.stages(key) if whole else ():
            found |= self.helpers(stage, whole=True)
        return found

    def _notes(self, key: str) -> list[str]:
        return [
            note
            for note, kind in self.kinds.items()
            if kind == "note"
            and self.standing(note)["is"] != "retracted"
            and (place := self.places.get(self.value(note, "exchange"))) is not None
            and place.group == key
        ]

    def in_conflict(self, key: str, *, whole: bool) -> bool:
        members = [other for other in self.exchanges if self.places[other].group == key]
        touched = {subject for subject, _ in self.conflicts}
        if touched & {*members, *self._notes(key)}:
            return True
        return whole and any(self.in_conflict(stage, whole=True) for stage in self.stages(key))

    def unseen(self, key: str, *, whole: bool) -> bool:
        members = [other for other in self.exchanges if self.places[other].group == key]
        if any("changed_unseen" in self.places[other].marks for other in members):
            return True
        return whole and any(self.unseen(stage, whole=True) for stage in self.stages(key))

    def totals(self, kinds: Iterable[str], stages: str) -> dict[str, dict[str, int]]:
        """The figures by year ("undated" without one) and for all, where they are not 0.

        `stages`: `exchange` counts a staged exchange once, `stage` each of its stages.
        """
        found: dict[str, dict[str, int]] = {"all": {}}
        twins: dict[tuple[str, str, int], int] = {}

        def add(key: str, measure: str, n: int) -> None:
            for period in (self._year(key), "all"):
                row = found.setdefault(period, {})
                row[measure] = row.get(measure, 0) + n

        for key, whole in self._units(stages):
            remains = self.people(key, "remains", whole=whole)
            add(key, "remains", remains.n or 0)
            if self._kind(key) not in kinds:
                continue
            add(key, "events", 1)
            for leg in ("returned", "handed_over"):
                add(key, leg, self.people(key, leg, whole=whole).n or 0)
            returned = self.people(key, "returned", whole=whole)
            owed = self._kind(key) != "repatriation_of_remains"
            is_unknown = returned.stated and returned.n is None
            add(key, "residual_unknown", is_unknown or (owed and not returned.stated))
            add(key, "inexact", returned.n is not None and not returned.exact)
            add(key, "conflicts", self.in_conflict(key, whole=whole))
            add(key, "changed_unseen", self.unseen(key, whole=whole))
        for key in self.counting:
            own, day = self.people(key, "returned", whole=False), self.value(key, "occurred")
            if self._kind(key) in kinds and not self.places[key].parent and day and own.exact:
                twin = (day, self._kind(key), own.n or 0)
                twins[twin] = twins.get(twin, 0) + 1
                if twins[twin] > 1:
                    add(key, "likely_duplicates", 1)
        rows = {period: {k: n for k, n in row.items() if n} for period, row in found.items()}
        return {period: row for period, row in rows.items() if row or period == "all"}

    def breakdown(self, kinds: Iterable[str]) -> dict[tuple[str, str, str], tuple[int, int]]:
        """(leg, line, within) -> (people, counts that are not exact), for all years."""
        found: dict[tuple[str, str, str], tuple[int, int]] = {}
        for key, whole in self._units("exchange"):
            if self._kind(key) not in kinds:
                continue
            for leg in LEGS:
                for (line, within), counts in self.lines(key, leg, whole=whole).items():
                    people, inexact = found.get((leg, line, within), (0, 0))
                    found[leg, line, within] = (
                        people + sum(count.n or 0 for count in counts),
                        inexact + any(not count.exact for count in counts),
                    )
        return found

    def mediators(self, kinds: Iterable[str]) -> dict[str, tuple[int, int, int]]:
        """Code -> (exchanges helped, people returned in them, written notes), for all years."""
        found: dict[str, tuple[int, int]] = {}
        written = [
            self.value(note, "mediator")
            for key in self.counting
            if self._kind(key) in kinds
            for note in self._notes(key)
            if self.value(note, "text")
        ]
        for key, whole in self._units("exchange"):
            if self._kind(key) in kinds:
                for code in self.helpers(key, whole=whole):
                    helped, people = found.get(code, (0, 0))
                    returned = self.people(key, "returned", whole=whole).n or 0
                    found[code] = (helped + 1, people + returned)
        return {code: (*numbers, written.count(code)) for code, numbers in found.items()}

    # --- claims ------------------------------------------------------------------------------

    def claims(self) -> dict[str, tuple[int | None, str, str, str]]:
        """Claim -> (computed, status, disposition, disposition that re-opened)."""
        found = {}
        for claim, kind in self.kinds.items():
            if kind != "claim" or self.standing(claim)["is"] == "retracted":
                continue
            fields = self.fields[claim]
            name = fields["policy"]
            rule = self._rule(name)
            computed, exact = self._computed(fields, rule or RULES["all-returns"])
            if computed is None or (computed <= fields["value"] and not exact):
                status = "cannot_be_checked"
            elif computed == fields["value"]:
                status = "reproduced"
            else:
                status = "exceeds" if computed > fields["value"] else "short"
            given = fields.get("disposition", {"as": "", "policy": name})
            numbers = (given.get("claimed"), given.get("computed"))
            holds = numbers == (fields["value"], computed) or (
                given["policy"] not in ("", name if rule else "all-returns")
            )
            words = given["as"]
            found[claim] = (computed, status, words if holds else "", "" if holds else words)
        return found

    def _rule(self, name: str) -> Mapping[str, Any] | None:
        own = self.value(f"policy:{name}", "definition")
        return own["rule"] if own else RULES.get(name)

    def _computed(
        self, claim: Mapping[str, Any], rule: Mapping[str, Any]
    ) -> tuple[int | None, bool]:
        """What the record says of a claim of the kinds that the histories make, and how surely."""
        measure, scope = claim["measure"], claim["scope"]
        about = self.places[claim["exchange"]].group if claim.get("exchange") else ""
        if scope == "exchange":
            people = self.people(about, "returned", whole=True) if about else People(None, False)
            return people.n, people.exact
        year = scope.partition(":")[2]
        opening = self.value(f"opening:{measure}:{scope}", "balance")
        starts_before = any("" < self._day(key) < f"{year}-01-01" for key in self.counting)
        reaches = opening is not None or (year != "" and starts_before)
        if not reaches and not (measure == "largest_return" and about):
            return None, False
        base, after = (opening["value"], opening["as_of"]) if opening else (0, "")
        if measure == "exchange_ordinal":
            return self._ordinal(about, year), True
        units = [
            (key, whole)
            for key, whole in self._units(rule["stages"])
            if self._kind(key) in rule["kinds"] and self._day(key).startswith(year or "2")
            if self._day(key) > after
        ]
        if measure == "exchange_count":
            return base + len(units), True
        if measure == "largest_return":
            known = [self.people(key, "returned", whole=True) for key, _ in units]
            numbers = [count.n for count in known if count.n is not None]
            return max(numbers, default=None), all(count.exact for count in known)
        counted = [self._returned(key, whole, rule["persons"]) for key, whole in units]
        return base + sum(count.n or 0 for count in counted), all(
            count.exact or (not count.stated and self._kind(key) == "repatriation_of_remains")
            for (key, _), count in zip(units, counted, strict=True)
        )

    def _returned(self, key: str, whole: bool, persons: str) -> People:
        if persons == "all":
            return self.people(key, "returned", whole=whole)
        line = self.fields[key].get(persons)
        return _people(line["count"]) if line else People(0, True)

    def _ordinal(self, about: str, year: str) -> int | None:
        """The place of an exchange among the numbered ones of its year."""
        numbered = [
            (self._day(key), *self.when[key])
            for key, _ in self._units("exchange")
            if self._kind(key) == "exchange" and self._day(key)
        ]
        mine = [place for place in numbered if place[2] == about]
        if not mine:
            return None
        return sum(place <= mine[0] and place[0][:4] == year for place in numbered)

    def _day(self, key: str) -> str:
        """The first day on which an exchange can have taken place."""
        text = (self.value(key, "occurred") or "").partition("/")[0]
        return text if len(text) in (0, 10) else f"{text}-01"

    # --- helpers -----------------------------------------------------------------------------

    def unseen_changes(self) -> list[tuple[str, str]]:
        """(exchange, what of it) for every retraction or merge that missed a change."""
        found = []
        for key, kind in self.kinds.items():
            if kind == "exchange" and "changed_unseen" in self.places[key].marks:
                found.append((key, ""))
            elif kind != "exchange" and self.changed_unseen(key):
                found.append((self.value(key, "exchange") or "", f"{kind} {key[:12]}"))
        return sorted(found)

    def _units(self, stages: str) -> list[tuple[str, bool]]:
        """What is counted, and whether with its stages."""
        if stages == "exchange":
            return [(key, True) for key in self.counting if not self.places[key].parent]
        return [(key, False) for key in self.counting if not self.stages(key)]

    def _kind(self, key: str) -> str:
        return self.value(key, "kind") or "exchange"

    def _year(self, key: str) -> str:
        return (self.value(key, "occurred") or "")[:4] or "undated"


def _ahead(arrows: Mapping[str, str], key: str) -> list[str]:
    """Everything that the arrows lead to from `key`, in order; in a circle, `key` comes last."""
    found: list[str] = []
    while key in arrows and arrows[key] not in found:
        key = arrows[key]
        found.append(key)
    return found


def _people(value: Any) -> People:
    if value == "unknown":
        return People(None, False)
    if isinstance(value, dict):
        return People(next(iter(value.values())), False)
    return People(value, True)
