"""The operator's language: what the program says, in English or Ukrainian.

Sentences are written in English where they are used; `translations/uk.po` holds the Ukrainian.
"""

import gettext
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import polib

from domain.model.refusal import MESSAGES, Refused

LANGUAGES: Final = ("en", "uk")


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words; English is its own translation."""

    code: str
    catalogue: gettext.NullTranslations

    def __call__(self, text: str, **values: object) -> str:
        """`text` in this language, with {names} filled in."""
        found = self.catalogue.gettext(text) if text else ""
        return found.format(**values) if values else found

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for `n`, with {n} filled in and digits grouped as the language does."""
        return self.catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, n: int) -> str:
        """1,358 in English, 1 358 in Ukrainian (with a no-break space)."""
        grouped = f"{n:,}"
        return grouped.replace(",", "\N{NO-BREAK SPACE}") if self.code == "uk" else grouped

    def refusal(self, refused: Refused) -> str:
        """A refusal in this language, the field in front."""
        values: Mapping[str, object] = {
            name: self._filled_in(value) for name, value in refused.values.items()
        }
        said = self(MESSAGES[refused.code]).format(**values)
        return f"{refused.field}: {said}" if refused.field else said

    def _filled_in(self, value: object) -> object:
        if isinstance(value, Refused):
            return self.refusal(value)
        return self.catalogue.gettext(value) if isinstance(value, str) and value else value


def language(code: str) -> Language:
    """The language with this code; English for any that we do not speak."""
    if code != "uk":
        return Language("en", gettext.NullTranslations())
    text = files("desktop.translations").joinpath("uk.po").read_text(encoding="utf-8")
    binary = polib.pofile(text).to_binary()
    return Language("uk", gettext.GNUTranslations(io.BytesIO(binary)))


def preferred() -> str:
    """The language that the operator's system asks for."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "uk" if value.casefold().startswith("uk") else "en"
    return "en"
