"""How a breakdown closes, as a sentence part in each language: `branch closes at 189 with …`."""

from domain.model.breakdown import Closure
from domain.model.vocabulary import STANDARD, Vocabulary

_LEGS = {
    "handed_over": {"en": "handed over, ", "uk": "передано, "},
    "remains": {"en": "remains, ", "uk": "тіла, "},
}
_SENTENCES = {
    "en": {
        "with_rank": "{name} closes at {summed} of {inside} with a rank",
        "with_civilians": "{name} closes at {with_them} with {civilians}",
        "closes": "{name} closes at {summed}",
        "short": "{name} is short by {residual}",
        "exceeds": "{name} exceeds by {residual}",
        "cannot_tell": "{name} cannot be checked: no exact total",
        "highlight": "{name}: named parts",
    },
    "uk": {
        "with_rank": "{name}: сходиться, {summed} з {inside}, хто має звання",
        "with_civilians": "{name}: сходиться, {with_them}, з них {civilians}",
        "closes": "{name}: сходиться, {summed}",
        "short": "{name}: бракує {residual}",
        "exceeds": "{name}: перевищує на {residual}",
        "cannot_tell": "{name}: неможливо перевірити, немає точної суми",
        "highlight": "{name}: названо окремо",
    },
}


def closure_words(closure: Closure, language: str = "en", vocabulary: Vocabulary = STANDARD) -> str:
    """The closure in words of `language` (`en` or `uk`)."""
    name = _LEGS.get(closure.leg, {}).get(language, "")
    name += vocabulary.dimension_name(closure.dimension, language)
    if closure.within:
        name += f" ({vocabulary.category_name(*closure.within, language)})"
    key: str = closure.status
    if key == "closes" and closure.beside:
        key = "with_rank" if closure.dimension == "rank" else "with_civilians"
    base = closure.base.n if closure.base is not None else None
    return _SENTENCES[language][key].format(
        name=name,
        summed=closure.summed,
        inside=(base or 0) - closure.beside,
        with_them=closure.summed + closure.beside,
        civilians=civilians(closure.beside, language),
        residual=abs(closure.residual or 0),
    )


def civilians(n: int, language: str) -> str:
    """`2 civilians`, `1 цивільний`, `2 цивільні`, `5 цивільних`."""
    if language != "uk":
        return f"{n} civilian" if n == 1 else f"{n} civilians"
    if n % 10 == 1 and n % 100 != 11:
        return f"{n} цивільний"
    is_few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    return f"{n} цивільні" if is_few else f"{n} цивільних"
