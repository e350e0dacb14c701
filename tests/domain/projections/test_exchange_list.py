"""The list of exchanges: found by any word, in any order, as known at any moment, people once."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.ledger import Ledger
from domain.model.sources import Source
from domain.projections.exchange_list import (
    ORDERS,
    Filter,
    exchange_numbers,
    exchange_page,
    mediators_listed,
    ordinals_of,
    years,
)
from domain.projections.exchanges import exchanges, ordinals
from domain.projections.one_exchange import field_history, one_exchange
from domain.projections.people import People, people_returned
from domain.projections.searching import MONTHS
from domain.projections.texts import folded
from domain.sample import build
from domain.storage.profile import Profile
from tests.domain.helpers import OTHER, SOURCE, HandClock, corrected, drafted, exchange_of, recorded


def listed(ledger: Ledger, text: str = "", as_of: Any = None, **chosen: Any) -> list[str]:
    """The ids that a filter lists, in order of their day."""
    with ledger.view(as_of) as view:
        numbers = exchange_numbers(view, Filter(text=text, **chosen))
        return [listed.row.id for listed in exchange_page(view, numbers)]


@pytest.fixture
def two(ledger: Ledger) -> tuple[str, str]:
    draft = drafted(
        occurred="2024-12-30",
        returned=1189,
        place="Чернігівська область",
        remarks="Дехто повернувся ПОРАНЕНИМ",
        mediators=["AE"],
    )
    source = Source(publisher="Координаційний штаб", title="Обмін", address=SOURCE)
    one = exchange_of(ledger.record(draft, source))
    other = recorded(ledger, OTHER, occurred="2024-10-18/2024-10-19", kind="release", returned=95)
    return one, other


@pytest.mark.parametrize(
    "text",
    [
        "чернігівська",
        "ЧЕРНІГІВ",
        "поранений"[:-2],
        "координаційний ШТАБ",
        "emirates",
        "ОБ'ЄДНАНІ арабські",
        "Об’єднані",
        "30 грудня 2024",
        "december",
        "30.12.2024",
        "30.12",
        "2024-12-30",
        "1\N{NO-BREAK SPACE}189",
        "1,189",
        "1189",
        "ae",
        "область emirates 30",
        "example.org/STATEMENT",
    ],
)
def test_an_exchange_is_found_by_any_of_its_words(
    ledger: Ledger, two: tuple[str, str], text: str
) -> None:
    assert listed(ledger, text) == [two[0]]


@pytest.mark.parametrize("text", ["звільнення", "RELEASE", "18 жовтня", "19", "example.org/other"])
def test_the_other_one_too(ledger: Ledger, two: tuple[str, str], text: str) -> None:
    assert listed(ledger, text) == [two[1]]


@pytest.mark.parametrize("text", ["київ", "emirates release", "31.12", "%", "_", '"', "118"])
def test_and_nothing_by_what_it_does_not_say(
    ledger: Ledger, two: tuple[str, str], text: str
) -> None:
    assert listed(ledger, text) == []


def test_what_is_found_follows_the_record_and_the_moment(ledger: Ledger) -> None:
    one = recorded(ledger, returned=10, place="Суми")
    with ledger.view() as view:
        then = view.last
    corrected(ledger, one, place="Чернігів")
    assert (listed(ledger, "суми"), listed(ledger, "чернігів")) == ([], [one])
    assert (listed(ledger, "суми", then), listed(ledger, "чернігів", then)) == ([one], [])
    (note,) = [
        event.id
        for event in ledger.note(one, "TR", "Вони приймали перемовини", source=OTHER)
        if event.header.topic == "note.recorded.1"
    ]
    assert listed(ledger, "перемовини") == listed(ledger, "туреччина") == [one]
    assert listed(ledger, "example.org/other") == [one]
    assert listed(ledger, "перемовини", then) == []
    corrected(ledger, note, text="Вони були гарантом")
    assert (listed(ledger, "перемовини"), listed(ledger, "гарантом")) == ([], [one])
    ledger.retract(note, "not so")
    assert listed(ledger, "гарантом") == []


def test_a_corrected_source_is_found_by_its_new_words(ledger: Ledger) -> None:
    source_given = Source(publisher="Штаб", title="Перше")
    one = exchange_of(ledger.record(drafted(returned=10), source_given))
    with ledger.view() as view:
        source = view.one("SELECT id FROM records WHERE kind = 'source'")
    corrected(ledger, source, title="Друге")
    assert (listed(ledger, "перше"), listed(ledger, "друге штаб")) == ([], [one])


WORDS = ("AE", "emirates", "святий", "30", "2024", "грудня", "обмін", "https", "ukr", "e", "12.30")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("sample")
    return build(folder / "s.ledger", Profile.load(folder / "profile"))


@given(
    words=st.lists(st.sampled_from(WORDS) | st.text("абвгдеії0123456789.", max_size=3), max_size=3)
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_finds_what_reading_every_row_finds(sample: Ledger, words: list[str]) -> None:
    """Each word by itself is a plain question of the rows; several are asked together."""
    each = [set(listed(sample, word)) for word in words if word.strip()]
    assert set(listed(sample, " ".join(words))) == (
        set.intersection(*each) if each else set(listed(sample))
    )
    with sample.view() as view:
        free = {
            row.id: folded(f"{row.place}\n{row.remarks}\n{row.sources}\n{row.occurred}")
            for row in exchanges(view)
        }
    for word, found in zip((w for w in words if w.strip()), each, strict=True):
        if not any(letter in word for letter in ". "):
            assert {key for key, text in free.items() if folded(word) in text} <= found


def test_every_month_has_its_names() -> None:
    assert len(MONTHS) == 12
    assert all(len(names.split()) == 3 for names in MONTHS)


# --- order ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_any_column_puts_the_whole_list_in_order(
    sample: Ledger, order: str, descending: bool
) -> None:
    with sample.view() as view:
        numbers = exchange_numbers(view, Filter(), order, descending=descending)
        assert sorted(numbers) == sorted(exchange_numbers(view, Filter()))
        rows = [listed.row for listed in exchange_page(view, numbers)]
    if order in ("returned", "handed_over", "remains", "number"):
        values = [getattr(row, order) for row in rows]
        stated = [value for value in values if value is not None]
        assert values[: len(stated)] == sorted(stated, reverse=descending)


def test_words_are_put_in_the_order_of_the_language_that_is_given(ledger: Ledger) -> None:
    places = ["Ясна", "Ірпінь", "Єланець", "Ґорґани", "Гадяч", "Їжаківка", "Збараж", ""]
    for n, place in enumerate(places):
        recorded(ledger, f"https://example.org/{n}", returned=n + 1, place=place or None)
    alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

    def key(word: str) -> list[int]:
        return [alphabet.find(letter) for letter in word.casefold()]

    with ledger.view() as view:
        numbers = exchange_numbers(view, Filter(), "place", key=key)
        found = [listed.row.place for listed in exchange_page(view, numbers)]
    assert found == ["Гадяч", "Ґорґани", "Єланець", "Збараж", "Ірпінь", "Їжаківка", "Ясна", ""]


def test_the_ordinals_are_the_tables_own(sample: Ledger) -> None:
    for as_of in (None, 60, 120):
        with sample.view(as_of) as view:
            ids = {row[0]: row[1] for row in view.all("SELECT id, subject FROM subjects")}
            every = {ids[key]: number for key, number in ordinals(view).items()}
            assert ordinals_of(view) == every
            by_year = {k: v for year in years(view) for k, v in ordinals_of(view, year).items()}
            assert by_year == every


def test_choices_are_those_the_list_has(sample: Ledger) -> None:
    with sample.view() as view:
        assert years(view) == ["2024", "2023", "2022"]
        assert mediators_listed(view) == ["AE", "SA", "TR", "VA"]


def test_the_other_choices_restrict(ledger: Ledger, clock: HandClock) -> None:
    lines = {"branch": [{"category": "navy", "count": 3}, {"category": "armed_forces", "count": 6}]}
    short = recorded(ledger, returned=10, breakdowns=lines)
    whole = recorded(ledger, OTHER, occurred="2023-01-01", kind="release", returned=5)
    clock.move(days=30)
    corrected(ledger, whole, returned=6)
    assert listed(ledger, does_not_close=True) == [short]
    assert listed(ledger, year="2023") == listed(ledger, kind="release") == [whole]
    day = clock().astimezone().date()
    assert listed(ledger, corrected_since=day.isoformat()) == [whole]
    assert listed(ledger, corrected_since=day.replace(year=day.year + 1).isoformat()) == []
    ledger.retract(short, "twice")
    assert listed(ledger, with_retracted=False) == [whole]


# --- people of a selection -----------------------------------------------------------------------


def people(ledger: Ledger, *chosen: str) -> People:
    with ledger.view() as view:
        ids = {row[0]: row[1] for row in view.all("SELECT id, subject FROM subjects")}
        return people_returned(view, [ids[key] for key in chosen])


def test_people_are_counted_once_and_inexact_counts_are_said(ledger: Ledger) -> None:
    exact = recorded(ledger, returned=96)
    least = recorded(ledger, OTHER, occurred="2024-07-01", returned={"at_least": 200})
    silent = recorded(ledger, "https://example.org/3", occurred="2024-08-01")
    remains = recorded(
        ledger,
        "https://example.org/4",
        occurred="2024-09-01",
        kind="repatriation_of_remains",
        remains=500,
    )
    assert people(ledger, exact) == People(96, "exact", 0, 0)
    assert people(ledger, exact, least) == People(296, "at_least", 0, 0)
    assert people(ledger, exact, silent, remains) == People(96, "exact", 1, 0)
    ledger.retract(exact, "never happened")
    assert people(ledger, exact, least) == People(200, "at_least", 0, 1)


def test_duplicates_and_stages_are_not_counted_twice(ledger: Ledger) -> None:
    one = recorded(ledger, returned=100)
    same = recorded(ledger, OTHER, returned=100)
    ledger.merge_duplicates(one, [same], "the same")
    assert people(ledger, one, same) == People(100, "exact", 0, 1)
    assert people(ledger, same) == People(100, "exact", 0, 0)
    whole = recorded(ledger, "https://example.org/w", occurred="2023-05-05", returned=60)
    stage = recorded(
        ledger, "https://example.org/s", occurred="2023-05-05", returned=20, part_of=whole
    )
    assert people(ledger, whole, stage) == People(60, "exact", 0, 1)
    assert people(ledger, stage) == People(20, "exact", 0, 0)


def test_the_people_of_very_many_are_those_of_few(
    sample: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sample.view() as view:
        numbers = exchange_numbers(view, Filter())
        few = people_returned(view, numbers)
        monkeypatch.setattr("domain.projections.people._FEW", 3)
        assert people_returned(view, numbers) == few == People(3633, "exact", 0, 0)


# --- one exchange --------------------------------------------------------------------------------


def test_one_exchange_brings_all_that_hangs_on_it(ledger: Ledger) -> None:
    one = recorded(ledger, returned=24, mediators=["AE"])
    corrected(ledger, one, returned=25)
    corrected(ledger, one, returned=24)
    same = recorded(ledger, OTHER, returned=24, mediators=["TR"])
    ledger.merge_duplicates(one, [same], "the same")
    with ledger.view() as view:
        found = one_exchange(view, one)
        other = one_exchange(view, same)
        assert one_exchange(view, "0" * 64) is None
    assert found is not None
    assert other is not None
    assert [row.became for row in field_history(found, "returned")] == ["24", "25", "24"]
    assert {row.reason for row in field_history(found, "returned")} == {"", "mistyped"}
    assert [note.mediator for note in found.notes] == ["AE", "TR"]
    assert [related.id for related in found.duplicates] == [same]
    assert other.counted_as is not None
    assert other.counted_as.id == one
