"""The reader on whole statements: the open ones, our own, and the reference statement."""

import importlib.util
import itertools
import json
from typing import Any

import pytest

from domain.statements import Reading, read
from domain.statements.reasons import NO_EXCHANGE, NOT_USED

from .scorer import HERE, corpus, facts, score, score_corpus

CORPORA = ("open", "own", "blind", "blind2", "blind3", "own2")
SHARED = HERE.parents[2] / "shared" / "data" / "statements"
REFERENCE = SHARED / "2024-12-30-reference.txt"


def test_open_statements_are_read_without_a_wrong_figure() -> None:
    result = score_corpus("open")
    assert result.f1 >= 0.97
    assert result.poisoned == ()
    assert result.false_events == ()


def test_own_statements_are_read_without_a_wrong_figure() -> None:
    result = score_corpus("own")
    assert result.f1 >= 0.95
    assert result.poisoned == ()
    assert result.false_events == ()


@pytest.mark.parametrize(
    ("name", "f1", "poisoned"),
    [
        ("blind", 0.98, ()),
        ("blind2", 0.97, ()),
        ("blind3", 0.93, ()),
        ("own2", 0.95, ("363",)),
    ],
)
def test_later_statements_stay_as_well_read_as_they_are(
    name: str, f1: float, poisoned: tuple[str, ...]
) -> None:
    result = score_corpus(name)
    assert result.f1 >= f1
    assert set(result.poisoned) <= set(poisoned)
    assert set(result.false_events) <= set(poisoned)


@pytest.mark.parametrize("name", CORPORA)
def test_expected_drafts_score_one_against_themselves(name: str) -> None:
    result = score((expected, expected) for expected, _ in corpus(name))
    assert (result.f1, result.poisoned, result.false_events) == (1.0, (), ())


@pytest.mark.parametrize("name", CORPORA)
def test_every_figure_rests_on_words_of_the_text(name: str) -> None:
    for _, text in corpus(name):
        reading = read(text)
        for fact in reading.facts:
            start, end = fact.span
            assert 0 <= start < end <= len(text)
            assert 0 < fact.certainty <= 100
        assert (reading.draft["kind"] == "none") == (reading.reason is not None)


@pytest.mark.parametrize("name", CORPORA)
def test_every_number_that_is_not_used_has_a_reason_that_can_be_told(name: str) -> None:
    for _, text in corpus(name):
        reading = read(text)
        assert {number.why for number in reading.unused} <= set(NOT_USED)
        assert reading.reason in {None, *NO_EXCHANGE}
        used = {fact.span for fact in reading.facts}
        assert used.isdisjoint(number.span for number in reading.unused)


def test_this_scorer_agrees_with_the_published_one() -> None:
    path = SHARED / "score.py"
    if not path.exists():
        pytest.skip("the published scorer is not beside the repository")
    spec = importlib.util.spec_from_file_location("published_scorer", path)
    assert spec is not None and spec.loader is not None
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    texts = [text for name in CORPORA for text in corpus(name)]
    # Every text is also scored against its neighbour's draft, so that there is much to miss.
    for (expected, _), (_, text) in [*zip(texts, texts, strict=True), *itertools.pairwise(texts)]:
        draft = dict(read(text).draft)
        ours = score([(expected, draft)])
        theirs = published.score_one(expected["id"], expected, draft)
        assert ours.right == len(theirs["right"])
        assert ours.drafted == len(theirs["right"]) + len(theirs["wrong"])
        assert ours.expected == len(theirs["right"]) + len(theirs["miss"])
        assert bool(ours.poisoned) == bool(theirs["poison"])
        assert bool(ours.false_events) == theirs["false_event"]


@pytest.fixture(name="reference")
def _reference() -> Reading:
    if not REFERENCE.exists():
        pytest.skip("the reference statement is not beside the repository")
    return read(REFERENCE.read_text(encoding="utf-8"))


def test_reference_statement(reference: Reading) -> None:
    def lines(*rows: tuple[str, int, str | None]) -> list[dict[str, Any]]:
        return [{"category": c, "count": n, "within": w} for c, n, w in rows]

    expected = {
        "kind": "exchange",
        "occurred": "2024-12-30",
        "returned": 189,
        "returned_bound": None,
        "handed_over": None,
        "remains": None,
        "breakdowns": {
            "branch": lines(
                ("armed_forces", 87, None),
                ("territorial_defence", 17, "armed_forces"),
                ("national_guard", 43, None),
                ("border_guard", 33, None),
                ("navy", 24, None),
            ),
            "rank": lines(("privates_and_sergeants", 173, None), ("officers", 14, None)),
            "status": lines(("civilian", 2, None)),
            "sex": [],
        },
        "mediators": ["AE"],
        "claims": [
            {"measure": "returned_total", "scope": "year:2024", "value": 1358},
            # "To date" names no beginning. That the invasion is named in the sentence before,
            # about the size of the exchange, does not make it the beginning of this count.
            {"measure": "returned_total", "scope": "all", "value": 3956},
            # "11th" alone; in December 2024 it can only be the eleventh of the year.
            {"measure": "exchange_ordinal", "scope": "year:2024", "value": 11},
        ],
    }
    assert facts(reference.draft) == facts(expected)


def test_reference_statement_names_the_largest_return(reference: Reading) -> None:
    (largest,) = [dict(claim) for claim in reference.further_claims]
    start, end = largest.pop("span")
    assert largest == {
        "measure": "largest_return",
        "scope": "all",
        "value": 230,
        "date": "2024-01-03",
    }
    assert REFERENCE.read_text(encoding="utf-8")[start:end] == "230"


def test_reference_statement_uses_nothing_twice(reference: Reading) -> None:
    spans = [fact.span for fact in reference.facts if isinstance(fact.value, int)]
    assert len(spans) == len(set(spans))
    json.dumps(reference.draft)
