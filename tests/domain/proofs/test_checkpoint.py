"""Checkpoint files and codes: what is written is read again, and what was changed is refused."""

import random

import pytest

from domain import checkpoint
from domain.checkpoint import Code, code_of, read, read_code
from domain.model.refusal import Refused
from tests.domain.proofs.conftest import Sealed, written


def test_written_and_read_again(sealed: Sealed) -> None:
    points, codes = read(written(sealed.held), "file")
    assert tuple(points) == sealed.held.checkpoints
    assert tuple(codes) == sealed.held.codes
    assert len(points) == 2


@pytest.mark.parametrize("ending", ["\r\n", "\n\n\n"])
def test_line_ends_that_mail_programs_make(sealed: Sealed, ending: str) -> None:
    """Two files in one, with another system's line ends or more empty lines."""
    text = written(sealed.held)
    text = text.replace("\n", ending) if ending == "\r\n" else f"{ending}{text}{ending}{text}"
    points, codes = read(text, "file")
    assert set(points) == set(sealed.held.checkpoints)
    assert set(codes) == set(sealed.held.codes)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("exchange-ledger/", "Exchange-ledger/"),
        ("\n\n— ", "\n— "),
        ("=\n\n—", "\n\n—"),
        (": ", " "),
        ("\n\n", "\n\nsome other words\n\n"),
    ],
)
def test_a_file_that_was_changed_is_refused(sealed: Sealed, was: str, becomes: str) -> None:
    text = written(sealed.held)
    assert was in text
    with pytest.raises(Refused):
        read(text.replace(was, becomes, 1), "file")


@pytest.mark.parametrize("size", ["-1", "01", "1.0", "", "x", "9" * 30])
def test_a_size_that_is_no_number_is_refused(sealed: Sealed, size: str) -> None:
    origin, _, rest = written(sealed.held).split("\n", 2)
    with pytest.raises(Refused):
        read(f"{origin}\n{size}\n{rest}", "file")


def test_an_empty_file_holds_no_checkpoint() -> None:
    with pytest.raises(Refused):
        read(" \n", "file")


def test_a_checkpoint_that_somebody_edited(sealed: Sealed) -> None:
    """Its signature no longer fits, whatever was edited in it."""
    text = written(sealed.held)
    size = str(sealed.held.checkpoints[0].size)
    points, _ = read(text.replace(f"\n{size}\n", "\n3\n", 1), "file")
    report = sealed.check(held=False)
    assert report.is_verified
    from domain.verification.verify import Held, verify

    (finding,) = verify(sealed.file, Held(tuple(points))).findings
    assert finding.code == "checkpoint_key"


# --- the code ------------------------------------------------------------------------------------


def test_a_code_depends_on_everything_but_the_order_of_journals() -> None:
    texts = [b"exchange-ledger/a\n1\nAAAA\n", b"exchange-ledger/b\n2\nBBBB\n"]
    code = code_of("ledger", 3, texts)
    assert code == code_of("ledger", 3, reversed(texts))
    others = {
        code_of("ledge", 3, texts),
        code_of("ledger", 4, texts),
        code_of("ledger", 3, texts[:1]),
    }
    assert code not in others
    assert len(others) == 3


def test_a_code_as_it_is_printed() -> None:
    """Kept for ever: codes printed today have to be understood later."""
    code = code_of("ledger", 812, [b"exchange-ledger/a\n812\nAAAA\n"])
    assert str(code) == "812: 80013 16722 10797 68538 14830 90249 49626 63308"
    assert read_code(str(code)) == code


@pytest.mark.parametrize("form", ["{}", " {} ", "812:{0[1]}", "{}\n"])
def test_a_code_as_people_write_it(form: str) -> None:
    code = code_of("ledger", 812, [])
    words = ("812", str(code).partition(": ")[2].replace(" ", ""))
    text = form.format(str(code)) if "[" not in form else form.format(words)
    assert read_code(text) == code


def test_a_misheard_digit_or_two_that_changed_places_are_noticed() -> None:
    by = random.Random(1)
    for changes in range(200):
        digits = code_of("ledger", changes + 1, []).digits
        at = by.randrange(40)
        wrong = digits[:at] + str((int(digits[at]) + by.randrange(1, 10)) % 10) + digits[at + 1 :]
        turned = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
        for heard in {wrong, turned} - {digits}:
            with pytest.raises(Refused) as refused:
                read_code(str(Code(changes + 1, heard)))
            assert refused.value.code == "code_digits"


@pytest.mark.parametrize("text", ["", "812", "812: 1", "812: " + "1" * 41, "x: " + "1" * 40])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_code(text)
    assert refused.value.code == "code_form"


def test_the_note_of_a_head_is_the_signature_that_its_event_carries(sealed: Sealed) -> None:
    for point in sealed.held.checkpoints:
        assert point.note.text.startswith(f"{checkpoint.ORIGIN}{point.journal}\n{point.size}\n")
        assert len(point.note.signatures[0].signature) == 64
