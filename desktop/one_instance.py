"""One window for each ledger: a second start brings the first one's window to the front."""

import hashlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE: Final = 1500  # milliseconds that the other program has for its answer
RAISE: Final = b"raise\n"


class Claim(QObject):
    """This program's hold on a ledger, for as long as its window is open."""

    raise_asked = Signal()

    def __init__(self, name: str, lock: QLockFile) -> None:
        super().__init__()
        self._lock = lock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # a crash may have left one; the lock says nobody has it
        self._server.listen(name)
        self._server.newConnection.connect(self._answer)

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        socket.write(RAISE)
        socket.flush()
        socket.disconnectFromServer()
        self.raise_asked.emit()


def claim(path: Path, folder: Path) -> Claim | None:
    """Take hold of a ledger; None where another program with this profile folder has it."""
    name = _name(path, folder)
    locks = folder / "windows"
    locks.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(locks / f"{name}.lock"))
    lock.setStaleLockTime(0)  # only a program that runs no more gives it up
    return Claim(name, lock) if lock.tryLock(0) else None


def bring_forward(path: Path, folder: Path) -> bool:
    """Ask the program that has a ledger to show its window; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(path, folder))
    if not socket.waitForConnected(PATIENCE):
        return False
    return bool(socket.waitForReadyRead(PATIENCE)) or socket.bytesAvailable() > 0


def _name(path: Path, folder: Path) -> str:
    digest = hashlib.sha256(f"{folder.resolve()}\n{path.resolve()}".encode()).hexdigest()
    return f"exchange-ledger-{digest[:24]}"
