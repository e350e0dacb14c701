"""Key slots: what opens them, what does not, and what a slip or damage is told as."""

import json
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.refusal import Refused
from domain.storage.keys import (
    Cost,
    Slots,
    new_code,
    new_key,
    new_slots,
    read_code,
    read_slots,
    write_slots,
)

QUICK = Cost(passes=1, memory=8 * 1024)  # the test's own: what is stored says what it takes
WORDS = "чотири їжаки під ялинкою"


def refused_by(slots: Slots, typed: str) -> str:
    with pytest.raises(Refused) as refused:
        slots.unwrap(typed)
    return refused.value.code


def test_what_is_made_by_default_is_slow() -> None:
    slots, _ = new_slots(new_key(), WORDS)
    costs = {(slot.passes, slot.memory) for slot in slots.slots}
    assert costs == {(3, 256 * 1024 * 1024)}


def test_both_ways_in_and_no_other() -> None:
    key = new_key()
    slots, code = new_slots(key, WORDS, QUICK)
    assert slots.unwrap(WORDS) == slots.unwrap(code) == key
    assert slots.unwrap(unicodedata.normalize("NFD", WORDS)) == key
    assert slots.unwrap(code.lower().replace("-", " ").replace("0", "o")) == key
    for typed in ("", WORDS + " ", WORDS.upper(), new_code()):
        assert refused_by(slots, typed) == "passphrase_wrong"


def test_another_passphrase_and_another_code() -> None:
    key = new_key()
    slots, code = new_slots(key, WORDS, QUICK)
    changed = slots.with_passphrase(key, "another one", QUICK)
    assert changed.unwrap("another one") == changed.unwrap(code) == key
    assert refused_by(changed, WORDS) == "passphrase_wrong"
    other = new_code()
    again = changed.with_code(key, other, QUICK)
    assert again.unwrap(other) == again.unwrap("another one") == key
    assert refused_by(again, code) == "passphrase_wrong"
    assert len(again.slots) == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "passphrase_short"), ("seven77", "passphrase_short"), (" " * 9, "passphrase_short")],
)
def test_no_weak_passphrase(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        new_slots(new_key(), typed, QUICK)
    assert refused.value.code == code


def test_a_recovery_code_is_no_passphrase() -> None:
    with pytest.raises(Refused) as refused:
        new_slots(new_key(), new_code(), QUICK)
    assert refused.value.code == "passphrase_is_code"


def test_a_slot_cannot_be_passed_off_as_the_other(tmp_path: Path) -> None:
    slots, _ = new_slots(new_key(), WORDS, QUICK)
    write_slots(tmp_path / "keys", slots)
    stored = json.loads((tmp_path / "keys").read_text())
    for slot in stored["slots"]:
        slot["kind"] = "recovery" if slot["kind"] == "passphrase" else "passphrase"
    (tmp_path / "keys").write_text(json.dumps(stored))
    assert refused_by(read_slots(tmp_path / "keys"), WORDS) == "passphrase_wrong"


def test_a_slot_that_asks_for_all_memory_is_not_tried(tmp_path: Path) -> None:
    slots, _ = new_slots(new_key(), WORDS, QUICK)
    write_slots(tmp_path / "keys", slots)
    stored = json.loads((tmp_path / "keys").read_text())
    for slot in stored["slots"]:
        slot["memory"] = 1 << 44
    (tmp_path / "keys").write_text(json.dumps(stored))
    assert refused_by(read_slots(tmp_path / "keys"), WORDS) == "passphrase_wrong"


@given(st.data())
def test_one_wrong_letter_of_a_code_is_noticed(data: st.DataObject) -> None:
    code = new_code().replace("-", "")
    place = data.draw(st.integers(0, len(code) - 1))
    letters = [x for x in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if x != code[place]]
    letter = data.draw(st.sampled_from(letters))
    slip = code[:place] + letter + code[place + 1 :]
    # one slip in a million passes a check of twenty bits, and is then simply a wrong code
    assert read_code(slip) != read_code(code)


@given(st.text())
def test_no_text_breaks_the_reading_of_a_code(text: str) -> None:
    assert read_code(text) in (b"", read_code(text))


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    slots, _ = new_slots(new_key(), WORDS, QUICK)
    write_slots(tmp_path / "keys", slots)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]
    assert read_slots(tmp_path / "keys") == slots


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"slots": [{}]}', b"\xff\xfe"])
def test_damaged_slots_are_named(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "keys").write_bytes(damage)
    with pytest.raises(Refused) as refused:
        read_slots(tmp_path / "keys")
    assert (refused.value.code, refused.value.field) == ("keys_damaged", str(tmp_path / "keys"))


def test_slots_that_are_not_base64_are_damaged(tmp_path: Path) -> None:
    slots, _ = new_slots(new_key(), WORDS, QUICK)
    write_slots(tmp_path / "keys", slots)
    text = (tmp_path / "keys").read_text().replace('"salt": "', '"salt": "*')
    (tmp_path / "keys").write_text(text)
    with pytest.raises(Refused) as refused:
        read_slots(tmp_path / "keys")
    assert refused.value.code == "keys_damaged"


def test_slots_of_a_newer_program(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text('{"slots": [], "v": 2}')
    with pytest.raises(Refused) as refused:
        read_slots(tmp_path / "keys")
    assert refused.value.code == "file_newer"
