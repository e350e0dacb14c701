"""Whatever the text: no crash, no span outside it, and time that grows with its length only."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.statements import Reading, read

from .scorer import corpus

OPEN = [text for _, text in corpus("open")]
PIECES = [piece for text in OPEN for piece in text.replace("\n", " \n ").split(" ")]
MEGABYTE = 1_000_000
SECONDS = 2.0
"""Of the processor, so that a busy machine fails no test."""


def check(reading: Reading, text: str) -> None:
    spans = [fact.span for fact in reading.facts] + [number.span for number in reading.unused]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert (reading.draft["kind"] == "none") == (reading.reason is not None)
    assert read(text) == reading


@given(st.text(max_size=400))
def test_any_characters(text: str) -> None:
    check(read(text), text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join))
def test_words_of_statements_in_any_order(text: str) -> None:
    check(read(text), text)


@given(st.sampled_from(OPEN), st.data())
def test_statements_cut_and_joined(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    other = data.draw(st.sampled_from(OPEN))
    check(read(text[start:end] + other), text[start:end] + other)


@pytest.mark.parametrize(
    "unit",
    [
        "7",
        " ",
        "\n",
        "officers ",
        "12 ",
        "one ",
        "5 officers, ",
        "including 5 men ",
        ".,",
        "a-",
        "1-",
        "3 January ",
        "since the ",
        "a'",
        "“",
        "й",
        OPEN[1],
        OPEN[20],
    ],
    ids=lambda unit: repr(unit[:12]),
)
def test_a_megabyte_of_anything(unit: str) -> None:
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    begun = time.process_time()
    reading = read(text)
    assert time.process_time() - begun < SECONDS
    assert reading.read_to < len(text)


def test_a_page_is_read_at_once() -> None:
    read(OPEN[1])
    page = max(OPEN, key=len)
    begun = time.process_time()
    for _ in range(10):
        read(page)
    assert (time.process_time() - begun) / 10 < 0.020
