"""A screen nobody sees, with its own session: X server, message bus, accessibility, a keyboard."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from tests.desktop.end_to_end.accessible import Gone, Node, registry

ROOT: Final = Path(__file__).parents[3]
LONG: Final = 120.0  # seconds: a machine that does much else at once
LAUNCHERS: Final = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

Found = TypeVar("Found")


def missing() -> list[str]:
    """What this machine lacks for the test."""
    lacks = [tool for tool in ("Xvfb", "xdotool", "dbus-daemon") if not shutil.which(tool)]
    if not any(Path(place).exists() for place in LAUNCHERS):
        lacks.append("at-spi2-core")
    return lacks


def wait_for(
    what: Callable[[], Found | None], why: str, app: Node | None = None, patience: float = LONG
) -> Found:
    """What is found in the end; an AssertionError that says what was waited for, and what `app`
    shows instead."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            found = what()
        except Gone:
            found = None
        if found:
            return found
        time.sleep(0.1)
    shown = "\n".join(app.lines()) if app else ""
    raise AssertionError(f"not on the screen after {patience:.0f} s: {why}\n{shown}")


@dataclass
class Screen:
    """The session: its environment, its root node, and hands for its keyboard."""

    environment: dict[str, str]
    closed: ExitStack
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """A program of the session; it is ended with it."""
        with log.open("wb") as said:
            process = subprocess.Popen(
                arguments, env=self.environment, stdout=said, stderr=said, cwd=ROOT
            )
        self.processes.append(process)
        return process

    def root(self) -> Node:
        """The root of everything on this screen."""
        found = registry(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        self.closed.callback(found.bus.close)
        return found

    def focus(self, title: str) -> None:
        """Give the keyboard to a window, as a window manager would; there is none here."""

        def focused() -> bool:
            found = self._hand("search", "--onlyvisible", "--name", title, check=False).split()
            if not found:
                return False
            self._hand("windowfocus", found[-1], check=False)
            return self._hand("getwindowfocus", check=False).strip() == found[-1]

        wait_for(focused, f"a window called {title}")

    def key(self, *names: str) -> None:
        """Press keys by their X names, such as Return or ctrl+n."""
        self._hand("key", "--clearmodifiers", "--delay", "30", *names)

    def type(self, text: str) -> None:
        """Type letters; ⏎ ⇥ ⇤ are Enter, Tab and Shift+Tab."""
        named = {"⏎": "Return", "⇥": "Tab", "⇤": "shift+Tab"}
        letters = ""
        for letter in [*text, ""]:
            if letter and letter not in named:
                letters += letter
                continue
            if letters:
                self._hand("type", "--delay", "30", "--", letters)
                letters = ""
            if letter:
                self.key(named[letter])

    def _hand(self, *arguments: str, check: bool = True) -> str:
        """What xdotool answers; nothing where it fails and may."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            check=check,
            timeout=LONG,
            capture_output=True,
            text=True,
        )
        return done.stdout if done.returncode == 0 else ""


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """A session in `folder`, and nothing of the user's own."""
    with ExitStack() as stack:
        display = _display(stack)
        home = folder / "home"
        runtime = folder / "run"
        for place in (home, runtime):
            place.mkdir(mode=0o700)
        environment = {
            **{name: os.environ[name] for name in ("PATH",) if name in os.environ},
            "DISPLAY": display,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        environment["DBUS_SESSION_BUS_ADDRESS"] = _bus(stack, environment)
        found = Screen(environment, stack)
        stack.callback(_end, found.processes)
        yield found


def _display(stack: ExitStack) -> str:
    """An X server on a number of its own choosing."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    stack.callback(_end, [server])
    os.close(writes)
    with os.fdopen(reads) as said:
        number = said.readline().strip()
    assert number, "the X server did not start"
    return f":{number}"


def _bus(stack: ExitStack, environment: dict[str, str]) -> str:
    """A message bus for this session alone."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    stack.callback(_end, [bus])
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    assert address, "the message bus did not start"
    return address


def _end(processes: Sequence[subprocess.Popen[bytes] | subprocess.Popen[str]]) -> None:
    for process in reversed(processes):
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
