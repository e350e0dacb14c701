"""The packages of Debian and Ubuntu that the program and its tests need, and what each is for."""

from typing import NamedTuple


class SystemPackage(NamedTuple):
    name: str
    why: str


# What Qt 6 loads on Linux that its Python packages do not bring along. Debian 12 and 13, Ubuntu
# 22.04 and 24.04 have them all; where a release renamed one, the new package provides the old name.
WINDOW = (
    SystemPackage("libegl1", "Qt draws through EGL"),
    SystemPackage("libgl1", "Qt draws through OpenGL"),
    SystemPackage("libglib2.0-0", "Qt's event loop"),
    SystemPackage("libdbus-1-3", "the desktop's theme, file dialogs and accessibility"),
    SystemPackage("libfontconfig1", "finding fonts"),
    SystemPackage("fonts-dejavu-core", "a font with Latin and Cyrillic letters"),
    SystemPackage("libxkbcommon-x11-0", "the keyboard"),
    SystemPackage("libxcb-cursor0", "the mouse pointer"),
    SystemPackage("libxcb-icccm4", "talking to the window manager"),
    SystemPackage("libxcb-image0", "pictures in windows"),
    SystemPackage("libxcb-keysyms1", "the keyboard"),
    SystemPackage("libxcb-randr0", "more than one screen"),
    SystemPackage("libxcb-render-util0", "drawing in windows"),
    SystemPackage("libxcb-shape0", "windows that are not rectangles"),
    SystemPackage("libxcb-xkb1", "the keyboard"),
    SystemPackage("libwayland-cursor0", "the mouse pointer under Wayland"),
    SystemPackage("libwayland-egl1", "drawing under Wayland"),
)

# What the tests of the window need besides: they use the real program on a screen nobody sees.
WINDOW_TESTS = (
    SystemPackage("xvfb", "a virtual screen"),
    SystemPackage("xdotool", "a hand for its mouse and keyboard"),
    SystemPackage("dbus", "a message bus for a session of its own"),
    SystemPackage("at-spi2-core", "the screen as a screen reader gets it"),
)

# What the tests of spreadsheets need besides: another program has to read and recalculate them.
SPREADSHEET_TESTS = (SystemPackage("libreoffice-calc", "reads and recalculates the exports"),)

# What the tests of merging need besides: a server of their own, which they start and stop.
MERGING_TESTS = (SystemPackage("postgresql", "the server that a team merges through"),)


def packages_for(purpose: str, *, platform: str) -> tuple[SystemPackage, ...]:
    """What to install for `purpose`: "run" or "test".

    Only Linux needs any: elsewhere Qt's Python packages bring everything.
    """
    if platform != "linux":
        return ()
    return (
        *WINDOW,
        *((*WINDOW_TESTS, *SPREADSHEET_TESTS, *MERGING_TESTS) if purpose == "test" else ()),
    )


def venv_package(version: tuple[int, int]) -> SystemPackage:
    """The package that lets Debian's own Python make virtual environments with pip in them."""
    major, minor = version
    return SystemPackage(f"python{major}.{minor}-venv", "virtual environments for Python")
