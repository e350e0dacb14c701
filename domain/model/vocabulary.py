"""The words of the record: kinds, dimensions, categories and mediators, in English and Ukrainian.

A ledger adds to this vocabulary with its own categories; the built-in words never change meaning.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from domain.model.refusal import Refused

Mode = Literal["partition", "highlight"]
MODES: Final[tuple[Mode, ...]] = ("partition", "highlight")
Leg = Literal["returned", "handed_over", "remains"]
LEGS: Final[tuple[Leg, ...]] = ("returned", "handed_over", "remains")

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
_MEDIATOR: Final = re.compile(r"[A-Z]{2}|ICRC", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """A word on screen, in each language."""

    en: str
    uk: str

    def in_language(self, language: str) -> str:
        return self.uk if language == "uk" else self.en


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break a leg down; `of_military` dimensions say nothing of civilians."""

    name: Name
    mode: Mode
    of_military: bool = False
    categories: Mapping[str, Name] = field(default_factory=dict)


KINDS: Final[Mapping[str, Name]] = {
    "exchange": Name("exchange", "обмін"),
    "release": Name("release", "звільнення"),
    "repatriation_of_remains": Name("repatriation of remains", "репатріація тіл"),
}

BUILT_IN: Final[Mapping[str, Dimension]] = {
    "branch": Dimension(
        Name("branch", "формування"),
        "partition",
        of_military=True,
        categories={
            "armed_forces": Name("Armed Forces", "Збройні Сили"),
            "territorial_defence": Name("Territorial Defence", "Територіальна оборона"),
            "national_guard": Name("National Guard", "Національна гвардія"),
            "border_guard": Name("State Border Guard", "Державна прикордонна служба"),
            "navy": Name("Navy", "Військово-морські сили"),
            "air_force": Name("Air Force", "Повітряні сили"),
            "air_assault": Name("Air Assault Forces", "Десантно-штурмові війська"),
            "ground_forces": Name("Ground Forces", "Сухопутні війська"),
            "special_operations": Name("Special Operations Forces", "Сили спеціальних операцій"),
            "national_police": Name("National Police", "Національна поліція"),
            "state_transport": Name(
                "State Special Transport Service", "Державна спеціальна служба транспорту"
            ),
            "emergency_service": Name(
                "State Emergency Service", "Державна служба з надзвичайних ситуацій"
            ),
            "international_legion": Name("International Legion", "Інтернаціональний легіон"),
            "security_service": Name("Security Service", "Служба безпеки"),
            "intelligence": Name("Defence Intelligence", "Головне управління розвідки"),
            "community_volunteers": Name(
                "volunteer community formations", "добровольчі формування громад"
            ),
            "other": Name("other branches", "інші формування"),
        },
    ),
    "rank": Dimension(
        Name("rank", "склад"),
        "partition",
        of_military=True,
        categories={
            "privates_and_sergeants": Name("privates and sergeants", "рядові та сержанти"),
            "privates": Name("privates", "рядові"),
            "sergeants": Name("sergeants", "сержанти"),
            "officers": Name("officers", "офіцери"),
        },
    ),
    "status": Dimension(
        Name("status", "статус"),
        "partition",
        categories={
            "military": Name("military", "військові"),
            "civilian": Name("civilians", "цивільні"),
        },
    ),
    "sex": Dimension(
        Name("sex", "стать"),
        "partition",
        categories={"women": Name("women", "жінки"), "men": Name("men", "чоловіки")},
    ),
    "age": Dimension(
        Name("age", "вік"),
        "highlight",
        categories={
            "minors": Name("minors", "неповнолітні"),
            "under_25": Name("under 25", "до 25 років"),
            "over_60": Name("over 60", "понад 60 років"),
        },
    ),
    "condition": Dimension(
        Name("condition", "стан"),
        "highlight",
        categories={
            "wounded": Name("wounded", "поранені"),
            "ill": Name("ill", "хворі"),
            "sentenced": Name("sentenced", "засуджені"),
            "missing": Name("held as missing", "вважалися зниклими безвісти"),
        },
    ),
    "sector": Dimension(
        Name("sector", "напрямок"),
        "highlight",
        categories={
            "mariupol": Name("Mariupol", "Маріуполь"),
            "azovstal": Name("Azovstal", "«Азовсталь»"),
            "azov": Name("Azov", "«Азов»"),
            "snake_island": Name("Snake Island", "острів Зміїний"),
            "chornobyl": Name("Chornobyl NPP", "Чорнобильська АЕС"),
        },
    ),
    "nationality": Dimension(
        Name("nationality", "громадянство"),
        "highlight",
        categories={
            "ukrainians": Name("citizens of Ukraine", "громадяни України"),
            "foreigners": Name("foreigners", "іноземці"),
        },
    ),
}

MEDIATORS: Final[Mapping[str, Name]] = {
    "AE": Name("United Arab Emirates", "Об’єднані Арабські Емірати"),
    "BY": Name("Belarus", "Білорусь"),
    "CH": Name("Switzerland", "Швейцарія"),
    "HU": Name("Hungary", "Угорщина"),
    "ICRC": Name("Red Cross (ICRC)", "Червоний Хрест (МКЧХ)"),
    "QA": Name("Qatar", "Катар"),
    "SA": Name("Saudi Arabia", "Саудівська Аравія"),
    "TR": Name("Türkiye", "Туреччина"),
    "US": Name("United States", "Сполучені Штати"),
    "VA": Name("Holy See", "Святий Престол"),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The dimensions a ledger knows: the built-in ones and those it defined itself."""

    dimensions: Mapping[str, Dimension] = field(default_factory=lambda: BUILT_IN)

    def with_category(
        self, dimension: str, category: str, name: Name, mode: Mode = "highlight"
    ) -> "Vocabulary":
        """This vocabulary with one more category (and its dimension, if that is new)."""
        known = self.dimensions.get(dimension) or Dimension(Name(dimension, dimension), mode)
        grown = replace(known, categories={**known.categories, category: name})
        return Vocabulary({**self.dimensions, dimension: grown})

    def mode(self, dimension: str) -> Mode:
        """How a dimension's lines are read unless the record itself says otherwise."""
        known = self.dimensions.get(dimension)
        return known.mode if known else "highlight"

    def check_dimension(self, dimension: str, where: str, category: str = "CATEGORY") -> None:
        if dimension not in self.dimensions:
            raise Refused(
                "dimension_unknown",
                where,
                dimension=dimension,
                category=category,
                hint=_hint(dimension, self.dimensions),
            )

    def check_category(self, dimension: str, category: str, where: str) -> None:
        self.check_dimension(dimension, where, category)
        known = self.dimensions[dimension].categories
        if category not in known:
            raise Refused(
                "category_unknown",
                where,
                dimension=dimension,
                category=category,
                hint=_hint(category, known),
            )

    def find_category(self, category: str, dimension: str, where: str) -> tuple[str, str]:
        """The (dimension, category) that a bare category means: its own dimension's first."""
        found, _ = self.find_known(category, dimension)
        self.check_category(found, category, where)
        return found, category

    def find_known(self, category: str, dimension: str) -> tuple[str, str]:
        """Like `find_category`, for what is recorded already: never refuses."""
        for name in (dimension, *self.dimensions):
            if name in self.dimensions and category in self.dimensions[name].categories:
                return name, category
        return dimension, category

    def category_name(self, dimension: str, category: str, language: str = "en") -> str:
        known = self.dimensions.get(dimension)
        name = known.categories.get(category) if known else None
        return name.in_language(language) if name else category.replace("_", " ")

    def dimension_name(self, dimension: str, language: str = "en") -> str:
        known = self.dimensions.get(dimension)
        return known.name.in_language(language) if known else dimension.replace("_", " ")


STANDARD: Final = Vocabulary()


def mediator_name(code: str, language: str = "en") -> str:
    name = MEDIATORS.get(code)
    return name.in_language(language) if name else code


def check_mediator(code: str, where: str = "mediator") -> str:
    """The mediator's code in capitals: an ISO 3166-1 alpha-2 country code, or ICRC."""
    upper = code.strip().upper()
    if not _MEDIATOR.fullmatch(upper):
        raise Refused("mediator_unknown", where, text=code)
    return upper


def check_kind(kind: str, where: str = "kind") -> str:
    if kind not in KINDS:
        raise Refused("kind_unknown", where, text=kind, known=", ".join(KINDS))
    return kind


def check_name(name: str, where: str) -> str:
    """A name that people type: of a dimension, a category or a policy."""
    if not _NAME.fullmatch(name):
        raise Refused("name_form", where, text=name)
    return name


def check_text(text: str, where: str) -> str:
    """Free text in Unicode NFC, without the control characters that no screen shows."""
    clean = unicodedata.normalize("NFC", text)
    for character in clean:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            raise Refused("text_control", where, character=f"U+{ord(character):04X}")
    return clean


def _hint(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" ({close[0]}?)" if close else ""
