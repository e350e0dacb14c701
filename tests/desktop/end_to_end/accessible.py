"""The screen as a screen reader gets it: the accessibility tree of a program, over D-Bus (AT-SPI).

A plain client of the protocol, so that the test needs no system-wide Python packages.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
TEXT: Final = "org.a11y.atspi.Text"
ROOT: Final = "/org/a11y/atspi/accessible/root"
FOCUSED, SHOWING, VISIBLE = 12, 25, 30  # places in the state set, from the AT-SPI specification
PATIENCE: Final = 10  # seconds for one answer


class Gone(Exception):
    """The node is no longer there: the screen changed while it was read."""


@dataclass(frozen=True)
class Node:
    """One thing on the screen: what it is, what it is called, what it says."""

    bus: DBusConnection
    owner: str
    path: str

    def call(self, interface: str, method: str, signature: str = "", *body: Any) -> Any:
        address = DBusAddress(self.path, bus_name=self.owner, interface=interface)
        message = new_method_call(address, method, signature or None, body)
        reply = self.bus.send_and_get_reply(message, timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise Gone(f"{method}: {reply.body}")
        return reply.body[0] if reply.body else None

    @property
    def name(self) -> str:
        return str(self._property(ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        return str(self._property(ACCESSIBLE, "Description"))

    @property
    def role(self) -> str:
        return str(self.call(ACCESSIBLE, "GetRoleName"))

    @property
    def text(self) -> str:
        """What stands in a line; empty where it holds no text."""
        try:
            return str(self.call(TEXT, "GetText", "ii", 0, -1))
        except Gone:
            return ""

    def has(self, state: int) -> bool:
        low, high = self.call(ACCESSIBLE, "GetState")
        return bool((low if state < 32 else high) >> (state % 32) & 1)

    def children(self) -> list["Node"]:
        found = self.call(ACCESSIBLE, "GetChildren")
        return [Node(self.bus, owner, path) for owner, path in found]

    def walk(self, *, showing: bool = True) -> Iterator["Node"]:
        """This and everything in it, as far as it shows; what vanishes meanwhile is left out."""
        try:
            if showing and self.path != ROOT and not self.has(SHOWING):
                return
            yield self
            below = self.children()
        except Gone:
            return
        for child in below:
            if not child.path.endswith("/null"):
                yield from child.walk(showing=showing)

    def find(self, fits: Callable[["Node"], bool]) -> "Node | None":
        for node in self.walk():
            try:
                if fits(node):
                    return node
            except Gone:
                continue
        return None

    def lines(self) -> Iterator[str]:
        """All that shows, a line each."""
        for node in self.walk():
            try:
                mark = "→" if node.has(FOCUSED) else " "
                yield f"{mark} {node.role}: {node.name} | {node.text[:80]}"
            except Gone:
                continue

    def _property(self, interface: str, name: str) -> Any:
        address = DBusAddress(self.path, bus_name=self.owner, interface=interface)
        reply = self.bus.send_and_get_reply(Properties(address).get(name), timeout=PATIENCE)
        if reply.header.message_type is MessageType.error:
            raise Gone(f"{name}: {reply.body}")
        return reply.body[0][1]


def registry(session_bus: str) -> Node:
    """The root of everything on the screen, asked for on a session's bus."""
    with open_dbus_connection(session_bus) as session:
        asked = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        reply = session.send_and_get_reply(new_method_call(asked, "GetAddress"), timeout=PATIENCE)
    if reply.header.message_type is MessageType.error:
        raise Gone(str(reply.body))
    bus = open_dbus_connection(reply.body[0])
    return Node(bus, "org.a11y.atspi.Registry", ROOT)
