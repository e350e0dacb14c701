"""What a ledger file lacks of this device's own work, in sentences."""

from collections.abc import Iterator, Sequence

from desktop.language import Language
from domain.storage.profile import Missing


def missing_text(missing: Sequence[Missing], say: Language) -> Iterator[str]:
    """A sentence for each journal that goes further than the file, with what to do."""
    for journal in missing:
        yield say.plural(
            "{n} change last written here on {day} is missing from this file; merge the "
            "copy that has it.",
            "{n} changes last written here on {day} are missing from this file; merge "
            "the copy that has them.",
            journal.changes,
            day=journal.written[:10],
        )
