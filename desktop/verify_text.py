"""What came of a verification, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.cells import SHORT_ID
from desktop.language import Language
from domain.attested import Attested
from domain.journal import APP
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


def verdict_of_workbook(found: Attested, say: Language) -> str:
    """Whether a workbook says what the record that it carries says."""
    heading = say("Verified.") if found.is_verified else say("NOT VERIFIED.")
    return f"{heading} " + say(
        "Cells: {cells}, changed: {n}. Record carried: {events} events, findings: {findings}.",
        cells=say.number(found.cells),
        n=say.number(found.count),
        events=say.number(found.report.events),
        findings=say.number(found.report.count),
    )


def cells(found: Attested, say: Language) -> Iterator[str]:
    """Every changed cell that is listed, by its sheet and place."""
    for changed in found.changed:
        if not changed.cell:
            yield say("Sheet “{sheet}” was added, removed or renamed.", sheet=changed.sheet)
            continue
        yield say(
            "Sheet “{sheet}”, cell {cell}: says “{says}”, the record says “{record}”.",
            sheet=changed.sheet,
            cell=changed.cell,
            says=changed.says,
            record=changed.record,
        )
    if found.changed and found.made_by != APP:
        yield say(
            "This workbook was made by version {version} of the program; this one may lay tables "
            "out differently.",
            version=found.made_by,
        )


def limits_of_workbook(say: Language) -> Iterator[str]:
    yield say(
        "Not looked at: who exported it and when, formulas, hours of the day, charts, colours and "
        "number formats. Compare with a checkpoint that somebody keeps to know whose record it is."
    )


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
