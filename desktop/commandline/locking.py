"""The verbs of encrypted ledgers: encrypt, passphrase, recovery-code; how a secret is asked for.

A passphrase is typed where nobody sees it, or stands in a file that the environment names. It is
never an argument: those show in the list of processes and in the history of the shell.
"""

import getpass
import os
import sys
from pathlib import Path
from typing import Final

from desktop.commandline.session import DONE, FILE, Session, first_line
from domain import encrypted
from domain.merging.files import join_file
from domain.model.refusal import Refused
from domain.storage.keys import SHORTEST

NEW_FILE: Final = "EXCHANGE_LEDGER_NEW_PASSPHRASE_FILE"


def new(session: Session) -> int:
    """`new --encrypt`."""
    asked = session.asked
    ledger, code = encrypted.create_encrypted(
        Path(asked.ledger),
        session.profile,
        new_passphrase(session),
        name=asked.name or "",
        operator=asked.operator or "",
    )
    ledger.close()
    session.tell(session.say("New ledger: {path}", path=asked.ledger))
    return _show(session, code)


def join(session: Session, other: Path, key: bytes | None) -> int:
    """`new --join` of an encrypted file, or with --encrypt: the new file is encrypted, too."""
    path, operator = Path(session.asked.ledger), session.asked.operator or ""
    with encrypted.new_lock(path, session.profile, new_passphrase(session)) as (own, code):
        join_file(path, session.profile, other, other_key=key, key=own, operator=operator).close()
    session.tell(session.say("New ledger: {path}", path=path))
    return _show(session, code)


def encrypt(session: Session) -> int:
    path = Path(session.asked.ledger)
    _, code = encrypted.encrypt(path, session.profile, new_passphrase(session))
    session.tell(
        session.say(
            "The ledger is encrypted now. Earlier backups and exports are as they were: keep them "
            "safe, or destroy them. A drive may still hold parts of what was written in clear."
        )
    )
    return _show(session, code)


def passphrase(session: Session) -> int:
    path = Path(session.asked.ledger)
    old = session.secret(path)
    encrypted.change_passphrase(path, session.profile, old, new_passphrase(session))
    session.tell(
        session.say(
            "The passphrase is changed. Old backups still open with the passphrase that they had."
        )
    )
    return DONE


def recovery_code(session: Session) -> int:
    path = Path(session.asked.ledger)
    return _show(session, encrypted.change_code(path, session.profile, session.secret(path)))


def new_passphrase(session: Session) -> str:
    """A passphrase typed twice, or read once from the file that the environment names."""
    for variable in (NEW_FILE, FILE):
        named = os.environ.get(variable)
        if named:
            return first_line(named)
    say = session.say
    if not sys.stdin.isatty():
        raise Refused("passphrase_nowhere", str(session.asked.ledger), variable=FILE)
    session.tell(say("At least {n} characters; several words are best.", n=SHORTEST))
    typed = getpass.getpass(say("New passphrase: "))
    if getpass.getpass(say("Once more: ")) != typed:
        raise Refused("passphrase_twice")
    return typed


def _show(session: Session, code: str) -> int:
    session.tell(
        session.say(
            "Recovery code. Print it and put it away where nobody else finds it: it opens the "
            "ledger when the passphrase is lost, and it is not shown again."
        )
    )
    print(code)
    return DONE
