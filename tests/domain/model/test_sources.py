"""Sources: what one is known by, and the hash that ties a record to its text."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.sources import FIELDS, Source, source_from_words
from tests.domain.helpers import refused

TEXT = "Додому повернулися 189 українців."


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_only_what_is_stated_is_kept() -> None:
    source = Source(publisher=" Штаб ", published="30.12.2024", text=TEXT, language="uk")
    assert source.fields() == {
        "publisher": "Штаб",
        "published": "2024-12-30",
        "language": "uk",
        "text": TEXT,
        "text_hash": sha256(TEXT),
    }


def test_a_source_without_a_text_has_no_hash() -> None:
    assert Source(title="Report").text_hash == ""
    assert "text_hash" not in Source(title="Report").fields()


@pytest.mark.parametrize(
    "text", [TEXT + "\n", f"  {TEXT}", unicodedata.normalize("NFD", "Київ: 189"), " \n"]
)
def test_the_hash_is_that_of_the_text_as_it_is_kept(text: str) -> None:
    fields = Source(title="Report", text=text).fields()
    assert fields.get("text_hash", "") == (sha256(fields["text"]) if "text" in fields else "")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80))
def test_the_kept_hash_can_always_be_checked(text: str) -> None:
    fields = Source(title="Report", text=text).fields()
    assert Source(**{k: v for k, v in fields.items() if k != "text_hash"}).fields() == fields


@pytest.mark.parametrize(
    "source", [Source(), Source(published="2024-12-30"), Source(language="uk")]
)
def test_refuses_a_source_that_nothing_tells_from_another(source: Source) -> None:
    with refused("needed", "source"):
        source.fields()


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "text_hash"])
def test_refuses_control_characters_naming_the_field(field: str) -> None:
    values = {"title": "Report", field: "a\x00b"}
    with refused("text_control", field):
        Source(**values).fields()


@pytest.mark.parametrize("day", ["yesterday", "2024-12", "2024-12-32", "2024-12-30/2024-12-31"])
def test_refuses_a_day_of_publication_that_is_no_day(day: str) -> None:
    with refused("date_form", "published"):
        Source(title="Report", published=day).fields()


def test_one_string_is_an_address_or_a_title() -> None:
    assert source_from_words(" https://a.example/1 ", "2024-12-30") == Source(
        address="https://a.example/1", published="2024-12-30"
    )
    assert source_from_words("www.a.example") == Source(address="www.a.example")
    assert source_from_words("Звіт штабу") == Source(title="Звіт штабу")
    with refused("needed", "source"):
        source_from_words("  ")
