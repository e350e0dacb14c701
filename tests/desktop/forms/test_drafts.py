"""Half-typed forms survive a kill, a power cut and Esc, and are offered again with their age."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest as keys

from desktop.forms.drafts import Shelf, has_text
from desktop.forms.record_form import RecordForm
from desktop.forms.words import age_words
from desktop.language import language
from desktop.settings import Settings
from desktop.workspace import Workspace
from domain.ledger import Ledger
from domain.storage.profile import Profile
from tests.desktop.forms.conftest import Show
from tests.desktop.forms.typist import CONTROL, Typist

TYPES_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from desktop.forms.drafts import Shelf
draft = Shelf(Path(sys.argv[1]), "ledger").draft("record")
for number in range(100000):
    draft.keep({"returned": str(number)})
    if number % 100 == 0:
        print(number, flush=True)
    time.sleep(0.001)
"""


def test_what_was_typed_survives_a_kill(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", TYPES_UNTIL_KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    shelf = Shelf(tmp_path, "ledger")
    read = 0
    while not (kept := shelf.kept()) or int(kept[0].typed["returned"]) < 50:
        assert child.stdout.readline()  # it is typing
        read += 1
        assert read < 10000
    child.send_signal(signal.SIGKILL)
    child.wait()
    (kept_last,) = shelf.kept("record")
    assert int(kept_last.typed["returned"]) >= 50
    child.stdout.close()


def test_the_disk_never_holds_a_torn_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut can leave: the file is complete and synced before it takes the name."""
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        real_fsync(handle)

    def replace(self: Path, target: Path) -> Path:
        steps.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    draft = Shelf(tmp_path, "ledger").draft("record")
    draft.keep({"returned": "189"})
    draft.close()
    assert steps == ["file", "name", "folder"]


def test_typing_does_not_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[float] = []

    def fsync(handle: int) -> None:
        slow.append(0.3)
        time.sleep(0.3)

    monkeypatch.setattr(os, "fsync", fsync)
    draft = Shelf(tmp_path, "ledger").draft("record")
    started = time.perf_counter()
    for number in range(200):
        draft.keep({"returned": str(number)})
    typed = time.perf_counter() - started
    draft.close()
    assert typed < 0.3 <= sum(slow)
    assert Shelf(tmp_path, "ledger").kept()[0].typed == {"returned": "199"}


def test_a_full_disk_is_said_and_typing_goes_on(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    draft = Shelf(tmp_path, "ledger").draft("record")
    said: list[str] = []
    draft.failed = said.append
    draft.keep({"returned": "1"})
    draft.close()
    assert said


def test_several_drafts_are_kept_for_each_ledger(tmp_path: Path) -> None:
    for ledger, text in (("one", "1"), ("one", "2"), ("other", "3")):
        draft = Shelf(tmp_path, ledger).draft("record")
        draft.keep({"returned": text})
        draft.close()
    shelf = Shelf(tmp_path, "one")
    assert {kept.typed["returned"] for kept in shelf.kept("record")} == {"1", "2"}
    name = shelf.kept()[0].name
    shelf.discard(name)
    assert len(shelf.kept()) == 1
    shelf.put_back(name)
    assert len(shelf.kept()) == 2
    assert shelf.kept("correct") == []
    (shelf.folder / "broken.json").write_text("{")
    assert len(shelf.kept()) == 2


def test_what_is_typed_into_an_encrypted_ledger_is_encrypted_too(
    tmp_path: Path, show: Show
) -> None:
    key = bytes(range(32))
    profile = Profile.load(tmp_path / "profile")
    ledger = Ledger.create(tmp_path / "secret.ledger", profile, key=key)
    form = RecordForm(Workspace(ledger, language("en"), Settings(tmp_path / "s.ini")))
    show(form)
    Typist().type("30.12⏎⏎189⎋")
    (file,) = (tmp_path / "profile" / "drafts" / ledger.id).iterdir()
    assert b"189" not in file.read_bytes() and b"occurred" not in file.read_bytes()
    assert Shelf(profile.folder, ledger.id).kept() == []
    assert ledger.side_key not in (None, key)
    (kept,) = Shelf(profile.folder, ledger.id, ledger.side_key).kept()
    assert kept.typed["returned"] == "189"
    ledger.close()


def test_an_emptied_form_leaves_nothing(tmp_path: Path) -> None:
    draft = Shelf(tmp_path, "ledger").draft("record")
    draft.keep({"returned": "1"})
    draft.flush()
    assert draft.path.exists()
    draft.keep({"returned": " ", "claims": [["", ""]], "breakdowns": {"branch": {}}})
    draft.close()
    assert not draft.path.exists()
    assert not has_text({"a": [{"b": ""}], "c": 3})


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_ages(age: timedelta, said: str) -> None:
    now = datetime(2025, 1, 7, tzinfo=UTC)
    assert age_words(language("en"), now - age, now) == said


def test_esc_keeps_and_the_next_form_offers_it(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    assert form.band.isHidden()
    typist = Typist()
    typist.type("30.12⏎⏎at least 200⏎⏎nav⏎2")
    before = form.typed()
    typist.type("⎋")
    assert not form.isVisible()

    again = RecordForm(workspace)
    show(again)
    assert again.band.isVisible()
    assert again.band.list.currentText().startswith("30.12 · at least 200  —  ")
    assert again.typed() != before
    keys.keyClick(again.band.go_on, Qt.Key.Key_Space)
    assert again.typed() == before
    assert again.day.hasFocus()
    typist.press(Qt.Key.Key_Return, CONTROL)
    assert not again.isVisible()
    third = RecordForm(workspace)
    show(third)
    assert third.band.isHidden()


def test_a_draft_can_be_discarded_and_put_back(workspace: Workspace, show: Show) -> None:
    form = RecordForm(workspace)
    show(form)
    Typist().type("30.12⎋")
    again = RecordForm(workspace)
    show(again)
    keys.keyClick(again.band.discard, Qt.Key.Key_Space)
    assert RecordForm(workspace).band.isHidden()
    keys.keyClick(again.band.back, Qt.Key.Key_Space)
    assert not RecordForm(workspace).band.isHidden()


def test_a_form_that_cannot_keep_its_draft_says_so(
    workspace: Workspace, show: Show, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    form = RecordForm(workspace)
    show(form)
    Typist().type("30.12")
    form.draft.flush()
    form._say_failing()
    assert "No space left on device" in form.error.text()
