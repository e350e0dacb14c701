"""What the benchmarks of the window measure, each in a process of its own, with no screen.

python -m tests.benchmarks.measure_window WHAT LEDGER PROFILE; prints one JSON object in seconds.
"""

import time
from typing import Final

START: Final = time.perf_counter()

import json  # noqa: E402
import os  # noqa: E402
import random  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

TIMES: Final = 5


def best(action: Callable[[], object]) -> float:
    """The quickest of a few runs: what others do on this machine can only make it slower."""
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def listing(path: Path, profile: Path) -> dict[str, Any]:
    """Every order and several filters of the list, beside a plain ORDER BY of the same rows."""
    from domain.ledger import Ledger
    from domain.projections.exchange_list import (
        ORDERS,
        Filter,
        exchange_numbers,
    )
    from domain.projections.people import people_returned
    from domain.storage.profile import Profile

    filters = {
        "one word": Filter(text="Червоний"),
        "two words": Filter(text="emirates 2024"),
        "a word of a fifth of the sources": Filter(text="parliament"),
        "a word of nothing": Filter(text="zzzz"),
        "a day": Filter(text="30 грудня 2024"),
        "a kind": Filter(kind="release"),
        "a mediator": Filter(mediator="QA"),
        "does not close": Filter(does_not_close=True),
        "in conflict": Filter(in_conflict=True),
        "corrected since": Filter(corrected_since="2024-01-01"),
    }
    ledger = Ledger.open(path, Profile.load(profile), read_only=True)
    with ledger.view() as view:
        plain = (
            "SELECT subject FROM exchanges NOT INDEXED WHERE to_position IS NULL "
            "ORDER BY returned, first_day, recorded_clock, id"
        )
        raw = best(lambda: view.all(plain))
        sorts = {
            order: best(lambda order=order: exchange_numbers(view, Filter(), order))  # type: ignore[misc]
            for order in ORDERS
        }
        found = {
            name: best(lambda chosen=chosen: exchange_numbers(view, chosen))  # type: ignore[misc]
            for name, chosen in filters.items()
        }
        numbers = exchange_numbers(view, Filter())
        people = best(lambda: people_returned(view, numbers))
    with ledger.view(view.last // 2) as earlier:
        then = best(lambda: exchange_numbers(earlier, Filter(), "returned"))
    ledger.close()
    return {
        "exchanges": len(numbers),
        "raw": raw,
        "sorts": sorts,
        "filters": found,
        "people": people,
        "then": then,
    }


def window(path: Path, profile: Path) -> dict[str, Any]:
    """From the first line of the program's code to the first page painted; then sorting,
    filtering, scrolling and the memory that all of it took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from desktop.language import language
    from desktop.main_window import MainWindow
    from desktop.settings import Settings
    from desktop.theme import LIGHT, apply_theme
    from desktop.workspace import Workspace
    from domain.ledger import Ledger
    from domain.storage.profile import Profile
    from tests.benchmarks.measure import most_memory

    application = QApplication([])
    apply_theme(application, LIGHT)
    ledger = Ledger.open(path, Profile.load(profile), read_only=True)
    settings = Settings(Path(tempfile.mkdtemp()) / "settings.ini")
    shown = MainWindow(Workspace(ledger, language("uk"), settings))
    shown.resize(1180, 760)
    shown.show()
    shown.repaint()
    painted = time.perf_counter() - START
    application.processEvents()
    page = shown.exchanges
    view, bar = page.view, page.view.verticalScrollBar()

    def sort(section: int) -> Callable[[], None]:
        def there_and_back() -> None:
            view.sortByColumn(section, Qt.SortOrder.DescendingOrder)
            view.sortByColumn(section, Qt.SortOrder.AscendingOrder)

        return there_and_back

    names = [column.name for column in page.model.columns]
    sorts = {
        name: best(sort(names.index(name))) / 2
        for name in ("occurred", "kind", "returned", "mediators", "closure")
    }
    filters = {}
    for text in ("Червоний", "0012345", "2024"):
        filters[text] = best(lambda text=text: (page.filter.setText(text), page.filter.clear())) / 2  # type: ignore[misc, func-returns-value]
    repaints = []
    places = random.Random(7)
    for step in range(300):
        is_jump = step % 10 == 0
        bar.setValue(places.randrange(bar.maximum()) if is_jump else bar.value() + 3)
        start = time.perf_counter()
        view.viewport().repaint()
        repaints.append(time.perf_counter() - start)
        application.processEvents()
    selections = []
    for step in range(20):
        start = time.perf_counter()
        view.selectRow(1000 + 37 * step)
        selections.append(time.perf_counter() - start)
    memory = most_memory()
    shown.close()
    ledger.close()
    return {
        "painted": painted,
        "sorts": sorts,
        "filters": filters,
        "repaints": repaints,
        "selections": selections,
        "memory": memory,
    }


def main(words: list[str]) -> None:
    what, ledger, profile = words
    actions: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
        "listing": listing,
        "window": window,
    }
    print(json.dumps(actions[what](Path(ledger), Path(profile))))


if __name__ == "__main__":
    main(sys.argv[1:])
