"""verify, checkpoint, backup and restore from the command line: exit status, words, JSON."""

import contextlib
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from tests.desktop.conftest import Command


def tampered(name: str) -> None:
    with contextlib.closing(sqlite.connect(name, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB) "
            "WHERE topic = 'exchange.recorded.1'",
            ('"returned":189', '"returned":198'),
        )


def test_verified_against_a_checkpoint_and_a_code(command: Command, reference: str) -> None:
    made = command("checkpoint", reference, "held.txt")
    code = made.out.strip()
    assert Path("held.txt").read_text(encoding="utf-8").endswith(f"\n\n{code}\n")
    assert command("checkpoint", reference).out == Path("held.txt").read_text(encoding="utf-8")
    assert "exists already" in command("checkpoint", reference, "held.txt", status=2).err
    command("retract", reference, "2024-12-30", "--reason", "a test")
    said = command("verify", reference, "--checkpoint", "held.txt", "--code", code)
    assert "Extends the checkpoint of journal" in said.out
    assert "Extends the code" in said.out
    assert "\nVerified. Events: " in said.out
    assert "What this cannot show:" in said.out


def test_a_changed_figure_is_named(command: Command, reference: str) -> None:
    tampered(reference)
    said = command("verify", reference, status=1)
    assert "exchange.recorded" in said.out
    assert "its text (line 2) is not the one it was recorded with." in said.out
    assert "NOT VERIFIED." in said.out
    rows = command("verify", reference, "--format", "json", status=1).rows
    (row,) = [row for row in rows if row["code"] == "body_changed"]
    assert (row["severity"], row["topic"]) == ("finding", "exchange.recorded.1")
    assert row["position"] == row["index"]
    ukrainian = command("--language", "uk", "verify", reference, status=1)
    assert "ПЕРЕВІРКУ НЕ ПРОЙДЕНО." in ukrainian.out


def test_an_older_copy_is_told_by_the_device_and_by_the_checkpoint(
    command: Command, reference: str
) -> None:
    command("backup", reference, "copy")
    command("retract", reference, "2024-12-30", "--reason", "a test")
    command("checkpoint", reference, "held.txt")
    said = command("restore", "copy", "again.ledger")
    assert "1 change last written here" in said.err
    said = command("verify", "again.ledger", "--checkpoint", "held.txt", status=1)
    assert "on they are missing here." in said.out
    assert "Merge the copy that has them." in said.out


def test_nothing_is_overwritten(command: Command, reference: str) -> None:
    command("backup", reference, "copy")
    before = Path("copy").read_bytes()
    assert "exists already" in command("backup", reference, "copy", status=2).err
    assert "exists already" in command("restore", "copy", reference, status=2).err
    assert Path("copy").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--code", "812: 11111"), "is not a code"),
        (("--code", "812: " + "12345 " * 8), "misheard or mistyped"),
        (("--checkpoint", "no.txt"), "No such file"),
        (("--checkpoint", "words.txt"), "not a checkpoint file"),
    ],
)
def test_what_is_no_checkpoint_is_bad_input(
    command: Command, reference: str, words: tuple[str, str], said: str
) -> None:
    Path("words.txt").write_text("words\n", encoding="utf-8")
    assert said in command("verify", reference, *words, status=2).err


def test_a_file_that_is_no_ledger(command: Command, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("not a ledger, but long enough to be one" * 30)
    for verb in (("verify", "words.txt"), ("backup", "words.txt", "x"), ("verify", "none")):
        assert "Traceback" not in command(*verb, status=2).err
