"""What the program remembers between sittings: windows, columns, recent ledgers. Never a figure."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

RECENT: Final = 12


class Settings:
    """The operator's settings, kept by Qt where the system keeps such things."""

    def __init__(self, path: Path | None = None) -> None:
        self._stored = (
            QSettings(str(path), QSettings.Format.IniFormat)
            if path
            else QSettings("exchange-ledger", "exchange-ledger")
        )

    def state(self, name: str) -> QByteArray:
        """A remembered layout: of a window, a splitter, a table's columns."""
        value = self._stored.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_state(self, name: str, state: QByteArray) -> None:
        self._stored.setValue(f"state/{name}", state)

    def text(self, name: str, default: str = "") -> str:
        return str(self._stored.value(f"text/{name}", default))

    def remember_text(self, name: str, text: str) -> None:
        self._stored.setValue(f"text/{name}", text)

    def recent(self) -> list[Path]:
        """The ledgers opened last, latest first; some may not be there now (a stick, a share)."""
        return [Path(line) for line in self.text("recent").split("\n") if line]

    def remember_ledger(self, path: Path) -> None:
        """Put a ledger in front of the recent ones."""
        self._keep_recent([path, *(known for known in self.recent() if known != path)])

    def forget_ledger(self, path: Path) -> None:
        """Take a ledger off the list of recent ones; the file stays where it is."""
        self._keep_recent([known for known in self.recent() if known != path])

    def _keep_recent(self, paths: list[Path]) -> None:
        self.remember_text("recent", "\n".join(str(path) for path in paths[:RECENT]))

    def save(self) -> None:
        self._stored.sync()
