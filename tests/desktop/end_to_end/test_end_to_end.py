"""The real program on a real screen: entered by keyboard, read back as a screen reader reads it."""

import sys
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("jeepney", reason="jeepney is not installed: reads the screen over D-Bus")

from tests.desktop.end_to_end.accessible import FOCUSED, Gone, Node
from tests.desktop.end_to_end.screen import Screen, wait_for

CONTROLS: Final = {
    *("text", "push button", "toggle button", "check box", "radio button", "combo box", "slider"),
    *("spin button", "list", "list item", "table", "menu", "menu item", "button menu", "dialog"),
    *("frame", "page tab", "tree", "tool bar", "entry", "password text"),
}
# Which line has the cursor, and what is typed there.
REFERENCE: Final = (
    ("Date", "30.12.24⏎⏎"),
    ("Returned", "189⏎⏎"),
    ("Branch, line 1: name", "arm⏎"),
    ("Branch, line 1: count", "87⏎"),
    ("Branch, line 2: name", "⇥ter⏎"),
    ("Branch, line 2: count", "17⏎"),
    ("Branch, line 3: name", "⇤nat⏎"),
    ("Branch, line 3: count", "43⏎"),
    ("Branch, line 4: name", "sta⏎"),
    ("Branch, line 4: count", "33⏎"),
    ("Branch, line 5: name", "nav⏎"),
    ("Branch, line 5: count", "24⏎"),
    ("Branch, line 6: name", "⏎"),
    ("Rank, line 1: name", "priv⏎"),
    ("Rank, line 1: count", "173⏎"),
    ("Rank, line 2: name", "off⏎"),
    ("Rank, line 2: count", "14⏎"),
    ("Rank, line 3: name", "⏎"),
    ("Status, line 1: name", "civ⏎"),
    ("Status, line 1: count", "2⏎"),
    ("Status, line 2: name", "⏎"),
    ("Mediators", "unit⏎⏎"),
    ("Publisher", "Coordination Headquarters⏎"),
    ("Title", "Statement of 30 December⏎"),
    ("Address", "https://koord.gov.ua/30⏎"),
    ("Published", "30.12.24⏎"),
    ("Language", "uk⏎"),
    ("claim 1: What is claimed", "ord⏎"),
    ("claim 1: For what", "⏎"),
    ("claim 1: How many", "11⏎⏎⏎"),
    ("claim 2: What is claimed", "ret⏎"),
    ("claim 2: For what", "⏎"),
    ("claim 2: How many", "1358⏎⏎⏎"),
    ("claim 3: What is claimed", "ret⏎"),
    ("claim 3: For what", "to d⏎"),
    ("claim 3: How many", "3956⏎⏎⏎"),
    ("claim 4: What is claimed", "lar⏎"),
    ("claim 4: For what", "to d⏎"),
    ("claim 4: How many", "230⏎3.1.24⏎⏎"),
)


def says(app: Node, text: str) -> Node | None:
    """The thing on the screen that says `text`, by its name or in its lines."""
    return app.find(lambda node: text in node.name or text in node.text)


def unnamed(app: Node) -> list[str]:
    """The controls on the screen that a screen reader could not call anything."""
    found = []
    for node in app.walk():
        try:
            role, name = node.role, node.name
            if not role or (role in CONTROLS and not name and not node.description):
                found.append(f"{role or 'no role'} {node.path}")
        except Gone:
            continue
    return found


def focused(app: Node, name: str) -> Node | None:
    return app.find(lambda node: node.has(FOCUSED) and node.name == name)


def type_into(session: Screen, app: Node, line: str, keys: str) -> None:
    """Type into the line that has the cursor, once it has it."""
    wait_for(lambda: focused(app, line), f"the cursor in “{line}”", app)
    session.type(keys)


@pytest.mark.timeout(900)
def test_enter_correct_annotate_and_look_back(
    session: Screen, ledger: Path, tmp_path: Path
) -> None:
    program = session.start([sys.executable, "-m", "desktop", str(ledger)], tmp_path / "said")
    root = wait_for(session.root, "accessibility")
    app = wait_for(lambda: next(iter(root.children()), None), "the program")
    wait_for(lambda: says(app, "This ledger is empty"), "the empty ledger", app)
    session.focus("Exchange Ledger")
    assert unnamed(app) == []

    # Enter the reference exchange.
    session.key("ctrl+n")
    session.focus("Record an exchange")
    assert unnamed(app) == []
    for line, keys in REFERENCE:
        type_into(session, app, line, keys)
    wait_for(lambda: says(app, "branch closes at 189 with 2 civilians"), "the branches close", app)
    wait_for(lambda: says(app, "rank closes at 187 of 187 with a rank"), "the ranks close", app)
    wait_for(lambda: focused(app, "claim 5: What is claimed"), "all typed", app)
    assert unnamed(app) == []
    session.key("ctrl+Return")
    wait_for(lambda: says(app, "1 exchange"), "the exchange in the status bar", app)
    wait_for(lambda: says(app, "United Arab Emirates"), "the mediator", app)

    # Correct it, and read what would change before it is recorded.
    session.focus("Exchange Ledger")
    session.key("F2")
    session.focus("^Correct$")
    type_into(session, app, "Date becomes", "⏎⏎")
    type_into(session, app, "Returned becomes", "")
    session.key("ctrl+a")
    session.type("190")
    wait_for(lambda: says(app, "Returned in 2024: from 189 to 190."), "the impact", app)
    assert unnamed(app) == []
    session.key("alt+a")
    type_into(session, app, "Reason", "a recount⏎")
    type_into(session, app, "Source", "the list of names")
    session.key("ctrl+Return")
    wait_for(lambda: says(app, "(a recount)"), "the correction in the history", app)

    # Add a mediator note.
    session.focus("Exchange Ledger")
    session.key("ctrl+m")
    session.focus("^Mediator note$")
    type_into(session, app, "Mediator", "tur⏎")
    type_into(session, app, "Role", "⏎")
    type_into(session, app, "Text", "Hosted the talks.")
    assert unnamed(app) == []
    session.key("ctrl+Return")
    wait_for(lambda: says(app, "Hosted the talks."), "the note beside the exchange", app)

    # Look back: the table as it was known before the correction.
    session.focus("Exchange Ledger")
    assert returned(app) == "190"
    session.key("ctrl+t")
    wait_for(lambda: focused(app, "as known at"), "the slider", app)
    for _ in range(6):
        session.key("Left")
    wait_for(lambda: says(app, "Entry is off"), "the band that says so", app)
    wait_for(lambda: returned(app) == "189", "the figure as it was known", app)
    assert unnamed(app) == []
    session.key("ctrl+shift+t")
    wait_for(lambda: returned(app) == "190", "the figure of now", app)
    assert program.poll() is None
    assert "Traceback" not in (tmp_path / "said").read_text()


def returned(app: Node) -> str:
    """The figure in the table of exchanges, in the column of the returned."""
    table = app.find(lambda node: node.role == "table" and node.name == "Exchanges")
    if table is None:
        return ""
    nodes = list(table.walk())
    titles = [node.name for node in nodes if node.role == "column header"]
    cells = [node.name for node in nodes if node.role in ("cell", "table cell")]
    place = next((at for at, title in enumerate(titles) if title.casefold() == "returned"), None)
    return cells[place] if place is not None and place < len(cells) else ""
