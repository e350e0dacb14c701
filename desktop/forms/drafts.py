"""Half-typed forms on disk: they survive a crash and a power cut, and are offered again."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class DraftFile:
    """The one unfinished record of a ledger, in the operator's own folder."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self.path = folder / "drafts" / f"{ledger}.json"

    def read(self) -> dict[str, str]:
        """What was typed last and never recorded; empty where there is nothing."""
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(text) for name, text in stored.items() if text}

    def write(self, typed: Mapping[str, str]) -> None:
        """Keep what is typed, on disk before returning; nothing typed leaves no file."""
        if not any(typed.values()):
            self.clear()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(dict(typed), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.path)

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
