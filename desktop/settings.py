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
        """The ledgers opened last, latest first, that are still there."""
        paths = [Path(line) for line in self.text("recent").split("\n") if line]
        return [path for path in paths if path.is_file()]

    def remember_ledger(self, path: Path) -> None:
        others = [known for known in self.recent() if known != path]
        self.remember_text("recent", "\n".join(str(known) for known in [path, *others][:RECENT]))

    def save(self) -> None:
        self._stored.sync()
