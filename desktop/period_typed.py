"""A period as an operator types it: a year, a month, a day, or two of them with a dash."""

import re

from domain.model.dating import parse_dating

_BETWEEN = re.compile(r"\s*(?:–|—|\.\.|\s-\s)\s*")


def typed_period(text: str) -> tuple[str, str]:
    """The first and last day (ISO 8601), both empty for nothing typed. Raises Refused."""
    words = text.strip()
    if not words:
        return "", ""
    first, *rest = _BETWEEN.split(words, maxsplit=1)
    start = parse_dating(first, "period")
    end = parse_dating(rest[0], "period") if rest and rest[0] else start
    low, high = (start, end) if start.first <= end.first else (end, start)
    return low.first.isoformat(), high.last.isoformat()
