"""What can be done from the window, as data: its menus, in order, with the keys of each."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop import actions, work
from desktop.dialogs.messages_dialog import show_messages
from desktop.help import SHORTCUTS
from desktop.menus import Command, Group

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def commands(window: "MainWindow") -> Sequence[Group]:
    """The menus of a ledger's window."""
    return (_ledger(window), _entry(window), _pages(window), _view(window), _help(window))


def _ledger(window: "MainWindow") -> Group:
    say, space, tasks = window.workspace.say, window.workspace, window.tasks

    def copied(do: object) -> partial[object]:
        assert callable(do)
        return partial(do, space, tasks, window)

    def asked(what: str) -> partial[None]:
        return partial(window.lock_asked.emit, what)

    lock = Command("lock", say("Lock"), "Ctrl+L", asked("lock"), "system-lock-screen", "worker")
    encryption: Sequence[Command] = (
        lock,
        Command("encrypt", say("Encrypt this ledger…"), "", asked("encrypt"), "", "worker"),
    )
    if space.lock is not None:
        encryption = (
            lock,
            Command("passphrase", say("Change the passphrase…"), "", asked("passphrase"), "",
                    "worker"),
            Command("recovery_code", say("New recovery code…"), "", asked("recovery_code"), "",
                    "worker"),
        )  # fmt: skip
    return Group(
        say("&Ledger"),
        (
            (
                Command(
                    "new", say("New ledger…"), "", window.new_asked.emit, "document-new"
                ),
                Command("new_encrypted", say("New encrypted ledger…"), "",
                        asked("new_encrypted"), "", "worker"),
                Command("open", say("Open…"), "Ctrl+O", window.open_asked.emit, "document-open"),
            ),
            (
                Command("copy", say("Save a copy"), "Ctrl+S", copied(work.save_copy),
                        "document-save", "worker"),
                Command("copy_as", say("Save a copy as…"), "Ctrl+Shift+S",
                        copied(work.save_copy_as), "document-save-as", "worker"),
            ),
            (
                Command("export", say("Export…"), "Ctrl+E", window.export,
                        "document-send", "worker"),
            ),
            (
                Command("print", say("Print the page…"), "Ctrl+P", window.print_page,
                        "document-print"),
                Command("pdf", say("Save the page as PDF…"), "Ctrl+Shift+P", window.save_pdf),
            ),
            (
                Command("merge_with", say("Merge with…"), "Ctrl+G", copied(work.merge),
                        "", "worker"),
                Command("verify", say("Verify"), "Ctrl+Shift+V", copied(work.verify), "", "worker"),
                Command("verify_against", say("Verify against a checkpoint…"), "",
                        copied(work.verify_against), "", "worker"),
                Command("checkpoint", say("Checkpoint…"), "Ctrl+Shift+K",
                        copied(work.checkpoint), "", "worker"),
                Command("rebuild", say("Make the tables again"), "",
                        partial(work.rebuild, space, tasks), "", "worker"),
            ),
            encryption,
            (
                Command("preferences", say("Preferences…"), "Ctrl+,",
                        window.preferences_asked.emit, "preferences-system", "worker"),
            ),
            (
                Command("start", say("Close the ledger"), "Ctrl+W", window.start_asked.emit,
                        "document-close"),
                Command("quit", say("Quit"), "Ctrl+Q", window.close, "application-exit"),
            ),
        ),
    )  # fmt: skip


def _entry(window: "MainWindow") -> Group:
    say = window.workspace.say
    icons = {"record": "list-add", "correct": "document-edit"}
    offered = {
        action.name: Command(
            action.name,
            action.title(say),
            action.key,
            partial(window.act, action),
            icons.get(action.name, ""),
            "entry",
        )
        for action in actions.ACTIONS
        if action.needs in ("nothing", "exchange", "exchanges")
    }
    undo = Command("undo", say("Undo the last change…"), "Ctrl+Z", window.undo, "edit-undo")
    parts = (
        ("record", "correct", "note", "claim"),
        ("retract", "reinstate", "merge"),
        ("opening", "category", "policy"),
    )
    imported = Command(
        "import",
        say("Import a spreadsheet…"),
        "Ctrl+Shift+I",
        partial(actions.import_sheet, window.workspace, window.tasks, window),
        "document-import",
        "entry",
    )
    first, *rest = (tuple(offered[name] for name in part) for part in parts)
    return Group(say("&Entry"), ((*first, imported), (undo,), *rest))


def _pages(window: "MainWindow") -> Group:
    say = window.workspace.say
    return Group(
        say("Pa&ges"),
        (
            tuple(
                Command(f"page:{place}", page.title, f"Ctrl+{place + 1}",
                        partial(window.list.setCurrentRow, place))
                for place, page in enumerate(window.pages)
            ),
        ),
    )  # fmt: skip


def _view(window: "MainWindow") -> Group:
    say, moment = window.workspace.say, window.moment
    return Group(
        say("&View"),
        (
            (Command("back", say("Back"), "Alt+Left", window.routes.back, "go-previous"),),
            (
                Command("filter", say("Filter"), "Ctrl+F", window.start_filter, "edit-find"),
                Command("find", say("Find anything"), "Ctrl+K", window.search.start),
            ),
            (
                Command("moment", say("As known at…"), "Ctrl+T", moment.enter),
                Command("now", say("Back to now"), "Ctrl+Shift+T", moment.leave),
            ),
            (
                Command("messages", say("Messages"), "F8",
                        partial(show_messages, window.messages, say, window)),
            ),
        ),
    )  # fmt: skip


def _help(window: "MainWindow") -> Group:
    say = window.workspace.say
    return Group(
        say("Hel&p"),
        (
            (
                Command("help", say("Help for this page"), "F1", window.help_here, "help-contents"),
                Command("tutorial", say("A first exchange, step by step"), "",
                        partial(window.help_on, "tutorial")),
                Command("words", say("The words and their reasons"), "",
                        partial(window.help_on, "words")),
                Command("shortcuts", say("Shortcuts"), "Ctrl+F1",
                        partial(window.help_on, SHORTCUTS)),
            ),
            (Command("about", say("About the program"), "", window.about, "help-about"),),
        ),
    )  # fmt: skip
