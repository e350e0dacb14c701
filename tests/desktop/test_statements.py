"""Statements on the command line: read into drafts, recorded with their source, never twice."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.model.sources import Source
from tests.desktop.conftest import SHARED, Command

REFERENCE = SHARED / "statements" / "2024-12-30-reference.txt"
TEXT = """Kyiv, 14 September 2024

The 57th prisoner exchange has taken place: 103 Ukrainian defenders are home today. Among them are
82 privates and sergeants and 21 officers. The United Arab Emirates acted as mediator. The youngest
is 20 years old.
"""
LATER = """Київ, 14 вересня 2024 року

Відбувся 57-й обмін полоненими: додому повернулися 103 захисники. Серед них 81 рядовий і сержант та
22 офіцери. До Росії повернули 103 військовослужбовців.
"""
NONE = "The Headquarters denies that an exchange took place on 14 September 2024: nobody returned."


@pytest.fixture(name="text")
def _text(tmp_path: Path) -> str:
    (tmp_path / "first.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "second.txt").write_text(LATER, encoding="utf-8")
    (tmp_path / "none.txt").write_text(NONE, encoding="utf-8")
    return "first.txt"


@pytest.fixture(name="recorded")
def _recorded(command: Command, text: str) -> str:
    """A ledger with the first statement."""
    command("new", "my.ledger")
    command("record", "my.ledger", "--statement", text)
    return "my.ledger"


def test_read_shows_every_fact_and_what_was_not_used(command: Command, text: str) -> None:
    said = command("read", text).out
    assert "[103] Ukrainian defenders are" in said
    assert "privates and sergeants" in said
    used, unused = said.split("Seen, not used:")
    assert "[20] years old" in unused
    assert "[20]" not in used
    in_ukrainian = command("--language", "uk", "read", text).out
    assert "Помічено, але не використано:" in in_ukrainian
    assert "рядові та сержанти" in in_ukrainian


def test_read_gives_the_draft_of_the_published_schema(command: Command, text: str) -> None:
    draft = json.loads(command("read", text, "--json").out)
    assert list(draft) == [
        *("kind", "occurred", "returned", "returned_bound", "handed_over", "remains"),
        *("breakdowns", "mediators", "claims"),
    ]
    assert (draft["kind"], draft["occurred"], draft["returned"]) == ("exchange", "2024-09-14", 103)
    spanned = json.loads(command("read", text, "--json", "--spans").out)
    for fact in spanned["facts"]:
        start, end = fact["span"]
        assert TEXT[start:end].strip()
        assert 0 < fact["certainty"] <= 100
    several = json.loads(command("read", text, "none.txt", "--json").out)
    assert [one["kind"] for one in several] == ["exchange", "none"]


def test_the_day_of_publication_settles_relative_days(command: Command, tmp_path: Path) -> None:
    text = "An exchange of prisoners took place yesterday: 30 Ukrainians came home."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    draft = json.loads(command("read", "a.txt", "--published", "2025-02-06", "--json").out)
    assert draft["occurred"] == "2025-02-05"
    assert json.loads(command("read", "a.txt", "--json").out)["occurred"] is None
    command("read", "a.txt", "--published", "soon", status=2)


def test_read_takes_what_is_piped_in(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", piped)
    assert json.loads(command("read", "-", "--json").out)["returned"] == 103


def test_a_missing_file_or_one_without_text_is_bad_input(command: Command, tmp_path: Path) -> None:
    assert "nowhere.txt" in command("read", "nowhere.txt", status=2).err
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 no more")
    assert "damaged" in command("read", "a.pdf", status=2).err


def test_a_statement_is_recorded_with_its_source(
    command: Command, recorded: str, show: Any
) -> None:
    (row,) = show(recorded, "exchanges")
    assert (row["occurred"], row["returned"], row["mediators"]) == ("2024-09-14", 103, "AE")
    (source,) = show(recorded, "sources")
    assert source["published"] == "2024-09-14"
    assert source["language"] == "en"
    assert source["text_hash"] == Source(text=TEXT).text_hash
    (claim,) = show(recorded, "claims")
    assert (claim["measure"], claim["scope"], claim["value"]) == ("exchange_ordinal", "all", 57)


def test_what_was_not_used_is_told(command: Command, text: str) -> None:
    command("new", "my.ledger")
    said = command("record", "my.ledger", "--statement", text)
    assert "[20] years old" in said.err


def test_a_text_without_an_exchange_says_why(command: Command, text: str, show: Any) -> None:
    command("new", "my.ledger")
    said = command("record", "my.ledger", "--statement", "none.txt", status=1)
    assert "denies" in said.err
    assert show("my.ledger", "exchanges") == []


def test_the_same_text_is_not_recorded_twice(
    command: Command, recorded: str, text: str, show: Any
) -> None:
    said = command("record", recorded, "--statement", text, status=1)
    assert "very text" in said.err
    assert len(show(recorded, "exchanges")) == 1


def test_a_second_statement_is_offered_with_its_differences(
    command: Command, recorded: str, show: Any
) -> None:
    said = command("record", recorded, "--statement", "second.txt", status=1).err
    assert "rank.officers: recorded 21, stated 22" in said
    assert "handed_over: recorded —, stated 103" in said
    assert "--as revision" in said
    assert len(show(recorded, "exchanges")) == 1
    assert len(show(recorded, "sources")) == 1


def test_a_revision_takes_over_the_differing_figures(
    command: Command, recorded: str, show: Any
) -> None:
    words = ("record", recorded, "--statement", "second.txt", "--as", "revision")
    assert "--reason" in command(*words, status=2).err
    command(*words, "--reason", "the list was counted again")
    (row,) = show(recorded, "exchanges")
    assert (row["returned"], row["handed_over"]) == (103, 103)
    ranks = {line["category"]: line["count"] for line in show(recorded, "breakdown")
             if line["dimension"] == "rank" and line["period"] == "all"}  # fmt: skip
    assert ranks == {"privates_and_sergeants": 81, "officers": 22}
    changes = [line for line in show(recorded, "history") if line["kind"] == "revision"]
    assert {line["reason"] for line in changes} == {"the list was counted again"}
    assert len(show(recorded, "claims")) == 1  # its ordinal is known already
    assert len(show(recorded, "sources")) == 2


def test_rival_claims_leave_the_record_as_it_is(command: Command, recorded: str, show: Any) -> None:
    command("record", recorded, "--statement", "second.txt", "--as", "claims")
    (row,) = show(recorded, "exchanges")
    assert row["handed_over"] is None
    claims = {(c["measure"], c["scope"], c["value"]) for c in show(recorded, "claims")}
    assert claims == {
        ("exchange_ordinal", "all", 57),
        ("returned", "exchange", 103),
        ("handed_over", "exchange", 103),
    }


def test_another_exchange_is_recorded_where_the_operator_says_so(
    command: Command, recorded: str, show: Any
) -> None:
    command("record", recorded, "--statement", "second.txt", "--as", "another")
    assert len(show(recorded, "exchanges")) == 2
    said = command("record", recorded, "--statement", "second.txt", "--as", "claims", status=2)
    assert "--exchange" in said.err
    first = show(recorded, "exchanges")[0]["id"]
    words = ("record", recorded, "--statement", "second.txt", "--as", "claims")
    command(*words, "--exchange", first)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference statement is not there")
def test_the_reference_statement_from_text_to_tables(command: Command, show: Any) -> None:
    command("new", "my.ledger")
    said = command("record", "my.ledger", "--statement", str(REFERENCE))
    assert "230" not in said.err  # it is a claim, so it is not unused
    (row,) = show("my.ledger", "exchanges")
    assert (row["occurred"], row["returned"], row["mediators"]) == ("2024-12-30", 189, "AE")
    assert row["closes"]
    lines = {
        (line["category"], line["count"], line["within"])
        for line in show("my.ledger", "breakdown")
        if line["period"] == "2024"
    }
    assert lines == {
        ("armed_forces", 87, ""),
        ("territorial_defence", 17, "armed_forces"),
        ("national_guard", 43, ""),
        ("border_guard", 33, ""),
        ("navy", 24, ""),
        ("civilian", 2, ""),
        ("privates_and_sergeants", 173, ""),
        ("officers", 14, ""),
    }
    claims = {(c["measure"], c["scope"], c["value"]) for c in show("my.ledger", "claims")}
    assert claims == {
        ("returned_total", "year:2024", 1358),
        ("returned_total", "all", 3956),
        ("exchange_ordinal", "year:2024", 11),
        ("largest_return", "all", 230),
    }
    read = json.loads(command("read", str(REFERENCE), "--json", "--spans").out)
    spans = [tuple(fact["span"]) for fact in read["facts"] if isinstance(fact["value"], int)]
    assert len(spans) == len(set(spans))
    assert read["further_claims"][0]["date"] == "2024-01-03"
