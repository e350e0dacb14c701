"""Encrypted ledgers from the command line: every verb asks for the secret, none shows it."""

import getpass
import sys
from pathlib import Path

import pytest

from domain.storage import keys
from domain.storage.keys import Cost, is_encrypted
from tests.desktop.conftest import Command

WORDS = "чотири їжаки під ялинкою"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One slow attempt is tested elsewhere; here there are dozens."""
    monkeypatch.setattr(keys.Cost, "__init__", _quick)


def _quick(cost: Cost, passes: int = 1, memory: int = 8 * 1024) -> None:
    object.__setattr__(cost, "passes", passes)
    object.__setattr__(cost, "memory", memory)


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The passphrase in a file that the environment names."""
    file = tmp_path / "secret"
    file.write_text(f"{WORDS}\n", encoding="utf-8")
    monkeypatch.setenv("EXCHANGE_LEDGER_PASSPHRASE_FILE", str(file))
    return file


def test_every_verb_works_on_an_encrypted_ledger(command: Command, secret: Path) -> None:
    made = command("new", "my.ledger", "--encrypt")
    assert len(made.out.strip()) == 44  # nine groups of four
    assert is_encrypted(Path("my.ledger"))
    Path("draft.json").write_text('{"kind": "exchange", "occurred": "2024-12-30", "returned": 9}')
    command("record", "my.ledger", "--draft", "draft.json", "--source", "a statement")
    assert command("show", "my.ledger", "totals", "--format", "json").rows[0]["returned"] == 9
    command("verify", "my.ledger")
    command("checkpoint", "my.ledger")
    command("rebuild", "my.ledger")
    command("backup", "my.ledger", "copy")
    command("restore", "copy", "again.ledger")
    assert is_encrypted(Path("copy")) and is_encrypted(Path("again.ledger"))
    command("merge", "again.ledger", "my.ledger")
    command("new", "joined.ledger", "--join", "my.ledger")
    assert is_encrypted(Path("joined.ledger"))
    assert command("show", "joined.ledger", "totals", "--format", "json").rows[0]["returned"] == 9


def test_a_plain_ledger_is_encrypted_and_gets_another_passphrase(
    command: Command, reference: str, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = command("encrypt", reference).out.strip()
    assert command("show", reference, "totals", "--format", "json").rows[0]["returned"] == 189
    new = secret.with_name("new")
    new.write_text("another passphrase", encoding="utf-8")
    monkeypatch.setenv("EXCHANGE_LEDGER_NEW_PASSPHRASE_FILE", str(new))
    command("passphrase", reference)
    said = command("show", reference, "totals", status=2)
    assert "neither the passphrase nor the recovery code" in said.err
    secret.write_text(code, encoding="utf-8")
    other = command("recovery-code", reference).out.strip()
    command("show", reference, "totals", status=2)
    secret.write_text(other, encoding="utf-8")
    command("show", reference, "totals")


def test_without_anybody_to_ask(
    command: Command, reference: str, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("encrypt", reference)
    monkeypatch.delenv("EXCHANGE_LEDGER_PASSPHRASE_FILE")
    said = command("show", reference, "totals", status=2)
    assert "EXCHANGE_LEDGER_PASSPHRASE_FILE" in said.err
    assert "EXCHANGE_LEDGER_PASSPHRASE_FILE" in command("new", "x", "--encrypt", status=2).err
    assert not Path("x").exists()
    assert not Path("x.keys").exists()


def test_typed_it_is_asked_for_three_times(
    command: Command, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([WORDS, "a slip of the pen", WORDS, WORDS, "a", "b", WORDS, "a", "b", "c"])

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(getpass, "getpass", typed)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert "not the same" in command("encrypt", reference, status=2).err
    command("encrypt", reference)
    assert asked == ["New passphrase: ", "Once more: "] * 2
    command("show", reference, "totals")
    said = command("show", reference, "totals", status=2)
    assert said.err.count("neither the passphrase") == 3
    assert WORDS not in said.err + said.out


def test_what_is_refused(command: Command, reference: str, secret: Path) -> None:
    assert "not encrypted" in command("passphrase", reference, status=2).err
    assert "not encrypted" in command("recovery-code", reference, status=2).err
    command("encrypt", reference)
    assert "encrypted already" in command("encrypt", reference, status=2).err
    secret.write_text("short", encoding="utf-8")
    said = command("new", "x.ledger", "--encrypt", status=2)
    assert "at least 8 characters" in said.err
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith("x")) == []
