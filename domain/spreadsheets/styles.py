"""Colours of every export: one accent, and marks that are always a sign and a word as well."""

from typing import Final

from domain.spreadsheets.layouts import Mark
from domain.spreadsheets.sheets import MARK_OF_SIGN

INK: Final = "#1F3A5F"
HEADER: Final = "#DCE6F1"
GREY: Final = "#595959"
RULE: Final = "#BFBFBF"
FIGURES: Final = {"color": "#D9D9D9", "width": 0.75}
SERIES: Final = ("#0072B2", "#E69F00", "#009E73")  # Okabe and Ito, told apart by everybody

# mark -> (ink, ground); ink on ground has a contrast of at least 4.5 : 1
COLOURS: Final[dict[Mark, tuple[str, str]]] = {
    "good": ("#1E6B3A", "#E6F4EA"),
    "short": ("#7A4B00", "#FFF1D6"),
    "exceeds": ("#9C1C1C", "#FDE7E7"),
    "conflict": ("#5B2A86", "#F1E6FA"),
    "unknown": ("#4D4D4D", "#EFEFEF"),
}
SIGN_MARKS: Final = MARK_OF_SIGN
