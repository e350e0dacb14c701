"""What an operator can ask of the whole ledger: one short function a piece of work."""

from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QWidget

from desktop.dialogs.merge_dialog import MergeDialog
from desktop.dialogs.text_dialog import TextDialog
from desktop.held import read_held
from desktop.tasks import Task, Tasks, in_words
from desktop.verify_text import findings, limits, verdict
from desktop.widgets.ask_path import ask_file, ask_new_file
from desktop.workspace import Workspace
from domain import checkpoint as checkpoints
from domain.model.refusal import Refused
from domain.projections.checkpoints import checkpoints as checkpoints_of
from domain.storage.backup import Copied, backup
from domain.verification.verify import Held, Report
from domain.verification.verify import verify as verified

BACKUP_FOLDER: Final = "backup/folder"
ENDING: Final = ".ledger"


def backed_up_at(workspace: Workspace) -> str:
    """The setting that remembers when this ledger was copied last, ISO 8601."""
    return f"backup/{workspace.ledger.id}"


def save_copy(workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
    """Copy the ledger into the folder for backups, or ask where to where there is none."""
    folder = workspace.settings.text(BACKUP_FOLDER)
    if folder and Path(folder).is_dir():
        _copy(workspace, tasks, Path(folder) / _copy_name(workspace))
    else:
        save_copy_as(workspace, tasks, parent)


def save_copy_as(workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
    """Ask for a name, then copy the ledger to it."""
    say = workspace.say
    folder = Path(workspace.settings.text(BACKUP_FOLDER) or workspace.ledger.path.parent)
    ask_new_file(
        parent,
        say,
        say("Save a copy"),
        folder / _copy_name(workspace),
        lambda path: _copy(workspace, tasks, path),
        f"{say('Ledgers')} (*{ENDING})",
    )


def _copy_name(workspace: Workspace) -> str:
    """A name that says when: copies lie side by side, none is overwritten."""
    return f"{workspace.ledger.path.stem} {datetime.now():%Y-%m-%d %H%M%S}{ENDING}"


def _copy(workspace: Workspace, tasks: Tasks, path: Path) -> None:
    say = workspace.say
    place = path if path.suffix else path.with_suffix(ENDING)

    def done(copied: Copied) -> None:
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        workspace.settings.remember_text(backed_up_at(workspace), now)
        workspace.told.emit(
            say(
                "Copy saved: {path}. Events: {n}, compared with the ledger after writing.",
                path=place,
                n=say.number(copied.events),
            ),
            False,
        )

    tasks.run(
        Task(say("Saving a copy")),
        lambda progress: backup(workspace.ledger.path, place, workspace.lock, progress),
        done,
        lambda why: _failed(workspace, why),
    )


def verify(workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
    """Check the file, and show what came of it."""
    _verify(workspace, tasks, parent, Held())


def verify_against(workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
    """Ask for a checkpoint that somebody kept, then check the file against it."""
    say = workspace.say

    def chosen(path: Path) -> None:
        try:
            held = read_held([str(path)], [])
        except (Refused, OSError) as error:
            workspace.told.emit(in_words(error, say), True)
            return
        _verify(workspace, tasks, parent, held)

    title = say("Choose the checkpoint that somebody kept")
    ask_file(parent, title, chosen, f"{say('All files')} (*)")


def _verify(workspace: Workspace, tasks: Tasks, parent: QWidget, held: Held) -> None:
    say, ledger = workspace.say, workspace.ledger

    def done(report: Report) -> None:
        lines = [*findings(report, say), "", *limits(report, say)]
        sign = "✓" if report.is_verified else "▼"
        lead = f"{sign} {verdict(report, say)}"
        text = "\n".join(lines).strip()
        dialog = TextDialog(say, say("Verify"), lead, text, parent, file_name="verification.txt")
        dialog.open()

    tasks.run(
        Task(
            say("Verifying the ledger"),
            counted=lambda done, of: say(
                "Checked: {done} of {of}", done=say.number(done), of=say.number(of)
            ),
        ),
        lambda progress: verified(
            ledger.path,
            held,
            key=workspace.lock.key if workspace.lock else None,
            profile=ledger.profile,
            progress=progress,
        ),
        done,
        lambda why: _failed(workspace, why),
    )


def merge(workspace: Workspace, tasks: Tasks, parent: QWidget) -> QDialog:
    """Bring in what others recorded."""
    dialog = MergeDialog(workspace, tasks, parent)
    dialog.open()
    return dialog


def checkpoint(workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
    """Show what somebody else should keep."""
    say, ledger = workspace.say, workspace.ledger

    def asked() -> tuple[str, str]:
        with ledger.view() as view:
            points, code = checkpoints_of(view, ledger.id)
        return checkpoints.written(points, code), str(code)

    def done(made: tuple[str, str]) -> None:
        text, code = made
        lead = say(
            "The digits stand for the whole ledger as it is now. Read them out to somebody, print "
            "them, or give the file away. Whoever keeps them can see later whether anything "
            "before was changed."
        )
        count, _, digits = code.partition(": ")
        groups = digits.split(" ")
        fixed = f"{count}:\n{' '.join(groups[:4])}\n{' '.join(groups[4:])}"
        name = f"{ledger.path.stem} {datetime.now():%Y-%m-%d}.checkpoint.txt"
        dialog = TextDialog(say, say("Checkpoint"), lead, text, parent, file_name=name, fixed=fixed)
        dialog.open()

    tasks.run(
        Task(say("Making a checkpoint")),
        lambda _: asked(),
        done,
        lambda why: _failed(workspace, why),
    )


def rebuild(workspace: Workspace, tasks: Tasks) -> None:
    """Make every table again from the events."""
    say = workspace.say

    def done(_: None) -> None:
        workspace.changed.emit()
        workspace.told.emit(say("Every table was made again from the events."), False)

    tasks.run(
        Task(
            say("Making the tables again"),
            writes=True,
            remakes=True,
            can_cancel=False,
            counted=lambda done, of: say(
                "{done} of {of} events", done=say.number(done), of=say.number(of)
            ),
        ),
        workspace.ledger.rebuild,
        done,
        lambda why: _failed(workspace, why),
    )


def _failed(workspace: Workspace, why: str) -> None:
    workspace.told.emit(why or workspace.say("Stopped. Nothing was written."), bool(why))
