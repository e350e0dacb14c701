"""How people write the headings of their tables, in English and Ukrainian: words, no rules.

Each line is one meaning with its spellings, separated by `|`, as `fields.folded` writes them: lower
case, no signs, no apostrophes.
"""

from collections.abc import Mapping
from typing import Final


def _spellings(table: Mapping[str, str]) -> dict[str, str]:
    return {
        spelling.strip(): meaning
        for meaning, spellings in table.items()
        for spelling in spellings.split("|")
    }


ALIASES: Final = _spellings(
    {
        "occurred": "date | day | when | occurred | date of exchange | exchange date | "
        "date of the exchange | date of return | event date | дата | день | коли | дата обміну | "
        "дата події | дата повернення | дата проведення | відбулося | день обміну | сталося",
        "kind": "kind | type | event | event type | type of event | вид | тип | подія | "
        "вид події | "
        "тип події | характер",
        "returned": "returned | freed | released | returned total | total returned | "
        "returned home | "
        "returned to ukraine | pows returned | people returned | total freed | "
        "returned in all | повернуто | звільнено | визволено | повернулося | повернулись | "
        "повернулися | усього повернуто | всього повернуто | повернуто усього | повернуто всього | "
        "повернено | кількість повернутих | кількість звільнених | звільнено осіб | "
        "повернуто осіб | додому | повернуто людей | усього звільнено | всього звільнено | "
        "звільнено усього | звільнено всього | разом повернуто",
        "handed_over": "handed over | given | transferred | handed over to russia | "
        "given to russia | "
        "returned to russia | передано | передано рф | передано росії | віддано | "
        "передано російській стороні | передано іншій стороні",
        "remains": "remains | bodies | bodies returned | remains returned | тіла | тіл | останки | "
        "тіла загиблих | тіл загиблих | повернуто тіл | репатрійовано тіл | репатрійовано",
        "place": "place | location | where | site | місце | місце обміну | локація | де | пункт",
        "remarks": "remarks | remark | notes | note | comment | comments | примітки | примітка | "
        "коментар | коментарі | зауваження | нотатки",
        "part_of": "part of | stage of | частина | етап обміну",
        "mediators": "mediators | mediator | mediated by | mediation | intermediary | "
        "посередники | "
        "посередник | посередництво | за посередництва | за сприяння",
        "source": "source | sources | link | url | reference | джерело | джерела | посилання | "
        "лінк | звідки",
        "published": "published | publication date | date published | published on | "
        "опубліковано | "
        "дата публікації | оприлюднено",
        "standing": "standing | стан | чинність",
        "id": "id | record id | exchange id | ідентифікатор | ідентифікатор обміну",
        "occurred:bound": "occurred how exact | сталося наскільки точно",
        "returned:bound": "returned how exact | повернуто наскільки точно",
        "handed_over:bound": "handed over how exact | передано наскільки точно",
        "remains:bound": "remains how exact | тіла наскільки точно",
        "leg": "leg | direction | напрям | бік | сторона",
        "dimension": "dimension | breakdown | розріз | вимір | за чим",
        "category": "category | line | branch | unit | formation | group | категорія | рядок | "
        "формування | підрозділ | рід військ | структура | відомство | розбивка | склад",
        "within": "within | part of line | у складі | у межах | входить до",
        "count": "count | number of people | people | persons | quantity | how many | "
        "total number | "
        "кількість | осіб | людей | кількість осіб | кількість людей | скільки | чисельність",
        "claim:exchange_ordinal:year": "exchange of the year | number in year | no in year | "
        "ordinal in year | номер у році | номер за рік | обмін року | номер обміну в році",
        "claim:exchange_ordinal:all": "exchange number | exchange no | ordinal | ordinal overall | "
        "номер обміну | № обміну | порядковий номер обміну | обмін №",
        "claim:returned_total:all": "total to date | returned to date | claimed total to date | "
        "усього з початку | всього з початку | усього на дату | наростаючим підсумком",
        "claim:returned_total:year": "total in year | returned this year | усього за рік | "
        "всього за рік | з початку року",
    }
)

LINE_ALIASES: Final = _spellings(
    {
        "branch.armed_forces": "armed forces of ukraine | afu | uaf | зсу | зс україни | зс | "
        "збройні сили україни | збройних сил",
        "branch.territorial_defence": "territorial defense | territorial defence forces | "
        "territorial defense forces | tdf | tro | тро | сили тро | тероборона | "
        "сили територіальної оборони | територіальної оборони",
        "branch.national_guard": "national guard of ukraine | ngu | нгу | нацгвардія | "
        "національна гвардія україни | національної гвардії",
        "branch.border_guard": "border guards | border guard | border guard service | "
        "state border guard service | sbgs | дпсу | прикордонники | прикордонна служба | "
        "держприкордонслужба | державна прикордонна служба україни | прикордонників",
        "branch.navy": "naval forces | navy of ukraine | вмс | вмсу | вмс зсу | "
        "військово морські сили | "
        "моряки",
        "branch.air_force": "air forces | повітряні сили зсу | пс зсу",
        "branch.air_assault": "air assault | airborne | airborne forces | дшв | "
        "десантно штурмові війська",
        "branch.ground_forces": "land forces | сухопутні війська зсу",
        "branch.special_operations": "special forces | sof | ссо",
        "branch.national_police": "police | нпу | поліція | нацполіція | поліцейські",
        "branch.state_transport": "state special transport | дсст | держспецтранс | "
        "держспецтрансслужба",
        "branch.emergency_service": "emergency services | dsns | дснс | рятувальники",
        "branch.security_service": "sbu | сбу | служба безпеки україни",
        "branch.intelligence": "military intelligence | гур | розвідка",
        "branch.other": "others | other | інші | інше",
        "rank.privates_and_sergeants": "enlisted | privates sergeants | privates and ncos | "
        "рядові і сержанти | рядових і сержантів | рядових та сержантів | рядові й сержанти | "
        "рядовий і сержантський склад | сержанти і рядові",
        "rank.officers": "офіцерів | офіцерський склад | commissioned officers",
        "rank.privates": "рядових",
        "rank.sergeants": "сержантів | ncos",
        "status.civilian": "civilian | цивільних | цивільні особи | цивільних осіб",
        "status.military": "servicemen | service members | military personnel | військових | "
        "військовослужбовці | військовослужбовців | військовополонені",
        "sex.women": "women | female | жінок",
        "sex.men": "men | male | чоловіків",
        "nationality.foreigners": "foreign nationals | foreign citizens | іноземців | "
        "іноземні громадяни",
        "condition.wounded": "поранених | injured",
        "condition.ill": "хворих",
        "age.minors": "children | дітей | діти | неповнолітніх",
    }
)

# What stands before a line that lies within the one before it.
OF_WHICH: Final = (
    "of which",
    "of whom",
    "of them",
    "including",
    "incl",
    "in particular",
    "з них",
    "із них",
    "у тому числі",
    "в тому числі",
    "у т ч",
    "в т ч",
    "зокрема",
)

# What says that a row or a column is the sum of others.
WHOLE: Final = (
    "total",
    "totals",
    "sum",
    "in all",
    "grand total",
    "subtotal",
    "overall",
    "разом",
    "усього",
    "всього",
    "підсумок",
    "підсумки",
    "сума",
    "загалом",
    "разом за",
    "усього за",
    "всього за",
)
