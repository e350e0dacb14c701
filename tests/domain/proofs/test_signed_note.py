"""Signed notes as C2SP writes them: its own example, and everything that is none."""

import base64

import pytest
from nacl.signing import SigningKey

from domain import signed_note
from domain.signed_note import NotANote, Signature, SignedNote, is_verified, key_id

# The example of C2SP signed-note; its key is not published there, so only its form is checked.
EXAMPLE = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    "\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrM"
    "ouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
# Go's golang.org/x/mod/sumdb/note publishes this one with its key.
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n"
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NAME = "exchange-ledger/5b0e"


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey(bytes(range(32)))


def noted(key: SigningKey, text: str = "text\n", name: str = NAME) -> SignedNote:
    line = Signature(name, key_id(name, bytes(key.verify_key)), key.sign(text.encode()).signature)
    return SignedNote(text, (line,))


def test_the_example_of_the_specification() -> None:
    note = signed_note.read(EXAMPLE.encode())
    assert note.text.endswith("\n\ned è subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert len(note.signatures[0].signature) == 64
    assert signed_note.written(note) == EXAMPLE


def test_a_note_that_another_program_signed() -> None:
    name, known_id, code = GO_KEY.split("+", 2)
    raw = base64.b64decode(code)
    assert raw[:1] == signed_note.ED25519
    assert key_id(name, raw[1:]).hex() == known_id
    assert is_verified(signed_note.read(GO_NOTE.encode()), name, raw[1:])


def test_signed_and_read_again(key: SigningKey) -> None:
    public = bytes(key.verify_key)
    note = signed_note.read(signed_note.written(noted(key)).encode())
    assert note == noted(key)
    assert is_verified(note, NAME, public)
    assert not is_verified(SignedNote("other\n", note.signatures), NAME, public)
    assert not is_verified(note, "another-name", public)
    assert not is_verified(note, NAME, bytes(SigningKey.generate().verify_key))


def test_unknown_signatures_are_ignored_and_a_known_one_that_fails_is_not(key: SigningKey) -> None:
    public = bytes(key.verify_key)
    (good,) = noted(key).signatures
    (unknown,) = noted(SigningKey.generate()).signatures
    bad = Signature(NAME, good.key_id, bytes(64))
    assert is_verified(SignedNote("text\n", (unknown, good)), NAME, public)
    assert not is_verified(SignedNote("text\n", (good, bad)), NAME, public)
    assert not is_verified(SignedNote("text\n", (unknown,)), NAME, public)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("\n\n", "\n"),  # no empty line
        ("— ", "- "),  # not an em dash
        ("— exchange", "—  exchange"),
        ("exchange-ledger/", "exchange+ledger/"),
        ("text", "te\txt"),
        ("=\n", "=\n\n"),
        ("=\n", "=\nmore\n"),
        ("=\n", "="),
        (" ", "\N{NO-BREAK SPACE}"),
    ],
)
def test_what_is_no_note(key: SigningKey, was: str, becomes: str) -> None:
    text = signed_note.written(noted(key))
    assert was in text
    with pytest.raises(NotANote):
        signed_note.read(text.replace(was, becomes).encode())


def test_other_bytes_are_no_note() -> None:
    for stored in (b"", b"\xff\n\n", b"text\n\n", b"\n\n\xe2\x80\x94 name AAAA\n"):
        with pytest.raises(NotANote):
            signed_note.read(stored)


def test_most_signatures(key: SigningKey) -> None:
    (line,) = noted(key).signatures
    many = SignedNote("text\n", (line,) * signed_note.MOST_SIGNATURES)
    assert signed_note.read(signed_note.written(many).encode()) == many
    more = SignedNote("text\n", (line,) * (signed_note.MOST_SIGNATURES + 1))
    with pytest.raises(NotANote):
        signed_note.read(signed_note.written(more).encode())
