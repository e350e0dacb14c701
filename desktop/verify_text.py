"""What came of a verification, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.cells import SHORT_ID
from desktop.language import Language
from domain.verification.findings import FINDINGS, REMARKS, UNKNOWABLE, WHY_NEW, Finding
from domain.verification.verify import Report


def verdict(report: Report, say: Language) -> str:
    """Whether it is verified, and how much was looked at."""
    heading = say("Verified.") if report.is_verified else say("NOT VERIFIED.")
    counted = say(
        "Events: {events}, journals: {journals}, signatures checked: {signatures}, findings: {n}.",
        events=say.number(report.events),
        journals=say.number(len(report.heads)),
        signatures=say.number(report.signatures),
        n=say.number(report.count),
    )
    return f"{heading} {counted}"


def findings(report: Report, say: Language) -> Iterator[str]:
    """What was found, worst first, then what is worth saying and is no fault."""
    for finding in report.findings:
        yield finding_text(finding, say)
    for remark in report.remarks:
        yield say(REMARKS[remark.code], **_values(remark.values, say))


def limits(report: Report, say: Language) -> Iterator[str]:
    """What this check cannot show, with a heading."""
    if report.unknowable:
        yield say("What this cannot show:")
    for remark in report.unknowable:
        yield f"- {say(UNKNOWABLE[remark.code], **_values(remark.values, say))}"


def finding_text(finding: Finding, say: Language) -> str:
    """A finding, the exact record in front."""
    what = say(FINDINGS[finding.code], **_values(finding.values, say))
    name = []
    if finding.position:
        name.append(say("position {position}", position=finding.position))
    if finding.journal:
        name.append(
            say("change {index} of journal {journal}", index=finding.index, journal=finding.journal)
        )
    record = f"{finding.topic.rpartition('.')[0]} {finding.id[:SHORT_ID]}".strip()
    name += [record] if record else []
    return f"{', '.join(name)}: {what}" if name else what


def _values(values: Mapping[str, Any], say: Language) -> dict[str, Any]:
    why = values.get("why")
    return {**values, "why": say(WHY_NEW[why])} if why in WHY_NEW else dict(values)
