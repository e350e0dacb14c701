"""What holds for a whole text: the day it was written, and whose words it gives."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from .marks import Mark
from .sentences import Sentence


@dataclass(frozen=True)
class Setting:
    """What holds for the whole text."""

    written: dt.date | None
    """The day the text was written: its dateline, else the given day of publication."""
    header: Mark | None
    """The date mark of the dateline."""
    only_other_side: bool
    """No Ukrainian source speaks in the text, and a Russian one does."""
    foreign: bool


def find_setting(sentences: Sequence[Sentence], published: dt.date | None) -> Setting:
    """Find the dateline and whose text this is."""
    header = _header(sentences)
    first_full = next(
        (
            mark.date.full
            for sentence in sentences
            for mark in sentence.marks
            if mark.date is not None and mark.date.full is not None
        ),
        None,
    )
    written = header.date.full if header is not None and header.date is not None else None
    if written is not None and header is not None and _is_yesterday(sentences, header):
        written += dt.timedelta(days=1)
    families = {mark.concept for sentence in sentences for mark in sentence.marks}
    return Setting(
        written=written or published or first_full,
        header=header,
        only_other_side=_other_side_leads(sentences) and not families & {"ua_source", "ours"},
        foreign="foreign" in families,
    )


def _is_yesterday(sentences: Sequence[Sentence], header: Mark) -> bool:
    """ "Yesterday, 13 September 2024": the text is of the day after."""
    return any(
        mark.date is not None and mark.date.days_back == 1 and 0 <= header.first - mark.last <= 1
        for sentence in sentences[:5]
        for mark in sentence.marks
    )


def _other_side_leads(sentences: Sequence[Sentence]) -> bool:
    """Whether a source of the other side is named before the first number of the text."""
    for sentence in sentences:
        for mark in sentence.marks:
            if mark.is_a("ru_source"):
                return True
            if mark.number is not None and not mark.number.ordinal:
                return False
    return False


def _header(sentences: Sequence[Sentence]) -> Mark | None:
    """The first full date, if it stands in the first lines before any verb of returning."""
    for sentence in sentences[:5]:
        for mark in sentence.marks:
            if mark.is_a("done") and not mark.is_a("done.exchange"):
                break
            if mark.date is not None and mark.date.full is not None and not mark.date.toward:
                return mark if mark.first - sentence.first <= 12 else None
    return None
