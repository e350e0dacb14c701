"""A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from domain.storage.postgres import SET_UP


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest where there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def _runuser() -> str | None:
    """A system program, which an ordinary search path may leave out."""
    return shutil.which("runuser", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/sbin")))


def why_not() -> str:
    """Why no server can be started here; empty where one can."""
    if programs() is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if os.name == "posix" and os.geteuid() == 0 and _runuser() is None:
        return "PostgreSQL does not run as root, and there is no runuser"
    return ""


class Server:
    """One server; `address` is what an operator of it merges with."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._data = self.folder / "data"
        found = programs()
        assert found is not None
        self._programs = found
        self._prefix: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self._prefix = [_runuser() or "runuser", "-u", "postgres", "--"]
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\n")
        self.start()

    def address(self, role: str = "olena", database: str = "postgres") -> str:
        return f"postgresql:///{database}?host={self.folder}&user={role}"

    def start(self) -> None:
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a hard stop: no checkpoint, and the next start recovers."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def set_up(self, database: str, roles: Sequence[str]) -> None:
        """A database as an administrator makes it, with these operators."""
        self.execute(f"CREATE DATABASE {database}")
        self.execute(SET_UP.read_text(encoding="utf-8"), database=database)
        for role in roles:
            known = self.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", role)
            if not known:
                self.execute(f"CREATE ROLE {role} LOGIN")
            self.execute(f"GRANT exchange_ledger TO {role}")

    def execute(self, query: str, *parameters: Any, database: str = "postgres") -> list[Any]:
        """As the administrator."""
        with psycopg.connect(self.address("postgres", database), autocommit=True) as connection:
            cursor = connection.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    def kill_backends(self) -> int:
        return len(
            self.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        )

    def remove(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        done = subprocess.run(
            [*self._prefix, str(self._programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            check=False,
            text=True,
        )
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")
