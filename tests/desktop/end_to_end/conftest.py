"""One session with the real program in it, for all the tests of this folder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="jeepney is not installed: reads the screen over D-Bus")

from tests.desktop.end_to_end.screen import ROOT, Screen, missing, screen


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Screen]:
    """An empty screen; skipped, and named, where this machine cannot have one."""
    if sys.platform != "linux":
        pytest.skip("Xvfb, xdotool and AT-SPI are of Linux")
    if lacks := missing():
        pytest.skip(f"not installed: {', '.join(lacks)}")
    with screen(tmp_path) as found:
        yield found


@pytest.fixture
def ledger(session: Screen, tmp_path: Path) -> Path:
    """A new ledger, made by the command line in the session's own home."""
    path = tmp_path / "my.ledger"
    subprocess.run(
        [sys.executable, "-m", "desktop", "new", str(path)],
        env=session.environment,
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    return path
