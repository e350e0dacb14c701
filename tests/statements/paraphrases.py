"""Statements composed from a draft: every fact in one of many wordings, with distractors between.

What a text says is known before it is written, so that a rule tuned to one wording breaks visibly.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]


def in_words(n: int) -> str:
    """A number below 1,000 in English words."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    rest = f" and {in_words(n % 100)}" if n % 100 else ""
    return f"{_ONES[n // 100]} hundred{rest}"


@dataclass
class Told:
    """What a text says: the lines as (dimension, category, count, within)."""

    language: str
    returned: int
    handed_over: int | None = None
    lines: list[tuple[str, str, int, str | None]] = field(default_factory=list)
    mediators: list[str] = field(default_factory=list)
    claims: list[tuple[str, str, int]] = field(default_factory=list)
    text: str = ""

    def facts(self) -> set[object]:
        """The facts in the form of the scorer."""
        found: set[object] = {("kind", "exchange"), ("occurred", "2025-03-14")}
        found.add(("returned", self.returned))
        if self.handed_over is not None:
            found.add(("handed_over", self.handed_over))
        found |= set(self.lines)
        found |= {("mediator", code) for code in self.mediators}
        return found | set(self.claims)


BRANCHES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "armed_forces": ("the Armed Forces", "the Armed Forces of Ukraine"),
        "national_guard": ("the National Guard",),
        "border_guard": ("the State Border Guard Service", "the Border Guard"),
        "navy": ("the Navy", "the Naval Forces"),
        "national_police": ("the National Police",),
        "state_transport": ("the State Special Transport Service",),
    },
    "uk": {
        "armed_forces": ("Збройних сил", "ЗСУ", "Збройних сил України"),
        "national_guard": ("Національної гвардії", "Нацгвардії", "НГУ"),
        "border_guard": ("Державної прикордонної служби", "ДПСУ", "Держприкордонслужби"),
        "navy": ("Військово-морських сил", "ВМС"),
        "national_police": ("Національної поліції",),
        "state_transport": ("Державної спеціальної служби транспорту", "Держспецтрансслужби"),
    },
}
NESTED = {"en": ("territorial_defence", "the Territorial Defence"),
          "uk": ("territorial_defence", "територіальної оборони")}  # fmt: skip

TOTAL = {
    "en": (
        "A prisoner exchange took place today. {N} Ukrainian defenders are back home.",
        "Ukraine brought {n} of its people home from Russian captivity in a prisoner exchange "
        "today.",
        "Today {n} Ukrainians returned from captivity in another exchange of prisoners.",
        "As a result of today's exchange, {n} people were released from Russian captivity.",
        "In the latest prisoner swap, carried out today, Ukraine recovered {n} servicemen.",
        "{N} Ukrainian prisoners of war regained their freedom today, the Coordination "
        "Headquarters announced. The exchange took place on the border.",
        "Another exchange has been carried out today: {n} Ukrainian soldiers are free.",
        "Russia released {n} Ukrainian captives today as part of a prisoner swap.",
        "Today's swap freed {n} Ukrainians.",
        "Our people are home! Today we managed to return {n} defenders in an exchange.",
        "Buses with {n} freed Ukrainians crossed the border today after an exchange of prisoners.",
        "Today {n} of our defenders came home. It was a prisoner exchange.",
    ),
    "uk": (
        "Сьогодні відбувся обмін полоненими. Додому повернулися {n} українських захисників.",
        "Сьогодні з російського полону вдалося повернути {n} українців. Відбувся обмін.",
        "Черговий обмін: {n} наших воїнів сьогодні вдома.",
        "У результаті сьогоднішнього обміну звільнено {n} українських військовополонених.",
        "Україна повернула з полону {n} захисників. Обмін відбувся сьогодні.",
        "Сьогодні ще {n} оборонців повернулися додому в межах обміну.",
        "Наші вдома! Сьогодні в рамках обміну з неволі повертаються {n} осіб.",
        "{n} українських воїнів звільнено сьогодні з російської неволі внаслідок обміну.",
        "Сьогодні проведено обмін полоненими, у рідні домівки повернулося {n} людей.",
        "Відбувся новий обмін. Сьогодні додому їдуть {n} українських бійців.",
        "Сьогодні Росія звільнила {n} українських полонених під час обміну.",
    ),
}
OTHER_LEG = {
    "en": (
        "Russia received {m} of its servicemen in return.",
        "In exchange, {m} Russian prisoners of war were handed over.",
        "The Russian Defence Ministry said that {m} of its servicemen had been returned.",
        "{M} Russian soldiers went the other way.",
        "Kyiv handed over {m} Russian soldiers.",
        "In return, Ukraine transferred {m} Russians to Moscow.",
        "According to the Russian Defence Ministry, {m} Russian servicemen came back.",
        "Ukraine gave back {m} Russian captives.",
        "{M} Russians were returned to Russia.",
    ),
    "uk": (
        "Натомість Росії передано {m} військовополонених.",
        "Росія отримала {m} своїх військових.",
        "У відповідь Україна передала {m} російських військовополонених.",
        "У Міноборони РФ заявили про повернення {m} російських військових.",
        "До Росії повернули {m} полонених.",
        "Взамін українська сторона віддала {m} росіян.",
        "Російська сторона забрала {m} своїх.",
    ),
}
MEDIATOR = {
    "en": {
        "AE": ("The United Arab Emirates mediated.", "We thank the UAE for its mediation."),
        "TR": ("The exchange was held with the mediation of Türkiye.", "Turkey acted as mediator."),
        "SA": ("Saudi Arabia helped to arrange the exchange.",),
        "VA": ("The Vatican acted as intermediary.",),
    },
    "uk": {
        "AE": (
            "Обмін відбувся за посередництва Об’єднаних Арабських Еміратів.",
            "Дякуємо ОАЕ за допомогу в організації обміну.",
        ),
        "TR": ("Посередником виступила Туреччина.",),
        "SA": ("Перемовини відбувалися за посередництва Саудівської Аравії.",),
        "VA": ("Посередником був Ватикан.",),
    },
}
CLAIMS = {
    "en": (
        ("exchange_ordinal", "since:2022-02-24",
         "It is the {k} exchange since the start of the full-scale invasion."),
        ("exchange_ordinal", "year:2025", "This is the {y} exchange this year."),
        ("exchange_ordinal", "year:2025", "It was the {y} exchange of 2025."),
        ("returned_total", "since:2022-02-24",
         "Since the beginning of the full-scale war {t} people have been returned."),
        ("returned_total", "since:2022-02-24",
         "In all, {t} Ukrainians have been freed from captivity since 24 February 2022."),
        ("returned_total", "all", "To date, {t} people have been returned to Ukraine."),
        ("returned_total", "year:2025", "This year {s} Ukrainians have come home."),
        ("returned_total", "year:2025",
         "Since the beginning of the year {s} people have been released from captivity."),
    ),
    "uk": (
        ("exchange_ordinal", "since:2022-02-24",
         "Це {k}-й обмін від початку повномасштабного вторгнення."),
        ("exchange_ordinal", "year:2025", "Це {y}-й обмін цього року."),
        ("returned_total", "since:2022-02-24",
         "Загалом від початку повномасштабної війни повернуто {t} людей."),
        ("returned_total", "since:2022-02-24",
         "Від 24 лютого 2022 року з полону звільнено {t} українців."),
        ("returned_total", "all", "Усього на сьогодні повернуто {t} осіб."),
        ("returned_total", "year:2025", "Цього року додому повернулися вже {s} українців."),
    ),
}  # fmt: skip
NOISE = {
    "en": (
        "The youngest is 21, the oldest 58.",
        "One of them spent 1,045 days in captivity.",
        "The previous exchange, on 5 February, freed 150 people.",
        "A man of 63 was led to the bus by two nurses.",
        "They had defended Mariupol; 37 were captured at Azovstal.",
        "The buses travelled some 600 kilometres through three regions.",
        "A 24-year-old sailor was met by his mother and four sisters.",
        "Some 70 per cent of them need treatment.",
        "At least 6,000 people remain in Russian captivity.",
        "Twelve of them had been considered missing.",
        "The largest return so far was on 3 January 2024, when 230 people came home.",
        "Relatives of 1,100 prisoners waited outside with 52 portraits.",
        "He served in the 36th brigade and lost 31 kilograms.",
        "The next exchange, of 200 for 200, is being prepared.",
        "Each received 50,000 hryvnias and two phone calls.",
        "Russia had earlier agreed to give back 1,200 people.",
    ),
    "uk": (
        "Наймолодшому 21 рік, найстаршому – 58.",
        "Один із них пробув у полоні 1045 днів.",
        "Під час попереднього обміну, 5 лютого, додому повернулися 150 людей.",
        "Чоловікові 63 роки, його вели до автобуса дві медсестри.",
        "37 з них захищали Маріуполь.",
        "Автобуси здолали майже 600 кілометрів.",
        "24-річного моряка зустрічали мати й чотири сестри.",
        "Близько 70 відсотків потребують лікування.",
        "У полоні залишаються щонайменше 6000 людей.",
        "Дванадцятеро вважалися зниклими безвісти.",
        "Найбільший обмін стався 3 січня 2024 року, тоді повернулися 230 людей.",
        "Родичі 1100 полонених чекали з 52 портретами.",
        "Він служив у 36-й бригаді та втратив 31 кілограм.",
        "Готується наступний обмін, 200 на 200.",
        "Кожен отримав 50 тисяч гривень і два дзвінки.",
    ),
}


class Composer:
    """Writes one statement; the same seed writes the same one."""

    def __init__(self, seed: int, language: str) -> None:
        self.dice = random.Random(f"{language}{seed}")
        self.told = Told(language, 0)

    def number(self, n: int) -> str:
        """In digits, or, in English, often in words."""
        if self.told.language == "en" and (n < 10 or self.dice.random() < 0.3) and n < 1000:
            return in_words(n)
        if n < 1000:
            return str(n)
        mark = "," if self.told.language == "en" else "\N{NO-BREAK SPACE}"
        return f"{n:,}".replace(",", mark)

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.dice.choice(choices)

    def fill(self, template: str, **numbers: int) -> str:
        """A template with its numbers; a capital letter stands for one at the beginning."""
        values: dict[str, str] = {}
        for name, n in numbers.items():
            values[name] = self.number(n)
            values[name.upper()] = values[name][0].upper() + values[name][1:]
        return template.format(**values)

    def compose(self) -> Told:
        told, dice = self.told, self.dice
        names = list(BRANCHES[told.language])
        chosen = dice.sample(names, dice.randint(3, 5))
        counts = dice.sample(range(2, 90), len(chosen))
        told.returned = sum(counts)
        parts = [self.fill(self.pick(TOTAL[told.language]), n=told.returned)]
        middle = [self.branches(chosen, counts)]
        if dice.random() < 0.6:
            middle.append(self.ranks())
        if dice.random() < 0.4:
            middle.append(self.women())
        if dice.random() < 0.6:
            told.handed_over = dice.choice([told.returned, dice.randint(20, 300)])
            middle.append(self.fill(self.pick(OTHER_LEG[told.language]), m=told.handed_over))
        if dice.random() < 0.5:
            code = self.pick(sorted(MEDIATOR[told.language]))
            told.mediators.append(code)
            middle.append(self.pick(MEDIATOR[told.language][code]))
        middle += [self.claim(place) for place in dice.sample(range(2), dice.randint(0, 2))]
        middle += dice.sample(NOISE[told.language], dice.randint(1, 3))
        first, *rest = middle
        dice.shuffle(rest)
        dateline = {"en": "Kyiv, 14 March 2025", "uk": "Київ, 14 березня 2025 року"}[told.language]
        told.text = "\n\n".join([dateline, *parts, first, *rest]) + "\n"
        return told

    def claim(self, place: int) -> str:
        """An ordinal, or a total."""
        wanted = ("exchange_ordinal", "returned_total")[place]
        options = [row for row in CLAIMS[self.told.language] if row[0] == wanted]
        measure, scope, template = self.pick(options)
        k, y = self.dice.randint(62, 68), self.dice.randint(3, 8)
        t, s = self.dice.randint(4100, 4900), self.dice.randint(600, 999)
        value = {"{k}": k, "{y}": y, "{t}": t, "{s}": s}[template[template.index("{") :][:3]]
        self.told.claims.append((measure, scope, value))
        ordinals = {"k": f"{k}th" if k not in (62, 63) else f"{k}nd" if k == 62 else "63rd"}
        ordinals["y"] = {3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "7th", 8: "8th"}[y]
        if self.told.language == "uk":
            ordinals = {"k": str(k), "y": str(y)}
        return str(template.format(t=self.number(t), s=self.number(s), **ordinals))

    def branches(self, chosen: Sequence[str], counts: Sequence[int]) -> str:
        told = self.told
        names = [self.pick(BRANCHES[told.language][name]) for name in chosen]
        numbers = [self.number(n) for n in counts]
        told.lines += [("branch", name, n, None) for name, n in zip(chosen, counts, strict=True)]
        nested = ""
        if chosen[0] == "armed_forces" and counts[0] > 5 and self.dice.random() < 0.7:
            inner = self.dice.randint(2, counts[0] - 1)
            told.lines.append(("branch", NESTED[told.language][0], inner, "armed_forces"))
            nested = self.nested(inner)
        rows = list(zip(names, numbers, strict=True))
        if told.language == "en":
            return self.english_branches(rows, nested)
        return self.ukrainian_branches(rows, nested)

    def nested(self, inner: int) -> str:
        name = NESTED[self.told.language][1]
        n = self.number(inner)
        if self.told.language == "en":
            return str(
                self.pick(
                    (
                        f" ({n} of them from {name})",
                        f", including {n} from {name}",
                        f", of whom {n} are from {name}",
                    )
                )
            )
        return str(self.pick((f" (з них {n} – із {name})", f", зокрема {n} із {name}")))

    def english_branches(self, rows: list[tuple[str, str]], nested: str) -> str:
        way = self.dice.randint(0, 6)
        first, rest = rows[0], rows[1:]
        bare = [(name.removeprefix("the "), n) for name, n in rows]
        if way == 0:
            items = [f"{n} from {name}" for name, n in rest]
            return f"{first[1].capitalize()} served in {first[0]}{nested}; " + _row(items) + "."
        if way == 1:
            items = [f"{n} of {name}" for name, n in rest]
            return f"Among the freed are {first[1]} members of {first[0]}{nested}, {_row(items)}."
        if way == 2:
            lines = [f"- {name}: {n}" for name, n in bare]
            lines[0] += nested if nested.startswith(" (") else ""
            if nested and not nested.startswith(" ("):
                lines[0] += nested
            return "Where they served:\n" + "\n".join(lines)
        if way == 3:
            items = [f"{name} {n}" for name, n in rest]
            return f"{first[0].capitalize()} got back {first[1]}{nested}, {_row(items)}."
        if way == 4:
            items = [f"{name} – {n}" for name, n in bare]
            items[0] += nested
            return f"By service: {'; '.join(items)}."
        if way == 5:
            items = [f"{n} belong to {name}" for name, n in rest]
            start = first[1].capitalize()
            return f"{start} of them come from {first[0]}{nested}; {'; '.join(items)}."
        items = [f"{n} soldiers of {name}" for name, n in rest]
        return f"They are {first[1]} soldiers of {first[0]}{nested}, {_row(items)}."

    def ukrainian_branches(self, rows: list[tuple[str, str]], nested: str) -> str:
        way = self.dice.randint(0, 5)
        first, rest = rows[0], rows[1:]
        if way == 0:
            items = [f"{n} – із {name}" for name, n in rest]
            return f"{first[1]} військових – зі {first[0]}{nested}; {'; '.join(items)}."
        if way == 1:
            items = [f"{n} – {name}" for name, n in rest]
            return f"Серед звільнених {first[1]} військовослужбовців {first[0]}{nested}, " + (
                f"{', '.join(items)}."
            )
        if way == 2:
            lines = [f"– {n} – з {name}" for name, n in rows]
            lines[0] += nested
            return "Де служили:\n" + "\n".join(lines)
        if way == 3:
            items = [f"{n} бійців {name}" for name, n in rest]
            return f"Це {first[1]} воїнів {first[0]}{nested}, {_row(items, 'та')}."
        if way == 4:
            items = [f"{n} представників {name}" for name, n in rest]
            return f"Звільнено {first[1]} представників {first[0]}{nested}, {_row(items, 'і')}."
        items = [f"зі складу {name} – {n}" for name, n in rest]
        return f"Зі складу {first[0]} – {first[1]}{nested}, {', '.join(items)}."

    def ranks(self) -> str:
        told = self.told
        officers = self.dice.randint(2, max(told.returned // 3, 3))
        others = told.returned - officers
        told.lines += [
            ("rank", "privates_and_sergeants", others, None),
            ("rank", "officers", officers, None),
        ]
        templates = {
            "en": (
                "By rank there are {a} privates and sergeants and {b} officers.",
                "{B} are officers; {a} are privates and sergeants.",
                "{A} of the returned are privates and sergeants, {b} are officers.",
                "The group is made up of {b} officers and {a} soldiers and sergeants.",
                "There are {b} officers among them; the other {a} are privates and sergeants.",
                "Officers: {b}; privates and sergeants: {a}.",
            ),
            "uk": (
                "Серед звільнених {b} офіцерів та {a} рядових і сержантів.",
                "За званнями: рядових і сержантів – {a}, офіцерів – {b}.",
                "Повернулися {a} рядових та сержантів, а також {b} офіцерів.",
                "{a} – рядові та сержанти, {b} – офіцери.",
                "Офіцерів – {b}, решта {a} – рядові й сержанти.",
            ),
        }
        return self.fill(self.pick(templates[told.language]), a=others, b=officers)

    def women(self) -> str:
        told = self.told
        n = self.dice.randint(2, 12)
        told.lines.append(("sex", "women", n, None))
        templates = {
            "en": (
                "Among those freed are {n} women.",
                "{N} of the freed are women.",
                "{N} women are among the returned.",
                "The group includes {n} women.",
            ),
            "uk": ("Серед звільнених {n} жінок.", "Повернулися й {n} жінок.", "{n} з них – жінки."),
        }
        return self.fill(self.pick(templates[told.language]), n=n)


def _row(items: Sequence[str], joint: str = "and") -> str:
    return f"{', '.join(items[:-1])} {joint} {items[-1]}" if len(items) > 1 else items[0]


def statements(language: str, count: int) -> list[Told]:
    """So many statements in a language, always the same."""
    return [Composer(seed, language).compose() for seed in range(count)]
